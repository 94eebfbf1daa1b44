"""Claims of an invented world whose true lines are known, made from a seed: for measuring linking at any size.

Nations of very different weight have provinces, towns at least 30 km apart and quarters of towns. Attacks strike towns,
some with a second attack in the next town on the same day; disasters spread over a nation; wars run for months with
totals that both sides put differently. Reports come out from the day itself to days later, by outlets that copy an
origin's figure, know an earlier toll, round it, hedge it, name the quarter or the province instead of the town, leave
the day out or slip by one, and tell a second incident beside the first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from onrecord.model import Claim, Event, Figure, Period, Place, Source, Span, claim_id

FIRST = date(2030, 1, 1)
DAYS = 730
NATIONS = 60
PER_ATTACK = 15  # claims that an attack brings forth, about
PER_DISASTER = 120
APART = 70  # days between two disasters of one nation
ATTACKS = (
    ("suicide bombing", "market"),
    ("air strike", "depot"),
    ("shelling", "suburb"),
    ("shooting", "school"),
    ("rocket attack", "port"),
)
DISASTERS = ("earthquake", "flood", "typhoon")
OUTLETS = tuple(
    f"{a} {b}" for a in ("Morning", "Evening", "Daily", "Coast", "Border") for b in ("Post", "Echo", "Wire")
)
KINDS = (("interior ministry", "government"), ("health ministry", "government"), ("army", "military"))
UNITS = {"killed": "people killed", "injured": "people injured", "missing": "people missing", "displaced": "displaced"}


@dataclass(frozen=True, slots=True)
class Town:
    """A town with the places that reports may give for it: itself, a quarter of it, its province."""

    place: Place
    quarter: Place
    province: Place


@dataclass(frozen=True, slots=True)
class Nation:
    """A nation with its towns and the bodies that count for it."""

    place: Place
    towns: tuple[Town, ...]
    origins: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that is counted: what and where, its day (an ordinal), its final toll by measure, and how it grows."""

    id: str
    words: str
    town: Town
    day: int
    toll: tuple[tuple[str, int], ...]
    growing: bool
    national: bool = False

    def count(self, measure: str, after: int, rng: Random) -> int:
        """What an origin knows so many days after."""
        final = dict(self.toll)[measure]
        share = 1 - 0.6 ** (after + 1) if self.growing else (0.8 if after == 0 and rng.random() < 0.3 else 1.0)
        return max(1, round(final * share))


def synthetic(count: int, seed: int = 7) -> Iterator[tuple[Claim, str]]:
    """About ``count`` claims by report, each with its true line ("" where it stands on none)."""
    weights = [1 / (n + 3) for n in range(NATIONS)]
    for n, weight in enumerate(weights):
        rng = Random(f"{seed}:{n}")
        nation = _nation(n, rng)
        share = count * weight / sum(weights)
        yield from _attacks(nation, share * 0.75, rng)
        yield from _disasters(nation, share * 0.12, rng)
        yield from _war(nation, share * 0.13, rng)


def _name(rng: Random) -> str:
    parts = [rng.choice("bdfgklmnprstvz") + rng.choice("aeiou") + rng.choice("lnrstk") for _ in range(3)]
    return "".join(parts).capitalize()


def _nation(n: int, rng: Random) -> Nation:
    name, code = _name(rng), f"X{n:02}"
    south, west = rng.uniform(-50, 50), rng.uniform(-150, 150)
    towns = []
    for p in range(8):
        province = _name(rng)
        at = (south + 3 * (p // 3), west + 4 * (p % 3))
        area = Place(province, province, f"{code}-{p}", (name,), *at, "area", code)
        for t in range(10):
            own, part = _name(rng), _name(rng)
            where = (at[0] + 0.45 * (t // 4), at[1] + 0.7 * (t % 4))
            towns.append(
                Town(
                    Place(own, own, f"{code}-{p}-{t}", (province, name), *where, "point", code),
                    Place(
                        part, part, f"{code}-{p}-{t}q", (own, province, name), where[0] + 0.02, where[1], "point", code
                    ),
                    area,
                )
            )
    bodies = [
        Source(f"{name}'s {words}", kind, name, origin=f"{name.lower()}-{words.replace(' ', '-')}")
        for words, kind in KINDS
    ]
    others = [Source("the Red Cross", "ngo", origin="red-cross"), Source(f"{name} rebels", "military", f"{name} rebels",
              origin=f"{name.lower()}-rebels")]  # fmt: skip
    return Nation(Place(name, name, code, (), south, west, "country", code), tuple(towns), (*bodies, *others))


def _attacks(nation: Nation, quota: float, rng: Random) -> Iterator[tuple[Claim, str]]:
    told: list[Happening] = []
    while len(told) * PER_ATTACK < quota:
        at, day = rng.randrange(len(nation.towns)), FIRST.toordinal() + rng.randrange(DAYS)
        for step in (0, 1) if rng.random() < 0.2 else (0,):
            what, where = rng.choice(ATTACKS)
            dead = 1 + int(rng.lognormvariate(2, 1))
            toll = (("killed", dead), ("injured", 1 + int(dead * rng.uniform(0.8, 4))))
            town = nation.towns[(at + step) % len(nation.towns)]
            told.append(
                Happening(f"{nation.place.name}-a{len(told)}", f"The {what} on the {where}", town, day, toll, False)
            )
    told.sort(key=lambda h: (h.day, h.id))
    for n, main in enumerate(told):
        for r in range(min(30, 1 + int(rng.paretovariate(1.1)) + rng.randrange(4))):
            second = [told[n - 1]] if n and rng.random() < 0.2 and main.day - told[n - 1].day <= 3 else []
            yield from _report(nation, [main, *second], f"{main.id}-{r}", min(3, int(rng.expovariate(1.2))), rng)


def _disasters(nation: Nation, quota: float, rng: Random) -> Iterator[tuple[Claim, str]]:
    number, first = max(1, min(round(quota / PER_DISASTER), DAYS // APART)), rng.randrange(APART)
    for n in range(number):
        day = FIRST.toordinal() + first + n * APART
        dead = 20 + int(rng.lognormvariate(4, 1.2))
        toll = (
            ("killed", dead),
            ("injured", 3 * dead + rng.randrange(50)),
            ("missing", 1 + dead // 3),
            ("displaced", 40 * dead + 17),
        )
        what = DISASTERS[n % len(DISASTERS)]
        whole = Happening(f"{nation.place.name}-d{n}", f"The {what}", rng.choice(nation.towns), day, toll, True, True)
        for r in range(round(quota / number / 3)):
            yield from _report(nation, [whole], f"{whole.id}-{r}", min(5, int(rng.expovariate(0.6))), rng)


def _war(nation: Nation, quota: float, rng: Random) -> Iterator[tuple[Claim, str]]:
    """Totals of a war: each side's dead as both sides give them, and the refugees."""
    length = rng.randrange(90, 400)
    begun = FIRST.toordinal() + rng.randrange(DAYS - length)
    made, own, enemy = 0, nation.origins[2], nation.origins[4]
    base = {own.side: rng.randrange(200, 2000), enemy.side: rng.randrange(200, 2000)}
    while made < quota:
        after = rng.randrange(length)
        day = begun + after
        report = f"{nation.place.name}-w{made}"
        for n, (side, first) in enumerate(base.items()):
            source = rng.choice((own, enemy))
            bias = 1.0 if source.side == side else 3.1
            dead = round((first + 11 * after) * bias)
            yield _figure(
                report, n, rng, "killed", dead, "exact", nation.place, day, day, source,
                f"The war so far: {side} ", group=f"{side} soldiers", side=side, status="military", scope="cumulative",
            ), f"{nation.place.name}-war|killed|{side}"  # fmt: skip
        fled = 40_000 + 900 * after
        yield _figure(
            report, 3, rng, "refugees", fled, "about", nation.place, day, day, nation.origins[3],
            "Since the war began, ", scope="snapshot",
        ), f"{nation.place.name}-war|refugees"  # fmt: skip
        made += 3


def _report(nation: Nation, told: list[Happening], name: str, after: int, rng: Random) -> Iterator[tuple[Claim, str]]:
    """What one report tells of its happenings: figures of one origin each, and the event itself."""
    report = hashlib.sha256(name.encode()).hexdigest()[:16]
    at = 0
    for h in told:
        source = rng.choice(nation.origins[:4]) if rng.random() < 0.85 else None
        out = max(h.day, told[0].day) + after
        place, day = _place_told(nation, h, rng), _day_told(h.day, out, rng)
        for measure, _ in h.toll:
            if measure != "killed" and rng.random() < 0.5:
                continue
            number = h.count(measure, out - h.day if rng.random() < 0.8 else 0, rng)
            hedge = rng.choices(("exact", "at_least", "about"), (8, 3, 1))[0]
            shown = round(number, -1) if hedge == "about" and number > 30 else number
            line = f"{h.id}|{measure}"
            yield (
                _figure(
                    report,
                    at,
                    rng,
                    measure,
                    shown,
                    hedge,
                    place,
                    day,
                    out,
                    source,
                    f"{h.words} in {h.town.place.name} ",
                ),
                line,
            )
            at += 1
        if rng.random() < 0.3:
            yield _event(report, at, h, place, day, out), ""
            at += 1


def _place_told(nation: Nation, h: Happening, rng: Random) -> Place | None:
    if h.national:
        return nation.place if rng.random() < 0.96 else None
    return rng.choices((h.town.place, h.town.quarter, h.town.province, None), (84, 6, 5, 5))[0]


def _day_told(day: int, out: int, rng: Random) -> int | None:
    told = rng.random()
    return None if told < 0.04 else out if told < 0.08 else day + rng.choice((-1, 1)) if told < 0.1 else day


def _figure(
    report: str, at: int, rng: Random, measure: str, number: int, hedge: str, place: Place | None, day: int | None,
    out: int, source: Source | None, before: str, *, group: str | None = None, side: str | None = None,
    status: str = "unknown", scope: str = "event",
) -> Claim:  # fmt: skip
    words = f"{number:,} {group or UNITS.get(measure, measure)}"
    start = 200 * at + 100
    figure = Figure(f"{number:,}", float(number), float(number), None if hedge == "at_least" else float(number), hedge)
    when = date.fromordinal(day).isoformat() if day else None
    return Claim(
        id=claim_id(report, "figure", start, start + len(words)),
        report=report,
        type="figure",
        span=Span(start, start + len(words), words, before[-60:], "."),
        figure=figure,
        measure=measure,
        group=group,
        side=side,
        status=status,
        place=place,
        period=Period(when, None, "day" if when else None, when if scope != "event" else None),
        scope=scope,
        source=source,
        publisher=rng.choice(OUTLETS),
        published=date.fromordinal(out).isoformat(),
    )


def _event(report: str, at: int, h: Happening, place: Place | None, day: int | None, out: int) -> Claim:
    when = date.fromordinal(day).isoformat() if day else None
    start = 200 * at + 100
    return Claim(
        id=claim_id(report, "event", start, start + len(h.words)),
        report=report,
        type="event",
        span=Span(start, start + len(h.words), h.words, "", "."),
        event=Event("attack" if not h.growing else "earthquake", None, None),
        place=place,
        period=Period(when, None, "day" if when else None),
        publisher=OUTLETS[0],
        published=date.fromordinal(out).isoformat(),
    )

"""The map: places with what is claimed of each, as precisely as the reports name them, and what cannot be drawn.

A settlement is a point; an area or region is a ring around its middle, not its outline; a country is shaded and never
moved to a point; the rest is listed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from onrecord.control_history import History, histories
from onrecord.ledger.placed import Placed
from onrecord.model import Claim, Place
from onrecord.views.calendar import Bucket, calendar, within

POINT, RING, SHADE, LISTED = "point", "ring", "shade", "listed"
NAMED = {POINT: "settlement", RING: "area", SHADE: "country", LISTED: "not placed"}
SPOTS = 40
OPTIONS = 80
NOWHERE = "no place named"

By = Literal["as_of", "published"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the map is asked to show: days (ISO, inclusive, None open) by as-of or publication, measure and incident."""

    since: str | None = None
    until: str | None = None
    by: By = "as_of"
    measure: str | None = None
    incident: str | None = None


@dataclass(frozen=True, slots=True)
class SpotLine:
    """One line with claims at a place; ``said`` are its figures as worded, the earliest first."""

    id: str
    label: str
    state: str
    claims: int
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """One place with what is claimed of it; ``drawn`` is point, ring, shade or listed. Degrees, WGS 84.

    ``number`` is its badge on the map, 0 where it is not drawn. ``holds`` tells who holds it, according to whom.
    """

    key: str
    name: str
    within: tuple[str, ...]
    country: str | None
    precision: str
    drawn: str
    latitude: float | None
    longitude: float | None
    lines: tuple[SpotLine, ...]
    claims: int
    events: int
    outlets: int
    disputed: int
    holds: History | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Option:
    """A value that the map can be narrowed to, and how many claims, or lines of an incident, it leaves."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Atlas:
    """What a map shows: drawn places in the order of their numbers, those not drawn, and how to narrow it."""

    asked: Asked
    spots: tuple[Spot, ...]
    listed: tuple[Spot, ...]
    unseen: int
    claims: int
    undated: int
    calendar: tuple[Bucket, ...]
    measures: tuple[Option, ...]
    incidents: tuple[Option, ...]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What the record knows: each line's label and state by its id, the claims on who holds what, the incidents."""

    lines: Mapping[str, tuple[str, str]]
    control: Sequence[Claim] = ()
    incidents: tuple[Option, ...] = ()


def atlas(claims: Iterable[Placed], known: Known, asked: Asked, *, cut: bool = False) -> Atlas:
    """The map of these claims; ``cut`` says that there were more than could be read."""
    every = tuple(claims)
    of_kind = [c for c in every if asked.incident in (None, c.incident) and asked.measure in (None, measure_of(c))]
    shown = [c for c in of_kind if within(_day(c, asked.by), asked.since, asked.until)]
    ids = {c.claim for c in shown if c.type == "control"}
    holds = {_held_key(h): h for h in histories(c for c in known.control if c.id in ids)}
    found = _by_place(shown)
    spots = sorted((_spot(key, claims, known.lines, holds) for key, claims in found.items()), key=_weight)
    drawn = [s for s in spots if s.drawn != LISTED]
    # Numbers run over points and areas first, so that the first ones stand on the map itself.
    drawn.sort(key=lambda s: s.drawn == SHADE)
    numbered = tuple(replace(spot, number=n) for n, spot in enumerate(drawn[:SPOTS], 1))
    return Atlas(
        asked,
        numbered,
        tuple(s for s in spots if s.drawn == LISTED),
        len(drawn) - len(numbered),
        len(shown),
        sum(_day(c, asked.by) is None for c in of_kind),
        calendar((_day(c, asked.by) for c in of_kind), asked.since, asked.until),
        _options(measure_of(c) for c in every if asked.incident in (None, c.incident)),
        known.incidents,
        cut,
    )


def measure_of(claim: Placed) -> str:
    """What a claim can be chosen by: a figure's measure, or that it tells who holds a place or what happened."""
    return claim.measure or {"control": "who holds it", "event": "what happened"}.get(claim.type, "other")


def place_key(place: Place) -> str:
    """What makes two mentions one place: the country's code, the gazetteer's id, else its name within its country."""
    if place.precision == "country" and place.country:
        return f"country:{place.country}"
    return place.gazetteer_id or f"{(place.name or place.text).casefold()}, {place.country or ''}"


def _day(claim: Placed, by: By) -> str | None:
    return claim.published if by == "published" else claim.as_of


def _by_place(claims: Iterable[Placed]) -> dict[str, list[Placed]]:
    found: dict[str, list[Placed]] = defaultdict(list)
    for claim in claims:
        found[place_key(claim.place) if claim.place else ""].append(claim)
    return found


def worded(made: Atlas, told: Mapping[str, tuple[str, tuple[str, ...]]]) -> Atlas:
    """The map with its lines named as a brief names them: label and figures by line id."""

    def line(one: SpotLine) -> SpotLine:
        label, said = told.get(one.id, (one.label, ()))
        return replace(one, label=label, said=said)

    def spot(one: Spot) -> Spot:
        return replace(one, lines=tuple(line(each) for each in one.lines))

    return replace(made, spots=tuple(map(spot, made.spots)), listed=tuple(map(spot, made.listed)))


def _held_key(history: History) -> str:
    return history.gazetteer_id or history.name.casefold()


def _spot(
    key: str, claims: Sequence[Placed], known: Mapping[str, tuple[str, str]], holds: Mapping[str, History]
) -> Spot:
    places = [c.place for c in claims if c.place]
    # The fullest of them: reports that name no country leave it open.
    place = max(places, key=lambda p: (p.latitude is not None, len(p.within)), default=None)
    on = Counter(c.line for c in claims if c.line in known)
    lines = tuple(SpotLine(line or "", *known[line or ""], count) for line, count in on.items())
    lines = tuple(sorted(lines, key=lambda line: (line.state != "disputed", -line.claims, line.label)))
    control = next((c.place for c in claims if c.type == "control" and c.place), None)
    held = holds.get(control.gazetteer_id or (control.name or control.text).casefold()) if control else None
    return Spot(
        key,
        (place.name or place.text) if place else NOWHERE,
        place.within if place else (),
        place.country if place else None,
        place.precision if place else "unresolved",
        _drawn(place),
        place.latitude if place else None,
        place.longitude if place else None,
        lines,
        len(claims),
        sum(c.type == "event" for c in claims),
        len({c.outlet for c in claims}),
        sum(line.state == "disputed" for line in lines) + bool(held and held.disputed),
        held,
    )


def _drawn(place: Place | None) -> str:
    if place is None:
        return LISTED
    if place.precision == "country":
        return SHADE if place.country else LISTED
    if place.latitude is None or place.longitude is None:
        return LISTED
    return {"point": POINT, "area": RING, "region": RING}.get(place.precision, LISTED)


def _weight(spot: Spot) -> tuple[bool, int, int, str]:
    return not spot.disputed, -len(spot.lines) - bool(spot.holds), -spot.claims, spot.name


def _options(values: Iterable[str | None]) -> tuple[Option, ...]:
    counted = Counter(v for v in values if v)
    return tuple(sorted((Option(*pair) for pair in counted.most_common(OPTIONS)), key=lambda option: option.value))

"""What a line is about, for coding: its readings as heard, its scope, days, place and people, by most of its claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from onrecord.model import Claim, Line, Place, Reading
from onrecord.parties import stance
from onrecord.profiles.coded import Acled, Coded, Heard, Idmc, Step, Ucdp
from onrecord.profiles.setting import Setting
from onrecord.standing import overtaken


@dataclass(frozen=True, slots=True)
class Subject:
    """A line with what most of its claims say it counts."""

    line: Line
    heard: tuple[Heard, ...]
    measure: str | None
    object: str | None
    scope: str | None
    place: Place | None
    start: str | None
    end: str | None
    grain: str | None
    status: str
    side: str | None
    increment: bool
    disaster: str | None


def subject(line: Line, claims: Mapping[str, Claim], warring: frozenset[str], setting: Setting) -> Subject | None:
    """The line as coding takes it; None where the record holds none of its claims."""
    mine = tuple(claims[c] for c in line.claims if c in claims and claims[c].figure)
    if not mine:
        return None
    gone = overtaken(line, claims)
    heard = tuple(
        _heard(reading, tuple(claims[c] for c in reading.claims if c in claims), n in gone, warring)
        for n, reading in enumerate(line.readings)
        if any(c in claims for c in reading.claims)
    )
    dated = [c for c in mine if c.period.start]
    when = min(dated, key=lambda c: (-_votes(dated, c), c.period.start or ""), default=None)
    scope = _scope([c.scope for c in mine])
    return Subject(
        line=line,
        heard=heard,
        measure=mine[0].measure,
        object=_most(c.object for c in mine),
        scope=scope,
        place=_place(mine, one=scope == "event"),
        start=when.period.start if when else None,
        end=(when.period.end or when.period.start) if when else None,
        grain=when.period.grain if when else None,
        status=_most(c.status for c in mine) or "unknown",
        side=_most(c.side for c in mine),
        increment=all(c.increment for c in mine),
        disaster=setting.disaster(line.incident, frozenset(c.report for c in mine)),
    )


def _scope(scopes: list[str | None]) -> str | None:
    """What most claims say; a line counts one incident only where more than two thirds of its claims do."""
    wider = [s for s in scopes if s != "event"]
    return _most(wider) if len(wider) * 3 >= len(scopes) and any(wider) else _most(scopes)


def _votes(claims: Iterable[Claim], one: Claim) -> int:
    return sum(c.period.start == one.period.start for c in claims)


def _heard(reading: Reading, claims: tuple[Claim, ...], gone: bool, warring: frozenset[str]) -> Heard:
    first = min(claims, key=lambda c: (c.published or "9999", c.report, c.span.start))
    assert first.figure is not None
    figures = [c.figure for c in claims if c.figure]
    number = next((f.value for f in figures if f.value is not None), None)
    names = Counter(c.source.name for c in claims if c.source and c.source.name)
    return Heard(
        words=" ".join(first.figure.text.split()),
        phrase=" ".join(first.span.exact.split()),
        number=number,
        low=reading.low,
        high=reading.high,
        hedge=reading.hedge,
        origin=reading.origin,
        source=min(names, key=lambda n: (-len(n.split()), n)) if names else None,
        stance=stance(first, warring),
        outlets=reading.outlets,
        day=reading.as_of or first.published or first.period.start,
        claims=tuple(c.id for c in claims),
        published=first.published or "",
        overtaken=gone,
        aside=_aside(claims),
    )


def _aside(claims: tuple[Claim, ...]) -> str | None:
    """Why a reading is no count of what is: a forecast, a fear, a denial, or a toll its own report calls overtaken."""
    if all(c.superseded for c in claims):
        return "since overtaken"
    if all(c.polarity == "denied" for c in claims):
        return "denied"
    if all(c.increment for c in claims):
        return "an addition to a count"
    kinds = {c.modality for c in claims}
    return None if "actual" in kinds else sorted(kinds)[0]


def _place(claims: tuple[Claim, ...], *, one: bool) -> Place | None:
    """Where the line counts: for one incident the most precise place any claim names, else the one most name."""
    placed = [c.place for c in claims if c.place]
    votes = Counter(p.name or p.text for p in placed)
    order = ("point", "area", "unresolved", "region", "country")

    def rank(place: Place) -> int:
        return order.index(place.precision) if place.precision in order else len(order)

    return min(
        placed,
        key=lambda p: (rank(p) if one else 0, -votes[p.name or p.text], -rank(p), p.name),
        default=None,
    )  # fmt: skip


def coded(
    profile: str,
    subject: Subject,
    steps: tuple[Step, ...],
    left_out: str | None,
    terms: Acled | Ucdp | Idmc,
    claims: tuple[str, ...],
) -> Coded:
    """The line under a profile: the bounds of the last step, or none where the codebook leaves the line out."""
    last = steps[-1]
    return Coded(
        profile=profile,
        line=subject.line.id,
        label=subject.line.label,
        incident=subject.line.incident,
        value=None if left_out else last.best,
        low=None if left_out else last.low,
        best=None if left_out else last.best,
        high=None if left_out else last.high,
        terms=terms,
        claims=claims,
        why=steps,
        left_out=left_out,
    )


def untold(subject: Subject) -> str:
    """Why no number stood after the last step."""
    aside = {h.aside for h in subject.heard if h.aside}
    return f"no count of what is ({', '.join(sorted(aside))})" if aside else "no number is told"


def location_of(place: Place | None) -> str | None:
    """The place's usual name, else the words of the text."""
    return (place.name or place.text) if place else None


def country_of(place: Place | None) -> str | None:
    """The country of a place by name, else by code."""
    if place is None:
        return None
    return place.within[-1] if place.within else place.name if place.precision == "country" else place.country


def _most(values: Iterable[str | None]) -> str | None:
    found = Counter(v for v in values if v is not None)
    return min(found, key=lambda v: (-found[v], v)) if found else None

"""ACLED-like coding: fatalities of one dated, placed incident, the most conservative figure, the dispute in notes."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.profiles.coded import Acled, Coded, Heard
from onrecord.profiles.rules import run
from onrecord.profiles.scheme import scheme
from onrecord.profiles.subject import Subject, coded, country_of, location_of, untold

RULES = ("actual", "current", "answered", "numbers", "lowest", "single")
SCOPED = {
    "period": "counts a stretch of time, not one incident",
    "cumulative": "counts since the start of the crisis, not one incident",
    "snapshot": "counts what is, not one incident",
}


def code(subject: Subject) -> Coded | None:
    """The fatalities of the line's incident; None for other measures, ``left_out`` says what the codebook bars."""
    own = scheme("acled")
    if subject.measure not in own.measures:
        return None
    place, words = subject.place, own.words()
    steps = run(subject.heard, RULES)
    last = steps[-1]
    reason = _reason(subject, frozenset(words["geo_precision"]), own.scopes)
    if reason is None and last.best is None:
        reason = untold(subject)
    return coded(
        own.name,
        subject,
        steps,
        reason,
        terms=Acled(
            event_date=subject.start,
            time_precision=words["time_precision"].get(_grain(subject)),
            location=location_of(place),
            country=country_of(place),
            geo_precision=words["geo_precision"].get(place.precision) if place else None,
            notes=notes(steps[RULES.index("answered") + 1].kept),
        ),
        claims=tuple(c for h in (subject.heard if reason else last.kept) for c in h.claims),
    )


def _grain(subject: Subject) -> str | None:
    return "days" if subject.grain == "day" and subject.end != subject.start else subject.grain


def _reason(subject: Subject, places: frozenset[str], scopes: frozenset[str]) -> str | None:
    if subject.disaster:
        return f"the dead of a disaster ({subject.disaster}), not of political violence"
    if subject.scope not in scopes:
        return SCOPED.get(subject.scope or "", "its scope is not told")
    if subject.increment:
        return "an addition to a count, not the count"
    if subject.start is None:
        return "no date is told"
    if subject.grain == "year" or len(subject.start) < 7:
        return "only a year is told"
    if subject.place is None:
        return "no place is told"
    if subject.place.precision not in places:
        return f"no place within a {subject.place.precision} is told"
    return None


def notes(heard: Sequence[Heard]) -> str:
    """Who says what, where those that stand differ: each figure with its source and a claim's id."""
    if len({h.number if h.number is not None else (h.low, h.high) for h in heard}) < 2:
        return ""
    told = (f"{h.source or 'no source'}: {h.hedge.replace('_', ' ')} {h.words} [{h.claims[0]}]" for h in heard)
    return "Sources differ: " + "; ".join(told).replace("exact ", "").replace("vague ", "") + "."

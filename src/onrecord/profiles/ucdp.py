"""UCDP-like coding: low, best and high (the lower of equal sources is best), and how clear date and place are."""

from __future__ import annotations

from datetime import date

from onrecord.model import Place
from onrecord.profiles.coded import Coded, Ucdp
from onrecord.profiles.rules import run
from onrecord.profiles.scheme import scheme
from onrecord.profiles.subject import Subject, coded, country_of, location_of, untold

RULES = ("actual", "current", "answered", "as_told", "range", "apart", "lowest")


def code(subject: Subject) -> Coded | None:
    """Low, best and high of a line of killed; None for other lines, ``left_out`` where no number is told."""
    own = scheme("ucdp")
    if subject.measure not in own.measures:
        return None
    steps = run(subject.heard, RULES)
    last = steps[-1]
    reason = None
    if subject.disaster:
        reason = f"the dead of a disaster ({subject.disaster}), not of organised violence"
    elif subject.increment:
        reason = "an addition to a count, not the count"
    elif last.best is None:
        reason = untold(subject)
    place, words = subject.place, own.words()
    ranged = steps[RULES.index("range") + 1].kept
    return coded(
        own.name,
        subject,
        steps,
        reason,
        terms=Ucdp(
            event_clarity=words["event_clarity"].get(subject.scope, words["aggregated"]),
            date_start=subject.start,
            date_end=subject.end,
            date_prec=date_precision(subject.start, subject.end, subject.scope),
            location=location_of(place),
            country=country_of(place),
            where_prec=_where(place),
            number_of_sources=len({outlet for h in subject.heard for outlet in h.outlets}),
            counted=_counted(subject),
            side=subject.side,
        ),
        claims=tuple(c for h in (subject.heard if reason else ranged) for c in h.claims),
    )


def _counted(subject: Subject) -> str:
    """Whose deaths a line counts: civilians, fighters of its side, or everybody."""
    if subject.status == "civilian":
        return "civilians"
    return "fighters" if subject.status == "military" else "all"


def date_precision(start: str | None, end: str | None, scope: str | None) -> int | None:
    """The UCDP code of how narrowly a date is told; a total since the start of a crisis spans longer than a month."""
    words = scheme("ucdp").words()
    if start is None:
        return None
    if scope == "cumulative" or len(start) < 7:
        return int(words["longer"])
    days = 31
    if len(start) >= 10:
        last = end if end and len(end) >= 10 else start
        days = (date.fromisoformat(last[:10]) - date.fromisoformat(start[:10])).days + 1
    return next((int(code) for most, code in words["date_prec"] if days <= most), int(words["longer"]))


def _where(place: Place | None) -> int | None:
    words = scheme("ucdp").words()
    if place is None or place.precision == "unresolved":
        return None
    if place.precision == "area":
        above = [name for name in place.within[:-1] if name != place.name]
        return int(words["second_order"] if above else words["first_order"])
    code = words["where_prec"].get(place.precision)
    return int(code) if code is not None else None

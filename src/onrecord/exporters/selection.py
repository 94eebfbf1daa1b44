"""Which part of a record to take: by crisis, time, place, measure and origin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from onrecord.exporters.takeaway import Takeaway
from onrecord.model import Claim, Line


@dataclass(frozen=True, slots=True)
class Selection:
    """What claims must have to be taken; empty takes all. Days are ISO dates, inclusive.

    ``crisis`` is a beginning of an incident's slug or words of its heading; ``place`` a place or what it lies in;
    ``reviewed`` takes only what a person accepted or corrected.
    """

    crisis: str | None = None
    since: str | None = None
    until: str | None = None
    place: str | None = None
    measures: frozenset[str] = frozenset()
    origin: str | None = None
    reviewed: bool = False


def narrowed(record: Takeaway, selection: Selection) -> Takeaway:
    """The part of a record that the selection takes: its claims, with the lines, relations and reports of these."""
    if selection == Selection():
        return record
    claims = tuple(claim for claim in record.claims if _takes(selection, claim, record))
    kept = frozenset(claim.id for claim in claims)
    reports = frozenset(claim.report for claim in claims)
    return replace(
        record,
        claims=claims,
        lines=tuple(line for whole in record.lines if (line := _line(whole, kept)) is not None),
        links=tuple(link for link in record.links if {link.left, link.right} <= kept),
        pairs=tuple(link for link in record.pairs if {link.left, link.right} <= kept),
        decided=tuple(one for one in record.decided if one.kind != "claim" or (one.now or one.target) in kept),
        reports=tuple(report for report in record.reports if report.id in reports),
        problems=tuple(problem for problem in record.problems if problem.where in reports),
    )


def _line(line: Line, kept: frozenset[str]) -> Line | None:
    """The line with what is kept of its readings, or None where nothing is."""
    readings = tuple(
        replace(reading, claims=claims)
        for reading in line.readings
        if (claims := tuple(claim for claim in reading.claims if claim in kept))
    )
    if not readings:
        return None
    return replace(
        line,
        readings=readings,
        claims=tuple(claim for claim in line.claims if claim in kept),
        relations=tuple(link for link in line.relations if {link.left, link.right} <= kept),
    )


def _takes(selection: Selection, claim: Claim, record: Takeaway) -> bool:
    if selection.reviewed and claim.id not in record.settled:
        return False
    if selection.measures and claim.measure not in selection.measures:
        return False
    if selection.crisis and not _about(selection.crisis, claim.incident, record.incidents):
        return False
    if selection.origin and not _from(selection.origin, claim):
        return False
    if selection.place and not _in(selection.place, claim):
        return False
    return _during(selection, claim)


def _about(crisis: str, incident: str | None, headings: Mapping[str, str]) -> bool:
    if incident is None:
        return False
    return incident.startswith(crisis) or crisis.casefold() in headings.get(incident, "").casefold()


def _from(origin: str, claim: Claim) -> bool:
    source = claim.source
    wanted = origin.casefold()
    return source is not None and wanted in ((source.origin or "").casefold(), (source.name or "").casefold())


def _in(place: str, claim: Claim) -> bool:
    if claim.place is None:
        return False
    names = (claim.place.name, claim.place.text, claim.place.country or "", *claim.place.within)
    return place.casefold() in {name.casefold() for name in names if name}


def _during(selection: Selection, claim: Claim) -> bool:
    """Whether the claim's time, or without one its report's day, meets the wanted stretch."""
    if selection.since is None and selection.until is None:
        return True
    start = claim.period.start or claim.published
    end = claim.period.as_of or claim.period.end or start
    if start is None or end is None:
        return False
    after = selection.since is None or end >= selection.since[: len(end)]
    return after and (selection.until is None or start <= selection.until[: len(start)])

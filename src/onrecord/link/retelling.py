"""Late reports count for the day they are about: a claim whose report tells no day takes its incident's.

A report printed days after a quake often never says when it struck; extraction can then only give the day of
publication. Where the other reports of the incident name its day and clearly agree, that day is the claim's.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from onrecord.link.incidents import Incident
from onrecord.link.sighting import Sighting
from onrecord.link.wording import thresholds
from onrecord.model import Claim, Period, RuleHit
from onrecord.rulings import fields_set

RETOLD = "date: of the incident, as other reports tell it"
HELD = "as of: the day of the report, whose toll is a running one"
NAMED = "date: named beside the figure"


def as_coded(claim: Claim) -> Claim:
    """The claim as extraction coded it: what an earlier linking drew about its day is taken back."""
    rules = {hit.rule for hit in claim.trace}
    if RETOLD not in rules or "date" in fields_set(claim):
        return claim
    day = claim.published[:10] if claim.published else None
    period = Period(day, day, "day", None if HELD in rules else claim.period.as_of)
    return replace(claim, period=period, trace=tuple(hit for hit in claim.trace if hit.rule not in {RETOLD, HELD}))


def retold(incidents: Sequence[Incident]) -> dict[str, Claim]:
    """The claims that take their incident's day from other reports, by id."""
    found: dict[str, Claim] = {}
    for incident in incidents:
        if not incident.running:
            found.update(_of_incident(incident.sightings))
    return found


def _of_incident(sightings: Sequence[Sighting]) -> dict[str, Claim]:
    own: dict[str, list[Sighting]] = defaultdict(list)
    for s in sightings:
        if s.claim.scope == "event" and s.days is not None and s.days.tight:
            own[s.report].append(s)
    votes = {report: day for report, row in own.items() if (day := _day_told(row)) is not None}
    day = _agreed(votes)
    if day is None:
        return {}
    return {
        s.id: _moved(s, day)
        for report, row in own.items()
        if report not in votes
        for s in row
        if day < (s.claim.period.start or "") and "date" not in fields_set(s.claim)
    }


def _day_told(row: Sequence[Sighting]) -> str | None:
    """The day that a report tells of the incident; None where it only ever has its own day of publication."""
    told = Counter(
        s.claim.period.start
        for s in row
        if s.claim.period.start and (s.claim.period.start != s.published[:10] or _named(s.claim) or not s.claim.trace)
    )
    return max(sorted(told), key=told.__getitem__) if told else None


def _named(claim: Claim) -> bool:
    return any(hit.rule == NAMED for hit in claim.trace) or "date" in fields_set(claim)


def _agreed(votes: Mapping[str, str]) -> str | None:
    """The day that a clear majority of the reports tell, each with one vote."""
    days = Counter(votes.values())
    best = max(sorted(days), key=days.__getitem__, default=None)
    return best if best is not None and days[best] >= thresholds().retold_share * len(votes) else None


def _moved(s: Sighting, day: str) -> Claim:
    """The claim at the incident's day; a running toll keeps the day of its report as the day it held."""
    claim, at = s.claim, s.claim.span
    hits = [RuleHit(RETOLD, at.start, at.end)]
    as_of = claim.period.as_of
    if as_of is None and "superseding" in s.marks:
        as_of = s.published[:10]
        hits.append(RuleHit(HELD, at.start, at.end))
    return replace(claim, period=Period(day, day, "day", as_of), trace=(*claim.trace, *hits))

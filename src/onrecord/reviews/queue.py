"""What is most in need of review first: what the machine reads anew, disputes, missing sources, loose readings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.model import Claim, Line
from onrecord.reviews.state import Decided
from onrecord.rivals import Rival, rivals

# Why a claim wants a look, the most pressing first.
REASONS = (
    "read anew since it was reviewed",
    "disputed",
    "told otherwise by another",
    "no source named",
    "origin not known",
    "not firm",
    "place not resolved",
    "no date",
    "no measure",
    "one outlet",
)
PRESSING = {reason: rank for rank, reason in enumerate(REASONS)}
KINDS = ("figure", "control", "event", "statement")
LOOSE = frozenset({"possible", "projected"})


@dataclass(frozen=True, slots=True)
class Need:
    """A claim to look at, its line, why it wants a look, and what was decided on it where that is stale or unsure."""

    claim: Claim
    line: Line | None
    reasons: tuple[str, ...]
    decided: Decided | None = None


def queue(claims: Iterable[Claim], lines: Iterable[Line], decided: Iterable[Decided] = ()) -> tuple[Need, ...]:
    """The claims nobody has settled, most in need first, those of one line together; the unsure ones come last."""
    every = tuple(claims)
    line_of = {claim: line for line in lines for claim in line.claims}
    looked = {d.now: d for d in decided if d.kind == "claim" and d.standing}
    against = rivals(every)
    found = []
    for claim in every:
        own = looked.get(claim.id)
        if own is None or own.stale or own.verdict == "unsure":
            found.append(Need(claim, line_of.get(claim.id), _reasons(claim, line_of, against, own), own))
    best: dict[str, tuple[int, int]] = {}
    for need in found:
        if need.line is not None:
            best[need.line.id] = min(_rank(need), best.get(need.line.id, (len(KINDS), len(REASONS))))
    return tuple(sorted(found, key=lambda need: _order(need, best)))


def _order(need: Need, best: Mapping[str, tuple[int, int]]) -> tuple[object, ...]:
    claim, line = need.claim, need.line
    unsure = need.decided is not None and need.decided.verdict == "unsure" and not need.decided.stale
    rank = best[line.id] if line is not None else _rank(need)
    size = -len(line.readings) if line is not None else 0
    return (
        unsure,
        rank,
        size,
        line.id if line else "",
        _rank(need),
        claim.published or "",
        claim.report,
        claim.span.start,
    )


def _rank(need: Need) -> tuple[int, int]:
    """The most pressing reason, across kinds of claim; within the others by kind."""
    first = min((PRESSING[reason] for reason in need.reasons), default=len(REASONS))
    kind = KINDS.index(need.claim.type) if need.claim.type in KINDS else len(KINDS)
    return (0, first) if first <= PRESSING["told otherwise by another"] else (1 + kind, first)


def _reasons(
    claim: Claim, line_of: Mapping[str, Line], against: Mapping[str, Sequence[Rival]], own: Decided | None
) -> tuple[str, ...]:
    line, source, place = line_of.get(claim.id), claim.source, claim.place
    figure = claim.type == "figure"
    firm = claim.modality not in LOOSE and not (claim.figure and claim.figure.hedge == "vague")
    outlets = {outlet for reading in line.readings for outlet in reading.outlets} if line else set()
    tests = (
        own is not None and own.stale,
        line is not None and _disputed(claim, line),
        claim.id in against,
        figure and (source is None or not source.name),
        figure and source is not None and bool(source.name) and not source.origin,
        not firm,
        place is not None and place.precision == "unresolved",
        figure and claim.period.start is None,
        figure and claim.measure is None,
        line is not None and len(outlets) == 1,
    )
    return tuple(reason for reason, holds in zip(REASONS, tests, strict=True) if holds)


def _disputed(claim: Claim, line: Line) -> bool:
    """Whether the claim's own reading conflicts with another one."""
    own = next((set(r.claims) for r in line.readings if claim.id in r.claims), {claim.id})
    return any(link.relation == "conflicts" and own & {link.left, link.right} for link in line.relations)

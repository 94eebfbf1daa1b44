"""The rows an export is made of: claims with the line they stand on, and pairs of claims with their relation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from onrecord.model import Claim, Line, Link, Problem, Reading, Report
from onrecord.rivals import Rival, rivals


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim, the id of the line it stands on, if any, and the rival versions of what it tells."""

    claim: Claim
    line: str | None
    rivals: tuple[Rival, ...] = ()


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two claims of different reports on one line, and how they relate (codebook section 6)."""

    a: str
    b: str
    relation: str


type Row = ClaimRow | PairRow | Line | Link | Problem | Report


def claim_rows(claims: Iterable[Claim], lines: Iterable[Line]) -> Iterator[ClaimRow]:
    """Each claim with its line."""
    line_of = {claim: line.id for line in lines for claim in line.claims}
    told = tuple(claims)
    against = rivals(told)
    for claim in told:
        yield ClaimRow(claim, line_of.get(claim.id), against.get(claim.id, ()))


def pair_rows(lines: Iterable[Line], claims: Iterable[Claim], links: Iterable[Link] = ()) -> Iterator[PairRow]:
    """Every pair of claims of different reports on one line: the pair's own relation, else that of their readings."""
    report_of = {claim.id: claim.report for claim in claims}
    told = {frozenset((link.left, link.right)): link.relation for link in links}
    for line in lines:
        direct = {frozenset((link.left, link.right)): link.relation for link in line.relations}
        reading_of = {claim: n for n, reading in enumerate(line.readings) for claim in reading.claims}
        between = {
            frozenset((reading_of[link.left], reading_of[link.right])): link.relation
            for link in line.relations
            if link.left in reading_of and link.right in reading_of
        }
        for a, b in combinations(line.claims, 2):
            if report_of.get(a) == report_of.get(b):
                continue
            pair = frozenset((a, b))
            relation = told.get(pair) or direct.get(pair) or _of_readings(line.readings, reading_of, between, a, b)
            yield PairRow(a, b, relation)


def _of_readings(
    readings: tuple[Reading, ...], reading_of: dict[str, int], between: dict[frozenset[int], str], a: str, b: str
) -> str:
    left, right = reading_of.get(a), reading_of.get(b)
    if left is None or right is None:
        return "not_comparable"
    if left == right:
        return "repeat" if readings[left].origin else "unsourced"
    return between.get(frozenset((left, right)), "not_comparable")

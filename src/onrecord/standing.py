"""How the readings of a line stand to one another: which still stand, which dispute, and the state that makes
(codebook section 6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set

from onrecord.model import Claim, Line, Link

STATES = ("disputed", "updated", "agree", "repeat", "unsourced", "single")


def state_among(relations: Set[str], outlets: int, *, named: bool) -> str:
    """The state that these relations among a line's readings make; ``named`` where any reading has an origin."""
    for relation, state in (("conflicts", "disputed"), ("updates", "updated"), ("corroborates", "agree")):
        if relation in relations:
            return state
    if outlets > 1:
        return "repeat" if named else "unsourced"
    return "single"


def overtaken(line: Line, claims: Mapping[str, Claim], relations: Sequence[Link] | None = None) -> frozenset[int]:
    """The readings, by number, that a later one updates; one printed again after the update stands again.

    ``relations`` narrows what is known, as of an earlier day, to some of the line's.
    """
    where = {claim: n for n, reading in enumerate(line.readings) for claim in reading.claims}
    known = line.relations if relations is None else relations
    told = [link for link in known if link.left in where and link.right in where]
    printed: dict[int, set[str]] = defaultdict(set)
    for link in told:
        printed[where[link.left]].add(link.left)
        printed[where[link.right]].add(link.right)
    # A figure that its own report calls overtaken cannot overtake another.
    dated = {claim for claim in where if claim in claims and claims[claim].superseded}
    updated = {
        k.left for k in told if k.relation == "updates" and where[k.left] != where[k.right] and k.right not in dated
    }

    def out(claim: str) -> str:
        return (claims[claim].published or "") if claim in claims else ""

    gone = set()
    for reading, ends in printed.items():
        last = max(map(out, ends))
        if all(end in updated for end in ends if out(end) == last):
            gone.add(reading)
    return frozenset(gone)


def disputes(line: Line, claims: Mapping[str, Claim], relations: Sequence[Link] | None = None) -> tuple[Link, ...]:
    """The conflicts of a line between readings that both still stand."""
    where = {claim: n for n, reading in enumerate(line.readings) for claim in reading.claims}
    known = line.relations if relations is None else relations
    gone = overtaken(line, claims, known)
    return tuple(
        link
        for link in known
        if link.relation == "conflicts"
        and {link.left, link.right} <= where.keys()
        and not {where[link.left], where[link.right]} & gone
    )

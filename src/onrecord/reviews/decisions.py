"""Decisions: what a person says about what they saw, before the ledger has taken it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from onrecord.model import Claim, Line, Patch, Review, RuleHit
from onrecord.reviews.fields import corrected, digest_of
from onrecord.reviews.standing import histories
from onrecord.rulings import CORRECTED, fields_set


class ReviewError(ValueError):
    """The decision cannot be made; the message is one line for a person."""


class Overtaken(ReviewError):
    """Another review of the same target came in since the reviewer looked; ``by`` is that review."""

    def __init__(self, by: Review) -> None:
        note = f" ({by.note})" if by.note else ""
        said = f"{by.reviewer} reviewed {by.kind} {by.target} in between: {by.verdict}{note}, {by.at}, review {by.id}"
        super().__init__(f"{said}; look again, then decide with --replaces {by.id}")
        self.by = by


@dataclass(frozen=True, slots=True)
class Decision:
    """A review in the making.

    ``seen`` is the newest review that the reviewer had seen, of this target or of the whole ledger; None is none.
    """

    kind: str
    target: str
    target_digest: str
    verdict: str
    reviewer: str
    patch: Patch = field(default_factory=Patch)
    note: str = ""
    seen: int | None = None

    def __post_init__(self) -> None:
        if not self.reviewer.strip():
            raise ReviewError("a review needs the name of its reviewer")

    def follows(self, reviews: Iterable[Review]) -> Review | None:
        """The last review of the same target, which this decision replaces, or None where it is the first.

        Overtaken where one that concerns the same target, or claims of the same lines, is newer than ``seen``;
        ReviewError where an undo is of a review that no longer holds. ``reviews`` are all of this kind, or all.
        """
        every = [r for r in reviews if r.kind == self.kind]
        mine = {claim for side in self.patch.sides for claim in side}
        newer = [
            r
            for r in every
            if r.id > (self.seen or 0)
            and (r.target == self.target or any(not mine.isdisjoint(side) for side in r.patch.sides))
        ]
        if newer:
            raise Overtaken(max(newer, key=lambda r: r.id))
        own = histories(r for r in every if r.target == self.target).get((self.kind, self.target))
        if self.verdict == "undo":
            undone = next((r for r in own.entries if r.id == self.patch.undoes), None) if own else None
            if own is None or undone is None:
                raise ReviewError(f"there is no review {self.patch.undoes} of {self.kind} {self.target}")
            if not own.can_undo(undone):
                held = own.stack[-1] if own.stack else own.last
                raise ReviewError(f"review {undone.id} no longer holds by itself; undo review {held.id} first")
        return own.last if own else None

    def made(self, id: int, at: str, replaces: Review | None) -> Review:
        """The review that this decision becomes in a ledger, after the last one of the same target."""
        return Review(
            id, self.kind, self.target, self.target_digest, self.verdict, self.patch, self.reviewer.strip(), at,
            self.note.strip(), replaces.id if replaces else None,
        )  # fmt: skip


def accept(machine: Claim, shown: Claim, reviewer: str, *, note: str = "", seen: int | None = None) -> Decision:
    """The claim is right as ``shown`` by the record; ``machine`` is the claim as coding made it."""
    return _on_claim("accept", machine, shown, reviewer, note, seen)


def reject(machine: Claim, shown: Claim, reviewer: str, *, note: str = "", seen: int | None = None) -> Decision:
    """The claim is none: it leaves the record, and stays in the machine's."""
    return _on_claim("reject", machine, shown, reviewer, note, seen)


def unsure(machine: Claim, shown: Claim, reviewer: str, *, note: str = "", seen: int | None = None) -> Decision:
    """Somebody looked and could not tell: the machine's reading stays, and is marked so."""
    return _on_claim("unsure", machine, shown, reviewer, note, seen)


def correct(
    machine: Claim, shown: Claim, told: Mapping[str, str], reviewer: str, *, note: str = "", seen: int | None = None
) -> Decision:
    """The claim is right with these fields set, the other ones as ``shown``; ReviewError says which one cannot be."""
    try:
        settled, fields = corrected(shown, told)
    except ValueError as error:
        raise ReviewError(str(error)) from error
    if not fields:
        raise ReviewError("a correction needs at least one field=value")
    return _on_claim("correct", machine, settled, reviewer, note, seen, fields)


def _on_claim(
    verdict: str,
    machine: Claim,
    settled: Claim,
    reviewer: str,
    note: str,
    seen: int | None,
    fields: tuple[tuple[str, str], ...] = (),
) -> Decision:
    named = [name for name, _ in fields]
    if settled.period != machine.period and "date" not in fields_set(settled):
        named.append("date")  # linking drew it from other reports, and a person has now seen it
    at = settled.number or settled.span
    hits = tuple(RuleHit(f"{CORRECTED}{name}, by {reviewer.strip()}", at.start, at.end) for name in named)
    kept = tuple(hit for hit in settled.trace if not any(hit.rule.startswith(f"{CORRECTED}{n},") for n in named))
    patch = Patch(fields, settled=replace(settled, incident=None, trace=(*kept, *hits)))
    return Decision("claim", machine.id, digest_of(machine), verdict, reviewer, patch, note, seen)


def accept_line(
    line: Line, claims: Mapping[str, Claim], reviewer: str, *, note: str = "", seen: int | None = None
) -> Decision:
    """All claims on the line count one thing, and stay together whatever newer rules say."""
    return _on_line("accept", line, (line.claims,), claims, reviewer, note, seen)


def unsure_line(
    line: Line, claims: Mapping[str, Claim], reviewer: str, *, note: str = "", seen: int | None = None
) -> Decision:
    """Somebody looked and could not tell whether the line holds together."""
    return _on_line("unsure", line, (line.claims,), claims, reviewer, note, seen)


def merge(
    line: Line, others: Sequence[Line], claims: Mapping[str, Claim], reviewer: str, *, note: str = "",
    seen: int | None = None,
) -> Decision:  # fmt: skip
    """The other lines count what this one counts: their claims stand on it from now on."""
    sides = tuple(dict.fromkeys(other.claims for other in others if other.id != line.id))
    if not sides:
        raise ReviewError(f"line {line.id}: a merge needs another line")
    return _on_line("merge", line, (line.claims, *sides), claims, reviewer, note, seen)


def split(
    line: Line, apart: Sequence[str], claims: Mapping[str, Claim], reviewer: str, *, note: str = "",
    seen: int | None = None,
) -> Decision:  # fmt: skip
    """These claims of the line count another thing: they stand on a line of their own from now on."""
    foreign = [claim for claim in apart if claim not in line.claims]
    if foreign:
        raise ReviewError(f"claim {foreign[0]} does not stand on line {line.id}")
    rest = tuple(claim for claim in line.claims if claim not in set(apart))
    if not apart or not rest:
        raise ReviewError(f"line {line.id}: a split needs some of its claims, not {'all' if apart else 'none'}")
    return _on_line("split", line, (tuple(sorted(set(apart))), rest), claims, reviewer, note, seen)


def _on_line(
    verdict: str,
    line: Line,
    sides: tuple[tuple[str, ...], ...],
    claims: Mapping[str, Claim],
    reviewer: str,
    note: str,
    seen: int | None,
) -> Decision:
    digest = digest_of_claims([claims[i] for side in sides for i in side if i in claims])
    return Decision("line", line.id, digest, verdict, reviewer, Patch(sides=sides), note, seen)


def digest_of_claims(claims: Sequence[Claim]) -> str:
    """The digest of what several claims say, whatever their order."""
    parts = sorted(f"{claim.id} {digest_of(claim)}" for claim in claims)
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def alias(origin: str, meant: str, reviewer: str, *, note: str = "", seen: int | None = None) -> Decision:
    """The first origin is the second under another name: what it says counts as said by the second."""
    if origin == meant:
        raise ReviewError(f"{origin} cannot be an alias of itself")
    if not origin or not meant:
        raise ReviewError("an alias needs two origins")
    return Decision("origin", origin, "", "alias", reviewer, Patch(alias=meant), note, seen)


def undo(review: Review, reviewer: str, *, note: str = "", seen: int | None = None) -> Decision:
    """Take a review back: its target stands as before it. Undoing an undo does it again."""
    patch = Patch(sides=review.patch.sides, undoes=review.id)
    last = review.id if seen is None else seen
    return Decision(review.kind, review.target, review.target_digest, "undo", reviewer, patch, note, last)

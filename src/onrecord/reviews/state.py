"""The reviewed state: claims as people left them, what linking must honour, and what became of every review."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.model import Claim, Review
from onrecord.reviews.decisions import digest_of_claims
from onrecord.reviews.fields import digest_of
from onrecord.reviews.standing import History, histories
from onrecord.rulings import Ruling, Rulings, fields_set

# A correction of one of these says what a claim is about: it takes the claim off lines that were ruled on before.
TELLING = frozenset(
    {"measure", "object", "group", "status", "side", "place", "date", "as_of", "scope", "modality", "increment"}
)
SETTLING = frozenset({"accept", "correct"})
PAST = {
    "accept": "accepted", "reject": "rejected", "correct": "corrected", "merge": "merged", "split": "split",
    "alias": "aliased", "unsure": "unsure",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decided:
    """What people decided about one target: the reviews that stand, the last entry, and what became of the target.

    ``stale``: the machine reads the target otherwise than when it was looked at. ``orphaned``: the machine no longer
    has it. ``now`` is the id that the target goes by now, which differs where its report came in a new version.
    """

    kind: str
    target: str
    standing: tuple[Review, ...]
    last: Review
    stale: bool = False
    orphaned: bool = False
    now: str = ""

    @property
    def verdict(self) -> str | None:
        """What holds: the newest verdict that stands, None where all is undone."""
        return self.standing[-1].verdict if self.standing else None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The reviewed state, before linking: claims without the rejected ones, rulings, and every target decided on."""

    claims: tuple[Claim, ...]
    rejected: tuple[Claim, ...]
    rulings: Rulings
    decided: tuple[Decided, ...]

    @property
    def settled(self) -> frozenset[str]:
        """The ids of the claims that stand as a person left them."""
        return frozenset(d.now for d in self.decided if d.kind == "claim" and d.verdict in SETTLING)

    def of(self, kind: str, target: str) -> Decided | None:
        """What was decided about this target, if anything."""
        return next((d for d in self.decided if d.kind == kind and target in (d.target, d.now)), None)


def summary(decided: Iterable[Decided]) -> str:
    """One sentence on what people decided: how many of each verdict, and by whom."""
    held = [d for d in decided if d.standing]
    counts = Counter(r.verdict for d in held for r in d.standing)
    names = sorted({r.reviewer for d in held for r in d.standing})
    told = ", ".join(f"{number} {PAST[verdict]}" for verdict, number in sorted(counts.items()))
    stale = sum(d.stale for d in held)
    more = f"; {stale} to look at again, read otherwise since" if stale else ""
    return f"Reviewed by {', '.join(names)}: {told}{more}." if held else "Nothing that was decided in review stands."


def reviewed(
    claims: Iterable[Claim], reviews: Iterable[Review], successors: Mapping[str, str] | None = None
) -> Reviewed:
    """The reviewed state of claims as they were coded; their order is kept.

    ``successors`` gives for the id of a superseded report the current version's: a decision about a claim of the old
    version is carried to the one claim of the new version with the same words, where there is one. A settled claim
    that newer rules no longer find is kept, after the others, as long as its report's text is the current one.
    """
    machine, newer = {claim.id: claim for claim in claims}, successors or {}
    every = sorted(histories(reviews).values(), key=lambda h: (h.kind, h.target))
    held = {h.target: h.standing[-1] for h in every if h.kind == "claim" and h.standing}
    names = _carried(held, machine, newer)
    settled: dict[str, Claim] = {}
    rejected: dict[str, Claim] = {}
    for target, review in held.items():
        now, said = machine.get(names.get(target, target)), review.patch.settled
        if review.verdict == "reject" and now is not None:
            rejected[now.id] = now
        elif review.verdict in SETTLING and said is not None and not (now is None and said.report in newer):
            made = _onto(said, now) if now is not None else said
            settled[made.id] = made
    kept = tuple(settled.get(claim.id, claim) for claim in machine.values() if claim.id not in rejected)
    kept += tuple(settled[key] for key in sorted(settled) if key not in machine)
    decided = tuple(_decided(history, names, machine) for history in every)
    return Reviewed(kept, tuple(rejected.values()), _rulings(every, names, kept), decided)


def rulings(
    reviews: Iterable[Review], claims: Iterable[Claim] = (), successors: Mapping[str, str] | None = None
) -> Rulings:
    """What stands of these reviews on lines and origins; a line's claims of superseded reports are found in ``claims``.

    Claims' own origins are not in it: ``own_origins`` tells them of claims as people left them.
    """
    every = sorted(histories(reviews).values(), key=lambda h: (h.kind, h.target))
    held = {h.target: h.standing[-1] for h in every if h.kind == "claim" and h.standing}
    return _rulings(every, _carried(held, {claim.id: claim for claim in claims}, successors or {}), ())


def own_origins(claims: Iterable[Claim]) -> tuple[tuple[str, str | None], ...]:
    """The origin of each claim whose origin a person set."""
    told = [(c, fields_set(c)) for c in claims]
    return tuple(
        (c.id, c.source.origin if c.source else None)
        for c, fields in told
        if "origin" in fields or ("source" in fields and (c.source is None or c.source.name is None))
    )


def _decided(history: History, names: Mapping[str, str], machine: Mapping[str, Claim]) -> Decided:
    held, stale, orphaned = history.standing, False, False
    now = names.get(history.target, history.target) if history.kind == "claim" else history.target
    if held and history.kind == "claim":
        orphaned = now not in machine
        stale = not orphaned and _differs(machine[now], held[-1])
    elif held and history.kind == "line":
        sides = [[machine[i] for i in side if i in machine] for r in held for side in _sides(r, names)]
        orphaned = not all(sides)
        stale = not orphaned and any(
            digest_of_claims([machine[i] for side in _sides(r, names) for i in side if i in machine]) != r.target_digest
            and all(names.get(i, i) == i for side in r.patch.sides for i in side)
            for r in held
        )
    return Decided(history.kind, history.target, held, history.last, stale, orphaned, now)


def _sides(review: Review, names: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(names.get(claim, claim) for claim in side) for side in review.patch.sides)


def _differs(now: Claim, review: Review) -> bool:
    """Whether the machine reads the claim otherwise than when it was reviewed; on a new version nothing can be told."""
    return now.id == review.target and digest_of(now) != review.target_digest


def _onto(settled: Claim, now: Claim) -> Claim:
    """The content a person settled, anchored where the claim stands now."""
    return replace(
        settled, id=now.id, report=now.report, span=now.span, number=now.number, segment=now.segment,
        knowledge=now.knowledge, publisher=now.publisher, published=now.published, digest=now.digest,
    )  # fmt: skip


def _carried(held: Mapping[str, Review], machine: Mapping[str, Claim], newer: Mapping[str, str]) -> dict[str, str]:
    """For each reviewed claim of a superseded report the claim of the current version that has its words."""
    wanted = {
        target: review.patch.settled
        for target, review in held.items()
        if target not in machine and review.patch.settled is not None and review.patch.settled.report in newer
    }
    if not wanted:
        return {}
    there: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in machine.values():
        there[claim.report, *_words(claim)].append(claim)
    found: dict[str, str] = {}
    for target, old in wanted.items():
        same = there[newer[old.report], *_words(old)]
        near = [c for c in same if _context(c) == _context(old)] if len(same) > 1 else same
        if len(near) == 1 and near[0].id not in found.values():
            found[target] = near[0].id
    return found


def _words(claim: Claim) -> tuple[str, ...]:
    return claim.type, claim.measure or "", claim.span.exact, claim.number.exact if claim.number else ""


def _context(claim: Claim) -> tuple[str, str]:
    return claim.span.prefix[-20:], claim.span.suffix[:20]


def _rulings(every: Sequence[History], names: Mapping[str, str], kept: Iterable[Claim]) -> Rulings:
    """What stands of decisions on lines and origins, without claims that a later correction says are something else."""
    moved = {
        names.get(h.target, h.target): max(r.id for r in h.stack if _retells(r))
        for h in every
        if h.kind == "claim" and any(_retells(r) for r in h.stack)
    }
    lines = []
    for review in sorted((r for h in every if h.kind == "line" for r in h.standing), key=lambda r: r.id):
        if review.verdict != "unsure":
            sides = tuple(
                tuple(i for i in side if moved.get(i, 0) < review.id) for side in _sides(review, names)
            )  # fmt: skip
            lines.append(Ruling(review.id, sides, review.verdict == "split"))
    aliases = sorted((r for h in every if h.kind == "origin" for r in h.standing), key=lambda r: r.id)
    meant = tuple((r.target, r.patch.alias) for r in aliases if r.verdict == "alias" and r.patch.alias)
    return Rulings(tuple(lines), meant, own_origins(kept))


def _retells(review: Review) -> bool:
    return review.verdict == "correct" and not TELLING.isdisjoint(name for name, _ in review.patch.fields)

"""Reviewing a ledger: decisions made of ids as people give them, what one would change, and the record drawn after it.

For a page or a script: make a decision with ``on_claim``, ``on_line``, ``on_origin`` or ``taken_back``; show
``preview(ledger, decision)``; keep it with ``decide(ledger, decision)``, which raises ``Overtaken`` with who and when
where somebody else decided since. ``seen`` is ``ledger.newest_review()`` at the time the person looked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from onrecord import reviews
from onrecord.ledger import Changed, Ledger
from onrecord.model import Claim, Line, Review
from onrecord.pipeline import decided
from onrecord.reviews import Decision, Effect, Need, ReviewError

ON_CLAIMS = {"accept": reviews.accept, "reject": reviews.reject, "unsure": reviews.unsure}


def on_claim(
    ledger: Ledger, verdict: str, claim: str, reviewer: str, *, told: Mapping[str, str] | None = None, note: str = "",
    seen: int | None = None,
) -> Decision:  # fmt: skip
    """Accept, reject, correct (the fields ``told``) or be unsure about a claim, given by the beginning of its id."""
    shown = ledger.claim(claim)
    machine = ledger.coded_claim(shown.id) or shown
    if verdict == "correct":
        return reviews.correct(machine, shown, told or {}, reviewer, note=note, seen=seen)
    return ON_CLAIMS[verdict](machine, shown, reviewer, note=note, seen=seen)


def on_line(
    ledger: Ledger, verdict: str, line: str, reviewer: str, *, others: Sequence[str] = (), claims: Sequence[str] = (),
    note: str = "", seen: int | None = None,
) -> Decision:  # fmt: skip
    """Merge a line with ``others``, split ``claims`` off it, accept it as it is, or be unsure about it."""
    own, *more = (line_of(ledger, one) for one in (line, *others))
    machine = _coded(ledger, (own, *more))
    if verdict == "merge":
        return reviews.merge(own, more, machine, reviewer, note=note, seen=seen)
    if verdict == "split":
        apart = [ledger.claim(claim).id for claim in claims]
        return reviews.split(own, apart, machine, reviewer, note=note, seen=seen)
    made = reviews.accept_line if verdict == "accept" else reviews.unsure_line
    return made(own, machine, reviewer, note=note, seen=seen)


def on_origin(
    ledger: Ledger, origin: str, meant: str, reviewer: str, *, note: str = "", seen: int | None = None
) -> Decision:  # fmt: skip
    """Say that an origin is another one under a second name; ReviewError where the ledger has no such origin."""
    if not ledger.judged.names(origin):
        raise ReviewError(f"no claim has the origin {origin}")
    return reviews.alias(origin, meant, reviewer, note=note, seen=seen)


def taken_back(ledger: Ledger, review: int, reviewer: str, *, note: str = "", seen: int | None = None) -> Decision:
    """Undo a review, given by its number."""
    found = ledger.judged.review(review)
    if found is None:
        raise ReviewError(f"there is no review {review}")
    return reviews.undo(found, reviewer, note=note, seen=seen)


def last_seen(ledger: Ledger, decision: Decision) -> int | None:
    """The newest review of the decision's target that its own reviewer made or names, and so has seen."""
    own = reviews.histories(ledger.reviews(kind=decision.kind, target=decision.target))
    history = own.get((decision.kind, decision.target))
    if history is None:
        return None
    undone = next((r for r in history.entries if r.id == decision.patch.undoes), None)
    if undone is not None and history.can_undo(undone):
        return history.last.id
    return max((r.id for r in history.entries if r.reviewer == decision.reviewer.strip()), default=None)


def line_of(ledger: Ledger, line: str) -> Line:
    """The line of this id, or of a unique beginning of at least four characters of it."""
    found = ledger.lists.lines(ledger.lists.begin(line)) if len(line) >= 4 else ()
    if len(found) != 1:
        raise ReviewError(f"{'no line has' if not found else 'several lines have'} an id that begins with {line}")
    return found[0]


def _coded(ledger: Ledger, lines: Iterable[Line]) -> dict[str, Claim]:
    found = (ledger.coded_claim(claim) for line in lines for claim in line.claims)
    return {claim.id: claim for claim in found if claim is not None}


def preview(ledger: Ledger, decision: Decision) -> Effect:
    """What the record would be with the decision, against what it is; nothing is kept."""
    from onrecord.relinking import redraw

    with ledger.whole():
        redraw(ledger)
    with ledger.whole(keep=False):
        ledger.decide(replace(decision, seen=ledger.newest_review()))
        changed = redraw(ledger)
        after = _shown(ledger, changed)
    before = _shown(ledger, changed)
    return reviews.effects(*before, *after)


def decide(ledger: Ledger, decision: Decision) -> Review:
    """Keep a decision and draw the record anew; Overtaken where somebody else decided since, and nothing is kept."""
    from onrecord.relinking import redraw

    with ledger.whole():
        review = ledger.decide(decision)
        redraw(ledger)
    return review


def _shown(ledger: Ledger, changed: Changed) -> tuple[tuple[Claim, ...], tuple[Line, ...]]:
    """Of these claims and lines those that the record has."""
    return ledger.lists.claims(changed.claims, rejected=False), ledger.lists.lines(sorted(changed.lines))


def queue(ledger: Ledger) -> tuple[Need, ...]:
    """The claims nobody has settled, most in need of a look first."""
    return reviews.queue(ledger.claims(), ledger.lines(), decided(ledger))

"""The review desk: what waits for a person, one claim with its fields to decide on, and what became of decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.brief.wording import source_words
from onrecord.ledger.outline import LineHead
from onrecord.model import Claim, Review
from onrecord.reviews import Decided, Effect, Need, choices, field_values, settable
from onrecord.views.history import Entry, entry
from onrecord.views.opened import Opened, words_of

NEAR = 9  # entries of the queue that are shown around the one in hand
CANDIDATES = 12
SIBLINGS = 40
# What a field is called by the rules that fill it.
RULED = {"value": "number", "low": "number", "hedge": "number", "measure": "measure", "place": "place",
         "date": "date", "as_of": "date", "scope": "scope", "source": "source", "origin": "source"}  # fmt: skip

NUMBERS = frozenset({"value", "low", "hedge"})


@dataclass(frozen=True, slots=True)
class Waiting:
    """One entry of the queue: a claim in a few words, and why it wants a look."""

    claim: str
    words: str
    source: str
    outlet: str
    reasons: tuple[str, ...]
    position: int


@dataclass(frozen=True, slots=True)
class EditField:
    """One field that can be set: its value, what it takes, the values to choose from, the words it was read from."""

    name: str
    value: str
    takes: str
    options: tuple[str, ...]
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another claim of the same line, which a split could set apart."""

    claim: str
    words: str
    source: str
    outlet: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a decision would change, a sentence each."""

    verdict: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Astray:
    """A decision that the machine has moved away from: stale, or orphaned where it no longer has the target."""

    kind: str
    target: str
    what: str
    verdict: str
    reviewer: str
    at: str
    note: str


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk with one claim in hand, or none where nothing waits; ``seen`` is the newest review when it was drawn."""

    total: int
    position: int
    queue: tuple[Waiting, ...]
    claim: Opened | None
    reasons: tuple[str, ...]
    fields: tuple[EditField, ...]
    candidates: tuple[LineHead, ...]
    siblings: tuple[Sibling, ...]
    history: tuple[Entry, ...]
    astray: tuple[Astray, ...]
    next: str | None
    before: str | None
    seen: int


def desk(
    needs: Sequence[Need],
    claim: Claim | None,
    opened: Opened | None,
    line: Sequence[Claim],
    reviews: Sequence[Review],
    decided: Sequence[Decided],
    candidates: Sequence[LineHead],
    seen: int,
) -> Desk:
    """The desk with ``claim`` in hand; ``line`` holds the claims of its line, ``reviews`` those of claim and line."""
    ids = [need.claim.id for need in needs]
    at = ids.index(claim.id) if claim and claim.id in ids else -1
    first = max(0, min(at - 2, len(ids) - NEAR))
    shown = needs[first : first + NEAR]
    return Desk(
        len(needs),
        at + 1,
        tuple(_waiting(need, n) for n, need in enumerate(shown, first + 1)),
        opened,
        needs[at].reasons if at >= 0 else (),
        edit_fields(claim) if claim else (),
        tuple(candidates),
        tuple(Sibling(c.id, words_of(c), source_words([c]), c.publisher or c.report) for c in line[:SIBLINGS])
        if len(line) > 1
        else (),
        tuple(entry(review) for review in reversed(reviews)),
        tuple(_astray(d) for d in decided if d.stale or d.orphaned),
        ids[at + 1] if at + 1 < len(ids) else None,
        ids[at - 1] if at > 0 else None,
        seen,
    )


def edit_fields(claim: Claim) -> tuple[EditField, ...]:
    """The fields that a person can set on this claim."""
    values, takes = field_values(claim), settable(claim.type)
    read = {hit.rule.split(":")[0]: hit for hit in reversed(claim.trace)}
    made = []
    for name, value in values.items():
        hit = read.get(RULED.get(name, ""))
        words = _heard(claim, name, hit.start, hit.end) if hit else ""
        made.append(EditField(name, value, takes[name], choices(name), words, hit.rule if hit else ""))
    return tuple(made)


def _heard(claim: Claim, name: str, start: int, end: int) -> str:
    """The words that a rule saw, where they stand within the claim's own."""
    span, number = claim.span, claim.number
    if number and (start, end) == (number.start, number.end) and name not in NUMBERS:
        return ""
    return span.exact[start - span.start : end - span.start] if span.start <= start and end <= span.end else ""


def candidates(own: LineHead, incident: Iterable[LineHead]) -> tuple[LineHead, ...]:
    """The lines of an incident that are most like one of them: first those of its measure, then the most carried."""
    near = [line for line in incident if line.id != own.id]
    near.sort(key=lambda line: (line.measure != own.measure, -line.outlets, line.label))
    return tuple(near[:CANDIDATES])


def weighed(verdict: str, effect: Effect) -> Weighed:
    """What a decision would change."""
    return Weighed(verdict, effect.sentences())


def told(claim: Claim, sent: Mapping[str, str]) -> dict[str, str]:
    """The fields of a form that differ from what the claim has."""
    values = field_values(claim)
    return {name: value for name, value in sent.items() if name in values and value.strip() != values[name]}


def _waiting(need: Need, position: int) -> Waiting:
    claim = need.claim
    words = words_of(claim)
    return Waiting(claim.id, words, source_words([claim]), claim.publisher or claim.report, need.reasons, position)


def _astray(one: Decided) -> Astray:
    what = "orphaned: the machine no longer reads it" if one.orphaned else "stale: the machine reads it otherwise now"
    last = one.standing[-1] if one.standing else one.last
    return Astray(one.kind, one.target, what, last.verdict, last.reviewer, last.at, last.note)

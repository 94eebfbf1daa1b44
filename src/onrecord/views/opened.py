"""One claim opened: every field, the rules that made it, and how the others on its line stand to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.brief.content import PlaceBrief
from onrecord.brief.wording import figure_words, held_on, outlets_of, source_words
from onrecord.model import Claim, Line, Report
from onrecord.parties import loss_of
from onrecord.show import open_claim
from onrecord.views.marks import Mark, Marks
from onrecord.views.pieces import Piece, sentence

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a claim as the codebook names it."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Why:
    """One rule that shaped the claim, and the words it saw."""

    rule: str
    words: str


@dataclass(frozen=True, slots=True)
class Relation:
    """How another claim relates to this one, and why; ``later`` where it updates this one."""

    relation: str
    claim: str
    report: str
    words: str
    source: str
    outlet: str
    when: str | None
    why: tuple[str, ...]
    later: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """Everything there is to tell of one claim."""

    id: str
    type: str
    report: str
    outlet: str
    published: str | None
    words: str
    source: str
    loss: str | None
    mark: Mark
    line: str | None
    state: str | None
    title: str
    wholes: tuple[str, ...]
    sentence: tuple[Piece, ...]
    language: str
    before: str
    after: str
    fields: tuple[Field, ...]
    why: tuple[Why, ...]
    relations: tuple[Relation, ...]
    unseen: int
    place: PlaceBrief | None
    rivals: tuple[Relation, ...]


def opened(
    claim: Claim,
    report: Report,
    line: Line | None,
    state: str | None,
    others: Iterable[Claim],
    marks: Marks,
    warring: frozenset[str],
) -> Opened:
    """The claim with its context; ``others`` are the claims of its line, or those on its place."""
    shown = open_claim(claim, report, [line] if line else [], others)
    related = [_relation(r.relation, r.claim, r.why, later=r.later) for r in shown.relatives]
    loss = loss_of(claim, warring)
    return Opened(
        claim.id,
        claim.type,
        report.id,
        claim.publisher or report.publisher or report.id,
        claim.published or report.published,
        words_of(claim),
        source_words([claim]),
        loss,
        marks.mark(claim.source.origin if claim.source else None, loss),
        line.id if line else None,
        state,
        shown.title,
        shown.wholes,
        sentence(report.text, claim),
        report.language,
        shown.excerpt.before,
        shown.excerpt.after,
        tuple(Field(*field) for field in shown.fields),
        tuple(Why(step.rule, step.words) for step in shown.steps),
        tuple(related[:SHOWN]),
        max(0, len(related) - SHOWN),
        shown.place,
        tuple(_relation("conflicts", other, (why,)) for why, other in shown.rivals),
    )


def words_of(claim: Claim) -> str:
    """A claim in a few words of its report: the figure as worded, else its own stretch."""
    return figure_words(claim) if claim.figure else " ".join(claim.span.exact.split())


def _relation(name: str, other: Claim, why: Sequence[str], *, later: bool = False) -> Relation:
    return Relation(
        name, other.id, other.report, words_of(other), source_words([other]), outlets_of([other])[0], held_on(other),
        tuple(why), later,
    )  # fmt: skip

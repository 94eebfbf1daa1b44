"""One report: its text in segments with every claim marked in place, and one claim opened beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.brief.wording import shortened, source_words
from onrecord.ledger.outline import LineHead
from onrecord.model import Claim, Problem, Report, Segment
from onrecord.parties import loss_of
from onrecord.views.marks import Mark, Marks
from onrecord.views.opened import Opened, words_of
from onrecord.views.pieces import Piece, Stretch, pieces

WORDS = 60


@dataclass(frozen=True, slots=True)
class Note:
    """A claim as the margin lists it: its number in the report, mark, words, and the line it stands on."""

    number: int
    claim: str
    type: str
    mark: Mark
    words: str
    source: str
    line: str | None
    label: str
    state: str | None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One segment of the text: its kind, its text in pieces named by the claims that cover them, its claims."""

    number: int
    kind: str
    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """An origin heard in the report, with its mark."""

    source: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many claims of one kind."""

    kind: str
    claims: int


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report with its claims in place; ``guessed`` names fields that were inferred, each with the reason."""

    id: str
    title: str
    publisher: str
    published: str | None
    fetched: str | None
    url: str | None
    language: str
    supersedes: str | None
    guessed: tuple[tuple[str, str], ...]
    kinds: tuple[KindCount, ...]
    paragraphs: tuple[Paragraph, ...]
    voices: tuple[Voice, ...]
    problems: tuple[Problem, ...]
    opened: Opened | None
    number: int
    before: str | None
    after: str | None


def report_view(
    report: Report,
    claims: Sequence[Claim],
    lines: Mapping[str, LineHead],
    marks: Mapping[str, Marks],
    warring: frozenset[str],
    opened: Opened | None,
    problems: Sequence[Problem] = (),
) -> ReportView:
    """The view of a report; ``lines`` gives the line of a claim, ``marks`` the marks of an incident."""
    ordered = sorted(claims, key=lambda c: (place_in(c).start, place_in(c).end, c.type, c.id))
    notes = {c.id: _note(n, c, lines.get(c.id), marks, warring) for n, c in enumerate(ordered, 1)}
    stretches = [place_in(claim) for claim in ordered]
    segments = report.segments or (Segment("body", 0, len(report.text)),)
    made = tuple(
        Paragraph(
            n,
            segment.kind,
            pieces(report.text, segment.start, segment.end, stretches),
            tuple(notes[s.name] for s in stretches if segment.start <= s.start < segment.end),
        )
        for n, segment in enumerate(segments, 1)
    )
    ids = [c.id for c in ordered]
    at = ids.index(opened.id) if opened and opened.id in ids else -1
    voices = {replace(n.mark, fill="plain"): n.source for n in reversed(notes.values()) if n.mark.hue}
    kinds = Counter(c.type for c in ordered)
    return ReportView(
        report.id,
        report.title,
        report.publisher,
        report.published,
        report.fetched,
        report.url,
        report.language,
        report.supersedes,
        report.guessed,
        tuple(KindCount(kind, kinds[kind]) for kind in ("figure", "control", "event", "statement") if kinds[kind]),
        made,
        tuple(Voice(source, mark) for mark, source in reversed(voices.items())),
        tuple(problems),
        opened,
        at + 1,
        ids[at - 1] if at > 0 else None,
        ids[at + 1] if 0 <= at < len(ids) - 1 else (ids[0] if at < 0 and ids else None),
    )


def place_in(claim: Claim) -> Stretch:
    """Where a claim is marked: a figure at its number, everything else at its own words."""
    at = claim.number or claim.span
    return Stretch(at.start, at.end, claim.id)


def _note(
    number: int, claim: Claim, line: LineHead | None, marks: Mapping[str, Marks], warring: frozenset[str]
) -> Note:
    origin = claim.source.origin if claim.source else None
    mark = marks[claim.incident or ""].mark(origin, loss_of(claim, warring))
    words = shortened(words_of(claim), WORDS)
    label = line.label if line else _about(claim)
    return Note(
        number, claim.id, claim.type, mark, words, source_words([claim]), line.id if line else None, label,
        line.state if line else None,
    )  # fmt: skip


def _about(claim: Claim) -> str:
    """What a claim on no line is about."""
    where = claim.place.name if claim.place else ""
    if claim.control:
        return f"{where or 'a place'}: {claim.control.state.replace('_', ' ')}"
    if claim.event:
        return ", ".join(part for part in (claim.event.kind.replace("_", " "), where) if part)
    if claim.statement:
        return f"{claim.statement.act}: {shortened(source_words([claim]), WORDS // 2)}"
    return claim.type

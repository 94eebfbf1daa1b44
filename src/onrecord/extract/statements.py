"""Statements: what somebody is quoted or reported as saying, and the act: asserts, denies, threatens and so on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.extract.mentions import Attribution, Passage
from onrecord.model import Report

SHORTEST = 12  # characters of indirect speech worth a record
TALLIES = frozenset({"owner's tally", "in a report", "entry of a tally", "list of sources"})


@dataclass(frozen=True, slots=True)
class Said:
    """One statement: report offsets, the verbatim words in quotation marks (None for indirect speech), and who said it.

    ``content`` is what was said, ``act`` as in model.Statement, ``channel`` where it was said ("Twitter", "statement").
    """

    start: int
    end: int
    quote: str | None
    content: str
    speaker: Attribution
    act: str
    channel: str | None


def find(passages: Sequence[Passage], report: Report, attributions: Sequence[Attribution]) -> tuple[Said, ...]:
    """Every direct quotation with a known speaker, and every indirect statement of a named one, in reading order."""
    inside = [(passage.start, passage.end) for passage in passages]
    quotes = [a for a in attributions if a.quoted and a.name and a.content]
    found = [_said(report, a, *span, quote=True) for a in quotes for span in a.content if _within(span, inside)]
    direct = [(said.start, said.end) for said in found]
    for attribution in attributions:
        if attribution.quoted or attribution.carried or not attribution.name or attribution.rule in TALLIES:
            continue
        for start, end in attribution.content:
            if end - start < SHORTEST or _mostly(start, end, direct) or not _within((start, end), inside):
                continue
            found.append(_said(report, attribution, start, end, quote=False))
    return tuple(sorted(found, key=lambda said: (said.start, said.end)))


def _said(report: Report, speaker: Attribution, start: int, end: int, *, quote: bool) -> Said:
    words = report.text[start:end].strip()
    start += len(report.text[start:end]) - len(report.text[start:end].lstrip())
    return Said(start, start + len(words), words if quote else None, words, speaker, speaker.act, speaker.channel)


def _within(span: tuple[int, int], paragraphs: Sequence[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in paragraphs)


def _mostly(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether direct speech already takes up most of a stretch, so that an indirect record would only repeat it."""
    covered = sum(max(0, min(end, e) - max(start, s)) for s, e in spans)
    return covered > 0.6 * (end - start)

"""The head of a brief in words: how much was read, what it holds, how it agrees. Only counts stand here."""

from __future__ import annotations

from onrecord.brief.content import Brief
from onrecord.brief.dates import span


def count(number: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun: 1 report, 2 reports."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def head(brief: Brief) -> tuple[str, ...]:
    """The head as sentences: what was read, what it holds, and how much of it is shared and disputed."""
    c = brief.counts
    kinds = [
        count(c.figures, "figure"),
        f"{c.control:,} on who holds a place" if c.control else "",
        count(c.events, "event") if c.events else "",
        count(c.statements, "statement") if c.statements else "",
    ]
    outlets = "both outlets" if c.outlets == 2 else "more than one outlet"
    shared = f"{c.shared or 'none'} carried by {outlets}, " if c.outlets > 1 else ""
    stands = f"{count(c.lines, 'line')} of the record: {shared}{c.disputed or 'none'} disputed"
    rest = f"they rest on {count(c.origins, 'origin')}" if c.origins else "no origin is named"
    sentences = [
        f"{count(c.reports, 'report')} from {count(c.outlets, 'outlet')}, {span(c.first, c.last)}",
        f"{', '.join(kind for kind in kinds if kind)}; {rest}",
        stands,
    ]
    if c.problems:
        sentences.append(
            f"{count(c.problems, 'problem')} met while reading: `onrecord export --what problems` lists them"
        )
    return tuple(sentences)

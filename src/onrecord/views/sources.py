"""What each origin said, and how its own figures moved later: counts and sequences, and no score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.ledger.origins import OriginHead
from onrecord.model import Line
from onrecord.views.rows import LineRow, ReadingRow

PAGE = 50
LINES = 20

# How a reading follows on the same origin's reading before, in words; the first of a line is no move.
MOVES: Mapping[str, str] = {
    "restated": "said again",
    "grew": "grew",
    "revised down": "revised down",
    "restarted": "counted anew",
    "increment": "added to",
}


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One origin of the list; ``moves`` are words with how often each happened."""

    head: OriginHead
    moves: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """One page of the origins, those of most claims first."""

    origins: tuple[SourceRow, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Step:
    """One figure of the origin, and how it follows on its last one on that line ("" for the first)."""

    reading: ReadingRow
    move: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """What an origin said on one line, the earliest first, and how many other origins speak there."""

    row: LineRow
    steps: tuple[Step, ...]
    others: int


@dataclass(frozen=True, slots=True)
class SourceView:
    """One origin with one page of its lines."""

    source: SourceRow
    lines: tuple[SourceLine, ...]
    page: int
    pages: int


def sources(heads: Sequence[OriginHead], page: int) -> Sources:
    """One page of origins, from 1."""
    shown = heads[(page - 1) * PAGE : page * PAGE]
    return Sources(tuple(map(source_row, shown)), len(heads), page, max(1, -(-len(heads) // PAGE)))


def source_row(head: OriginHead) -> SourceRow:
    """An origin with its moves in words."""
    return SourceRow(head, tuple((words, head.moves[move]) for move, words in MOVES.items() if head.moves.get(move)))


def source_line(origin: str, line: Line, row: LineRow) -> SourceLine:
    """What an origin said on a line."""
    change = {claim: reading.change for reading in line.readings for claim in reading.claims}
    steps = tuple(
        Step(reading, MOVES.get(change.get(reading.told.cited.claims[0], ""), ""))
        for reading in row.readings
        if reading.origin == origin
    )
    return SourceLine(row, steps, len({r.origin for r in line.readings if r.origin and r.origin != origin}))

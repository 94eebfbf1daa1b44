"""The lines as one list: the disputed first, then the most carried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.brief.wording import title_of
from onrecord.ledger.outline import LineHead
from onrecord.views.overview import Turned
from onrecord.views.rows import LineRow, Material, Rows

PAGE = 40


@dataclass(frozen=True, slots=True)
class ListedLine:
    """A line with the incident that it counts: its name in the record, and in words."""

    row: LineRow
    incident: str
    about: str


@dataclass(frozen=True, slots=True)
class LineList:
    """One page of lines; ``total`` is how many there are where they are counted."""

    lines: tuple[ListedLine, ...]
    turned: Turned
    total: int | None


def line_list(heads: Sequence[LineHead], material: Material, turned: Turned, total: int | None) -> LineList:
    """One page of lines, in the order of their heads."""
    rows = Rows(material)
    held = [head for head in heads if head.id in rows.figures.by_id]
    made = tuple(ListedLine(rows.only(head.id), head.incident, title_of(head.incident)) for head in held)
    return LineList(made, turned, total)

"""IDMC-like CSV: one row a figure with its quantifier, unit, role, source and publishers; not IDMC's data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from onrecord.exporters.coded import CodedRow, coded_rows
from onrecord.exporters.csv import write_table
from onrecord.exporters.takeaway import Takeaway, span_name
from onrecord.profiles.coded import Idmc

KINDS = ("figures",)

COLUMNS = (
    "id", "event", "line", "country", "location", "term", "quantifier", "reported", "unit", "household_size", "role",
    "figure_date", "source", "publisher", "claim_ids", "spans",
)  # fmt: skip


def write(record: Takeaway, kind: str, out: BinaryIO) -> int:
    """Write every figure of displacement and of destroyed housing with its role; returns how many rows."""
    return write_table(COLUMNS, (row for one in coded_rows(record, "idmc") for row in _figures(record, one)), out)


def _figures(record: Takeaway, one: CodedRow) -> Iterator[list[object]]:
    coded = one.row.lines[0]
    terms = coded.terms
    assert isinstance(terms, Idmc)
    for n, figure in enumerate(terms.figures, 1):
        yield [
            f"{one.number}.{n}",
            one.title,
            coded.line,
            terms.country,
            terms.location,
            terms.term,
            figure.quantifier,
            figure.reported,
            figure.unit,
            terms.household_size,
            figure.role,
            figure.date,
            figure.source,
            figure.publishers,
            figure.claims,
            tuple(span_name(record.claim_of[c]) for c in figure.claims if c in record.claim_of),
        ]

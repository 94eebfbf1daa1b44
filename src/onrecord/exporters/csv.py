"""CSV for spreadsheets: UTF-8, a header row, lists joined by "; ", and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import BinaryIO

from onrecord.exporters.tables import TABLES
from onrecord.exporters.takeaway import Takeaway

KINDS = tuple(TABLES)

# What makes a spreadsheet take a cell for a formula; OWASP's list for CSV injection.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def write(record: Takeaway, kind: str, out: BinaryIO) -> int:
    """Write the table of this kind; returns how many rows."""
    shape, rows = TABLES[kind]
    names = [field.name for field in fields(shape)]
    return write_table(names, ([getattr(row, name) for name in names] for row in rows(record)), out)


def write_table(header: Sequence[str], rows: Iterable[Sequence[object]], out: BinaryIO) -> int:
    """Write a header and rows; returns how many rows there were."""
    text = io.TextIOWrapper(out, "utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(header)
    count = 0
    for row in rows:
        writer.writerow([_cell(value) for value in row])
        count += 1
    text.detach()
    return count


def _cell(value: object) -> object:
    """A value as a cell: whole numbers without a point, nothing for None, an apostrophe before would-be formulas."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, tuple):
        value = "; ".join(map(str, value))
    if isinstance(value, str):
        clean = value.replace("\0", "")
        return f"'{clean}" if clean.startswith(STARTS) else clean
    return value

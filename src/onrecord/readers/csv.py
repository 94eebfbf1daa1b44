"""CSV: one report a row, by the names of its columns or a map of them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from itertools import chain, count, islice

from onrecord.model import Problem, Report
from onrecord.text.front import FIELDS
from onrecord.text.records import report_of
from onrecord.text.source import LIMIT as ONE
from onrecord.text.source import Source, decode

SUFFIXES = (".csv", ".tsv")
MEDIA = ("text/csv", "text/tab-separated-values")
LIMIT = 1024**3
SEPARATORS = (",", ";", "\t", "|")
SAMPLE = 100  # rows that tell which column is which
LONG = 80  # mean letters of a column that holds the text, where none is called so


def looks_like(data: bytes) -> bool:
    """Whether the first line names several fields of a report, among them its text."""
    line = data.lstrip(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode("utf-8", "replace")
    names = [name.strip().strip('"').lower() for name in line.split(_separator(line))]
    known = {field for field, aliases in FIELDS.items() if set(names) & set(aliases)}
    return "text" in known and len(known) > 1


def read(source: Source) -> Iterator[Report | Problem]:
    """One report a row; a row that is no report becomes a Problem with its number, and the rest is read."""
    decoded = decode(source)
    if isinstance(decoded, Problem):
        yield decoded
        return
    csv.field_size_limit(ONE)
    text = decoded.text.replace("\x00", "")
    rows = csv.reader(StringIO(text, newline=""), delimiter=_separator(text[:ONE].split("\n", 1)[0]))
    header = [name.strip() for name in next(rows, [])]
    missing = [column for column in source.columns.values() if column not in header]
    if missing:
        there = ", ".join(name for name in header if name) or "none"
        yield source.problem("columns", f"no column is called {missing[0]!r}; there are {there}")
        return
    found = _numbered(rows, source)
    first = list(islice(found, SAMPLE))
    named = _named(source, header, [row for row in first if not isinstance(row, Problem)])
    empty = True
    for row in chain(first, found):
        if isinstance(row, Row) and not any(cell.strip() for cell in row.cells):
            continue
        empty = False
        yield (
            row
            if isinstance(row, Problem)
            else report_of(dict(zip(header, row.cells, strict=False)), row.number, named)
        )
    if empty:
        yield source.problem("empty", "the table has no rows under its header")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table; the header is the first."""

    number: int
    cells: Sequence[str]


def _numbered(rows: Iterator[list[str]], source: Source) -> Iterator[Row | Problem]:
    for number in count(2):
        try:
            yield Row(number, next(rows))
        except StopIteration:
            return
        except csv.Error as error:
            yield source.inside(str(number), b"").problem("invalid_csv", f"not a row of CSV: {error}")


def _named(source: Source, header: Sequence[str], rows: Sequence[Row]) -> Source:
    """The source with the column that holds the text: the longest, where neither the map nor a name tells."""
    aliases = set(FIELDS["text"])
    if not rows or "text" in source.columns or any(name.lower() in aliases for name in header):
        return source
    means = [sum(len(row.cells[i]) for row in rows if i < len(row.cells)) / len(rows) for i in range(len(header))]
    longest = max(range(len(header)), key=means.__getitem__, default=None)
    if longest is None or means[longest] < LONG:
        return source
    return replace(source, columns={**source.columns, "text": header[longest]})


def _separator(line: str) -> str:
    """The separator that the first line has most of."""
    return max(SEPARATORS, key=line.count)

"""Parquet: one report a row, with id, title, published, publisher, url and text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

from onrecord.model import Problem, Report
from onrecord.text.records import report_of
from onrecord.text.source import Source

SUFFIXES = (".parquet", ".pq")
MEDIA = ("application/vnd.apache.parquet",)
LIMIT = 4 * 1024**3
STREAMS = True
ROWS = 256  # in memory at once


def proves(data: bytes) -> bool:
    """Whether the file begins as every Parquet file does."""
    return data.startswith(b"PAR1")


def read(source: Source) -> Iterator[Report | Problem]:
    """One report a row; a row that is no report becomes a Problem with its number, and the rest is read."""
    import pyarrow.parquet as parquet

    with parquet.ParquetFile(source.file or BytesIO(source.data)) as file:
        number = 0
        for batch in file.iter_batches(ROWS):
            for record in batch.to_pylist():
                number += 1
                yield report_of({key: _plain(value) for key, value in record.items()}, number, source)


def _plain(value: Any) -> Any:
    """A date or time as its ISO words, everything else as it is."""
    return value.isoformat() if isinstance(value, date) else value

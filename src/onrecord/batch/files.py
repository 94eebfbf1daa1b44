"""Files of a batch: Parquet with typed columns, each written whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as arrow
import pyarrow.parquet as parquet

REPORTS = arrow.schema(
    [("id", arrow.string()), ("publisher", arrow.string()), ("published", arrow.string()), ("title", arrow.string()),
     ("url", arrow.string()), ("data", arrow.string())]
)  # fmt: skip
CODED = arrow.schema(
    [("path", arrow.list_(arrow.string())), ("report", arrow.string()), ("id", arrow.string()),
     ("data", arrow.string())]
)  # fmt: skip
TELLINGS = arrow.schema([("report", arrow.string()), ("data", arrow.binary())])
PROBLEMS = arrow.schema(
    [("stage", arrow.string()), ("where", arrow.string()), ("code", arrow.string()), ("message", arrow.string()),
     ("start", arrow.int64()), ("end", arrow.int64())]
)  # fmt: skip
TASKS = arrow.schema([("name", arrow.string()), ("told", arrow.string())])


def name_of(part: int) -> str:
    """The name of a part, which sorts as its number."""
    return f"{part:06}"


def table(schema: arrow.Schema, rows: Sequence[Sequence[Any]]) -> arrow.Table:
    """A table of rows."""
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return arrow.table([arrow.array(list(c), f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)


def write(path: Path, data: arrow.Table) -> None:
    """Write a Parquet file whole: beside its place first, then into it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    parquet.write_table(data, beside, compression="zstd")
    beside.replace(path)


@contextmanager
def folder(path: Path) -> Iterator[Path]:
    """A folder to fill beside its place; it comes into its place when all is written."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    yield beside
    shutil.rmtree(path, ignore_errors=True)
    beside.replace(path)


def read(path: Path, columns: Sequence[str] | None = None) -> arrow.Table:
    """A Parquet file's rows."""
    return parquet.ParquetFile(path).read(columns=list(columns) if columns else None)


def read_all(folder: Path) -> arrow.Table:
    """The rows of all Parquet files of a folder, in the order of their names."""
    return arrow.concat_tables([read(path) for path in sorted(folder.glob("*.parquet"))])


def rows_in(path: Path) -> int:
    """How many rows a Parquet file has, from its foot alone."""
    return int(parquet.read_metadata(path).num_rows)

"""Apache Parquet for data frames and warehouses: typed columns, lists as lists, compressed."""

from __future__ import annotations

import types
import typing
from dataclasses import fields
from itertools import batched
from typing import Any, BinaryIO

from onrecord.exporters.tables import TABLES, Record
from onrecord.exporters.takeaway import Takeaway

KINDS = tuple(TABLES)
BINARY = True
GROUP = 50_000


def schema(shape: type[Record]) -> Any:
    """The Arrow schema of a table's dataclass; a field that may be None is nullable."""
    import pyarrow as arrow

    types_of: dict[Any, Any] = {
        str: arrow.string(),
        int: arrow.int64(),
        float: arrow.float64(),
        bool: arrow.bool_(),
        tuple[str, ...]: arrow.list_(arrow.string()),
    }
    hints = typing.get_type_hints(shape)
    columns = []
    for field in fields(shape):
        kind = hints[field.name]
        optional = isinstance(kind, types.UnionType)
        (inner,) = [a for a in typing.get_args(kind) if a is not types.NoneType] if optional else (kind,)
        columns.append(arrow.field(field.name, types_of[inner], nullable=optional))
    return arrow.schema(columns)


def write(record: Takeaway, kind: str, out: BinaryIO) -> int:
    """Write the table of this kind; returns how many rows."""
    import pyarrow as arrow
    import pyarrow.parquet as parquet

    shape, rows = TABLES[kind]
    columns = schema(shape)
    count = 0
    with parquet.ParquetWriter(out, columns, compression="zstd") as writer:
        for group in batched(rows(record), GROUP):
            data = {name: [getattr(row, name) for row in group] for name in columns.names}
            writer.write_table(arrow.table(data, schema=columns))
            count += len(group)
    return count

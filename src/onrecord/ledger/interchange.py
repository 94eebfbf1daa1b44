"""A ledger as JSON lines and back: a first line with the schema, then a line a row, tables in the order of their keys.

Accounts and sessions stay out: the file is for other hands.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterator
from itertools import batched, groupby
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Connection, LargeBinary, Table, delete, insert

from onrecord.ledger import migrations
from onrecord.ledger.database import Database
from onrecord.ledger.engines import LedgerError
from onrecord.ledger.tables import meta, metadata, sessions, users
from onrecord.ledger.transfer import AT_ONCE, Transferred, Watch, count_on, refuse_filled, rows_of

TABLES = tuple(table for table in metadata.sorted_tables if table not in (users, sessions))
SCHEMA = "onrecord_schema"


def dump(source: str | Path, file: Path, watch: Watch, *, replace: bool = False) -> Transferred:
    """Write the ledger at an address into a file of JSON lines; the file appears whole or not at all."""
    if file.exists() and not replace:
        raise LedgerError(f"{file}: is there already; a copy is only made where there is nothing")
    part = file.with_name(f"{file.name}.part")
    done = 0
    try:
        with (
            Database.opened(source, read_only=True) as held,
            held.reading() as connection,
            part.open("w", encoding="utf-8") as out,
        ):
            out.write(json.dumps({SCHEMA: migrations.newest()}) + "\n")
            for table in TABLES:
                for row in rows_of(connection, table):
                    out.write(json.dumps([table.name, _plain(table, row._asdict())], ensure_ascii=False) + "\n")
                    done += 1
                    if done % AT_ONCE == 0:
                        watch(table.name, done)
        os.replace(part, file)
    except OSError as error:
        raise LedgerError(f"{file}: cannot be written ({error.strerror})") from error
    finally:
        part.unlink(missing_ok=True)
    return Transferred(len(TABLES), done)


def load(file: Path, target: str | Path, watch: Watch) -> Transferred:
    """Make a ledger where there is none from a file that ``dump`` wrote; LedgerError names file, line and reason."""
    try:
        with (
            file.open(encoding="utf-8") as lines,
            Database.opened(target, read_only=False) as made,
            made.writing() as connection,
        ):
            refuse_filled(connection, made.name)
            return _filled(connection, lines, file, watch)
    except (OSError, UnicodeDecodeError) as error:
        raise LedgerError(f"{file}: cannot be read ({error})") from error


def _filled(connection: Connection, lines: TextIO, file: Path, watch: Watch) -> Transferred:
    _refuse_other_schema(lines.readline(), file)
    connection.execute(delete(meta))  # a new ledger has rows nowhere else
    done = 0
    for table, told in groupby(_rows(lines, file), key=lambda row: row[0]):
        for rows in batched(told, AT_ONCE):
            connection.execute(insert(table), [row for _, row in rows])
            done += len(rows)
            watch(table.name, done)
        count_on(connection, table)
    return Transferred(len(TABLES), done)


def _refuse_other_schema(head: str, file: Path) -> None:
    try:
        told = json.loads(head)
    except ValueError:
        told = None
    found = told.get(SCHEMA) if isinstance(told, dict) else None
    if found is None:
        raise LedgerError(f"{file}: is no ledger in JSON lines (`onrecord copy LEDGER FILE.jsonl` writes one)")
    if found != migrations.newest():
        raise LedgerError(f"{file}: written with schema {found}, this onrecord reads {migrations.newest()}")


def _rows(lines: TextIO, file: Path) -> Iterator[tuple[Table, dict[str, Any]]]:
    known = {table.name: table for table in TABLES}
    for number, line in enumerate(lines, 2):
        try:
            name, told = json.loads(line)
            table = known[name]
            if told.keys() != set(table.columns.keys()):
                raise ValueError
            yield table, _stored(table, told)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise LedgerError(f"{file}: line {number} is no row of a ledger") from None


def _binary(table: Table) -> frozenset[str]:
    return frozenset(column.name for column in table.columns if isinstance(column.type, LargeBinary))


def _plain(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    binary = _binary(table)
    return {name: base64.b64encode(value).decode() if name in binary else value for name, value in row.items()}


def _stored(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    binary = _binary(table)
    return {name: base64.b64decode(value) if name in binary else value for name, value in row.items()}

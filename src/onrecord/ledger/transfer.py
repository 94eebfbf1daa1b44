"""A ledger copied whole to another place: from SQLite to SQLite, to PostgreSQL, and back. Every row of every table."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched, zip_longest
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Integer, Row, Table, delete, func, insert, select, text

from onrecord.ledger.database import Database
from onrecord.ledger.engines import LedgerError, address_of
from onrecord.ledger.tables import meta, metadata

AT_ONCE = 1000

type Watch = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Transferred:
    """A copy that is equal to what it was made from: how many tables and rows it has."""

    tables: int
    rows: int


def transfer(source: str | Path, target: str | Path, watch: Watch, *, replace: bool = False) -> Transferred:
    """Copy the ledger at one address to another where there is none yet, and compare the two row by row.

    A file appears whole or not at all. With ``replace`` it may take the place of another file. ``watch`` hears which
    table is copied and how many rows are done.
    """
    place = address_of(target)
    with Database.opened(source, read_only=True) as held:
        if place.file is None:
            return _into(held, target, place.name, watch)
        if place.file.exists() and not replace:
            raise LedgerError(f"{place.name}: is there already; a copy is only made where there is nothing")
        part = place.file.with_name(f"{place.file.name}.part")
        try:
            _drop(part)
            done = _into(held, part, place.name, watch)
            os.replace(part, place.file)
            _settle(place.file.parent)
        except OSError as error:
            raise LedgerError(f"{place.name}: cannot be written ({error.strerror})") from error
        finally:
            _drop(part)
        return done


def _into(held: Database, target: str | Path, name: str, watch: Watch) -> Transferred:
    with Database.opened(target, read_only=False) as made, held.reading() as source:
        done = 0
        with made.writing() as connection:
            refuse_filled(connection, name)
            connection.execute(delete(meta))  # a new ledger has rows nowhere else
            for table in metadata.sorted_tables:
                for rows in batched(rows_of(source, table), AT_ONCE):
                    connection.execute(insert(table), [row._asdict() for row in rows])
                    done += len(rows)
                    watch(table.name, done)
                count_on(connection, table)
        with made.reading() as connection:
            wrong = tuple(differences(source, connection))
        if wrong:
            raise LedgerError(f"{name}: the copy is not equal to {held.name} in {', '.join(wrong)}")
    return Transferred(len(metadata.sorted_tables), done)


def refuse_filled(connection: Connection, name: str) -> None:
    """LedgerError where a ledger has been written to before."""
    if connection.scalar(text("SELECT count(*) FROM runs")):
        raise LedgerError(f"{name}: holds a ledger already; a copy is only made where there is nothing")


def differences(left: Connection, right: Connection) -> Iterator[str]:
    """The tables in which two ledgers are not equal, row by row."""
    for table in metadata.sorted_tables:
        if any(a != b for a, b in zip_longest(rows_of(left, table), rows_of(right, table))):
            yield table.name


def rows_of(connection: Connection, table: Table) -> Iterator[Row[Any]]:
    """Every row of a table in the order of its key, a few at a time in memory."""
    chosen = select(table).order_by(*table.primary_key.columns)
    yield from connection.execute(chosen, execution_options={"yield_per": AT_ONCE})


def count_on(connection: Connection, table: Table) -> None:
    """Let PostgreSQL number new rows after the copied ones; SQLite does so by itself."""
    key: Sequence[Any] = table.primary_key.columns.values()
    if connection.dialect.name != "postgresql" or len(key) != 1 or not isinstance(key[0].type, Integer):
        return
    last = connection.scalar(select(func.max(key[0])))
    sequence = connection.scalar(select(func.pg_get_serial_sequence(table.name, key[0].name)))
    if sequence and last is not None:
        connection.execute(select(func.setval(sequence, last)))


def _drop(part: Path) -> None:
    for name in (part, part.with_name(f"{part.name}-wal"), part.with_name(f"{part.name}-shm")):
        name.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Let the folder remember a new name even if the machine stops now."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

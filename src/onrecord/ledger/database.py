"""A ledger's database: opened, brought up to this schema, and read and written in whole transactions."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError

from onrecord.ledger import migrations, queries
from onrecord.ledger.engines import Address, LedgerError, address_of, engine_of, plainly, reading, writing


class _Undone(Exception):
    """Ends a transaction of which nothing is kept."""


class Database:
    """One database that holds one ledger; ``name`` is how messages call it, without a password."""

    def __init__(self, engine: Engine, address: Address, *, read_only: bool) -> None:
        self.name = address.name
        self._engine = engine
        self._read_only = read_only
        self._own = threading.local()

    @classmethod
    def open(cls, address: str | Path, *, read_only: bool) -> Self:
        """The database at an address, with the tables of this schema; LedgerError says what is in the way."""
        place = address_of(address)
        if place.file is not None:
            _look(place.file, read_only=read_only)
        found = cls(engine_of(place, read_only=read_only), place, read_only=read_only)
        found._prepare()
        return found

    @classmethod
    @contextmanager
    def opened(cls, address: str | Path, *, read_only: bool) -> Iterator[Self]:
        """The database at an address, closed at the end."""
        found = cls.open(address, read_only=read_only)
        try:
            yield found
        finally:
            found.close()

    def close(self) -> None:
        """Release the file or the connections."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the ledger, whatever is written meanwhile."""
        if self._whole is not None:
            yield self._whole
            return
        with self._guard(), self._engine.connect() as plain:
            connection = reading(plain)
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self, *, migrate: bool = False) -> Iterator[Connection]:
        """A connection that writes alone; all of it is kept at the end, or nothing where an error ends it."""
        if self._whole is not None:
            yield self._whole
            return
        with self._guard(), self._engine.connect() as plain:
            connection = writing(plain, read_only=self._read_only).execution_options(onrecord_migrate=migrate)
            with connection.begin():
                yield connection

    @contextmanager
    def whole(self, *, keep: bool = True) -> Iterator[None]:
        """One transaction around all that this thread reads and writes within; nothing is kept without ``keep``."""
        if self._whole is not None:
            raise RuntimeError("a transaction is open already")
        try:
            with self.writing() as connection:
                self._own.connection = connection
                yield
                if not keep:
                    raise _Undone
        except _Undone:
            pass
        finally:
            self._own.connection = None

    @property
    def _whole(self) -> Connection | None:
        """The connection of the transaction that is open around what this thread does."""
        return getattr(self._own, "connection", None)

    def take_stock(self) -> None:
        """Let PostgreSQL look at what was just written in bulk: until it does, it plans as if tables were empty."""
        if self._engine.dialect.name == "postgresql":
            with self.writing() as connection:
                connection.exec_driver_sql("ANALYZE")

    @contextmanager
    def _guard(self) -> Iterator[None]:
        try:
            yield
        except (DatabaseError, sqlite3.Error) as error:
            raise LedgerError(f"{self.name}: {plainly(error)}") from error

    def _prepare(self) -> None:
        known = migrations.newest()
        with self.reading() as connection:
            found = queries.schema_version(connection)
            foreign = found is None and queries.has_tables(connection)
        if foreign or (found is None and self._read_only):
            raise LedgerError(f"{self.name}: this database is not an onrecord ledger")
        if found is not None and found > known:
            raise LedgerError(
                f"{self.name}: written by a newer onrecord (schema {found}, this one knows {known}); "
                "update onrecord to open it"
            )
        if found == known:
            return
        if self._read_only:
            raise LedgerError(
                f"{self.name}: written by an older onrecord (schema {found}, this one reads {known}); "
                "open it once for writing, such as by `onrecord add`, to bring it up"
            )
        with self.writing(migrate=True) as connection:
            # Another process may have done it since we looked; inside this transaction none can.
            found = queries.schema_version(connection)
            if found != known:
                migrations.bring_up(connection, found)


def _look(file: Path, *, read_only: bool) -> None:
    """Refuse a path that cannot be a ledger, before SQLite makes a file of it."""
    if file.is_dir():
        raise LedgerError(f"{file}: is a folder, not a ledger file")
    if not file.parent.is_dir():
        raise LedgerError(f"{file}: there is no folder {file.parent}")
    if read_only and not file.exists():
        raise LedgerError(f"{file}: there is no ledger here; `onrecord add PATHS... --ledger {file}` makes one")

"""Where a ledger is kept: a SQLite file or a PostgreSQL database, each opened so that what is committed stays."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

PATIENCE = 30  # seconds that a writer waits for another
THREADS = 40  # connections that are kept, one for each thread that answers pages; as many again may be opened
# One number for all ledgers: PostgreSQL keeps its locks by database, and a database holds one ledger.
WRITERS = 0x6F6E7265


class LedgerError(Exception):
    """The ledger cannot be opened, read or written; the message is one line that names the file and the reason."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a ledger is: ``file`` for SQLite, ``url`` for PostgreSQL; ``name`` is how messages call it."""

    name: str
    file: Path | None = None
    url: URL | None = None


def address_of(address: str | Path) -> Address:
    """What a user gave as a ledger: ``postgresql://user@host/name``, or the path of a SQLite file."""
    if not str(address).startswith(("postgresql://", "postgres://")):
        return Address(str(address), Path(address))
    try:
        url = make_url(str(address)).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError) as error:
        raise LedgerError(f"{address}: not an address of the form postgresql://user@host/name") from error
    return Address(url.set(drivername="postgresql").render_as_string(hide_password=True), url=url)


def engine_of(address: Address, *, read_only: bool) -> Engine:
    """An engine on the address; a connection with the option ``onrecord_write`` is alone in writing."""
    if address.url is not None:
        return _postgresql(address.url)
    assert address.file is not None
    return _sqlite(address.file, read_only=read_only)


def reading(connection: Connection) -> Connection:
    """The connection set to read one state of the ledger, however many statements that takes."""
    if connection.dialect.name == "postgresql":
        return connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return connection


def writing(connection: Connection, *, read_only: bool) -> Connection:
    """The connection set to write, alone."""
    if read_only and connection.dialect.name == "postgresql":
        connection = connection.execution_options(postgresql_readonly=True)
    return connection.execution_options(onrecord_write=True)


def _postgresql(url: URL) -> Engine:
    """An engine on a PostgreSQL database: writers take turns, as they do on SQLite."""
    # A query read row by row is still read to its end: cursor_tuple_fraction plans it so.
    options = f"-c lock_timeout={PATIENCE}s -c timezone=UTC -c cursor_tuple_fraction=1"
    engine = create_engine(
        url, pool_size=THREADS, max_overflow=THREADS, connect_args={"connect_timeout": 10, "options": options}
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("onrecord_write", False):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")

    return engine


def _sqlite(path: Path, *, read_only: bool) -> Engine:
    """An engine on one SQLite file: WAL, synchronous FULL, explicit transactions."""

    def connect() -> sqlite3.Connection:
        if not read_only:
            return sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
        address = f"file:{quote(str(path.absolute()))}?mode=ro"
        connection = sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("SELECT count(*) FROM sqlite_master")
        except sqlite3.OperationalError:
            if Path(f"{path}-wal").exists():
                raise
            # A ledger on a read-only medium: SQLite cannot make its lock files there, and nobody can write either.
            connection.close()
            connection = sqlite3.connect(
                f"{address}&immutable=1", uri=True, isolation_level=None, check_same_thread=False
            )
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=THREADS, max_overflow=THREADS)

    @event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, _record: object) -> None:
        if not read_only:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # Foreign keys can only be switched outside a transaction; a step of a migration may make a table anew.
        loose = connection.get_execution_options().get("onrecord_migrate", False)
        connection.exec_driver_sql(f"PRAGMA foreign_keys={'OFF' if loose else 'ON'}")
        write = connection.get_execution_options().get("onrecord_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def plainly(error: Exception) -> str:
    """The database's complaint as one line for a person."""
    said = next(iter(str(getattr(error, "orig", None) or error).strip().splitlines()), type(error).__name__)
    known = (
        ("file is not a database", "is not an onrecord ledger (not a database file)"),
        ("malformed", "the ledger file is damaged"),
        ("readonly", "cannot be written (read-only)"),
        ("read-only", "cannot be written (read-only)"),
        ("unable to open", "cannot be opened or created here"),
        ("locked", "is in use by another process that is writing"),
        ("lock timeout", "is in use by another process that is writing"),
        ("disk is full", "the disk is full"),
        ("No space left", "the disk is full"),
    )
    return next((plain for part, plain in known if part in said), said)

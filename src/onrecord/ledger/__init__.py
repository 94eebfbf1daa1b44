"""The ledger: the one place with state, where reports, claims and the record drawn from them are kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import QueuePool

from onrecord import knowledge as coding
from onrecord.ledger import changes, migrations, queries
from onrecord.ledger.tables import SCHEMA, metadata
from onrecord.ledger.versions import on_version, sha256_of, version_of
from onrecord.model import Claim, LevelHit, Line, Link, Problem, Report

__all__ = ["Ledger", "LedgerError", "Recorded"]


class LedgerError(Exception):
    """The ledger cannot be opened, read or written; the message is one line that names the file and the reason."""


class Recorded(Protocol):
    """What ``replace_record`` keeps: claims with incidents and origins, lines, which line is part of which, problems.

    The relations kept are those of a line's readings; pairs of claims follow from them and are not stored.
    """

    @property
    def claims(self) -> Sequence[Claim]: ...
    @property
    def lines(self) -> Sequence[Line]: ...
    @property
    def parts(self) -> Sequence[tuple[str, str, LevelHit]]: ...
    @property
    def problems(self) -> Sequence[Problem]: ...


class Ledger:
    """A record that outlives the process: open one with ``Ledger.open`` and use it as a context manager.

    Every method that writes is one transaction: it is wholly there or not at all, also when the process is killed.
    """

    def __init__(self, engine: Engine, path: Path) -> None:
        self._engine = engine
        self._path = path
        self._run: int | None = None

    @classmethod
    def open(cls, path: str | Path, *, read_only: bool = False) -> Self:
        """The ledger in the file ``path``, made if absent unless ``read_only``; LedgerError says what is in the way."""
        file = Path(path)
        if file.is_dir():
            raise LedgerError(f"{file}: is a folder, not a ledger file")
        if not file.parent.is_dir():
            raise LedgerError(f"{file}: there is no folder {file.parent}")
        if read_only and not file.exists():
            raise LedgerError(f"{file}: there is no ledger here; `onrecord add PATHS... --ledger {file}` makes one")
        ledger = cls(_engine(file, read_only=read_only), file)
        with ledger._guard():
            ledger._prepare(read_only=read_only)
        return ledger

    def close(self) -> None:
        """Release the file; the ledger cannot be used afterwards."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def admit(self, report: Report, *, knowledge: str | None = None) -> Report | None:
        """The report as this ledger would keep it, or None where it is already held as coded by this knowledge.

        A known id with another text comes back under a version id ("a.txt~2") that supersedes the version before.
        """
        report = _hashed(report)
        with self._reading() as connection:
            versions = queries.versions(connection, report)
        held = next((v for v in versions if v.text_sha256 == report.text_sha256), None)
        if held is not None:
            return None if held.knowledge == (knowledge or coding.digest()) else on_version(report, held)
        return on_version(report, version_of(report, versions))

    def add(
        self, report: Report, claims: Iterable[Claim], problems: Iterable[Problem] = (), *, knowledge: str | None = None
    ) -> bool:
        """Keep a report with its claims in one transaction; False, and no change, where all of it is already held.

        ``knowledge`` is the digest of the rules that coded the report: the claims' own stamp unless given.
        """
        report, coded, found = _hashed(report), tuple(claims), tuple(problems)
        stamp = knowledge or (coded[0].knowledge if coded else "") or coding.digest()
        with self._writing() as connection:
            versions = queries.versions(connection, report)
            held = next((v for v in versions if v.text_sha256 == report.text_sha256), None)
            if held is not None and held.knowledge == stamp:
                return False
            version = held or version_of(report, versions)
            kept = on_version(report, version)
            run = self._open_run(connection, stamp)
            if held is None:
                changes.insert_report(connection, kept, version, stamp, run)
            else:
                changes.stamp_report(connection, kept.id, stamp)
            changes.exchange_claims(connection, kept.id, tuple(version.rename(c) for c in coded), run)
            changes.exchange_problems(connection, kept.id, found, run)
        self._run = run
        return True

    def note(self, problems: Iterable[Problem]) -> int:
        """Keep problems of inputs that became no report; returns how many were not yet noted."""
        with self._writing() as connection:
            fresh = queries.unknown_problems(connection, tuple(problems))
            if fresh:
                self._run = self._open_run(connection, coding.digest())
                changes.insert_problems(connection, "read", fresh, self._run)
        return len(fresh)

    def replace_record(self, record: Recorded) -> None:
        """Put lines, parts and the incidents and origins of claims in the place of those held, in one transaction."""
        with self._writing() as connection:
            run = self._open_run(connection, coding.digest())
            changes.replace_record(connection, record.claims, record.lines, record.parts, record.problems, run)
        self._run = run

    def reports(self, *, history: bool = False) -> Iterator[Report]:
        """The reports by date and id; with ``history`` also the versions that a later one supersedes."""
        with self._reading() as connection:
            yield from queries.select_reports(connection, history=history)

    def report(self, report: str) -> Report:
        """The report of this id, any version; LedgerError where there is none."""
        with self._reading() as connection:
            found = queries.select_report(connection, report)
        if found is None:
            raise LedgerError(f"{self._path}: no report has the id {report}")
        return found

    def claims(
        self,
        *,
        type: str | None = None,
        report: str | None = None,
        measure: str | None = None,
        incident: str | None = None,
        place: str | None = None,
        origin: str | None = None,
        line: str | None = None,
        history: bool = False,
        coded: bool = False,
    ) -> Iterator[Claim]:
        """The claims in reading order, narrowed by any field; with ``history`` also those of superseded reports.

        With ``coded`` they are as coding made them, without what linking drew: linking anew starts from these.
        """
        wanted = {"type": type, "report": report, "measure": measure, "incident": incident}
        wanted |= {"place": place, "origin": origin}
        with self._reading() as connection:
            yield from queries.select_claims(connection, wanted, line=line, history=history, coded=coded)

    def claim(self, claim: str) -> Claim:
        """The claim of this id, or of a unique beginning of at least four characters of it; else LedgerError."""
        with self._reading() as connection:
            found = queries.claims_that_begin(connection, claim) if len(claim) >= 4 else ()
        if len(claim) < 4:
            raise LedgerError(f"{claim}: give at least four characters of a claim's id")
        if not found:
            raise LedgerError(f"{self._path}: no claim's id begins with {claim}")
        if len(found) > 1:
            ids = ", ".join(c.id for c in found[:3])
            raise LedgerError(f"{claim}: several claims' ids begin so ({ids}{', ...' if len(found) > 3 else ''})")
        return found[0]

    def lines(self) -> Iterator[Line]:
        """The lines of the record in the order they were given to ``replace_record``."""
        with self._reading() as connection:
            yield from queries.select_lines(connection)

    def links(self) -> Iterator[Link]:
        """How the readings of each line relate, told of one claim of each."""
        with self._reading() as connection:
            yield from queries.select_links(connection)

    def parts(self) -> Iterator[tuple[str, str, LevelHit]]:
        """Which line is part of which other, and why."""
        with self._reading() as connection:
            yield from queries.select_parts(connection)

    def problems(self) -> Iterator[Problem]:
        """What could not be read or coded, in the order it was met."""
        with self._reading() as connection:
            yield from queries.select_problems(connection)

    def _prepare(self, *, read_only: bool) -> None:
        with self._reading() as connection:
            found = queries.schema_version(connection)
            foreign = found is None and queries.has_tables(connection)
        if foreign or (found is None and read_only):
            raise LedgerError(f"{self._path}: this database is not an onrecord ledger")
        if found is None:
            with self._writing() as connection:
                # Another process may have made the tables since we looked; inside this transaction none can.
                if queries.schema_version(connection) is None:
                    metadata.create_all(connection)
                    changes.stamp_schema(connection, SCHEMA)
        elif found < SCHEMA and read_only:
            raise LedgerError(
                f"{self._path}: written by an older onrecord (schema {found}, this one reads {SCHEMA}); "
                "open it once for writing, such as by `onrecord add`, to bring it up"
            )
        elif found < SCHEMA:
            with self._writing() as connection:
                migrations.bring_up(connection, queries.schema_version(connection) or found)
        elif found > SCHEMA:
            raise LedgerError(
                f"{self._path}: written by a newer onrecord (schema {found}, this one knows {SCHEMA}); "
                "update onrecord to open it"
            )

    def _open_run(self, connection: Connection, knowledge: str) -> int:
        if self._run is not None:
            return self._run
        return changes.insert_run(connection, datetime.now(UTC).isoformat(timespec="seconds"), knowledge)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._guard(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._guard(), self._engine.connect() as plain:
            connection = plain.execution_options(onrecord_write=True)
            with connection.begin():
                yield connection

    @contextmanager
    def _guard(self) -> Iterator[None]:
        try:
            yield
        except (DatabaseError, sqlite3.Error) as error:
            raise LedgerError(f"{self._path}: {_plainly(error)}") from error


def _engine(path: Path, *, read_only: bool) -> Engine:
    """An engine on one SQLite file: WAL, synchronous FULL, explicit transactions, thirty seconds of patience."""

    def connect() -> sqlite3.Connection:
        if not read_only:
            return sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        address = f"file:{quote(str(path.absolute()))}?mode=ro"
        connection = sqlite3.connect(address, uri=True, timeout=30, isolation_level=None, check_same_thread=False)
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

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool)

    @event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA foreign_keys=ON")
        if not read_only:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("onrecord_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _hashed(report: Report) -> Report:
    return report if report.text_sha256 else replace(report, text_sha256=sha256_of(report.text))


def _plainly(error: Exception) -> str:
    """The database's complaint as one line for a person."""
    said = str(getattr(error, "orig", None) or error).splitlines()[0]
    known = (
        ("file is not a database", "is not an onrecord ledger (not a database file)"),
        ("malformed", "the ledger file is damaged"),
        ("readonly", "cannot be written (read-only)"),
        ("unable to open", "cannot be opened or created here"),
        ("locked", "is in use by another process that is writing"),
        ("disk is full", "the disk is full"),
    )
    return next((plain for part, plain in known if part in said), said)

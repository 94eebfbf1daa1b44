"""The ledger: the one place with state, where reports, claims and the record drawn from them are kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError

from onrecord import knowledge as coding
from onrecord import language
from onrecord import settings as environment
from onrecord.ledger import changes, lines, migrations, queries, record
from onrecord.ledger.engines import Address, LedgerError, address_of, engine_of, plainly, reading, writing
from onrecord.ledger.versions import on_version, sha256_of, version_of
from onrecord.model import Claim, LevelHit, Line, Link, Problem, Report

__all__ = ["Ledger", "LedgerError", "Recorded"]


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

    def __init__(self, engine: Engine, address: Address, *, read_only: bool) -> None:
        self._engine = engine
        self._name = address.name
        self._read_only = read_only
        self._run: int | None = None

    @classmethod
    def open(cls, address: str | Path, *, read_only: bool = False) -> Self:
        """The ledger in a SQLite file, or at ``postgresql://user@host/name``; LedgerError says what is in the way.

        A file is made if absent unless ``read_only``; a database must be there, and its tables are made if absent.
        """
        place = address_of(address)
        if place.file is not None:
            _look(place.file, read_only=read_only)
        ledger = cls(engine_of(place, read_only=read_only), place, read_only=read_only)
        with ledger._guard():
            ledger._prepare()
        return ledger

    @property
    def name(self) -> str:
        """How messages call this ledger: its file, or its address without the password."""
        return self._name

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
            changes.note_coded(connection, run, kept.id, stamp, len(coded))
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

    def replace_record(
        self, linked: Recorded, *, incidents: Collection[str] | None = None, reports: Collection[str] | None = None
    ) -> None:
        """Put what linking gave in the place of what it gave before, in one transaction.

        With ``incidents`` only their lines are replaced, by the lines of ``linked``: all that now stand in their
        place, with every part that has one of them as part or whole. ``reports`` are those that linking has seen
        (all, where None): they are no longer ``unlinked``, and problems of linking are replaced for them.
        """
        with self._writing() as connection:
            run = self._open_run(connection, coding.digest())
            record.clear(connection, incidents, reports or {claim.report for claim in linked.claims})
            record.place_claims(connection, linked.claims)
            record.write(connection, linked.lines, linked.parts, linked.problems, run)
            record.mark_linked(connection, reports)
        self._run = run

    def unlinked(self) -> tuple[str, ...]:
        """The ids of the current reports whose claims are not in the lines yet, or are coded otherwise since."""
        with self._reading() as connection:
            return queries.unlinked(connection)

    def reports(self, *, history: bool = False) -> Iterator[Report]:
        """The reports by date and id; with ``history`` also the versions that a later one supersedes."""
        with self._reading() as connection:
            yield from queries.select_reports(connection, history=history)

    def report(self, report: str) -> Report:
        """The report of this id, any version; LedgerError where there is none."""
        with self._reading() as connection:
            found = queries.select_report(connection, report)
        if found is None:
            raise LedgerError(f"{self._name}: no report has the id {report}")
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
            raise LedgerError(f"{self._name}: no claim's id begins with {claim}")
        if len(found) > 1:
            ids = ", ".join(c.id for c in found[:3])
            raise LedgerError(f"{claim}: several claims' ids begin so ({ids}{', ...' if len(found) > 3 else ''})")
        return found[0]

    def lines(self) -> Iterator[Line]:
        """The lines of the record by incident, in the order they were given to ``replace_record``."""
        with self._reading() as connection:
            yield from lines.select_lines(connection)

    def links(self) -> Iterator[Link]:
        """How the readings of each line relate, told of one claim of each."""
        with self._reading() as connection:
            yield from lines.select_links(connection)

    def parts(self) -> Iterator[tuple[str, str, LevelHit]]:
        """Which line is part of which other, and why."""
        with self._reading() as connection:
            yield from queries.select_parts(connection)

    def problems(self) -> Iterator[Problem]:
        """What could not be read or coded, in the order it was met."""
        with self._reading() as connection:
            yield from queries.select_problems(connection)

    def _prepare(self) -> None:
        known = migrations.newest()
        with self._reading() as connection:
            found = queries.schema_version(connection)
            foreign = found is None and queries.has_tables(connection)
        if foreign or (found is None and self._read_only):
            raise LedgerError(f"{self._name}: this database is not an onrecord ledger")
        if found is not None and found > known:
            raise LedgerError(
                f"{self._name}: written by a newer onrecord (schema {found}, this one knows {known}); "
                "update onrecord to open it"
            )
        if found == known:
            return
        if self._read_only:
            raise LedgerError(
                f"{self._name}: written by an older onrecord (schema {found}, this one reads {known}); "
                "open it once for writing, such as by `onrecord add`, to bring it up"
            )
        with self._writing(migrate=True) as connection:
            # Another process may have done it since we looked; inside this transaction none can.
            found = queries.schema_version(connection)
            if found != known:
                migrations.bring_up(connection, found)

    def _open_run(self, connection: Connection, knowledge: str) -> int:
        if self._run is not None:
            return self._run
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return changes.insert_run(connection, now, knowledge, language.named(environment.load().model))

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._guard(), self._engine.connect() as plain:
            connection = reading(plain)
            with connection.begin():
                yield connection

    @contextmanager
    def _writing(self, *, migrate: bool = False) -> Iterator[Connection]:
        with self._guard(), self._engine.connect() as plain:
            connection = writing(plain, read_only=self._read_only).execution_options(onrecord_migrate=migrate)
            with connection.begin():
                yield connection

    @contextmanager
    def _guard(self) -> Iterator[None]:
        try:
            yield
        except (DatabaseError, sqlite3.Error) as error:
            raise LedgerError(f"{self._name}: {plainly(error)}") from error


def _look(file: Path, *, read_only: bool) -> None:
    """Refuse a path that cannot be a ledger, before SQLite makes a file of it."""
    if file.is_dir():
        raise LedgerError(f"{file}: is a folder, not a ledger file")
    if not file.parent.is_dir():
        raise LedgerError(f"{file}: there is no folder {file.parent}")
    if read_only and not file.exists():
        raise LedgerError(f"{file}: there is no ledger here; `onrecord add PATHS... --ledger {file}` makes one")


def _hashed(report: Report) -> Report:
    return report if report.text_sha256 else replace(report, text_sha256=sha256_of(report.text))

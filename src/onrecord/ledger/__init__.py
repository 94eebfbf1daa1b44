"""The ledger: the one place with state, where reports, claims and the record drawn from them are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import batched
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, and_

from onrecord import knowledge as coding
from onrecord import language
from onrecord import settings as environment
from onrecord.ledger import (
    changes,
    decisions,
    keeping,
    lines,
    partitions,
    placing,
    queries,
    record,
    tables,
    tallies,
    wordlist,
)
from onrecord.ledger.accounts import Accounts
from onrecord.ledger.database import Database
from onrecord.ledger.engines import LedgerError, address_of
from onrecord.ledger.history import Arrival, History, Recoding, Run
from onrecord.ledger.judged import Judged
from onrecord.ledger.keeping import Kept, Touched
from onrecord.ledger.lists import Lists
from onrecord.ledger.partitions import Path as Partition
from onrecord.ledger.record import Changed, Recorded
from onrecord.ledger.search import Finder
from onrecord.ledger.versions import on_version, sha256_of, version_of
from onrecord.model import Claim, LevelHit, Line, Link, Problem, Report, Review
from onrecord.reviews import Decision

__all__ = [
    "Arrival",
    "Changed",
    "Kept",
    "Ledger",
    "LedgerError",
    "Recoding",
    "Recorded",
    "Run",
    "Touched",
    "address_of",
]


class Ledger:
    """A record that outlives the process: open one with ``Ledger.open`` and use it as a context manager.

    Every method that writes is one transaction: it is wholly there or not at all, also when the process is killed.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._reading = database.reading
        self.lists = Lists(database)
        self.accounts = Accounts(database)
        self.finder = Finder(database)
        self.history = History(database)
        self.judged = Judged(database)
        self._run: int | None = None

    @classmethod
    def open(cls, address: str | Path, *, read_only: bool = False) -> Self:
        """The ledger in a SQLite file, or at ``postgresql://user@host/name``; LedgerError says what is in the way.

        A file is made if absent unless ``read_only``; of a database only its tables are.
        """
        return cls(Database.open(address, read_only=read_only))

    @property
    def name(self) -> str:
        """How messages call this ledger: its file, or its address without the password."""
        return self._database.name

    def close(self) -> None:
        """Release the file or the connections; the ledger cannot be used afterwards."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
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
        self,
        report: Report,
        claims: Iterable[Claim],
        problems: Iterable[Problem] = (),
        *,
        knowledge: str | None = None,
        again: bool = False,
    ) -> bool:
        """Keep a report with its claims in one transaction; False, and no change, where all of it is already held.

        ``knowledge`` is the digest of the rules that coded the report: the claims' own stamp unless given. With
        ``again`` a report that is held is coded anew even where the same knowledge coded it before.
        """
        words = wordlist.Words()
        with self._writing() as connection:
            run = self._keep(connection, report, tuple(claims), tuple(problems), knowledge, words, again=again)
            words.write(connection)
        return run is not None

    def add_all(
        self,
        coded: Iterable[tuple[Report, Sequence[Claim], Sequence[Problem]]],
        *,
        knowledge: str | None = None,
        at_once: int = 400,
    ) -> int:
        """Keep many reports as ``add`` does, ``at_once`` of them in one transaction; returns how many were new.

        A kill may lose the reports of the transaction it falls into, so this is for what can be added again.
        """
        added = 0
        for some in batched(coded, at_once):
            words = wordlist.Words()
            with self._writing() as connection:
                runs = [self._keep(connection, r, tuple(c), tuple(p), knowledge, words) for r, c, p in some]
                words.write(connection)
            added += sum(run is not None for run in runs)
        return added

    def begin_run(self) -> int:
        """Let what is written from now on be of a new run; returns the last one before it (0: none)."""
        self._run = None
        with self._reading() as connection:
            return changes.last_run(connection)

    def note(self, problems: Iterable[Problem]) -> int:
        """Keep problems of inputs that became no report; returns how many were not yet noted."""
        with self._writing() as connection:
            fresh = queries.unknown_problems(connection, tuple(problems))
            if fresh:
                changes.insert_problems(connection, "read", fresh, self._open_run(connection, coding.digest()))
        return len(fresh)

    @contextmanager
    def whole(self, *, keep: bool = True) -> Iterator[None]:
        """One transaction around all that this thread does with the ledger within; without ``keep`` nothing stays."""
        before, kept = self._run, False
        try:
            with self._database.whole(keep=keep):
                yield
            kept = keep
        finally:
            self._run = self._run if kept else before  # a run that was opened in there may be gone with it

    def replace_record(self, linked: Recorded, *, reports: Collection[str] | None = None) -> None:
        """Put what linking gave for the whole record in the place of all it gave before, in one transaction."""
        self.replace_partitions([((), linked)], reports=reports)

    def replace_partitions(
        self,
        linked: Iterable[tuple[Partition, Recorded]],
        *,
        reports: Collection[str] | None = None,
        everything: bool = True,
        stamp: str = "",
    ) -> Changed:
        """Put what linking gave for partitions in the place of what it gave before, in one transaction.

        With ``everything`` they are the whole record. Without, only lines are replaced whose partition is one of
        them, or lies above or below one: all that now stand in its place must be given. ``reports`` are those that
        linking has seen (all, where None): no longer ``unlinked``, and its problems with them are told anew.
        ``stamp`` is that of the linking that gave everything.
        """
        claims: set[str] = set()
        drawn: set[str] = set()
        with self._writing() as connection:
            run = self._open_run(connection, coding.digest())
            record.clear_problems(connection, None if everything else reports or ())
            if everything:
                record.clear(connection)
                changes.note_linking(connection, stamp)
            for path, part in linked:
                if not everything:
                    record.clear_problems(connection, {problem.where for problem in part.problems})
                moved, said = placing.place_claims(connection, part.claims, run)
                wordlist.index_again(connection, said)
                changed = record.write(connection, path, part.lines, part.parts, len(part.claims))
                changes.insert_problems(connection, "link", part.problems, run)
                if not everything:
                    claims |= moved
                    drawn |= changed
            tallies.count_unlinked(connection)
            record.mark_linked(connection, reports, everything=everything)
        if everything:
            self._database.take_stock()
        return Changed(frozenset(claims), frozenset(drawn))

    def keep_tellings(self, kept: Iterable[Kept], *, stamp: str) -> Touched:
        """Keep what linking needs of reports (in its own form, of version ``stamp``) and where their claims lie."""
        with self._writing() as connection:
            return keeping.keep(connection, kept, stamp, self._open_run(connection, coding.digest()))

    def tellings(self, reports: Collection[str], *, stamp: str) -> Iterator[tuple[str, bytes]]:
        """What linking of this stamp has kept of these reports, as (report, data)."""
        with self._reading() as connection:
            yield from partitions.tellings(connection, reports, stamp)

    def size(self, path: Partition, *, most: int) -> int:
        """How many current claims lie in a partition, counted to no more than ``most``."""
        with self._reading() as connection:
            return partitions.size(connection, path, most)

    def paths(self, path: Partition = ()) -> Counter[Partition]:
        """The paths of current claims in a partition, and how many claims have each."""
        with self._reading() as connection:
            return partitions.paths(connection, path)

    def drawn(self, path: Partition) -> tuple[Partition, ...]:
        """The partitions, as the lines are drawn now, that are this one or lie above or below it."""
        with self._reading() as connection:
            return partitions.drawn(connection, path)

    def unlinked(self) -> tuple[str, ...]:
        """The ids of the current reports whose claims are not in the lines yet, or are coded otherwise since."""
        with self._reading() as connection:
            return queries.unlinked(connection)

    def reports(self, *, history: bool = False) -> Iterator[Report]:
        """The reports by date and id; with ``history`` also the versions that a later one supersedes."""
        with self._reading() as connection:
            yield from queries.select_reports(connection, history=history)

    def report_ids(self) -> tuple[str, ...]:
        """The ids of the current reports, in their order."""
        with self._reading() as connection:
            return queries.report_ids(connection)

    def report(self, report: str) -> Report:
        """The report of this id, any version; LedgerError where there is none."""
        with self._reading() as connection:
            found = queries.select_report(connection, report)
        if found is None:
            raise LedgerError(f"{self.name}: no report has the id {report}")
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
        partition: Partition = (),
        days: tuple[str, str] | None = None,
        history: bool = False,
        coded: bool = False,
    ) -> Iterator[Claim]:
        """The claims in reading order, narrowed by any field; with ``history`` also those of superseded reports.

        ``days`` are the first and the last ISO day that a claim may be about. They are as people left them, with
        ``coded`` as coding made them, without what linking drew and people decided.
        """
        wanted = {"type": type, "report": report, "measure": measure, "incident": incident}
        wanted |= {"place": place, "origin": origin}
        with self._reading() as connection:
            within = partitions.below(tables.claims.c.path, partition)
            if days is not None:
                within = and_(within, tables.claims.c.date >= days[0], tables.claims.c.date <= days[1])
            yield from queries.select_claims(connection, wanted, within, line=line, history=history, coded=coded)

    def claim(self, claim: str) -> Claim:
        """The claim of this id, or of a unique beginning of at least four characters of it; else LedgerError."""
        if len(claim) < 4:
            raise LedgerError(f"{claim}: give at least four characters of a claim's id")
        with self._reading() as connection:
            found = queries.claims_that_begin(connection, claim)
        if not found:
            raise LedgerError(f"{self.name}: no claim's id begins with {claim}")
        if len(found) > 1:
            ids = ", ".join(c.id for c in found[:3])
            raise LedgerError(f"{claim}: several claims' ids begin so ({ids}{', ...' if len(found) > 3 else ''})")
        return found[0]

    def coded_claim(self, claim: str) -> Claim | None:
        """The claim of this whole id as coding made it, None where it does not find it."""
        with self._reading() as connection:
            return queries.coded_claim(connection, claim)

    def decide(self, decision: Decision) -> Review:
        """Keep a decision as the next review, before the record is drawn anew; Overtaken tells of one not seen."""
        with self._writing() as connection:
            return decisions.add_review(connection, decision)

    def reviews(self, *, kind: str | None = None, target: str | None = None) -> Iterator[Review]:
        """The reviews in the order they were made, all or those of a claim, line or origin."""
        with self._reading() as connection:
            yield from decisions.select_reviews(connection, kind, target)

    def newest_review(self) -> int:
        """The id of the last review made, 0 where there is none: what somebody who looks now has seen."""
        with self._reading() as connection:
            return decisions.newest_review(connection)

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

    def _keep(
        self,
        connection: Connection,
        report: Report,
        claims: tuple[Claim, ...],
        problems: tuple[Problem, ...],
        knowledge: str | None,
        words: wordlist.Words,
        *,
        again: bool = False,
    ) -> int | None:
        """Keep one report; the run it is kept by, or None where it was held as it is."""
        report = _hashed(report)
        stamp = knowledge or (claims[0].knowledge if claims else "") or coding.digest()
        versions = queries.versions(connection, report)
        held = next((v for v in versions if v.text_sha256 == report.text_sha256), None)
        if held is not None and held.knowledge == stamp and not again:
            return None
        version = held or version_of(report, versions)
        kept = on_version(report, version)
        run = self._open_run(connection, stamp)
        if held is None:
            changes.insert_report(connection, kept, version, stamp, run)
            words.of_report(kept)
        else:
            changes.stamp_report(connection, kept.id, stamp)
        gone, fresh = changes.exchange_claims(connection, kept.id, tuple(version.rename(c) for c in claims), run)
        wordlist.drop(connection, gone)
        words.of_claims(kept, fresh)
        changes.note_coded(connection, run, kept.id, stamp, len(claims))
        changes.exchange_problems(connection, kept.id, problems, run)
        return run

    def _open_run(self, connection: Connection, knowledge: str) -> int:
        if self._run is None:
            now = datetime.now(UTC).isoformat(timespec="seconds")
            self._run = changes.insert_run(connection, now, knowledge, language.named(environment.load().model))
        return self._run

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        before = self._run
        try:
            with self._database.writing() as connection:
                yield connection
        except BaseException:
            self._run = before  # a run that was opened in there is gone with it
            raise


def _hashed(report: Report) -> Report:
    return report if report.text_sha256 else replace(report, text_sha256=sha256_of(report.text))

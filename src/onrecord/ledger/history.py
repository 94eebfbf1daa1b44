"""Runs: what each read, with which knowledge and language model, and how the coding of one differs from another's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

import onrecord.ledger.tables as t
from onrecord.codec import from_json
from onrecord.ledger.database import Database
from onrecord.ledger.queries import STREAMED
from onrecord.model import Claim

# What a claim's coding says beside what it says of the world: how it was found, and by which rules.
ASIDE = frozenset({"trace", "digest", "knowledge"})


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the program that wrote to the ledger: when it began (ISO, UTC), with what, and what it read."""

    id: int
    started: str
    program: str
    knowledge: str
    model: str | None
    reports: int
    claims: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """A report that one run had not read yet; ``supersedes`` names the version it takes the place of."""

    report: str
    supersedes: str | None
    claims: int


@dataclass(frozen=True, slots=True)
class Recoding:
    """A claim that is coded otherwise: ``before`` None where it appeared, ``after`` None where it vanished.

    ``fields`` names what differs, as ("place.name", before, after) with JSON values.
    """

    before: Claim | None
    after: Claim | None
    fields: tuple[tuple[str, Any, Any], ...] = ()

    @property
    def claim(self) -> Claim:
        """The claim, as it is coded now if it still is."""
        found = self.after or self.before
        assert found is not None
        return found


class History:
    """The runs that wrote to a ledger, and what they made of its reports."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def runs(self) -> tuple[Run, ...]:
        """Every run, the first first."""
        with self._database.reading() as connection:
            return tuple(_runs(connection))

    def arrivals(self, before: int, after: int) -> Iterator[Arrival]:
        """The reports that run ``after``, or one between, read and run ``before`` had not."""
        with self._database.reading() as connection:
            yield from _arrivals(connection, before, after)

    def recodings(self, before: int, after: int) -> Iterator[Recoding]:
        """The claims that are coded otherwise after run ``after`` than after run ``before``, of reports both knew."""
        with self._database.reading() as connection:
            yield from _recodings(connection, before, after)


def _runs(connection: Connection) -> Iterator[Run]:
    """Every run, the first first."""
    r, c = t.runs.c, t.coded.c
    read = select(c.run, func.count().label("reports"), func.sum(c.claims).label("claims")).group_by(c.run).subquery()
    chosen = (
        select(r.id, r.started, r.program, r.knowledge, r.model, read.c.reports, read.c.claims)
        .join(read, read.c.run == r.id, isouter=True)
        .order_by(r.id)
    )
    for row in connection.execute(chosen):
        yield Run(row.id, row.started, row.program, row.knowledge, row.model, row.reports or 0, int(row.claims or 0))


def _arrivals(connection: Connection, before: int, after: int) -> Iterator[Arrival]:
    """The reports that were first read after one run, up to and with another."""
    r = t.reports.c
    counted = select(func.count()).where(_held(after), t.claims.c.report == r.id).scalar_subquery()
    chosen = select(r.id, r.supersedes, counted.label("claims")).where(r.run > before, r.run <= after).order_by(r.id)
    for row in connection.execute(chosen, execution_options=STREAMED):
        yield Arrival(row.id, row.supersedes, row.claims)


def _recodings(connection: Connection, before: int, after: int) -> Iterator[Recoding]:
    """How the claims of reports read by both runs differ, in the order of reports and of their texts."""
    c, r = t.claims.c, t.reports.c
    moved = or_(and_(c.opened > before, c.opened <= after), and_(c.closed > before, c.closed <= after))
    chosen = (
        select(c.id, c.report, c.data, c.knowledge, _held(before).label("old"), _held(after).label("new"))
        .join(t.reports, r.id == c.report)
        .where(r.run <= before, moved, or_(_held(before), _held(after)))
        .order_by(c.report, c.start, c.id)
    )
    rows: dict[str, list[Any]] = defaultdict(list)
    report = None
    for row in connection.execute(chosen, execution_options=STREAMED):
        if row.report != report:
            yield from _paired(rows)
            rows, report = defaultdict(list), row.report
        rows[row.id].append(row)
    yield from _paired(rows)


def _held(run: int) -> ColumnElement[bool]:
    """Whether coding held a claim's row at the end of a run; what people alone keep is not coding's."""
    c = t.claims.c
    return and_(c.opened <= run, or_(c.closed.is_(None), c.closed > run), func.coalesce(c.standing, "") != "kept")


def _paired(rows: dict[str, list[Any]]) -> Iterator[Recoding]:
    for found in rows.values():
        old = next((row for row in found if row.old), None)
        new = next((row for row in found if row.new), None)
        if old is None or new is None:
            yield Recoding(_claim(old), _claim(new))
        elif old.data != new.data:
            fields = tuple(_differences("", _said(old.data), _said(new.data)))
            yield Recoding(_claim(old), _claim(new), fields)


def _claim(row: Any) -> Claim | None:
    return None if row is None else from_json(Claim, {**row.data, "knowledge": row.knowledge})


def _said(data: dict[str, Any]) -> dict[str, Any]:
    return {field: value for field, value in data.items() if field not in ASIDE}


def _differences(name: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(old, dict) and isinstance(new, dict):
        for field in dict.fromkeys((*old, *new)):
            yield from _differences(f"{name}.{field}" if name else field, old.get(field), new.get(field))
    elif old != new:
        yield name, old, new

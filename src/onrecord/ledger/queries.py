"""What the ledger asks, each on a connection that the ledger has opened a transaction on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import batched
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Row, Select, and_, func, inspect, select

import onrecord.ledger.tables as t
from onrecord.codec import from_json, to_json
from onrecord.ledger.versions import Version
from onrecord.model import Claim, LevelHit, Problem, Report, Segment

# How many rows are in memory at once while many are read.
PAGE = 200
STREAMED = {"yield_per": PAGE}


def has_tables(connection: Connection) -> bool:
    """Whether the database holds anything at all."""
    return bool(inspect(connection).get_table_names())


def schema_version(connection: Connection) -> int | None:
    """The schema the database was written with, None where it is no ledger."""
    if not inspect(connection).has_table(t.meta.name):
        return None
    found = connection.scalar(select(t.meta.c.value).where(t.meta.c.key == "schema"))
    return int(found) if found is not None and str(found).isdigit() else None


def linked_by(connection: Connection) -> str:
    """The stamp of the linking that gave the whole record, "" where none is noted."""
    return connection.scalar(select(t.meta.c.value).where(t.meta.c.key == "linking")) or ""


def versions(connection: Connection, report: Report) -> tuple[Version, ...]:
    """The versions held of a report, found by its id or by the version that it says it supersedes."""
    r = t.reports.c
    names = [name for name in (report.id, report.supersedes) if name]
    base = connection.scalar(select(r.root).where(r.id.in_(names)).limit(1)) or report.id
    rows = connection.execute(
        select(r.id, r.root, r.version, r.supersedes, r.text_sha256, r.knowledge)
        .where(r.root == base)
        .order_by(r.version)
    )
    return tuple(Version(*row) for row in rows)


def unknown_problems(connection: Connection, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Those of the problems that are not held yet, each once."""
    held: set[Problem] = set()
    for some in batched(sorted({problem.where for problem in problems}), PAGE):
        held.update(select_problems(connection, some))
    return tuple(dict.fromkeys(p for p in problems if p not in held))


def unlinked(connection: Connection) -> tuple[str, ...]:
    """The current reports that linking has not seen as they are now."""
    r = t.reports.c
    return tuple(connection.scalars(select(r.id).where(r.linked == 0, r.current == 1).order_by(r.id)))


def select_reports(connection: Connection, *, history: bool) -> Iterator[Report]:
    """The reports by date and id, with their segments."""
    r = t.reports.c
    chosen = select(r.id, r.text, r.supersedes, r.data).order_by(func.coalesce(r.published, ""), r.id)
    rows = connection.execute(chosen if history else chosen.where(r.current == 1), execution_options=STREAMED)
    for some in rows.partitions(PAGE):
        yield from _reports(connection, some)


def report_ids(connection: Connection) -> tuple[str, ...]:
    """The ids of the current reports by date and id."""
    r = t.reports.c
    chosen = select(r.id).where(r.current == 1).order_by(func.coalesce(r.published, ""), r.id)
    return tuple(connection.scalars(chosen))


def select_report(connection: Connection, report: str) -> Report | None:
    """One report by its id."""
    r = t.reports.c
    row = connection.execute(select(r.id, r.text, r.supersedes, r.data).where(r.id == report)).first()
    return next(_reports(connection, (row,))) if row else None


def _reports(connection: Connection, rows: Sequence[Row[*tuple[Any, ...]]]) -> Iterator[Report]:
    s = t.segments.c
    parts: dict[str, list[Any]] = {row.id: [] for row in rows}
    chosen = select(s.report, s.kind, s.start, s.end).where(s.report.in_(list(parts))).order_by(s.report, s.position)
    for report, *part in connection.execute(chosen):
        parts[report].append(to_json(Segment(*part)))
    for row in rows:
        held = {"text": row.text, "segments": parts[row.id], "supersedes": row.supersedes}
        yield from_json(Report, {**row.data, **held})


def open_claims() -> Select[Any]:
    c = t.claims.c
    return select(c.data, c.drawn, c.incident, c.origin, c.knowledge).where(c.closed.is_(None))


def claim_of(row: Row[Any], *, coded: bool = False) -> Claim:
    """The claim of a row as the record has it, or as it was coded."""
    if coded:
        return from_json(Claim, {**row.data, "knowledge": row.knowledge})
    data = {**row.data, **(row.drawn or {}), "incident": row.incident, "knowledge": row.knowledge}
    if data.get("source") is not None:
        data["source"] = {**data["source"], "origin": row.origin}
    return from_json(Claim, data)


def select_claims(
    connection: Connection,
    wanted: Mapping[str, str | None],
    within: ColumnElement[bool],
    *,
    line: str | None,
    history: bool,
    coded: bool,
) -> Iterator[Claim]:
    """Open claims in reading order: by report date, report and place in the text; ``coded`` as they were coded."""
    c, r = t.claims.c, t.reports.c
    query = open_claims().join(t.reports, r.id == c.report)
    query = query.where(within, *(c[name] == value for name, value in wanted.items() if value is not None))
    if not history:
        query = query.where(r.current == 1)
    if line is not None:
        query = query.join(t.line_claims, and_(t.line_claims.c.claim == c.id, t.line_claims.c.line == line))
    # Coding found what is not "kept"; the record has what is not "rejected".
    query = query.where(func.coalesce(c.standing, "") != ("kept" if coded else "rejected"))
    for row in connection.execute(
        query.order_by(func.coalesce(r.published, ""), c.report, c.start, c.end, c.type, c.id),
        execution_options=STREAMED,
    ):
        yield claim_of(row, coded=coded)


def begins(column: Column[str], word: str) -> ColumnElement[bool]:
    """Whether a column begins with a word, as a range that an index has: SQLite looks through all for LIKE."""
    return and_(column >= word, column < word + "\U0010ffff")


def claims_that_begin(connection: Connection, beginning: str) -> tuple[Claim, ...]:
    """The open claims whose id begins so: the one whose id it is, else up to four."""
    c = t.claims.c
    exact = connection.execute(open_claims().where(c.id == beginning)).all()
    found = exact or connection.execute(open_claims().where(begins(c.id, beginning)).order_by(c.id).limit(4))
    return tuple(claim_of(row) for row in found)


def claims_among(connection: Connection, ids: Sequence[str], *, rejected: bool) -> tuple[Claim, ...]:
    """The open claims with these ids, in no order; those that people rejected only where asked."""
    c = t.claims.c
    query = open_claims().where(c.id.in_(ids))
    if not rejected:
        query = query.where(func.coalesce(c.standing, "") != "rejected")
    return tuple(claim_of(row) for row in connection.execute(query))


def coded_claim(connection: Connection, claim: str) -> Claim | None:
    """The open claim of this id as it was coded."""
    c = t.claims.c
    row = connection.execute(open_claims().where(c.id == claim, func.coalesce(c.standing, "") != "kept")).first()
    return claim_of(row, coded=True) if row else None


def select_parts(connection: Connection) -> Iterator[tuple[str, str, LevelHit]]:
    """Which line is part of which, and why."""
    for row in connection.execute(
        select(t.parts).order_by(t.parts.c.part, t.parts.c.whole), execution_options=STREAMED
    ):
        yield row.part, row.whole, from_json(LevelHit, row.why)


def select_problems(connection: Connection, places: Sequence[str] | None = None) -> Iterator[Problem]:
    """Every problem held, or those of some places."""
    p = t.problems.c
    for row in connection.execute(
        select(p.where, p.code, p.message, p.start, p.end).order_by(p.row), execution_options=STREAMED
    ):
        yield Problem(*row)

"""What the ledger asks, each on a connection that the ledger has opened a transaction on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, inspect, select

import onrecord.ledger.tables as t
from onrecord.codec import from_json, to_json
from onrecord.ledger.versions import Version
from onrecord.model import Claim, LevelHit, Line, Link, Problem, Reading, Report, Segment


def has_tables(connection: Connection) -> bool:
    """Whether the database holds anything at all."""
    return bool(inspect(connection).get_table_names())


def schema_version(connection: Connection) -> int | None:
    """The schema the database was written with, None where it is no ledger."""
    if not inspect(connection).has_table(t.meta.name):
        return None
    found = connection.scalar(select(t.meta.c.value).where(t.meta.c.key == "schema"))
    return int(found) if found is not None and str(found).isdigit() else None


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
    return tuple(dict.fromkeys(p for p in problems if p not in set(select_problems(connection))))


def select_reports(connection: Connection, *, history: bool) -> Iterator[Report]:
    """The reports by date and id, with their segments."""
    r = t.reports.c
    chosen = select(r.id, r.text, r.supersedes, r.data).order_by(func.coalesce(r.published, ""), r.id)
    for row in connection.execute(chosen if history else chosen.where(r.current == 1)):
        yield _report(connection, row)


def select_report(connection: Connection, report: str) -> Report | None:
    """One report by its id."""
    r = t.reports.c
    row = connection.execute(select(r.id, r.text, r.supersedes, r.data).where(r.id == report)).first()
    return _report(connection, row) if row else None


def _report(connection: Connection, row: Row[*tuple[Any, ...]]) -> Report:
    s = t.segments.c
    parts = connection.execute(select(s.kind, s.start, s.end).where(s.report == row.id).order_by(s.position))
    segments = [to_json(Segment(*part)) for part in parts]
    return from_json(Report, {**row.data, "text": row.text, "segments": segments, "supersedes": row.supersedes})


def _open_claims() -> Select[Any]:
    c = t.claims.c
    return select(c.data, c.drawn, c.incident, c.origin, c.knowledge).where(c.closed.is_(None))


def _claim(row: Row[Any], *, coded: bool = False) -> Claim:
    if coded:
        return from_json(Claim, {**row.data, "knowledge": row.knowledge})
    data = {**row.data, **(row.drawn or {}), "incident": row.incident, "knowledge": row.knowledge}
    if data.get("source") is not None:
        data["source"] = {**data["source"], "origin": row.origin}
    return from_json(Claim, data)


def select_claims(
    connection: Connection, wanted: Mapping[str, str | None], *, line: str | None, history: bool, coded: bool
) -> Iterator[Claim]:
    """Open claims in reading order: by report date, report and place in the text; ``coded`` as they were coded."""
    c, r = t.claims.c, t.reports.c
    query = _open_claims().join(t.reports, r.id == c.report)
    query = query.where(*(c[name] == value for name, value in wanted.items() if value is not None))
    if not history:
        query = query.where(r.current == 1)
    if line is not None:
        query = query.join(t.line_claims, and_(t.line_claims.c.claim == c.id, t.line_claims.c.line == line))
    for row in connection.execute(
        query.order_by(func.coalesce(r.published, ""), c.report, c.start, c.end, c.type, c.id)
    ):
        yield _claim(row, coded=coded)


def claims_that_begin(connection: Connection, beginning: str) -> tuple[Claim, ...]:
    """The open claims whose id begins so: the one whose id it is, else up to four."""
    c = t.claims.c
    exact = connection.execute(_open_claims().where(c.id == beginning)).all()
    found = exact or connection.execute(
        _open_claims().where(c.id.startswith(beginning, autoescape=True)).order_by(c.id).limit(4)
    )
    return tuple(_claim(row) for row in found)


def select_lines(connection: Connection) -> Iterator[Line]:
    """The lines with their readings, relations and claims."""
    readings, members, relations = defaultdict(list), defaultdict(list), defaultdict(list)
    r, m, k = t.readings.c, t.line_claims.c, t.links.c
    for row in connection.execute(select(t.readings).order_by(r.line, r.position)):
        readings[row.line].append(
            Reading(
                row.origin,
                row.low,
                row.high,
                row.hedge,
                row.as_of,
                tuple(row.claims),
                tuple(row.outlets),
                row.change,
                row.texts,
            )
        )
    for row in connection.execute(select(t.line_claims).order_by(m.line, m.position)):
        members[row.line].append(row.claim)
    for row in connection.execute(select(t.links).order_by(k.row)):
        relations[row.line].append(_link(row))
    for row in connection.execute(select(t.lines).order_by(t.lines.c.position)):
        yield Line(
            row.id,
            tuple(row.key),
            row.label,
            row.incident,
            tuple(readings[row.id]),
            tuple(relations[row.id]),
            tuple(members[row.id]),
            tuple(row.part_of),
        )


def select_links(connection: Connection) -> Iterator[Link]:
    """The relations of the readings of every line."""
    for row in connection.execute(select(t.links).order_by(t.links.c.row)):
        yield _link(row)


def _link(row: Row[Any]) -> Link:
    why = from_json(tuple[LevelHit, ...], row.why)
    return Link(row.left, row.right, row.relation, why, row.knowledge)


def select_parts(connection: Connection) -> Iterator[tuple[str, str, LevelHit]]:
    """Which line is part of which, and why."""
    for row in connection.execute(select(t.parts).order_by(t.parts.c.part, t.parts.c.whole)):
        yield row.part, row.whole, from_json(LevelHit, row.why)


def select_problems(connection: Connection) -> Iterator[Problem]:
    """Every problem held."""
    p = t.problems.c
    for row in connection.execute(select(p.where, p.code, p.message, p.start, p.end).order_by(p.row)):
        yield Problem(*row)

"""The statements the ledger runs, each on a connection that the ledger has opened a transaction on."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, delete, func, insert, inspect, select, update

import onrecord.ledger.tables as t
from onrecord.codec import from_json, to_json
from onrecord.ledger.versions import Version
from onrecord.model import Claim, LevelHit, Line, Link, Problem, Reading, Report, Segment

# What a claim's row keeps outside its JSON, because later steps set it: linking the incident (and in ``origin`` the
# source's origin), coding the stamp.
ASIDE = ("incident", "knowledge")


def has_tables(connection: Connection) -> bool:
    """Whether the database holds anything at all."""
    return bool(inspect(connection).get_table_names())


def schema_version(connection: Connection) -> int | None:
    """The schema the database was written with, None where it is no ledger."""
    if not inspect(connection).has_table(t.meta.name):
        return None
    found = connection.scalar(select(t.meta.c.value).where(t.meta.c.key == "schema"))
    return int(found) if found is not None and str(found).isdigit() else None


def stamp_schema(connection: Connection, version: int) -> None:
    """Write down which schema this database has."""
    connection.execute(insert(t.meta).values(key="schema", value=str(version)))


def insert_run(connection: Connection, started: str, knowledge: str) -> int:
    """Open a run: which program with which knowledge wrote what follows."""
    from importlib.metadata import version

    found = connection.execute(
        insert(t.runs).values(started=started, program=f"onrecord {version('onrecord')}", knowledge=knowledge)
    )
    return int(found.inserted_primary_key[0])  # type: ignore[index]


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


def insert_report(connection: Connection, report: Report, version: Version, knowledge: str, run: int) -> None:
    """A new report or a new version of one; it becomes the current version of its root."""
    if version.number > 1:
        connection.execute(update(t.reports).where(t.reports.c.root == version.root).values(current=0))
    data = to_json(report)
    for field in ("text", "segments"):
        data.pop(field, None)
    connection.execute(
        insert(t.reports).values(
            id=report.id,
            root=version.root,
            version=version.number,
            current=1,
            supersedes=report.supersedes,
            text_sha256=report.text_sha256,
            knowledge=knowledge,
            run=run,
            title=report.title,
            publisher=report.publisher,
            published=report.published,
            url=report.url,
            language=report.language,
            text=report.text,
            data=data,
        )
    )
    if report.segments:
        connection.execute(
            insert(t.segments),
            [
                {"report": report.id, "position": n, "kind": s.kind, "start": s.start, "end": s.end}
                for n, s in enumerate(report.segments)
            ],
        )


def stamp_report(connection: Connection, report: str, knowledge: str) -> None:
    """Note that a report has been coded again by newer knowledge."""
    connection.execute(update(t.reports).where(t.reports.c.id == report).values(knowledge=knowledge))


def exchange_claims(connection: Connection, report: str, claims: Sequence[Claim], run: int) -> None:
    """Bring a report's open claims to ``claims``: what is coded as before stays, the rest is closed and reopened."""
    c = t.claims.c
    held = {
        row.id: row
        for row in connection.execute(
            select(c.row, c.id, c.data, c.knowledge).where(c.report == report, c.closed.is_(None))
        )
    }
    rows = {claim.id: _claim_row(claim, run) for claim in claims}
    same = {key for key, row in rows.items() if key in held and held[key].data == row["data"]}
    closed = [{"b_row": row.row, "b_run": run} for key, row in held.items() if key not in same]
    if closed:
        connection.execute(
            update(t.claims).where(c.row == bindparam("b_row")).values(closed=bindparam("b_run")), closed
        )
    stamped = [
        {"b_row": held[key].row, "b_knowledge": rows[key]["knowledge"]}
        for key in same
        if held[key].knowledge != rows[key]["knowledge"]
    ]
    if stamped:
        connection.execute(
            update(t.claims).where(c.row == bindparam("b_row")).values(knowledge=bindparam("b_knowledge")), stamped
        )
    fresh = [row for key, row in rows.items() if key not in same]
    if fresh:
        connection.execute(insert(t.claims), fresh)


def _claim_row(claim: Claim, run: int) -> dict[str, Any]:
    data = to_json(claim)
    for field in ASIDE:
        data.pop(field, None)
    figure, place, source = claim.figure, claim.place, claim.source
    return {
        "id": claim.id,
        "report": claim.report,
        "start": claim.span.start,
        "end": claim.span.end,
        "type": claim.type,
        "measure": claim.measure,
        "object": claim.object,
        "side": claim.side,
        "status": claim.status,
        "scope": claim.scope,
        "modality": claim.modality,
        "polarity": claim.polarity,
        "low": figure.low if figure else None,
        "high": figure.high if figure else None,
        "place": place.name if place else None,
        "country": place.country if place else None,
        "date": claim.period.start,
        "as_of": claim.period.as_of,
        "origin": source.origin if source else None,
        "source": source.name if source else None,
        "incident": claim.incident,
        "publisher": claim.publisher,
        "published": claim.published,
        "knowledge": claim.knowledge,
        "digest": claim.digest or _content_digest(data),
        "opened": run,
        "closed": None,
        "data": data,
    }


def _content_digest(data: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def exchange_problems(connection: Connection, report: str, problems: Sequence[Problem], run: int) -> None:
    """Replace the problems that coding a report met."""
    places = {report, *(p.where for p in problems)}
    connection.execute(delete(t.problems).where(t.problems.c.stage == "extract", t.problems.c.where.in_(places)))
    insert_problems(connection, "extract", problems, run)


def insert_problems(connection: Connection, stage: str, problems: Sequence[Problem], run: int) -> None:
    """Keep problems met at a stage: read or extract."""
    if problems:
        connection.execute(
            insert(t.problems),
            [
                {
                    "stage": stage,
                    "where": p.where,
                    "code": p.code,
                    "message": p.message,
                    "start": p.start,
                    "end": p.end,
                    "run": run,
                }
                for p in problems
            ],
        )


def unknown_problems(connection: Connection, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Those of the problems that are not held yet, each once."""
    return tuple(dict.fromkeys(p for p in problems if p not in set(select_problems(connection))))


def replace_record(
    connection: Connection,
    claims: Sequence[Claim],
    lines: Sequence[Line],
    parts: Sequence[tuple[str, str, LevelHit]],
    problems: Sequence[Problem],
    run: int,
) -> None:
    """Put these lines, parts, incidents, origins and problems in the place of all that linking gave before."""
    for table in (t.links, t.parts, t.line_claims, t.readings, t.lines):
        connection.execute(delete(table))
    connection.execute(delete(t.problems).where(t.problems.c.stage == "link"))
    insert_problems(connection, "link", problems, run)
    c = t.claims.c
    known = {
        row.id: (row.incident, row.origin)
        for row in connection.execute(select(c.id, c.incident, c.origin).where(c.closed.is_(None)))
    }
    drawn = {claim.id: (claim.incident, claim.source.origin if claim.source else None) for claim in claims}
    moved = [
        {"b_id": key, "b_incident": incident, "b_origin": origin}
        for key, (incident, origin) in drawn.items()
        if key in known and known[key] != (incident, origin)
    ]
    if moved:
        connection.execute(
            update(t.claims)
            .where(c.id == bindparam("b_id"), c.closed.is_(None))
            .values(incident=bindparam("b_incident"), origin=bindparam("b_origin")),
            moved,
        )
    _insert_many(
        connection,
        t.lines,
        [
            {
                "id": line.id,
                "position": n,
                "label": line.label,
                "incident": line.incident,
                "key": list(line.key),
                "part_of": list(line.part_of),
            }
            for n, line in enumerate(lines)
        ],
    )
    _insert_many(
        connection,
        t.readings,
        [
            {
                "line": line.id,
                "position": n,
                "origin": r.origin,
                "low": r.low,
                "high": r.high,
                "hedge": r.hedge,
                "as_of": r.as_of,
                "outlets": list(r.outlets),
                "claims": list(r.claims),
            }
            for line in lines
            for n, r in enumerate(line.readings)
        ],
    )
    _insert_many(
        connection,
        t.line_claims,
        [{"line": line.id, "position": n, "claim": claim} for line in lines for n, claim in enumerate(line.claims)],
    )
    _insert_many(
        connection, t.parts, [{"part": part, "whole": whole, "why": to_json(why)} for part, whole, why in parts]
    )
    _insert_many(
        connection,
        t.links,
        [
            {
                "left": link.left,
                "right": link.right,
                "relation": link.relation,
                "line": line.id,
                "knowledge": link.knowledge,
                "why": to_json(link.why),
            }
            for line in lines
            for link in line.relations
        ],
    )


def _insert_many(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


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
    return select(c.data, c.incident, c.origin, c.knowledge).where(c.closed.is_(None))


def _claim(row: Row[Any]) -> Claim:
    data = {**row.data, "incident": row.incident, "knowledge": row.knowledge}
    if data.get("source") is not None:
        data["source"] = {**data["source"], "origin": row.origin}
    return from_json(Claim, data)


def select_claims(
    connection: Connection, wanted: Mapping[str, str | None], *, line: str | None, history: bool
) -> Iterator[Claim]:
    """Open claims in reading order: by report date, report and place in the text."""
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
        yield _claim(row)


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
            Reading(row.origin, row.low, row.high, row.hedge, row.as_of, tuple(row.claims), tuple(row.outlets))
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

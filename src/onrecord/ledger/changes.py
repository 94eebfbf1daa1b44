"""What the ledger writes, each on a connection that the ledger has opened a transaction on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

import onrecord.ledger.tables as t
from onrecord.codec import to_json
from onrecord.ledger.versions import Version
from onrecord.model import Claim, LevelHit, Line, Problem, Report

# What a claim's row keeps outside its JSON, because later steps set it: linking the incident (and in ``origin`` the
# source's origin, in ``drawn`` the fields below), coding the stamp.
ASIDE = ("incident", "knowledge")
DRAWN = ("period", "trace")


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
        row.id: row
        for row in connection.execute(select(c.id, c.incident, c.origin, c.drawn, c.data).where(c.closed.is_(None)))
    }
    moved = []
    for claim in claims:
        row = known.get(claim.id)
        origin = claim.source.origin if claim.source else None
        drawn = _drawn(claim, row.data) if row is not None else None
        if row is not None and (row.incident, row.origin, row.drawn) != (claim.incident, origin, drawn):
            moved.append(
                {
                    "b_id": claim.id,
                    "b_incident": claim.incident,
                    "b_origin": origin,
                    "b_drawn": drawn,
                    "b_date": claim.period.start,
                    "b_as_of": claim.period.as_of,
                }
            )
    if moved:
        connection.execute(
            update(t.claims)
            .where(c.id == bindparam("b_id"), c.closed.is_(None))
            .values(
                incident=bindparam("b_incident"),
                origin=bindparam("b_origin"),
                drawn=bindparam("b_drawn", type_=t.claims.c.drawn.type),
                date=bindparam("b_date"),
                as_of=bindparam("b_as_of"),
            ),
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
                "change": r.change,
                "texts": r.texts,
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


def _drawn(claim: Claim, coded: Mapping[str, Any]) -> dict[str, Any] | None:
    """The fields that linking set otherwise than coding said, or None."""
    said = to_json(claim)
    found = {field: said.get(field) for field in DRAWN if said.get(field) != coded.get(field)}
    return found or None


def _insert_many(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)

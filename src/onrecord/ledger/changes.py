"""What the ledger writes, each on a connection that the ledger has opened a transaction on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from sqlalchemy import Connection, Integer, String, bindparam, cast, delete, func, insert, select, update

import onrecord.ledger.tables as t
from onrecord.codec import to_json
from onrecord.ledger.versions import Version
from onrecord.model import Claim, Problem, Report

# What a claim's row keeps outside its JSON, because later steps set it: linking the incident (and the source's origin,
# and what it draws from other reports), coding the stamp.
ASIDE = ("incident", "knowledge")


def count_write(connection: Connection) -> None:
    """Raise the count of writes, by which others see that the ledger is no longer as they knew it."""
    value = t.meta.c.value
    counted = connection.execute(
        update(t.meta).where(t.meta.c.key == "revision").values(value=cast(cast(value, Integer) + 1, String))
    )
    if not counted.rowcount:
        connection.execute(insert(t.meta).values(key="revision", value="1"))


def note_linking(connection: Connection, stamp: str) -> None:
    """Note the stamp of the linking that gave the whole record."""
    connection.execute(delete(t.meta).where(t.meta.c.key == "linking"))
    connection.execute(insert(t.meta).values(key="linking", value=stamp))


def insert_run(connection: Connection, started: str, knowledge: str, model: str) -> int:
    """Open a run: which program with which knowledge and language model wrote what follows."""
    program = f"onrecord {version('onrecord')}"
    found = connection.execute(
        insert(t.runs).values(started=started, program=program, knowledge=knowledge, model=model)
    )
    return int(found.inserted_primary_key[0])  # type: ignore[index]


def last_run(connection: Connection) -> int:
    """The number of the last run, 0 where there is none."""
    return connection.scalar(select(func.max(t.runs.c.id))) or 0


def insert_report(connection: Connection, report: Report, place: Version, knowledge: str, run: int) -> None:
    """A new report or a new version of one; it becomes the current version of its root."""
    if place.number > 1:
        connection.execute(update(t.reports).where(t.reports.c.root == place.root).values(current=0))
    data = to_json(report)
    for field in ("text", "segments"):
        data.pop(field, None)
    connection.execute(
        insert(t.reports).values(
            id=report.id,
            root=place.root,
            version=place.number,
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
    """Note that a report has been coded again by other knowledge, and is to be linked again."""
    connection.execute(update(t.reports).where(t.reports.c.id == report).values(knowledge=knowledge, linked=0))


def note_coded(connection: Connection, run: int, report: str, knowledge: str, claims: int) -> None:
    """Note that a run coded a report, and how many claims it found there."""
    c = t.coded.c
    connection.execute(delete(t.coded).where(c.run == run, c.report == report))
    connection.execute(insert(t.coded).values(run=run, report=report, knowledge=knowledge, claims=claims))
    count_write(connection)


def exchange_claims(
    connection: Connection, report: str, claims: Sequence[Claim], run: int
) -> tuple[tuple[int, ...], dict[int, Claim]]:
    """Bring a report's open claims to ``claims``: what is coded as before stays, the rest is closed and reopened.

    What a person's word alone keeps stays, unless coding now finds it. Returns the rows that were closed, and the
    claims whose rows were opened.
    """
    c = t.claims.c
    held = {
        row.id: row
        for row in connection.execute(
            select(c.row, c.id, c.data, c.knowledge, c.standing).where(c.report == report, c.closed.is_(None))
        )
    }
    rows = {claim.id: claim_row(claim, run) for claim in claims}
    same = {key for key, row in rows.items() if key in held and held[key].data == row["data"]}
    by_word = {key for key, row in held.items() if row.standing == "kept"}
    same -= by_word
    gone = held.keys() - same - (by_word - rows.keys())
    closed = [{"b_row": held[key].row, "b_run": run} for key in gone]
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
    opened = {claim.id: claim for claim in claims if claim.id not in same}
    numbered = select(c.row, c.id).where(c.report == report, c.closed.is_(None)).order_by(c.start, c.end, c.id)
    rows_of = {row.row: opened[row.id] for row in connection.execute(numbered) if row.id in opened}
    return tuple(row["b_row"] for row in closed), rows_of


def claim_row(claim: Claim, run: int) -> dict[str, Any]:
    """A claim as a row of its table, opened by the run."""
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
        count_write(connection)
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

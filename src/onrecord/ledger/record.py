"""What linking gives, written in the place of what it gave before: all of it, or some partitions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import batched
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, or_, select, update

import onrecord.ledger.tables as t
from onrecord.codec import to_json
from onrecord.ledger.partitions import Path, near, stored
from onrecord.model import Claim, LevelHit, Line

# The fields of a claim that linking may set otherwise than coding did; a row keeps them in ``drawn``.
DRAWN = ("period", "trace")
AT_ONCE = 500  # values in one IN list, rows in one INSERT


def clear(connection: Connection, path: Path = ()) -> None:
    """Take away the lines and partitions that are drawn by this path, or by one above or below it."""
    gone = select(t.lines.c.id).where(near(t.lines.c.partition, path))
    connection.execute(delete(t.parts).where(or_(t.parts.c.part.in_(gone), t.parts.c.whole.in_(gone))))
    for table in (t.links, t.line_claims, t.readings):
        connection.execute(delete(table).where(table.c.line.in_(gone)))
    connection.execute(delete(t.lines).where(near(t.lines.c.partition, path)))
    connection.execute(delete(t.partitions).where(near(t.partitions.c.path, path)))


def clear_problems(connection: Connection, places: Collection[str] | None) -> None:
    """Take away the problems of linking at these places, or all."""
    p = t.problems.c
    if places is None:
        connection.execute(delete(t.problems).where(p.stage == "link"))
        return
    for some in batched(sorted(places), AT_ONCE):
        connection.execute(delete(t.problems).where(p.stage == "link", p.where.in_(some)))


def write(
    connection: Connection,
    path: Path,
    lines: Sequence[Line],
    parts: Sequence[tuple[str, str, LevelHit]],
    claims: int,
) -> None:
    """Keep the lines of a partition of so many claims, and which of them is part of which."""
    connection.execute(insert(t.partitions).values(path=stored(path), claims=claims))
    _insert(connection, t.lines, (_line(n, line, stored(path)) for n, line in enumerate(lines)))
    _insert(connection, t.readings, (row for line in lines for row in _readings(line)))
    _insert(
        connection,
        t.line_claims,
        ({"line": line.id, "position": n, "claim": claim} for line in lines for n, claim in enumerate(line.claims)),
    )
    _insert(connection, t.parts, ({"part": part, "whole": whole, "why": to_json(why)} for part, whole, why in parts))
    _insert(connection, t.links, (row for line in lines for row in _links(line)))


def place_claims(connection: Connection, claims: Sequence[Claim]) -> None:
    """Give the open claims the incident, the origin and the day that linking drew for them, where these are new."""
    c = t.claims.c
    for some in batched(claims, AT_ONCE):
        known = connection.execute(
            select(c.id, c.incident, c.origin, c.drawn, c.data).where(
                c.closed.is_(None), c.id.in_([k.id for k in some])
            )
        )
        rows = {row.id: row for row in known}
        moved = []
        for claim in some:
            row = rows.get(claim.id)
            if row is None:
                continue
            origin = claim.source.origin if claim.source else None
            drawn = _drawn(claim, row.data)
            if (row.incident, row.origin, row.drawn) != (claim.incident, origin, drawn):
                moved.append(_moved(claim, origin, drawn))
        if moved:
            connection.execute(_MOVE, moved)


def mark_linked(connection: Connection, reports: Collection[str] | None) -> None:
    """Note that these reports (all, where None) are in the lines."""
    r = t.reports.c
    if reports is None:
        connection.execute(update(t.reports).where(r.linked == 0).values(linked=1))
        return
    for some in batched(sorted(reports), AT_ONCE):
        connection.execute(update(t.reports).where(r.id.in_(some), r.linked == 0).values(linked=1))


_MOVE = (
    update(t.claims)
    .where(t.claims.c.id == bindparam("b_id"), t.claims.c.closed.is_(None))
    .values(
        incident=bindparam("b_incident"),
        origin=bindparam("b_origin"),
        drawn=bindparam("b_drawn", type_=t.claims.c.drawn.type),
        date=bindparam("b_date"),
        as_of=bindparam("b_as_of"),
    )
)


def _moved(claim: Claim, origin: str | None, drawn: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "b_id": claim.id,
        "b_incident": claim.incident,
        "b_origin": origin,
        "b_drawn": drawn,
        "b_date": claim.period.start,
        "b_as_of": claim.period.as_of,
    }


def _drawn(claim: Claim, coded: Mapping[str, Any]) -> dict[str, Any] | None:
    """The fields that linking set otherwise than coding said, or None."""
    said = {field: to_json(getattr(claim, field)) for field in DRAWN}
    return {field: value for field, value in said.items() if (value or None) != (coded.get(field) or None)} or None


def _line(position: int, line: Line, partition: str) -> dict[str, Any]:
    return {
        "id": line.id,
        "position": position,
        "label": line.label,
        "incident": line.incident,
        "key": list(line.key),
        "part_of": list(line.part_of),
        "measure": line.key[1] if len(line.key) > 1 else "",
        "latest": max((r.as_of or "" for r in line.readings), default=""),
        "origins": len({r.origin for r in line.readings if r.origin}),
        "outlets": len({outlet for r in line.readings for outlet in r.outlets}),
        "claims": len(line.claims),
        "partition": partition,
    }


def _readings(line: Line) -> Iterator[dict[str, Any]]:
    for n, r in enumerate(line.readings):
        yield {
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


def _links(line: Line) -> Iterator[dict[str, Any]]:
    for link in line.relations:
        yield {
            "left": link.left,
            "right": link.right,
            "relation": link.relation,
            "line": line.id,
            "knowledge": link.knowledge,
            "why": to_json(link.why),
        }


def _insert(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    for some in batched(rows, AT_ONCE):
        connection.execute(insert(table), list(some))

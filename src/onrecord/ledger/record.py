"""What linking gives, written in the place of what it gave before: all of it, or some partitions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import batched
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, or_, select, update

import onrecord.ledger.tables as t
from onrecord.codec import to_json
from onrecord.ledger.changes import count_write
from onrecord.ledger.partitions import Path, near, stored
from onrecord.model import LevelHit, Line
from onrecord.standing import state_among

AT_ONCE = 500  # values in one IN list, rows in one INSERT


def clear(connection: Connection, path: Path = ()) -> None:
    """Take away the lines and partitions that are drawn by this path, or by one above or below it."""
    gone = select(t.lines.c.id).where(near(t.lines.c.partition, path))
    connection.execute(delete(t.parts).where(or_(t.parts.c.part.in_(gone), t.parts.c.whole.in_(gone))))
    for table in (t.links, t.line_claims, t.readings):
        connection.execute(delete(table).where(table.c.line.in_(gone)))
    connection.execute(delete(t.lines).where(near(t.lines.c.partition, path)))
    connection.execute(delete(t.incidents).where(near(t.incidents.c.partition, path)))
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
    made = _ranked([_line(n, line, stored(path)) for n, line in enumerate(lines)])
    _insert(connection, t.lines, made)
    _insert(connection, t.incidents, _incidents(made))
    _insert(connection, t.readings, (row for line in lines for row in _readings(line)))
    _insert(
        connection,
        t.line_claims,
        ({"line": line.id, "position": n, "claim": claim} for line in lines for n, claim in enumerate(line.claims)),
    )
    _insert(connection, t.parts, ({"part": part, "whole": whole, "why": to_json(why)} for part, whole, why in parts))
    _insert(connection, t.links, (row for line in lines for row in _links(line)))


def mark_linked(connection: Connection, reports: Collection[str] | None, *, everything: bool) -> None:
    """Note that these reports (all, where None) are in the lines.

    Where they are ``everything`` that linking has seen, no other report is in the lines any more: one that came while
    it was at work is to be linked again.
    """
    r = t.reports.c
    count_write(connection)
    if reports is None:
        connection.execute(update(t.reports).where(r.linked == 0).values(linked=1))
        return
    if everything:
        connection.execute(update(t.reports).where(r.linked == 1).values(linked=0))
    for some in batched(sorted(reports), AT_ONCE):
        connection.execute(update(t.reports).where(r.id.in_(some), r.linked == 0).values(linked=1))


def _line(position: int, line: Line, partition: str) -> dict[str, Any]:
    outlets = len({outlet for r in line.readings for outlet in r.outlets})
    origins = len({r.origin for r in line.readings if r.origin})
    state = state_among({link.relation for link in line.relations}, outlets, named=origins > 0)
    return {
        "id": line.id,
        "position": position,
        "label": line.label,
        "incident": line.incident,
        "key": list(line.key),
        "part_of": list(line.part_of),
        "measure": line.key[1] if len(line.key) > 1 else "",
        "latest": max((r.as_of or "" for r in line.readings), default=""),
        "origins": origins,
        "outlets": outlets,
        "claims": len(line.claims),
        "partition": partition,
        "state": state,
        "contested": int(state == "disputed"),
    }


def _ranked(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of lines with each one's rank in its incident, from 1: the disputed, then the most carried first."""
    ranks: dict[str, int] = defaultdict(int)
    for row in sorted(rows, key=lambda r: (-r["contested"], -r["outlets"], -r["claims"], r["label"], r["id"])):
        ranks[row["incident"]] += 1
        row["rank"] = ranks[row["incident"]]
    return list(rows)


def _incidents(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A row for each incident of these lines' rows."""
    grouped: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        grouped[row["incident"]].append(row)
    for slug, lines in grouped.items():
        disputed = sum(line["contested"] for line in lines)
        yield {
            "partition": lines[0]["partition"],
            "slug": slug,
            "lines": len(lines),
            "disputed": disputed,
            "contested": int(disputed > 0),
            "latest": max(line["latest"] for line in lines),
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

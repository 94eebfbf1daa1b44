"""What linking gives, written in the place of what it gave before: all of it, or some partitions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import batched
from typing import Any, Protocol

from sqlalchemy import Connection, Table, bindparam, delete, insert, or_, select, update

import onrecord.ledger.tables as t
from onrecord.codec import to_json
from onrecord.ledger.changes import count_write
from onrecord.ledger.partitions import Path, near, stored
from onrecord.model import Claim, LevelHit, Line, Problem
from onrecord.standing import state_among

AT_ONCE = 500  # values in one IN list, rows in one INSERT
COLUMNS = tuple(column.name for column in t.lines.columns if column.name != "id")


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


@dataclass(frozen=True, slots=True)
class Changed:
    """The ids of the claims and lines that drawing partitions anew made, changed or ended."""

    claims: frozenset[str]
    lines: frozenset[str]


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
) -> frozenset[str]:
    """Keep the lines of a partition of so many claims, and which of them is part of which.

    Lines that are held as they are stay untouched; returns the ids of those that came, went or changed.
    """
    n, p = t.lines.c, t.partitions.c
    within: dict[str, list[tuple[str, LevelHit]]] = defaultdict(list)
    for part, whole, why in parts:
        within[part].append((whole, why))
    made = _ranked(_lines(lines, stored(path)))
    for row, line in zip(made, lines, strict=True):
        row["digest"] = _digest(row, line, within.get(line.id, []))
    drawn = connection.execute(select(n.id, n.digest).where(near(n.partition, path)))
    held: dict[str, str] = {row.id: row.digest for row in drawn}
    fresh = [(row, line) for row, line in zip(made, lines, strict=True) if held.get(line.id) != row["digest"]]
    changed = {line.id for _, line in fresh} | (held.keys() - {line.id for line in lines})
    _remove(connection, held.keys() - {line.id for line in lines})
    connection.execute(delete(t.incidents).where(near(t.incidents.c.partition, path)))
    connection.execute(delete(t.partitions).where(near(p.path, path)))
    connection.execute(insert(t.partitions).values(path=stored(path), claims=claims))
    _insert(connection, t.incidents, _incidents(made))
    new = [line for _, line in fresh]
    _put(connection, [row for row, _ in fresh])
    _insert(connection, t.readings, (row for line in new for row in _readings(line)))
    _insert(
        connection,
        t.line_claims,
        ({"line": line.id, "position": n, "claim": claim} for line in new for n, claim in enumerate(line.claims)),
    )
    told = ((line.id, whole, why) for line in new for whole, why in within.get(line.id, []))
    _insert(connection, t.parts, ({"part": part, "whole": whole, "why": to_json(why)} for part, whole, why in told))
    _insert(connection, t.links, (row for line in new for row in _links(line)))
    return frozenset(changed)


def _remove(connection: Connection, lines: Iterable[str]) -> None:
    """Take away these lines."""
    for some in batched(sorted(lines), AT_ONCE):
        connection.execute(delete(t.parts).where(or_(t.parts.c.part.in_(some), t.parts.c.whole.in_(some))))
        for table in (t.links, t.line_claims, t.readings):
            connection.execute(delete(table).where(table.c.line.in_(some)))
        connection.execute(delete(t.lines).where(t.lines.c.id.in_(some)))


def _put(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Keep these rows of lines, with nothing yet of what stands on them."""
    n = t.lines.c
    known: set[str] = set()
    for some in batched([row["id"] for row in rows], AT_ONCE):
        known.update(connection.scalars(select(n.id).where(n.id.in_(some))))
        connection.execute(delete(t.parts).where(t.parts.c.part.in_(some)))
        for table in (t.links, t.line_claims, t.readings):
            connection.execute(delete(table).where(table.c.line.in_(some)))
    put = update(t.lines).where(n.id == bindparam("b_id"))
    put = put.values({name: bindparam(f"b_{name}") for name in COLUMNS})
    if known:
        told = [{f"b_{name}": value for name, value in row.items()} for row in rows if row["id"] in known]
        connection.execute(put, told)
    _insert(connection, t.lines, (row for row in rows if row["id"] not in known))


def _digest(row: dict[str, Any], line: Line, within: Sequence[tuple[str, LevelHit]]) -> str:
    """What tells a line's rows from others."""
    return blake2b(repr((row, line, within)).encode(), digest_size=12).hexdigest()


def _lines(lines: Sequence[Line], partition: str) -> list[dict[str, Any]]:
    """The rows of lines, each with its place among those of its incident."""
    places: Counter[str] = Counter()
    rows = []
    for line in lines:
        rows.append(_line(places[line.incident], line, partition))
        places[line.incident] += 1
    return rows


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

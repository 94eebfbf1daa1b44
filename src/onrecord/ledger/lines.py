"""The lines of the record as the ledger gives them back: a page at a time, each whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import batched
from typing import Any

from sqlalchemy import Connection, Row, Select, select, tuple_

import onrecord.ledger.tables as t
from onrecord.codec import from_json
from onrecord.ledger.queries import PAGE, STREAMED
from onrecord.model import LevelHit, Line, Link, Reading

ORDER = (t.lines.c.incident, t.lines.c.position, t.lines.c.id)


def select_lines(connection: Connection, chosen: Select[Any] | None = None) -> Iterator[Line]:
    """The lines by incident, in the order linking gave them, with readings, relations and claims.

    ``chosen`` narrows them: a selection of line ids.
    """
    base = select(t.lines) if chosen is None else select(t.lines).where(t.lines.c.id.in_(chosen))
    base = base.order_by(*ORDER).limit(PAGE)
    page = connection.execute(base).all()
    while page:
        yield from whole_lines(connection, page)
        last = page[-1]
        after = tuple_(*ORDER) > (last.incident, last.position, last.id)
        page = connection.execute(base.where(after)).all() if len(page) == PAGE else []


def lines_by_ids(connection: Connection, ids: Sequence[str]) -> Iterator[Line]:
    """The lines of these ids that are held, in the order asked."""
    for some in batched(ids, PAGE):
        rows = {row.id: row for row in connection.execute(select(t.lines).where(t.lines.c.id.in_(some)))}
        yield from whole_lines(connection, [rows[key] for key in dict.fromkeys(some) if key in rows])


def whole_lines(connection: Connection, rows: Sequence[Row[Any]]) -> Iterator[Line]:
    """Lines from their rows."""
    ids = [row.id for row in rows]
    readings, members, relations = defaultdict(list), defaultdict(list), defaultdict(list)
    r, m, k = t.readings.c, t.line_claims.c, t.links.c
    for row in connection.execute(select(t.readings).where(r.line.in_(ids)).order_by(r.line, r.position)):
        readings[row.line].append(_reading(row))
    for row in connection.execute(select(t.line_claims).where(m.line.in_(ids)).order_by(m.line, m.position)):
        members[row.line].append(row.claim)
    for row in connection.execute(select(t.links).where(k.line.in_(ids)).order_by(k.row)):
        relations[row.line].append(_link(row))
    for row in rows:
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


def _reading(row: Row[Any]) -> Reading:
    claims, outlets = tuple(row.claims), tuple(row.outlets)
    return Reading(row.origin, row.low, row.high, row.hedge, row.as_of, claims, outlets, row.change, row.texts)


def select_links(connection: Connection) -> Iterator[Link]:
    """The relations of the readings of every line."""
    for row in connection.execute(select(t.links).order_by(t.links.c.row), execution_options=STREAMED):
        yield _link(row)


def _link(row: Row[Any]) -> Link:
    why = from_json(tuple[LevelHit, ...], row.why)
    return Link(row.left, row.right, row.relation, why, row.knowledge)

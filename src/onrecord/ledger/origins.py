"""What the ledger tells of each origin: how much it said, how widely it was carried, and how its figures moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection, and_, func, select

import onrecord.ledger.tables as t

NAMES = 6


@dataclass(frozen=True, slots=True)
class OriginHead:
    """An origin without its claims; ``names`` are what reports call it, the most used first; ``moves`` counts how its
    readings follow on its own earlier ones.

    ``first`` and ``last`` are the days its claims were published first and last (ISO).
    """

    origin: str
    names: tuple[str, ...]
    claims: int
    outlets: int
    lines: int
    first: str | None
    last: str | None
    moves: dict[str, int] = field(default_factory=dict)


def select_origins(connection: Connection, only: Iterable[str] | None = None) -> tuple[OriginHead, ...]:
    """The origins of current claims, those of most claims first; ``only`` narrows them."""
    c, r, k = t.claims.c, t.reports.c, t.readings.c
    wanted = None if only is None else tuple(only)
    current = (
        select(c.origin, c.source, func.coalesce(func.nullif(c.publisher, ""), c.report).label("outlet"), r.published)
        .join(t.reports, and_(r.id == c.report, r.current == 1))
        .where(c.closed.is_(None), c.origin.is_not(None))
    )
    readings = select(k.origin, k.change, func.count()).where(k.origin.is_not(None)).group_by(k.origin, k.change)
    on = (
        select(k.origin, func.count(func.distinct(k.line)).label("number"))
        .where(k.origin.is_not(None))
        .group_by(k.origin)
    )
    if wanted is not None:
        current, readings, on = (
            current.where(c.origin.in_(wanted)), readings.where(k.origin.in_(wanted)), on.where(k.origin.in_(wanted)),
        )  # fmt: skip
    told = current.subquery()
    names = select(told.c.origin, told.c.source, func.count()).group_by(told.c.origin, told.c.source)
    called: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for origin, name, number in connection.execute(names):
        called[origin].append((-number, name or origin))
    moves: dict[str, dict[str, int]] = defaultdict(dict)
    for origin, change, number in connection.execute(readings):
        moves[origin][change] = number
    lines: dict[str, int] = {row.origin: row.number for row in connection.execute(on)}
    rows = connection.execute(
        select(
            told.c.origin,
            func.count(),
            func.count(func.distinct(told.c.outlet)),
            func.min(told.c.published),
            func.max(told.c.published),
        ).group_by(told.c.origin)
    )
    heads = (
        OriginHead(origin, _names(called[origin]), claims, outlets, lines.get(origin, 0), first, last, moves[origin])
        for origin, claims, outlets, first, last in rows
    )
    return tuple(sorted(heads, key=lambda head: (-head.claims, head.origin)))


def _names(told: list[tuple[int, str]]) -> tuple[str, ...]:
    return tuple(name for _, name in sorted(told)[:NAMES])


def lines_of(connection: Connection, origin: str) -> tuple[str, ...]:
    """The ids of the lines on which an origin has a reading, in the record's order."""
    k, n = t.readings.c, t.lines.c
    told = select(k.line).where(k.origin == origin)
    return tuple(connection.scalars(select(n.id).where(n.id.in_(told)).order_by(n.incident, n.position, n.id)))

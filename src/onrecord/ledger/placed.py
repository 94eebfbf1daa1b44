"""Claims as a map needs them: where, when and on which line, without their texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select

import onrecord.ledger.tables as t
from onrecord.codec import from_json
from onrecord.model import Place

MOST = 20_000
KINDS = ("figure", "control", "event")


@dataclass(frozen=True, slots=True)
class Placed:
    """One claim of a figure, an event or who holds a place: its place (None where none is told) and its days."""

    claim: str
    type: str
    measure: str | None
    incident: str | None
    line: str | None
    place: Place | None
    as_of: str | None
    published: str | None
    outlet: str


def select_placed(connection: Connection, *, incident: str | None, limit: int = MOST) -> Iterator[Placed]:
    """The claims of current reports that a map can show, the latest published first, at most ``limit``."""
    c, r, m = t.claims.c, t.reports.c, t.line_claims.c
    line = select(func.min(m.line)).where(m.claim == c.id).correlate(t.claims).scalar_subquery()
    day = func.coalesce(c.as_of, c.date)
    query: Select[Any] = (
        select(c.id, c.type, c.measure, c.incident, line, c.data["place"], day, r.published, c.publisher, c.report)
        .join(t.reports, r.id == c.report)
        .where(c.closed.is_(None), r.current == 1, c.type.in_(KINDS))
    )
    if incident is not None:
        query = query.where(c.incident == incident)
    for row in connection.execute(
        query.order_by(func.coalesce(r.published, "").desc(), c.report, c.start).limit(limit)
    ):
        id_, kind, measure, of, on, place, when, published, publisher, report = row
        where = from_json(Place, place) if place else None
        yield Placed(id_, kind, measure, of, on, where, when, published, publisher or report)

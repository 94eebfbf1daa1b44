"""What lists and counts need of each report, kept as its lines are drawn: how many claims, and who is at war."""

from __future__ import annotations

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    delete,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    true,
    update,
)

import onrecord.ledger.tables as t
from onrecord.parties import LOSSES

FIGHTS, SUFFERS = "fights", "suffers"


def count_unlinked(connection: Connection) -> None:
    """Count the reports that are not in the lines yet, or are coded or reviewed otherwise since they were."""
    _count(connection, t.reports.c.linked == literal_column("0"))  # so written, the partial index answers it


def count_everything(connection: Connection) -> None:
    """Count every report."""
    _count(connection, true())


def _count(connection: Connection, chosen: ColumnElement[bool]) -> None:
    r, c = t.reports.c, t.claims.c
    number = select(func.count()).where(c.report == r.id, c.closed.is_(None)).scalar_subquery()
    connection.execute(update(t.reports).where(chosen).values(claims=number))
    # The versions that a report supersedes tell no more who is at war.
    roots = select(r.root).where(chosen)
    connection.execute(delete(t.parties).where(t.parties.c.report.in_(select(r.id).where(r.root.in_(roots)))))
    for role, query in _told(chosen):
        told = query.subquery()
        rows = select(literal(role), told.c.party, told.c.report).where(told.c.party.is_not(None), told.c.party != "")
        held = select(t.parties.c.report).where(
            t.parties.c.role == role, t.parties.c.party == told.c.party, t.parties.c.report == told.c.report
        )
        fresh = rows.where(~held.exists()).distinct()
        connection.execute(insert(t.parties).from_select(["role", "party", "report"], fresh))


def _told(chosen: ColumnElement[bool]) -> tuple[tuple[str, Select[tuple[str, str]]], ...]:
    """Who fights and who suffers in the chosen reports, as ``parties.belligerents`` tells it of claims."""
    c, r = t.claims.c, t.reports.c
    holder, denier = c.data["control"]["holder"].as_string(), c.data["source"]["side"].as_string()

    def of(party: ColumnElement[str], *told: ColumnElement[bool]) -> Select[tuple[str, str]]:
        # The few chosen reports come first, by the index on a claim's report.
        within = c.report.in_(select(r.id).where(chosen, r.current == 1))
        return select(party.label("party"), c.report.label("report")).where(within, c.closed.is_(None), *told)

    # Behind coalesce the index on measures, which would read every loss there is, stays unused.
    lost, armed = func.coalesce(c.measure, "").in_(LOSSES), or_(c.status == "military", c.measure == "equipment_lost")
    return (
        (FIGHTS, of(c.side, lost, armed)),
        (FIGHTS, of(holder, c.type == "control")),
        (FIGHTS, of(denier, c.type == "control", c.polarity == "denied")),
        (SUFFERS, of(c.side, lost)),
    )


def belligerents(connection: Connection) -> frozenset[str]:
    """The parties at war in the whole record, as ``parties.belligerents`` finds them among its claims."""
    p = t.parties.c
    told = connection.execute(select(p.role, p.party).distinct()).all()
    fighting = any(row.role == FIGHTS for row in told)
    return frozenset(row.party for row in told) if fighting else frozenset()

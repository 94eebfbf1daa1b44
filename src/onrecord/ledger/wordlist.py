"""Which words claims and reports are found by, kept beside them as they are written."""

from __future__ import annotations

from collections.abc import Collection
from itertools import batched
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, select

import onrecord.ledger.tables as t
from onrecord.ledger.queries import PAGE, claim_of
from onrecord.model import Report
from onrecord.search import claim_words, report_words
from onrecord.text.excerpt import excerpt


def index_report(connection: Connection, report: Report) -> None:
    """Keep the words of a report's text."""
    connection.execute(insert(t.report_words).values(report=report.id, words=report_words(report)))


def index_claims(connection: Connection, report: str) -> None:
    """Keep the words of a report's open claims that have none yet, and drop those of closed ones."""
    c, w = t.claims.c, t.claim_words.c
    gone = select(c.row).where(c.report == report, c.closed.is_not(None))
    connection.execute(delete(t.claim_words).where(w.row.in_(gone)))
    _write(connection, (c.report == report) & c.row.not_in(select(w.row).where(w.row == c.row)))


def index_again(connection: Connection, claims: Collection[str]) -> None:
    """Keep the words of claims that people changed, as they are now."""
    c, w = t.claims.c, t.claim_words.c
    for some in batched(sorted(claims), PAGE):
        rows = select(c.row).where(c.id.in_(some))
        connection.execute(delete(t.claim_words).where(w.row.in_(rows)))
        _write(connection, c.id.in_(some))


def _write(connection: Connection, chosen: ColumnElement[bool]) -> None:
    c, r = t.claims.c, t.reports.c
    query = (
        select(c.row, c.data, c.drawn, c.incident, c.origin, c.knowledge, r.title, r.text)
        .join(t.reports, r.id == c.report)
        .where(chosen, c.closed.is_(None))
        .order_by(c.row)
    )
    for some in batched(connection.execute(query).all(), PAGE):
        connection.execute(insert(t.claim_words), [_row(row) for row in some])


def _row(row: Any) -> dict[str, Any]:
    claim = claim_of(row)
    sentence = excerpt(row.text, claim.span.start, claim.span.end).sentence
    return {"row": row.row, "words": claim_words(claim, sentence, row.title)}


def index_everything(connection: Connection) -> None:
    """Keep the words of all that a ledger from before search holds."""
    r = t.reports.c
    for report in connection.scalars(select(r.id).order_by(r.id)).all():
        row = connection.execute(select(r.title, r.publisher, r.text).where(r.id == report)).one()
        index_report(connection, Report(report, row.text, (), row.title, row.publisher))
        index_claims(connection, report)

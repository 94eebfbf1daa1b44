"""Which words claims and reports are found by, kept beside them as they are written.

They are numbered so that the newest day comes first, and within a day what was added first: whoever reads them by
their number has the newest without looking at the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import batched
from typing import Any

from sqlalchemy import Connection, Select, Table, delete, func, insert, select

import onrecord.ledger.tables as t
from onrecord.ledger.queries import PAGE, claim_of
from onrecord.model import Claim, Report
from onrecord.search import claim_words, report_words
from onrecord.text.excerpt import excerpt

A_DAY = 1 << 40  # numbers that there are for one day
DAYS = date.max.toordinal()

type Entry = tuple[str | None, dict[str, Any]]
"""The day of a claim or report, and the rest of its row."""


class Words:
    """Words that wait to be written, those of many reports at once: an index takes them faster in order."""

    def __init__(self) -> None:
        self._claims: list[Entry] = []
        self._reports: list[Entry] = []

    def of_report(self, report: Report) -> None:
        """The words of a report's text."""
        self._reports.append((report.published, {"report": report.id, "words": report_words(report)}))

    def of_claims(self, report: Report, claims: Mapping[int, Claim]) -> None:
        """The words of some of a report's claims, by the number of their row."""
        for row, claim in claims.items():
            sentence = excerpt(report.text, claim.span.start, claim.span.end).sentence
            told = {"claim": row, "words": claim_words(claim, sentence, report.title)}
            self._claims.append((claim.published, told))

    def write(self, connection: Connection) -> None:
        """Keep them, and wait no more."""
        _insert(connection, t.claim_words, self._claims)
        _insert(connection, t.report_words, self._reports)
        self._claims, self._reports = [], []


def drop(connection: Connection, rows: Collection[int]) -> None:
    """Forget the words of claims that are closed, by the number of their row."""
    for some in batched(sorted(rows), PAGE):
        connection.execute(delete(t.claim_words).where(t.claim_words.c.claim.in_(some)))


def index_again(connection: Connection, claims: Collection[str]) -> None:
    """Keep the words of claims that people changed, as they are now."""
    c, r = t.claims.c, t.reports.c
    query: Select[Any] = select(
        c.row, c.report, c.data, c.drawn, c.incident, c.origin, c.knowledge, r.title, r.text
    ).join(t.reports, r.id == c.report)
    words = Words()
    for some in batched(sorted(claims), PAGE):
        drop(connection, connection.scalars(select(c.row).where(c.id.in_(some))).all())
        for row in connection.execute(
            query.where(c.id.in_(some), c.closed.is_(None)).order_by(c.report, c.start, c.end, c.id)
        ):
            report = Report(row.report, row.text, (), row.title)
            words.of_claims(report, {row.row: claim_of(row)})
    words.write(connection)


def index_everything(connection: Connection) -> None:
    """Keep the words of all that a ledger without them holds."""
    c, r = t.claims.c, t.reports.c
    for some in batched(connection.scalars(select(r.id).order_by(r.id)).all(), PAGE):
        words = Words()
        found = connection.execute(select(r.id, r.title, r.publisher, r.published, r.text).where(r.id.in_(some)))
        for row in found.all():
            report = Report(row.id, row.text, (), row.title, row.publisher, row.published)
            words.of_report(report)
            told: Select[Any] = (
                select(c.row, c.data, c.drawn, c.incident, c.origin, c.knowledge)
                .where(c.report == row.id, c.closed.is_(None))
                .order_by(c.start, c.end, c.id)
            )
            words.of_claims(report, {claim.row: claim_of(claim) for claim in connection.execute(told)})
        words.write(connection)


def _insert(connection: Connection, table: Table, entries: Sequence[Entry]) -> None:
    rows = sorted(_numbered(connection, table, entries), key=lambda row: row["row"])
    for some in batched(rows, 5 * PAGE):
        connection.execute(insert(table), list(some))


def _numbered(connection: Connection, table: Table, entries: Iterable[Entry]) -> Iterable[dict[str, Any]]:
    """The rows with the next numbers of their days."""
    by_day: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for day, told in entries:
        by_day[_first(day)].append(told)
    row = table.c.row
    for first, told_then in by_day.items():
        last = connection.scalar(select(func.max(row)).where(row >= first, row < first + A_DAY))
        for number, told in enumerate(told_then, first if last is None else last + 1):
            yield {"row": number, **told}


@lru_cache(maxsize=4096)
def _first(day: str | None) -> int:
    """The first number of a day, which may have a time after it; what tells no day comes last."""
    try:
        ordinal = date.fromisoformat((day or "")[:10]).toordinal()
    except ValueError:
        ordinal = 0
    return (DAYS - ordinal) * A_DAY

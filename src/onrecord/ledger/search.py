"""Finding claims and reports by their words: the database looks folded words up, the rest is the same on each.

Hits come as they are numbered, the newest first, a page at a time until there are enough; so a word that is everywhere
costs no more than a rare one. Where a filter leaves few claims, those are looked through instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import batched
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, func, select

import onrecord.ledger.tables as t
from onrecord.actors import kind_of, origin_of, slug
from onrecord.ledger.database import Database
from onrecord.ledger.fulltext import Wanted, numbers
from onrecord.ledger.queries import claim_of
from onrecord.model import Claim
from onrecord.search import Query, place_words
from onrecord.search.folding import folded
from onrecord.search.spellings import spellings

AFTER_ALL = "~"  # sorts after every date that begins so
FEW = 4000  # claims that are rather looked through one by one
AT_ONCE = 500  # values in one IN list
MOST = 4000  # hits of one page


@dataclass(frozen=True, slots=True)
class Filters:
    """What hits are narrowed to; dates are ISO days, months or years, relations those of the codebook's section 6."""

    place: str | None = None
    since: str | None = None
    until: str | None = None
    measure: str | None = None
    origin: str | None = None
    outlet: str | None = None
    relation: str | None = None

    @property
    def of_claims(self) -> bool:
        """Whether something is asked that only claims have."""
        return any((self.place, self.measure, self.origin, self.relation))


@dataclass(frozen=True, slots=True)
class Found:
    """A report that was found: its id, title, outlet, day and text."""

    report: str
    title: str
    publisher: str
    published: str | None
    text: str


EVERYTHING = Filters()


class Finder:
    """What a query asks for in one ledger, up to ``limit`` of it."""

    def __init__(self, database: Database) -> None:
        self._reading = database.reading

    def claims(self, query: Query, filters: Filters = EVERYTHING, *, limit: int = 50) -> tuple[Claim, ...]:
        """The claims: first those that have the query's words as their own, then the newest."""
        with self._reading() as connection:
            return tuple(search_claims(connection, query, filters, limit))

    def reports(self, query: Query, filters: Filters = EVERYTHING, *, limit: int = 50) -> tuple[Found, ...]:
        """The reports, the newest first."""
        with self._reading() as connection:
            return tuple(search_reports(connection, query, filters, limit))


def search_claims(connection: Connection, query: Query, filters: Filters, limit: int) -> Iterator[Claim]:
    """Claims with the words of the query: those with all of them in their own words first, then the newest."""
    c, r, w = t.claims.c, t.reports.c, t.claim_words.c
    chosen: Select[Any] = (
        select(w.row, w.words, c.data, c.drawn, c.incident, c.origin, c.knowledge)
        .join(t.claims, c.row == w.claim)
        .join(t.reports, and_(r.id == c.report, r.current == 1))
        .where(c.closed.is_(None), func.coalesce(c.standing, "") != "rejected", *_narrowed(filters, by_index=False))
    )
    wanted = Wanted(query, _outlet(filters), _places(filters))
    few = _few(connection, [*_narrowed(filters, by_index=True)])
    if few is not None:
        rows = [row for some in batched(few, AT_ONCE) for row in connection.execute(chosen.where(c.row.in_(some)))]
        fitting = [row for row in rows if wanted.fits(row.words)]
        for row in sorted(fitting, key=lambda row: (not wanted.own(row.words), row.row))[:limit]:
            yield claim_of(row)
        return
    left = limit
    for own in (True, False) if query.wanted else (True,):
        for row in _first(connection, chosen, wanted, own, left):
            left -= 1
            yield claim_of(row)


def search_reports(connection: Connection, query: Query, filters: Filters, limit: int) -> Iterator[Found]:
    """Reports with the words of the query, the newest first; none where something is asked that only claims have."""
    if filters.of_claims:
        return
    r, w = t.reports.c, t.report_words.c
    chosen: Select[Any] = (
        select(w.row, w.words, r.id, r.title, r.publisher, r.published, r.text)
        .join(t.reports, r.id == w.report)
        .where(r.current == 1, *_days(r.published, filters))
    )
    for row in _first(connection, chosen, Wanted(query, _outlet(filters)), None, limit):
        yield Found(row.id, row.title, row.publisher, row.published, row.text)


def _first(
    connection: Connection, chosen: Select[Any], wanted: Wanted, own: bool | None, limit: int
) -> Iterator[Row[Any]]:
    """The first rows with the words, by their number; with ``own`` those whose own words they are, or are not."""
    table = t.claim_words if own is not None else t.report_words
    after, page, found = 0, 2 * limit, 0
    while found < limit:
        told = numbers(connection, table, wanted, own, after=after, limit=page)
        for some in batched(told, AT_ONCE):
            rows = connection.execute(chosen.where(table.c.row.in_(some)).order_by(table.c.row))
            for row in rows:
                if wanted.fits(row.words):
                    found += 1
                    yield row
                    if found == limit:
                        return
        if len(told) < page:
            return
        after, page = told[-1], min(4 * page, MOST)


def _few(connection: Connection, narrowed: list[ColumnElement[bool]]) -> list[int] | None:
    """The rows of the claims that one of the filters leaves, where they are few."""
    c = t.claims.c
    for filtered in narrowed:
        found = connection.scalars(select(c.row).where(c.closed.is_(None), filtered).limit(FEW + 1)).all()
        if len(found) <= FEW:
            return list(found)
    return None


def _narrowed(filters: Filters, *, by_index: bool) -> Iterator[ColumnElement[bool]]:
    """What the filters ask of a claim; without ``by_index`` so that SQLite starts from the rows at hand."""
    c = t.claims.c
    columns: tuple[ColumnElement[str | None], ...] = (c.origin, c.measure, func.coalesce(c.date, c.published))
    origin, measure, day = columns if by_index else (func.coalesce(column, "") for column in columns)
    if filters.origin:
        told = filters.origin
        yield origin.in_({told, slug(told), origin_of(told, kind_of(told) or "none", None) or told})
    days = [*_days(day, filters)]
    if days:
        yield and_(*days)
    if filters.measure:
        yield measure == filters.measure
    if filters.relation:
        m, k = t.line_claims.c, t.links.c
        yield exists().where(m.claim == c.id, k.line == m.line, k.relation == filters.relation)


def _places(filters: Filters) -> tuple[str, ...] | None:
    """The words of which a claim must have one to lie in the place that is asked."""
    if not filters.place:
        return None
    name, *_ = filters.place.split(",")
    return place_words(*(" ".join(one) for one in spellings(folded(name))))


def _outlet(filters: Filters) -> tuple[str, ...] | None:
    """The words all of which the outlet's name must have."""
    return tuple(f"m{word}" for word in folded(filters.outlet)) if filters.outlet else None


def _days(day: ColumnElement[str | None], filters: Filters) -> Iterator[ColumnElement[bool]]:
    if filters.since:
        yield day >= filters.since
    if filters.until:
        yield and_(day != "", day <= filters.until + AFTER_ALL)

"""Finding claims and reports by their words: the database looks folded words up, the rest is the same on each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, exists, false, func, select
from sqlalchemy.sql.elements import TextClause

import onrecord.ledger.tables as t
from onrecord.actors import kind_of, origin_of, slug
from onrecord.ledger.database import Database
from onrecord.ledger.fulltext import all_of, any_of, every_of, none_of
from onrecord.ledger.queries import STREAMED, claim_of
from onrecord.model import Claim
from onrecord.search import Alternative, Query, Term, place_words
from onrecord.search.spellings import folded, spellings

AFTER_ALL = "~"  # sorts after every date that begins so

type Condition = ColumnElement[bool] | TextClause


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
    c, r, w, tongue = t.claims.c, t.reports.c, t.claim_words.c, connection.dialect.name
    best = all_of(tongue, t.claim_words, query.wanted, "o")
    chosen = (
        select(c.data, c.drawn, c.incident, c.origin, c.knowledge, w.words)
        .join(t.claim_words, w.row == c.row)
        .join(t.reports, and_(r.id == c.report, r.current == 1))
        .where(c.closed.is_(None), func.coalesce(c.standing, "") != "rejected")
        .where(*_matching(connection, t.claim_words, query), *_narrowed(tongue, filters))
        .order_by(case((best, 0), else_=1), func.coalesce(c.published, "").desc(), c.report, c.start, c.end, c.id)
    )
    for row in _first(connection, chosen, query, limit):
        yield claim_of(row)


def search_reports(connection: Connection, query: Query, filters: Filters, limit: int) -> Iterator[Found]:
    """Reports with the words of the query, the newest first; none where something is asked that only claims have."""
    if filters.of_claims:
        return
    r, w = t.reports.c, t.report_words.c
    day = func.coalesce(r.published, "")
    chosen = (
        select(r.id, r.title, r.publisher, r.published, r.text, w.words)
        .join(t.report_words, w.report == r.id)
        .where(r.current == 1, *_matching(connection, t.report_words, query))
        .where(*_outlet(connection.dialect.name, t.report_words, filters), *_days(day, filters))
        .order_by(day.desc(), r.id)
    )
    for row in _first(connection, chosen, query, limit):
        yield Found(row.id, row.title, row.publisher, row.published, row.text)


def _first(connection: Connection, chosen: Select[Any], query: Query, limit: int) -> Iterator[Row[Any]]:
    """The first rows whose words also stand together where they must; the database knows no order of words."""
    ordered = [term for term in query.terms if any(a.together for a in term.alternatives)]
    if not ordered:
        yield from connection.execute(chosen.limit(limit))
        return
    found = 0
    for row in connection.execute(chosen, execution_options=STREAMED):
        if found >= limit:
            return
        if all(_has(term, f" {row.words} ") == term.wanted for term in ordered):
            found += 1
            yield row


def _has(term: Term, told: str) -> bool:
    return any(_stands(alternative, told) for alternative in term.alternatives)


def _stands(alternative: Alternative, told: str) -> bool:
    if alternative.together:
        return f" a{' a'.join(alternative.words)}{'' if alternative.prefix else ' '}" in told
    *whole, last = (f" a{word}" for word in alternative.words)
    return all(f"{word} " in told for word in whole) and f"{last}{'' if alternative.prefix else ' '}" in told


def _matching(connection: Connection, table: Any, query: Query) -> Iterator[Condition]:
    tongue = connection.dialect.name
    if query.wanted:
        yield all_of(tongue, table, query.wanted, "a")
    for term in query.unwanted:
        # What must not stand together may well stand apart: that is told row by row.
        if not any(a.together for a in term.alternatives):
            yield none_of(tongue, table, term)


def _narrowed(tongue: str, filters: Filters) -> Iterator[Condition]:
    c = t.claims.c
    if filters.place:
        name, *_ = filters.place.split(",")
        spelled = place_words(*(" ".join(one) for one in spellings(folded(name))))
        yield any_of(tongue, t.claim_words, spelled) if spelled else false()
    if filters.measure:
        yield c.measure == filters.measure
    if filters.origin:
        told = filters.origin
        yield c.origin.in_({told, slug(told), origin_of(told, kind_of(told) or "none", None) or told})
    if filters.relation:
        m, k = t.line_claims.c, t.links.c
        yield exists().where(m.claim == c.id, k.line == m.line, k.relation == filters.relation)
    yield from _outlet(tongue, t.claim_words, filters)
    yield from _days(func.coalesce(c.date, c.published, ""), filters)


def _outlet(tongue: str, table: Any, filters: Filters) -> Iterator[Condition]:
    if filters.outlet:
        spelled = [f"m{word}" for word in folded(filters.outlet)]
        yield every_of(tongue, table, spelled) if spelled else false()


def _days(day: ColumnElement[str], filters: Filters) -> Iterator[Condition]:
    if filters.since:
        yield day >= filters.since
    if filters.until:
        yield and_(day != "", day <= filters.until + AFTER_ALL)

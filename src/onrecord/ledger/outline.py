"""The record in outline: its totals, and heads of incidents, lines and reports, a page at a time by an index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import batched
from typing import Any

from sqlalchemy import CTE, Column, ColumnElement, Connection, Row, Select, and_, distinct, func, or_, select

import onrecord.ledger.tables as t
from onrecord.ledger.fulltext import Wanted as Words
from onrecord.ledger.fulltext import numbers
from onrecord.ledger.queries import claim_of
from onrecord.ledger.tallies import belligerents
from onrecord.model import Claim
from onrecord.search import parse
from onrecord.standing import STATES

SEARCHED = 5000
AT_ONCE = 500  # values in one IN list


@dataclass(frozen=True, slots=True)
class Totals:
    """How much there is: the first and last day of publication (ISO), lines by state, and the parties at war."""

    reports: int
    outlets: int
    first: str | None
    last: str | None
    claims: int
    origins: int
    problems: int
    incidents: int
    states: Mapping[str, int]
    warring: frozenset[str]

    @property
    def lines(self) -> int:
        """How many lines there are."""
        return sum(self.states.values())

    def counted(self, wanted: Wanted) -> int | None:
        """How many such lines there are, None where that would have to be counted."""
        if wanted.incident or wanted.measure or wanted.text:
            return None
        return sum(self.states.get(state, 0) for state in wanted.states or self.states)


@dataclass(frozen=True, slots=True)
class LineHead:
    """A line without its claims: its state, how many claims, outlets and origins stand behind it, the latest day that
    a reading is for (ISO, "" where none is told), and its rank in its incident, from 1."""

    id: str
    incident: str
    measure: str
    label: str
    state: str
    claims: int
    outlets: int
    origins: int
    latest: str
    rank: int

    def titled(self, title: str) -> LineHead:
        """The line under another label."""
        return replace(self, label=title)


@dataclass(frozen=True, slots=True)
class IncidentHead:
    """An incident without its lines: how many there are, how many of them disputed, and the latest day (ISO)."""

    slug: str
    lines: int
    disputed: int
    latest: str | None


@dataclass(frozen=True, slots=True)
class ReportHead:
    """A report without its text, with how many claims it makes."""

    id: str
    title: str
    publisher: str
    published: str | None
    language: str
    claims: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What lines are narrowed to; the words of ``text`` are those of a line's label and incident, or a search's that
    finds one of its claims (of more than SEARCHED the newest)."""

    states: tuple[str, ...] = ()
    incident: str | None = None
    measure: str | None = None
    text: str = ""

    @property
    def everything(self) -> bool:
        """Whether nothing is asked."""
        return not self.of_lines and self.incident is None

    @property
    def of_lines(self) -> bool:
        """Whether something is asked that only lines have."""
        return bool(self.states or self.measure or self.text)


def totals(connection: Connection) -> Totals:
    """The counts over the current reports, their open claims and the lines."""
    r = t.reports.c
    reports, claims, first, last = connection.execute(
        select(func.count(), func.sum(r.claims), func.min(r.published), func.max(r.published)).where(r.current == 1)
    ).one()
    outlets = select(func.count(distinct(func.coalesce(func.nullif(r.publisher, ""), r.id)))).where(r.current == 1)
    states = select(t.lines.c.state, func.count()).group_by(t.lines.c.state)
    counted = dict.fromkeys(STATES, 0) | dict(connection.execute(states).all())
    return Totals(
        reports,
        connection.scalar(outlets) or 0,
        first,
        last,
        claims or 0,
        _origins(connection),
        connection.scalar(select(func.count()).select_from(t.problems)) or 0,
        connection.scalar(select(func.count()).select_from(t.incidents)) or 0,
        counted,
        belligerents(connection),
    )


def _origins(connection: Connection) -> int:
    """How many origins current claims have."""
    c, r = t.claims.c, t.reports.c
    origins = _values(c.origin)
    told = select(c.id).join(t.reports, and_(r.id == c.report, r.current == 1))
    told = told.where(c.origin == origins.c.value, c.closed.is_(None))
    return connection.scalar(select(func.count()).select_from(origins).where(told.exists())) or 0


def measures(connection: Connection) -> tuple[str, ...]:
    """The measures that lines have."""
    found = _values(t.lines.c.measure).c.value
    return tuple(connection.scalars(select(found).where(found.is_not(None), found != "").order_by(found)))


def _values(column: Column[str]) -> CTE:
    """The values of a column that leads an index, each looked up once however many rows have it."""
    values = select(func.min(column).label("value")).cte("found", recursive=True)
    above = select(func.min(column)).where(column > values.c.value).scalar_subquery()
    return values.union_all(select(above).where(values.c.value.is_not(None)))


def line_heads(connection: Connection, wanted: Wanted, first: int, limit: int) -> tuple[LineHead, ...]:
    """Lines by rank within one incident, else over all."""
    n = t.lines.c
    query = _heads().where(*_narrowed(connection, wanted))
    if wanted.incident is not None:
        query = query.order_by(n.rank, n.id)
    else:
        query = query.order_by(n.contested.desc(), n.outlets.desc(), n.claims.desc(), n.id.desc())
    return tuple(_head(row) for row in connection.execute(query.offset(first).limit(limit)))


def heads_of(connection: Connection, lines: Sequence[str]) -> Iterator[LineHead]:
    """The lines with these ids, in no order."""
    for row in connection.execute(_heads().where(t.lines.c.id.in_(lines))):
        yield _head(row)


def neighbours(connection: Connection, line: LineHead) -> tuple[str | None, str | None]:
    """The ids of the lines before and after one in its incident."""
    n = t.lines.c
    beside = select(n.id).where(n.incident == line.incident).limit(1)
    before = beside.where(or_(n.rank < line.rank, and_(n.rank == line.rank, n.id < line.id)))
    after = beside.where(or_(n.rank > line.rank, and_(n.rank == line.rank, n.id > line.id)))
    return (
        connection.scalar(before.order_by(n.rank.desc(), n.id.desc())),
        connection.scalar(after.order_by(n.rank, n.id)),
    )


def _heads() -> Select[Any]:
    n = t.lines.c
    return select(
        n.id, n.incident, n.measure, n.label, n.state, n.claims, n.outlets, n.origins, n.latest, n.rank
    )  # fmt: skip


def _head(row: Row[Any]) -> LineHead:
    return LineHead(**row._asdict())


def _narrowed(connection: Connection, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    n = t.lines.c
    if wanted.incident is not None:
        yield n.incident == wanted.incident
    if wanted.states:
        yield n.state.in_(wanted.states)
    if wanted.measure is not None:
        yield n.measure == wanted.measure
    if wanted.text:
        named = (
            or_(n.label.icontains(word, autoescape=True), n.incident.icontains(word, autoescape=True))
            for word in wanted.text.split()
        )
        yield or_(and_(*named), n.id.in_(_found(connection, wanted.text)))


def _found(connection: Connection, text: str) -> frozenset[str]:
    """The lines of the claims that a search for these words finds."""
    c, m, w, words = t.claims.c, t.line_claims.c, t.claim_words.c, Words(parse(text))
    if not words.query.wanted:
        return frozenset()
    lines = select(m.line, w.words).join(t.claims, and_(c.id == m.claim, c.closed.is_(None)))
    lines = lines.join(t.claim_words, w.claim == c.row)
    rows = numbers(connection, t.claim_words, words, None, after=0, limit=SEARCHED)
    asked = (connection.execute(lines.where(w.row.in_(some))) for some in batched(rows, AT_ONCE))
    return frozenset(row.line for found in asked for row in found if words.fits(row.words))


def incident_heads(connection: Connection, wanted: Wanted, first: int, limit: int) -> tuple[IncidentHead, ...]:
    """The incidents with such lines, the disputed first, then the newest."""
    i = t.incidents.c
    query = select(i.slug, i.lines, i.disputed, i.latest)
    if wanted.incident is not None:
        query = query.where(i.slug == wanted.incident)
    if wanted.of_lines:
        within = replace(wanted, incident=None)
        query = query.where(
            select(t.lines.c.id).where(t.lines.c.incident == i.slug, *_narrowed(connection, within)).exists()
        )
    query = query.order_by(i.contested.desc(), i.latest.desc(), i.lines.desc(), i.slug.desc())
    rows = connection.execute(query.offset(first).limit(limit))
    return tuple(IncidentHead(row.slug, row.lines, row.disputed, row.latest or None) for row in rows)


def report_heads(connection: Connection, first: int, limit: int) -> tuple[ReportHead, ...]:
    """The current reports, the newest first."""
    r = t.reports.c
    query = select(r.id, r.title, r.publisher, r.published, r.language, r.claims).where(r.current == 1)
    query = query.order_by(r.published.desc().nulls_last(), r.id.desc()).offset(first).limit(limit)
    return tuple(ReportHead(*row) for row in connection.execute(query))


def told_of(connection: Connection, incident: str, kind: str, limit: int) -> tuple[Claim, ...]:
    """The first published claims of a kind in an incident."""
    c, r = t.claims.c, t.reports.c
    query: Select[Any] = (
        select(c.data, c.drawn, c.incident, c.origin, c.knowledge)
        .join(t.reports, and_(r.id == c.report, r.current == 1))
        .where(c.incident == incident, c.type == kind, c.closed.is_(None), func.coalesce(c.standing, "") != "rejected")
        .order_by(c.published, c.report, c.start, c.id)
        .limit(limit)
    )
    return tuple(claim_of(row) for row in connection.execute(query))

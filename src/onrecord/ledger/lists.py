"""What lists ask of a ledger: counts and heads that the database makes, and a few lines or claims whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import batched

from sqlalchemy import ColumnElement, Connection, Table, and_, func, or_, select

import onrecord.ledger.tables as t
from onrecord.ledger import queries
from onrecord.ledger.database import Database
from onrecord.ledger.decisions import reviews_of
from onrecord.ledger.lines import lines_by_ids
from onrecord.ledger.origins import OriginHead, lines_of, select_origins
from onrecord.ledger.placed import MOST, Placed, select_placed
from onrecord.model import Claim, Line, Problem, Review
from onrecord.parties import LOSSES

# A statement takes a few hundred ids at a time; both databases allow thousands of parameters.
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Totals:
    """How much there is; ``read`` is when the last run began (ISO), ``knowledge`` the digest of its rules."""

    reports: int
    outlets: int
    first: str | None
    last: str | None
    figures: int
    control: int
    events: int
    statements: int
    origins: int
    problems: int
    read: str | None
    knowledge: str


@dataclass(frozen=True, slots=True)
class LineHead:
    """A line without its claims: the relations among its readings, how many claims, outlets and origins stand behind
    it, and the latest day that a reading is for (ISO)."""

    id: str
    incident: str
    measure: str
    label: str
    relations: frozenset[str]
    claims: int
    outlets: int
    origins: int
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


class Lists:
    """What lists and overviews ask, each answered from one state of the ledger."""

    def __init__(self, database: Database) -> None:
        self._reading = database.reading

    def revision(self) -> int:
        """How often the ledger was written to: what is derived from it holds as long as this stays."""
        with self._reading() as connection:
            return revision(connection)

    def totals(self) -> Totals:
        """How much there is, as the database counts it."""
        with self._reading() as connection:
            return totals(connection)

    def line_heads(self) -> tuple[LineHead, ...]:
        """Every line as a list tells it, in the record's order, without loading its claims."""
        with self._reading() as connection:
            return line_heads(connection)

    def belligerents(self) -> frozenset[str]:
        """The parties at war in the whole record, as ``parties.belligerents`` finds them."""
        with self._reading() as connection:
            return belligerents(connection)

    def report_heads(self) -> tuple[ReportHead, ...]:
        """Every current report as a list tells it, the newest first, without its text."""
        with self._reading() as connection:
            return report_heads(connection)

    def lines(self, ids: Sequence[str]) -> tuple[Line, ...]:
        """The lines with these ids, in this order; unknown ids are left out."""
        with self._reading() as connection:
            return tuple(lines_by_ids(connection, ids))

    def sources(self, only: Iterable[str] | None = None) -> tuple[OriginHead, ...]:
        """Every origin as a list tells it, those of most claims first; ``only`` narrows them."""
        with self._reading() as connection:
            return select_origins(connection, only)

    def lines_of(self, origin: str) -> tuple[str, ...]:
        """The ids of the lines on which an origin has a reading, in the record's order."""
        with self._reading() as connection:
            return lines_of(connection, origin)

    def placed(self, *, incident: str | None = None, limit: int = MOST) -> tuple[Placed, ...]:
        """The claims that a map can show, the latest published first, at most ``limit``."""
        with self._reading() as connection:
            return tuple(select_placed(connection, incident=incident, limit=limit))

    def problems(self, where: str) -> tuple[Problem, ...]:
        """What could not be read or coded in one report."""
        with self._reading() as connection:
            return problems(connection, where)

    def reviews(self, targets: Iterable[str]) -> tuple[Review, ...]:
        """The reviews of these claims and lines, the earliest first."""
        with self._reading() as connection:
            found = [r for some in batched(targets, AT_ONCE) for r in reviews_of(connection, some)]
        return tuple(sorted(found, key=lambda review: review.id))

    def line_of(self, claims: Iterable[str]) -> dict[str, str]:
        """For each of these claims that stands on a line, that line's id."""
        with self._reading() as connection:
            return line_of(connection, tuple(claims))

    def origins(self, incident: str) -> tuple[str, ...]:
        """The origins of an incident's figures, those of most readings first."""
        with self._reading() as connection:
            return origins(connection, incident)

    def claims(self, ids: Iterable[str]) -> tuple[Claim, ...]:
        """The open claims with these ids, in reading order; unknown ids are left out."""
        with self._reading() as connection:
            return claims_with(connection, tuple(ids))


def revision(connection: Connection) -> int:
    """How often the ledger was written to; each review is one writing more."""
    found = connection.scalar(select(t.meta.c.value).where(t.meta.c.key == "revision"))
    reviews = connection.scalar(select(func.max(t.reviews.c.id))) or 0
    return reviews + (int(found) if found is not None else 0)


def totals(connection: Connection) -> Totals:
    """The counts over the current reports and their open claims."""
    r, c = t.reports.c, t.claims.c
    reports, outlets, first, last = connection.execute(
        select(
            func.count(), func.count(func.distinct(_outlet(t.reports))), func.min(r.published), func.max(r.published)
        ).where(r.current == 1)
    ).one()
    current = select(c.type, c.origin).join(t.reports, and_(r.id == c.report, r.current == 1)).where(c.closed.is_(None))
    told = current.subquery()
    kinds: dict[str, int] = {
        row.type: row.number
        for row in connection.execute(select(told.c.type, func.count().label("number")).group_by(told.c.type))
    }
    origins = connection.scalar(select(func.count(func.distinct(told.c.origin)))) or 0
    problems = connection.scalar(select(func.count()).select_from(t.problems)) or 0
    run = connection.execute(select(t.runs.c.started, t.runs.c.knowledge).order_by(t.runs.c.id.desc()).limit(1)).first()
    return Totals(
        reports,
        outlets,
        first,
        last,
        kinds.get("figure", 0),
        kinds.get("control", 0),
        kinds.get("event", 0),
        kinds.get("statement", 0),
        origins,
        problems,
        run.started if run else None,
        run.knowledge if run else "",
    )


def belligerents(connection: Connection) -> frozenset[str]:
    """Whose fighters or equipment are counted as lost, who is said to hold places, who denies it; in a war also whose
    other people are lost to it."""
    c = t.claims.c
    current = select(c.side).join(t.reports, and_(t.reports.c.id == c.report, t.reports.c.current == 1)).distinct()
    held = current.where(c.closed.is_(None))
    losses = held.where(c.measure.in_(LOSSES), c.side.is_not(None))
    armed = losses.where(or_(c.status == "military", c.measure == "equipment_lost"))
    holder, denier = c.data["control"]["holder"].as_string(), c.data["source"]["side"].as_string()
    control = held.where(c.type == "control")
    asked = (armed, control.with_only_columns(holder), control.where(c.polarity == "denied").with_only_columns(denier))
    found = {party for query in asked for party in connection.scalars(query) if party}
    return frozenset(found | set(connection.scalars(losses))) if found else frozenset()


def line_heads(connection: Connection) -> tuple[LineHead, ...]:
    """Every line as a list tells it, in the record's order."""
    relations: dict[str, set[str]] = defaultdict(set)
    for relation, line in connection.execute(select(t.links.c.relation, t.links.c.line).distinct()):
        relations[line].add(relation)
    c = t.lines.c
    rows = connection.execute(
        select(c.id, c.incident, c.measure, c.label, c.claims, c.outlets, c.origins, c.latest).order_by(
            c.incident, c.position, c.id
        )
    )
    return tuple(
        LineHead(
            row.id,
            row.incident,
            row.measure,
            row.label,
            frozenset(relations[row.id]),
            row.claims,
            row.outlets,
            row.origins,
            row.latest or None,
        )
        for row in rows
    )


def _outlet(table: Table) -> ColumnElement[str]:
    """The outlet of a report or claim; without a publisher a report is an outlet of its own."""
    own = table.c.id if table is t.reports else table.c.report
    return func.coalesce(func.nullif(table.c.publisher, ""), own)


def report_heads(connection: Connection) -> tuple[ReportHead, ...]:
    """Every current report as a list tells it, the newest first."""
    r, c = t.reports.c, t.claims.c
    made = select(c.report, func.count().label("number")).where(c.closed.is_(None)).group_by(c.report)
    counted: dict[str, int] = {row.report: row.number for row in connection.execute(made)}
    rows = connection.execute(
        select(r.id, r.title, r.publisher, r.published, r.language)
        .where(r.current == 1)
        .order_by(func.coalesce(r.published, "").desc(), r.id)
    )
    return tuple(ReportHead(*row, counted.get(row.id, 0)) for row in rows)


def claims_with(connection: Connection, ids: Sequence[str]) -> tuple[Claim, ...]:
    """The open claims with these ids, in reading order."""
    found = [claim for some in batched(ids, AT_ONCE) for claim in queries.claims_among(connection, some)]
    return tuple(sorted(found, key=lambda c: (c.published or "", c.report, c.span.start, c.span.end, c.type, c.id)))


def line_of(connection: Connection, claims: Sequence[str]) -> dict[str, str]:
    """The line of each claim that stands on one."""
    m = t.line_claims.c
    asked = (select(m.claim, m.line).where(m.claim.in_(some)) for some in batched(claims, AT_ONCE))
    return {row.claim: row.line for query in asked for row in connection.execute(query)}


def origins(connection: Connection, incident: str) -> tuple[str, ...]:
    """The origins of an incident's readings, the most frequent first."""
    r = t.readings.c
    query = select(r.origin).join(t.lines, t.lines.c.id == r.line).where(t.lines.c.incident == incident)
    query = query.where(r.origin.is_not(None)).group_by(r.origin).order_by(func.count().desc(), r.origin)
    return tuple(connection.scalars(query))


def problems(connection: Connection, where: str) -> tuple[Problem, ...]:
    """The problems of one report, in the order they were met."""
    p = t.problems.c
    rows = connection.execute(
        select(p.where, p.code, p.message, p.start, p.end).where(p.where == where).order_by(p.row)
    )
    return tuple(Problem(*row) for row in rows)

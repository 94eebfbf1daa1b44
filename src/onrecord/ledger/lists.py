"""What lists ask of a ledger: counts and heads that the database keeps, a page at a time, and a few lines whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import batched

from sqlalchemy import Connection, func, select

import onrecord.ledger.tables as t
from onrecord.ledger import outline, queries
from onrecord.ledger.database import Database
from onrecord.ledger.decisions import reviews_of
from onrecord.ledger.lines import lines_by_ids
from onrecord.ledger.origins import OriginHead, lines_of, select_origins
from onrecord.ledger.outline import IncidentHead, LineHead, ReportHead, Totals, Wanted
from onrecord.ledger.placed import MOST, Placed, select_placed
from onrecord.model import Claim, Line, Problem, Review

# A statement takes a few hundred ids at a time; both databases allow thousands of parameters.
AT_ONCE = 500


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
            return outline.totals(connection)

    def line_heads(self, wanted: Wanted, *, first: int = 0, limit: int) -> tuple[LineHead, ...]:
        """Lines as a list tells them, the disputed and then the most carried first, from the ``first`` (0) on."""
        with self._reading() as connection:
            return outline.line_heads(connection, wanted, first, limit)

    def heads(self, lines: Iterable[str]) -> dict[str, LineHead]:
        """The lines with these ids as a list tells them."""
        with self._reading() as connection:
            return {h.id: h for some in batched(lines, AT_ONCE) for h in outline.heads_of(connection, some)}

    def around(self, line: LineHead) -> tuple[str | None, str | None]:
        """The lines before and after this one in its incident, by rank."""
        with self._reading() as connection:
            return outline.neighbours(connection, line)

    def incidents(self, wanted: Wanted, *, first: int = 0, limit: int) -> tuple[IncidentHead, ...]:
        """The incidents that have such lines: the disputed first, then the newest."""
        with self._reading() as connection:
            return outline.incident_heads(connection, wanted, first, limit)

    def measures(self) -> tuple[str, ...]:
        """The measures that lines have."""
        with self._reading() as connection:
            return outline.measures(connection)

    def incident(self, slug: str) -> IncidentHead | None:
        """The incident of this name."""
        return next(iter(self.incidents(Wanted(incident=slug), limit=1)), None)

    def report_heads(self, *, first: int = 0, limit: int) -> tuple[ReportHead, ...]:
        """The current reports as a list tells them, the newest first, without their texts."""
        with self._reading() as connection:
            return outline.report_heads(connection, first, limit)

    def told(self, incident: str, kind: str, *, limit: int) -> tuple[Claim, ...]:
        """The first claims of a kind that were published of an incident, at most ``limit``."""
        with self._reading() as connection:
            return outline.told_of(connection, incident, kind, limit)

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

    def all_problems(self, *, first: int, limit: int) -> tuple[Problem, ...]:
        """A page of all that could not be read or coded, in the order it was met."""
        with self._reading() as connection:
            return problems(connection, None, first, limit)

    def held(self, reports: Iterable[str]) -> frozenset[str]:
        """Those of these ids that are a report's."""
        with self._reading() as connection:
            asked = select(t.reports.c.id).where(t.reports.c.id.in_(tuple(reports)))
            return frozenset(connection.scalars(asked))

    def reviews(self, targets: Iterable[str]) -> tuple[Review, ...]:
        """The reviews of these claims and lines, the earliest first."""
        with self._reading() as connection:
            found = [r for some in batched(targets, AT_ONCE) for r in reviews_of(connection, some)]
        return tuple(sorted(found, key=lambda review: review.id))

    def begin(self, line: str) -> tuple[str, ...]:
        """The ids of lines that begin so, at most three; the one alone whose id it is."""
        n = t.lines.c
        query = select(n.id).where(queries.begins(n.id, line)).order_by(n.id).limit(3)
        with self._reading() as connection:
            found = connection.scalars(query).all()
        return (line,) if line in found else tuple(found)

    def line_of(self, claims: Iterable[str]) -> dict[str, str]:
        """For each of these claims that stands on a line, that line's id."""
        with self._reading() as connection:
            return line_of(connection, tuple(claims))

    def origins(self, incident: str) -> tuple[str, ...]:
        """The origins of an incident's figures, those of most readings first."""
        with self._reading() as connection:
            return origins(connection, incident)

    def claims(self, ids: Iterable[str], *, rejected: bool = True) -> tuple[Claim, ...]:
        """The open claims with these ids, in reading order, also ``rejected`` ones; unknown ids are left out."""
        with self._reading() as connection:
            return claims_with(connection, tuple(ids), rejected=rejected)


def revision(connection: Connection) -> int:
    """How often the ledger was written to."""
    found = connection.scalar(select(t.meta.c.value).where(t.meta.c.key == "revision"))
    return int(found) if found is not None else 0


def claims_with(connection: Connection, ids: Sequence[str], *, rejected: bool) -> tuple[Claim, ...]:
    """The open claims with these ids, in reading order; those that people rejected only where asked."""
    among = queries.claims_among
    found = [claim for some in batched(ids, AT_ONCE) for claim in among(connection, some, rejected=rejected)]
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


def problems(
    connection: Connection, where: str | None, first: int = 0, limit: int | None = None
) -> tuple[Problem, ...]:
    """The problems of one report, or all, in the order they were met."""
    p = t.problems.c
    query = select(p.where, p.code, p.message, p.start, p.end).order_by(p.row).offset(first).limit(limit)
    rows = connection.execute(query if where is None else query.where(p.where == where))
    return tuple(Problem(*row) for row in rows)

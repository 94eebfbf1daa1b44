"""What people decided, as linking asks for it: of a few reports, or on lines and origins; and which claims it moved.

Rulings are noted as the lines were drawn by them, so that only what has changed since is drawn anew.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from itertools import batched

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, select, update

import onrecord.ledger.tables as t
from onrecord.codec import from_json, to_json
from onrecord.ledger.database import Database
from onrecord.ledger.decisions import review_of, successors
from onrecord.ledger.keeping import members
from onrecord.ledger.partitions import Path, path_of, stored
from onrecord.ledger.queries import claim_of, linked_by, open_claims
from onrecord.model import Claim, Review
from onrecord.rulings import Rulings

AT_ONCE = 500  # values in one IN list
RULINGS = "rulings"  # under which the rulings are kept that the lines are drawn by


class Judged:
    """What people decided in one ledger, as linking needs it."""

    def __init__(self, database: Database) -> None:
        self._reading, self._writing = database.reading, database.writing

    def reviews(self, reports: Collection[str]) -> tuple[Review, ...]:
        """The reviews of the claims that these reports, and other versions of them, make or ever made."""
        with self._reading() as connection:
            return tuple(_of_reports(connection, reports))

    def on_lines(self) -> tuple[Review, ...]:
        """The reviews of lines and origins, and those of the claims that the former name."""
        with self._reading() as connection:
            return tuple(_on_lines(connection))

    def review(self, number: int) -> Review | None:
        """The review of this number."""
        with self._reading() as connection:
            row = connection.execute(select(t.reviews).where(t.reviews.c.id == number)).first()
        return None if row is None else review_of(row)

    def coded(self, claims: Collection[str]) -> tuple[Claim, ...]:
        """Those of these claims that current reports make, as they were coded."""
        c, r = t.claims.c, t.reports.c
        found = open_claims().join(t.reports, r.id == c.report).where(r.current == 1)
        found = found.where(func.coalesce(c.standing, "") != "kept")
        with self._reading() as connection:
            asked = (connection.execute(found.where(c.id.in_(some))) for some in batched(claims, AT_ONCE))
            return tuple(claim_of(row, coded=True) for rows in asked for row in rows)

    def names(self, origin: str) -> bool:
        """Whether a claim has this origin."""
        c = t.claims.c
        with self._reading() as connection:
            return connection.scalar(select(c.row).where(c.origin == origin, c.closed.is_(None)).limit(1)) is not None

    def successors(self, reports: Collection[str] | None = None) -> dict[str, str]:
        """For each version of these reports (all, where None) that is superseded the current one."""
        with self._reading() as connection:
            return successors(connection, reports)

    def linked_by(self) -> str:
        """The stamp of the linking that all lines and tellings are from, "" where it is not known."""
        with self._reading() as connection:
            return linked_by(connection)

    def members(self, path: Path) -> tuple[Claim, ...]:
        """The claims that are linked in a partition, as people left them and without what linking drew."""
        with self._reading() as connection:
            return tuple(members(connection, path))

    def drawn_by(self) -> Rulings:
        """The rulings that the lines are drawn by."""
        with self._reading() as connection:
            found = connection.scalar(select(t.meta.c.value).where(t.meta.c.key == RULINGS))
        return from_json(Rulings, json.loads(found)) if found else Rulings()

    def note(self, rulings: Rulings) -> None:
        """Note the rulings that the lines are drawn by from now on."""
        with self._writing() as connection:
            connection.execute(delete(t.meta).where(t.meta.c.key == RULINGS))
            connection.execute(insert(t.meta).values(key=RULINGS, value=json.dumps(to_json(rulings))))

    def paths(self, claims: Collection[str]) -> dict[str, Path]:
        """Where each of these claims lies that is to be linked."""
        c = t.claims.c
        with self._reading() as connection:
            rows = [
                row
                for some in batched(claims, AT_ONCE)
                for row in connection.execute(
                    select(c.id, c.path).where(c.closed.is_(None), c.id.in_(some), c.path.is_not(None))
                )
            ]
        return {row.id: path_of(row.path) for row in rows}

    def gathered(self) -> dict[str, Path]:
        """The claims that are linked in another partition than they lie in, with that one."""
        c = t.claims.c
        with self._reading() as connection:
            rows = connection.execute(select(c.id, c.gathered).where(c.closed.is_(None), c.gathered.is_not(None)))
            return {row.id: path_of(row.gathered) for row in rows}

    def gather(self, moves: Mapping[str, Path | None]) -> None:
        """Let claims be linked in these partitions from now on, None in that which they lie in."""
        c = t.claims.c
        move = update(t.claims).where(c.id == bindparam("b_id"), c.closed.is_(None)).values(gathered=bindparam("b_to"))
        if moves:
            with self._writing() as connection:
                told = [{"b_id": claim, "b_to": None if to is None else stored(to)} for claim, to in moves.items()]
                connection.execute(move, told)

    def said_by(self, origins: Collection[str]) -> frozenset[str]:
        """The claims to be linked that have one of these origins, alone or in a joint one."""
        c = t.claims.c
        held = and_(c.closed.is_(None), c.path.is_not(None))
        with self._reading() as connection:
            joint = connection.scalars(select(c.origin).where(c.origin.contains("+")).distinct()).all()
            told = {origin for origin in joint if not set(origins).isdisjoint(origin.split("+"))}
            return frozenset(connection.scalars(select(c.id).where(held, c.origin.in_({*origins, *told}))))


def _of_reports(connection: Connection, reports: Collection[str]) -> Iterator[Review]:
    c, r, v = t.claims.c, t.reports.c, t.reviews.c
    if not connection.scalar(select(func.max(v.id))):
        return
    for some in batched(reports, AT_ONCE):
        versions = select(r.id).where(r.root.in_(select(r.root).where(r.id.in_(some))))
        made = select(c.id).where(c.report.in_(versions))
        query = select(t.reviews).where(v.kind == "claim", v.target.in_(made)).order_by(v.id)
        yield from map(review_of, connection.execute(query))


def _on_lines(connection: Connection) -> Iterator[Review]:
    v = t.reviews.c
    found = [review_of(row) for row in connection.execute(select(t.reviews).where(v.kind != "claim").order_by(v.id))]
    yield from found
    named = {claim for review in found for side in review.patch.sides for claim in side}
    if named:
        told = connection.scalars(select(v.target).where(v.kind == "claim").distinct())
        for some in batched(sorted(named.intersection(told)), AT_ONCE):
            query = select(t.reviews).where(v.kind == "claim", v.target.in_(some)).order_by(v.id)
            yield from map(review_of, connection.execute(query))

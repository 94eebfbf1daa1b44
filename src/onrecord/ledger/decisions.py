"""Reviews as the ledger keeps them: only ever added, each after the last one of its target."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from itertools import batched
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

import onrecord.ledger.tables as t
from onrecord.codec import from_json, to_json
from onrecord.ledger.changes import count_write
from onrecord.ledger.queries import STREAMED
from onrecord.model import Patch, Review
from onrecord.reviews import Decision


def select_reviews(connection: Connection, kind: str | None = None, target: str | None = None) -> Iterator[Review]:
    """The reviews in the order they were made, all or those of a kind or a target."""
    v = t.reviews.c
    query = select(t.reviews).order_by(v.id)
    if kind is not None:
        query = query.where(v.kind == kind)
    if target is not None:
        query = query.where(v.target == target)
    for row in connection.execute(query, execution_options=STREAMED):
        yield review_of(row)


def reviews_of(connection: Connection, targets: Sequence[str]) -> Iterator[Review]:
    """The reviews of these targets, in no order."""
    for row in connection.execute(select(t.reviews).where(t.reviews.c.target.in_(targets))):
        yield review_of(row)


def review_of(row: Row[Any]) -> Review:
    """The review of a row."""
    patch = from_json(Patch, row.patch or {})
    return Review(
        row.id, row.kind, row.target, row.target_digest, row.verdict, patch, row.reviewer, row.at, row.note or "",
        row.replaces,
    )  # fmt: skip


def add_review(connection: Connection, decision: Decision) -> Review:
    """Keep a decision as a review; Overtaken, and nothing kept, where the reviewer had not seen the last one.

    The report of a claim decided on is linked again with the next record, as it is now.
    """
    # A decision on lines concerns all that share a claim with it; any other one only its own target.
    target = None if decision.kind == "line" else decision.target
    last = decision.follows(select_reviews(connection, decision.kind, target))
    review = decision.made(newest_review(connection) + 1, datetime.now(UTC).isoformat(timespec="seconds"), last)
    connection.execute(
        insert(t.reviews).values(
            id=review.id,
            kind=review.kind,
            target=review.target,
            target_digest=review.target_digest,
            verdict=review.verdict,
            patch=to_json(review.patch),
            reviewer=review.reviewer,
            note=review.note or None,
            at=review.at,
            replaces=review.replaces,
        )
    )
    count_write(connection)
    c, r = t.claims.c, t.reports.c
    if review.kind == "claim":
        versions = select(r.root).where(r.id.in_(select(c.report).where(c.id == review.target)))
        connection.execute(update(t.reports).where(r.current == 1, r.root.in_(versions)).values(linked=0))
    return review


def newest_review(connection: Connection) -> int:
    """The id of the last review of all, 0 where there is none."""
    return connection.scalar(select(func.max(t.reviews.c.id))) or 0


def successors(connection: Connection, reports: Collection[str] | None = None) -> dict[str, str]:
    """For each superseded report, or each version of some reports that is, the current version of it."""
    old, new = t.reports.alias("old"), t.reports.alias("new")
    query = select(old.c.id, new.c.id).where(old.c.root == new.c.root, old.c.current == 0, new.c.current == 1)
    if reports is None:
        return {row[0]: row[1] for row in connection.execute(query)}
    r = t.reports.c
    roots = (select(r.root).where(r.id.in_(some)) for some in batched(reports, 500))
    return {row[0]: row[1] for some in roots for row in connection.execute(query.where(new.c.root.in_(some)))}

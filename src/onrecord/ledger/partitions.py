"""The parts of the record that linking works by: which claims lie in each, and which are drawn.

A path is a tuple of words, the widest first; () is the whole record. It is stored as one word that begins with the
stored form of every path above it, so that one range of an index holds all that lies below a path.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import batched

from sqlalchemy import Column, ColumnElement, Connection, and_, func, or_, select, true

import onrecord.ledger.tables as t
from onrecord.ledger.queries import PAGE, STREAMED

type Path = tuple[str, ...]

END = "\x1f"
AFTER = "\x20"


def stored(path: Path) -> str:
    """The path as one word."""
    return "".join(part + END for part in path)


def path_of(word: str) -> Path:
    """The path that ``stored`` made the word of."""
    return tuple(word.split(END)[:-1])


def below(column: Column[str], path: Path) -> ColumnElement[bool]:
    """Whether a stored path is this one or lies below it."""
    return and_(column >= stored(path), column < stored(path)[:-1] + AFTER) if path else true()


def near(column: Column[str], path: Path) -> ColumnElement[bool]:
    """Whether a stored path is this one, or lies above or below it."""
    return or_(column.in_([stored(path[:n]) for n in range(len(path))]), below(column, path))


def tellings(connection: Connection, reports: Collection[str], stamp: str) -> Iterator[tuple[str, bytes]]:
    """What linking kept of these reports, where it was kept by linking of this stamp."""
    c = t.tellings.c
    for some in batched(sorted(reports), PAGE):
        rows = connection.execute(select(c.report, c.data).where(c.report.in_(some), c.stamp == stamp))
        yield from ((row.report, bytes(row.data)) for row in rows)


def size(connection: Connection, path: Path, most: int) -> int:
    """How many claims to be linked lie below the path, counted to no more than ``most``."""
    c = t.claims.c
    found = select(c.path).where(c.closed.is_(None), c.path.is_not(None), below(c.path, path)).limit(most)
    return connection.scalar(select(func.count()).select_from(found.subquery())) or 0


def paths(connection: Connection, path: Path) -> Counter[Path]:
    """The claims' own paths below a path, and how many claims to be linked have each."""
    c = t.claims.c
    chosen = (
        select(c.path, func.count())
        .where(c.closed.is_(None), c.path.is_not(None), below(c.path, path))
        .group_by(c.path)
    )
    return Counter({path_of(word): number for word, number in connection.execute(chosen, execution_options=STREAMED)})


def drawn(connection: Connection, path: Path) -> tuple[Path, ...]:
    """The partitions that lines are drawn by which are the path, or lie above or below it."""
    p = t.partitions.c
    return tuple(map(path_of, connection.scalars(select(p.path).where(near(p.path, path)).order_by(p.path))))

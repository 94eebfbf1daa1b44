"""The parts of the record that linking works by: which claims lie in each, and which are drawn.

A path is a tuple of words, the widest first; () is the whole record. It is stored as one word that begins with the
stored form of every path above it, so that one range of an index holds all that lies below a path.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import batched

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    true,
    update,
)

import onrecord.ledger.tables as t
from onrecord.ledger.queries import PAGE, STREAMED

type Path = tuple[str, ...]

END = "\x1f"
AFTER = "\x20"


@dataclass(frozen=True, slots=True)
class Kept:
    """What linking keeps of one report: its telling in linking's own form, and the path of each claim by its id."""

    report: str
    data: bytes
    paths: Mapping[str, Path]


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


def keep(connection: Connection, kept: Iterable[Kept], stamp: str) -> None:
    """Write down what linking keeps of reports, in the place of what it kept of them before."""
    c = t.claims.c
    move = update(t.claims).where(c.id == bindparam("b_id"), c.closed.is_(None)).values(path=bindparam("b_path"))
    for some in batched(kept, PAGE):
        connection.execute(delete(t.tellings).where(t.tellings.c.report.in_([k.report for k in some])))
        connection.execute(insert(t.tellings), [{"report": k.report, "stamp": stamp, "data": k.data} for k in some])
        moved = [{"b_id": claim, "b_path": stored(path)} for k in some for claim, path in k.paths.items()]
        if moved:
            connection.execute(move, moved)


def tellings(connection: Connection, reports: Collection[str], stamp: str) -> Iterator[tuple[str, bytes]]:
    """What linking kept of these reports, where it was kept by linking of this stamp."""
    c = t.tellings.c
    for some in batched(sorted(reports), PAGE):
        rows = connection.execute(select(c.report, c.data).where(c.report.in_(some), c.stamp == stamp))
        yield from ((row.report, bytes(row.data)) for row in rows)


def size(connection: Connection, path: Path, most: int) -> int:
    """How many claims of current reports lie below the path, counted to no more than ``most``."""
    c, r = t.claims.c, t.reports.c
    found = (
        select(c.row)
        .join(t.reports, and_(r.id == c.report, r.current == 1))
        .where(c.closed.is_(None), c.path.is_not(None), below(c.path, path))
        .limit(most)
    )
    return connection.scalar(select(func.count()).select_from(found.subquery())) or 0


def paths(connection: Connection, path: Path) -> Counter[Path]:
    """The claims' own paths below a path, and how many claims of current reports have each."""
    c, r = t.claims.c, t.reports.c
    chosen = (
        select(c.path, func.count())
        .join(t.reports, and_(r.id == c.report, r.current == 1))
        .where(c.closed.is_(None), c.path.is_not(None), below(c.path, path))
        .group_by(c.path)
    )
    return Counter({path_of(word): number for word, number in connection.execute(chosen, execution_options=STREAMED)})


def touched(connection: Connection, reports: Collection[str]) -> frozenset[Path]:
    """The paths of all claims, open and closed, of all versions of these reports: what linking them anew changes."""
    c, r = t.claims.c, t.reports.c
    found: set[Path] = set()
    for some in batched(sorted(reports), PAGE):
        roots = select(r.root).where(r.id.in_(some))
        versions = select(r.id).where(r.root.in_(roots))
        rows = connection.scalars(select(c.path).where(c.report.in_(versions), c.path.is_not(None)).distinct())
        found.update(map(path_of, rows))
    return frozenset(found)


def drawn(connection: Connection, path: Path) -> tuple[Path, ...]:
    """The partitions that lines are drawn by which are the path, or lie above or below it."""
    p = t.partitions.c
    return tuple(map(path_of, connection.scalars(select(p.path).where(near(p.path, path)).order_by(p.path))))

"""What linking keeps of each report, beside how people left its claims: what it will start from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, delete, insert, or_, select, update

import onrecord.ledger.tables as t
from onrecord.codec import from_json, to_json
from onrecord.ledger import wordlist
from onrecord.ledger.changes import claim_row
from onrecord.ledger.partitions import Path, below, path_of, stored
from onrecord.ledger.queries import PAGE
from onrecord.model import Claim

type Rows = Sequence[Row[Any]]


@dataclass(frozen=True, slots=True)
class Kept:
    """What linking keeps of one report: its telling in linking's own form, and the path of each claim by its id.

    ``settled`` are its claims that stand as a person left them, ``rejected`` those that a person took off the record;
    ``changed`` those that it tells otherwise than it did before.
    """

    report: str
    data: bytes
    paths: Mapping[str, Path]
    settled: Mapping[str, Claim] = field(default_factory=dict)
    rejected: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Touched:
    """What keeping changed: the paths of claims that came, went or changed, and the ids of those that are there."""

    paths: frozenset[Path]
    claims: frozenset[str]


def keep(connection: Connection, kept: Iterable[Kept], stamp: str, run: int) -> Touched:
    """Write down what linking keeps of reports, in the place of what it kept of them before."""
    words: set[str] = set()
    claims: set[str] = set()
    for some in batched(kept, PAGE):
        connection.execute(delete(t.tellings).where(t.tellings.c.report.in_([k.report for k in some])))
        connection.execute(insert(t.tellings), [{"report": k.report, "stamp": stamp, "data": k.data} for k in some])
        held = _held(connection, [k.report for k in some])
        gone = [row for rows in held.values() for row in rows if row.closed is not None or not row.current]
        words.update(word for row in gone for word in (row.path, row.gathered) if word is not None)
        _rest(connection, [row.row for row in gone])
        for k in some:
            rows = [row for row in held[k.report] if row.closed is None and row.current]
            _open_and_close(connection, k, rows, run)
            changed = [row for row in rows if _is_changed(connection, k, row)]
            words.update(word for row in changed for word in (row.path, row.gathered) if word is not None)
            ids = {row.id for row in changed} | (k.paths.keys() - {row.id for row in rows})
            words.update(stored(k.paths[claim]) for claim in ids if claim in k.paths)
            claims |= ids
            _place(connection, k, changed)
    return Touched(frozenset(map(path_of, words)), frozenset(claims))


def members(connection: Connection, path: Path) -> Iterator[Claim]:
    """The claims that are linked in a partition, as people left them and without what linking drew."""
    c = t.claims.c
    own = and_(below(c.path, path), c.path.is_not(None), c.gathered.is_(None))
    for lies in (own, c.gathered == stored(path)):
        for row in connection.execute(select(c.data, c.settled, c.knowledge).where(c.closed.is_(None), lies)):
            yield from_json(Claim, {**(row.settled or row.data), "knowledge": row.knowledge})


def _held(connection: Connection, reports: Collection[str]) -> dict[str, list[Row[Any]]]:
    """The rows of claims of all versions of reports that are linked or are to be, by the current version's id."""
    c, r = t.claims.c, t.reports.c
    current = t.reports.alias("now")
    query: Select[Any] = (
        select(c.row, c.id, c.path, c.gathered, c.settled, c.standing, c.closed, r.current, current.c.id.label("name"))
        .join(t.reports, r.id == c.report)
        .join(current, and_(current.c.root == r.root, current.c.id.in_(reports)))
        .where(or_(c.path.is_not(None), and_(c.closed.is_(None), r.current == 1)))
        .where(r.root.in_(select(r.root).where(r.id.in_(reports))))
    )
    found: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.name].append(row)
    return found


def _rest(connection: Connection, rows: Collection[int]) -> None:
    """Let rows that are no more to be linked lie nowhere."""
    for some in batched(rows, PAGE):
        connection.execute(update(t.claims).where(t.claims.c.row.in_(some)).values(path=None, gathered=None))


def _open_and_close(connection: Connection, k: Kept, rows: Rows, run: int) -> None:
    """Open rows for claims that are there by a person's word alone, and close those that no word keeps any more."""
    held = {row.id for row in rows}
    missing = [claim for claim in k.settled.values() if claim.id not in held]
    over = [row.row for row in rows if row.standing == "kept" and row.id not in k.settled]
    if missing:
        opened = [
            claim_row(claim, run) | {"standing": "kept", "settled": to_json(claim), "path": stored(k.paths[claim.id])}
            for claim in missing
        ]
        connection.execute(insert(t.claims), opened)
        wordlist.index_again(connection, [claim.id for claim in missing])
    if over:
        connection.execute(update(t.claims).where(t.claims.c.row.in_(over)).values(closed=run, path=None))
        wordlist.drop(connection, over)


def _is_changed(connection: Connection, k: Kept, row: Row[Any]) -> bool:
    """Whether a claim lies elsewhere, is told otherwise or says something else than when it was linked."""
    path = k.paths.get(row.id)
    if row.id in k.changed or row.path != (None if path is None else stored(path)):
        return True
    if (row.standing == "rejected") != (row.id in k.rejected):
        return True
    settled = k.settled.get(row.id)
    if row.settled is None and settled is None:
        return False
    return row.settled is None or settled is None or row.settled != to_json(settled)


_PLACE = (
    update(t.claims)
    .where(t.claims.c.row == bindparam("b_row"))
    .values(
        path=bindparam("b_path"),
        standing=bindparam("b_standing"),
        settled=bindparam("b_settled", type_=t.claims.c.settled.type),
    )
)


def _place(connection: Connection, k: Kept, rows: Rows) -> None:
    """Write where claims lie, and how people left them."""
    told = []
    for row in rows:
        path, settled = k.paths.get(row.id), k.settled.get(row.id)
        standing = "rejected" if row.id in k.rejected else "kept" if row.standing == "kept" else None
        told.append(
            {
                "b_row": row.row,
                "b_path": None if path is None else stored(path),
                "b_standing": standing,
                "b_settled": None if settled is None else to_json(settled),
            }
        )
    if told:
        connection.execute(_PLACE, told)

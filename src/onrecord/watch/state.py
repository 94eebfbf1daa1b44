"""What a watch remembers between rounds and between runs: a small SQLite file beside the ledger."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

TABLES = """
create table if not exists targets(
  name text primary key, etag text not null, modified text not null, failures integer not null, due real not null);
create table if not exists seen(key text primary key) without rowid;
create table if not exists pages(
  address text primary key, summary text not null, published text, publisher text, feed text not null,
  failures integer not null, due real not null);
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a watched address stands: what to ask with next time, failures in a row, and when it is due (Unix time)."""

    etag: str = ""
    modified: str = ""
    failures: int = 0
    due: float = 0.0


@dataclass(frozen=True, slots=True)
class Page:
    """A page that failed for a passing reason: failures so far, and when it is to be tried again (Unix time).

    ``summary`` is the id of the report that stands for it until then; what the feed knows of it goes with it.
    """

    address: str
    summary: str
    published: str | None = None
    publisher: str | None = None
    feed: str = ""
    failures: int = 0
    due: float = 0.0


class State:
    """The memory of a watch; use it as a context manager. Each write is on disk when it returns."""

    def __init__(self, path: Path) -> None:
        self._book = sqlite3.connect(path, isolation_level=None)
        self._book.executescript(TABLES)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._book.close()

    def standing(self, target: str) -> Standing:
        """How a target stands; a new one is due at once."""
        row = self._book.execute(
            "select etag, modified, failures, due from targets where name = ?", (target,)
        ).fetchone()
        return Standing(*row) if row else Standing()

    def has_seen(self, key: str) -> bool:
        """Whether a thing was read before."""
        return self._book.execute("select 1 from seen where key = ?", (key,)).fetchone() is not None

    def pages(self) -> tuple[Page, ...]:
        """The pages that are to be tried again, the first due first."""
        rows = self._book.execute("select * from pages order by due, address").fetchall()
        return tuple(Page(*row) for row in rows)

    def keep(
        self,
        standings: Iterable[tuple[str, Standing]],
        seen: Iterable[str],
        pages: Iterable[tuple[str, Page | None]] = (),
    ) -> None:
        """Remember how targets stand, what was read, and which pages to try again (None: not again), all or nothing."""
        self._book.execute("begin")
        rows = [(name, s.etag, s.modified, s.failures, s.due) for name, s in standings]
        self._book.executemany("insert or replace into targets values (?, ?, ?, ?, ?)", rows)
        self._book.executemany("insert or ignore into seen values (?)", [(key,) for key in seen])
        for address, page in pages:
            self._book.execute("delete from pages where address = ?", (address,))
            if page is not None:
                self._book.execute("insert into pages values (?, ?, ?, ?, ?, ?, ?)", astuple(page))
        self._book.execute("commit")

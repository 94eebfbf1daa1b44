"""What a watch remembers between rounds and between runs: a small SQLite file beside the ledger."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

TABLES = """
create table if not exists targets(
  name text primary key, etag text not null, modified text not null, failures integer not null, due real not null);
create table if not exists seen(key text primary key) without rowid;
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a watched address stands: what to ask with next time, failures in a row, and when it is due (Unix time)."""

    etag: str = ""
    modified: str = ""
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

    def keep(self, standings: Iterable[tuple[str, Standing]], seen: Iterable[str]) -> None:
        """Remember how targets stand and what was read, all of it or nothing."""
        self._book.execute("begin")
        rows = [(name, s.etag, s.modified, s.failures, s.due) for name, s in standings]
        self._book.executemany("insert or replace into targets values (?, ?, ?, ?, ?)", rows)
        self._book.executemany("insert or ignore into seen values (?)", [(key,) for key in seen])
        self._book.execute("commit")

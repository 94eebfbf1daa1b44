"""Partitions: parts of a record small enough to be linked at once, each linked by itself.

All claims are one partition until they are too many. A partition with more claims than are allowed is split by the next
rung of its ladder: first the country (an outbreak's totals: the disease), then totals of a crisis apart from all else,
since a war's dead of March and of June are one line and few beside what is told of single days. What is left is split
by the year, the month, the province, the town, the day and at last the report; totals by what they count, of which
side, and only then by time. The rung is told by the claim's scene, so that what one report tells of one place and day
stays together. Which partition a claim is in follows from the claims there are, never from the order they came in.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from onrecord.link.crises import when
from onrecord.link.places import fold
from onrecord.link.scenes import disaster
from onrecord.link.sighting import TOLLS, Sighting
from onrecord.model import Place, Problem

LIMIT = 4000  # claims of a partition; twice as many totals, of which each costs less than half
INCIDENTS, TOTALS = "incidents", "totals"
LADDERS = {
    INCIDENTS: ("country", "kind", "year", "month", "province", "town", "day", "report"),
    TOTALS: ("country", "kind", "measure", "object", "side", "year", "month", "report"),
}
HEIGHT = len(LADDERS[TOTALS])

type Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Partition:
    """A part of the record by its path down the ladder; the whole record's is ()."""

    path: Path = ()

    @property
    def place(self) -> Path:
        """What of the path tells where."""
        return self.path[:1] if self.totals else (*self.path[:1], *self.path[4:6])

    @property
    def rest(self) -> Path:
        """What of the path tells what is counted, when, and of which reports."""
        return self.path[1:] if self.totals else (*self.path[2:4], *self.path[6:])

    @property
    def totals(self) -> bool:
        """Whether it holds only totals of crises."""
        return self.path[1:2] == (TOTALS,)

    @property
    def by_report(self) -> bool:
        """Whether only the reports tell it from the next."""
        return len(self.path) == HEIGHT

    def holds(self, day: str) -> bool:
        """Whether an ISO day, or a month, can lie in the partition."""
        told = (*self.path[2:4], *self.path[6:7])
        return self.totals or day.split("-")[: len(told)] == list(told)


def paths(sightings: Sequence[Sighting]) -> dict[str, Path]:
    """The path down the whole ladder of each of one report's sightings, by the claim's id."""
    scenes: dict[str, list[Sighting]] = defaultdict(list)
    for s in sightings:
        scenes[s.scene or s.id].append(s)
    struck = any(_struck(s) for s in sightings if not s.running)
    found: dict[str, Path] = {}
    for members in scenes.values():
        found.update(dict.fromkeys((s.id for s in members), _path(members, struck=struck)))
    return found


def leaves(counts: Counter[Path], limit: int = LIMIT, root: Path = ()) -> dict[Path, Path]:
    """The path of its partition for each path down the whole ladder, by how many claims have that path.

    All lie below ``root``, and are all the claims that do.
    """
    return dict(_down(list(counts.items()), len(root), limit))


def leaf(path: Path, count: Callable[[Path], int], limit: int = LIMIT) -> Path:
    """The partition of a path, where ``count`` tells how many claims have a beginning of a path."""
    return next((path[:n] for n in range(len(path)) if count(path[:n]) <= allowed(path[:n], limit)), path)


def allowed(path: Path, limit: int = LIMIT) -> int:
    """How many claims may lie in a partition of this path."""
    return 2 * limit if Partition(path).totals else limit


def splits(found: Iterable[Path]) -> list[Path]:
    """The paths above these partitions, which were split."""
    return sorted({path[:n] for path in found for n in range(len(path))})


def notice(path: Path, limit: int = LIMIT) -> Problem:
    """The problem that a part of the record was split, saying by what: links across its parts are not drawn."""
    rung = LADDERS[path[1] if len(path) > 1 else INCIDENTS][len(path)]
    return Problem(
        noted_at(path),
        "split",
        f"{' '.join(filter(None, path)) or 'The record'}: more than {allowed(path, limit):,} claims; "
        f"linked {rung} by {rung}, so nothing is linked from one to another.",
    )


def noted_at(path: Path) -> str:
    """Where the notice of a split stands."""
    return "/".join(("record", *path))


def _down(rows: Sequence[tuple[Path, int]], depth: int, limit: int) -> Iterable[tuple[Path, Path]]:
    home = rows[0][0][:depth] if rows else ()
    if sum(number for _, number in rows) <= allowed(home, limit) or depth == HEIGHT:
        yield from ((path, path[:depth]) for path, _ in rows)
        return
    parts: dict[str, list[tuple[Path, int]]] = defaultdict(list)
    for path, number in rows:
        parts[path[depth]].append((path, number))
    for part in parts.values():
        yield from _down(part, depth + 1, limit)


def _path(scene: Sequence[Sighting], *, struck: bool) -> Path:
    chain = max((_chain(s.claim.place) for s in scene), key=lambda names: (len(names), names))
    first = scene[0]
    country, province, town = (*(chain or (first.land.lower(),)), "", "")[:3]
    if first.running and first.disease is not None:
        country, province, town = first.disease, "", ""
    tight = [s.days.first for s in scene if s.days is not None and s.days.tight and not s.running]
    day = min(tight) if tight else max(map(when, scene))
    year, month, number = date.fromordinal(day).isoformat().split("-") if day else ("", "", "")
    report = blake2b(first.report.encode(), digest_size=1).hexdigest()
    if _of_crisis(first, struck=struck):
        claim = first.claim
        return (
            country,
            TOTALS,
            claim.measure or "",
            claim.object or "",
            (claim.side or "").lower(),
            year,
            month,
            report,
        )
    return (country, INCIDENTS, year, month, province, town, number, report)


def _of_crisis(s: Sighting, *, struck: bool) -> bool:
    """Whether it is a total that no incident can claim: no toll of its own town and, as far as told, no disaster's.

    ``struck`` says that the report tells of a disaster, whose total one without a kind may be.
    """
    if s.claim.type != "figure" or not s.running:
        return False
    if s.claim.measure in TOLLS and s.spot is not None and s.spot.settled:
        return False
    return not (_struck(s) or (struck and not s.families))


def _struck(s: Sighting) -> bool:
    """Whether it tells of a disaster that strikes at one time, which an outbreak does not."""
    return "outbreak" not in s.families and disaster(s.families)


def _chain(place: Place | None) -> Path:
    """The names of a place and of those around it, folded, the country first; () where no place is told."""
    if place is None or not (place.name or place.text):
        return ()
    around = [fold(name) for name in reversed(place.within)]
    country = (place.country or (around[0] if around else "")).lower()
    if place.precision == "country":
        return (country or fold(place.name),)
    return (country, *around[1:], fold(place.name or place.text))

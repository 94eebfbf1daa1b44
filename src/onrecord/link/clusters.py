"""Scenes taken to be one incident while it grows, and what keeps two of them apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from onrecord.link.places import Spot, stand
from onrecord.link.scenes import Scene, kinds
from onrecord.link.sighting import Days
from onrecord.link.wording import thresholds


class Cluster:
    """What scenes of one incident tell of days and places, kept together so that it need not be asked of each."""

    __slots__ = ("_firm", "_kinds", "_settled", "_tight", "_told")

    def __init__(self, scene: Scene) -> None:
        own = [scene.days] if scene.tight and scene.days is not None else []
        self._tight = _extent(own)
        self._firm = _extent(own if scene.firm else [])
        self._told: dict[str, set[Days]] = defaultdict(set)
        self._told[scene.report].update(own)
        self._kinds = kinds(scene)
        self._settled = frozenset(p for p in scene.spots if p.settled)

    def admits(self, other: Cluster, *, slip: bool = False) -> bool:
        """No report tells the two apart by day or distance, and all told days lie within one of another."""
        wide = not self._kinds.isdisjoint(other._kinds)
        reach = thresholds().disaster_days if wide else thresholds().adjacent_days
        if not slip and _width(self._firm, other._firm) > reach:
            return False
        longest = thresholds().story_days if slip else max(reach, thresholds().late_days)
        if _width(self._tight, other._tight) > longest or self._told_apart(other):
            return False
        return wide or slip or not _apart(self._settled, other._settled)

    def absorb(self, other: Cluster) -> None:
        """Take in the scenes of the other."""
        self._tight = _union(self._tight, other._tight)
        self._firm = _union(self._firm, other._firm)
        self._kinds |= other._kinds
        self._settled |= other._settled
        for report, days in other._told.items():
            self._told[report] |= days

    def _told_apart(self, other: Cluster) -> bool:
        """Whether one report gives scenes of both, and days of them that differ."""
        few, many = sorted((self._told, other._told), key=len)
        return any(a.gap(b) for report in few if report in many for a in few[report] for b in many[report])


type Extent = tuple[int, int] | None  # the last first day and the first last day of some days; None of none


def _extent(days: Iterable[Days]) -> Extent:
    found = list(days)
    return (max(d.first for d in found), min(d.last for d in found)) if found else None


def _union(a: Extent, b: Extent) -> Extent:
    return (a or b) if a is None or b is None else (max(a[0], b[0]), min(a[1], b[1]))


def _width(a: Extent, b: Extent) -> int:
    """How many days lie between the days that are furthest apart."""
    both = _union(a, b)
    return 0 if both is None else both[0] - both[1]


def _apart(here: frozenset[Spot], there: frozenset[Spot]) -> bool:
    """Whether most settlements of the two lie apart."""
    return 2 * sum(stand(a, b) == "apart" for a in here for b in there) > len(here) * len(there)

"""Which incident a total or a state belongs to after all: a toll of its own place and day, or a lasting disaster."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.link.places import Spot, stand
from onrecord.link.scenes import Scene, disaster, figures_of
from onrecord.link.sighting import TOLLS, Sighting
from onrecord.link.wording import thresholds


@dataclass(frozen=True, slots=True)
class _Disaster:
    """Scenes that are one disaster: its number, families, first day (an ordinal), reports, places and measures."""

    number: int
    families: frozenset[str]
    start: int
    reports: frozenset[str]
    spots: frozenset[Spot]
    measures: frozenset[str | None]


class Homes:
    """The incidents that totals and states may belong to, found by figure or as disasters."""

    def __init__(self, clusters: Sequence[Sequence[Scene]]) -> None:
        self._sizes = [sum(len(scene.sightings) for scene in group) for group in clusters]
        self._told: dict[tuple[str, str, float], list[tuple[int, Scene]]] = defaultdict(list)
        for number, group in enumerate(clusters):
            for scene in group:
                for figure in scene.figures:
                    self._told[figure].append((number, scene))
        self._disasters = [found for n, group in enumerate(clusters) if (found := _disaster(n, group)) is not None]

    def home_of(self, s: Sighting) -> int | None:
        """The number of the incident: of its own figure first, then of its own report, then the largest."""
        restated = set()
        if s.claim.measure in TOLLS:
            restated = {n for f in figures_of([s]) for n, scene in self._told.get(f, ()) if _restated(s, scene)}
        best = [(-1, -self._sizes[n], n) for n in restated]
        if not best:
            best = [
                (rank, -self._sizes[d.number], d.number) for d in self._disasters if (rank := _rank(s, d)) is not None
            ]
        return min(best)[2] if best else None


def _disaster(number: int, group: Sequence[Scene]) -> _Disaster | None:
    families = frozenset(f for scene in group for f in scene.families)
    days = [scene.days.first for scene in group if scene.days is not None and scene.tight]
    if not disaster(families) or not days:
        return None
    spots = frozenset(p for scene in group for p in scene.spots)
    measures = frozenset(s.claim.measure for scene in group for s in scene.sightings)
    return _Disaster(number, families, min(days), frozenset(scene.report for scene in group), spots, measures)


def _rank(s: Sighting, found: _Disaster) -> int | None:
    """How near a disaster is to a total: 0 of its own report, 1 at the same or a wider place; None not at all.

    Another report's total is none where it counts a party's people or what the disaster's reports do not count.
    """
    when = s.as_of or s.days
    if "outbreak" in found.families & s.families or (s.families and not s.families & found.families):
        return None
    if when is not None and not found.start - 1 <= when.last <= found.start + thresholds().running_days:
        return None
    own = s.report in found.reports
    if not own and (s.claim.side or s.claim.measure not in found.measures):
        return None
    levels = {stand(s.spot, p) for p in found.spots}
    near = levels & {"same", "inside", "near"} or (own and (s.spot is None or "unknown" in levels))
    return (0 if own else 1) if near else None


def _restated(s: Sighting, scene: Scene) -> bool:
    """Whether a toll called a total is of the scene's own settlement and day."""
    if s.spot is None or s.spot.national or s.days is None or scene.days is None or not scene.tight:
        return False
    return s.days.gap(scene.days) <= thresholds().adjacent_days and any(
        stand(s.spot, p) in {"same", "near"} for p in scene.spots
    )

"""Scenes: what one report tells of one place and day. Scenes of several reports become incidents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from onrecord.link.places import Spot, stand
from onrecord.link.sighting import Days, Sighting, days_of, window
from onrecord.link.texts import Texts
from onrecord.link.wording import thresholds, wording

OPENING = 400
LARGE = 1000
YEAR = 365
CLOSE = ("same", "near", "told", "inside")


@dataclass(frozen=True, slots=True)
class Scene:
    """One report's sightings of one place and day, by id, with the places, days, families and numbers they give."""

    report: str
    sightings: tuple[Sighting, ...]
    spots: tuple[Spot, ...]
    days: Days | None
    families: frozenset[str]
    figures: frozenset[tuple[str, str, float]]

    @property
    def key(self) -> tuple[str, str]:
        """A stable order: the report, then the first claim."""
        return self.report, self.sightings[0].id

    @property
    def tight(self) -> bool:
        """Whether the day itself is told."""
        return self.days is not None and self.days.tight

    @property
    def whole(self) -> bool:
        """Whether both place and day are told."""
        return bool(self.spots) and self.tight

    @property
    def firm(self) -> bool:
        """Whether the day told is another than that of publication, which may only stand in for it."""
        return self.tight and all(s.published[:10] != s.claim.period.start for s in self.sightings)


class Sets:
    """Union-find over items that can be ordered; the smallest member stands for its set."""

    def __init__(self, items: Iterable[int]) -> None:
        self._parent = {item: item for item in items}

    def find(self, item: int) -> int:
        """The set's smallest member."""
        while self._parent[item] != item:
            self._parent[item] = self._parent[self._parent[item]]
            item = self._parent[item]
        return item

    def join(self, a: int, b: int) -> None:
        """Make one set of the two."""
        low, high = sorted((self.find(a), self.find(b)))
        self._parent[high] = low

    def groups(self) -> list[list[int]]:
        """The sets, each in order, ordered by their smallest member."""
        found: dict[int, list[int]] = {}
        for item in sorted(self._parent):
            found.setdefault(self.find(item), []).append(item)
        return [found[root] for root in sorted(found)]


def figures_of(sightings: Iterable[Sighting]) -> frozenset[tuple[str, str, float]]:
    """The figures that can be recognised elsewhere: measure, object and number, zero and vague ones left out."""
    return frozenset(
        (s.claim.measure or "", s.claim.object or "", s.value)
        for s in sightings
        if s.value and s.claim.figure is not None and s.claim.figure.hedge != "vague"
    )


def scene_of(sightings: Sequence[Sighting]) -> Scene:
    """The scene of sightings of one report."""
    members = tuple(sorted(sightings, key=lambda s: s.id))
    spots = tuple(sorted({s.spot for s in members if s.spot is not None}, key=lambda p: (p.label, p.words)))
    tight = sorted((s.days for s in members if s.days is not None and s.days.tight), key=lambda d: (d.first, d.last))
    days = None
    if tight:
        days = Days(tight[0].first, max(d.last for d in tight if d.first <= tight[0].first + 1), True)
    elif loose := [w for s in members if (w := window(s)) is not None]:
        days = Days(max(d.first for d in loose), min(d.last for d in loose), False)
        days = days if days.first <= days.last else loose[0]
    families = frozenset(f for s in members for f in s.families)
    local = [s for s in members if s.spot is None or not s.spot.national]
    return Scene(members[0].report, members, spots, days, families, figures_of(local or members))


def without_background(scenes: Sequence[Scene]) -> list[Scene]:
    """The scenes without figures that reports of many weeks repeat: a war's total says nothing about one strike."""
    days: dict[tuple[str, str, float], set[int]] = {}
    for scene in scenes:
        for s in scene.sightings:
            out = days_of(s.published) if (s.value or 0) >= LARGE else None
            for figure in figures_of([s]) if out is not None else ():
                days.setdefault(figure, set()).add(out.last if out else 0)
    old = {figure for figure, on in days.items() if max(on) - min(on) > thresholds().repeat_days}
    return [replace(scene, figures=scene.figures - old) if scene.figures & old else scene for scene in scenes]


def placed(a: Scene, b: Scene) -> str:
    """How the scenes' places stand to one another, the closest pair of them."""
    levels = {stand(x, y) for x in a.spots for y in b.spots}
    return next((level for level in ("same", "near", "inside", "apart") if level in levels), "unknown")


def unsettled(a: Scene, b: Scene) -> bool:
    """Whether only a report can tell how the scenes' places stand, one being unknown."""
    if placed(a, b) in CLOSE:
        return False
    return bool(a.spots) != bool(b.spots) or any(stand(x, y) == "unknown" for x in a.spots for y in b.spots)


def closeness(a: Scene, b: Scene, texts: Texts) -> str:
    """How the scenes' places stand to one another; "told": a report tells them together."""
    close = placed(a, b)
    return "told" if close not in CLOSE and _told(a, b, texts) else close


def _told(a: Scene, b: Scene, texts: Texts) -> bool:
    """Whether a report that gives no place opens with the other's, or one tells an unknown place beside the other."""
    if bool(a.spots) != bool(b.spots):
        bare, known = (b, a) if a.spots else (a, b)
        opening = texts.opening(bare.report, OPENING)
        words = {w.lower() for p in known.spots for w in (*p.words, *(p.around - {p.nation})) if len(w) > 3}
        return bool(opening) and any(re.search(rf"\b{re.escape(w)}\b", opening) for w in words)
    unknown = [(x, y) for x in a.spots for y in b.spots if stand(x, y) == "unknown"]
    return any(texts.told(x, y, report) for x, y in unknown for report in sorted({a.report, b.report}))


def kin(a: Scene, b: Scene) -> bool:
    """Whether the scenes can be of one family of incident: no family told is never a difference."""
    return not a.families or not b.families or bool(a.families & b.families)


def disaster(families: frozenset[str]) -> bool:
    """Whether one of the families spreads over a region."""
    return not families.isdisjoint(wording().wide)


def spread(a: Scene, b: Scene) -> bool:
    """Whether the scenes are of one disaster that spreads over a country: one wide family, one nation."""
    return disaster(a.families & b.families) and any(
        p.country and p.country == q.country for p in a.spots for q in b.spots
    )


def kinds(scene: Scene) -> frozenset[tuple[str, str]]:
    """The families of disaster that the scene tells, each with each of its countries."""
    wide = scene.families & wording().wide
    return frozenset((name, p.country) for name in wide for p in scene.spots if p.country)


def scenes_of(sightings: Sequence[Sighting], texts: Texts) -> list[Scene]:
    """The scenes of one report: same day and place, then what names no place or no day joins what shares its figure."""
    bins: dict[tuple[str, object], list[Sighting]] = {}
    for s in sorted(sightings, key=lambda s: s.id):
        bins.setdefault((s.spot.label if s.spot else "", s.days), []).append(s)
    scenes = [scene_of(group) for group in bins.values()]
    if len(scenes) == 1:
        return scenes
    sets = Sets(range(len(scenes)))
    pairs = [(i, j) for i in range(len(scenes)) for j in range(i + 1, len(scenes))]
    for i, j in pairs:
        if _one_scene(scenes[i], scenes[j], texts):
            sets.join(i, j)
    _settle(scenes, sets)
    return [
        scene_of([s for i in group for s in scenes[i].sightings]) if len(group) > 1 else scenes[group[0]]
        for group in sets.groups()
    ]


def _one_scene(a: Scene, b: Scene, texts: Texts) -> bool:
    """Whether two scenes of one report are one: of a day, or dated apart by a slip while they tell the same figure."""
    if not (a.whole and b.whole and a.days and b.days):
        return False
    gap, close = a.days.gap(b.days), closeness(a, b, texts)
    if gap == 0 and kin(a, b):
        nested = close == "inside" and not any(p.national for p in (*a.spots, *b.spots))
        return nested or close in ("same", "near", "told") or spread(a, b)
    if not a.figures & b.figures or close not in CLOSE:
        return False
    if abs(gap - YEAR) <= 2:
        return close in ("same", "told")
    return gap <= (thresholds().repeat_days if close == "same" else thresholds().adjacent_days)


def _settle(scenes: Sequence[Scene], sets: Sets) -> None:
    """Join each scene without a place or a day to the one it can only be: by figure, else where there is one choice."""
    for i, scene in enumerate(scenes):
        if scene.tight and any(not p.compass for p in scene.spots):
            continue
        choices = [
            j
            for j, other in enumerate(scenes)
            if j != i
            and (not scene.spots or not other.spots or stand(scene.spots[0], other.spots[0]) != "apart")
            and (not scene.tight or not other.tight or (scene.days and other.days and scene.days.gap(other.days) == 0))
            and _may_be(scene, other)
        ]
        roots = {sets.find(j) for j in choices}
        sharing = {sets.find(j) for j in choices if scene.figures & scenes[j].figures}
        if len(sharing) == 1:
            sets.join(i, next(iter(sharing)))
        elif len(roots) == 1 and not sharing and (not scene.spots or _close(scene, scenes[choices[0]])):
            sets.join(i, next(iter(roots)))
        elif not sharing:
            same = {sets.find(j) for j in choices if scene.spots and stand(scene.spots[0], _first(scenes[j])) == "same"}
            if len(same) == 1:
                sets.join(i, next(iter(same)))


def _close(a: Scene, b: Scene) -> bool:
    """Whether the scenes name one place, or a side of a country that holds the other's."""
    return any(
        stand(x, y) in {"same", "near"} or (x.compass and stand(x, y) == "inside") for x in a.spots for y in b.spots
    )


def _first(scene: Scene) -> Spot | None:
    return scene.spots[0] if scene.spots else None


def _may_be(scene: Scene, other: Scene) -> bool:
    """Whether their days can be the same: an undated scene's, or a month that holds the day."""
    if all(s.claim.period.start is None for s in scene.sightings):
        return True
    return scene.days is not None and other.days is not None and scene.days.gap(other.days) == 0

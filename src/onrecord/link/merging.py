"""Scenes of different reports joined into incidents, the surest evidence first.

Scenes that tell the same days, places and kinds are weighed as one class. Two classes are weighed once; two scenes of
them only where the figures or names that they share, or what their reports say of their places, can tell more.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.link.clusters import Cluster
from onrecord.link.evidence import EVERYTHING, FIGURES, NOTHING, SLIP, WIDER, rank, shared
from onrecord.link.scenes import Scene, Sets, closeness, kinds, placed, unsettled
from onrecord.link.texts import Texts
from onrecord.link.wording import thresholds

MOST_ECHOES = 200
LONGEST = 366

type Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Weighed:
    """What two classes are to each other: the rank of two scenes that share nothing, how their places stand (None: only
    texts can tell), and whether single scenes may have another rank, those that share a figure or all of them."""

    rank: int | None
    close: str | None
    by_figure: bool = False
    by_text: bool = False


def merge(scenes: Sequence[Scene], texts: Texts) -> list[list[Scene]]:
    """The incidents of the scenes; what a report tells apart stays apart."""
    return _Merging(scenes, texts).merged()


class _Merging:
    """The scenes by class, the evidence between them, and the clusters they are joined to."""

    def __init__(self, scenes: Sequence[Scene], texts: Texts) -> None:
        self._scenes = sorted(scenes, key=lambda scene: scene.key)
        self._texts = texts
        self._members = _classes(self._scenes)
        self._home = {i: number for number, members in enumerate(self._members) for i in members}
        self._heads = [self._scenes[members[0]] for members in self._members]
        self._sets = Sets(range(len(self._scenes)))
        self._clusters = {i: Cluster(scene) for i, scene in enumerate(self._scenes)}
        self._known: dict[Pair, _Weighed] = {}
        self._roots = [list(members) for members in self._members]

    def merged(self) -> list[list[Scene]]:
        """The scenes as they are joined."""
        by_class, by_scene = self._evidence()
        wider: dict[int, set[int]] = defaultdict(set)
        for found, a, b in by_class:
            if found == WIDER:
                wider[a].add(b)
                wider[b].add(a)
        steps = [(found, self._members[a][0], self._members[b][0], a, b, True) for found, a, b in by_class]
        steps += [(found, i, j, self._home[i], self._home[j], False) for found, i, j in by_scene]
        for found, i, j, a, b, every in sorted(steps):
            rivals = wider[a] | wider[b] if found == WIDER else set()
            if every:
                self._join_classes(a, b, found, rivals)
            else:
                self._join(i, j, found, rivals)
        return [[self._scenes[i] for i in group] for group in self._sets.groups()]

    def _join_classes(self, a: int, b: int, found: int, rivals: Iterable[int]) -> None:
        """Join each cluster of one class to each of the other."""
        here, there = self._clusters_of(a), self._clusters_of(b)
        if a == b:
            kept: list[int] = []
            for i in here:
                if not any(self._join(k, i, found, rivals) for k in kept):
                    kept.append(i)
            return
        for i in here:
            for j in there:
                self._join(i, j, found, rivals)

    def _join(self, i: int, j: int, found: int, rivals: Iterable[int]) -> bool:
        """Join the clusters of two scenes where nothing speaks against it; whether they are one now."""
        a, b = sorted((self._sets.find(i), self._sets.find(j)))
        if a == b:
            return True
        one, other = self._clusters[a], self._clusters[b]
        if not one.admits(other, slip=found == SLIP):
            return False
        others = {root for number in rivals for root in self._clusters_of(number)} - {a, b}
        if not all(self._clusters[r].admits(one) and self._clusters[r].admits(other) for r in others):
            return False
        self._sets.join(a, b)
        one.absorb(self._clusters.pop(b))
        return True

    def _clusters_of(self, number: int) -> list[int]:
        """The clusters that the scenes of a class are in now."""
        found = list(dict.fromkeys(map(self._sets.find, self._roots[number])))
        self._roots[number] = found
        return found

    def _evidence(self) -> tuple[list[tuple[int, int, int]], list[tuple[int, int, int]]]:
        """Each pair of classes, and each pair of scenes, that something speaks for, with its rank."""
        by_class = []
        pairs: set[Pair] = set()
        for a, b in sorted(self._near()):
            weighed = self._weigh(a, b)
            if weighed.by_text:
                pairs.update(self._pairs(self._members[a], self._members[b]))
            elif weighed.rank is not None:
                by_class.append((weighed.rank, a, b))
        for a, b, here, there in self._sharing():
            if self._weigh(a, b).by_figure:
                pairs.update(self._pairs(here, there))
        by_scene = []
        for i, j in pairs:
            one, other, weighed = self._scenes[i], self._scenes[j], self._weigh(self._home[i], self._home[j])
            close = weighed.close or closeness(one, other, self._texts)
            found = rank(one, other, close, shared(one, other, self._texts))
            if found is not None and (weighed.by_text or found != weighed.rank):
                by_scene.append((found, i, j))
        return by_class, by_scene

    def _pairs(self, here: Sequence[int], there: Sequence[int]) -> Iterator[Pair]:
        for i in here:
            for j in there:
                if self._scenes[i].report != self._scenes[j].report:
                    yield (i, j) if i < j else (j, i)

    def _weigh(self, a: int, b: int) -> _Weighed:
        pair = (a, b) if a < b else (b, a)
        found = self._known.get(pair)
        if found is None:
            one, other = self._heads[pair[0]], self._heads[pair[1]]
            found = self._known[pair] = _weighed(one, other, self._texts)
        return found

    def _near(self) -> set[Pair]:
        """The pairs of classes of one day, or of one disaster within days."""
        by_day: dict[int, list[int]] = defaultdict(list)
        by_kind: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, scene in enumerate(self._heads):
            if scene.days is None or scene.days.last - scene.days.first > LONGEST:
                continue
            for day in range(scene.days.first, scene.days.last + 1) if scene.tight else ():
                by_day[day].append(number)
            for kind in kinds(scene):
                by_kind[kind].append(number)
        pairs = {(a, b) for here in by_day.values() for n, a in enumerate(here) for b in here[n:]}
        for here in by_kind.values():
            for a, b in self._within(here, thresholds().disaster_days):
                pairs.add((a, b) if a < b else (b, a))
        return {(a, b) for a, b in pairs if not self._one_report(a, b)}

    def _one_report(self, a: int, b: int) -> bool:
        """Whether both classes are scenes of one report alone, which tells them apart."""
        alone = len(self._members[a]) == len(self._members[b]) == 1
        return alone and self._heads[a].report == self._heads[b].report

    def _sharing(self) -> Iterator[tuple[int, int, list[int], list[int]]]:
        """The pairs of classes within reach that share a figure, each with its scenes that tell it."""
        holders: dict[tuple[str, str, float], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for number, members in enumerate(self._members):
            for i in members if self._heads[number].days is not None else ():
                for figure in self._scenes[i].figures:
                    holders[figure][number].append(i)
        far = thresholds().late_days if self._texts.empty else thresholds().story_days
        soon = thresholds().disaster_days
        for by_class in holders.values():
            reach = max(far, soon) if sum(map(len, by_class.values())) <= MOST_ECHOES else soon
            for a, b in self._within(list(by_class), reach):
                one, other = self._heads[a].days, self._heads[b].days
                if one is not None and other is not None and (one.gap(other) <= soon or self._one_nation(a, b)):
                    yield a, b, by_class[a], by_class[b]

    def _one_nation(self, a: int, b: int) -> bool:
        return any(p.country == q.country for p in self._heads[a].spots for q in self._heads[b].spots)

    def _within(self, numbers: Sequence[int], reach: int) -> Iterator[Pair]:
        """The pairs of these classes that lie no further apart than so many days, each class also with itself."""
        told = sorted((days.first, days.last, n) for n in numbers if (days := self._heads[n].days) is not None)
        firsts = [first for first, _, _ in told]
        for at, (_, last, a) in enumerate(told):
            for _, _, b in told[at : bisect_right(firsts, last + reach)]:
                yield a, b


def _classes(scenes: Sequence[Scene]) -> list[list[int]]:
    """The scenes' numbers by what they tell of days, places and kinds, in order of their first."""
    found: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for i, scene in enumerate(scenes):
        found[scene.days, scene.spots, scene.families, scene.firm].append(i)
    return list(found.values())


def _weighed(a: Scene, b: Scene, texts: Texts) -> _Weighed:
    """What two classes are to each other, by the first scene of each."""
    close, most = placed(a, b), FIGURES if texts.empty else EVERYTHING
    least = rank(a, b, close, NOTHING)
    if texts.empty or not unsettled(a, b) or rank(a, b, "told", most) is None:
        return _Weighed(least, close, by_figure=rank(a, b, close, most) != least)
    one_day = a.tight and b.tight and a.days is not None and b.days is not None and not a.days.gap(b.days)
    return _Weighed(least, None, by_figure=True, by_text=one_day)

"""Which claims are of one incident (codebook section 2: same place, same day give or take one, same kind) or crisis."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.link.crises import crises
from onrecord.link.echoes import echo, recall, settle
from onrecord.link.homes import Homes
from onrecord.link.partitions import Partition
from onrecord.link.places import Spot, stand
from onrecord.link.scenes import (
    CLOSE,
    Scene,
    Sets,
    closeness,
    disaster,
    kin,
    scene_of,
    scenes_of,
    spread,
    telling,
    without_background,
)
from onrecord.link.sighting import Days, Sighting
from onrecord.link.slugs import distinct, slug_of
from onrecord.link.stories import retell, retold_in
from onrecord.link.texts import Texts
from onrecord.link.wording import thresholds

WIDER = (5,)
SLIP = 12
UNCOMMON = 5
MOST_ECHOES = 200


@dataclass(frozen=True, slots=True)
class Incident:
    """An incident or a crisis: its slug, its sightings, its places, and whether its figures spread over a region."""

    slug: str
    sightings: tuple[Sighting, ...]
    spots: tuple[Spot, ...]
    days: Days | None
    families: frozenset[str]
    running: bool
    wide: bool


class _Cluster:
    """Scenes taken to be one incident while it grows."""

    def __init__(self, scene: Scene) -> None:
        self.scenes = [scene]

    @property
    def firm(self) -> list[Days]:
        return [s.days for s in self.scenes if s.firm and s.days is not None]

    def admits(self, other: _Cluster, *, slip: bool = False) -> bool:
        """No report tells the two apart by day or distance, and all told days lie within one of another."""
        wide = any(spread(a, b) for a in self.scenes for b in other.scenes)
        days = self.firm + other.firm
        reach = thresholds().disaster_days if wide else thresholds().adjacent_days
        if not slip and days and max(d.first for d in days) - min(d.last for d in days) > reach:
            return False
        told = [s.days for c in (self, other) for s in c.scenes if s.tight and s.days is not None]
        longest = thresholds().story_days if slip else max(reach, thresholds().late_days)
        if told and max(d.first for d in told) - min(d.last for d in told) > longest:
            return False
        for a in self.scenes:
            for b in other.scenes:
                if a.report == b.report and a.tight and b.tight and a.days and b.days and a.days.gap(b.days):
                    return False
        if wide:
            return True
        here, there = ({p for s in c.scenes for p in s.spots if p.settled} for c in (self, other))
        apart = sum(stand(a, b) == "apart" for a in here for b in there)
        return slip or 2 * apart <= len(here) * len(there)


def incidents(sightings: Sequence[Sighting], texts: Texts, partition: Partition) -> list[Incident]:
    """Every incident and crisis of a partition, each sighting in exactly one. Figures make them, others join them."""
    figures = [s for s in sightings if s.claim.type == "figure"]
    single, totals = _counted(figures, texts)
    left = _join([s for s in sightings if s.claim.type != "figure"], single, texts)
    found = [_incident(group, running=False) for group in single if group]
    found += [_incident(group, running=False) for group in _counted(left, texts)[0] if group]
    return _distinct(found + [_incident(group, running=True) for group in totals], partition)


def _counted(figures: Sequence[Sighting], texts: Texts) -> tuple[list[list[Sighting]], list[list[Sighting]]]:
    """The sightings by incident, and by crisis."""
    told: dict[tuple[str, str], list[Sighting]] = defaultdict(list)
    running: list[Sighting] = []
    for s in sorted(figures, key=lambda s: (s.published, s.report, s.id)):
        (running.append(s) if s.running else told[s.report, s.scene].append(s))
    scenes = without_background([x for scene in sorted(told) for x in _scenes(told[scene], texts)])
    clusters = retell(_merge(scenes, texts), texts)
    homes: dict[int, list[Sighting]] = {i: [s for c in group for s in c.sightings] for i, group in enumerate(clusters)}
    left = []
    known = Homes(clusters)
    for s in running:
        home = known.home_of(s)
        if home is None:
            left.append(s)
        else:
            homes[home].append(s)
    single = [homes[i] for i in sorted(homes)]
    totals = crises(left)
    recall(single)
    echo(single, totals)
    return single, [[moved.get(s.id, s) for s in group] for group in totals for moved in (settle(group),)]


def _scenes(told: Sequence[Sighting], texts: Texts) -> list[Scene]:
    """The scenes of sightings of one report that are of one scene, or that no scene was found for yet."""
    return [scene_of(told)] if told[0].scene else scenes_of(told, texts)


def _join(others: Sequence[Sighting], single: list[list[Sighting]], texts: Texts) -> list[Sighting]:
    """Put each other claim into the incident that its report retells, or of its place and day; return the rest."""
    where: dict[tuple[str, int], list[int]] = defaultdict(list)
    for i, group in enumerate(single):
        for place, day in sorted(
            {(s.spot.label, s.days.first) for s in group if s.spot is not None and s.days is not None}
        ):
            where[place, day].append(i)
    retellings = retold_in((s.report for s in others), single, texts)
    left = []
    for s in sorted(others, key=lambda s: s.id):
        homes = where.get((s.spot.label, s.days.first), []) if s.spot is not None and s.days is not None else []
        own = [i for i in homes if any(member.report == s.report for member in single[i])]
        if s.report in retellings:
            single[retellings[s.report]].append(s)
        elif own or homes:
            single[(own or homes)[0]].append(s)
        else:
            left.append(s)
    return left


def _merge(scenes: Sequence[Scene], texts: Texts) -> list[list[Scene]]:
    """Join scenes of different reports, the surest evidence first; what a report tells apart stays apart."""
    sets = Sets(range(len(scenes)))
    clusters = {i: _Cluster(scene) for i, scene in enumerate(scenes)}
    keys = [scene.key for scene in scenes]
    ranked = []
    for i, j in _candidates(scenes):
        rank = _rank(scenes[i], scenes[j], texts)
        if rank is not None:
            ranked.append((rank, sorted((keys[i], keys[j])), i, j))
    vague: dict[int, set[int]] = defaultdict(set)
    for rank, _, i, j in ranked:
        if rank in WIDER:
            vague[i].add(j)
            vague[j].add(i)
    for rank, _, i, j in sorted(ranked, key=lambda row: (row[0], row[1])):
        a, b = sets.find(i), sets.find(j)
        if a == b or not clusters[a].admits(clusters[b], slip=rank == SLIP):
            continue
        rivals = {sets.find(k) for k in vague[i] | vague[j]} - {a, b}
        if rank not in WIDER or all(
            clusters[r].admits(clusters[a]) and clusters[r].admits(clusters[b]) for r in rivals
        ):
            sets.join(a, b)
            root, other = sorted((a, b))
            clusters[root].scenes += clusters.pop(other).scenes
    return [[scenes[k] for k in group] for group in sets.groups()]


def _candidates(scenes: Sequence[Scene]) -> list[tuple[int, int]]:
    """Pairs of scenes of different reports that share a day, or nearly: dated ones by day, the others by month."""
    by_day: dict[int, list[int]] = defaultdict(list)
    by_month: dict[int, list[int]] = defaultdict(list)
    loose: list[int] = []
    for i, scene in enumerate(scenes):
        if scene.days is None:
            continue
        if scene.tight:
            for day in range(scene.days.first, scene.days.last + 1):
                by_day[day].append(i)
            by_month[scene.days.first // 31].append(i)
        else:
            loose.append(i)
    pairs: set[tuple[int, int]] = set()
    for day, here in by_day.items():
        for i in here:
            for step in range(thresholds().disaster_days + 1):
                pairs.update((min(i, j), max(i, j)) for j in by_day.get(day + step, ()) if i != j)
    for n, i in enumerate(loose):
        days = scenes[i].days
        if days is None or days.last - days.first > 366:
            continue
        for month in range(days.first // 31, days.last // 31 + 1):
            pairs.update((min(i, j), max(i, j)) for j in by_month.get(month, ()))
        pairs.update((i, j) if i < j else (j, i) for j in loose[n + 1 :])
    by_figure: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for i, scene in enumerate(scenes):
        for figure in scene.figures:
            for nation in {p.country for p in scene.spots}:
                by_figure[nation, *figure].append(i)
    for here in by_figure.values():
        if len(here) <= MOST_ECHOES:
            pairs.update((i, j) for n, i in enumerate(here) for j in here[n + 1 :])
    return sorted(p for p in pairs if scenes[p[0]].report != scenes[p[1]].report)


def _rank(a: Scene, b: Scene, texts: Texts) -> int | None:
    """How sure it is that two scenes are one incident, 0 the surest; None when nothing speaks for it."""
    if a.days is None or b.days is None or not kin(a, b):
        return None
    gap, shared = a.days.gap(b.days), not a.figures.isdisjoint(b.figures)
    tight, one_disaster = a.days.tight and b.days.tight, spread(a, b)
    if not (shared or one_disaster or (tight and gap == 0)):
        return None
    close = closeness(a, b, texts)
    if close == "apart" and not one_disaster:
        misplaced = shared and gap <= thresholds().adjacent_days and texts.kindred(a.report, b.report)
        return SLIP if misplaced else None
    if one_disaster and adjacent_disaster(gap):
        return 3
    if gap > thresholds().adjacent_days:
        return _late(a, b, gap, close, texts)
    national = any(p.national for p in (*a.spots, *b.spots)) and not one_disaster
    if tight and gap == 0:
        if close in ("same", "near", "told") and (not national or shared):
            return {"same": 0, "told": 1, "near": 2}[close]
        if one_disaster or (close == "inside" and shared):
            return 3
        if close in CLOSE:
            return None if national else 5
        return 4 if telling(a, b) or (shared and texts.kindred(a.report, b.report)) else None
    if tight:
        sure = telling(a, b) or (shared and texts.kindred(a.report, b.report))
        return 7 if sure and close in CLOSE else None
    if gap > 0 or not shared:
        return None
    if close in ("same", "near") or telling(a, b) or texts.kindred(a.report, b.report):
        return 8
    return None


def _late(a: Scene, b: Scene, gap: int, close: str, texts: Texts) -> int | None:
    """The rank of a later story of one place that repeats a figure and shares names, dated by a slip or publication."""
    shared = a.figures & b.figures
    told = close == "told" and not (a.spots and b.spots)
    if not shared or not (told or close in ("same", "near", "inside")) or any(p.national for p in (*a.spots, *b.spots)):
        return None
    if a.firm and b.firm:
        slip = telling(a, b) and gap <= thresholds().repeat_days and texts.kindred(a.report, b.report)
        return SLIP if slip else None
    sure = gap <= thresholds().repeat_days or telling(a, b) or texts.tied(a.report, b.report)
    if sure and gap <= thresholds().story_days and texts.kindred(a.report, b.report):
        return SLIP
    loose = (told or close == "inside") and (a.firm or b.firm) and gap <= thresholds().late_days
    return SLIP if loose and max(n for *_, n in shared) >= UNCOMMON else None


def adjacent_disaster(gap: int) -> bool:
    """Whether dates of one country's disaster are near enough to be slips of one date."""
    return 0 < gap <= thresholds().disaster_days


def _incident(sightings: Sequence[Sighting], *, running: bool) -> Incident:
    every = tuple(sorted(sightings, key=lambda s: (s.published, s.report, s.id)))
    counting = tuple(s for s in every if s.claim.type == "figure") or every
    spots = tuple(sorted({s.spot for s in counting if s.spot is not None}, key=lambda p: (p.label, p.words)))
    tight = [s.days for s in counting if s.days is not None and s.days.tight and not s.running]
    families = frozenset(f for s in counting for f in s.families)
    days = Days(min(d.first for d in tight), max(d.last for d in tight), True) if tight else None
    slug = slug_of(counting, running=running)
    return Incident(slug, every, spots, days, families, running, disaster(families))


def _distinct(found: Sequence[Incident], partition: Partition) -> list[Incident]:
    """The incidents with slugs that differ within the partition and from those of every other one."""
    slugs = distinct([(incident.slug, incident.sightings, incident.running) for incident in found], partition)
    return [replace(incident, slug=slug) for incident, slug in zip(found, slugs, strict=True)]

"""Which claims are of one incident (codebook section 2: same place, same day give or take one, same kind) or crisis."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.link.crises import crises
from onrecord.link.echoes import echo, recall, settle
from onrecord.link.homes import Homes
from onrecord.link.merging import merge
from onrecord.link.partitions import Partition
from onrecord.link.places import Spot
from onrecord.link.scenes import Scene, disaster, scene_of, scenes_of, without_background
from onrecord.link.sighting import Days, Sighting
from onrecord.link.slugs import distinct, slug_of
from onrecord.link.stories import retell, retold_in
from onrecord.link.texts import Texts


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
    clusters = retell(merge(scenes, texts), texts)
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
    reports = [{s.report for s in group} for group in single]
    left: list[Sighting] = []
    for s in sorted(others, key=lambda s: s.id):
        homes = where.get((s.spot.label, s.days.first), []) if s.spot is not None and s.days is not None else []
        own = [i for i in homes if s.report in reports[i]]
        home = retellings.get(s.report, next(iter(own or homes), None))
        if home is None:
            left.append(s)
        else:
            single[home].append(s)
            reports[home].add(s.report)
    return left


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

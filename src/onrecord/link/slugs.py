"""Incidents' slugs from what most reports say, so that no order of arrival and no single report moves them.

A slug is the place and day that most of an incident's reports give; a crisis has its country's or disease's name. Of
two incidents of one slug the one that more reports tell keeps it, and the other takes along the least of its claims'
ids, which are hashes of their places in the text.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from datetime import date

from onrecord.link.crises import when
from onrecord.link.partitions import Partition
from onrecord.link.sighting import Sighting

_DAY = re.compile(r"\d{4}-\d\d(?:-\d\d)?$")


def slug_of(sightings: Sequence[Sighting], *, running: bool) -> str:
    """The slug of an incident or, ``running``, of a crisis, before others of the same slug are looked at."""
    if running:
        return (_disease(sightings) or _nation(sightings)).replace(" ", "-")
    tight = [(s.report, s.days.first) for s in sightings if s.days is not None and s.days.tight and not s.running]
    days = _votes(tight or [(s.report, when(s)) for s in sightings if when(s)])
    first = max(sorted(days), key=days.__getitem__, default=None)
    day = date.fromordinal(first).isoformat() if first else "undated"
    return f"{_place(sightings)} {day if tight else day[:7]}".replace(" ", "-")


def _votes[T: Hashable](told: Sequence[tuple[str, T]]) -> Counter[T]:
    """How many reports tell each thing."""
    return Counter(thing for _, thing in set(told))


def _disease(sightings: Sequence[Sighting]) -> str:
    votes = _votes([(s.report, s.disease) for s in sightings if s.disease and "outbreak" in s.families])
    return max(sorted(votes), key=votes.__getitem__, default="")


def _nation(sightings: Sequence[Sighting]) -> str:
    told = [(s.report, s.spot.nation or s.spot.label) for s in sightings if s.spot is not None]
    votes = _votes([(report, nation) for report, nation in told if len(nation) > 2])
    return max(sorted(votes), key=votes.__getitem__, default="unplaced")


def _place(sightings: Sequence[Sighting]) -> str:
    spots = [(s.report, s.spot) for s in sightings if s.spot is not None]
    votes = _votes([(report, spot.label) for report, spot in spots])
    small = {spot.label for _, spot in spots if not spot.national}
    settled = {spot.label for _, spot in spots if spot.settled}
    return max(sorted(votes), key=lambda label: (label in small, label in settled, votes[label]), default="unplaced")


def distinct(named: Sequence[tuple[str, Sequence[Sighting], bool]], partition: Partition) -> list[str]:
    """The slugs of (slug, sightings, running) made to differ, in the order given, here and from all partitions."""
    found = [_of_partition(slug, sightings, partition, running=running) for slug, sightings, running in named]
    rivals: dict[str, list[int]] = defaultdict(list)
    for n, slug in enumerate(found):
        rivals[slug].append(n)
    for slug, numbers in rivals.items():
        for n in sorted(numbers, key=lambda n: _weight(named[n][1]))[1:]:
            found[n] = f"{slug}-{_least(named[n][1])}"
    return found


def _of_partition(slug: str, sightings: Sequence[Sighting], partition: Partition, *, running: bool) -> str:
    """The slug with what tells its partition from others: where it lies and what of it, unless its own day tells."""
    where = ".".join((*partition.place, slug)).replace(" ", "-")
    if running:
        return "-".join((where, *partition.rest)).replace(" ", "-")
    day = _DAY.search(slug)
    at_home = partition.holds(day[0] if day else "") and not partition.by_report
    return where if at_home else f"{where}-{_least(sightings)}"


def _least(sightings: Sequence[Sighting]) -> str:
    return min(s.id for s in sightings)[:6]


def _weight(sightings: Sequence[Sighting]) -> tuple[int, str, str]:
    """Most reports first, then the first published, then the least id."""
    reports = len({s.report for s in sightings})
    return -reports, min(s.published for s in sightings), min(s.id for s in sightings)

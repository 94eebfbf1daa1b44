"""Stories told again: a trial a year later, an anniversary, a profile of a victim are of the incident they retell.

Such reports often give no place, or date what happened by the hearing. The names of people that they share with the
incident's own reports tell whom they are about; a report that tells the two apart keeps them apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from onrecord.link.places import stand
from onrecord.link.scenes import Scene, Sets, disaster
from onrecord.link.sighting import TOLLS, Sighting
from onrecord.link.texts import Texts
from onrecord.link.wording import thresholds


def retell(clusters: Sequence[list[Scene]], texts: Texts) -> list[list[Scene]]:
    """The clusters of scenes, those joined that tell one story by the names they share, the surest first."""
    if texts.empty:
        return list(clusters)
    mains = _mains([[s for scene in scenes for s in scene.sightings] for scenes in clusters])
    sets = Sets(range(len(clusters)))
    holds = {i: list(scenes) for i, scenes in enumerate(clusters)}
    heads = {i: set(mains.get(i, ())) for i in holds}
    for _, _, i, j in sorted(_ranked(mains, texts)):
        a, b = sorted((sets.find(i), sets.find(j)))
        if a != b and _one_story(holds[a], holds[b], heads[a], heads[b], texts):
            sets.join(a, b)
            holds[a] += holds.pop(b)
            heads[a] |= heads.pop(b)
    return [holds[group[0]] for group in sets.groups()]


def retold_in(reports: Iterable[str], groups: Sequence[Sequence[Sighting]], texts: Texts) -> dict[str, int]:
    """The incident, by its number, that each of these reports retells, though it counts nothing itself."""
    if texts.empty:
        return {}
    mains = _mains(groups)
    known = {report: i for i, own in mains.items() for report in own}
    found = {}
    for report in sorted(set(reports) - set(known)):
        votes: Counter[int] = Counter()
        for other, shared in texts.kin_of(report):
            if other in known:
                votes[known[other]] += shared
        if votes:
            found[report] = max(sorted(votes), key=votes.__getitem__)
    return found


def _mains(groups: Sequence[Sequence[Sighting]]) -> dict[int, set[str]]:
    """The reports that each cluster is the main one of: their tolls count first, the earlier in the text the more."""
    order: dict[str, list[tuple[bool, int, str, int]]] = defaultdict(list)
    for i, group in enumerate(groups):
        for s in group:
            if s.claim.type == "figure":
                order[s.report].append((s.claim.measure not in TOLLS, s.claim.span.start, s.id, i))
    weights: dict[str, Counter[int]] = defaultdict(Counter)
    for report, row in order.items():
        first = sorted(place for place in row if place[0] == min(row)[0])
        for rank, (*_, i) in enumerate(first, 1):
            weights[report][i] += 1000 // rank
    found: dict[int, set[str]] = defaultdict(set)
    for report, counts in weights.items():
        found[max(sorted(counts), key=counts.__getitem__)].add(report)
    return dict(found)


def _ranked(mains: Mapping[int, Iterable[str]], texts: Texts) -> list[tuple[int, list[str], int, int]]:
    """Pairs of clusters whose main reports share names, those with most names first."""
    home = {report: i for i, reports in mains.items() for report in reports}
    found = []
    for a, b, shared in texts.kin_pairs(sorted(home)):
        if home[a] != home[b]:
            found.append((-shared, sorted((a, b)), home[a], home[b]))
    return found


def _one_story(a: Sequence[Scene], b: Sequence[Scene], mine: set[str], theirs: set[str], texts: Texts) -> bool:
    """Whether most main reports of the smaller side share names with the other, and nothing tells the two apart."""
    families = [frozenset(f for s in side for f in s.families) for side in (a, b)]
    if any(disaster(f) for f in families) or (all(families) and not families[0] & families[1]):
        return False
    few, many = sorted((mine, theirs), key=lambda side: (len(side), sorted(side)))
    tied = sum(any(texts.tied(r, other) for other in many) for r in few)
    both = {s.report for s in a} & theirs | {s.report for s in b} & mine
    if 2 * tied >= len(few):
        return not both or _one_day(a, b) or _told_twice(a, b, both)
    if (both and not _told_twice(a, b, both)) or not _may_be(a, b):
        return False
    surely = not _one_day(a, b, thresholds().repeat_days)
    near = sum(any(texts.kin(r, other, surely=surely) for other in many) for r in few)
    return 2 * near >= len(few)


def _told_twice(a: Sequence[Scene], b: Sequence[Scene], both: set[str]) -> bool:
    """Whether each report that tells of both gives one figure in both, at places that are not apart: a slip of date."""
    return not _apart(a, b) and all(
        any(x.figures & y.figures for x in a for y in b if x.report == y.report == report) for report in both
    )


def _one_day(a: Sequence[Scene], b: Sequence[Scene], reach: int | None = None) -> bool:
    """Whether all told days of both lie within one (or ``reach``) of another."""
    days = [s.days for s in (*a, *b) if s.tight and s.days is not None]
    most = thresholds().adjacent_days if reach is None else reach
    return not days or max(d.first for d in days) - min(d.last for d in days) <= most


def _may_be(a: Sequence[Scene], b: Sequence[Scene]) -> bool:
    """Whether place or day speak for one incident: not both another day and another place."""
    if _apart(a, b):
        return False
    firm = [[s.days for s in side if s.firm and s.days is not None] for side in (a, b)]
    gaps = [x.gap(y) for x in firm[0] for y in firm[1]]
    if not gaps or min(gaps) <= thresholds().adjacent_days:
        return True
    figures = [frozenset(f for s in side for f in s.figures) for side in (a, b)]
    return bool(figures[0] & figures[1]) or min(gaps) > thresholds().story_days


def _apart(a: Sequence[Scene], b: Sequence[Scene]) -> bool:
    """Whether every pair of their places is apart."""
    levels = [stand(x, y) for s in a for t in b for x in s.spots for y in t.spots]
    return bool(levels) and all(level == "apart" for level in levels)

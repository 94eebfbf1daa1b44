"""Chooses which place of a name a report means: by what encloses it, the story's countries and areas, and size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, exp, log10, radians

from onrecord.extract.place_mentions import Mention
from onrecord.gazetteer import Entry, fold

MOST = 24
SHARPNESS = 1.4
ROUNDS = 3
COUNTRY_WORTH = 3.0
AREA_WORTH = 2.5
NEAR_WORTH = 1.5
NEAR_KM = 120.0
CONTAINER_WORTH = 6.0


@dataclass(slots=True)
class _Group:
    """All mentions of one name under one hint; scores change from round to round."""

    mentions: list[Mention]
    candidates: list[Entry]
    base: list[float]
    shares: list[float]
    weight: float


@dataclass(frozen=True, slots=True)
class Story:
    """What the whole report says of where it plays: shares of evidence by country."""

    countries: tuple[tuple[str, float], ...]

    @property
    def main(self) -> str | None:
        """The country with the most evidence."""
        return self.countries[0][0] if self.countries else None


def _base(entry: Entry, mention: Mention) -> float:
    """How well known a candidate is, and how well its kind fits the words beside the name."""
    if entry.kind == "country":
        worth = 8.5
    elif entry.kind == "admin1":
        worth = 4.0 + 0.3 * log10(entry.population + 10)
    elif entry.kind == "admin2":
        worth = 1.6 + 0.2 * log10(entry.population + 10)
    elif entry.kind == "settlement":
        worth = log10(entry.population + 30)
    else:
        worth = 6.2
    worth -= (0.0, 1.0, 2.2, 2.0)[entry.rank]
    area = entry.kind in ("admin1", "admin2", "region")
    if mention.hint == "area":
        worth += 5.0 if area else -3.0
    elif mention.hint == "settlement":
        worth += 4.0 if entry.kind == "settlement" else -2.0
    elif entry.kind == "admin1" and entry.country not in ("US", "CA", "AU", "GB"):
        worth -= 1.0
    return worth


def _holds(outer: Entry, inner: Entry) -> bool:
    if outer.id == inner.id:
        return False
    if outer.kind == "country":
        return inner.country == outer.country and inner.kind != "country"
    if outer.kind == "admin1":
        return inner.admin1 == outer.admin1 and inner.kind != "admin1"
    if outer.kind == "admin2":
        return inner.admin2 == outer.admin2 and inner.kind != "admin2"
    if outer.kind in ("region", "settlement", "neighbourhood"):
        return _km(outer, inner) < (400 if outer.kind == "region" else 40) and outer.country == inner.country
    return False


def _km(a: Entry, b: Entry) -> float:
    """Distance good enough for ranking, in kilometres."""
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return 9e9
    x = (a.longitude - b.longitude) * cos(radians(a.latitude))
    y = a.latitude - b.latitude
    return float(111.2 * (x * x + y * y) ** 0.5)


def _soft(scores: Sequence[float]) -> list[float]:
    top = max(scores)
    raised = [exp(SHARPNESS * (score - top)) for score in scores]
    total = sum(raised)
    return [one / total for one in raised]


def _groups(mentions: Sequence[Mention]) -> list[_Group]:
    by_key: dict[tuple[str, str | None], list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_key[fold(mention.name), "area" if mention.hint == "area" else None].append(mention)
    groups = []
    for same in by_key.values():
        worth: dict[int, float] = {}
        entries = {entry.id: entry for mention in same for entry in mention.candidates}
        for entry in entries.values():
            worth[entry.id] = max(_base(entry, mention) for mention in same)
            for mention in same:
                if any(_holds(outer, entry) for outer in mention.container):
                    worth[entry.id] += CONTAINER_WORTH
                    break
        ranked = sorted(entries.values(), key=lambda e: (-worth[e.id], e.id))[:MOST]
        base = [worth[entry.id] for entry in ranked]
        groups.append(
            _Group(same, ranked, base, _soft(base), 1 + log10(len(same)) + 0.5 * (max(m.weight for m in same) - 1))
        )
    return groups


def choose(mentions: Sequence[Mention], demonyms: dict[str, float]) -> tuple[dict[int, Entry], Story]:
    """The entry meant by each mention that has candidates (by its start), and the story's countries."""
    groups = _groups([mention for mention in mentions if mention.candidates])
    for group in groups:
        for other in groups:
            if other is group:
                continue
            for mention in other.mentions:
                if mention.container and any(entry in mention.container for entry in group.candidates[:1]):
                    bonus = [
                        2.0 if any(_holds(entry, inner) for inner in other.candidates) else 0.0
                        for entry in group.candidates
                    ]
                    group.base = [a + b for a, b in zip(group.base, bonus, strict=True)]
                    break
    countries: dict[str, float] = defaultdict(float, demonyms)
    for _ in range(ROUNDS):
        countries = defaultdict(float, demonyms)
        areas: dict[str, float] = defaultdict(float)
        for group in groups:
            for entry, share in zip(group.candidates, group.shares, strict=True):
                _count(entry, share * group.weight, countries, areas)
        country_total = sum(countries.values()) or 1.0
        area_total = sum(areas.values()) or 1.0
        for group in groups:
            own: dict[str, float] = defaultdict(float)
            own_area: dict[str, float] = defaultdict(float)
            for entry, share in zip(group.candidates, group.shares, strict=True):
                _count(entry, share * group.weight, own, own_area)
            scores = []
            for entry, base in zip(group.candidates, group.base, strict=True):
                score = base
                if entry.country is not None:
                    score += COUNTRY_WORTH * max(0.0, countries[entry.country] - own[entry.country]) / country_total
                if entry.admin1 is not None and entry.kind != "admin1":
                    score += AREA_WORTH * min(
                        1.0, 2 * max(0.0, areas[entry.admin1] - own_area[entry.admin1]) / area_total
                    )
                scores.append(score)
            group.shares = _soft(scores)
    _pull_near(groups)
    chosen: dict[int, Entry] = {}
    for group in groups:
        best = max(range(len(group.shares)), key=lambda i: group.shares[i])
        for mention in group.mentions:
            entry = group.candidates[best]
            if mention.container and len(group.mentions) > 1:
                inside = [e for e in group.candidates if any(_holds(outer, e) for outer in mention.container)]
                entry = inside[0] if inside and entry not in inside else entry
            chosen[mention.start] = entry
    order = sorted(countries.items(), key=lambda pair: (-pair[1], pair[0]))
    return chosen, Story(tuple((code, worth) for code, worth in order if worth > 0.2))


def _count(entry: Entry, worth: float, countries: dict[str, float], areas: dict[str, float]) -> None:
    if entry.country is not None:
        countries[entry.country] += worth * (1.3 if entry.kind == "country" else 1.0)
    if entry.admin1 is not None:
        areas[entry.admin1] += worth * (1.5 if entry.kind == "admin1" else 1.0)


def _pull_near(groups: Sequence[_Group]) -> None:
    """Raises candidates near the places the other names most likely mean."""
    anchors = []
    for group in groups:
        best = max(range(len(group.shares)), key=lambda i: group.shares[i])
        if group.candidates[best].kind in ("settlement", "admin2", "neighbourhood"):
            anchors.append((id(group), group.candidates[best], group.shares[best]))
    for group in groups:
        if len(group.candidates) < 2 or max(group.shares) > 0.97:
            continue
        pull = []
        for entry in group.candidates:
            total = sum(
                share * exp(-_km(entry, other) / NEAR_KM) for owner, other, share in anchors if owner != id(group)
            )
            pull.append(NEAR_WORTH * min(1.5, total))
        group.shares = _soft([_log(share) / SHARPNESS + extra for share, extra in zip(group.shares, pull, strict=True)])


def _log(value: float) -> float:
    return 2.302585 * log10(max(value, 1e-12))

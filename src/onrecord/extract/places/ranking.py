"""Chooses which place of a name a report means: by what encloses it, the story's countries and areas, and size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, exp, log10, radians

from onrecord.extract.places.chains import Mention
from onrecord.gazetteer import Entry, fold

MOST = 24
SHARPNESS = 1.2
ROUNDS = 3
COUNTRY_WORTH = 4.0
AREA_WORTH = 2.5
NEAR_WORTH = 1.5
NEAR_KM = 80.0
NAMESAKE_COST = 3.0  # a town that shares its name with a country ("Mexico") is seldom meant
CONTAINER_WORTH = 6.0
CAPITAL_WORTH = 0.7
FAMOUS_WORTH = 0.5
RANK_COST = (0.0, 2.2, 2.5, 2.0)
LARGE = frozenset(("US", "CA", "AU", "RU", "CN", "IN", "BR"))


@dataclass(slots=True)
class _Group:
    """All mentions of one name under one hint; scores change from round to round."""

    mentions: list[Mention]
    candidates: list[Entry]
    base: list[float]
    shares: list[float]
    weight: float

    @property
    def best(self) -> int:
        """Where the likeliest candidate stands."""
        return max(range(len(self.shares)), key=lambda i: self.shares[i])


@dataclass(frozen=True, slots=True)
class Story:
    """What the whole report says of where it plays: evidence by country and by first-level area, the most first."""

    countries: tuple[tuple[str, float], ...]
    areas: tuple[tuple[str, float], ...]

    @property
    def main(self) -> str | None:
        """The country with the most evidence."""
        return self.countries[0][0] if self.countries else None

    @property
    def main_area(self) -> str | None:
        """The area of the main country that holds most of its evidence, if one does."""
        inside = [(code, worth) for code, worth in self.areas if code.split(".")[0] == self.main]
        total = sum(worth for _, worth in inside)
        return inside[0][0] if inside and inside[0][1] > 0.7 * total and inside[0][1] > 1.0 else None


def _base(entry: Entry, mention: Mention) -> float:
    """How well known a candidate is, and how well its kind fits the words beside the name."""
    if entry.kind == "country":
        worth = 8.5
    elif entry.kind == "admin1":
        worth = 4.6 + 0.3 * log10(entry.population + 10)
    elif entry.kind == "admin2":
        worth = 1.6 + 0.2 * log10(entry.population + 10)
    elif entry.kind == "settlement":
        worth = log10(entry.population + 30) + CAPITAL_WORTH * entry.capital
        worth += FAMOUS_WORTH if entry.population > 1_000_000 else 0.0
    else:
        worth = 6.2 if entry.country else 7.5
    worth -= RANK_COST[entry.rank]
    area = entry.kind in ("admin1", "admin2", "region")
    if mention.hint == "area":
        worth += 4.0 if area else -2.0
    elif mention.hint == "settlement":
        worth += 4.0 if entry.kind == "settlement" else -2.0
    elif entry.kind == "admin1" and entry.country not in ("US", "CA", "AU", "GB"):
        worth -= 2.0
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
        state = any(entry.kind == "country" and entry.rank == 0 for entry in entries.values())
        for entry in entries.values():
            worth[entry.id] = max(_base(entry, mention) for mention in same)
            if state and entry.kind == "settlement":
                worth[entry.id] -= NAMESAKE_COST
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


def choose(mentions: Sequence[Mention], demonyms: Mapping[str, float]) -> tuple[dict[int, Entry], Story]:
    """The entry meant by each mention that has candidates (by its start), and the story's countries and areas.

    A small place that nothing else in the story supports is not chosen: its mention is left out.
    """
    groups = _groups([mention for mention in mentions if mention.candidates])
    _raise_containers(groups)
    countries: dict[str, float] = dict(demonyms)
    areas: dict[str, float] = {}
    for _ in range(ROUNDS):
        countries = defaultdict(float, demonyms)
        areas = defaultdict(float)
        for group in groups:
            for entry, share in zip(group.candidates, group.shares, strict=True):
                _count(entry, share * group.weight, countries, areas)
        for group in groups:
            _rescore(group, countries, areas)
    _pull_near(groups)
    tops = [group.candidates[group.best] for group in groups]
    dominant = max(areas.values(), default=0.0) > 0.6 * sum(areas.values()) and max(areas.values(), default=0.0) > 2
    chosen: dict[int, Entry] = {}
    for group, top in zip(groups, tops, strict=True):
        usual = _first_supported(group, countries, areas, tops, dominant)
        for mention in group.mentions:
            choice = usual
            if mention.container:
                inside = [e for e in group.candidates if any(_holds(outer, e) for outer in mention.container)]
                if inside:
                    choice = top if top in inside else inside[0]
                elif any(_holds(top, inner) for inner in mention.container):
                    choice = top
                elif _area_like(mention.container) and _doubtful(top):
                    choice = None
            if choice is not None:
                chosen[mention.start] = choice
    return chosen, Story(_ordered(countries), _ordered(areas))


def _first_supported(
    group: _Group, countries: Mapping[str, float], areas: Mapping[str, float], tops: Sequence[Entry], dominant: bool
) -> Entry | None:
    """The likeliest candidate that something else in the story supports."""
    order = sorted(range(len(group.shares)), key=lambda i: -group.shares[i])
    for place in order[:4]:
        if _supported(group, place, countries, areas, tops):
            return group.candidates[place]
    top = group.candidates[order[0]]
    if len(order) == 1 and top.rank == 0 and max(m.setting for m in group.mentions) >= 2.0:
        return top
    main = max(countries.items(), key=lambda pair: pair[1], default=("", 0.0))[0]
    return top if top.country == main and not dominant and top.rank == 0 else None


def _ordered(evidence: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    order = sorted(evidence.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple((code, worth) for code, worth in order if worth > 0.2)


def _area_like(container: Sequence[Entry]) -> bool:
    town = any(entry.kind == "settlement" and entry.rank == 0 and entry.population > 50_000 for entry in container)
    return not town and any(entry.kind in ("country", "admin1", "admin2") and entry.rank == 0 for entry in container)


def _doubtful(entry: Entry) -> bool:
    """Whether an entry is small enough that a report far from it would hardly mean it."""
    return entry.kind in ("settlement", "admin2", "neighbourhood") and entry.population < 100_000


def _raise_containers(groups: Sequence[_Group]) -> None:
    """Raises a candidate that could hold what stands before it ("Paris, Texas": Texas holds a Paris)."""
    for group in groups:
        for other in groups:
            if other is group:
                continue
            if any(group.candidates[0] in mention.container for mention in other.mentions):
                for place, outer in enumerate(group.candidates):
                    if any(_holds(outer, inner) for inner in other.candidates):
                        group.base[place] += 2.0


def _rescore(group: _Group, countries: Mapping[str, float], areas: Mapping[str, float]) -> None:
    """Shares anew from the base scores and the evidence of all other groups."""
    own: dict[str, float] = defaultdict(float)
    own_area: dict[str, float] = defaultdict(float)
    for entry, share in zip(group.candidates, group.shares, strict=True):
        _count(entry, share * group.weight, own, own_area)
    country_total = sum(countries.values()) - sum(own.values()) + 0.5
    area_total = sum(areas.values()) - sum(own_area.values()) + 0.5
    scores = []
    for entry, base in zip(group.candidates, group.base, strict=True):
        score = base
        if entry.country is not None:
            score += COUNTRY_WORTH * max(0.0, countries.get(entry.country, 0.0) - own[entry.country]) / country_total
        if entry.admin1 is not None and entry.kind != "admin1":
            support = max(0.0, areas.get(entry.admin1, 0.0) - own_area[entry.admin1]) / area_total
            score += AREA_WORTH * min(1.0, 2 * support)
        scores.append(score)
    group.shares = _soft(scores)


def _supported(
    group: _Group, place: int, countries: Mapping[str, float], areas: Mapping[str, float], tops: Sequence[Entry]
) -> bool:
    """Whether anything else in the story makes a small place likely: its country, its area or a place close by."""
    entry = group.candidates[place]
    if entry.country is None or (not _doubtful(entry) and place == group.best):
        return True
    share = group.shares[place] * group.weight
    others = sum(countries.values()) - share
    if others < 1.0:
        return entry.rank < 2 and place == group.best
    if (countries.get(entry.country, 0.0) - share) / others < 0.1:
        return False
    if entry.population > 20_000 and entry.rank == 0:
        return True
    area = areas.get(entry.admin1 or "", 0.0) - share
    if area > 0.25 or entry.country not in LARGE:
        return True
    return any(other.id != entry.id and other.kind != "country" and _km(entry, other) < 400 for other in tops)


def _count(entry: Entry, worth: float, countries: dict[str, float], areas: dict[str, float]) -> None:
    if entry.country is not None:
        countries[entry.country] += worth * (1.3 if entry.kind == "country" else 1.0)
    if entry.admin1 is not None:
        areas[entry.admin1] += worth * (1.5 if entry.kind == "admin1" else 1.0)


def _pull_near(groups: Sequence[_Group]) -> None:
    """Raises candidates near the places the other names most likely mean."""
    anchors = []
    for group in groups:
        top = group.candidates[group.best]
        if top.kind in ("settlement", "admin2", "neighbourhood"):
            anchors.append((id(group), top, group.shares[group.best]))
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

"""One claim as linking sees it: origin, spot, days, family of incident, class of people, numbers and outlet."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from onrecord.actors import country_of
from onrecord.link.places import Spot, spot
from onrecord.link.wording import NEAR, thresholds, wording
from onrecord.model import Claim, Report

EPIDEMIC = frozenset({"killed", "hospitalised"})
MOVING = frozenset({"refugees", "displaced", "returned", "evacuated", "infected", "troops", "protesters"})
TOLLS = frozenset({"killed", "injured", "casualties"})


@dataclass(frozen=True, slots=True)
class Days:
    """The days something may have happened on, inclusive ordinals; ``tight`` when the text gives the day itself."""

    first: int
    last: int
    tight: bool

    def gap(self, other: Days) -> int:
        """How many days lie between the two, 0 when they share one."""
        return max(0, self.first - other.last, other.first - self.last)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A claim with what linking derives from it; ``voice`` is the origin, or the source's words where it has none.

    ``text`` is the id of the report whose text the claim's report prints: its own, or of the first of its copies.
    ``bodies`` are those its report means by bare words, ``land`` the country most of its report's claims lie in, and
    ``scene`` what its report tells of one place and day, named by the least id of its claims.
    """

    claim: Claim
    origin: str | None
    voice: str
    spot: Spot | None
    days: Days | None
    as_of: Days | None
    families: frozenset[str]
    disease: str | None
    people: str
    qualifier: str
    marks: frozenset[str]
    state: str
    published: str
    outlet: str
    counted_in_total: bool = False
    text: str = ""
    bodies: tuple[str | None, ...] = ()
    land: str = ""
    scene: str = ""

    def said_by(self, origin: str | None, text: str) -> Sighting:
        """The sighting with the origin and the text that its neighbours settle."""
        if (origin, text) == (self.origin, self.text):
            return self
        source = self.claim.source
        return replace(self, origin=origin, voice=origin or (source.name or "" if source else "").lower(), text=text)

    @property
    def id(self) -> str:
        """The claim's id."""
        return self.claim.id

    @property
    def report(self) -> str:
        """The report's id."""
        return self.claim.report

    @property
    def value(self) -> float | None:
        """The number said: the exact value, or the one bound of an open figure."""
        figure = self.claim.figure
        if figure is None:
            return None
        if figure.value is not None:
            return figure.value
        return figure.high if figure.hedge in {"almost", "up_to", "less_than", "between"} else figure.low

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """The figure's bounds as worded."""
        figure = self.claim.figure
        return (None, None) if figure is None else (figure.low, figure.high)

    @property
    def running(self) -> bool:
        """Whether it is a total or a state rather than one incident's or one window's figure."""
        scope, measure = self.claim.scope, self.claim.measure
        if self.counted_in_total:
            return True
        if measure == "infected" or (self.disease is not None and measure in EPIDEMIC and "outbreak" in self.families):
            return True
        if scope == "snapshot" and measure in TOLLS:
            return False
        if scope == "period":
            return "rate" in self.marks and not (self.days is not None and self.days.tight)
        return scope in {"cumulative", "snapshot"}


@lru_cache(maxsize=8192)
def days_of(start: str | None, end: str | None = None) -> Days | None:
    """The days an ISO day, month or year (or two) spans, or None."""
    if not start:
        return None
    first, _, tight = _span(start)
    last = _span(end)[1] if end and _span(end)[1] >= first else _span(start)[1]
    return Days(first, last, tight and last - first <= 1)


@lru_cache(maxsize=8192)
def _span(text: str) -> tuple[int, int, bool]:
    parts = [int(p) for p in re.findall(r"\d+", text)[:3]]
    year = min(max(parts[0], 1), 9998)
    if len(parts) == 1:
        return date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal(), False
    month = min(max(parts[1], 1), 12)
    if len(parts) == 2:
        after = date(year + month // 12, month % 12 + 1, 1)
        return date(year, month, 1).toordinal(), (after - timedelta(days=1)).toordinal(), False
    try:
        day = date(year, month, parts[2]).toordinal()
    except ValueError:
        return _span(f"{year:04}-{month:02}")
    return day, day, True


def families_of(text: str) -> frozenset[str]:
    """The families of incident whose words stand in the text, given in lower case."""
    return wording().lists.found(text) & wording().families


@dataclass(frozen=True, slots=True)
class Opening:
    """What a report's title and first lines tell: the family whose words are most frequent, if any, and the disease."""

    family: frozenset[str]
    disease: str | None


def opening_of(report: Report) -> Opening:
    """The opening of a report."""
    counts = wording().lists.counts(f"{report.title} {report.text[:1500]}".lower())
    told = counts.keys() & wording().families
    best = max(told, key=lambda name: (counts[name], name), default=None)
    return Opening(frozenset(filter(None, [best])), _disease(counts))


def _disease(told: Container[str]) -> str | None:
    """The first disease of the list that is told."""
    return next((name for name in wording().diseases if name in told), None)


def people_of(claim: Claim) -> tuple[str, str]:
    """The class of people (or "all") that a figure counts, and what narrows it ("Brazilian", "cousins")."""
    group = claim.group or ""
    home = _FROM.search(claim.span.exact)
    group = f"{group} {home[1]}".strip() if home else group
    if claim.measure not in wording().people:
        return "things", _thing(group) if claim.object in {None, "other"} else ""
    found = _class_of(group)
    if found is None and claim.status == "military" and claim.measure in TOLLS:
        found = "fighters"
    if found in {"civilians", "men", "women"} and claim.status == "military":
        found = "fighters"
    return found or "all", _narrowing(group, claim, found)


@lru_cache(maxsize=8192)
def _class_of(group: str) -> str | None:
    """The first class of people that the group's words name."""
    group = group.lower()
    return next((name for name, pattern in wording().classes if pattern.search(group)), None)


def state_of(said: str) -> str:
    """The condition that a figure counts ("critical", "stable", "in need") by its words in lower case, or ""."""
    found = wording().marks["state"].search(said)
    return found.group().split()[0].removesuffix("ly") if found else ""


def _thing(group: str) -> str:
    words = [w for w in re.findall(r"[\w-]+", group.lower()) if w not in wording().stop]
    return re.sub(r"(?:es|s)$", "", words[-1]) if words else ""


def _narrowing(group: str, claim: Claim, found: str | None = None) -> str:
    """What a group phrase says beyond its class: another people than the place's own, and roles such as "cousins"."""
    if found in wording().sided:
        return ""
    place = claim.place
    kept: set[str] = set()
    if found is None:
        kept = {re.sub(r"(?:ies|es|s)$", "", m.group()) for m in wording().roles.finditer(group.lower())}
    if place is not None and claim.measure not in MOVING:
        home = {place.name, *place.within}
        peoples = {country_of(word) for word in re.findall(r"[A-Z][\w.-]+", group)}
        kept |= {people.lower() for people in peoples if people is not None and people not in home}
    return "-".join(sorted(kept))


_FROM = re.compile(r"\bfrom (?:the )?([A-Z]\w+)$")


def sight(
    claim: Claim,
    origin: str | None,
    bodies: tuple[str | None, ...],
    land: str,
    report: Report | None,
    opening: Opening | None,
) -> Sighting:
    """The claim as linking sees it; the report's opening tells the family of incident that 60 characters may not."""
    before, exact = claim.span.prefix.lower(), claim.span.exact.lower()
    near = " ".join((before, exact, claim.span.suffix.lower()))
    said = f"{exact} {(claim.group or '').lower()}"
    told = wording().lists.found(near)
    families, disease = told & wording().families, _disease(told)
    if opening is not None:
        families = families or opening.family
        if disease is None and "outbreak" in families | opening.family:
            disease = opening.disease
    marks = set(told & NEAR)
    possible = claim.modality == "possible" and (claim.measure == "infected" or "suspected" in told)
    if possible or wording().mark("suspected", said):
        marks.add("suspected")
    if wording().mark("other", exact):
        marks.add("others")
    if wording().mark("part", exact) or wording().mark("part_before", before):
        marks.add("part")
    people, qualifier = people_of(claim)
    return seen(
        claim,
        origin=origin,
        bodies=bodies,
        families=families,
        disease=disease,
        people=people,
        qualifier=qualifier,
        marks=frozenset(marks),
        state=state_of(said),
        published=claim.published or (report.published if report else None) or "",
        outlet=claim.publisher or (report.publisher if report else "") or claim.report,
        land=land,
    )


def seen(
    claim: Claim,
    *,
    origin: str | None,
    bodies: tuple[str | None, ...],
    families: frozenset[str],
    disease: str | None,
    people: str,
    qualifier: str,
    marks: frozenset[str],
    state: str,
    published: str,
    outlet: str,
    land: str,
    scene: str = "",
) -> Sighting:
    """The sighting of a claim from what its report told about it; the rest follows from the claim."""
    return Sighting(
        claim=claim,
        origin=origin,
        voice=origin or (claim.source.name or "" if claim.source else "").lower(),
        spot=spot(claim.place),
        days=days_of(claim.period.start, claim.period.end),
        as_of=days_of(claim.period.as_of),
        families=families,
        disease=disease,
        people=people,
        qualifier=qualifier,
        marks=marks,
        state=state,
        published=published,
        outlet=outlet,
        text=claim.report,
        bodies=bodies,
        land=land,
        scene=scene,
    )


def window(sighting: Sighting) -> Days | None:
    """The days of the incident: as said, else the days before publication."""
    if sighting.days is not None:
        return sighting.days
    out = days_of(sighting.published)
    return None if out is None else Days(out.first - thresholds().undated_days, out.last, False)

"""What heads the figures of an incident: its place, what happened there and the day; or totals as of a day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord import knowledge
from onrecord.brief.wording import held_on, place_of, title_of
from onrecord.model import Claim

TOTALS = frozenset({"cumulative", "snapshot"})
VOTES = frozenset({"votes_for", "votes_against", "abstentions"})
FORECAST = frozenset({"projected", "planned"})
NOWHERE = "place not named"
_RUNNING = re.compile(r"(?<!\d)-(?:\d{4}|undated)$")


@dataclass(frozen=True, slots=True)
class Heading:
    """The words over an incident: place, what happened ("totals" for a crisis) and its day; country groups them."""

    place: str
    what: str | None
    day: str | None
    country: str | None

    @property
    def totals(self) -> bool:
        """Whether these are a crisis's totals."""
        return self.what == "totals"


def heading(incident: str, figures: Sequence[Claim], events: Iterable[Claim]) -> Heading:
    """The heading of an incident from its figures and the events of the record."""
    country = country_name(figures)
    if is_total(incident, figures):
        days = [d for d in (held_on(c) for c in figures if c.modality not in FORECAST) if d]
        name = title_of(incident)
        known = country is not None and country.lower() == name
        place = country if known and country else (place_of(figures) or country) if name == "unplaced" else None
        return Heading(place or _named(name, figures), "totals", max(days, default=None), country)
    days = [c.period.start for c in figures if c.period.start and c.scope not in TOTALS]
    days = days or [d for d in map(held_on, figures) if d]
    day = min(days, key=lambda d: (-days.count(d), d)) if days else None
    place = place_of(figures) or NOWHERE
    return Heading(place, _happened(incident, place, day, figures, events), day, country)


def is_total(incident: str, figures: Sequence[Claim]) -> bool:
    """Whether an incident is a crisis: named by a year alone, or counted mostly in totals and states."""
    if _RUNNING.search(incident):
        return True
    dated = re.search(r"-\d{4}-\d{2}", incident)
    return not dated and sum(c.scope in TOTALS for c in figures) * 2 >= len(figures)


def country_name(claims: Iterable[Claim]) -> str | None:
    """The country that most of these claims lie in."""
    names = Counter(
        (c.place.within[-1] if c.place.within else c.place.name) for c in claims if c.place and c.place.country
    )
    return min(names, key=lambda n: (-names[n], n)) if names else None


def _named(name: str, figures: Sequence[Claim]) -> str:
    """An incident's own name, written as the place of that name is."""
    places = (c.place for c in figures if c.place)
    same = (p.name for p in places if p.name.lower().replace("-", " ") == name)
    return next(same, name if re.search(r"\d", name) is None else name.upper())


def _happened(
    incident: str, place: str, day: str | None, figures: Sequence[Claim], events: Iterable[Claim]
) -> str | None:
    """What happened, in a word: told by the incident's events, by those of its place and day, else by its figures."""
    table = knowledge.table("brief.toml")
    nouns, wide = table["happened"], table["disasters"]["kinds"]
    reports, measures = {c.report for c in figures}, {c.measure or "" for c in figures}
    if measures <= VOTES:
        return "vote"
    if len(measures) == 1 and measures <= set(table["counted"]):
        return str(table["counted"][measures.pop()])
    town = country_name(figures) != place
    told: Counter[str] = Counter()
    for claim in events:
        kind = claim.event.kind if claim.event else ""
        if kind not in nouns or claim.modality != "actual" or claim.polarity != "asserted":
            continue
        here = town and claim.place is not None and claim.place.name == place and held_on(claim) == day
        if claim.incident == incident or here or (kind in wide and claim.report in reports):
            told[kind] += 1
    order = list(nouns)
    if told:
        return str(nouns[min(told, key=lambda k: (k not in wide, -told[k], order.index(k)))])
    return None

"""Crises: totals and states that belong to no single day, by disease or by country and time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from onrecord.link.places import stand
from onrecord.link.sighting import Sighting, days_of
from onrecord.link.wording import thresholds


def crises(running: Sequence[Sighting]) -> list[list[Sighting]]:
    """Totals and states by crisis: the disease of an outbreak, else the country (or place) and the time."""
    groups: dict[str, list[Sighting]] = defaultdict(list)
    unnamed = []
    for s in running:
        if "outbreak" in s.families or s.claim.measure == "infected":
            if s.disease is None:
                unnamed.append(s)
            else:
                groups[s.disease].append(s)
        else:
            groups[_land(s)].append(s)
    diseases = {name: list(row) for name, row in groups.items() if row[0].disease == name}
    for s in unnamed:
        near = [name for name, row in sorted(diseases.items()) if any(_one_outbreak(s, other) for other in row)]
        groups[near[0] if len(near) == 1 else _land(s)].append(s)
    found = []
    for key in sorted(groups):
        row: list[Sighting] = []
        end = None
        for s in sorted(groups[key], key=lambda s: (when(s), s.id)):
            if end is not None and when(s) - end > thresholds().crisis_gap_days:
                found.append(row)
                row = []
            row.append(s)
            end = when(s)
        found.append(row)
    return found


def _land(s: Sighting) -> str:
    """The country (or place) of the figure, else of most claims of its report."""
    return ((s.spot.country or s.spot.label) if s.spot is not None else "") or s.land


def _one_outbreak(s: Sighting, other: Sighting) -> bool:
    """Whether a figure of an unnamed disease and one of a named disease count the same at one place within weeks."""
    same = s.claim.measure == other.claim.measure and stand(s.spot, other.spot) in {"same", "unknown"}
    return same and (s.spot is None) == (other.spot is None) and abs(when(s) - when(other)) <= thresholds().running_days


def when(s: Sighting) -> int:
    """The last day the figure is told to hold, or 0."""
    days = s.as_of or s.days or days_of(s.published)
    return days.last if days is not None else 0

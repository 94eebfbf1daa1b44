"""One incident in full: all its lines, who holds what, what happened."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.brief.content import Happening, PlaceBrief
from onrecord.brief.happenings import happenings
from onrecord.brief.places import places
from onrecord.brief.wording import short_ids
from onrecord.ledger.outline import IncidentHead
from onrecord.views.rows import IncidentRows, Material, Rows

PAGE = 40  # lines
EVENTS = 40


@dataclass(frozen=True, slots=True)
class IncidentView:
    """An incident, one page of its lines, with the places and events told of it."""

    slug: str
    title: str
    what: str | None
    day: str | None
    disputed: int
    total: int
    rows: tuple[IncidentRows, ...]
    places: tuple[PlaceBrief, ...]
    events: tuple[Happening, ...]
    page: int
    pages: int


def incident_view(incident: IncidentHead, material: Material, page: int) -> IncidentView:
    """The view of one page of an incident; ``material`` holds the lines of that page."""
    rows = Rows(material).incidents(limit=False)
    mine = tuple(r for r in rows if r.slug == incident.slug) or rows
    short = short_ids(c.id for c in material.claims)
    head = mine[0] if mine else None
    return IncidentView(
        incident.slug,
        head.title if head else incident.slug,
        head.what if head else None,
        head.day if head else None,
        incident.disputed,
        incident.lines,
        mine,
        places(material.claims, short),
        happenings(material.claims, short, limit=EVENTS),
        page,
        max(1, -(-incident.lines // PAGE)),
    )

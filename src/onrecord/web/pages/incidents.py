"""One incident: all its lines, who holds what, what happened."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from onrecord.ledger.outline import Wanted
from onrecord.views.incident import PAGE, IncidentView, incident_view
from onrecord.web.errors import Absent
from onrecord.web.material import happened, material
from onrecord.web.narrowing import Page
from onrecord.web.record import Held, Record
from onrecord.web.rendering import part, render

router = APIRouter()

Slug = Annotated[str, Path(min_length=1, max_length=200, description="The incident's name in the record.")]


@router.get("/incidents/{slug}", include_in_schema=False)
def page(request: Request, record: Held, slug: Slug, page: Page = 1) -> Response:
    view = _view(record, slug, page)
    return render(request, "incident.html", view, title=view.title, tab="/", json=f"/api/incidents/{part(slug)}")


@router.get("/api/incidents/{slug}")
def data(record: Held, slug: Slug, page: Page = 1) -> IncidentView:
    """One incident: its lines, places and events."""
    return _view(record, slug, page)


def _view(record: Record, slug: str, page: int) -> IncidentView:
    lists = record.ledger.lists
    incident = lists.incident(slug)
    if incident is None:
        raise Absent(f"No incident is called {slug}.")
    shown = lists.line_heads(Wanted(incident=slug), first=(page - 1) * PAGE, limit=PAGE)
    found = material(record, [line.id for line in shown])
    return incident_view(incident, replace(found, claims=(*found.claims, *happened(record.ledger, slug))), page)

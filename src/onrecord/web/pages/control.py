"""Who holds what, when and according to whom, and who says otherwise."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from onrecord.views import holdings as views
from onrecord.web.narrowing import Page
from onrecord.web.record import Held, Record
from onrecord.web.rendering import Tab, render

router = APIRouter()
TAB = Tab(50, "Control", "/control", "h")

Place = Annotated[str, Query(max_length=200, description="The name of one place; empty for all.")]


@router.get("/control", include_in_schema=False)
def page(request: Request, record: Held, page: Page = 1, place: Place = "") -> Response:
    view = _view(record, page, place)
    return render(
        request, "control.html", view, title="Who holds what", tab="/control", place=place,
        json=f"/api/control?{request.url.query}",
    )  # fmt: skip


@router.get("/api/control")
def data(record: Held, page: Page = 1, place: Place = "") -> views.Holdings:
    """Places with their states over time, the disputed first, and every voice on each state."""
    return _view(record, page, place)


def _view(record: Record, page: int, place: str) -> views.Holdings:
    found = record.histories()
    return views.holdings([h for h in found if h.name == place] if place else found, page)

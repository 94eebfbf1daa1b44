"""The overview: what is disputed, what is new, what there is."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from onrecord.views import overview as views
from onrecord.web.material import material
from onrecord.web.record import Held, Record
from onrecord.web.rendering import Tab, render

router = APIRouter()
SMALL = 20_000  # claims up to which those that wait for review are counted here
TAB = Tab(10, "Overview", "/", "o")

Page = Annotated[int, Query(ge=1, le=100_000, description="Which page of incidents, from 1.")]


@router.get("/", include_in_schema=False)
def page(request: Request, record: Held, page: Page = 1) -> Response:
    view = _view(record, page)
    return render(request, "overview.html", view, title="On record", tab="/", json="/api/overview")


@router.get("/api/overview")
def data(record: Held, page: Page = 1) -> views.Overview:
    """Incidents with their lines, the disputed first, and the counts of the whole record."""
    return _view(record, page)


def _view(record: Record, page: int) -> views.Overview:
    outline = record.outline()
    stubs = views.page_of(outline, page)
    found = material(record, views.lines_shown(stubs), around=[stub.slug for stub in stubs])
    waits = views.waiting(record.waiting()[0]) if record.claims() <= SMALL else ()
    return views.overview(outline, stubs, found, page, record.news(), waits)

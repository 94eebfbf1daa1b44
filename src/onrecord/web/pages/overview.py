"""The overview: what is disputed, what is new, what there is."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from onrecord.ledger.outline import Wanted
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
    return record.now().get(("overview", page), lambda: _drawn(record, page))


def _drawn(record: Record, page: int) -> views.Overview:
    lists, totals = record.ledger.lists, record.totals()
    heads = lists.incidents(Wanted(), first=(page - 1) * views.PAGE, limit=views.PAGE)
    lines = [n.id for head in heads for n in lists.line_heads(Wanted(incident=head.slug), limit=views.EACH)]
    found = material(record, lines, around=[head.slug for head in heads])
    waits = views.waiting(record.waiting()[0]) if totals.claims <= SMALL else ()
    reports = lists.report_heads(limit=views.NEWEST)
    return views.overview(totals, heads, found, page, reports, record.news(), waits)

"""The overview: what is disputed, what is new, what there is."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request, Response

from onrecord.ledger.outline import Wanted
from onrecord.views import overview as views
from onrecord.web.material import material
from onrecord.web.narrowing import Narrowed, Page, choices
from onrecord.web.record import Held, Record
from onrecord.web.rendering import Tab, render

router = APIRouter()
SMALL = 20_000  # claims up to which those that wait for review are counted here
TAB = Tab(10, "Overview", "/", "o")


@router.get("/", include_in_schema=False)
def page(request: Request, record: Held, wanted: Narrowed, page: Page = 1) -> Response:
    view, json = _view(record, wanted, page), f"/api/overview?{request.url.query}"
    return render(
        request, "overview.html", view, title="On record", tab="/", json=json, wanted=wanted,
        choices=choices(record, wanted),
    )  # fmt: skip


@router.get("/api/overview")
def data(record: Held, wanted: Narrowed, page: Page = 1) -> views.Overview:
    """Incidents with their lines, the disputed first, and the counts of the whole record."""
    return _view(record, wanted, page)


def _view(record: Record, wanted: Wanted, page: int) -> views.Overview:
    return record.now().get(("overview", wanted, page), lambda: _drawn(record, wanted, page))


def _drawn(record: Record, wanted: Wanted, page: int) -> views.Overview:
    lists, totals = record.ledger.lists, record.totals()
    heads = lists.incidents(wanted, first=(page - 1) * views.PAGE, limit=views.PAGE + 1)
    more, heads = len(heads) > views.PAGE, heads[: views.PAGE]
    within = [replace(wanted, incident=head.slug) for head in heads]
    lines = [line.id for one in within for line in lists.line_heads(one, limit=views.EACH)]
    found = material(record, lines, around=[head.slug for head in heads])
    waits = views.waiting(record.waiting()[0]) if totals.claims <= SMALL else ()
    reports = lists.report_heads(limit=views.NEWEST)
    turned = views.Turned(page, more, views.pages(totals.incidents, views.PAGE) if wanted.everything else None)
    return views.overview(totals, heads, found, turned, reports, record.news(), waits)

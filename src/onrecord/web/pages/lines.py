"""The lines: their list, and each with its readings drawn and listed, the evidence, why they relate as they do."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response

from onrecord.ledger.outline import Wanted
from onrecord.views import lines as views
from onrecord.views.line import LineView, line_view
from onrecord.views.overview import Turned, pages
from onrecord.web.errors import Absent
from onrecord.web.material import WHOLE, material, reports, whole
from onrecord.web.narrowing import Narrowed, Page, choices
from onrecord.web.record import Held, Record
from onrecord.web.rendering import Tab, part, render

router = APIRouter()
TAB = Tab(15, "Lines", "/lines", "l")

Line = Annotated[str, Path(min_length=1, max_length=80, description="The line's id.")]
Scale = Annotated[Literal["linear", "log"], Query(description="How values are placed on the chart.")]


@router.get("/lines", include_in_schema=False)
def listing(request: Request, record: Held, wanted: Narrowed, page: Page = 1) -> Response:
    view, json = _list(record, wanted, page), f"/api/lines?{request.url.query}"
    return render(
        request, "listing.html", view, title="Lines", tab="/lines", json=json, wanted=wanted,
        choices=choices(record, wanted),
    )  # fmt: skip


@router.get("/api/lines")
def listing_data(record: Held, wanted: Narrowed, page: Page = 1) -> views.LineList:
    """The lines of the record, the disputed first, then the most carried."""
    return _list(record, wanted, page)


def _list(record: Record, wanted: Wanted, page: int) -> views.LineList:
    return record.now().get(("lines", wanted, page), lambda: _listed(record, wanted, page))


def _listed(record: Record, wanted: Wanted, page: int) -> views.LineList:
    heads = record.ledger.lists.line_heads(wanted, first=(page - 1) * views.PAGE, limit=views.PAGE + 1)
    more, heads = len(heads) > views.PAGE, heads[: views.PAGE]
    total = record.totals().counted(wanted)
    turned = Turned(page, more, pages(total, views.PAGE) if total is not None else None)
    return views.line_list(heads, material(record, [head.id for head in heads]), turned, total)


@router.get("/lines/{line}", include_in_schema=False)
def page(request: Request, record: Held, line: Line, scale: Scale = "linear") -> Response:
    view = _view(record, line, scale)
    return render(request, "line.html", view, title=view.row.label, tab="/lines", json=f"/api/lines/{part(line)}")


@router.get("/api/lines/{line}")
def data(record: Held, line: Line, scale: Scale = "linear") -> LineView:
    """One line: readings with their bounds, evidence with offsets, relations with reasons, coded values."""
    return _view(record, line, scale)


def _view(record: Record, line: str, scale: str) -> LineView:
    lists = record.ledger.lists
    found, head = lists.lines([line]), lists.heads([line]).get(line)
    if not found or head is None:
        raise Absent(f"No line has the id {line}.")
    told = whole(record, found, around=[head.incident], most=WHOLE)
    own = set(found[0].claims)
    texts = {report.id: report for report in reports(record.ledger, (c for c in told.claims if c.id in own))}
    made = lists.reviews([line, *found[0].claims]) if record.ledger.newest_review() else ()
    incident = lists.incident(head.incident)
    return line_view(
        head, found[0], told, texts, lists.around(head), incident.lines if incident else 1, scale, made
    )  # fmt: skip

"""Two reports side by side, the same lines connected."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from onrecord.views.compare import Comparison, comparison
from onrecord.web.material import lines_of
from onrecord.web.pages.reports import held
from onrecord.web.record import Held, Record
from onrecord.web.rendering import Tab, address, render

router = APIRouter()
TAB = Tab(30, "Compare", "/compare", "c")
CHOICE = 200  # reports to choose from

Identifier = Annotated[str | None, Query(max_length=400, description="A report's id.")]


@router.get("/compare", include_in_schema=False)
def page(request: Request, record: Held, left: Identifier = None, right: Identifier = None) -> Response:
    view = _view(record, left, right)
    json = address("/api/compare", {}, left=left, right=right)
    return render(request, "compare.html", view, title="Two reports, side by side", tab="/compare", json=json)


@router.get("/api/compare")
def data(record: Held, left: Identifier = None, right: Identifier = None) -> Comparison:
    """Two reports: the lines that both tell and how these relate, and the lines that only one tells."""
    return _view(record, left, right)


def _view(record: Record, left: str | None, right: str | None) -> Comparison:
    lists = record.ledger.lists
    reports = lists.report_heads(limit=CHOICE)
    if not left or not right or left == right:
        return Comparison(None, None, reports, (), (), (), (), (), ())
    one, two = held(record, left), held(record, right)
    claims = [c for r in (one, two) for c in record.ledger.claims(report=r.id, history=True)]
    heads = {head.id: head for head in lines_of(record, claims).values()}
    return comparison(one, two, claims, lists.lines(list(heads)), heads, reports)

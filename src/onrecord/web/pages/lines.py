"""A line: its readings drawn and listed, the evidence, why they relate as they do."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response

from onrecord.views.line import LineView, line_view
from onrecord.web.errors import Absent
from onrecord.web.material import WHOLE, reports, whole
from onrecord.web.record import Held, Record
from onrecord.web.rendering import part, render

router = APIRouter()

Line = Annotated[str, Path(min_length=1, max_length=80, description="The line's id.")]
Scale = Annotated[Literal["linear", "log"], Query(description="How values are placed on the chart.")]


@router.get("/lines/{line}", include_in_schema=False)
def page(request: Request, record: Held, line: Line, scale: Scale = "linear") -> Response:
    view = _view(record, line, scale)
    return render(request, "line.html", view, title=view.row.label, tab="/", json=f"/api/lines/{part(line)}")


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

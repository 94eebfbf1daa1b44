"""A line: its readings drawn and listed, the evidence, why they relate as they do."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response

from onrecord.views.line import LineView, line_view
from onrecord.web.errors import Absent
from onrecord.web.material import reports, whole
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
    found = record.ledger.lists.lines([line])
    if not found:
        raise Absent(f"No line has the id {line}.")
    told = whole(record, found, around=[found[0].incident])
    own = set(found[0].claims)
    texts = {report.id: report for report in reports(record.ledger, (c for c in told.claims if c.id in own))}
    made = record.ledger.lists.reviews([line, *found[0].claims]) if record.ledger.newest_review() else ()
    incident = record.outline().incident(found[0].incident)
    return line_view(found[0], told, texts, [stub.id for stub in incident.lines], scale, made)

"""The brief as a page to read and to print: who says what, side by side."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from onrecord.brief import Brief, compose
from onrecord.ledger.outline import Wanted
from onrecord.model import Report
from onrecord.views.overview import PAGE
from onrecord.web.material import happened, shown
from onrecord.web.record import Held, Record
from onrecord.web.rendering import render

router = APIRouter()
LARGE = 5000  # claims up to which the brief is of the whole record
LINES = 30  # of each incident of a larger one

Incident = Annotated[str | None, Query(max_length=200, description="Only this incident.")]


@router.get("/brief", include_in_schema=False)
def page(request: Request, record: Held, incident: Incident = None) -> Response:
    view = _view(record, incident)
    return render(request, "brief.html", view, title="Brief", json="/api/brief", part_only=_partial(record, incident))


@router.get("/api/brief")
def data(record: Held, incident: Incident = None) -> Brief:
    """The brief of the record, or of one incident; of a large record its first incidents, the disputed first."""
    return _view(record, incident)


def _partial(record: Record, incident: str | None) -> bool:
    return incident is not None or record.totals().claims > LARGE


def _view(record: Record, incident: str | None) -> Brief:
    ledger, lists = record.ledger, record.ledger.lists
    if not _partial(record, incident):
        return compose(ledger.reports(), ledger.claims(), ledger.lines(), tuple(ledger.problems()))
    slugs = [head.slug for head in lists.incidents(Wanted(incident=incident), limit=PAGE)]
    heads = [head for slug in slugs for head in lists.line_heads(Wanted(incident=slug), limit=LINES)]
    lines = lists.lines([head.id for head in heads])
    claims = {c.id: c for c in lists.claims(c for line in lines for c in shown(line))}
    claims |= {c.id: c for slug in slugs for c in happened(ledger, slug)}
    reports: list[Report] = [ledger.report(r) for r in dict.fromkeys(c.report for c in claims.values())]
    return compose(reports, claims.values(), lines)

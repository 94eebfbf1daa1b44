"""The reports: their list, and each with its claims marked in place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from onrecord.ledger import LedgerError
from onrecord.ledger.outline import ReportHead
from onrecord.model import Report
from onrecord.views.marks import marks_of
from onrecord.views.opened import Opened
from onrecord.views.report import ReportView, report_view
from onrecord.web.errors import Absent
from onrecord.web.material import lines_of
from onrecord.web.narrowing import Page
from onrecord.web.pages.claims import opened_view
from onrecord.web.record import Held, Record
from onrecord.web.rendering import Tab, part, render

router = APIRouter()
TAB = Tab(20, "Reports", "/reports", "r")
PAGE = 50

Identifier = Annotated[str, Path(min_length=1, max_length=400, description="The report's id.")]
Chosen = Annotated[str | None, Query(min_length=4, max_length=80, description="The claim to open beside the text.")]


@dataclass(frozen=True, slots=True)
class ReportList:
    """One page of the reports, the newest first."""

    reports: tuple[ReportHead, ...]
    total: int
    page: int
    pages: int


@router.get("/reports", include_in_schema=False)
def listing(request: Request, record: Held, page: Page = 1) -> Response:
    return render(request, "reports.html", _list(record, page), title="Reports", tab="/reports", json="/api/reports")


@router.get("/api/reports")
def listing_data(record: Held, page: Page = 1) -> ReportList:
    """The reports, the newest first."""
    return _list(record, page)


@router.get("/reports/{report:path}", include_in_schema=False)
def page(request: Request, record: Held, report: Identifier, claim: Chosen = None) -> Response:
    view = _view(record, report, claim)
    title = f"{view.publisher or view.id}: {view.title}" if view.title else view.publisher or view.id
    return render(request, "report.html", view, title=title, tab="/reports", json=f"/api/reports/{part(report)}")


@router.get("/api/reports/{report:path}")
def data(record: Held, report: Identifier, claim: Chosen = None) -> ReportView:
    """One report: its text in pieces with every claim in place, and one claim opened."""
    return _view(record, report, claim)


def held(record: Record, report: str) -> Report:
    """The report of this id; a page that says so where there is none."""
    try:
        return record.ledger.report(report)
    except LedgerError:
        raise Absent(f"No report has the id {report}.") from None


def _list(record: Record, page: int) -> ReportList:
    total = record.totals().reports
    shown = record.ledger.lists.report_heads(first=(page - 1) * PAGE, limit=PAGE)
    return ReportList(shown, total, page, max(1, -(-total // PAGE)))


def _view(record: Record, report: str, chosen: str | None) -> ReportView:
    text = held(record, report)
    claims = tuple(record.ledger.claims(report=report, history=True))
    lines = lines_of(record, claims)
    marks = {slug: marks_of(record.origins(slug)) for slug in {c.incident or "" for c in claims}}
    opened: Opened | None = None
    if chosen is not None:
        found = next((c for c in claims if c.id.startswith(chosen)), None)
        if found is None:
            raise Absent(f"The report {report} makes no claim {chosen}.")
        opened = opened_view(record, found, text)
    problems = record.ledger.lists.problems(report)
    return report_view(text, claims, lines, marks, record.totals().warring, opened, problems)

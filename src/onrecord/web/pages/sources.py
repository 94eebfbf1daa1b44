"""The sources: what each origin said, and how its figures moved later."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from onrecord.views import sources as views
from onrecord.views.rows import Rows
from onrecord.web.errors import Absent
from onrecord.web.material import whole
from onrecord.web.narrowing import Page
from onrecord.web.record import Held, Record
from onrecord.web.rendering import Tab, part, render

router = APIRouter()
TAB = Tab(55, "Sources", "/sources", "s")

Origin = Annotated[str, Path(min_length=1, max_length=300, description="The origin's slug.")]


@router.get("/sources", include_in_schema=False)
def page(request: Request, record: Held, page: Page = 1) -> Response:
    view = views.sources(record.ledger.lists.sources(), page)
    return render(request, "sources.html", view, title="Sources", tab="/sources", json=f"/api/sources?page={page}")


@router.get("/api/sources")
def data(record: Held, page: Page = 1) -> views.Sources:
    """The origins with how much each said, how widely it was carried and how its figures moved."""
    return views.sources(record.ledger.lists.sources(), page)


@router.get("/sources/{origin:path}", include_in_schema=False)
def one_page(request: Request, record: Held, origin: Origin, page: Page = 1) -> Response:
    view = _view(record, origin, page)
    name, json = view.source.head.names[0], f"/api/sources/{part(origin)}"
    return render(request, "source.html", view, title=name, tab="/sources", json=json)


@router.get("/api/sources/{origin:path}")
def one(record: Held, origin: Origin, page: Page = 1) -> views.SourceView:
    """What one origin said on each line, in order, and how each figure follows on its last one."""
    return _view(record, origin, page)


def _view(record: Record, origin: str, page: int) -> views.SourceView:
    heads = record.ledger.lists.sources([origin])
    if not heads:
        raise Absent("No claim on record has this origin.")
    ids = record.ledger.lists.lines_of(origin)
    lines = record.ledger.lists.lines(ids[(page - 1) * views.LINES : page * views.LINES])
    rows = Rows(whole(record, lines))
    told = tuple(views.source_line(origin, line, rows.only(line.id)) for line in lines)
    return views.SourceView(views.source_row(heads[0]), told, page, max(1, -(-len(ids) // views.LINES)))

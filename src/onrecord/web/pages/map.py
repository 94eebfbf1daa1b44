"""The map: where, as precisely as the reports say it, narrowed by time, incident and measure."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from onrecord.ledger.placed import MOST
from onrecord.views import atlas as views
from onrecord.views.rows import Rows
from onrecord.web.cartography import draw
from onrecord.web.material import material
from onrecord.web.record import Held, Record
from onrecord.web.rendering import Tab, render

router = APIRouter()
TAB = Tab(40, "Map", "/map", "m")
EACH = 6  # lines of one place that are named in full

DAY = r"^(\d{4}-\d{2}-\d{2})?$"


def asked(
    since: Annotated[str, Query(alias="from", pattern=DAY, description="The first day; empty for any.")] = "",
    to: Annotated[str, Query(pattern=DAY, description="The last day; empty for any.")] = "",
    by: Annotated[views.By, Query(description="Whether days are those claims are as of, or published.")] = "as_of",
    measure: Annotated[str, Query(max_length=200)] = "",
    incident: Annotated[str, Query(max_length=200)] = "",
) -> views.Asked:
    return views.Asked(since or None, to or None, by, measure or None, incident or None)


Asked = Annotated[views.Asked, Depends(asked)]


@router.get("/map", include_in_schema=False)
def page(request: Request, record: Held, asked: Asked) -> Response:
    view = _view(record, asked)
    return render(
        request, "map.html", view, title="Map", tab="/map", drawing=draw(view.spots), each=EACH, named=views.NAMED,
        json=f"/api/map?{request.url.query}",
    )  # fmt: skip


@router.get("/api/map")
def data(record: Held, asked: Asked) -> views.Atlas:
    """Places with what is claimed of each, as precise as the reports are; what cannot be drawn is listed."""
    return _view(record, asked)


def _view(record: Record, asked: views.Asked) -> views.Atlas:
    incidents = tuple(views.Option(slug, lines) for slug, lines in record.incidents(views.OPTIONS))
    claims = record.ledger.lists.placed(incident=asked.incident)
    heads = record.ledger.lists.heads(dict.fromkeys(c.line for c in claims if c.line))
    lines = {head.id: (head.label, head.state) for head in heads.values()}
    made = views.atlas(claims, views.Known(lines, record.control(), incidents), asked, cut=len(claims) == MOST)
    named = [line.id for spot in (*made.spots, *made.listed) for line in spot.lines[:EACH]]
    return views.worded(made, _told(record, named))


def _told(record: Record, lines: list[str]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Label and figures of lines, as the overview words them."""
    out: dict[str, tuple[str, tuple[str, ...]]] = {}
    for incident in Rows(material(record, list(dict.fromkeys(lines)))).incidents(limit=False):
        for line in incident.lines:
            out[line.id] = line.label, tuple(dict.fromkeys(reading.told.figure for reading in line.readings))
        for listed in incident.lists:
            out |= {item.line: (listed.label, (item.text,)) for item in listed.items}
    return out

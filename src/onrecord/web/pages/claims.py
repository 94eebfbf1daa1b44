"""One claim by its id, also by the beginning that a brief prints."""

from __future__ import annotations

from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from onrecord.ledger import LedgerError
from onrecord.model import Claim, Report
from onrecord.views.marks import marks_of
from onrecord.views.opened import Opened, opened
from onrecord.web.errors import Absent
from onrecord.web.record import Held, Record
from onrecord.web.rendering import part, render

router = APIRouter()
NEAR = 200  # claims on one line, or on one place, that are looked through

Identifier = Annotated[str, Path(min_length=4, max_length=80, description="The claim's id, or what it begins with.")]


@router.get("/claims/{claim}", include_in_schema=False)
def page(request: Request, record: Held, claim: Identifier) -> Response:
    view = _view(record, claim)
    return render(request, "claim.html", view, title=view.words[:80], tab="/reports", json=f"/api/claims/{part(claim)}")


@router.get("/api/claims/{claim}")
def data(record: Held, claim: Identifier) -> Opened:
    """One claim: its sentence with offsets, every field, the rules that made it, and what it stands beside."""
    return _view(record, claim)


def _view(record: Record, claim: str) -> Opened:
    try:
        found = record.ledger.claim(claim)
    except LedgerError:
        raise Absent(f"No single claim has an id that begins with {claim}.") from None
    return opened_view(record, found, record.ledger.report(found.report))


def opened_view(record: Record, claim: Claim, report: Report) -> Opened:
    """The claim opened, with the claims of its line, or those told of its place."""
    lists = record.ledger.lists
    line = lists.line_of([claim.id]).get(claim.id)
    found = lists.lines([line]) if line else ()
    others = lists.claims(found[0].claims[:NEAR]) if found else _there(record, claim)
    head = lists.heads([line]).get(line) if line else None
    marks, warring = marks_of(record.origins(claim.incident or "")), record.totals().warring
    return opened(claim, report, found[0] if found else None, head.state if head else None, others, marks, warring)


def _there(record: Record, claim: Claim) -> tuple[Claim, ...]:
    if claim.place is None or claim.type not in {"control", "event"}:
        return ()
    return tuple(islice(record.ledger.claims(type=claim.type, place=claim.place.name), NEAR))

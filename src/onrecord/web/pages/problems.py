"""What could not be read or coded, and where."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from onrecord.model import Problem
from onrecord.web.narrowing import Page
from onrecord.web.record import Held, Record
from onrecord.web.rendering import render

router = APIRouter()
PAGE = 100


@dataclass(frozen=True, slots=True)
class ProblemList:
    """One page of the problems, in the order they were met; ``reports`` are those among ``where`` that are held."""

    problems: tuple[Problem, ...]
    total: int
    page: int
    pages: int
    reports: frozenset[str]


@router.get("/problems", include_in_schema=False)
def page(request: Request, record: Held, page: Page = 1) -> Response:
    return render(request, "problems.html", _view(record, page), title="Problems", json="/api/problems")


@router.get("/api/problems")
def data(record: Held, page: Page = 1) -> ProblemList:
    """What could not be read or coded: where, a stable code, and one sentence."""
    return _view(record, page)


def _view(record: Record, page: int) -> ProblemList:
    lists, total = record.ledger.lists, record.totals().problems
    shown = lists.all_problems(first=(page - 1) * PAGE, limit=PAGE)
    held = lists.held(p.where for p in shown)
    return ProblemList(shown, total, page, max(1, -(-total // PAGE)), held)

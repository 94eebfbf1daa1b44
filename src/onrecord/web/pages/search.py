"""Search: claims and reports by their words, in any spelling of a name, narrowed by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from onrecord.brief.wording import source_words
from onrecord.findings import Hit, find
from onrecord.ledger.outline import LineHead
from onrecord.ledger.search import Filters
from onrecord.measures import all_measures
from onrecord.views.marks import Mark, marks_of
from onrecord.views.opened import words_of
from onrecord.views.pieces import Piece, Stretch, pieces
from onrecord.web.material import lines_of
from onrecord.web.record import Held, Record
from onrecord.web.rendering import address, render

router = APIRouter()
MOST = 40
RELATIONS = ("conflicts", "updates", "corroborates", "repeat", "unsourced", "not_comparable")

Words = Annotated[str, Query(max_length=1000, description="Words, all wanted; quotation marks, -word, word* and OR.")]
Day = Annotated[
    str | None, Query(max_length=10, pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$", description="A day or month.")
]
Name = Annotated[str | None, Query(max_length=200)]


@dataclass(frozen=True, slots=True)
class ClaimHit:
    """A claim that was found, with its sentence in pieces, the found words named "hit"."""

    claim: str
    report: str
    type: str
    words: str
    source: str
    mark: Mark
    outlet: str
    published: str | None
    pieces: tuple[Piece, ...]
    line: LineHead | None


@dataclass(frozen=True, slots=True)
class ReportHit:
    """A report that was found, with its best sentence in pieces."""

    report: str
    title: str
    outlet: str
    published: str | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found; ``cut`` where there may be more than is shown."""

    query: str
    filters: Filters
    claims: tuple[ClaimHit, ...]
    reports: tuple[ReportHit, ...]
    cut: bool


@router.get("/search", include_in_schema=False)
def page(
    request: Request, record: Held, q: Words = "", place: Name = None, since: Day = None, until: Day = None,
    measure: Name = None, origin: Name = None, outlet: Name = None, relation: Name = None,
) -> Response:  # fmt: skip
    view = _view(record, q, _filters(place, since, until, measure, origin, outlet, relation))
    json = address("/api/search", dict(request.query_params))
    choices = sorted(all_measures())
    title = f"{q[:60]}, found" if q else "Search"
    return render(request, "search.html", view, title=title, json=json, measures=choices, relations=RELATIONS)


@router.get("/api/search")
def data(
    record: Held, q: Words = "", place: Name = None, since: Day = None, until: Day = None, measure: Name = None,
    origin: Name = None, outlet: Name = None, relation: Name = None,
) -> Results:  # fmt: skip
    """Claims and reports by their words."""
    return _view(record, q, _filters(place, since, until, measure, origin, outlet, relation))


def _filters(*said: str | None) -> Filters:
    place, since, until, measure, origin, outlet, relation = (word.strip() or None if word else None for word in said)
    return Filters(place, since, until, measure, origin, outlet, relation)


def _view(record: Record, query: str, filters: Filters) -> Results:
    if not query.strip() and filters == Filters():
        return Results(query, filters, (), (), False)
    found = find(record.ledger, query, filters, limit=MOST)
    claims = [hit.claim for hit in found.claims if hit.claim is not None]
    lines = lines_of(record, claims)
    hits = tuple(_claim(record, hit, lines.get(hit.claim.id if hit.claim else "")) for hit in found.claims)
    reports = tuple(
        ReportHit(hit.report, hit.title, hit.publisher or hit.report, hit.published, _marked(hit))
        for hit in found.reports
    )
    return Results(query, filters, hits, reports, MOST in {len(hits), len(reports)})


def _claim(record: Record, hit: Hit, line: LineHead | None) -> ClaimHit:
    claim = hit.claim
    assert claim is not None
    mark = marks_of(record.origins(claim.incident or "")).mark(claim.source.origin if claim.source else None)
    outlet = hit.publisher or hit.report
    return ClaimHit(
        claim.id, hit.report, claim.type, words_of(claim), source_words([claim]), mark, outlet, hit.published,
        _marked(hit), line,
    )  # fmt: skip


def _marked(hit: Hit) -> tuple[Piece, ...]:
    return pieces(hit.sentence, 0, len(hit.sentence), [Stretch(start, end, "hit") for start, end in hit.marks])

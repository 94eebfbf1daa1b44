"""Extraction: a report in, its claims and problems out; pure, so that the same report gives the same claims
anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from onrecord import language
from onrecord.extract import (
    assemble,
    control,
    dates,
    events,
    figures,
    numbers,
    occurrences,
    places,
    sources,
    statements,
)
from onrecord.extract.located import datelined, locate
from onrecord.extract.marks import mark
from onrecord.extract.mentions import Passage, When, Where, passage_at
from onrecord.extract.spots import ground_of
from onrecord.extract.story import story
from onrecord.model import Claim, Problem, Report
from onrecord.settings import Settings
from onrecord.uncollected import uncollected

READ = frozenset({"headline", "subheading", "body", "caption", "dateline"})
BATCH = 32
STALE = 60  # days; a dateline older than that is another story's


@dataclass(frozen=True, slots=True)
class Extracted:
    """What extraction gives for one report: its claims in text order, and what could not be coded."""

    report: Report
    claims: tuple[Claim, ...]
    problems: tuple[Problem, ...] = ()


def extract(reports: Iterable[Report], *, settings: Settings | None = None) -> Iterator[Extracted]:
    """Each report's claims, in input order; a report that cannot be coded yields a Problem instead of stopping the
    rest."""
    settings = settings or Settings()
    pending = iter(reports)
    while batch := tuple(islice(pending, BATCH)):
        yield from zip_batch(batch, settings)


def zip_batch(batch: Sequence[Report], settings: Settings) -> Iterator[Extracted]:
    """Parse the paragraphs of a batch together, each wording once, then code each report."""
    stretches = [(report, segment) for report in batch for segment in report.segments if segment.kind in READ]
    texts = [report.text[segment.start : segment.end] for report, segment in stretches]
    with uncollected():
        once = dict.fromkeys(texts)
        docs = dict(zip(once, language.analyse(once, model=settings.model, batch=settings.batch), strict=True))
        if docs:
            mark(tuple(docs.values()))
        passages: dict[str, list[Passage]] = {report.id: [] for report in batch}
        for (report, segment), text in zip(stretches, texts, strict=True):
            passages[report.id].append(Passage(segment, segment.start, docs[text]))
        done = [_coded(report, passages[report.id]) for report in batch]
    yield from done


def _coded(report: Report, passages: Sequence[Passage]) -> Extracted:
    try:
        return Extracted(report, code(report, tuple(passages)))
    except Exception as error:
        problem = f"{report.id}: could not be coded: {type(error).__name__}: {error}"
        return Extracted(report, (), (Problem(report.id, "extract", problem),))


def code(report: Report, passages: Sequence[Passage]) -> tuple[Claim, ...]:
    """The claims of one parsed report."""
    passages = _anchored(report, passages)
    found = [
        n for p in passages if p.segment.kind != "dateline" for n in assemble.shifted(numbers.find(p.text), p.start)
    ]
    told = [p for p in passages if p.segment.kind != "dateline"]
    counted = figures.find(told, found)
    wheres = places.find(passages, report)
    whens = [_moved(w, p.start) for p in passages for w in dates.find(p.text, p.published)]
    attributions = sources.attribute(told, report)
    located = locate(passages, wheres, attributions)
    about = story(report, passages, located, whens, counted)
    told_figures = assemble.figure_claims(report, passages, counted, located, whens, attributions, about)
    ground = ground_of(told, report, [w for w in wheres if not _runs_on(w, told)])
    happened = events.find(told, report, ground)
    around = occurrences.Around(report, told, wheres, located, whens, attributions, about)
    claims = [
        *told_figures,
        *occurrences.control_claims(around, control.find(told, report, ground)),
        *_no_totals(occurrences.event_claims(around, happened), told_figures),
        *occurrences.statement_claims(around, statements.find(told, report, attributions)),
    ]
    return tuple(assemble.stamped(sorted(claims, key=lambda c: (c.span.start, c.type))))


def _runs_on(where: Where, told: Sequence[Passage]) -> bool:
    """Whether the place is a dateline in capitals that the paragraph after it runs on from."""
    passage = passage_at(told, where.start) if where.text.isupper() else None
    return passage is not None and datelined(passage, where)


def _close(stamped: str, day: str | None, text: str) -> bool:
    """Whether the publication date is to be believed over a dateline's: the same, a day older, too far off, or no year.

    A dateline a day later than the stated publication is believed: no report tells of tomorrow.
    """
    try:
        apart = (date.fromisoformat(stamped) - date.fromisoformat((day or "")[:10])).days
    except ValueError:
        return day is not None
    return apart in {-1, 0} or abs(apart) > STALE or not re.search(r"\b(?:19|20)\d\d\b", text)


def _no_totals(happened: Iterable[Claim], told_figures: Sequence[Claim]) -> Iterator[Claim]:
    """Events, without those that only word a total of the crisis ("has killed 5,840 troops")."""
    totals = [f.number.start for f in told_figures if f.scope == "cumulative" and f.number is not None]
    for event in happened:
        if not any(event.span.start <= start < event.span.end for start in totals):
            yield event


def _anchored(report: Report, passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Each passage with the day its relative times count from; a stamp ("updated: Sat May 14 2011") dates what
    follows it."""
    day, head = report.published, True
    out = []
    for passage in passages:
        if passage.segment.kind == "body" and day is not None:
            head = False
        if passage.segment.kind == "dateline" and (head or passage.text.lower().startswith("updated")):
            stamped = [
                w.period.start for w in dates.find(passage.text, report.published) if w.kind == "day" and w.period.start
            ]
            if stamped and not (head and _close(stamped[0], day, passage.text)):
                day = stamped[0]
        out.append(replace(passage, published=day))
    first = next((p.published for p in out if p.segment.kind == "body"), None)
    heads = {"headline", "subheading"}
    return tuple(replace(p, published=first or p.published) if p.segment.kind in heads else p for p in out)


def _moved(when: When, by: int) -> When:
    return replace(when, start=when.start + by, end=when.end + by)

"""What a search finds in a ledger: claims and reports, each with its sentence and where the words stand in it."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.ledger import Ledger
from onrecord.ledger.search import Filters
from onrecord.model import Claim, Report
from onrecord.search import best_sentence, marks, parse
from onrecord.text.excerpt import excerpt


@dataclass(frozen=True, slots=True)
class Hit:
    """A claim (or, where ``claim`` is None, a report) that was found; ``marks`` are stretches of the sentence."""

    claim: Claim | None
    report: str
    title: str
    publisher: str
    published: str | None
    sentence: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was found, the best first."""

    claims: tuple[Hit, ...]
    reports: tuple[Hit, ...]


def find(ledger: Ledger, query: str, filters: Filters, *, limit: int = 50) -> Findings:
    """The claims and the reports of a ledger that a query asks for, up to ``limit`` of each; any text is a query."""
    asked = parse(query)
    told: dict[str, Report] = {}
    claims = []
    for claim in ledger.finder.claims(asked, filters, limit=limit):
        if claim.report not in told:
            told[claim.report] = ledger.report(claim.report)
        report = told[claim.report]
        sentence = excerpt(report.text, claim.span.start, claim.span.end).sentence
        claims.append(
            Hit(claim, report.id, report.title, claim.publisher, claim.published, sentence, marks(asked, sentence))
        )
    reports = []
    for found in ledger.finder.reports(asked, filters, limit=limit):
        sentence = best_sentence(asked, found.text)
        reports.append(
            Hit(None, found.report, found.title, found.publisher, found.published, sentence, marks(asked, sentence))
        )
    return Findings(tuple(claims), tuple(reports))

"""Gold: the figures of reports that people have reviewed whole, hand-coded, to score the tool with `onrecord score`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from onrecord.exporters.rows import PairRow, pair_rows
from onrecord.exporters.takeaway import Takeaway
from onrecord.model import Claim

KINDS = ("claims", "relations", "context", "reports")


def write(record: Takeaway, kind: str, out: BinaryIO) -> int:
    """Write one JSON object a line; only reports whose figures are all accepted, corrected or rejected are gold."""
    whole = reviewed_reports(record)
    makers = {"claims": _claims, "relations": _relations, "context": _context, "reports": _reports}
    count = 0
    for row in makers[kind](record, whole):
        out.write((json.dumps(row, ensure_ascii=False) + "\n").encode())
        count += 1
    return count


def reviewed_reports(record: Takeaway) -> frozenset[str]:
    """The reports of which people have settled every figure, and at least one."""
    if not record.words:
        return frozenset()  # gold is the reports' own words
    settled = {d.now for d in record.decided if d.kind == "claim" and d.verdict in {"accept", "correct"}}
    figures = [claim for claim in record.claims if claim.type == "figure"]
    open_ = {claim.report for claim in figures if claim.id not in settled}
    return frozenset(claim.report for claim in figures if claim.id in settled) - open_


def _claims(record: Takeaway, whole: frozenset[str]) -> Iterator[dict[str, Any]]:
    notes = {d.now: d.standing[-1].note for d in record.decided if d.kind == "claim" and d.standing}
    for claim in record.claims:
        if claim.type == "figure" and claim.report in whole:
            yield _claim(claim, record.line_of.get(claim.id), notes.get(claim.id, ""))


def _claim(claim: Claim, line: str | None, note: str) -> dict[str, Any]:
    figure, place, source = claim.figure, claim.place, claim.source
    return {
        "report": claim.report, "exact": claim.span.exact,
        "number": claim.number.exact if claim.number else figure.text if figure else "",
        "value": figure and figure.value, "low": figure and figure.low, "high": figure and figure.high,
        "hedge": figure and figure.hedge, "measure": claim.measure, "object": claim.object, "group": claim.group,
        "side": claim.side, "status": claim.status, "place": (place.text or place.name) if place else None,
        "scope": claim.scope, "date": claim.period.start, "as_of": claim.period.as_of,
        "source": source and source.name, "source_kind": source.kind if source else "none",
        "source_side": source and source.side, "modality": claim.modality, "increment": claim.increment,
        "superseded": claim.superseded, "event": claim.incident, "note": note or None,
        "origin": source and source.origin, "line": line,
    }  # fmt: skip


def _relations(record: Takeaway, whole: frozenset[str]) -> Iterator[dict[str, Any]]:
    known = {claim.id: claim for claim in record.claims if claim.report in whole}
    for row in pair_rows(record.lines, record.claims, record.pairs):
        if isinstance(row, PairRow) and row.a in known and row.b in known:
            a, b = ({"report": known[i].report, "exact": known[i].span.exact} for i in (row.a, row.b))
            yield {"a": a, "b": b, "relation": row.relation}


def _context(record: Takeaway, whole: frozenset[str]) -> Iterator[dict[str, Any]]:
    """What people rejected: numbers deliberately left out, with why."""
    for d in record.decided:
        review = d.standing[-1] if d.standing else None
        claim = review.patch.settled if review else None
        if review and claim and review.verdict == "reject" and claim.type == "figure" and claim.report in whole:
            yield {"report": claim.report, "exact": claim.span.exact, "why": review.note or "rejected"}


def _reports(record: Takeaway, whole: frozenset[str]) -> Iterator[dict[str, Any]]:
    for report in record.reports:
        if report.id in whole:
            yield {
                "id": report.id, "title": report.title, "published": report.published, "publisher": report.publisher,
                "text": report.text,
            }  # fmt: skip

"""JSON Lines: one row a line, claims flattened to the fields of the codebook, UTF-8."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from functools import singledispatch
from typing import Any, BinaryIO

from onrecord.codec import to_json
from onrecord.exporters.rows import ClaimRow, PairRow, Row, claim_rows, pair_rows
from onrecord.exporters.tables import ReadingRecord, series
from onrecord.exporters.takeaway import Takeaway
from onrecord.model import Claim, Line, Link, Problem, Reading, Report

KINDS = ("claims", "lines", "series", "links", "pairs", "reports", "problems")


def write(record: Takeaway, kind: str, out: BinaryIO) -> int:
    """Write one JSON object a row of this kind, in order; returns how many."""
    count = 0
    for row in rows_of(record, kind):
        out.write((json.dumps(flat(row), ensure_ascii=False) + "\n").encode())
        count += 1
    return count


def rows_of(record: Takeaway, kind: str) -> Iterator[Row | ReadingRecord]:
    """The rows of one kind."""
    rows: Mapping[str, Callable[[], Iterable[Row | ReadingRecord]]] = {
        "claims": lambda: claim_rows(record.claims, record.lines),
        "pairs": lambda: pair_rows(record.lines, record.claims, record.pairs),
        "series": lambda: series(record),
        "lines": lambda: record.lines,
        "links": lambda: record.links,
        "reports": lambda: record.reports,
        "problems": lambda: record.problems,
    }
    return iter(rows[kind]())


@singledispatch
def flat(row: Any) -> dict[str, Any]:
    """The JSON object that stands for a row; every field is present, null where nothing was said."""
    raise TypeError(f"no JSON line for {type(row).__name__}")


@flat.register
def _claim(row: ClaimRow) -> dict[str, Any]:
    claim = row.claim
    return {
        "id": claim.id,
        "report": claim.report,
        "publisher": claim.publisher or None,
        "published": claim.published,
        "type": claim.type,
        "exact": claim.span.exact,
        "prefix": claim.span.prefix,
        "suffix": claim.span.suffix,
        "start": claim.span.start,
        "end": claim.span.end,
        "segment": claim.segment,
        **_figure(claim),
        **_other(claim),
        "rivals": [{"id": other.claim, "why": other.why} for other in row.rivals],
        "measure": claim.measure,
        "object": claim.object,
        "group": claim.group,
        "side": claim.side,
        "status": claim.status,
        "scope": claim.scope,
        "modality": claim.modality,
        "polarity": claim.polarity,
        "increment": claim.increment,
        "superseded": claim.superseded,
        "place": asdict(claim.place) if claim.place else None,
        "date": claim.period.start,
        "date_end": claim.period.end,
        "grain": claim.period.grain,
        "as_of": claim.period.as_of,
        "source": asdict(claim.source) if claim.source else None,
        "incident": claim.incident,
        "line": row.line,
        "trace": [{"rule": hit.rule, "start": hit.start, "end": hit.end} for hit in claim.trace],
        "knowledge": claim.knowledge,
    }


def _figure(claim: Claim) -> dict[str, Any]:
    figure, number = claim.figure, claim.number
    return {
        "number": number.exact if number else (figure.text if figure else None),
        "number_start": number.start if number else None,
        "number_end": number.end if number else None,
        "figure": figure.text if figure else None,
        "value": whole(figure.value) if figure else None,
        "low": whole(figure.low) if figure else None,
        "high": whole(figure.high) if figure else None,
        "hedge": figure.hedge if figure else None,
    }


def _other(claim: Claim) -> dict[str, Any]:
    control, event, statement = claim.control, claim.event, claim.statement
    return {
        "holder": control.holder if control else None,
        "state": control.state if control else None,
        "kind": event.kind if event else None,
        "actor": event.actor if event else None,
        "target": event.target if event else None,
        "acled": event.acled if event else None,
        "plover": event.plover if event else None,
        "act": statement.act if statement else None,
        "quote": statement.quote if statement else None,
        "content": statement.content if statement else None,
    }


def whole(value: float | None) -> float | int | None:
    """A bound as JSON readers expect it: 498, not 498.0."""
    return int(value) if value is not None and float(value).is_integer() else value


@flat.register
def _pair(row: PairRow) -> dict[str, Any]:
    return {"a": row.a, "b": row.b, "relation": row.relation}


@flat.register
def _line(row: Line) -> dict[str, Any]:
    return {
        "id": row.id,
        "label": row.label,
        "incident": row.incident,
        "key": list(row.key),
        "part_of": list(row.part_of),
        "readings": [_reading(reading) for reading in row.readings],
        "relations": [_link(link) for link in row.relations],
        "claims": list(row.claims),
    }


def _reading(reading: Reading) -> dict[str, Any]:
    return {**asdict(reading), "low": whole(reading.low), "high": whole(reading.high)}


@flat.register
def _series(row: ReadingRecord) -> dict[str, Any]:
    return {**asdict(row), "value": whole(row.value), "low": whole(row.low), "high": whole(row.high)}


@flat.register
def _link(row: Link) -> dict[str, Any]:
    return {
        "a": row.left,
        "b": row.right,
        "relation": row.relation,
        "why": [to_json(hit) for hit in row.why],
        "knowledge": row.knowledge,
    }


@flat.register
def _problem(row: Problem) -> dict[str, Any]:
    return asdict(row)


@flat.register
def _report(row: Report) -> dict[str, Any]:
    return {**asdict(row), "guessed": dict(row.guessed), "extra": {k: json.loads(v) for k, v in row.extra}}

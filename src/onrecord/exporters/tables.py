"""The record as tables for spreadsheets and data frames: one frozen dataclass a table, columns of plain typed values.

Lists stay lists where the format has them (Parquet) and are joined by "; " where it has not (CSV).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from onrecord.exporters.rows import pair_rows
from onrecord.exporters.takeaway import Takeaway, Told, told
from onrecord.model import Claim, Place


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """One claim; ``number_start`` and ``number_end`` are code points of the report's text, as ``start`` and ``end``."""

    id: str
    report: str
    publisher: str | None
    published: str | None
    type: str
    exact: str
    start: int
    end: int
    number: str | None
    number_start: int | None
    number_end: int | None
    value: float | None
    low: float | None
    high: float | None
    hedge: str | None
    measure: str | None
    object: str | None
    group: str | None
    side: str | None
    status: str
    scope: str | None
    date: str | None
    date_end: str | None
    grain: str | None
    as_of: str | None
    place: str | None
    place_text: str | None
    country: str | None
    within: tuple[str, ...]
    latitude: float | None
    longitude: float | None
    precision: str | None
    gazetteer_id: str | None
    source: str | None
    source_kind: str | None
    source_side: str | None
    origin: str | None
    channel: str | None
    chain: tuple[str, ...]
    modality: str
    polarity: str
    increment: bool
    superseded: bool
    holder: str | None
    state: str | None
    event_kind: str | None
    actor: str | None
    target: str | None
    act: str | None
    quote: str | None
    content: str | None
    segment: str
    incident: str | None
    line: str | None
    rules: tuple[str, ...]
    knowledge: str


@dataclass(frozen=True, slots=True)
class LineRecord:
    """One line of the record: how it stands, and who and what is behind it."""

    line: str
    title: str
    incident: str
    incident_title: str
    measure: str | None
    object: str | None
    group: str | None
    side: str | None
    scope: str | None
    place: str | None
    country: str | None
    state: str
    low: float | None
    high: float | None
    readings: int
    origins: tuple[str, ...]
    outlets: tuple[str, ...]
    part_of: tuple[str, ...]
    claims: tuple[str, ...]
    spans: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadingRecord:
    """One reading of a line: what one origin says at one as-of date, and how it follows on the one before."""

    line: str
    title: str
    incident: str
    measure: str | None
    place: str | None
    origin: str | None
    source: str | None
    loss: str
    as_of: str | None
    value: float | None
    low: float | None
    high: float | None
    hedge: str
    change: str
    state: str
    texts: int
    outlets: tuple[str, ...]
    claims: tuple[str, ...]
    spans: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """How two claims relate, and why."""

    a: str
    b: str
    relation: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """One report, without its text."""

    id: str
    title: str
    publisher: str
    published: str | None
    url: str | None
    language: str
    text_sha256: str
    supersedes: str | None


@dataclass(frozen=True, slots=True)
class ProblemRecord:
    """What could not be read or coded."""

    where: str
    code: str
    message: str
    start: int | None
    end: int | None


type Record = ClaimRecord | LineRecord | ReadingRecord | LinkRecord | ReportRecord | ProblemRecord


def claims(record: Takeaway) -> Iterator[ClaimRecord]:
    """A row a claim."""
    return (_claim(claim, record.line_of.get(claim.id)) for claim in record.claims)


def lines(record: Takeaway) -> Iterator[LineRecord]:
    """A row a line."""
    by_line: dict[str, list[Told]] = {}
    for one in told(record):
        by_line.setdefault(one.line.id, []).append(one)
    return (_line(record, found) for found in by_line.values())


def series(record: Takeaway) -> Iterator[ReadingRecord]:
    """A row a reading, so that a line's readings by date are its series."""
    return (
        ReadingRecord(
            line=one.line.id,
            title=one.title,
            incident=one.line.incident,
            measure=one.first.measure,
            place=one.place.name if one.place else None,
            origin=one.reading.origin,
            source=one.first.source.name if one.first.source else None,
            loss=one.loss,
            as_of=one.reading.as_of,
            value=one.value,
            low=one.reading.low,
            high=one.reading.high,
            hedge=one.reading.hedge,
            change=one.reading.change,
            state=one.state,
            texts=one.reading.texts,
            outlets=one.reading.outlets,
            claims=one.reading.claims,
            spans=one.spans,
        )
        for one in told(record)
    )


def links(record: Takeaway) -> Iterator[LinkRecord]:
    """A row a relation of two readings, told of one claim of each."""
    return (LinkRecord(k.left, k.right, k.relation, tuple(hit.label for hit in k.why)) for k in record.links)


def pairs(record: Takeaway) -> Iterator[LinkRecord]:
    """A row a pair of claims of different reports on one line."""
    why = {(k.left, k.right): tuple(hit.label for hit in k.why) for k in record.pairs}
    return (
        LinkRecord(row.a, row.b, row.relation, why.get((row.a, row.b)) or why.get((row.b, row.a), ()))
        for row in pair_rows(record.lines, record.claims, record.pairs)
    )


def reports(record: Takeaway) -> Iterator[ReportRecord]:
    """A row a report."""
    return (
        ReportRecord(r.id, r.title, r.publisher, r.published, r.url, r.language, r.text_sha256, r.supersedes)
        for r in record.reports
    )


def problems(record: Takeaway) -> Iterator[ProblemRecord]:
    """A row a problem."""
    return (ProblemRecord(p.where, p.code, p.message, p.start, p.end) for p in record.problems)


TABLES: Mapping[str, tuple[type[Record], Callable[[Takeaway], Iterator[Record]]]] = MappingProxyType(
    {
        "claims": (ClaimRecord, claims),
        "lines": (LineRecord, lines),
        "series": (ReadingRecord, series),
        "links": (LinkRecord, links),
        "pairs": (LinkRecord, pairs),
        "reports": (ReportRecord, reports),
        "problems": (ProblemRecord, problems),
    }
)


def _line(record: Takeaway, found: list[Told]) -> LineRecord:
    first, line = found[0], found[0].line
    lows, highs = [one.reading.low for one in found], [one.reading.high for one in found]
    places = [one.place for one in found if one.place]
    return LineRecord(
        line=line.id,
        title=first.title,
        incident=line.incident,
        incident_title=record.incidents[line.incident],
        measure=first.first.measure,
        object=first.first.object,
        group=first.first.group,
        side=first.first.side,
        scope=first.first.scope,
        place=places[0].name if places else None,
        country=places[0].country if places else None,
        state=first.state,
        low=None if None in lows else min(low for low in lows if low is not None),
        high=None if None in highs else max(high for high in highs if high is not None),
        readings=len(found),
        origins=tuple(dict.fromkeys(one.reading.origin for one in found if one.reading.origin)),
        outlets=tuple(dict.fromkeys(outlet for one in found for outlet in one.reading.outlets)),
        part_of=line.part_of,
        claims=line.claims,
        spans=tuple(span for one in found for span in one.spans),
    )


def _claim(claim: Claim, line: str | None) -> ClaimRecord:
    figure, number, source = claim.figure, claim.number, claim.source
    control, event, statement = claim.control, claim.event, claim.statement
    place = claim.place or Place("", "", precision="")
    return ClaimRecord(
        id=claim.id,
        report=claim.report,
        publisher=claim.publisher or None,
        published=claim.published,
        type=claim.type,
        exact=claim.span.exact,
        start=claim.span.start,
        end=claim.span.end,
        number=number.exact if number else figure.text if figure else None,
        number_start=number.start if number else None,
        number_end=number.end if number else None,
        value=figure.value if figure else None,
        low=figure.low if figure else None,
        high=figure.high if figure else None,
        hedge=figure.hedge if figure else None,
        measure=claim.measure,
        object=claim.object,
        group=claim.group,
        side=claim.side,
        status=claim.status,
        scope=claim.scope,
        date=claim.period.start,
        date_end=claim.period.end,
        grain=claim.period.grain,
        as_of=claim.period.as_of,
        place=place.name or None,
        place_text=place.text or None,
        country=place.country,
        within=place.within,
        latitude=place.latitude,
        longitude=place.longitude,
        precision=place.precision or None,
        gazetteer_id=place.gazetteer_id,
        source=source.name if source else None,
        source_kind=source.kind if source else None,
        source_side=source.side if source else None,
        origin=source.origin if source else None,
        channel=source.channel if source else None,
        chain=source.chain if source else (),
        modality=claim.modality,
        polarity=claim.polarity,
        increment=claim.increment,
        superseded=claim.superseded,
        holder=control.holder if control else None,
        state=control.state if control else None,
        event_kind=event.kind if event else None,
        actor=event.actor if event else None,
        target=event.target if event else None,
        act=statement.act if statement else None,
        quote=statement.quote if statement else None,
        content=statement.content if statement else None,
        segment=claim.segment,
        incident=claim.incident,
        line=line,
        rules=tuple(hit.rule for hit in claim.trace),
        knowledge=claim.knowledge,
    )

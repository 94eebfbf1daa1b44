"""Every domain type of onrecord: frozen values that pass between the stages, standard library only.

Offsets are code points, half-open, into ``Report.text``. Dates are ISO strings of the grain the text
gives ("2022-03-02", "2022-03", "2022"). ``None`` means "not said"; it is never "different".
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field

CONTEXT = 60


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a report's text with one role: headline, subheading, dateline, body, caption, credit or
    boilerplate."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a report was read: file or address, the member of it (archive path, line, message), format, SHA-256 of the
    document's bytes.

    ``dated`` and ``named`` tell how the publication date and the outlet were found; ``feed`` is the label of the feed
    that carried the report, which is not its outlet.
    """

    path: str
    member: str = ""
    format: str = ""
    sha256: str = ""
    dated: str = ""
    named: str = ""
    feed: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """One document as an outlet published it, with its canonical text and that text's segments.

    ``published`` and ``fetched`` are ISO dates; ``guessed`` names the fields that were inferred, each with the
    reason; ``extra`` keeps unknown input fields as (name, JSON text) pairs.
    """

    id: str
    text: str
    segments: tuple[Segment, ...]
    title: str = ""
    publisher: str = ""
    published: str | None = None
    url: str | None = None
    language: str = "en"
    fetched: str | None = None
    text_sha256: str = ""
    supersedes: str | None = None
    guessed: tuple[tuple[str, str], ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    provenance: Provenance | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a report's text: the W3C TextPosition and TextQuote selectors in one."""

    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as worded: value is None when vague; low and high are the inclusive bounds the words allow, None when
    open."""

    text: str
    value: float | None
    low: float | None
    high: float | None
    hedge: str


@dataclass(frozen=True, slots=True)
class Control:
    """Who holds a place: holder, and state (captured, recaptured, held, contested, encircled, entered,
    withdrawn_from)."""

    holder: str | None
    state: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened or is planned: kind (our own slug) with ACLED-like sub-event and PLOVER code."""

    kind: str
    actor: str | None
    target: str | None
    acled: str | None = None
    plover: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """Speech: the verbatim quote (None for indirect speech), its content, and act (asserts, denies, threatens,
    pledges, demands, offers)."""

    quote: str | None
    content: str
    act: str


@dataclass(frozen=True, slots=True)
class Period:
    """A time: start and end as ISO dates of one grain (day, month, year), and as_of for a running toll."""

    start: str | None = None
    end: str | None = None
    grain: str | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place as written, and as resolved; precision is point, area, country, region or unresolved. Degrees, WGS 84."""

    text: str
    name: str
    gazetteer_id: str | None = None
    within: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    precision: str = "unresolved"
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Who asserts a claim, as named in the report; chain holds who cites whom, the furthest origin last; origin is
    its canonical slug."""

    name: str | None
    kind: str = "none"
    side: str | None = None
    channel: str | None = None
    chain: tuple[str, ...] = ()
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class RuleHit:
    """One rule that shaped a claim, and the stretch it saw."""

    rule: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Claim:
    """The atomic record: one mention in one report; codebook sections 1 and 2. ``type`` is figure, control, event or
    statement."""

    id: str
    report: str
    type: str
    span: Span
    figure: Figure | None = None
    control: Control | None = None
    event: Event | None = None
    statement: Statement | None = None
    measure: str | None = None
    object: str | None = None
    group: str | None = None
    side: str | None = None
    status: str = "unknown"
    place: Place | None = None
    period: Period = field(default_factory=Period)
    scope: str | None = None
    source: Source | None = None
    modality: str = "actual"
    polarity: str = "asserted"
    increment: bool = False
    superseded: bool = False
    number: Span | None = None
    segment: str = "body"
    incident: str | None = None
    trace: tuple[RuleHit, ...] = ()
    knowledge: str = ""
    publisher: str = ""
    published: str | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class LevelHit:
    """One level of one comparison that decided about a pair, with its sentence."""

    comparison: str
    level: str
    label: str


@dataclass(frozen=True, slots=True)
class Link:
    """The relation of two claims (codebook section 6) and the levels that decided it. left < right as published."""

    left: str
    right: str
    relation: str
    why: tuple[LevelHit, ...] = ()
    knowledge: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one origin says on one line at one as-of date: its bounds, and the claims and outlets that carry it.

    ``change`` tells how the figure follows on the last one of that origin: "" the first, else restated, grew, revised
    down, restarted or increment. ``texts`` counts the texts that carry it, copies of one text as one.
    """

    origin: str | None
    low: float | None
    high: float | None
    hedge: str
    as_of: str | None
    claims: tuple[str, ...]
    outlets: tuple[str, ...]
    change: str = ""
    texts: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the record: all claims about the same thing, as readings by origin, and how the readings relate."""

    id: str
    key: tuple[str, ...]
    label: str
    incident: str
    readings: tuple[Reading, ...]
    relations: tuple[Link, ...]
    claims: tuple[str, ...]
    part_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Patch:
    """What a review says beyond its verdict.

    ``fields`` are the fields a person set, each with its value as JSON text; ``settled`` is the whole claim as the
    person left it. ``sides`` are the claims that a merge puts on one line, or a split sets apart from the others.
    ``alias`` is the origin that another one is; ``undoes`` the review taken back.
    """

    fields: tuple[tuple[str, str], ...] = ()
    settled: Claim | None = None
    sides: tuple[tuple[str, ...], ...] = ()
    alias: str | None = None
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """What one person decided about one claim, line or origin (``kind``); reviews are only ever added.

    ``verdict`` is accept, reject, correct, merge, split, alias, unsure or undo; ``target_digest`` tells what was looked
    at; ``at`` is an ISO time in UTC; ``replaces`` is the last review of the same target, which the reviewer had seen.
    """

    id: int
    kind: str
    target: str
    target_digest: str
    verdict: str
    patch: Patch
    reviewer: str
    at: str
    note: str = ""
    replaces: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read or coded: where, a stable code, and one sentence for a person."""

    where: str
    code: str
    message: str
    start: int | None = None
    end: int | None = None


def span_of(text: str, start: int, end: int) -> Span:
    """The span of text[start:end] with its context of up to 60 code points each side."""
    return Span(start, end, text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])


def claim_id(report: str, kind: str, start: int, end: int, ordinal: int = 0) -> str:
    """A claim's id: the hash of its anchor, so that newer rules that see the same number keep its id."""
    anchor = json.dumps([report, kind, start, end, ordinal], ensure_ascii=False)
    return hashlib.sha256(anchor.encode()).hexdigest()[:12]

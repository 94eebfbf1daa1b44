"""One line in full: its readings drawn and listed, the evidence side by side, how they relate and why, its codings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord import profiles
from onrecord.brief.wording import figure_words, short_ids, source_words
from onrecord.ledger.outline import LineHead
from onrecord.model import Claim, Line, Report, Review
from onrecord.views.chart import Chart, chart
from onrecord.views.history import Entry, entry
from onrecord.views.marks import Mark
from onrecord.views.pieces import Piece, sentence
from onrecord.views.rows import LineRow, Material, Rows

RELATED = ("conflicts", "updates", "corroborates", "repeat", "unsourced", "not_comparable")
PROFILES = ("ucdp", "acled", "idmc")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim stands: its report and paragraph, and its offsets in code points."""

    number: int
    claim: str
    short: str
    report: str
    outlet: str
    published: str | None
    segment: str
    paragraph: int
    start: int
    end: int
    chain: tuple[str, ...]
    channel: str | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence with its roles marked, and every place where it is printed word for word."""

    language: str
    pieces: tuple[Piece, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """All that one origin says on the line."""

    origin: str | None
    source: str
    loss: str | None
    mark: Mark
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two readings that stand in one relation: their words, whose they are, and why, level by level."""

    left: str
    left_source: str
    right: str
    right_source: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Related:
    """All pairs of readings in one relation."""

    relation: str
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """What a profile makes of the line: its value, its steps, or why it leaves the line out."""

    profile: str
    low: float | None
    best: float | None
    high: float | None
    value: float | None
    left_out: str | None
    steps: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """One part of what makes claims comparable on this line."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class LineView:
    """A line with everything that is known of it; ``before`` and ``after`` are its neighbours in the incident."""

    row: LineRow
    incident: str
    heading: str
    year: str | None
    keys: tuple[Key, ...]
    chart: Chart
    sides: tuple[Side, ...]
    relations: tuple[Related, ...]
    values: tuple[Value, ...]
    parts: tuple[tuple[str, str], ...]
    reviews: tuple[Entry, ...]
    before: str | None
    after: str | None
    at: int
    of: int


def line_view(
    head: LineHead, line: Line, material: Material, texts: Mapping[str, Report],
    beside: tuple[str | None, str | None], of: int, scale: str = "linear", reviews: Sequence[Review] = (),
) -> LineView:  # fmt: skip
    """The view of a line; ``texts`` holds the reports of its claims, ``beside`` are the
    lines before and after it among the ``of`` of its incident."""
    rows = Rows(material)
    (incident,) = rows.incidents(limit=False)
    row = rows.only(line.id)
    known = {c.id: c for c in material.claims}
    claims = rows.figures.of(rows.figures.by_id[line.id].claims)
    return LineView(
        row,
        line.incident,
        incident.title + (f", {incident.what}" if incident.what else ""),
        incident.year,
        keys(claims[0]),
        chart(row.readings, rows.figures.by_id[line.id].relations, scale),
        sides(row, claims, texts),
        relations(line, known),
        values(line, material) if len(claims) == len(line.claims) else (),
        tuple((part, "") for part in line.part_of),
        tuple(entry(review) for review in reversed(reviews)),
        *beside,
        head.rank,
        of,
    )


def keys(claim: Claim) -> tuple[Key, ...]:
    """What claims must share to stand on the line with this one."""
    told = (
        ("measure", claim.measure), ("object", claim.object), ("group", claim.group), ("side", claim.side),
        ("place", claim.place.name if claim.place else None), ("scope", claim.scope),
        ("status", claim.status if claim.status != "unknown" else None),
    )  # fmt: skip
    return tuple(Key(name, value.replace("_", " ")) for name, value in told if value)


def sides(row: LineRow, claims: Sequence[Claim], texts: Mapping[str, Report]) -> tuple[Side, ...]:
    """The evidence by origin, in the order of the readings; what names no known origin comes last."""
    known = {c.id: c for c in claims}
    numbers = {c.id: n for n, c in enumerate(claims, 1)}
    short = short_ids(known)
    grouped: dict[tuple[str | None, str | None], list[Claim]] = defaultdict(list)
    marks: dict[tuple[str | None, str | None], Mark] = {}
    for reading in row.readings:
        key = (reading.origin, reading.told.loss)
        marks.setdefault(key, reading.mark)
        grouped[key] += [known[c] for c in reading.told.cited.claims if c in known]
    ordered = sorted(grouped.items(), key=lambda pair: pair[0][0] is None)
    return tuple(
        Side(origin, source_words(found), loss, marks[origin, loss], evidence(found, texts, numbers, short))
        for (origin, loss), found in ordered
        if found
    )


def evidence(
    claims: Iterable[Claim], texts: Mapping[str, Report], numbers: Mapping[str, int], short: Mapping[str, str]
) -> tuple[Evidence, ...]:
    """The sentences of these claims, each once with all its places."""
    found: dict[tuple[object, ...], tuple[str, tuple[Piece, ...], list[Place]]] = {}
    for claim in claims:
        report = texts.get(claim.report)
        if report is None:
            continue
        made = sentence(report.text, claim)
        words = tuple((" ".join(piece.text.split()), "number" in piece.names) for piece in made)
        place = place_of(claim, report, numbers.get(claim.id, 0), short.get(claim.id, claim.id[:6]))
        found.setdefault(words, (report.language, made, []))[2].append(place)
    return tuple(Evidence(language, made, tuple(places)) for language, made, places in found.values())


def place_of(claim: Claim, report: Report, number: int, short: str) -> Place:
    """Where a claim stands."""
    source = claim.source
    return Place(
        number,
        claim.id,
        short,
        claim.report,
        claim.publisher or report.publisher or claim.report,
        claim.published or report.published,
        claim.segment,
        paragraph_at(report, claim.span.start),
        claim.span.start,
        claim.span.end,
        source.chain if source else (),
        source.channel if source else None,
    )


def paragraph_at(report: Report, offset: int) -> int:
    """Which segment of the report, from 1, an offset stands in."""
    return next((n for n, s in enumerate(report.segments, 1) if s.start <= offset < s.end), 0)


def relations(line: Line, known: Mapping[str, Claim]) -> tuple[Related, ...]:
    """How the readings relate, by relation, disputes first."""
    grouped: dict[str, list[Pair]] = defaultdict(list)
    for link in line.relations:
        left, right = known.get(link.left), known.get(link.right)
        if left is not None and right is not None and left.figure and right.figure:
            why = tuple(dict.fromkeys(hit.label for hit in link.why))
            grouped[link.relation].append(
                Pair(figure_words(left), source_words([left]), figure_words(right), source_words([right]), why)
            )
    order = sorted(grouped, key=lambda r: RELATED.index(r) if r in RELATED else len(RELATED))
    return tuple(Related(relation, tuple(grouped[relation])) for relation in order)


def values(line: Line, material: Material) -> tuple[Value, ...]:
    """The line under each profile that codes its measure."""
    made = ((name, profiles.code(line, material.claims, name, warring=material.warring)) for name in PROFILES)
    return tuple(
        Value(
            name, one.low, one.best, one.high, one.value, one.left_out, tuple(step.says for step in one.why), one.claims
        )
        if one is not None
        else Value(name, None, None, None, None, "not a measure of this profile", (), ())
        for name, one in made
    )

"""What an export can leave out to protect people: exact places, and the names of persons."""

from __future__ import annotations

from dataclasses import replace

from onrecord.actors import lookup
from onrecord.exporters.takeaway import Takeaway
from onrecord.model import Claim, Control, Line, Link, Place, Reading, Report, Source, Span

# About eleven kilometres: enough to see the district, not the street.
DECIMALS = 1
# Sources of these kinds are people speaking for themselves, or may be.
PERSONS = {"witness": "a witness", "expert": "an expert", "medical": "medical staff", "unnamed": "an unnamed source"}
BODIES = {
    "government": "officials", "military": "military officials", "police": "police", "emergency": "emergency services",
    "un": "UN officials", "ngo": "an aid organisation", "monitor": "a monitor", "political": "a political body",
    "armed_group": "an armed group", "media": "media", "company": "a company", "document": "a document",
}  # fmt: skip


def coarsened(record: Takeaway) -> Takeaway:
    """The record with each settlement given as the area it lies in and coordinates to a tenth of a degree.

    The reports' words name the places too and are left out.
    """
    made = _wordless(record)
    # Slugs of incidents and keys of lines are made of the names of places.
    slugs = dict.fromkeys([line.incident for line in made.lines] + [c.incident for c in made.claims if c.incident])
    opaque = {slug: f"incident-{number}" for number, slug in enumerate(slugs, 1)}
    return replace(
        made,
        claims=tuple(
            replace(claim, place=_area(claim.place), incident=opaque.get(claim.incident or "")) for claim in made.claims
        ),
        lines=tuple(replace(line, incident=opaque[line.incident], key=(), label="") for line in made.lines),
    )


def nameless(record: Takeaway) -> Takeaway:
    """The record without names of persons: sources by what they are unless a body is known by that name.

    The reports' words name people too and are left out; positions in the text stay, for whoever holds the reports.
    """
    made = _wordless(record)
    hidden: dict[str, str] = {}
    claims = tuple(_unnamed(claim, hidden) for claim in made.claims)
    return replace(made, claims=claims, lines=tuple(_line_unnamed(line, hidden) for line in made.lines))


def _area(place: Place | None) -> Place | None:
    if place is None or place.precision in ("country", "region"):
        return place
    above = place.within[0] if place.within else place.name
    return replace(
        place,
        text=above,
        name=above,
        gazetteer_id=None,
        within=place.within[1:],
        latitude=None if place.latitude is None else round(place.latitude, DECIMALS),
        longitude=None if place.longitude is None else round(place.longitude, DECIMALS),
        precision="area",
    )


def _wordless(record: Takeaway) -> Takeaway:
    """The record without the words of its reports, save the numbers themselves."""
    if not record.words:
        return record
    return replace(
        record,
        words=False,
        claims=tuple(map(_claim_wordless, record.claims)),
        reports=tuple(map(_report_wordless, record.reports)),
        problems=(),
        links=tuple(map(_unexplained, record.links)),
        pairs=tuple(map(_unexplained, record.pairs)),
        lines=tuple(replace(line, relations=tuple(map(_unexplained, line.relations))) for line in record.lines),
    )


def _claim_wordless(claim: Claim) -> Claim:
    number = claim.number.exact if claim.number else ""
    return replace(
        claim,
        span=_bare(claim.span, number),
        number=_bare(claim.number, number) if claim.number else None,
        group=None,
        statement=replace(claim.statement, quote=None, content="") if claim.statement else None,
    )


def _bare(span: Span, exact: str) -> Span:
    return Span(span.start, span.end, exact)


def _report_wordless(report: Report) -> Report:
    return replace(report, text="", title="", segments=(), url=None, extra=(), guessed=())


def _unexplained(link: Link) -> Link:
    return replace(link, why=())


def _unnamed(claim: Claim, hidden: dict[str, str]) -> Claim:
    event, control = claim.event, claim.control
    return replace(
        claim,
        source=_source(claim.source, hidden),
        event=replace(event, actor=_body(event.actor), target=_body(event.target)) if event else None,
        control=Control(_body(control.holder), control.state) if control else None,
    )


def _body(name: str | None) -> str | None:
    """The name where it is a state, body or group that the knowledge knows, the country of a leader; else none."""
    actor = lookup(name) if name else None
    if actor is None:
        return None
    leads = actor.kind == "government" and actor.side is not None and actor.name != actor.side
    return actor.side if leads else name


def _source(source: Source | None, hidden: dict[str, str]) -> Source | None:
    if source is None or source.name is None:
        return source
    chain = tuple(name for link in source.chain if (name := _body(link)) is not None)
    body = _body(source.name)
    if source.kind not in PERSONS and body is not None:
        return replace(source, name=body, chain=chain)
    name = PERSONS.get(source.kind) or BODIES.get(source.kind) or "a source"
    origin = source.origin
    if origin is not None:
        # Two persons stay two, and the same one the same, without a name.
        origin = hidden.setdefault(origin, f"{source.kind}-{len(hidden) + 1}")
    return replace(source, name=name, chain=chain, origin=origin)


def _line_unnamed(line: Line, hidden: dict[str, str]) -> Line:
    return replace(line, readings=tuple(_reading_unnamed(reading, hidden) for reading in line.readings))


def _reading_unnamed(reading: Reading, hidden: dict[str, str]) -> Reading:
    return replace(reading, origin=hidden.get(reading.origin, reading.origin) if reading.origin else None)

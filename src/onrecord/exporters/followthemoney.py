"""FollowTheMoney statements (CSV): reports, incidents, origins and figures as entities, one row a property's value."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import BinaryIO

from onrecord.brief.wording import figure_words
from onrecord.exporters.csv import write_table
from onrecord.exporters.takeaway import Takeaway, span_name, told

KINDS = ("statements",)
DATASET = "onrecord"
# Schemata of FollowTheMoney by the kind of a source; a source of another kind is a LegalEntity.
SCHEMATA = {"government": "PublicBody", "military": "PublicBody", "police": "PublicBody", "emergency": "PublicBody",
            "un": "Organization", "ngo": "Organization", "monitor": "Organization", "political": "Organization",
            "armed_group": "Organization", "media": "Organization", "company": "Company", "medical": "Organization",
            "witness": "Person", "expert": "Person"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statement:
    """One value of one property of one entity, in the columns of the library's statement files."""

    canonical_id: str
    entity_id: str
    prop: str
    prop_type: str
    schema: str
    value: str
    dataset: str
    lang: str
    original_value: str
    external: str
    first_seen: str
    last_seen: str
    origin: str
    id: str


def write(record: Takeaway, kind: str, out: BinaryIO) -> int:
    """Write the statements of every entity; returns how many."""
    names = [field.name for field in fields(Statement)]
    merged: dict[str, Statement] = {}
    for row in _statements(record):
        held = merged.get(row.id, row)
        seen = sorted(day for day in (held.first_seen, held.last_seen, row.first_seen) if day)
        merged[row.id] = replace(held, first_seen=seen[0], last_seen=seen[-1]) if seen else held
    return write_table(names, ([getattr(row, name) for name in names] for row in merged.values()), out)


def _statements(record: Takeaway) -> Iterator[Statement]:
    for report in record.reports:
        entity = _key("report", report.id)
        yield from _entity(entity, "Article", report.published, [
            ("title", "name", report.title if record.words else ""), ("publisher", "string", report.publisher),
            ("publishedAt", "date", report.published or ""), ("sourceUrl", "url", report.url or ""),
            ("language", "language", report.language if len(report.language) == 3 else ""),
            ("contentHash", "checksum", ""), ("fileName", "string", report.id),
        ])  # fmt: skip
    for one in told(record):
        first, incident = one.first, _key("incident", one.line.incident)
        yield from _entity(incident, "Event", first.published, [
            ("name", "name", record.incidents[one.line.incident]), ("date", "date", first.period.start or ""),
            ("country", "country", (one.place.country or "").lower() if one.place else ""),
            ("location", "string", one.place.name if one.place else ""),
        ])  # fmt: skip
        source = first.source
        origin = _key("origin", source.origin) if source and source.origin else ""
        if source and origin:
            schema = SCHEMATA.get(source.kind, "LegalEntity")
            yield from _entity(origin, schema, first.published, [("name", "name", source.name or source.origin or "")])
        says = f", according to {source.name}" if source and source.name else ""
        note = _key("reading", f"{one.line.id}:{first.id}")
        proofs = [("proof", "entity", _key("report", claim.report)) for claim in one.claims]
        spans = [("description", "text", f"claim {claim.id} at {span_name(claim)}") for claim in one.claims]
        words = [("description", "text", first.span.exact)] if record.words else []
        yield from _entity(note, "Note", first.published, [
            ("name", "name", f"{figure_words(first)}: {one.title}{says}"), ("entity", "entity", incident),
            ("entity", "entity", origin), *proofs, *words, *spans,
        ])  # fmt: skip


def _entity(entity: str, schema: str, seen: str | None, properties: list[tuple[str, str, str]]) -> Iterator[Statement]:
    for prop, kind, value in properties:
        plain = " ".join(value.split())
        if plain:
            key = hashlib.sha1(f"{DATASET}.{entity}.{prop}.{plain}".encode()).hexdigest()
            yield Statement(
                entity, entity, prop, kind, schema, plain, DATASET, "", "", "f", seen or "", seen or "", "", key
            )  # fmt: skip


def _key(kind: str, name: str) -> str:
    return f"{DATASET}-{kind}-{hashlib.sha1(name.encode()).hexdigest()[:16]}"

"""ACLED-like CSV: one row a dated, placed incident, coded by that codebook's rules; not ACLED's data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, BinaryIO

from onrecord import knowledge
from onrecord.exporters.coded import CodedRow, coded_rows
from onrecord.exporters.csv import write_table
from onrecord.exporters.takeaway import Takeaway
from onrecord.profiles.coded import Acled

KINDS = ("incidents",)

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso",
    "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source",
    "source_scale", "notes", "fatalities", "tags", "timestamp", "claim_ids", "spans",
)  # fmt: skip


def write(record: Takeaway, kind: str, out: BinaryIO) -> int:
    """Write the incidents that can be coded; columns that reports do not tell stay empty. Returns how many rows."""
    told = (_told(record, one) for one in coded_rows(record, "acled"))
    return write_table(COLUMNS, ([row.get(name) for name in COLUMNS] for row in told), out)


def _told(record: Takeaway, one: CodedRow) -> dict[str, object]:
    terms = one.row.lines[0].terms
    assert isinstance(terms, Acled)
    place, sub = one.place, one.row.sub_event_type
    event = _event_types().get(sub or "")
    happened = [c for c in record.claims if c.event and c.incident == one.row.incident and c.event.acled == sub]
    actors = [c.event.actor for c in happened if c.event and c.event.actor]
    targets = [c.event.target for c in happened if c.event and c.event.target]
    civilian = any(c.status == "civilian" for c in one.claims)
    named = [name for name in (place.within[:-1] if place else ()) if name != terms.location]
    return {
        "event_id_cnty": f"{(place.country if place else None) or 'XX'}{one.number}",
        "event_date": terms.event_date,
        "year": int(terms.event_date[:4]) if terms.event_date else None,
        "time_precision": terms.time_precision,
        "disorder_type": event[1] if event else None,
        "event_type": event[0] if event else None,
        "sub_event_type": sub,
        "actor1": actors[0] if actors else None,
        "actor2": targets[0] if targets else None,
        "civilian_targeting": "Civilian targeting" if civilian else None,
        "country": terms.country,
        "admin1": named[-1] if named else None,
        "admin2": named[-2] if len(named) > 1 else None,
        "location": terms.location,
        "latitude": place.latitude if place and one.drawn else None,
        "longitude": place.longitude if place and one.drawn else None,
        "geo_precision": terms.geo_precision,
        "source": one.outlets,
        "notes": f"{one.title}. {terms.notes}".strip(),
        "fatalities": one.row.value,
        "claim_ids": one.row.claims,
        "spans": one.spans,
    }


@cache
def _event_types() -> Mapping[str, tuple[str, str]]:
    """For each sub-event type its event type and disorder type."""
    rows: list[Any] = knowledge.table("profiles.toml")["acled"]["event_types"]
    return {sub: (row["event"], row["disorder"]) for row in rows for sub in row["sub_events"]}

"""UCDP-GED-like CSV: one row an incident or aggregate with best, low and high; not UCDP's data."""

from __future__ import annotations

from typing import BinaryIO

from onrecord.exporters.coded import CodedRow, coded_rows
from onrecord.exporters.csv import write_table
from onrecord.exporters.takeaway import Takeaway
from onrecord.profiles.coded import Ucdp

KINDS = ("incidents",)

COLUMNS = (
    "id", "year", "type_of_violence", "conflict_name", "dyad_name", "side_a", "side_b", "number_of_sources",
    "source_article", "source_office", "source_date", "source_headline", "source_original", "where_prec",
    "where_coordinates", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians",
    "deaths_unknown", "best", "high", "low", "claim_ids", "spans",
)  # fmt: skip


def write(record: Takeaway, kind: str, out: BinaryIO) -> int:
    """Write the incidents and aggregates; columns that reports do not tell stay empty. Returns how many rows."""
    told = (_told(record, one) for one in coded_rows(record, "ucdp"))
    return write_table(COLUMNS, ([row.get(name) for name in COLUMNS] for row in told), out)


def _told(record: Takeaway, one: CodedRow) -> dict[str, object]:
    terms, row, place = one.row.lines[0].terms, one.row, one.place
    assert isinstance(terms, Ucdp)
    reports = [record.report_of[c.report] for c in one.claims if c.report in record.report_of]
    named = [name for name in (place.within[:-1] if place else ()) if name != terms.location]
    drawn = place is not None and one.drawn
    return {
        "id": one.number,
        "year": int(terms.date_start[:4]) if terms.date_start else None,
        "dyad_name": f"{row.side_a} - {row.side_b}" if row.side_a and row.side_b else None,
        "side_a": row.side_a,
        "side_b": row.side_b,
        "number_of_sources": terms.number_of_sources,
        "source_article": tuple(dict.fromkeys(r.url or r.id for r in reports)),
        "source_office": one.outlets,
        "source_date": tuple(dict.fromkeys(r.published for r in reports if r.published)),
        "source_headline": tuple(dict.fromkeys(r.title for r in reports if r.title)) if record.words else (),
        "source_original": one.sources,
        "where_prec": terms.where_prec,
        "where_coordinates": terms.location,
        "adm_1": named[-1] if named else None,
        "adm_2": named[-2] if len(named) > 1 else None,
        "latitude": place.latitude if place and drawn else None,
        "longitude": place.longitude if place and drawn else None,
        "geom_wkt": f"POINT ({place.longitude} {place.latitude})" if place and drawn else None,
        "country": terms.country,
        "event_clarity": terms.event_clarity,
        "date_prec": terms.date_prec,
        "date_start": terms.date_start,
        "date_end": terms.date_end or terms.date_start,
        "deaths_a": row.deaths_a,
        "deaths_b": row.deaths_b,
        "deaths_civilians": row.deaths_civilians,
        "deaths_unknown": row.deaths_unknown,
        "best": row.value,
        "high": row.high,
        "low": row.low,
        "claim_ids": row.claims,
        "spans": one.spans,
    }

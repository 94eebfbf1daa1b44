"""HXL 1.1 (CSV): headings, a row of hashtags, then a row a reading with its figure in the column of what it counts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, BinaryIO

from onrecord import knowledge, measures
from onrecord.exporters.csv import write_table
from onrecord.exporters.takeaway import Takeaway, Told, told

KINDS = ("series",)


def write(record: Takeaway, kind: str, out: BinaryIO) -> int:
    """Write the readings with the columns that some reading fills; returns how many rows of data."""
    readings = [one for one in told(record) if one.count is not None]
    tags = sorted({tag_of(one) for one in readings})
    before, after = _table()["before"], _table()["after"]
    headings = [row["heading"] for row in before] + [_heading(tag) for tag in tags] + [row["heading"] for row in after]
    hashtags = [row["tag"] for row in before] + tags + [row["tag"] for row in after]
    rows = (_row(record, one, tags, [row["is"] for row in before], [row["is"] for row in after]) for one in readings)
    return write_table(headings, (hashtags, *rows), out) - 1


def tag_of(one: Told) -> str:
    """The hashtag of what a reading counts, with the attributes of whom: "#affected+children+killed"."""
    tags: Mapping[str, str] = _table()["measures"]
    claim = one.first
    base = tags.get(claim.measure or "", tags["other"])
    words = f" {(claim.group or '').lower()} "
    marks = {attribute for attribute, nouns in _attributes() if any(f" {noun} " in words for noun in nouns)}
    if claim.status in ("civilian", "military"):
        marks.add(claim.status)
    return "+".join([base, *sorted(marks)])


def _heading(tag: str) -> str:
    kinds = {other: name for name, other in _table()["measures"].items()}
    base = max((t for t in kinds if tag == t or tag.startswith(f"{t}+")), key=len)
    label = measures.all_measures().get(kinds[base])
    aside = tag.removeprefix(base).strip("+").replace("+", ", ")
    return f"{label.label if label else kinds[base].capitalize()}{f' ({aside})' if aside else ''}"


def _row(record: Takeaway, one: Told, tags: list[str], before: list[str], after: list[str]) -> list[object]:
    claim, place = one.first, one.place
    drawn = place is not None and place.precision in ("point", "area")
    told_of: dict[str, object] = {
        "start": claim.period.start,
        "end": claim.period.end or claim.period.start,
        "reported": max((c.published for c in one.claims if c.published), default=None),
        "country": place.country if place else None,
        "adm1": place.within[-2] if place and len(place.within) > 1 else None,
        "place": place.name if place and place.precision != "country" else None,
        "latitude": place.latitude if place and drawn else None,
        "longitude": place.longitude if place and drawn else None,
        "group": claim.group,
        "side": claim.side,
        "incident": record.incidents[one.line.incident],
        "words": claim.number.exact if claim.number else None,
        "low": one.reading.low,
        "high": one.reading.high,
        "hedge": one.reading.hedge,
        "source": claim.source.name if claim.source else None,
        "outlets": one.reading.outlets,
        "state": one.state,
        "line": one.line.id,
        "claims": one.reading.claims,
        "spans": one.spans,
        "description": one.title,
    }
    mine = tag_of(one)
    figures = [one.count if tag == mine else None for tag in tags]
    return [*(told_of[name] for name in before), *figures, *(told_of[name] for name in after)]


@cache
def _table() -> Mapping[str, Any]:
    return knowledge.table("hxl.toml")


@cache
def _attributes() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((name, tuple(nouns)) for name, nouns in _table()["groups"].items())

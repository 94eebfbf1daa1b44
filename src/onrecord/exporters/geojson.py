"""GeoJSON (RFC 7946): a feature a reading, longitude first, its precision told; what is no point has no geometry."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, BinaryIO

from onrecord.exporters.jsonl import whole
from onrecord.exporters.takeaway import Takeaway, Told, told
from onrecord.model import Claim, Place

KINDS = ("claims",)
# A figure for a country or a region is no dot on a map: such features are without geometry.
DRAWN = frozenset({"point", "area"})


def write(record: Takeaway, kind: str, out: BinaryIO) -> int:
    """Write one FeatureCollection: readings of figures, then control, events; returns how many features."""
    features = [_reading(one) for one in told(record)]
    features += [_claim(claim) for claim in record.claims if claim.place and (claim.control or claim.event)]
    collection: dict[str, Any] = {"type": "FeatureCollection"}
    points = [feature["geometry"]["coordinates"] for feature in features if feature["geometry"]]
    if points:
        east, north = zip(*points, strict=True)
        collection["bbox"] = [min(east), min(north), max(east), max(north)]
    out.write(json.dumps(collection | {"features": features}, ensure_ascii=False, indent=1).encode())
    out.write(b"\n")
    return len(features)


def _reading(one: Told) -> dict[str, Any]:
    reading, first = one.reading, one.first
    return _feature(
        f"{one.line.id}:{first.id}",
        one.place,
        {
            "type": "figure",
            "title": one.title,
            "line": one.line.id,
            "incident": one.line.incident,
            "state": one.state,
            "measure": first.measure,
            "number": first.number.exact if first.number else None,
            "value": whole(one.value),
            "low": whole(reading.low),
            "high": whole(reading.high),
            "hedge": reading.hedge,
            "date": first.period.start,
            "as_of": reading.as_of,
            "source": first.source.name if first.source else None,
            "origin": reading.origin,
            "loss": one.loss,
            "outlets": list(reading.outlets),
            "claims": list(reading.claims),
            "spans": list(one.spans),
        },
    )


def _claim(claim: Claim) -> dict[str, Any]:
    said = claim.control or claim.event
    assert said is not None
    return _feature(
        claim.id,
        claim.place,
        {
            "type": claim.type,
            **asdict(said),
            "incident": claim.incident,
            "date": claim.period.start,
            "source": claim.source.name if claim.source else None,
            "origin": claim.source.origin if claim.source else None,
            "polarity": claim.polarity,
            "modality": claim.modality,
            "outlets": [claim.publisher] if claim.publisher else [],
            "claims": [claim.id],
            "spans": [f"{claim.report}:{claim.span.start}-{claim.span.end}"],
        },
    )


def _feature(name: str, place: Place | None, properties: dict[str, Any]) -> dict[str, Any]:
    where = {"place": place.name, "country": place.country, "precision": place.precision} if place else {}
    return {"type": "Feature", "id": name, "geometry": _geometry(place), "properties": {**where, **properties}}


def _geometry(place: Place | None) -> dict[str, Any] | None:
    if place is None or place.precision not in DRAWN or place.latitude is None or place.longitude is None:
        return None
    return {"type": "Point", "coordinates": [round(place.longitude, 6), round(place.latitude, 6)]}

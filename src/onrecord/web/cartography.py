"""The drawn map: shapes of countries in Web Mercator, framed around what is shown, as paths for an SVG.

The shapes are Natural Earth's (public domain) with Crimea in Ukraine; `assets/countries.py` builds the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import asinh, atan, cos, degrees, pi, radians, sin, sinh, tan
from pathlib import Path

from onrecord.views.atlas import POINT, RING, SHADE, Spot

SHAPES = Path(__file__).parent / "static" / "countries.json"
WIDTH, HEIGHT = 1000.0, 680.0
MARGIN = 0.16  # of the frame, around what is shown
SMALLEST = 4.0  # degrees of longitude
POLE = 84.0
# Of a badge and its name, in pixels of the page.
LETTER, LINE, BADGE, GAP = 7.4, 17.0, 13.0, 6.0
REACH = 80  # how far a badge may be moved off its place, in pixels
WIDE, NARROW = 800.0, 340.0  # how wide the map is on a desk and on a telephone, in pixels

type Points = tuple[tuple[float, float], ...]
type Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Ring:
    """One closed ring of a shape in degrees, with its bounds west, south, east, north; a hole follows its outline."""

    points: Points
    bounds: Box


@dataclass(frozen=True, slots=True)
class Frame:
    """The stretch of the world that is drawn: its bounds in degrees, onto WIDTH by HEIGHT."""

    west: float
    south: float
    east: float
    north: float

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a place falls, from the top left."""
        top, bottom = _up(self.north), _up(self.south)
        return (
            (longitude - self.west) / (self.east - self.west) * WIDTH,
            (top - _up(latitude)) / (top - bottom) * HEIGHT,
        )

    def shows(self, bounds: Box) -> bool:
        """Whether bounds overlap the frame."""
        west, south, east, north = bounds
        return west <= self.east and east >= self.west and south <= self.north and north >= self.south


@dataclass(frozen=True, slots=True)
class Land:
    """One country within the frame, and whether it is shaded."""

    code: str
    path: str
    shaded: bool


@dataclass(frozen=True, slots=True)
class Sign:
    """A numbered place: where its badge stands and where the place is, in per cent of the frame.

    ``label`` is the side on which its name fits: e, w, or "" for neither. A badge stands off its place where it would
    cover another.
    """

    spot: Spot
    x: float
    y: float
    at_x: float
    at_y: float
    label: str

    @property
    def moved(self) -> bool:
        """Whether a line has to lead from the badge to the place."""
        return self.spot.drawn != SHADE and abs(self.x - self.at_x) + abs(self.y - self.at_y) > 0.3


@dataclass(frozen=True, slots=True)
class Drawing:
    """A map ready to be written: the countries, and the places over them as a wide and a narrow page have room."""

    frame: Frame
    lands: tuple[Land, ...]
    wide: tuple[Sign, ...]
    narrow: tuple[Sign, ...]


def draw(spots: Sequence[Spot]) -> Drawing:
    """The map of these places, framed around them."""
    known = [s for s in spots if s.drawn != SHADE or s.country in shapes()]
    frame = framed(known)
    shaded = {s.country for s in known if s.drawn == SHADE}
    lands = [Land(code, _path(rings, frame), code in shaded) for code, rings in shapes().items()]
    drawn = tuple(land for land in lands if land.path)
    return Drawing(frame, drawn, _signs(known, frame, WIDE), _signs(known, frame, NARROW))


@cache
def shapes() -> dict[str, tuple[Ring, ...]]:
    """The rings of every country's shape by its ISO code."""
    found = json.loads(SHAPES.read_text(encoding="utf-8"))
    return {
        feature["id"]: tuple(_ring(ring) for polygon in feature["geometry"]["coordinates"] for ring in polygon)
        for feature in found["features"]
    }


def framed(spots: Iterable[Spot]) -> Frame:
    """The smallest frame of the map's proportions, with a margin, that holds the places and the shaded countries."""
    held = [_bounds(spot) for spot in spots] or [(-170.0, -56.0, 178.0, 76.0)]
    west, east = min(b[0] for b in held), max(b[2] for b in held)
    south, north = min(b[1] for b in held), max(b[3] for b in held)
    wide = max(east - west, SMALLEST) * (1 + 2 * MARGIN)
    high = max(_up(north) - _up(south), wide * 0.1) * (1 + 2 * MARGIN)
    # Mercator's own units: a degree of longitude is as long as a degree of `_up`.
    wide, high = max(wide, high * WIDTH / HEIGHT), max(high, wide * HEIGHT / WIDTH)
    if wide > 360:
        wide, high = 360.0, 360.0 * HEIGHT / WIDTH
    middle = min(max((west + east) / 2, wide / 2 - 180), 180 - wide / 2)
    centre = min(max((_up(north) + _up(south)) / 2, high / 2 - _up(POLE)), _up(POLE) - high / 2)
    return Frame(middle - wide / 2, _down(centre - high / 2), middle + wide / 2, _down(centre + high / 2))


def _up(latitude: float) -> float:
    """Mercator's height of a latitude, in degrees as at the equator."""
    return degrees(asinh(tan(radians(min(max(latitude, -POLE), POLE)))))


def _down(height: float) -> float:
    return degrees(atan(sinh(height * pi / 180)))


def _ring(points: Sequence[Sequence[float]]) -> Ring:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return Ring(tuple((p[0], p[1]) for p in points), (min(xs), min(ys), max(xs), max(ys)))


def _bounds(spot: Spot) -> Box:
    """A place's own bounds, or those of its country's largest part."""
    if spot.drawn == SHADE and spot.country:
        return max(shapes()[spot.country], key=_area).bounds
    assert spot.longitude is not None
    assert spot.latitude is not None
    return spot.longitude, spot.latitude, spot.longitude, spot.latitude


def _area(ring: Ring) -> float:
    west, south, east, north = ring.bounds
    return (east - west) * (north - south)


def _path(rings: Iterable[Ring], frame: Frame) -> str:
    """The rings that reach into the frame as one path; bends below half a unit are left out."""
    out = []
    for ring in rings:
        if not frame.shows(ring.bounds):
            continue
        drawn: list[str] = []
        last = (-1e9, -1e9)
        for point in ring.points:
            x, y = frame.at(*point)
            if abs(x - last[0]) + abs(y - last[1]) >= 0.7:
                drawn.append(f"{x:.1f} {y:.1f}")
                last = (x, y)
        if len(drawn) > 2:
            out.append(f"M{'L'.join(drawn)}z")
    return "".join(out)


def _signs(spots: Iterable[Spot], frame: Frame, pixels: float) -> tuple[Sign, ...]:
    """The places on a map so many pixels wide: no badge covers another if it can be moved, no name covers anything."""
    scale = pixels / WIDTH
    anchors = [(spot, _anchor(spot, frame)) for spot in spots]
    wide, high = pixels, HEIGHT * scale
    taken: list[Box] = []
    badges = []
    for spot, (across, down) in anchors:
        x, y = across * scale, down * scale
        left, top = _free(x, y, taken, wide, high)
        taken.append(_around(left, top))
        badges.append((spot, x, y, left, top))
    out = []
    for spot, x, y, left, top in badges:
        long = len(spot.name) * LETTER + BADGE + GAP
        sides: dict[str, Box] = {
            "e": (left + BADGE, top - LINE / 2, left + long, top + LINE),
            "w": (left - long, top - LINE / 2, left - BADGE, top + LINE),
        }
        side = next((s for s, box in sides.items() if box[0] > 0 and box[2] < wide and not _meets(box, taken)), "")
        if side:
            taken.append(sides[side])
        out.append(Sign(spot, _share(left, wide), _share(top, high), _share(x, wide), _share(y, high), side))
    return tuple(out)


def _share(part: float, whole: float) -> float:
    return round(100 * part / whole, 2)


def _free(x: float, y: float, taken: Sequence[Box], wide: float, high: float) -> tuple[float, float]:
    """The point nearest to x, y, within reach, where a badge covers none that stands already; else x, y itself."""
    for step in range(REACH // 2):
        for turn in range(12 if step else 1):
            left = x + 2 * step * cos(turn * pi / 6)
            top = y + 2 * step * sin(turn * pi / 6)
            inside = BADGE <= left <= wide - BADGE and BADGE <= top <= high - BADGE
            if inside and not _meets(_around(left, top), taken):
                return left, top
    return x, y


def _around(x: float, y: float) -> Box:
    return x - BADGE, y - BADGE, x + BADGE, y + BADGE


def _anchor(spot: Spot, frame: Frame) -> tuple[float, float]:
    """Where a place is on the frame; of a country, the middle of that part of its largest piece that is seen."""
    if spot.drawn in (POINT, RING):
        assert spot.longitude is not None
        assert spot.latitude is not None
        return frame.at(spot.longitude, spot.latitude)
    west, south, east, north = max(shapes()[spot.country or ""], key=_area).bounds
    x, y = frame.at((max(west, frame.west) + min(east, frame.east)) / 2, (south + north) / 2)
    return min(max(x, 40.0), WIDTH - 40), min(max(y, 40.0), HEIGHT - 40)


def _meets(box: Box, taken: Iterable[Box]) -> bool:
    return any(box[0] < o[2] and o[0] < box[2] and box[1] < o[3] and o[1] < box[3] for o in taken)

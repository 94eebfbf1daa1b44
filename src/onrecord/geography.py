"""Geometry of places: how far apart two are, and whether one lies in the other."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.model import Place

EARTH_KM = 6371.0088


def kilometres(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Great-circle distance in kilometres between two points in degrees."""
    first, second = radians(latitude), radians(other_latitude)
    half = sin((second - first) / 2) ** 2
    half += cos(first) * cos(second) * sin(radians(other_longitude - longitude) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def near(a: Place, b: Place) -> float | None:
    """Kilometres between two places, or None where either has no coordinates."""
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return None
    return kilometres(a.latitude, a.longitude, b.latitude, b.longitude)


def inside(a: Place, b: Place) -> bool:
    """Whether a lies in b (or is b): by identity, by a's chain of enclosing names, or by country; unknown is False."""
    if a.gazetteer_id is not None and a.gazetteer_id == b.gazetteer_id:
        return True
    if b.precision == "country":
        return a.country is not None and a.country == b.country
    if a.name.casefold() == b.name.casefold() and a.country == b.country:
        return True
    if a.country is not None and b.country is not None and a.country != b.country:
        return False
    return any(name.casefold() == b.name.casefold() for name in a.within)

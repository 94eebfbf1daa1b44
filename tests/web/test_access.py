"""Every page for everybody: axe finds nothing serious, light, dark and narrow; nothing scrolls sideways."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from onrecord.ledger import Ledger
from tests.web.conftest import Watched

REPORT = "harbour-post-2022-03-03.txt"
PAGES = (
    "/", "/?state=disputed&text=ukraine", "/lines", "/lines?text=nothing-like-it", "/incidents/ukraine", "LINE",
    "/reports", f"/reports/{REPORT}", "CLAIM", f"/compare?left={REPORT}&right=northern-courier-2022-03-03.md",
    "/compare", "/review", "/problems", "/export", "/brief", "/nowhere", "/search", "/search?q=killed+Kiev",
    "/search?q=nothinglikeit", "/map", "/control", "/sources", "/add",
)  # fmt: skip


@pytest.fixture(scope="module")
def address(site: str, examples: Path) -> Callable[[str], str]:
    with Ledger.open(examples, read_only=True) as book:
        line = max((line for line in book.lines() if line.incident == "ukraine"), key=lambda line: len(line.readings))
        claim = next(c.id for c in book.claims(report=REPORT, type="figure"))
    places = {"LINE": f"/lines/{line.id}", "CLAIM": f"/reports/{REPORT}?claim={claim}"}
    return lambda path: site + places.get(path, path)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(address: Callable[[str], str], opened: Callable[..., Watched], scheme: str) -> None:
    watched = opened(address("/"), color_scheme=scheme)
    found = {}
    for path in PAGES:
        watched.page.goto(address(path))
        results = Axe().run(watched.page)
        bad = [v for v in results.response["violations"] if v["impact"] in {"serious", "critical"}]
        if bad:
            found[path] = [(v["id"], [node["html"][:160] for node in v["nodes"][:3]]) for v in bad]
    assert found == {}


@pytest.mark.parametrize("width", [360, 1600])
def test_no_page_scrolls_sideways(address: Callable[[str], str], opened: Callable[..., Watched], width: int) -> None:
    watched = opened(address("/"), viewport={"width": width, "height": 800})
    wide = {}
    for path in PAGES:
        watched.page.goto(address(path))
        if (found := watched.page.evaluate("document.documentElement.scrollWidth")) > width:
            wide[path] = found
    assert wide == {}


def test_printing_drops_the_controls_and_opens_the_folds(
    address: Callable[[str], str], opened: Callable[..., Watched]
) -> None:
    page = opened(address("LINE")).page
    page.emulate_media(media="print")
    assert not page.locator(".top").is_visible()
    assert page.locator(".rel .why li").last.is_visible()
    assert page.locator("svg.plot").is_visible()
    page.goto(address("/brief"))
    page.emulate_media(media="print")
    assert page.locator(".brief table").first.is_visible()
    assert not page.locator("footer ul").is_visible()

"""Who holds what, the sources, and hostile names on them and on the map."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe

from onrecord import pipeline
from onrecord.control_history import History, Spell, Voice
from onrecord.ledger import Ledger
from onrecord.model import Source
from onrecord.views.holdings import holdings
from tests.handmade import LEDGER_CLAIMS, LEDGER_REPORT
from tests.web.conftest import Watched, serving
from tests.web.test_guard import token_in

PAGES = ("/map", "/control", "/sources", "/sources/ukraine-general-staff", "/add", "/accounts")
EVIL = '"><img src=x onerror=alert(1)><script>alert(2)</script>'


def voice(manner: str, who: str | None = "Ilse Maran") -> Voice:
    return Voice(manner, who, None, "Tessal", ("Courier",), ("0123456789ab",))


def test_a_state_ends_where_a_later_one_stands_and_what_led_to_it_ends_that_day() -> None:
    entered = Spell("Ardovia", "entered", "2031-05-06", "2031-05-06", "2031-05-06", (voice("asserted", None),))
    taken = Spell("Ardovia", "captured", "2031-05-06", "2031-05-07", "2031-05-07", (voice("claimed"), voice("denied")))
    held = Spell("Tessal", "held", "2031-05-01", "2031-05-01", "2031-05-01", (voice("said"),), ended="2031-05-06")
    told = History("Sorn", "Tessal", None, (held, entered, taken), (taken,), True)
    (place,) = holdings([told], 1).places
    first, second, third = place.bars
    assert (first.until, first.now, first.end) == ("2031-05-06", False, third.start)
    assert (second.until, second.now, second.start == second.end) == (None, False, True)
    assert (third.until, third.now, third.denied, third.end) == (None, True, True, 97.0)
    assert [stand.manner for stand in third.stands] == ["claimed", "denied"]


def test_the_page_says_who_holds_a_place_and_who_says_otherwise(site: str, opened: Callable[..., Watched]) -> None:
    watched = opened(site + "/control", java_script_enabled=False)
    first = watched.page.locator("section").first
    assert first.locator("h2").inner_text().startswith("Kherson")
    row = first.locator("tr", has_text="captured by Russia").inner_text()
    assert "denied by" in row
    assert "officials in Kyiv" in row
    assert first.locator("svg.lanes rect.hold").count() == 1
    first.locator("h2 a").click()
    assert watched.page.locator("section.sec").count() == 1
    watched.quiet(site)


def test_a_source_shows_its_figures_in_order_and_how_they_moved(site: str, opened: Callable[..., Watched]) -> None:
    watched = opened(site + "/sources")
    watched.page.locator("tr", has_text="albania-government").get_by_role("link").first.press("Enter")
    killed = watched.page.locator("tr", has_text="People killed, Albania").locator("ol.steps li")
    words = killed.all_inner_texts()
    assert len(words) > 3
    assert any("grew" in said for said in words)
    assert any("revised down" in said for said in words)
    watched.page.locator("tbody th a").first.click()
    assert "/lines/" in watched.page.url
    watched.quiet(site)
    assert httpx.get(site + "/sources/nobody").status_code == 404
    assert "score" not in httpx.get(site + "/api/sources").text


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Pages over a record whose outlet, address, source and places are markup."""
    report = replace(LEDGER_REPORT, publisher=EVIL, url=f"javascript:alert(1)//{EVIL}", title=EVIL)
    claims = []
    for claim in LEDGER_CLAIMS:
        source = claim.source and replace(claim.source, name=EVIL, side=None, channel=EVIL)
        place = claim.place and replace(claim.place, name=EVIL, within=(EVIL,), text=EVIL)
        claims.append(replace(claim, source=source or Source(EVIL), place=place, publisher=EVIL))
    file = tmp_path_factory.mktemp("hostile") / "hostile.sqlite"
    with Ledger.open(file) as book:
        book.add(report, claims)
        pipeline.relink(book)
    with serving(file) as address:
        yield address


@pytest.mark.parametrize("path", ["/map", "/control", "/sources", "/"])
def test_hostile_names_stay_text(hostile: str, opened: Callable[..., Watched], path: str) -> None:
    watched = opened(hostile + path)
    page = watched.page
    if path == "/map":
        page.locator("#map.live").wait_for(timeout=120_000)
    assert page.locator("img").count() == 0
    assert EVIL in page.locator("main").inner_text()
    watched.quiet(hostile)


def test_a_hostile_origin_has_a_page_of_its_own(hostile: str, opened: Callable[..., Watched]) -> None:
    watched = opened(hostile + "/sources")
    watched.page.locator("tbody th a").first.click()
    assert EVIL in watched.page.locator("h1").inner_text()
    watched.quiet(hostile)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(site: str, opened: Callable[..., Watched], path: str, scheme: str) -> None:
    page = opened(site + path, color_scheme=scheme).page
    if path == "/map":
        page.locator("#map.live").wait_for(timeout=120_000)
    found = Axe().run(page).response["violations"]
    serious = [
        (v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found if v["impact"] in ("serious", "critical")
    ]
    assert serious == []


@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways_on_a_telephone(site: str, opened: Callable[..., Watched], path: str) -> None:
    page = opened(site + path, viewport={"width": 360, "height": 740}).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_an_admin_makes_and_removes_accounts_and_nobody_else_may(
    examples: Path, tmp_path: Path, opened: Callable[..., Watched]
) -> None:
    file = tmp_path / "team.sqlite"
    shutil.copy(examples, file)
    with serving(file) as site:
        watched = opened(site + "/accounts", java_script_enabled=False)
        page = watched.page

        def make(name: str, role: str) -> None:
            page.get_by_label("Name").fill(name)
            page.get_by_label("Role", exact=True).select_option(role)
            page.get_by_label("Password", exact=False).last.fill("seven grey herons")
            page.get_by_role("button", name="Make the account").click()

        make("root", "admin")
        # The first account ends the time in which whoever sits here may do everything.
        page.wait_for_url("**/sign-in*")
        page.get_by_label("Name").fill("root")
        page.get_by_label("Password").fill("seven grey herons")
        page.get_by_role("button", name="Sign in").click()
        make("ilse", "review")
        page.get_by_role("row", name="ilse").wait_for()  # the page comes once the password is hashed
        assert page.get_by_role("row", name="ilse").count() == 1
        page.get_by_role("row", name="root").get_by_text("Remove", exact=True).click()
        page.get_by_role("button", name="Yes, remove root").click()
        assert "only admin" in page.get_by_role("alert").inner_text()
        with httpx.Client(base_url=site) as browser:
            token = token_in(browser.get("/sign-in").text)
            browser.post("/sign-in", data={"form_token": token, "name": "ilse", "password": "seven grey herons"})
            assert browser.get("/accounts").status_code == 403
            sent = {"form_token": token, "act": "role", "name": "ilse", "role": "admin"}
            assert browser.post("/accounts", data=sent).status_code == 403

"""What every page has: its frame, its headers, its errors, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from onrecord import pipeline
from onrecord.ledger import Ledger
from onrecord.pipeline import Inputs
from onrecord.web.pages.theme import local
from onrecord.web.rendering import outside
from tests.web.conftest import Watched


def test_the_overview_shows_disputes_first_and_asks_no_other_machine(site: str, opened: Callable[..., Watched]) -> None:
    watched = opened(site + "/")
    rows = watched.page.locator("table.lines tbody").first.locator("tr:not(.grp)")
    assert "disputed" in rows.first.inner_text()
    assert watched.page.locator("h1").inner_text() == "On record"
    watched.quiet(site)


@pytest.mark.parametrize("width", [360, 1280, 1600])
def test_the_overview_never_scrolls_sideways(site: str, opened: Callable[..., Watched], width: int) -> None:
    page = opened(site + "/", viewport={"width": width, "height": 800}).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_theme_is_chosen_without_javascript(site: str, opened: Callable[..., Watched]) -> None:
    page = opened(site + "/", java_script_enabled=False, color_scheme="light").page
    page.get_by_role("link", name="dark", exact=True).click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.get_by_role("link", name="as the system").click()
    assert page.locator("html").get_attribute("data-theme") is None


def test_no_inline_script_or_style_may_run(site: str) -> None:
    answer = httpx.get(site + "/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "style=" not in answer.text
    assert "<script>" not in answer.text


def test_an_unknown_page_is_told_in_words_and_unknown_data_as_json(site: str) -> None:
    page, data = httpx.get(site + "/nowhere"), httpx.get(site + "/api/nowhere")
    assert page.status_code == data.status_code == 404
    assert "There is no such page" in page.text
    assert data.json() == {"detail": "There is no such page"}


@pytest.mark.parametrize("back", ["//evil.example", "/\\evil.example", "https://evil.example", "", "/a\nb"])
def test_choosing_a_theme_leads_nowhere_else(back: str) -> None:
    assert local(back) == "/"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "java\nscript:x", "http:", None]
)
def test_only_addresses_of_the_web_become_links(url: str | None) -> None:
    assert outside(url) is None


def test_a_web_address_becomes_a_link() -> None:
    assert outside(" https://outlet.example/story ") == "https://outlet.example/story"


def test_pages_tell_what_another_process_added(own_site: tuple[str, Path]) -> None:
    site, file = own_site
    before = httpx.get(f"{site}/api/overview").json()["counts"]
    words = "At least 14 people were killed in a flood in Orikum on Monday, the interior ministry said."
    with Ledger.open(file) as book:
        source = file.with_name("late.txt")
        source.write_text(words, encoding="utf-8")
        pipeline.add(Inputs((source,)), book, lambda reports, claims: None)
        claims = sum(1 for _ in book.claims())
    after = httpx.get(f"{site}/api/overview").json()["counts"]
    assert after["reports"] == before["reports"] + 1
    assert after["claims"] == claims > before["claims"]
    assert after["lines"] > before["lines"]

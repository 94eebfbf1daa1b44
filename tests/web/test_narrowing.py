"""Lists of lines are narrowed and turned over: by form and link without JavaScript, in place with it, and as JSON."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from onrecord.ledger import Ledger
from tests.web.conftest import Watched

Opener = Callable[..., Watched]


@pytest.mark.parametrize("path", ["/", "/lines"])
@pytest.mark.parametrize("script", [True, False])
def test_filters_leave_only_the_lines_asked_for(site: str, opened: Opener, path: str, script: bool) -> None:
    watched = opened(site + path, java_script_enabled=script)
    page = watched.page
    page.evaluate("window.same = true") if script else None
    page.get_by_label("disputed").check()
    if not script:
        page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**state=disputed**")
    page.locator("table.lines .st", has_text="one outlet").wait_for(state="detached")
    states = page.locator("table.lines .st").all_inner_texts()
    assert len(states) >= 4
    assert all("disputed" in state for state in states)
    page.get_by_label("Words").fill("Ukraine soldiers")
    page.get_by_label("Words").press("Enter")
    page.wait_for_url("**text=Ukraine**")
    page.locator("table.lines th[scope=row]:only-of-type", has_text="Russian soldiers killed").wait_for()
    assert page.locator("table.lines .st").all_inner_texts() == ["≠disputed"]
    page.get_by_label("Words").fill("nothing like it")
    page.get_by_label("Words").press("Enter")
    page.locator(".empty", has_text="No line is like that").wait_for()
    if script:
        assert page.evaluate("window.same") is True, "the page was loaded anew"
        page.go_back()
        page.locator("table.lines th", has_text="Russian soldiers killed").wait_for()
    watched.quiet(site)


@pytest.mark.parametrize("script", [True, False])
def test_lines_are_turned_over(site: str, opened: Opener, script: bool) -> None:
    page = opened(f"{site}/lines", java_script_enabled=script).page
    first = page.locator("table.lines th[scope=row]").first.inner_text()
    page.get_by_role("link", name="Next").click()
    page.wait_for_url("**page=2")
    page.get_by_text("page 2 of 2").wait_for()
    assert page.locator("table.lines th[scope=row]").first.inner_text() != first
    page.get_by_role("link", name="Previous").click()
    page.get_by_text("page 1 of 2").wait_for()
    assert page.locator("table.lines th[scope=row]").first.inner_text() == first


def test_turning_keeps_every_state_asked_for(site: str) -> None:
    page = httpx.get(f"{site}/lines?state=single&state=repeat").text
    assert "/lines?state=single&amp;state=repeat&amp;page=2" in page


def test_the_json_of_lines_is_the_record(site: str, examples: Path) -> None:
    with Ledger.open(examples, read_only=True) as book:
        ids = {line.id for line in book.lines()}
    found = [httpx.get(f"{site}/api/lines?page={n}").json() for n in (1, 2)]
    rows = [one["row"] for page in found for one in page["lines"]]
    assert {row["id"] for row in rows} == ids
    assert found[0]["total"] == len(ids) == len(rows)
    assert [row["state"] for row in rows[:2]] == ["disputed", "disputed"]
    narrowed = httpx.get(f"{site}/api/lines?state=disputed&measure=killed").json()
    assert {one["row"]["state"] for one in narrowed["lines"]} == {"disputed"}


def test_an_unknown_state_is_refused_in_words(site: str) -> None:
    assert httpx.get(f"{site}/lines?state=true").status_code == 422

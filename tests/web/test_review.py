"""The review desk in a browser: a line reviewed from first to last, by mouse, by keyboard, and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.ledger import Ledger
from onrecord.model import Claim
from onrecord.reviewing import decide, on_claim
from tests.web.conftest import Watched

Opener = Callable[..., Watched]
Own = tuple[str, Path]


@pytest.fixture
def soldiers(own_site: Own) -> list[Claim]:
    """The claims of the line of Russian soldiers killed."""
    with Ledger.open(own_site[1]) as book:
        line = max((line for line in book.lines() if line.incident == "ukraine"), key=lambda line: len(line.readings))
        return list(book.claims(line=line.id))


def verdicts(file: Path) -> list[tuple[str, str, str]]:
    with Ledger.open(file, read_only=True) as book:
        return [(r.verdict, r.target, r.reviewer) for r in book.reviews()]


def test_a_claim_is_rejected_and_taken_back_without_javascript(
    own_site: Own, opened: Opener, soldiers: list[Claim]
) -> None:
    site, file = own_site
    wrong = next(c for c in soldiers if c.number and c.number.exact == "9,000")
    watched = opened(f"{site}/review?claim={wrong.id}", java_script_enabled=False)
    page = watched.page
    told = page.locator(".weigh").inner_text()
    assert f"Claim {wrong.id} leaves the record" in told
    page.locator("#note").fill("Not a count of the dead")
    page.locator("#reviewer").fill("Ana")
    page.get_by_role("button", name="Reject").click()
    assert "Kept: reject" in page.locator(".notice").inner_text()
    assert verdicts(file) == [("reject", wrong.id, "Ana")]
    with Ledger.open(file, read_only=True) as book:
        assert wrong.id not in {c.id for c in book.claims()}
    page.get_by_role("button", name="Undo").click()
    assert [v for v, _, _ in verdicts(file)] == ["reject", "undo"]
    with Ledger.open(file, read_only=True) as book:
        assert wrong.id in {c.id for c in book.claims()}
    watched.quiet(site)


def test_the_page_says_what_a_correction_changes_before_it_is_made(
    own_site: Own, opened: Opener, soldiers: list[Claim]
) -> None:
    site, file = own_site
    own = next(c for c in soldiers if c.number and c.number.exact == "498")
    page = opened(f"{site}/review?claim={own.id}").page
    page.locator("#f-value").fill("489")
    page.locator("#f-low").fill("489")
    page.locator("#f-high").fill("489")
    page.get_by_role("button", name="What would this correction change?").click()
    page.locator(".weigh dt", has_text="correct").wait_for()
    told = page.locator(".weigh").inner_text()
    assert "498" in told
    assert "489" in told
    assert verdicts(file) == []
    assert page.locator("tr.chg").count() == 3
    page.locator("#reviewer").fill("Ana")
    page.get_by_role("button", name="Correct", exact=False).last.click()
    page.locator(".notice", has_text="Kept: correct").wait_for()
    assert [v for v, _, _ in verdicts(file)] == ["correct"]
    with Ledger.open(file, read_only=True) as book:
        found = book.claim(own.id).figure
    assert found is not None
    assert (found.value, found.low, found.high) == (489, 489, 489)


def test_a_whole_line_is_reviewed_by_keyboard_alone(own_site: Own, opened: Opener, soldiers: list[Claim]) -> None:
    site, file = own_site
    watched = opened(f"{site}/review?claim={soldiers[0].id}")
    page = watched.page
    for claim, key in ((soldiers[0], "a"), (soldiers[1], "u"), (soldiers[2], "a")):
        page.goto(f"{site}/review?claim={claim.id}")
        page.keyboard.press(key)
        page.wait_for_selector(".notice.quiet")
    page.keyboard.press("z")
    page.wait_for_selector(".notice.quiet >> text=undo")
    assert [v for v, _, _ in verdicts(file)] == ["accept", "unsure", "accept", "undo"]
    hand = page.locator("input[name=claim]").input_value()
    page.keyboard.press("n")
    page.wait_for_function("before => document.querySelector('input[name=claim]').value != before", arg=hand)
    assert hand not in page.url
    page.keyboard.press("s")
    assert page.evaluate("document.activeElement.id") == "split"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    watched.quiet(site)


def test_lines_are_merged_and_split_from_the_picker(own_site: Own, opened: Opener, soldiers: list[Claim]) -> None:
    site, file = own_site
    page = opened(f"{site}/review?claim={soldiers[0].id}").page
    page.locator("#split").click()
    page.locator('input[name="apart"]').nth(1).check()
    page.get_by_role("button", name="Split", exact=True).click()
    page.locator(".notice", has_text="Kept: split").wait_for()
    assert verdicts(file)[-1][0] == "split"
    with Ledger.open(file, read_only=True) as book:
        assert len({line.id for line in book.lines() if {soldiers[0].id, soldiers[-1].id} & set(line.claims)}) == 2
    page.locator("#merge").click()
    page.locator('input[name="other"]').first.check()
    page.get_by_role("button", name="What would this change?").first.click()
    page.locator(".weigh dt", has_text="merge").wait_for()
    page.get_by_role("button", name="Merge", exact=True).click()
    page.locator(".notice", has_text="Kept: merge").wait_for()
    assert verdicts(file)[-1][0] == "merge"


def test_the_second_of_two_reviewers_is_told_and_nothing_is_overwritten(
    own_site: Own, opened: Opener, soldiers: list[Claim]
) -> None:
    site, file = own_site
    claim = soldiers[0]
    page = opened(f"{site}/review?claim={claim.id}").page
    with Ledger.open(file) as book:
        decide(book, on_claim(book, "accept", claim.id, "Bo", note="seen the release"))
    page.locator("#note").fill("my own note")
    page.get_by_role("button", name="Reject").click()
    notice = page.locator(".notice").inner_text()
    assert "Somebody decided before you" in notice
    assert "Bo: accept, “seen the release”" in notice
    assert page.locator("#note").input_value() == "my own note"
    assert [v for v, _, _ in verdicts(file)] == ["accept"]


def test_a_decision_needs_the_token_of_the_form(own_site: Own, soldiers: list[Claim]) -> None:
    import httpx

    site, file = own_site
    sent = {"claim": soldiers[0].id, "verdict": "accept", "seen": "0", "reviewer": "Mallory"}
    assert httpx.post(f"{site}/review", data=sent).status_code == 403
    assert verdicts(file) == []


def test_orphaned_and_stale_reviews_are_listed(own_site: Own, opened: Opener, soldiers: list[Claim]) -> None:
    from dataclasses import replace

    site, file = own_site
    with Ledger.open(file) as book:
        kept = on_claim(book, "reject", soldiers[0].id, "Ana", note="gone since")
        decide(book, replace(kept, target="feedfacefeed"))
    page = opened(f"{site}/review").page
    assert "orphaned" in page.locator("#h-astray").locator("xpath=../..").inner_text()
    assert "gone since" in page.locator("#h-astray").locator("xpath=../..").inner_text()


def test_decisions_and_previews_are_put_in_place_without_loading_the_page_anew(
    own_site: Own, opened: Opener, soldiers: list[Claim]
) -> None:
    site, file = own_site
    watched = opened(f"{site}/review?claim={soldiers[0].id}")
    page = watched.page
    page.evaluate("window.same = true")
    page.locator("#reviewer").fill("Ana")
    page.locator("#note").fill("half a thought")
    page.locator("#merge").click()
    page.locator(".pick input[name=other]").first.check()
    page.locator("button[name=weigh][value=merge]").click()
    page.locator("#what dt", has_text="merge").wait_for()
    assert page.locator("#note").input_value() == "half a thought"
    assert verdicts(file) == []
    page.get_by_role("button", name="Accept").click()
    page.locator(".notice", has_text="Kept: accept").wait_for()
    assert page.evaluate("window.same") is True
    assert verdicts(file) == [("accept", soldiers[0].id, "Ana")]
    page.keyboard.press("z")
    page.locator(".notice", has_text="Kept: undo").wait_for()
    assert page.evaluate("window.same") is True
    watched.quiet(site)

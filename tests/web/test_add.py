"""Adding reports from a page: with progress and problems, without JavaScript, and without a file being written."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import httpx

from onrecord.ledger import Ledger
from tests.web.conftest import Watched
from tests.web.test_guard import token_in

STORY = """Flood on the Osum

BERAT, Albania, 3 July 2023 - At least seven people died when the Osum flooded, the interior ministry said on Monday.
"""
HOSTILE = '<img src=x onerror=alert(1)>"../../etc/passwd'


def sent(site: str, **fields: object) -> httpx.Response:
    """The answer to a form sent by a browser of its own, the redirect followed."""
    with httpx.Client(base_url=site, follow_redirects=True) as browser:
        token = token_in(browser.get("/add").text)
        files = fields.pop("files", None)
        return browser.post("/add", data={"form_token": token, **fields}, files=files)  # type: ignore[arg-type]


def over(site: str, job: str) -> dict[str, object]:
    """The state of a batch once it is over."""
    for _ in range(2400):
        told: dict[str, object] = httpx.get(f"{site}/api/add/{job}").json()
        if told["state"] in ("done", "failed"):
            return told
        time.sleep(0.1)
    raise AssertionError("the batch is never over")


def test_a_pasted_text_is_on_record_and_shown_without_javascript(
    own_site: tuple[str, Path], opened: Callable[..., Watched]
) -> None:
    site, ledger = own_site
    watched = opened(site + "/add", java_script_enabled=False)
    page = watched.page
    page.get_by_label("or a text").fill(STORY)
    page.get_by_label("Outlet").fill("Osum Post")
    page.get_by_role("button", name="Add").press("Enter")
    page.wait_for_url("**/add/*")
    # The page loads itself anew until it is over.
    page.get_by_role("heading", name="Added", exact=True).wait_for(timeout=240_000)
    assert "1 report added" in page.get_by_role("status").inner_text()
    watched.quiet(site)
    with Ledger.open(ledger, read_only=True) as book:
        added = [report for report in book.reports() if report.publisher == "Osum Post"]
    assert [report.title for report in added] == ["Flood on the Osum"]


def test_files_are_read_and_what_cannot_be_is_told_by_name(
    own_site: tuple[str, Path], opened: Callable[..., Watched]
) -> None:
    site, _ = own_site
    watched = opened(site + "/add")
    page = watched.page
    files = [
        {"name": "osum.txt", "mimeType": "text/plain", "buffer": STORY.encode()},
        {"name": "noise.txt", "mimeType": "text/plain", "buffer": bytes(range(256)) * 40},
    ]
    page.locator("#files").set_input_files(files)  # type: ignore[arg-type]
    page.get_by_role("button", name="Add").click()
    page.get_by_role("heading", name="Added", exact=True).wait_for(timeout=240_000)
    assert "1 report added" in page.get_by_role("status").inner_text()
    assert "noise.txt" in page.get_by_role("table").inner_text()
    watched.quiet(site)


def test_a_hostile_name_stays_text_and_opens_no_file(own_site: tuple[str, Path]) -> None:
    site, ledger = own_site
    answer = sent(site, files=[("files", (HOSTILE, STORY.encode()))])
    assert "<img" not in answer.text
    told = over(site, answer.url.path.rsplit("/", 1)[1])
    assert told["state"] == "done"
    assert told["names"] == ["passwd"]
    with Ledger.open(ledger, read_only=True) as book:
        assert "passwd" in {report.id for report in book.reports()}


def test_nothing_too_much_and_a_day_that_is_none_are_refused_in_words(site: str) -> None:
    nothing = sent(site)
    assert nothing.status_code == 422
    assert "nothing to add" in nothing.text
    no_day = sent(site, text=STORY, published="2023-02-30")
    assert no_day.status_code == 422
    assert "no day" in no_day.text
    many = sent(site, files=[("files", (f"{n}.txt", b"x")) for n in range(51)])
    assert many.status_code == 413
    large = sent(site, files=[("files", ("large.txt", b"x" * (65 * 1024 * 1024)))])
    assert large.status_code == 413


def test_a_batch_that_nobody_sent_is_not_found(site: str) -> None:
    assert httpx.get(site + "/add/../../etc/passwd").status_code in (404, 405)
    assert httpx.get(site + "/api/add/0123456789abcdef").status_code == 404

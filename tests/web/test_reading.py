"""Reading the record in a browser: a line, an incident, a report with its claims, a claim; also without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from onrecord.ledger import Ledger
from onrecord.model import Line
from tests.web.conftest import Watched

Opener = Callable[..., Watched]


@pytest.fixture(scope="session")
def soldiers(examples: Path) -> Line:
    """The line of Russian soldiers killed: disputed, with own and enemy loss and open bounds."""
    with Ledger.open(examples, read_only=True) as book:
        return max((line for line in book.lines() if line.incident == "ukraine"), key=lambda line: len(line.readings))


def test_a_line_is_drawn_without_javascript(site: str, opened: Opener, soldiers: Line) -> None:
    watched = opened(f"{site}/lines/{soldiers.id}", java_script_enabled=False)
    page = watched.page
    assert page.locator("svg.plot .dot").count() == page.locator("table.readings tbody tr").count() > 4
    assert page.locator("svg.plot use.own").count() >= 1
    assert page.locator("svg.plot use.foe").count() >= 1
    assert page.locator("svg.plot .op").count() >= 2
    assert "≠ conflicts" in (page.locator("svg.plot").text_content() or "")
    watched.quiet(site)


def test_every_number_of_the_evidence_is_highlighted_in_its_sentence(
    site: str, opened: Opener, soldiers: Line, examples: Path
) -> None:
    page = opened(f"{site}/lines/{soldiers.id}").page
    with Ledger.open(examples, read_only=True) as book:
        numbers = {c.number.exact for c in book.claims(line=soldiers.id) if c.number}
    marked = set(page.locator(".side blockquote mark").all_inner_texts())
    assert numbers <= marked
    assert page.locator(".rel .why li").count() > 3


def test_a_reading_leads_to_its_sentence_and_back_to_its_line(site: str, opened: Opener, soldiers: Line) -> None:
    page = opened(f"{site}/lines/{soldiers.id}", java_script_enabled=False).page
    page.locator(".side figcaption a.cite").first.click()
    assert "/reports/" in page.url
    assert page.locator("a.cl[aria-current]").count() == 1
    panel = page.locator(".panel")
    assert "498" in panel.inner_text()
    assert "bounds" in panel.inner_text()
    panel.get_by_role("link", name="Russian soldiers killed, Ukraine").first.click()
    assert page.url == f"{site}/lines/{soldiers.id}"


def test_the_report_page_marks_every_claim_in_place(site: str, opened: Opener, examples: Path) -> None:
    with Ledger.open(examples, read_only=True) as book:
        report = "harbour-post-2022-03-03.txt"
        ids, text = {c.id for c in book.claims(report=report)}, book.report(report).text
    page = opened(f"{site}/reports/{report}").page
    anchors = page.evaluate("[...document.querySelectorAll('.doc [id^=\"c-\"]')].map(e => e.id.slice(2))")
    assert sorted(anchors) == sorted(ids)
    shown = page.evaluate(
        "[...document.querySelectorAll('.doc .body')].map(e => { const b = e.cloneNode(true);"
        " b.querySelectorAll('sup, .kind').forEach(s => s.remove()); return b.textContent.trim() }).join('\\n')"
    )
    assert " ".join(shown.split()) == " ".join(text.split())


@pytest.mark.parametrize("path", ["lines/none", "reports/none", "claims/none0000", "incidents/none"])
def test_what_is_not_in_the_record_is_said_by_name(site: str, path: str) -> None:
    page, data = httpx.get(f"{site}/{path}"), httpx.get(f"{site}/api/{path}")
    assert page.status_code == data.status_code == 404
    assert "none" in data.json()["detail"]


def test_pages_and_their_json_tell_the_same(site: str, soldiers: Line) -> None:
    data = httpx.get(f"{site}/api/lines/{soldiers.id}").json()
    text = httpx.get(f"{site}/lines/{soldiers.id}").text
    assert len(data["row"]["readings"]) > 4
    assert all(reading["told"]["cited"]["short"][0] in text for reading in data["row"]["readings"])

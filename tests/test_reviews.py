"""Reviews: what a decision makes of claims, lines and origins, what survives a re-run, who is told when two decide."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord import reviews as r
from onrecord.codec import from_json, to_json
from onrecord.link import Record, link
from onrecord.model import Claim, Figure, Place, Review, Source
from onrecord.reviews.fields import place_named
from tests.test_link import FARHOLT, MIRAVAL, body, claim

DOCTORS = body("Miraval Hospital", kind="medical")
ARMY = body("the Velandic army", "Veland", "military")
A = claim("a", "14 killed", 14, source=DOCTORS)
B = claim("b", "14 killed", 14, source=DOCTORS)
C = claim("c", "40 killed", 40, source=ARMY)
D = claim("d", "9 killed", 9, place=FARHOLT, source=ARMY)
CLAIMS = (A, B, C, D)


def recorded(*decisions: r.Decision) -> tuple[Review, ...]:
    """The decisions taken one after the other, each by someone who had seen all before."""
    made: tuple[Review, ...] = ()
    for decision in decisions:
        seen = replace(decision, seen=made[-1].id if made else None)
        made += (seen.made(len(made) + 1, f"2031-05-1{len(made)}T09:00:00+00:00", seen.follows(made)),)
    return made


def record(reviews: tuple[Review, ...], claims: tuple[Claim, ...] = CLAIMS) -> Record:
    state = r.reviewed(claims, reviews)
    return link(state.claims, (), state.rulings)


def together(made: Record) -> set[frozenset[str]]:
    return {frozenset(line.claims) for line in made.lines}


def ids(*claims: Claim) -> frozenset[str]:
    return frozenset(c.id for c in claims)


MACHINE = {c.id: c for c in CLAIMS}


def test_nothing_decided_leaves_the_machines_record() -> None:
    assert record(()) == link(CLAIMS)
    assert together(record(())) == {ids(A, B, C), ids(D)}


def test_a_corrected_place_moves_a_claim_to_the_line_of_that_place() -> None:
    there = r.correct(C, C, {"place": "none"}, "Ana")
    assert there.patch.settled is not None
    moved = replace(there, patch=replace(there.patch, settled=replace(there.patch.settled, place=FARHOLT)))
    assert together(record(recorded(moved))) == {ids(A, B), ids(C, D)}


def test_a_corrected_number_settles_a_dispute_and_a_later_rerun_keeps_it() -> None:
    reviews = recorded(r.correct(C, C, {"value": "14"}, "Ana", note="misread"))
    after = record(reviews)
    (line,) = (line for line in after.lines if C.id in line.claims)
    assert {k.relation for k in line.relations} == {"corroborates"}
    reread = replace(C, figure=Figure("400", 400, 400, 400, "exact"), knowledge="newer")
    state = r.reviewed((A, B, reread, D), reviews)
    held = next(c for c in state.claims if c.id == C.id)
    assert held.figure is not None
    assert held.figure.value == 14
    decided = state.of("claim", C.id)
    assert decided is not None
    assert decided.stale
    assert decided.verdict == "correct"


def test_new_knowledge_that_reads_the_same_makes_no_review_stale() -> None:
    reviews = recorded(r.accept(A, A, "Ana"))
    state = r.reviewed((replace(A, knowledge="newer", digest="other"), B, C, D), reviews)
    assert not any(d.stale or d.orphaned for d in state.decided)


def test_an_accepted_claim_stays_as_accepted_and_is_kept_when_rules_lose_it() -> None:
    reviews = recorded(r.accept(A, A, "Ana"))
    changed = r.reviewed((replace(A, measure="injured"), B, C, D), reviews)
    assert next(c for c in changed.claims if c.id == A.id).measure == "killed"
    assert [d.stale for d in changed.decided] == [True]
    lost = r.reviewed((B, C, D), reviews)
    assert A.id in {c.id for c in lost.claims}
    assert [(d.orphaned, d.stale) for d in lost.decided] == [(True, False)]


def test_a_rejected_claim_leaves_the_record_and_comes_back_when_that_is_undone() -> None:
    rejected = recorded(r.reject(C, C, "Ana"))
    assert together(record(rejected)) == {ids(A, B), ids(D)}
    undone = (*rejected, r.undo(rejected[0], "Ben").made(2, "2031-05-12T09:00:00+00:00", rejected[0]))
    assert record(undone) == record(())
    assert r.histories(undone)["claim", C.id].entries == undone


def test_undo_of_an_undo_does_it_again() -> None:
    first = recorded(r.reject(C, C, "Ana"))
    undone = (*first, r.undo(first[0], "Ben").made(2, "t", first[0]))
    again = (*undone, r.undo(undone[1], "Ana").made(3, "t", undone[1]))
    assert record(again) == record(first)
    assert record((*again, r.undo(again[2], "Ben").made(4, "t", again[2]))) == record(())


def test_only_the_newest_standing_review_can_be_undone() -> None:
    made = recorded(r.accept(A, A, "Ana"), r.correct(A, A, {"measure": "injured"}, "Ben"))
    with pytest.raises(r.ReviewError, match="undo review 2 first"):
        r.undo(made[0], "Ana", seen=2).follows(made)


def test_unsure_is_neither_reviewed_nor_not_reviewed() -> None:
    reviews = recorded(r.unsure(C, C, "Ana", note="which hospital?"))
    state = r.reviewed(CLAIMS, reviews)
    assert state.claims == CLAIMS
    decided = state.of("claim", C.id)
    assert decided is not None
    assert decided.verdict == "unsure"
    made = link(state.claims)
    last = r.queue(made.claims, made.lines, state.decided)[-1]
    assert (last.claim.id, last.decided) == (C.id, decided)


def test_a_merge_holds_for_the_claims_named_and_for_those_that_join_later() -> None:
    first, second = sorted(link(CLAIMS).lines, key=lambda line: -len(line.claims))
    reviews = recorded(r.merge(first, [second], MACHINE, "Ana"))
    after = record(reviews)
    assert together(after) == {ids(*CLAIMS)}
    assert {line.id for line in after.lines} == {first.id}
    assert {c.incident for c in after.claims} == {first.incident}
    later = claim("e", "9 killed", 9, place=FARHOLT, source=ARMY)
    assert together(record(reviews, (*CLAIMS, later))) == {ids(*CLAIMS, later)}


def test_a_merge_holds_where_a_large_record_is_linked_part_by_part() -> None:
    first, second = sorted(link(CLAIMS).lines, key=lambda line: -len(line.claims))
    rulings = r.reviewed(CLAIMS, recorded(r.merge(first, [second], MACHINE, "Ana"))).rulings
    assert together(link(CLAIMS, (), rulings, limit=1)) >= {ids(*CLAIMS)}
    assert together(link(CLAIMS, limit=1)) != {ids(*CLAIMS)}


def test_a_merge_survives_rules_that_put_a_claim_elsewhere_but_not_a_persons_later_correction() -> None:
    first, second = sorted(link(CLAIMS).lines, key=lambda line: -len(line.claims))
    reviews = recorded(r.merge(first, [second], MACHINE, "Ana"))
    reread = replace(B, measure="injured")
    assert together(record(reviews, (A, reread, C, D))) == {ids(*CLAIMS)}
    corrected = recorded(r.merge(first, [second], MACHINE, "Ana"), r.correct(B, B, {"measure": "injured"}, "Ben"))
    assert together(record(corrected)) == {ids(A, C, D), ids(B)}


def test_a_split_takes_claims_and_their_repeats_to_a_line_of_their_own() -> None:
    (line,) = (line for line in link(CLAIMS).lines if C.id in line.claims)
    reviews = recorded(r.split(line, [C.id], MACHINE, "Ana"))
    after = record(reviews)
    assert together(after) == {ids(A, B), ids(C), ids(D)}
    assert len({line.id for line in after.lines}) == 3
    repeat, fresh = claim("e", "40 killed", 40, source=ARMY), claim("f", "14 killed", 14, source=DOCTORS)
    assert together(record(reviews, (*CLAIMS, repeat, fresh))) == {ids(A, B, fresh), ids(C, repeat), ids(D)}


def test_merging_what_was_split_puts_it_back() -> None:
    (line,) = (line for line in link(CLAIMS).lines if C.id in line.claims)
    split = recorded(r.split(line, [C.id], MACHINE, "Ana"))
    lines = {frozenset(made.claims): made for made in record(split).lines}
    merged = r.merge(lines[ids(A, B)], [lines[ids(C)]], MACHINE, "Ben", seen=1)
    both = (*split, merged.made(2, "t", merged.follows(split)))
    assert together(record(both)) == together(record(()))


def test_an_accepted_line_stays_together_and_an_unsure_one_only_says_so() -> None:
    (line,) = (line for line in link(CLAIMS).lines if C.id in line.claims)
    reread = replace(B, measure="injured")
    kept = recorded(r.accept_line(line, MACHINE, "Ana"))
    assert together(record(kept, (A, reread, C, D))) == {ids(A, B, C), ids(D)}
    assert r.reviewed((A, reread, C, D), kept).decided[0].stale
    doubted = recorded(r.unsure_line(line, MACHINE, "Ana"))
    assert together(record(doubted, (A, reread, C, D))) == {ids(A, C), ids(B), ids(D)}


def test_a_split_of_nothing_or_of_all_or_of_a_stranger_is_refused() -> None:
    (line,) = (line for line in link(CLAIMS).lines if C.id in line.claims)
    for apart in ([], [A.id, B.id, C.id], [D.id]):
        with pytest.raises(r.ReviewError, match=r"split|stand"):
            r.split(line, apart, MACHINE, "Ana")


def test_an_alias_makes_two_origins_one_also_in_chains_and_joint_sources() -> None:
    after = link(CLAIMS)
    origin = {c.id: c.source.origin if c.source else None for c in after.claims}
    first, second = str(origin[A.id]), str(origin[C.id])
    reviews = recorded(r.alias(first, second, "Ana"))
    made = record(reviews)
    assert {c.source.origin for c in made.claims if c.source} == {second}
    rulings = r.reviewed(CLAIMS, reviews).rulings
    assert rulings.meant([f"{first}+other", second]) == {f"{first}+other": f"{second}+other"}
    circle = recorded(r.alias("x", "y", "Ana"), r.alias("y", "z", "Ana"), r.alias("z", "x", "Ben"))
    assert r.reviewed((), circle).rulings.meant(["x", "y", "z"]) == {"x": "z", "y": "z"}


def test_two_reviewers_at_once_the_second_is_told_who_and_when() -> None:
    made = recorded(r.accept(A, A, "Ana"))
    for late in (r.reject(A, A, "Ben"), r.undo(made[0], "Ben", seen=0)):
        with pytest.raises(r.Overtaken, match=r"Ana reviewed claim .* in between: accept, 2031-05-10T09:00:00"):
            late.follows(made)
    assert r.reject(A, A, "Ben", seen=1).follows(made) == made[0]
    assert r.reject(B, B, "Ben").follows(made) is None


def test_two_decisions_on_lines_that_share_claims_are_told_of_each_other() -> None:
    first, second = sorted(link(CLAIMS).lines, key=lambda line: -len(line.claims))
    made = recorded(r.merge(first, [second], MACHINE, "Ana"))
    with pytest.raises(r.Overtaken, match="Ana"):
        r.accept_line(second, MACHINE, "Ben").follows(made)


@pytest.mark.parametrize(
    ("told", "complaint"),
    [
        ({"colour": "red"}, "no field colour; it has hedge, value"),
        ({"value": "many"}, "takes a number"),
        ({"value": "1e400"}, "takes a number"),
        ({"hedge": "maybe"}, "one of exact"),
        ({"date": "2031-13-01"}, "date=2031-13-01"),
        ({"date": "2031-02-30"}, "date=2031-02-30"),
        ({"measure": "sadness"}, "no such measure"),
        ({"holder": "Veland"}, "no field holder"),
        ({"low": "9", "high": "3"}, "more than"),
        ({}, "at least one"),
    ],
)
def test_a_correction_that_cannot_be_says_why(told: dict[str, str], complaint: str) -> None:
    with pytest.raises(r.ReviewError, match=complaint):
        r.correct(A, A, told, "Ana")


def test_corrections_set_what_follows_from_them() -> None:
    def settled(told: dict[str, str], of: Claim = A) -> Claim:
        made = r.correct(of, of, told, "Ana").patch.settled
        assert made is not None
        return made

    at_least = settled({"hedge": "at_least", "value": "1,400"}).figure
    assert at_least is not None
    assert (at_least.value, at_least.low, at_least.high) == (1400, 1400, None)
    between = settled({"hedge": "between", "low": "3", "high": "9"}).figure
    assert between is not None
    assert (between.value, between.low, between.high) == (None, 3, 9)
    month = settled({"date": "2031-05"}).period
    assert (month.start, month.end, month.grain) == ("2031-05", "2031-05", "month")
    assert settled({"source": "none"}).source is None
    renamed = settled({"source": "the Red Cross", "source_kind": "ngo"}).source
    assert renamed == Source("the Red Cross", "ngo", DOCTORS.side, origin="red-cross")
    place = settled({"place": "Odessa, Texas"}).place
    assert place is not None
    assert (place.name, place.country, place.precision) == ("Odessa", "US", "point")
    assert settled({"place": "Xyzzyville"}).place == Place("Xyzzyville", "Xyzzyville")


def test_a_source_set_to_none_is_not_filled_again_from_a_copy() -> None:
    reviews = recorded(r.correct(A, A, {"source": "none"}, "Ana"))
    said = next(c for c in record(reviews).claims if c.id == A.id)
    assert said.source is None
    assert r.reviewed(CLAIMS, reviews).rulings.origins == ((A.id, None),)


def test_a_decision_is_carried_to_the_new_version_of_its_report() -> None:
    newer = replace(C, id="c2", report="c~2", span=replace(C.span, start=140, end=149))
    made = recorded(r.correct(C, C, {"value": "14"}, "Ana"), r.reject(A, A, "Ana"))
    state = r.reviewed((B, newer, D), made, {"c": "c~2", "a": "a~2"})
    held = next(c for c in state.claims if c.id == "c2")
    assert held.figure is not None
    assert (held.figure.value, held.span.start) == (14, 140)
    assert {(d.target, d.now, d.orphaned) for d in state.decided} == {(C.id, "c2", False), (A.id, A.id, True)}
    assert len(state.claims) == 3


def test_the_queue_puts_disputes_before_the_unsourced_before_the_rest() -> None:
    alone = claim("g", "3 injured", 3, measure="injured", source=None)
    sure = claim("h", "5 displaced", 5, measure="displaced", source=DOCTORS)
    made = link((*CLAIMS, alone, sure))
    order = [need.claim.id for need in r.queue(made.claims, made.lines)]
    assert {*order[:3]} == ids(A, B, C)
    assert order.index(alone.id) < order.index(sure.id)
    decided = r.reviewed((*CLAIMS, alone, sure), recorded(r.accept(C, C, "Ana"))).decided
    assert C.id not in [need.claim.id for need in r.queue(made.claims, made.lines, decided)]


def test_effects_tell_what_a_decision_changes_before_it_is_made() -> None:
    before = link(CLAIMS)
    after = record(recorded(r.reject(C, C, "Ana")))
    effect = r.effects(before.claims, before.lines, after.claims, after.lines)
    assert effect.gone == (C.id,)
    (change,) = effect.lines
    assert change.left == (C.id,)
    assert "disputed → repeated" in change.sentence()
    assert r.effects(before.claims, before.lines, before.claims, before.lines).empty


def test_a_review_becomes_json_and_back() -> None:
    made = recorded(r.correct(A, A, {"place": "Miraval", "value": "15"}, "Ana", note="“fifteen”"))[0]
    assert from_json(Review, to_json(made)) == made
    assert MIRAVAL.name in str(to_json(made))


@pytest.mark.parametrize(
    ("told", "name", "precision", "country"),
    [
        ("Kharkiv", "Kharkiv", "point", "UA"),
        ("Kharkiv Oblast", "Kharkiv Oblast", "area", "UA"),
        ("Odessa, Texas", "Odessa", "point", "US"),
        ("Georgia", "Georgia", "area", "US"),
        ("Luxembourg", "Luxembourg", "country", "LU"),
        ("Nowhereton, Ohio", "Nowhereton", "unresolved", None),
    ],
)
def test_a_name_that_a_town_shares_with_its_area_is_the_towns(
    told: str, name: str, precision: str, country: str | None
) -> None:
    place = place_named(told)
    assert (place.name, place.precision, place.country) == (name, precision, country)

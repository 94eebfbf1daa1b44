"""Control over time: who holds a place since when, by whose word, and what is disputed now."""

from __future__ import annotations

from dataclasses import replace

from onrecord.control_history import History, histories
from onrecord.model import Claim, Control, Period, Place, Source, Span
from tests.handmade import CLAIMS, L_DENIED, L_TAKEN

SORN = Place("Sorn", "Sorn", "made-up:sorn", ("Tessal",), 41.5, 12.25, "point", "TS")
ARMY = Source("Ardovia's army", "military", "Ardovia", origin="ardovia-military")
MINISTRY = Source("Tessal's ministry", "government", "Tessal", origin="tessal-government")


def held(
    name: str, holder: str | None, state: str, day: str | None, source: Source | None = None, **more: object
) -> Claim:
    made = Claim(
        name, f"{name}.txt", "control", Span(0, 1, "x"), control=Control(holder, state), place=SORN,
        period=Period(day, day, "day") if day else Period(), source=source, publisher=f"{name} post",
        published="2031-05-10",
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def one(*claims: Claim) -> History:
    (history,) = histories(claims)
    return history


def test_a_capture_and_its_denial_are_one_disputed_state() -> None:
    history = one(*CLAIMS)
    (spell,) = history.spells
    assert (spell.holder, spell.state, spell.since) == ("Ardovia", "captured", "2031-05-06")
    assert [v.manner for v in spell.voices] == ["asserted", "denied"]
    assert history.disputed
    assert set(history.claims) == {L_TAKEN.id, L_DENIED.id}


def test_a_place_changes_hands_without_a_dispute() -> None:
    history = one(
        held("a", "Tessal", "held", "2031-05-01"),
        held("b", "Ardovia", "captured", "2031-05-04"),
        held("c", "Tessal", "recaptured", "2031-05-08"),
    )
    assert [(s.holder, s.since, s.ended) for s in history.spells] == [
        ("Tessal", "2031-05-01", "2031-05-04"),
        ("Ardovia", "2031-05-04", "2031-05-08"),
        ("Tessal", "2031-05-08", None),
    ]
    assert [s.holder for s in history.now] == ["Tessal"]
    assert not history.disputed


def test_two_holders_on_one_day_are_a_dispute_and_both_stand() -> None:
    history = one(held("a", "Tessal", "held", "2031-05-04"), held("b", "Ardovia", "captured", "2031-05-04"))
    assert history.disputed
    assert {s.holder for s in history.now} == {"Ardovia", "Tessal"}


def test_how_voices_stand_to_a_capture() -> None:
    history = one(
        held("a", "Ardovia", "captured", "2031-05-04"),
        held("b", "Ardovia", "captured", "2031-05-04", ARMY),
        held("c", "Ardovia", "captured", "2031-05-04", MINISTRY),
        held("d", "Ardovia", "captured", None, MINISTRY, polarity="denied"),
    )
    (spell,) = history.spells
    assert [(v.manner, v.origin, v.claims) for v in spell.voices] == [
        ("asserted", None, ("a",)),
        ("claimed", "ardovia-military", ("b",)),
        ("admitted", "tessal-government", ("c",)),
        ("denied", "tessal-government", ("d",)),
    ]
    assert spell.voices[1].outlets == ("b post",)


def test_leaving_ends_a_hold_and_fighting_after_it_stands() -> None:
    history = one(
        held("a", "Tessal", "held", "2031-05-01"),
        held("b", "Tessal", "withdrawn_from", "2031-05-05", MINISTRY),
        held("c", "Ardovia", "entered", "2031-05-06"),
    )
    assert history.spells[0].ended == "2031-05-05"
    assert [(s.holder, s.state) for s in history.now] == [("Tessal", "withdrawn_from"), ("Ardovia", "entered")]
    assert history.spells[1].voices[0].manner == "admitted"


def test_entering_on_the_day_of_a_capture_is_history_contesting_is_not() -> None:
    history = one(
        held("a", "Ardovia", "entered", "2031-05-04"),
        held("b", "Ardovia", "captured", "2031-05-04"),
        held("c", None, "contested", "2031-05-04"),
    )
    assert [s.state for s in history.now] == ["contested", "captured"]


def test_a_town_and_its_area_named_alike_are_one_place_others_are_not() -> None:
    area = Place("Sorn", "Sorn District", "made-up:district", ("Tessal",), None, None, "area", "TS")
    both = (held("a", "Ardovia", "captured", "2031-05-04"), held("b", "Ardovia", "captured", "2031-05-04", place=area))
    assert one(*both).name == "Sorn"
    assert len(histories((both[0], replace(both[1], place=replace(area, text="Marn"))))) == 2


def test_plans_and_attempts_are_no_history() -> None:
    assert histories([held("a", "Ardovia", "captured", "2031-05-04", modality="planned")]) == ()


def test_the_order_of_claims_changes_nothing() -> None:
    claims = [
        held("a", "Tessal", "held", "2031-05-01"),
        held("b", "Ardovia", "captured", "2031-05-04"),
        held("c", "Ardovia", "captured", None, MINISTRY, polarity="denied"),
    ]
    assert histories(claims) == histories(claims[::-1])

"""Denials and rival versions point at each other, and nothing else does."""

from __future__ import annotations

from dataclasses import replace

from onrecord.model import Claim, Control, Event, Period, Place, Source, span_of
from onrecord.rivals import rivals


def control(id: str, holder: str, state: str, *, day: str = "2021-05-02", polarity: str = "asserted") -> Claim:
    return Claim(
        id=id,
        report=f"report-{id}",
        type="control",
        span=span_of("words", 0, 5),
        control=Control(holder, state),
        side=holder,
        place=Place("Orlen", "Orlen"),
        period=Period(day, day, "day"),
        source=Source(f"voice {id}"),
        polarity=polarity,
    )


def event(id: str, actor: str | None, *, modality: str = "actual", day: str = "2021-05-02") -> Claim:
    base = control(id, "", "held", day=day)
    told = Event("airstrike", actor, "market", None, None)
    return replace(base, type="event", control=None, event=told, side=actor, modality=modality)


def pairs(*claims: Claim) -> set[tuple[str, str]]:
    found = rivals(claims)
    assert found == rivals(reversed(claims))
    pointing = {(key, other.claim) for key, others in found.items() for other in others}
    assert pointing == {(b, a) for a, b in pointing}
    return {(a, b) for a, b in pointing if a < b}


def test_a_denial_points_at_what_it_denies() -> None:
    assert pairs(control("a", "Kesh", "captured"), control("b", "Kesh", "captured", polarity="denied")) == {("a", "b")}


def test_two_holders_of_one_day_are_rivals_of_different_days_a_change() -> None:
    assert pairs(control("a", "Kesh", "held"), control("b", "Tarn", "captured")) == {("a", "b")}
    assert pairs(control("a", "Kesh", "held"), control("b", "Tarn", "captured", day="2021-05-09")) == set()


def test_entering_is_no_rival_of_holding() -> None:
    assert pairs(control("a", "Kesh", "entered"), control("b", "Tarn", "held")) == set()
    assert pairs(control("a", "Kesh", "entered"), control("b", "Kesh", "captured", polarity="denied")) == set()


def test_two_doers_of_one_deed_are_rivals() -> None:
    assert pairs(event("a", "Kesh"), event("b", "Tarn")) == {("a", "b")}
    assert pairs(event("a", "Kesh"), event("b", "Kesh")) == set()
    assert pairs(event("a", "Kesh"), event("b", None)) == set()


def test_a_denied_event_is_a_rival_of_the_day_not_of_the_week() -> None:
    assert pairs(event("a", "Kesh"), event("b", "Kesh", modality="denied")) == {("a", "b")}
    assert pairs(event("a", "Kesh"), event("b", "Kesh", modality="denied", day="2021-05-08")) == set()

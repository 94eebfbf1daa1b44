"""Linking: how two readings relate row by row, and what holds for any claims in any order."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.link import link
from onrecord.link.compare import Voice, bounds, hits, overlap, restates
from onrecord.link.rules import RULES, relation
from onrecord.model import Claim, Source
from tests.test_link import COSTERA, FARHOLT, KYIV, MIRAVAL, OLD_TOWN, RUSSIA, SANTELLO, VELAND, body, claim

# --- relations, row by row ---


def voice(
    low: float | None, high: float | None, hedge: str = "exact", origin: str | None = "a", day: int | None = 1
) -> Voice:
    value = None if hedge in {"vague"} else (high if hedge in {"almost", "up_to", "between"} else low)
    return Voice(origin, origin or "an outlet", low, high, hedge, value, f"{hedge} {low}", day, None, None)


RELATIONS = [
    (voice(56, None, "at_least"), voice(56, 56), "repeat"),
    (voice(24, None, "vague"), voice(56, 56), "repeat"),
    (voice(None, 6000, "almost"), voice(5840, 5840), "repeat"),
    (voice(43, None, "at_least"), voice(112, None, "at_least", day=2), "updates"),
    (voice(None, 20, "up_to"), voice(14, 14), "updates"),
    (voice(2000, None, "vague"), voice(20000, None, "vague", day=2), "updates"),
    (voice(20000, None, "vague"), voice(100000, None, "at_least", day=2), "updates"),
    (voice(40, 40), voice(41, 41, origin="b"), "conflicts"),
    (voice(40, None, "at_least"), voice(56, 56, origin="b"), "corroborates"),
    (voice(50, 50, "about"), voice(54, 54, origin="b"), "corroborates"),
    (voice(50, 50, "about"), voice(56, 56, origin="b"), "conflicts"),
    (voice(40, 40), voice(60, 60, origin="b", day=2), "updates"),
    (voice(60, 60), voice(40, 40, origin="b", day=2), "conflicts"),
    (voice(60, 60), voice(40, 40, origin="b", day=9), "updates"),
    (voice(40, 40), voice(40, 40, origin=None), "unsourced"),
    (voice(40, 40, origin=None), voice(40, 40, origin=None), "unsourced"),
    (voice(None, None, "vague"), voice(40, 40, origin=None), "unsourced"),
    (voice(40, 40), voice(60, 60, origin=None), "conflicts"),
    (voice(40, 40), voice(60, 60, origin=None, day=3), "updates"),
    (voice(40, 40, origin="a+b"), voice(40, 40, origin="b"), "repeat"),
    (voice(40, 40, origin="un"), voice(40, 40, origin="unhcr"), "repeat"),
]


@pytest.mark.parametrize(("left", "right", "expected"), RELATIONS)
def test_relation(left: Voice, right: Voice, expected: str) -> None:
    found, why = relation(left, right)
    assert found == expected
    assert [hit.comparison for hit in why] == ["origin", "figure", "day", "relation"]
    assert all("{" not in hit.label for hit in why)


def test_every_rule_can_be_reached() -> None:
    rival = replace(voice(40, 40, origin="b", day=9), party="b", counted="a")
    party = replace(voice(60, 60), party="a", counted="a")
    raised = replace(voice(2, 2, origin=None), raised=True)
    cases = [
        *RELATIONS,
        (party, rival, ""),
        (raised, voice(4, 4), ""),
        (voice(60, 60, origin=None), voice(40, 40, day=2), ""),
    ]
    reached = {relation(left, right)[1][-1].label + relation(left, right)[0] for left, right, _ in cases}
    assert reached == {rule.hit.label + rule.relation for rule in RULES}


@pytest.mark.parametrize(
    ("given_voice", "expected"),
    [
        (voice(None, 100, "almost"), (90.0, 100.0)),
        (voice(100, 100, "about"), (90.0, pytest.approx(110.0))),
        (voice(100, None, "more_than"), (100.0, float("inf"))),
        (voice(None, 100, "up_to"), (float("-inf"), 100.0)),
    ],
)
def test_hedges_are_read_for_comparing(given_voice: Voice, expected: tuple[float, float]) -> None:
    assert bounds(given_voice) == expected


# --- invariants ---

PLACES = (MIRAVAL, OLD_TOWN, SANTELLO, FARHOLT, COSTERA, VELAND, None)
SOURCES = (None, body("Rescue"), body("Health"), RUSSIA, KYIV)
one_claim = st.builds(
    lambda report, at, number, hedge, place, day, source, group, scope, measure: claim(
        report,
        f"{number} people",
        number,
        None if hedge in {"at_least", "vague"} else number,
        hedge=hedge,
        place=place,
        day=day,
        source=source,
        group=group,
        scope=scope,
        measure=measure,
        at=at,
        published=f"2031-05-1{int(report[1])}",
    ),
    report=st.sampled_from([f"r{n}" for n in range(5)]),
    at=st.integers(0, 400),
    number=st.sampled_from([2, 3, 5, 16, 40, 498, 12000]),
    hedge=st.sampled_from(["exact", "at_least", "vague", "about"]),
    place=st.sampled_from(PLACES),
    day=st.sampled_from(["2031-05-09", "2031-05-10", "2031-05", None]),
    source=st.sampled_from(SOURCES),
    group=st.sampled_from([None, "civilians", "children", "soldiers"]),
    scope=st.sampled_from(["event", "cumulative", "period", "snapshot"]),
    measure=st.sampled_from(["killed", "injured", "displaced"]),
)
some_claims = st.lists(one_claim, max_size=14, unique_by=lambda c: c.id)


@settings(max_examples=60, deadline=None)
@given(some_claims, st.randoms())
def test_order_does_not_matter(claims: list[Claim], dice: random.Random) -> None:
    shuffled = claims[:]
    dice.shuffle(shuffled)
    assert link(shuffled) == link(claims)


@settings(max_examples=60, deadline=None)
@given(some_claims)
def test_linking_linked_claims_changes_nothing(claims: list[Claim]) -> None:
    record = link(claims)
    assert link(record.claims) == record


@settings(max_examples=60, deadline=None)
@given(some_claims)
def test_every_figure_is_on_one_line_and_every_link_on_a_line(claims: list[Claim]) -> None:
    record = link(claims)
    on = [claim for line in record.lines for claim in line.claims]
    assert sorted(on) == sorted(c.id for c in claims)
    home = {claim: line.id for line in record.lines for claim in line.claims}
    report = {c.id: c.report for c in claims}
    assert all(home[x.left] == home[x.right] and report[x.left] != report[x.right] for x in record.links)
    assert len({frozenset((x.left, x.right)) for x in record.links}) == len(record.links)
    for line in record.lines:
        assert sorted(c for reading in line.readings for c in reading.claims) == sorted(line.claims)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 6), st.sampled_from(SOURCES))
def test_a_repeated_report_adds_outlets_not_readings(copies_of: int, source: Source | None) -> None:
    claims = [claim(f"r{n}", "16 killed", 16, source=source) for n in range(copies_of)]
    (line,) = link(claims).lines
    assert len(line.readings) == 1
    assert len(line.readings[0].outlets) == copies_of


@settings(max_examples=200, deadline=None)
@given(
    st.tuples(
        st.sampled_from([5, 16, 40, 100]),
        st.sampled_from(["exact", "about", "at_least"]),
        st.sampled_from(["a", "b", None]),
    ),
    st.tuples(
        st.sampled_from([5, 16, 40, 100]),
        st.sampled_from(["exact", "about", "at_least"]),
        st.sampled_from(["a", "b", None]),
    ),
)
def test_relations_of_one_day_are_symmetric(x: tuple[float, str, str | None], y: tuple[float, str, str | None]) -> None:
    left, right = (voice(n, None if hedge == "at_least" else n, hedge, origin) for n, hedge, origin in (x, y))
    assert relation(left, right)[0] == relation(right, left)[0]
    assert overlap(left, right) == overlap(right, left)
    assert restates(left, right) == restates(right, left)
    assert hits(left, right)[0].level == hits(right, left)[0].level

"""When an event was, of which the text says more than the day of its report: weeks, onsets, times gone by."""

from __future__ import annotations

import pytest

from onrecord.extract import extract
from onrecord.text import make_report, plain_blocks
from tests.storied import PUBLISHED, Case, check

LAST_WEEK = ("2021-05-31", "2021-06-06")

EVENTS = [
    ("Rebels last week seized the town of Marib.", "control", LAST_WEEK),
    ("A car bombing last week killed soldiers in Kabul.", "bombing", LAST_WEEK),
    ("Troops shelled Taiz over the weekend.", "shelling", ("2021-06-05", "2021-06-06")),
    ("Schools have been closed since protests broke out in March.", "protest", ("2021-03", "2021-03")),
    ("Banks have been shut since mass protests erupted last week.", "protest", LAST_WEEK),
    ("Warplanes recently bombed a village near Taiz.", "airstrike", (None, None)),
    ("Six years later, militants killed ten soldiers near Taiz.", "attack", (None, None)),
    ("Six years after the truce, troops shelled Taiz on Tuesday.", "shelling", ("2021-06-08", "2021-06-08")),
    ("Hours ago warplanes bombed a village near Taiz.", "airstrike", (PUBLISHED, PUBLISHED)),
    ("Warplanes bombed a village near Taiz.", "airstrike", (PUBLISHED, PUBLISHED)),
]


@pytest.mark.parametrize(("text", "kind", "expected"), EVENTS, ids=lambda value: str(value)[:60])
def test_an_event_is_dated_as_its_sentence_says(text: str, kind: str, expected: tuple[str | None, str | None]) -> None:
    [done] = extract([make_report("case", plain_blocks(text), published=PUBLISHED)])
    [claim] = [
        c for c in done.claims if (kind == c.type == "control") or (c.event is not None and c.event.kind == kind)
    ]
    assert claim.period is not None
    assert (claim.period.start, claim.period.end) == expected


FIGURES = [
    Case(
        "killed recently is killed on no stated day",
        "Shelling of Taiz went on for hours on Tuesday. A rocket killed three fighters there recently.",
        "three",
        {"date": None},
    ),
    Case(
        "a time gone by of those counted is not that of the deed",
        "A bomb went off in Taiz on Tuesday. Five men who recently visited Aden were killed.",
        "Five",
        {"date": "2021-06-08"},
    ),
    Case(
        "the day that others were killed is not the mourners'",
        "Troops shelled Taiz on Wednesday. They opened fire on the funeral of nine men who were shot on Monday, "
        "killing two mourners.",
        "two",
        {"date": "2021-06-09"},
    ),
    Case(
        "those who were killed have their own day",
        "Troops shelled Taiz on Wednesday. They opened fire on the funeral of nine men who were shot on Monday, "
        "killing two mourners.",
        "nine",
        {"date": "2021-06-07"},
    ),
    Case(
        "the day of what a change did elsewhere is not that of the crowd",
        "Protests went on across Yemen on Wednesday. Thousands marched in Sanaa, demanding the kind of change "
        "that drove a president from office on Monday.",
        "Thousands",
        {"date": "2021-06-09"},
    ),
    Case(
        "the day of the protest in which they were killed is theirs",
        "Security forces killed four civilians in demonstrations that erupted in Taiz on Monday.",
        "four",
        {"date": "2021-06-07"},
    ),
    Case(
        "a beginning that ranks the day makes no total",
        "In Yemen, dozens were killed on Tuesday in one of the bloodiest days since protests began last March.",
        "dozens",
        {"scope": "event", "date": "2021-06-08"},
    ),
    Case(
        "what a town is known for is not when the dead were killed",
        "Protests broke out across Yemen on Tuesday. A doctor told of 17 dead in Taiz, where the unrest began in May.",
        "17",
        {"scope": "event", "date": "2021-06-08", "place": "Taiz"},
    ),
]


@pytest.mark.parametrize("case", FIGURES, ids=lambda c: c.name)
def test_a_figure_of_a_time_gone_by_has_no_day(case: Case) -> None:
    check(case)

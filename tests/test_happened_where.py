"""Where things were, and what is no place: who speaks or is asked, where somebody spoke, a person, a compass point."""

from __future__ import annotations

import pytest

from onrecord.extract import extract
from onrecord.model import Claim
from onrecord.text import make_report, plain_blocks
from tests.storied import PUBLISHED, Case, check


def _claims(text: str) -> list[Claim]:
    [done] = extract([make_report("case", plain_blocks(text), published=PUBLISHED)])
    return list(done.claims)


def _place(text: str, kind: str) -> str | None:
    [claim] = [c for c in _claims(text) if c.event is not None and c.event.kind == kind]
    return claim.place.name if claim.place else None


ACTS = [
    ("Turkey urged Syria to halt the shelling of towns.", "request", None),
    ("A bomb killed two in Aleppo. The United States called for restraint.", "request", None),
    ("In Geneva, aid agencies called for a truce.", "request", "Geneva"),
    ("The mayor urged the people of Aleppo to leave.", "request", "Aleppo"),
    ("Warplanes bombed Aleppo on Tuesday.", "airstrike", "Aleppo"),
]


@pytest.mark.parametrize(("text", "kind", "expected"), ACTS)
def test_what_is_asked_or_promised_is_not_in_the_state_that_asks_or_is_asked(
    text: str, kind: str, expected: str | None
) -> None:
    assert _place(text, kind) == expected


def test_a_compass_point_alone_is_no_place() -> None:
    held = [c for c in _claims("He will go on to conquer the West.") if c.type == "control"]
    assert [c.place.name for c in held if c.place] == []


def test_a_person_of_the_report_is_no_place() -> None:
    text = "Colonel Omar Tarhani rules the country. Warplanes hit Tarhani positions near the coast on Tuesday."
    assert "Tarhani" not in {c.place.name for c in _claims(text) if c.place}


FIGURES = [
    Case(
        "where somebody told it is not where it was",
        "Shelling killed four people in Aleppo on Tuesday.\n\nA doctor from Aleppo told reporters in Beirut that "
        "three children had died.",
        "three",
        {"place": "Aleppo"},
    ),
    Case(
        "a town abroad that the paragraph names is not what it speaks of",
        "Syrian forces shelled Aleppo in Syria on Tuesday.\n\nIn Berlin, ministers met on Wednesday. "
        "Doctors said 12 people had been wounded.",
        "12",
        {"place": "Aleppo"},
    ),
    Case(
        "an attack abroad is where it was",
        "Syrian forces shelled Aleppo in Syria on Tuesday.\n\nA car bomb went off in Beirut on Wednesday. "
        "Doctors said 12 people had been wounded.",
        "12",
        {"place": "Beirut"},
    ),
    Case(
        "the town behind the count, in the country that opens the sentence",
        "In Syria, troops opened fire on thousands of protesters in the southern city of Daraa on Tuesday.",
        "thousands",
        {"place": "Daraa"},
    ),
    Case(
        "the capital that the report names elsewhere",
        "Troops shelled Aleppo in Syria on Tuesday. Ministers met in Damascus.\n\n"
        "Nine people were wounded in an explosion in the capital, doctors said.",
        "Nine",
        {"place": "Damascus"},
    ),
    Case(
        "a provincial capital is another",
        "Troops shelled Aleppo in Syria on Tuesday. Ministers met in Damascus.\n\n"
        "Nine people were wounded in an explosion in the provincial capital, doctors said.",
        "Nine",
        {"place": "Aleppo"},
    ),
    Case(
        "a town said from the capital is not in it",
        "Troops shelled Aleppo in Syria on Tuesday. Ministers met in Damascus.\n\n"
        "Nine people were wounded in Douma, northeast of the capital, doctors said.",
        "Nine",
        {"place": "Douma"},
    ),
]


@pytest.mark.parametrize("case", FIGURES, ids=lambda c: c.name)
def test_a_figure_is_where_it_was_not_where_it_was_told(case: Case) -> None:
    check(case)

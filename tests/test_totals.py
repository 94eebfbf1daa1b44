"""Which tolls are those of a whole crisis, told without its beginning, and of which country."""

from __future__ import annotations

import pytest

from tests.storied import Case, check

UNREST = (
    "Security forces shot dead four protesters in Aleppo on Tuesday. "
    "Syrian rebels and soldiers told of an attack near Homs.\n\n"
)

CASES = [
    Case(
        "a total told late is the country's, not the town's told last",
        UNREST + "The United Nations says 3,500 people have been killed.",
        "3,500",
        {"scope": "cumulative", "place": "Syria", "date": "2021-06-10"},
    ),
    Case(
        "soldiers who have been killed, by their government",
        UNREST + "The Syrian government says 300 soldiers have been killed.",
        "300",
        {"scope": "cumulative", "place": "Syria"},
    ),
    Case(
        "a part of a total is one too",
        UNREST + "Rights groups say 2,100 people have died, including 90 children.",
        "90",
        {"scope": "cumulative", "place": "Syria"},
    ),
    Case(
        "a total put into a month holds as of that month",
        UNREST + "In February, the government put the death toll at 1,800.",
        "1,800",
        {"scope": "cumulative", "place": "Syria", "date": "2021-02"},
    ),
    Case(
        "the country of those counted",
        "Syrian, Turkish and Iraqi ministers met in Baghdad on Tuesday as shelling of Aleppo killed four. "
        "Iraq and Turkey called for a truce in Syria.\n\nThousands of Syrians have been killed.",
        "Thousands",
        {"scope": "cumulative", "place": "Syria"},
    ),
    Case(
        "a revolt told without many words of arms",
        "Tanks moved into Homs on Tuesday. Protests went on across Syria.\n\n"
        "The UN believes that as many as 10,000 people have been detained.",
        "10,000",
        {"scope": "cumulative", "place": "Syria"},
    ),
    Case(
        "a factory that fell in is one incident",
        "A garment factory collapsed in Dhaka on Tuesday.\n\nRescuers say 1,100 people have died.",
        "1,100",
        {"scope": "event", "place": "Dhaka"},
    ),
    Case(
        "one raid that killed many is one incident",
        UNREST + "The army said its raid was a success, killing 600 rebels.",
        "600",
        {"scope": "event"},
    ),
    Case(
        "a few are of the town the paragraph speaks of",
        "Fighting went on in Aleppo on Tuesday. A suicide bomber attacked a market there.\n\n"
        "Doctors said 30 people had been killed.",
        "30",
        {"scope": "event", "place": "Aleppo"},
    ),
    Case(
        "a day beside the toll makes it one incident",
        UNREST + "Activists said 600 people were killed on Monday.",
        "600",
        {"scope": "event", "date": "2021-06-07"},
    ),
    Case(
        "an earthquake's dead are its own",
        "A quake struck Gaziantep on Tuesday. Soldiers dug for survivors.\n\nRescuers say 900 people have been killed.",
        "900",
        {"scope": "event", "date": "2021-06-08"},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_a_toll_is_of_the_crisis_or_of_one_incident(case: Case) -> None:
    check(case)

"""Attribution: the examples beside the cues, then carry-over, memory and quotations over paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from onrecord.actors import ROLES
from onrecord.extract.mentions import Attribution, Passage
from onrecord.extract.sources import attribute, source_at
from onrecord.knowledge import table
from onrecord.language import analyse
from onrecord.model import Report, Segment


def read(text: str) -> tuple[Report, tuple[Passage, ...]]:
    """A report whose paragraphs are the lines of the text."""
    starts: list[tuple[int, str]] = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            starts.append((at, line))
        at += len(line) + 1
    docs = analyse(line for _, line in starts)
    passages = tuple(
        Passage(Segment("body", start, start + len(line)), start, doc)
        for (start, line), doc in zip(starts, docs, strict=True)
    )
    return Report(id="test", text=text, segments=tuple(p.segment for p in passages)), passages


def at(text: str, words: str) -> Attribution | None:
    """Whom the first occurrence of the words is laid to."""
    report, passages = read(text)
    start = text.index(words)
    return source_at(attribute(passages, report), start, start + len(words))


EXAMPLES: Sequence[dict[str, Any]] = table(ROLES)["examples"]


@pytest.mark.parametrize("row", [pytest.param(row, id=row["text"][:60]) for row in EXAMPLES])
def test_examples_beside_the_cues(row: dict[str, Any]) -> None:
    found = at(row["text"], row["at"])
    if "none" in row:
        assert found is None, row["none"]
        return
    assert found is not None
    assert found.name == row.get("source", "")
    assert (found.kind, found.side) == (row["kind"], row.get("side"))


def test_every_content_lies_in_the_report() -> None:
    text = "\n".join(row["text"] for row in EXAMPLES)
    report, passages = read(text)
    for attribution in attribute(passages, report):
        assert all(0 <= start < end <= len(text) for start, end in attribution.content)


def test_a_ministry_is_that_of_the_side_that_spoke_last() -> None:
    text = (
        "Serbia and Kosovo traded fire again on Monday.\n"
        "Serbia said 14 of its men were dead. The defence ministry said 30 others were hurt."
    )
    found = at(text, "30")
    assert found is not None
    assert found.side == "Serbia"


def test_a_surname_stands_for_the_full_name() -> None:
    text = "Hill County Sheriff Rosa Dale said two men had died.\nDale said 16 others were wounded."
    found = at(text, "16")
    assert found is not None
    assert (found.name, found.kind, found.side) == ("Rosa Dale", "police", None)


def test_initials_stand_for_the_longest_form() -> None:
    text = "The National Flood Committee (NFC) met on Sunday.\nNFC reported 90 collapsed houses."
    found = at(text, "90")
    assert found is not None
    assert found.name == "National Flood Committee"


def test_a_quotation_runs_over_paragraphs_until_it_is_closed() -> None:
    text = (
        "Maria Santos, Chile's interior minister, said: “The dam has held through the night.\n"
        "“We have moved 5,000 people to higher ground.\n"
        "“Nobody is missing.”\n"
        "The rain left 12 villages under water."
    )
    moved, villages = at(text, "5,000"), at(text, "12")
    assert moved is not None
    assert (moved.name, moved.side) == ("Maria Santos", "Chile")
    assert villages is None


def test_a_list_of_places_keeps_its_compiler_over_paragraphs() -> None:
    text = (
        "The World Health Organization said Kenya had 40 cases.\n"
        "Other countries with cases are Togo (3), Benin (7), Ghana (2) and Mali (5)."
    )
    found = at(text, "7")
    assert found is not None
    assert (found.name, found.carried) == ("World Health Organization", True)


def test_background_is_the_outlets_own() -> None:
    text = "Activists said 8 people were hurt. The civil war has killed 90,000 people."
    assert at(text, "90,000") is None


def test_the_origin_tells_a_state_from_its_towns() -> None:
    ministry = at("Peru's defence ministry said 3 soldiers died.", "3")
    mayor = at("Ana Ruiz, the mayor of Lima, said 3 people died.", "3")
    assert ministry is not None
    assert mayor is not None
    assert ministry.origin == "peru-government"
    assert mayor.origin == "ana-ruiz"


def test_a_cited_source_keeps_the_outlet_in_its_chain() -> None:
    found = at("Reuters reported, citing hospital officials, that 22 people were hurt.", "22")
    assert found is not None
    assert found.kind == "medical"
    assert found.chain == ("Reuters",)


@pytest.mark.parametrize(
    ("text", "number", "source", "act"),
    [
        ("TV Norda quoted the governor as denying that 12 soldiers had fled.", "12", "governor", "denies"),
        ("Ana Ruiz warned that 40 people starve, and TV Norda quoted the mayor as saying it rains.", "40", "Ana Ruiz",
         "asserts"),
        ("Ana Ruiz said 20 had died, and Reuters reported 30 dead, citing police.", "20", "Ana Ruiz", "asserts"),
        ("Ana Ruiz said 20 had died, and Reuters reported 30 dead, citing police.", "30", "police", "asserts"),
    ],
)  # fmt: skip
def test_who_is_cited_says_what_the_citing_clause_tells(text: str, number: str, source: str, act: str) -> None:
    found = at(text, number)
    assert found is not None
    assert (found.name, found.act) == (source, act)


def test_of_two_outlets_the_nearer_one_relays_whom_is_cited() -> None:
    text = "Reuters reported, citing hospital officials, that 22 people were hurt. The BBC said 40 homes burnt."
    officials, other = at(text, "22"), at(text, "40")
    assert officials is not None
    assert other is not None
    assert (officials.name, officials.chain) == ("hospital officials", ("Reuters",))
    assert (other.name, other.chain) == ("BBC", ())


@pytest.mark.parametrize(
    ("text", "number", "source", "act"),
    [
        ("The ministry denied that 20 people had died.", "20", "ministry", "denies"),
        ("Peru's army said claims that 50 soldiers had surrendered were false.", "50", "Peru's army", "denies"),
        ("Peru's army said claims by 50 farmers would be heard.", "50", "Peru's army", "asserts"),
        ("Peru rejected reports by activists that 40 of its soldiers were captured.", "40", "activists", "asserts"),
    ],
)
def test_whose_figure_is_denied_by_whom(text: str, number: str, source: str, act: str) -> None:
    found = at(text, number)
    assert found is not None
    assert (found.name, found.act) == (source, act)


def test_a_quotation_over_lines_is_whose_name_closes_it() -> None:
    text = "Ana Ruiz says the river is calm.\n“They sent 900 men from the hills.\nThey are there,” Luis Bell told us."
    found = at(text, "900")
    assert found is not None
    assert found.name == "Luis Bell"


def test_a_straight_mark_before_a_capital_opens_anew() -> None:
    text = 'Luis Bell saw it. "It was dark," Bell said. "It rained. "Water rose," he said. Police counted 40 boats.'
    found = at(text, "40")
    assert found is not None
    assert found.kind == "police"


def test_years_and_hours_carry_no_source_on() -> None:
    text = "Officials in Lima said the road was cut. Rebels took the town in 2019 after a two-month siege."
    assert at(text, "took the town") is None

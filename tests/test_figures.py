"""How the figures of a text hang together: stretches, parts, wholes, running tolls, lists, groups and sides."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import language
from onrecord.extract import figures, numbers
from onrecord.extract.assemble import shifted
from onrecord.extract.figures import Counted, groups
from onrecord.extract.figures.modality import modality
from onrecord.extract.figures.sentences import TOGETHER, sentences
from onrecord.extract.mentions import Passage
from onrecord.model import Segment


def passages(text: str) -> tuple[Passage, ...]:
    """One passage a paragraph, as extraction builds them."""
    starts, at = [], 0
    for paragraph in text.split("\n"):
        starts.append((at, paragraph))
        at += len(paragraph) + 1
    docs = language.analyse(paragraph for _, paragraph in starts)
    return tuple(
        Passage(Segment("body", start, start + len(paragraph)), start, doc)
        for (start, paragraph), doc in zip(starts, docs, strict=True)
    )


def read(text: str) -> tuple[Counted, ...]:
    told = passages(text)
    return figures.find(told, [n for p in told for n in shifted(numbers.find(p.doc.text), p.start)])


def said(found: Sequence[Counted]) -> list[tuple[str, str]]:
    return [(counted.number.text, counted.measure) for counted in found]


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("At least 16 people died.", ["At least 16 people"]),
        ("The blast killed 16.", ["killed 16"]),
        ("The toll rose to 22.", ["toll rose to 22"]),
        ("Some 1,200 homes were damaged.", ["Some 1,200 homes"]),
        ("It left 12 dead and 40 wounded.", ["12 dead", "40 wounded"]),
    ],
)
def test_the_stretch_is_the_shortest_with_hedge_number_and_noun_or_verb(text: str, stretches: list[str]) -> None:
    assert [text[c.start : c.end] for c in read(text)] == stretches


def test_a_part_points_to_its_whole() -> None:
    found = read("The fire killed 30 people, including 12 children, and injured 50.")
    assert said(found) == [("30", "killed"), ("12", "killed"), ("50", "injured")]
    assert [c.part_of for c in found] == [None, 0, None]


def test_parts_of_them() -> None:
    found = read("Police arrested 85 people, 12 of them minors.")
    assert [(c.measure, c.part_of) for c in found] == [("detained", None), ("detained", 0)]


def test_a_toll_by_district_takes_the_measure_of_the_total() -> None:
    found = read("The floods killed 40 people: 25 in Karsa, nine in Orlen and six elsewhere.")
    assert said(found) == [("40", "killed"), ("25", "killed"), ("nine", "killed"), ("six", "killed")]


def test_an_increment_is_new_since_the_last_count_and_not_the_others_of_an_incident() -> None:
    assert [c.increment for c in read("Another 12 people died overnight.")] == [True]
    assert [c.increment for c in read("The blast killed four people and wounded another 12.")] == [False, False]
    assert [c.increment for c in read("The blast killed four people. Another 12 were wounded.")] == [False, False]
    assert [c.increment for c in read("Four New Haven students were injured.")] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "The death toll rose to 126, up from 93.",
        "The death toll rose from 93 to 126.",
        "The death toll climbed to 126 from a previous 93.",
    ],
)
def test_an_earlier_toll_is_superseded(text: str) -> None:
    assert {c.number.text: c.superseded for c in read(text)} == {"126": False, "93": True}


def test_a_spread_is_no_change() -> None:
    assert [c.superseded for c in read("Estimates of the death toll ranged from 1,000 to 2,000.")] in (
        [False],
        [False, False],
    )


def test_attackers_and_what_is_merely_there_are_context() -> None:
    assert read("Two gunmen drove a convoy of 75 buses past 15 reactors.") == ()
    assert said(read("Three suicide bombers killed 14 people.")) == [("14", "killed")]
    assert said(read("Police shot dead two gunmen.")) == [("two", "killed")]


def test_counts_in_brackets_are_of_the_noun_that_heads_the_list() -> None:
    found = read("Confirmed cases were reported in Spain (93), Poland (12) and Peru (4).")
    assert said(found) == [("93", "infected"), ("12", "infected"), ("4", "infected")]
    assert {c.listed for c in found} == {"Confirmed cases"}


def test_bare_quantifiers_count_only_the_dead_hurt_missing_and_displaced() -> None:
    assert said(read("Many were killed and several injured.")) == [("Many", "killed"), ("several", "injured")]
    assert read("Many protested.") == ()


def test_a_zero_needs_words_of_its_own() -> None:
    assert said(read("There were no casualties.")) == [("no", "casualties")]
    assert read("The ministry told of casualties but gave no details.") == ()


def test_victims_are_what_the_figure_before_says() -> None:
    found = read(
        "The crash killed three people and injured four.\nThe three victims lived in Karsa.\nAll seven victims taught."
    )
    assert said(found)[2:] == [("three", "killed"), ("seven", "casualties")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Officials plan to evacuate 3,000 islanders.", "planned"),
        ("Some 200 people may have died.", "possible"),
        ("The ministry denied that 12 soldiers had been killed.", "denied"),
        ("Up to 5 million people could flee.", "projected"),
        ("On May 4 the flood killed 12 people.", "actual"),
        ("The army denied the report, saying six rebels were killed.", "actual"),
    ],
)
def test_modality(text: str, wanted: str) -> None:
    assert [modality(c) for c in read(text)] == [wanted]


def group(text: str) -> groups.Group:
    told = passages(text)
    found = figures.find(told, numbers.find(text))
    return groups.group_of(found[0], None, groups.setting(told), None, None)


def test_groups_and_their_status() -> None:
    assert group("The raid killed 12 Syrian soldiers.").status == "military"
    assert group("The raid killed 12 children.") == groups.Group("children", None, "civilian")
    assert group("The raid killed 12 people.") == groups.Group(None, None, "unknown")
    assert group("The bus crash killed 12 people.").status == "civilian"
    assert group("Fifteen of the wounded were in critical condition.").text == "wounded"
    assert group("Two of the 12 divers were rescued.").text == "divers"
    assert group("The flood caused $20m in damage.").text is None


def test_who_strikes() -> None:
    assert group("Russia carried out 12 air strikes.").side == "Russia"
    assert group("Israel intercepted 12 rockets.").side is None


@given(st.text(alphabet="0123456789 ,.()$-%killeddeaofwun\n", max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_and_every_stretch_holds_its_number(text: str) -> None:
    for counted in read(text):
        assert counted.start <= counted.number.start < counted.number.end <= counted.end
        assert counted.number.text in text[counted.start : counted.end]


def test_a_table_without_full_stops_is_weighed_in_pieces_and_no_number_is_lost() -> None:
    text = "The province counted " + ", ".join(f"{n} dead in ward {n}" for n in range(1000, 1500)) + "."
    found = passages(text)
    counts = shifted(numbers.find(found[0].doc.text), 0)
    pieces = list(sentences(found[0], counts))
    assert max(len(piece.mentions) for piece in pieces) <= TOGETHER < len(counts)
    assert [m.number for piece in pieces for m in piece.mentions] == list(counts)
    assert all(piece.start <= m.left <= m.right < piece.stop for piece in pieces for m in piece.mentions)

"""Places: which stretches are names of places, and which place of the world each is."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest

from onrecord import knowledge, language
from onrecord.extract import places
from onrecord.extract.mentions import Passage, Where
from onrecord.model import Report, Segment

EXAMPLES = knowledge.table("places/words.toml")["examples"]


def find(*paragraphs: str) -> tuple[Where, ...]:
    text = "\n\n".join(paragraphs)
    passages, start = [], 0
    for doc in language.analyse(paragraphs):
        passages.append(Passage(Segment("body", start, start + len(doc.text)), start, doc))
        start += len(doc.text) + 2
    found = places.find(passages, Report("r", text, tuple(p.segment for p in passages)))
    for where in found:
        assert text[where.start : where.end] == where.text == where.place.text
    assert all(left.end <= right.start for left, right in pairwise(found))
    return found


def one(found: tuple[Where, ...], text: str) -> Where:
    return next(where for where in found if where.text == text)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["text"][:40])
def test_examples(example: Mapping[str, Any]) -> None:
    found = find(example["text"])
    assert [where.text for where in found] == example["places"]
    if "country" in example:
        assert {where.place.country for where in found} == {example["country"]}


def test_the_story_decides_between_towns_of_one_name() -> None:
    war = find("Shells fell on Odessa, officials in Kyiv said. Ukraine blamed Russia for the strike on Odessa.")
    assert {w.place.name for w in war if w.text == "Odessa"} == {"Odesa"}
    oil = find("The refinery fire in Odessa sent smoke over Midland and Lubbock, the Texas governor said.")
    assert one(oil, "Odessa").place.within[-2:] == ("Texas", "United States")


def test_what_follows_a_name_contains_it() -> None:
    found = find("The quake was felt in Madrid in Surigao del Sur, Philippines.")
    assert one(found, "Madrid").place.country == "PH"
    found = find("Two people were shot in Paris, Texas, and one in Lebanon, Pa., police said.")
    assert one(found, "Paris").place.within[-2:] == ("Texas", "United States")
    assert one(found, "Lebanon").place.country == "US"


def test_a_list_is_not_containment() -> None:
    found = find("Cases were reported in Georgia, Oklahoma, Pennsylvania and California.")
    assert {w.place.name for w in found} == {"Georgia", "Oklahoma", "Pennsylvania", "California"}
    assert {w.feature for w in found} == {"area"}


def test_a_list_of_big_towns_is_not_containment() -> None:
    found = find("Riots spread to London, Manchester, Birmingham and Glasgow, the broadcaster in Honolulu said.")
    assert [w.place.country for w in found] == ["GB", "GB", "GB", "GB", "US"]


def test_an_owner_after_a_comma_holds_nothing() -> None:
    found = find("Oleksii Reznikov, Ukraine's defence minister, spoke.", "Muammar Gaddafi, Libya's leader, replied.")
    assert [where.text for where in found] == ["Ukraine", "Libya"]


def test_a_village_the_gazetteer_lacks_is_kept_with_what_holds_it() -> None:
    found = find("Nine people drowned in Zzybrook, Mo., when the creek rose.")
    village = one(found, "Zzybrook").place
    assert village.gazetteer_id is None
    assert village.within == ("Missouri", "United States")
    assert (village.precision, village.country) == ("area", "US")


def test_an_unknown_village_is_unresolved_in_the_story_country() -> None:
    found = find("Air strikes hit the village of Tukharine near Aleppo in Syria on Monday.")
    village = one(found, "Tukharine")
    assert (village.feature, village.place.precision, village.place.country) == ("settlement", "unresolved", "SY")
    assert village.place.latitude is None


@pytest.mark.parametrize(
    ("sentence", "text", "name", "feature"),
    [
        ("Troops left the Kherson region of Ukraine.", "Kherson region", "Kherson Oblast", "area"),
        ("Fighting went on in Hasaka province in Syria.", "Hasaka province", "Al-Hasakah Governorate", "area"),
        ("Ships crossed the Black Sea from Ukraine.", "Black Sea", "Black Sea", "water"),
        ("They fled across the Dnieper in Ukraine.", "Dnieper", "Dnipro River", "water"),
        ("The coal mines of the Donbas in Ukraine closed.", "Donbas", "Donbas", "region"),
        ("Aid reached the Gaza Strip through Egypt.", "Gaza Strip", "Gaza Strip", "area"),
        ("Police closed the Karol Bagh neighbourhood of Delhi, India.", "Karol Bagh", "Karol Bagh", "neighbourhood"),
        ("Russia said its army had left.", "Russia", "Russia", "country"),
        ("The strike hit Kharkiv Airport in Ukraine.", "Kharkiv Airport", "Kharkiv Airport", "facility"),
    ],
)
def test_features(sentence: str, text: str, name: str, feature: str) -> None:
    where = one(find(sentence), text)
    assert (where.place.name, where.feature) == (name, feature)


def test_a_compass_word_belongs_to_the_name_and_moves_the_point() -> None:
    north = one(find("Clashes broke out in northern Syria."), "northern Syria").place
    south = one(find("Clashes broke out in southern Syria."), "southern Syria").place
    assert north.name == "northern Syria"
    assert north.within == ("Syria",)
    assert (north.precision, north.country) == ("region", "SY")
    assert north.latitude is not None
    assert south.latitude is not None
    assert north.latitude > south.latitude + 1
    side = one(find("Bombs fell on east Aleppo in Syria."), "east Aleppo")
    assert (side.feature, side.place.within[0]) == ("settlement", "Aleppo")


@pytest.mark.parametrize(
    "sentence",
    [
        "Gen. Jordan and Mrs. Paris spoke to Chad Smith.",
        "The New York Times and the Jerusalem Post reported it.",
        "West Nile virus was found in mosquitoes.",
        "The Islamic State said its fighters did it.",
        "Syrian, Iraqi and Turkish officials met their Russian colleagues.",
        "The US-led coalition and the Britain-based observatory disagreed.",
        "The loan was worth US$5 million.",
    ],
)
def test_not_places(sentence: str) -> None:
    assert [where.text for where in find(sentence) if where.feature != "facility"] == []


def test_crimea_is_in_ukraine() -> None:
    found = find("Explosions were heard in Crimea and in Sevastopol.")
    assert {where.place.country for where in found} == {"UA"}


def test_a_lost_apostrophe_is_read_as_a_possessive() -> None:
    found = find("Jets struck Syrias Aleppo and a village near Aleppo on Friday.")
    assert [where.text for where in found] == ["Syria", "Aleppo", "Aleppo"]


def test_a_persons_surname_is_no_unknown_village() -> None:
    told = "Troops left Zinfar at dawn and shelled the port near Zinfar."
    assert "Zinfar" in {where.text for where in find(told)}
    assert "Zinfar" not in {where.text for where in find("General Marwan Zinfar met the elders.", told)}


def test_nothing_in_nothing_out() -> None:
    assert find("The weather was fine.") == ()
    assert places.find([], Report("r", "", ())) == ()

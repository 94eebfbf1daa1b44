"""Control claims: every example beside the knowledge, and the invariants of what the reader hands on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import pytest

from onrecord.cast import cast_of
from onrecord.extract import control
from onrecord.extract.mentions import Passage, Where
from onrecord.extract.spots import ground_of
from onrecord.knowledge import table
from onrecord.language import analyse
from onrecord.model import Place, Report, Segment

EXAMPLES = table("control.toml")["examples"]["en"]
STATES = {"captured", "recaptured", "held", "contested", "encircled", "entered", "withdrawn_from"}


def passages_of(text: str) -> tuple[Passage, ...]:
    """One passage for each line."""
    lines, at = [], 0
    for line in text.split("\n"):
        lines.append((line, at))
        at += len(line) + 1
    docs = analyse(line for line, _ in lines)
    return tuple(
        Passage(Segment("body", at, at + len(line)), at, doc) for (line, at), doc in zip(lines, docs, strict=True)
    )


def read(text: str) -> tuple[control.Held, ...]:
    return find(passages_of(text), text)


def find(passages: Sequence[Passage], text: str, places: Sequence[Where] = ()) -> tuple[control.Held, ...]:
    report = Report(id="t", text=text, segments=())
    return control.find(passages, report, ground_of(passages, report, places))


def mentions(text: str, names: set[str]) -> tuple[Where, ...]:
    """A gazetteer mention for every occurrence of the names."""
    found = [(m.start(), m.end()) for name in names for m in re.finditer(rf"\b{re.escape(name)}\b", text)]
    return tuple(Where(s, e, text[s:e], "settlement", Place(text[s:e], text[s:e]), "test") for s, e in sorted(found))


@cache
def parsed() -> dict[str, tuple[Passage, ...]]:
    """All examples in one batch."""
    texts = [example["text"] for example in EXAMPLES]
    return {
        text: (Passage(Segment("body", 0, len(text)), 0, doc),) for text, doc in zip(texts, analyse(texts), strict=True)
    }


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e["text"][:60])
def test_example(example: dict[str, Any]) -> None:
    text = example["text"]
    names = {claim["place"] for claim in example["claim"]} | set(example.get("places", ()))
    found = find(parsed()[text], text, mentions(text, names))
    assert len(found) == len(example["claim"]), found
    for held, want in zip(found, example["claim"], strict=True):
        said = {
            "place": held.place_text,
            "holder": held.holder,
            "state": held.state,
            "polarity": held.polarity,
            "speaker": held.speaker,
            "modality": held.modality,
        }
        assert {key: said[key] for key in want} == want
        assert held.polarity == want.get("polarity", "asserted")
        assert held.state in STATES
        assert 0 <= held.start < held.end <= len(text)
        if held.place_start is not None:
            assert text[held.place_start : held.place_end] == held.place_text


def test_offsets_are_the_reports_own_across_passages() -> None:
    text = "Nothing happened in Paris.\nRussian troops captured Donetsk on Monday."
    (held,) = find(passages_of(text), text, mentions(text, {"Donetsk"}))
    assert text[held.start : held.end] == "Russian troops captured Donetsk"
    assert (held.place_start, held.place_end) == (text.index("Donetsk"), text.index("Donetsk") + 7)


def test_a_gazetteer_mention_is_a_place_whatever_the_parse_calls_it() -> None:
    text = "Rebels captured Sarmin on Monday."
    where = Where(16, 22, "Sarmin", "settlement", Place("Sarmin", "Sarmin"), "test")
    found = find(passages_of(text), text, (where,))
    assert [(held.place_text, held.state) for held in found] == [("Sarmin", "captured")]


def test_rebels_are_the_opposition_of_the_reports_country() -> None:
    (held,) = read("The Syrian army left on Friday. Rebels then captured the town of Harem, a Syrian monitor said.")
    assert (held.holder, held.place_text) == ("Syrian opposition", "Harem")


def test_a_report_with_few_towns_is_about_the_country_that_it_names_most() -> None:
    text = "Syria said that Syria would not yield. The United States answered."
    assert cast_of(text, ["United States", "United States", "Syria", "Syria"]).home == "Syria"
    assert cast_of(text, ["United States"] * 4 + ["Syria"]).home == "United States"
    assert cast_of(text).home == "Syria"

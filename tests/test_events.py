"""Event claims: every example beside the knowledge of each kind, and the shape of what is handed on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import pytest

from onrecord.extract import events
from onrecord.extract.mentions import Passage, Where
from onrecord.extract.spots import ground_of
from onrecord.knowledge import tables
from onrecord.language import analyse
from onrecord.model import Place, Report, Segment

EXAMPLES = [(kind, example) for kind, raw in tables("events").items() for example in raw["examples"]["en"]]
MODALITIES = {"actual", "planned", "possible", "denied"}


def mentions(text: str, names: set[str]) -> tuple[Where, ...]:
    """A gazetteer mention for every occurrence of the names."""
    found = [(m.start(), m.end()) for name in names for m in re.finditer(rf"\b{re.escape(name)}\b", text)]
    return tuple(Where(s, e, text[s:e], "settlement", Place(text[s:e], text[s:e]), "test") for s, e in sorted(found))


@cache
def parsed() -> dict[str, tuple[Passage, ...]]:
    """All examples in one batch."""
    texts = [example["text"] for _, example in EXAMPLES]
    return {
        text: (Passage(Segment("body", 0, len(text)), 0, doc),) for text, doc in zip(texts, analyse(texts), strict=True)
    }


def find(
    passages: Sequence[Passage], text: str, places: Sequence[Where], published: str | None = None
) -> tuple[events.Happened, ...]:
    report = Report(id="t", text=text, segments=(), published=published)
    return events.find(passages, report, ground_of(passages, report, places))


@pytest.mark.parametrize(("kind", "example"), EXAMPLES, ids=lambda e: e if isinstance(e, str) else e["text"][:50])
def test_example(kind: str, example: dict[str, Any]) -> None:
    text = example["text"]
    names = {want["place"] for want in example["event"] if "place" in want} | set(example.get("places", ()))
    found = find(parsed()[text], text, mentions(text, names))
    assert len(found) == len(example["event"]), found
    for event, want in zip(found, example["event"], strict=True):
        said = {
            "kind": event.kind,
            "actor": event.actor,
            "target": event.target,
            "place": event.place_text,
            "modality": event.modality,
        }
        expected = {"kind": kind, "modality": "actual"} | want
        assert {key: said[key] for key in expected} == expected
        assert event.modality in MODALITIES
        assert 0 <= event.start < event.end <= len(text)
        if event.place_start is not None:
            assert text[event.place_start : event.place_end] == event.place_text


@pytest.mark.parametrize("kind", tables("events"))
def test_every_kind_has_two_positive_examples_and_a_negative_one(kind: str) -> None:
    examples = tables("events")[kind]["examples"]["en"]
    assert sum(bool(example["event"]) for example in examples) >= 2
    assert sum(not example["event"] for example in examples) >= 1


def test_an_event_told_twice_in_a_sentence_is_one() -> None:
    text = "Airstrikes hit Raqqa on Monday and airstrikes destroyed a bridge in Raqqa."
    doc = next(analyse([text]))
    passage = Passage(Segment("body", 0, len(text)), 0, doc)
    found = find((passage,), text, mentions(text, {"Raqqa"}))
    assert [event.kind for event in found] == ["airstrike"]


def test_a_year_long_past_is_background() -> None:
    text = "An earthquake struck Durres in 1926."
    doc = next(analyse([text]))
    passage = Passage(Segment("body", 0, len(text)), 0, doc)
    where = mentions(text, {"Durres"})
    assert find((passage,), text, where, "2019-11-26") == ()
    assert len(find((passage,), text, where, "1926-12-18")) == 1


def test_the_words_of_an_event_take_in_the_fire_that_was_opened() -> None:
    text = "Police said someone in a car opened fire."
    doc = next(analyse([text]))
    (event,) = find((Passage(Segment("body", 0, len(text)), 0, doc),), text, ())
    assert text[event.start : event.end] == "someone in a car opened fire"


@pytest.mark.parametrize(
    "text",
    [
        "The mayor of Beira called for calm.",
        "The mayor of Beira pledged new tents.",
        "The mayor of Beira offered money and blankets.",
        "The arrest of a lawyer sparked riots.",
    ],
)
def test_what_is_asked_promised_or_given_is_no_target_and_a_deed_is_no_actor(text: str) -> None:
    (doc,) = analyse([text])
    found = find((Passage(Segment("body", 0, len(text)), 0, doc),), text, ())
    assert found
    assert all(event.target is None and event.actor in {None, "mayor of Beira"} for event in found)

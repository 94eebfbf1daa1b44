"""Times: the examples beside the knowledge, with a frozen publication day, and what must hold for any text."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract.dates import READERS, find
from onrecord.extract.dates.grammar import grammar, matches, tokens
from onrecord.extract.mentions import When
from onrecord.knowledge import table

PUBLISHED = "2022-03-02"  # a Wednesday
EXAMPLES = table("languages/en/dates.toml")["examples"]
KINDS = {"day", "range", "window", "month", "year", "since", "duration", "clock", "relative", "set"}


def when(mention: When) -> str:
    """The period as an example writes it."""
    start, end = mention.period.start, mention.period.end
    if start is None and end is None:
        return mention.value or ""
    return start if start and start == end else f"{start or ''}..{end or ''}"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e["text"][:60])
def test_example(example: dict[str, Any]) -> None:
    found = find(example["text"], example.get("published", PUBLISHED) or None)
    assert [[m.text, m.kind, when(m)] for m in found] == [t[:3] for t in example["times"]]
    for mention, wanted in zip(found, example["times"], strict=True):
        if len(wanted) > 3:
            assert mention.period.as_of == wanted[3]


def test_examples_cover_the_rules() -> None:
    assert len(EXAMPLES) >= 80
    assert sum(not e["times"] for e in EXAMPLES) >= 15


def test_every_rule_has_its_arithmetic() -> None:
    assert {rule.means for rule in grammar().rules} == set(READERS)


def test_a_given_tense_overrules_the_words() -> None:
    text = "Nine died Thursday."
    assert find(text, PUBLISHED)[0].period.start == "2022-02-24"
    assert find(text, PUBLISHED, past=lambda _: False)[0].period.start == "2022-03-03"
    assert find("They will meet Thursday.", PUBLISHED, past=lambda _: True)[0].period.start == "2022-02-24"


def test_the_rule_names_the_lead() -> None:
    assert find("As of Friday 12 were missing.", PUBLISHED)[0].rule == "day.weekday+as_of"
    assert find("since Friday", PUBLISHED)[0].rule == "day.weekday+since"


def test_searching_only_near_cores_loses_nothing() -> None:
    text = "\n\n".join(example["text"] for example in EXAMPLES)
    rules = grammar()
    found = tokens(text, rules)
    everywhere = {(r.name, *m.span()) for r in rules.rules for m in r.pattern.finditer(found.kinds) if m.group()}
    assert {(m.rule.name, m.first, m.last) for m in matches(found, rules)} == everywhere


def test_no_publication_day_leaves_relative_times_open() -> None:
    for text in ("yesterday", "last week", "two days ago", "this year", "on Monday night", "so far this month"):
        (mention,) = find(text, None)
        assert mention.period.start is None
    assert find("yesterday", "not a date")[0].period.start is None


ODD = ["2022", "31", "99", "1.5", "0", "10:30", "2022-13-45", "30.02.2021", "31st", "0000s", "1990s", "\n\n"]
WORDS = st.sampled_from([*sorted(grammar().kinds), *ODD])


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=300) | st.lists(WORDS, max_size=25).map(" ".join),
    st.sampled_from([None, "", PUBLISHED, "0001-01-01", "9999-12-31", "x"]),
)
def test_any_text_is_read(text: str, published: str | None) -> None:
    last = 0
    for mention in find(text, published):
        assert text[mention.start : mention.end] == mention.text
        assert last <= mention.start < mention.end
        assert mention.kind in KINDS
        start, end = mention.period.start, mention.period.end
        if start and end and mention.kind != "since" and len(start) == len(end):
            assert start <= end
        last = mention.end


@pytest.mark.parametrize(
    "text", ["to go ", "Monday to ", "since began ", "1 ", "- ", "in the past ", "a few days earlier "]
)
def test_repetition_neither_breaks_nor_stalls(text: str) -> None:
    began = time.process_time()
    find(text * 3000 + "Monday", PUBLISHED)
    assert time.process_time() - began < 10


def test_reading_is_fast() -> None:
    text = (
        "Officials said on Tuesday that nine people had been killed in the past 24 hours near the river port. " * 3000
    )
    began = time.process_time()
    assert len(find(text, PUBLISHED)) == 6000
    assert len(text) / 1e6 / (time.process_time() - began) > 0.1

"""Lists of words, looked for together in one walk."""

from __future__ import annotations

import pytest

from onrecord.link.words import Lists

LISTS = Lists(
    {
        "flu": ["swine flu", "flu\\b"],
        "pigs": ["swine\\b", "pigs?\\b"],
        "fire": ["fire(?<!gunfire)s?\\b", "blaze"],
        "strike": ["air ?strike", "strikes?\\b"],
    }
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("swine flu spread", {"flu", "pigs"}),
        ("a wildfire after gunfire", {"fire"}),
        ("only gunfire", set()),
        ("fluent pigments", set()),
        ("an airstrike", {"strike"}),
        ("", set()),
    ],
)
def test_every_list_with_a_word_in_the_text_is_found(text: str, found: set[str]) -> None:
    assert LISTS.found(text) == found


def test_words_of_one_list_that_overlap_count_once() -> None:
    counts = LISTS.counts("swine flu, flu and an air strike; the strikes lit a blaze and fires")
    assert counts == {"flu": 2, "pigs": 1, "strike": 2, "fire": 2}

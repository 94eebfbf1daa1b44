"""Literal words in a text: as patterns, and where they stand."""

from __future__ import annotations

import re

import pytest

from onrecord.alternation import either, has, offsets


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("Ana Ruiz spoke", True),
        ("said Ana Ruiz", True),
        ("(Ana Ruiz), 40", True),
        ("Ana Ruizes spoke", False),
        ("Diana Ruiz spoke", False),
        ("Diana Ruiz met Ana Ruiz", True),
        ("Ana Ruiz_2", False),
        ("Ana", False),
        ("", False),
    ],
)
def test_words_are_had_whole_only(text: str, there: bool) -> None:
    assert has(text, "Ana Ruiz") is there
    assert has(text, "Ana Ruiz") is (re.search(r"(?<!\w)Ana Ruiz(?!\w)", text) is not None)


def test_every_offset_of_words_is_told() -> None:
    assert list(offsets("aXaXa", "aXa")) == [0, 2]
    assert list(offsets("no such", "word")) == []


def test_the_longest_of_words_that_begin_alike_is_found() -> None:
    found = re.compile(either(["New York", "New", "Newark"]))
    assert [m[0] for m in found.finditer("New York, Newark, New Delhi")] == ["New York", "Newark", "New"]

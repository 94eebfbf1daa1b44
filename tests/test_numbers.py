"""The number grammar: every example of numbers.toml, and what must hold for any text and any number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extract import numbers
from onrecord.extract.mentions import Number
from onrecord.extract.numbers.words import of_words, to_words
from onrecord.knowledge import table

EXAMPLES = table("languages/en/numbers.toml")["examples"]
STATED = ("count", "score", "money", "mass")
WORDS = st.sampled_from(
    [
        *(
            "at least",
            "about",
            "some",
            "12",
            "1,200",
            "3.5",
            "million",
            "a dozen",
            "of the",
            "people",
            "between",
            "and",
        ),
        *(
            "5-7",
            "to",
            "or more",
            "no",
            "one",
            "half a",
            "hundreds",
            "several",
            "$",
            "%",
            "killed",
            "in",
            "2014",
            "May 6",
        ),
        *(
            "(",
            ")",
            ".",
            ",",
            "-",
            "years old",
            "two thirds",
            "all but",
            "up to",
            "over",
            "€",
            "4m",
            "9:30 p.m.",
            "Su-35",
        ),
    ]
)


def shown(number: Number) -> str:
    """A number as the examples write it."""
    low, high = ("" if bound is None else f"{bound:.15g}" for bound in (number.low, number.high))
    return f"{number.text} = {number.hedge} {low}..{high}"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["text"][:50])
def test_example(example: dict) -> None:
    found = numbers.find(example["text"])
    assert [shown(number) for number in found if number.kind in STATED] == example["counts"]
    kinds = [f"{number.text} = {number.kind}" for number in found]
    rest = iter(kinds)
    assert all(wanted in rest for wanted in example.get("others", [])), kinds


def sound(text: str, found: tuple[Number, ...]) -> None:
    """What holds of any text: spans are verbatim, in order, apart; phrases hold their numbers; bounds are bounds."""
    end = 0
    for number in found:
        assert text[number.start : number.end] == number.text
        assert number.text.strip()
        assert 0 <= number.phrase_start <= number.start < number.end <= number.phrase_end <= len(text)
        assert number.start >= end
        end = number.end
        if number.low is not None and number.high is not None:
            assert number.low <= number.high


@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    sound(text, numbers.find(text))


@given(st.lists(WORDS, max_size=30), st.sampled_from([" ", "\n", "-", "\u00a0", ""]))
def test_any_number_words(parts: list[str], gap: str) -> None:
    text = gap.join(parts)
    sound(text, numbers.find(text))


@given(st.integers(1, 999_999_999_999))
def test_words_and_back(value: int) -> None:
    spelt = to_words(value)
    assert of_words(spelt) == value
    (found,) = numbers.find(f"They counted {spelt} seals.")
    assert (found.text, found.value, found.kind) == (spelt, value, "count")


@given(st.integers(1, 10**12), st.sampled_from(["{:d}", "{:,d}"]))
def test_digits_and_back(value: int, style: str) -> None:
    written = style.format(value)
    (found,) = numbers.find(f"They killed {written} seals.")
    assert (found.text, found.value) == (written, value)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Officials fear up to a dozen were lost.", "up to a dozen"),
        ("It gave more than $20 million in aid.", "more than $20 million"),
        ("Between 10 and 20 homes fell.", "Between 10 and 20"),
        ("An estimated total of 300 goats.", "An estimated total of 300"),
        ("Thirty or more fled.", "Thirty or more"),
        ("At least some 40 drowned.", "At least some 40"),
    ],
)
def test_phrase(text: str, phrase: str) -> None:
    (number,) = numbers.find(text)
    assert text[number.phrase_start : number.phrase_end] == phrase


def test_rules_tell_what_the_assembler_needs() -> None:
    rules = {
        number.text: number.rule for number in numbers.find("No deaths; several hurt; two each from Mali; one of 5.")
    }
    assert rules["No"] == "zero"
    assert rules["several"] == "bare quantifier"
    assert "each" in rules["two"]
    assert rules["one"] == "one of"
    assert {number.rule for number in numbers.find("The senate voted 51-49.")} == {"vote"}
    assert {number.rule for number in numbers.find("They won 4-2.")} == {"score"}

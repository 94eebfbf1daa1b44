"""Lists of words found in a text without case, at word starts: one pattern, tried only where a word can begin one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

LENGTH = 3
_WORD = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Words:
    """The pattern of a list, and the first letters that its words begin with; None where they cannot be told."""

    pattern: re.Pattern[str]
    starts: frozenset[str] | None

    def search(self, text: str) -> re.Match[str] | None:
        """The first of the words in the text."""
        if self.starts is not None and self.starts.isdisjoint(_starts(text)):
            return None
        return self.pattern.search(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """The words in the text."""
        return self.pattern.finditer(text)


def any_of(words: Iterable[str]) -> Words:
    """The list that finds any of the patterns, at a word start where they do not say otherwise."""
    every = list(words)
    runs = groupby(every, key=lambda word: word.startswith(("\\b", "(?<")))
    whole = "|".join("|".join(run) if own else rf"\b(?:{'|'.join(run)})" for own, run in runs)
    starts = [_start(word) for word in every]
    return Words(re.compile(whole, re.IGNORECASE), None if None in starts else frozenset(filter(None, starts)))


def _start(word: str) -> str | None:
    """The letters that every match of the pattern begins with, three at most; None where that cannot be told."""
    rest = word.removeprefix("\\b").lower()
    found = _LETTERS.match(rest)
    if found is None or "|" in re.sub(r"\([^()]*\)", "", rest):
        return None
    letters = found[0][:-1] if rest[found.end() :].startswith(("?", "*", "{")) else found[0]
    return letters[:LENGTH] or None


@lru_cache(maxsize=1024)
def _starts(text: str) -> frozenset[str]:
    """The first letters of each word of a text: one, two and three of them."""
    found = {word[:LENGTH] for word in _WORD.findall(text.casefold())}
    return frozenset([*found, *[start[:2] for start in found], *[start[:1] for start in found]])

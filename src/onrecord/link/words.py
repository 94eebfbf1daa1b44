"""Lists of words found in a text in lower case, at word starts; many lists are looked for in one walk."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from onrecord.alternation import either

_LETTERS = re.compile(r"[a-z0-9 ]+")


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """The pattern that finds any of the patterns, at a word start where they do not look behind."""
    runs = groupby(words, key=_anywhere)
    return re.compile("|".join("|".join(run) if loose else rf"\b(?:{'|'.join(run)})" for loose, run in runs))


class Lists:
    """Lists of words by name: one walk finds where a word may begin, and only the words that begin so are tried."""

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        begun: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        loose: dict[str, list[str]] = defaultdict(list)
        for name, words in lists.items():
            for word in words:
                start = None if _anywhere(word) else _start(word)
                (loose if start is None else begun[start])[name].append(word)
        tried = {start: [(name, any_of(words)) for name, words in row.items()] for start, row in begun.items()}
        self._tried = {
            start: [pair for n in range(1, len(start) + 1) for pair in tried.get(start[:n], ())] for start in tried
        }
        self._loose = [(name, any_of(words)) for name, words in loose.items()]
        self._walk = re.compile(rf"\b(?=({either(tried)}))")

    def found(self, text: str) -> frozenset[str]:
        """The lists that have a word in the text."""
        return frozenset(name for name, _, _ in self._words(text))

    def counts(self, text: str) -> Counter[str]:
        """How many words of each list stand in the text, none overlapping another of its list."""
        counts: Counter[str] = Counter()
        ends: dict[str, int] = {}
        for name, start, end in sorted(self._words(text), key=lambda word: word[1]):
            if start >= ends.get(name, 0):
                counts[name] += 1
                ends[name] = end
        return counts

    def _words(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Each word of a list with the list's name, where it starts and ends."""
        for place in self._walk.finditer(text):
            for name, pattern in self._tried[place[1]]:
                if found := pattern.match(text, place.start()):
                    yield name, found.start(), found.end()
        for name, pattern in self._loose:
            for found in pattern.finditer(text):
                yield name, found.start(), found.end()


def _anywhere(word: str) -> bool:
    """Whether a pattern looks behind, and so says itself where it stands."""
    return "(?<" in word


def _start(word: str) -> str | None:
    """What every match of a pattern begins with; None where that cannot be told."""
    found = _LETTERS.match(word)
    if found is None or "|" in re.sub(r"\([^()]*\)", "", word):
        return None
    return (found[0][:-1] if word[found.end() :].startswith(("?", "*", "{")) else found[0]) or None

"""Where the words of a query stand in a sentence, and which sentence of a report has most of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.search.folding import Word, words
from onrecord.search.query import Alternative, Query

LONGEST = 400  # letters of a sentence that a report's hit shows
_SENTENCE = re.compile(r"[^\n.!?…]+(?:[.!?…]+(?!\s+[A-Z\d\"“])[^\n.!?…]+)*[.!?…\"”’)]*")


def marks(query: Query, text: str) -> tuple[tuple[int, int], ...]:
    """The stretches of the text, code points, that the wanted words of a query match, in order."""
    told = tuple(words(text))
    found: set[tuple[int, int]] = set()
    for term in query.wanted:
        for alternative in term.alternatives:
            found.update(_matched(alternative, told))
    return tuple(sorted(found))


def _matched(alternative: Alternative, told: Sequence[Word]) -> list[tuple[int, int]]:
    if not alternative.together:
        return [(w.start, w.end) for w in told if any(_is(alternative, n, w) for n in range(len(alternative.words)))]
    size = len(alternative.words)
    runs = (told[n : n + size] for n in range(len(told) - size + 1))
    return [(run[0].start, run[-1].end) for run in runs if all(_is(alternative, n, w) for n, w in enumerate(run))]


def _is(alternative: Alternative, n: int, word: Word) -> bool:
    wanted = alternative.words[n]
    if alternative.prefix and n == len(alternative.words) - 1:
        return word.folded.startswith(wanted)
    return word.folded == wanted


def best_sentence(query: Query, text: str) -> str:
    """The first of the sentences that match most of the query's terms; the beginning where none does."""
    best, most = text.lstrip()[:LONGEST].split("\n")[0], 0
    for match in _SENTENCE.finditer(text):
        sentence = match.group().strip()[:LONGEST]
        told = tuple(words(sentence))
        count = sum(any(_matched(a, told) for a in term.alternatives) for term in query.wanted)
        if count > most:
            best, most = sentence, count
            if count == len(query.wanted):
                break
    return best

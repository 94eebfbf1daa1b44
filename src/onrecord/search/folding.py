"""Folding: a text as words without case, marks and punctuation, in letters and digits that any database keeps."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from onrecord.gazetteer.names import STROKES

LONGEST = 60  # letters of a folded word; what is longer is cut
_LETTER = r"[^\W_][\u0300-\u036f\u0591-\u05c7\u064b-\u065f]*"
_WORD = re.compile(rf"\d{{1,3}}(?:,\d{{3}})+(?!\d)|(?:{_LETTER})+(?:['’ʼ`´]+(?:{_LETTER})+)*")
_POSSESSIVE = re.compile(r"['’ʼ`´]+s$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word and where it stands in its text, code points."""

    folded: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """The words of a text in order: "Kyiv’s 5,840" gives kyiv and 5840."""
    for match in _WORD.finditer(text):
        folded = fold(match.group())
        if folded:
            yield Word(folded, match.start(), match.end())


def folded(text: str) -> tuple[str, ...]:
    """The words of a text in order, without where they stand."""
    return tuple(word for told in _WORD.findall(text) if (word := fold(told)))


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """One word without case, marks, apostrophes and a possessive s; letters beyond a to z by their code."""
    bare = _POSSESSIVE.sub("", word)
    if not bare.isascii():
        plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", bare).casefold().translate(STROKES))
        bare = "".join(c for c in plain if not unicodedata.combining(c))
    letters = (c if c.isascii() else f"u{ord(c):04x}" for c in bare.casefold() if c.isalnum())
    return "".join(letters)[:LONGEST]

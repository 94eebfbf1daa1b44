"""Pieces: stretches of a report with a kind, before they are joined into the canonical text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from onrecord.text.wording import Wording

BODY = "body"
SHORT = 18
SENTENCE_END = re.compile(r"[.!?…][”\"’')\]]*$")
SENTENCE_BREAK = re.compile(r"(?<=[.!?])[”\"’')\]]*\s+(?=[“\"‘'(\[]?[A-Z0-9])")
WORD = re.compile(r"\S+")
OTHER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading or caption as a reader found it; kind "" leaves its role to be told from its words."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch with its kind; ``joint`` is the white space ahead of it in the canonical text."""

    kind: str
    text: str
    joint: str = " "


Splitter = Callable[[str], Sequence[Piece]]


def letters(text: str) -> str:
    """The text's letters and digits alone, in lower case: what two printings of one title share."""
    return OTHER.sub("", text.lower())


def each(pieces: Iterable[Piece], kind: str, splitter: Splitter) -> list[Piece]:
    """The pieces with every one of that kind put through the splitter."""
    out: list[Piece] = []
    for piece in pieces:
        if piece.kind != kind:
            out.append(piece)
            continue
        found = [p for p in splitter(piece.text) if p.text.strip()]
        out += [Piece(p.kind, p.text, p.joint if i else piece.joint) for i, p in enumerate(found)]
    return out


def phrase_starts(text: str, words: Wording, lower: frozenset[str] = frozenset()) -> list[int]:
    """Where a phrase begins with no full stop ahead: a capital on a common word, after one that can end a phrase.

    ``lower`` holds the words that the report prints in lower case elsewhere, which therefore are no names.
    """
    tokens = list(WORD.finditer(text))
    starts: list[int] = []
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        word, ahead = token[0], before[0].lower().strip("’”)'\"")
        can_end = before[0][-1].isalnum() or before[0][-1] in "’”)'\""
        capital = word in ("A", "U.S.", "UN") or (word[0].isupper() and word[1:].islower())
        if not (can_end and capital) or ahead in words.links:
            continue
        named = word in ("The", "A") and ahead not in words.speech
        goes_on = after[0][0].islower() or after[0][0].isdigit() or named
        opens = word.lower() in words.openers or (word.lower() in lower and not before[0][0].isupper())
        if goes_on and opens:
            starts.append(token.start())
    return [s for i, s in enumerate(starts) if i == 0 or len(text[starts[i - 1] : s].split()) > 2]

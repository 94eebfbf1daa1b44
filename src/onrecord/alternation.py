"""Literal words in a text: a pattern that finds any of many, which share beginnings, so that a long list is tried in
one walk; and where one of them stands, with no pattern at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any


def either(words: Iterable[str], *, literal: Callable[[str], str] = re.escape, guard: str = "") -> str:
    """The alternation of literal words, the longest first where several begin alike.

    ``literal`` writes a character as a pattern; ``guard`` is a condition that is asked behind the first character, so
    that a search can leap from one possible first character to the next.
    """
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return _branch(root, literal, guard) if root else r"(?!)"


def _branch(node: dict[str, Any], literal: Callable[[str], str], guard: str = "") -> str:
    rest = [literal(character) + guard + _branch(child, literal) for character, child in node.items() if character]
    if not rest:
        return ""
    body = "|".join(rest)
    if "" in node:
        return f"(?:{body})?"
    return f"(?:{body})" if len(rest) > 1 else body


def offsets(text: str, words: str) -> Iterator[int]:
    """Each offset at which the words stand in the text."""
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def has(text: str, words: str) -> bool:
    """Whether the words stand in the text, not as a part of longer ones."""
    return any(
        not (_joins(text[at - 1 : at]) or _joins(text[at + len(words) : at + len(words) + 1]))
        for at in offsets(text, words)
    )


def _joins(character: str) -> bool:
    return character.isalnum() or character == "_"

"""Patterns that find any of many literal words; words share beginnings, so that a long list is tried in one walk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
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

"""The words of the profiles from data/profiles.toml, and the numbers that a codebook gives vague words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from onrecord import knowledge


@dataclass(frozen=True, slots=True)
class Scheme:
    """What every profile has: its label, and the scopes and measures it codes."""

    name: str
    label: str
    scopes: frozenset[str]
    measures: frozenset[str]

    def words(self) -> Mapping[str, Any]:
        """The profile's own table."""
        return _table(self.name)


def _table(name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = knowledge.table("profiles.toml")[name]
    return found


@cache
def names() -> tuple[str, ...]:
    """The profiles there are, in the order of the file."""
    tables = knowledge.table("profiles.toml").items()
    return tuple(name for name, held in tables if isinstance(held, dict) and "label" in held)


@cache
def scheme(name: str) -> Scheme:
    """The profile of this name."""
    held = _table(name)
    return Scheme(name, held["label"], frozenset(held["scopes"]), frozenset(held["measures"]))


@cache
def _vague() -> tuple[tuple[re.Pattern[str], float], ...]:
    words = [(word, float(row["value"])) for row in _table("acled")["vague"] for word in row["words"]]
    words.sort(key=lambda pair: -len(pair[0]))
    return tuple((re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE), value) for word, value in words)


def vague_number(words: str) -> float | None:
    """The number that ACLED-like coding gives a vague word (dozens 12); None where it names no unit (several)."""
    return next((value for pattern, value in _vague() if pattern.search(words)), None)

"""The measures of codebook section 4: their words, as patterns over tokens, and what is covered by examples.

A word in data/measures/*.toml is a phrase; a part "a|b" lists its forms, a plain first verb or last noun is inflected
here. Roles: ``verbs`` take the counted as object, ``subjects`` as subject, ``states`` follow or precede it, ``nouns``
are counted themselves, ``tolls`` introduce a number, ``nominals`` take it after "of".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from onrecord import knowledge

ROLES = ("verbs", "subjects", "states", "nouns", "tolls", "nominals")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One wording of one measure: the forms allowed for each of its words."""

    measure: str
    role: str
    words: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: its label for people and the classes of things it counts (people, military, structure, ...)."""

    name: str
    label: str
    counts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many examples of a measure stand in one language; supported from three positive and one negative on."""

    measure: str
    language: str
    positive: int
    negative: int

    @property
    def supported(self) -> bool:
        return self.positive >= 3 and self.negative >= 1


_VOWELS = "aeiou"
_DOUBLED = frozenset({"commit", "admit", "kidnap"})


def verb_forms(base: str) -> frozenset[str]:
    """The regular English forms of a verb: base, -s, -ed, -ing."""
    if base.endswith("e"):
        return frozenset({base, base + "s", base + "d", base[:-1] + "ing"})
    if base.endswith("y") and base[-2] not in _VOWELS:
        return frozenset({base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"})
    closed = base[-1] not in "wxy" + _VOWELS and base[-2] in _VOWELS and base[-3:-2] not in set(_VOWELS)
    stem = base + base[-1] if base in _DOUBLED or (len(base) <= 4 and closed) else base
    third = base + ("es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
    return frozenset({base, third, stem + "ed", stem + "ing"})


def noun_forms(base: str) -> frozenset[str]:
    """A noun and its regular plural."""
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return frozenset({base, base[:-1] + "ies"})
    if base.endswith(("s", "sh", "ch", "x", "z")):
        return frozenset({base, base + "es"})
    return frozenset({base, base + "s"})


def _words(phrase: str, role: str) -> tuple[frozenset[str], ...]:
    parts = phrase.lower().split()
    out = []
    for place, part in enumerate(parts):
        options = frozenset(part.split("|"))
        if role in {"verbs", "subjects"} and place == 0:
            base = part.split("|")[0]
            options |= verb_forms(base) if "|" not in part else frozenset({base + "s", base.rstrip("e") + "ing"})
        elif role in {"nouns", "nominals", "tolls"} and place == len(parts) - 1 and "|" not in part:
            options = noun_forms(part)
        out.append(options)
    return tuple(out)


@cache
def all_measures() -> Mapping[str, Measure]:
    """Every measure by name."""
    return MappingProxyType(
        {
            name: Measure(name, table["label"], frozenset(table["counts"]))
            for name, table in knowledge.tables("measures").items()
        }
    )


@cache
def patterns(language: str = "en") -> Mapping[str, tuple[Pattern, ...]]:
    """Every pattern of a language by each form of its first word, longest first."""
    index: dict[str, list[Pattern]] = {}
    for name, table in knowledge.tables("measures").items():
        for role, phrases in table["words"][language].items():
            for phrase in phrases:
                pattern = Pattern(name, role, _words(phrase, role))
                for form in pattern.words[0]:
                    index.setdefault(form, []).append(pattern)
    return MappingProxyType({form: tuple(sorted(found, key=lambda p: -len(p.words))) for form, found in index.items()})


def coverage(language: str = "en") -> tuple[Coverage, ...]:
    """The measure by language grid: examples with a claim count as positive, those with ``none`` as negative."""
    grid = []
    for name, table in knowledge.tables("measures").items():
        examples = table.get("examples", {}).get(language, [])
        negative = sum("none" in example for example in examples)
        grid.append(Coverage(name, language, len(examples) - negative, negative))
    return tuple(grid)

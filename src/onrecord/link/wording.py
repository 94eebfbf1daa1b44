"""The linking knowledge of data/linking.toml, as frozen values made once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from onrecord.knowledge import table
from onrecord.link.words import Lists, any_of

NEAR = frozenset({"rate", "superseding", "attacker_in", "revised", "restarted"})  # marks in the words around a figure


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Distances in km, gaps in days, shares of 1; each is explained beside its number in data/linking.toml."""

    near_km: float
    told_chars: int
    kindred_names: int
    kindred_share: float
    story_names: int
    usual_share: float
    adjacent_days: int
    late_days: int
    disaster_days: int
    repeat_days: int
    story_days: int
    running_days: int
    undated_days: int
    crisis_gap_days: int
    revision_days: int
    retold_share: float
    restart_share: float
    almost_factor: float
    about_low: float
    about_high: float
    rounding: float
    copy_containment: float
    copy_shingle: int
    copy_paragraph_words: int


@dataclass(frozen=True, slots=True)
class Wording:
    """What linking reads out of words: families of incident, diseases, classes of people, marks of a part.

    Its patterns are for text in lower case. ``lists`` holds the words of families and diseases, and the marks looked
    for near a figure; in a ``wide`` family a town's figure is a part.
    """

    lists: Lists
    families: frozenset[str]
    wide: frozenset[str]
    diseases: tuple[str, ...]
    classes: tuple[tuple[str, re.Pattern[str]], ...]
    marks: Mapping[str, re.Pattern[str]]
    stop: frozenset[str]
    roles: re.Pattern[str]
    calendar: frozenset[str]
    common: frozenset[str]
    people: frozenset[str]
    sided: frozenset[str]
    vague: tuple[tuple[float, float], ...]
    parts: tuple[tuple[str, str], ...]
    parts_objects: tuple[tuple[str, str], ...]
    parents: tuple[tuple[str, str], ...]

    def mark(self, name: str, text: str) -> bool:
        """Whether the text, in lower case, holds a word of the named list of marks."""
        return self.marks[name].search(text) is not None


@cache
def thresholds() -> Thresholds:
    """The numbers linking decides by."""
    return Thresholds(**table("linking.toml")["thresholds"])


@cache
def wording() -> Wording:
    """The words linking decides by, compiled."""
    data = table("linking.toml")
    pairs = {
        key: tuple((part, whole) for part, wholes in data[key].items() for whole in wholes)
        for key in ("parts", "parts_objects", "origins")
    }
    return Wording(
        lists=Lists(
            {name: row["words"] for name, row in data["families"].items()}
            | data["diseases"]
            | {name: data["words"][name] for name in NEAR | {"suspected"}}
        ),
        families=frozenset(data["families"]),
        wide=frozenset(name for name, row in data["families"].items() if row.get("wide")),
        diseases=tuple(data["diseases"]),
        classes=tuple((row["name"], any_of(row["words"])) for row in data["class"]),
        marks=MappingProxyType({name: any_of(words) for name, words in data["words"].items()}),
        stop=frozenset(data["people"]["stop"]),
        calendar=frozenset(data["people"]["calendar"]),
        common=frozenset(data["people"]["common"]),
        roles=any_of(data["people"]["roles"]),
        people=frozenset(data["people"]["measures"]),
        sided=frozenset(data["people"]["sided"]),
        vague=tuple(sorted((float(low), float(high)) for low, high in data["vague"].items())),
        parts=pairs["parts"],
        parts_objects=pairs["parts_objects"],
        parents=pairs["origins"],
    )

"""The words of data/places/words.toml, as frozen sets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from onrecord import knowledge


@dataclass(frozen=True, slots=True)
class Words:
    """What tells a place name from another name; see the file for what each list is."""

    compass: frozenset[str]
    at: frozenset[str]
    maybe_at: frozenset[str]
    settlement_nouns: frozenset[str]
    part_nouns: frozenset[str]
    area_nouns: frozenset[str]
    administrative_nouns: frozenset[str]
    area_plurals: frozenset[str]
    facility_nouns: frozenset[str]
    place_facilities: frozenset[str]
    institution_nouns: frozenset[str]
    institution_starts: frozenset[str]
    close_to: frozenset[str]
    of_nouns: frozenset[str]
    taking: frozenset[str]
    befalling: frozenset[str]
    doubtful_abbreviations: frozenset[str]
    titles: frozenset[str]
    residents: frozenset[str]
    not_after: frozenset[str]
    name_starts: frozenset[str]
    road_nouns: frozenset[str]
    civic_nouns: frozenset[str]
    quarters: frozenset[str]
    doubtful: frozenset[str]
    never: frozenset[str]


@cache
def load() -> Words:
    """The lists, read once."""
    raw = knowledge.table("places/words.toml")
    return Words(**{name: frozenset(raw[name]) for name in Words.__dataclass_fields__})

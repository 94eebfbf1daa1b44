"""What tells an event: the kinds of data/events/*.toml with their frames and nouns, and the words around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from onrecord.knowledge import table, tables

SPEECH_ACTS = frozenset({"offer", "pledge", "request", "threat"})


@dataclass(frozen=True, slots=True)
class Frame:
    """A verb that tells an event of a kind, and what it asks of its subject, object, particle and prepositions."""

    kind: str
    verbs: frozenset[str]
    particles: frozenset[str]
    subjects: frozenset[str]
    objects: frozenset[str]
    prepositions: tuple[str, ...]
    prep_nouns: frozenset[str]
    complements: frozenset[str]
    next_verbs: frozenset[str]
    not_objects: frozenset[str]
    object: bool
    actor: str
    armed: bool
    attempted: bool
    official: bool
    placed: bool
    without: frozenset[str]
    idiom: bool  # the object is part of the wording ("open fire"), not what it is done to

    @property
    def strictness(self) -> int:
        """How much the frame asks for: of two that fit, the stricter tells the kind."""
        asks = (self.particles, self.subjects, self.objects, self.prepositions, self.prep_nouns, self.complements)
        return sum(map(bool, asks)) + bool(self.objects) + self.object + self.armed + self.attempted


@dataclass(frozen=True, slots=True)
class Kind:
    acled: str | None
    plover: str | None
    natural: bool
    placeless: bool
    target: tuple[str, ...]
    addressed: bool  # its target is whom it is meant for, never what is asked or given


NO_KIND = Kind(None, None, False, False, (), False)


@dataclass(frozen=True, slots=True)
class Words:
    kinds: Mapping[str, Kind]
    frames: Mapping[str, tuple[Frame, ...]]
    nouns: Mapping[str, str]
    happen: frozenset[str]
    do: frozenset[str]
    suffer: frozenset[str]
    violent: frozenset[str]
    means: tuple[str, ...]
    locative: tuple[str, ...]
    upcoming: frozenset[str]
    supposed: frozenset[str]
    launching: frozenset[str]
    munitions: frozenset[str]


def _frame(kind: str, row: Mapping[str, object]) -> Frame:
    def words(name: str) -> frozenset[str]:
        value = row.get(name, ())
        return frozenset(value) if isinstance(value, list) else frozenset()

    prepositions = row.get("prepositions", ())
    return Frame(
        kind,
        words("verbs"),
        words("particles"),
        words("subjects"),
        words("objects"),
        tuple(prepositions) if isinstance(prepositions, list) else (),
        words("prep_nouns"),
        words("complements"),
        words("next_verbs"),
        words("not_objects"),
        bool(row.get("object", False)),
        str(row.get("actor", "subject")),
        bool(row.get("armed", False)),
        bool(row.get("attempted", False)),
        bool(row.get("official", False)),
        bool(row.get("placed", False)),
        words("without"),
        bool(row.get("idiom", False)),
    )


@cache
def words_of_events() -> Words:
    kinds, nouns = {}, {}
    frames: dict[str, list[Frame]] = {}
    for kind, raw in tables("events").items():
        english = raw["words"]["en"]
        kinds[kind] = Kind(
            raw.get("acled"),
            raw.get("plover"),
            raw.get("natural", False),
            raw.get("placeless", False),
            tuple(english.get("target", ("on", "against"))),
            raw.get("addressed", False),
        )
        for noun in english.get("nouns", ()):
            nouns[noun] = kind
        for noun in english.get("not_nouns", ()):
            nouns[noun] = ""
        for row in english.get("frames", ()):
            frame = _frame(kind, row)
            for verb in frame.verbs:
                frames.setdefault(verb, []).append(frame)
    general = table("languages/en/happenings.toml")
    ordered = {verb: tuple(sorted(rows, key=lambda f: -f.strictness)) for verb, rows in frames.items()}
    return Words(
        kinds,
        ordered,
        nouns,
        frozenset(general["happen"]),
        frozenset(general["do"]),
        frozenset(general["suffer"]),
        frozenset(general["violent"]),
        tuple(general["means"]),
        tuple(general["locative"]),
        frozenset(general["upcoming"]),
        frozenset(general["supposed"]),
        frozenset(general["launching"]),
        frozenset(general["munitions"]),
    )

"""Where a sentence speaks of a measure: every wording of every measure, found over tokens, longest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.measures import Pattern, patterns

if TYPE_CHECKING:
    from spacy.tokens import Doc

GAPS = {"verbs": 8, "subjects": 3}
LONG = frozenset({"suffer", "sustain"})
JOINS = frozenset({"and", "or"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """A wording of one measure: tokens [first, last], its role; ``split`` where other words stand inside it."""

    measure: str
    role: str
    first: int
    last: int
    words: int
    split: bool = False


def _match(doc: Doc, pattern: Pattern, start: int, stop: int) -> tuple[int, bool] | None:
    """The last token of ``pattern`` begun at ``start``, and whether words stand between its parts."""
    i = start + 1
    start_word = doc[start].lemma_.lower()
    split = False
    for place, options in enumerate(pattern.words[1:], 1):
        open_ = place == 1 and not options & JOINS and not pattern.measure.startswith("votes")
        role = "verbs" if start_word in LONG else pattern.role
        gap = GAPS.get(role, 1) if open_ else 1
        reach = min(stop, i + gap)
        found = next((j for j in range(i, reach) if doc[j].lower_ in options), None)
        if found is None:
            return None
        split = split or found > i
        i = found + 1
    return i - 1, split


def find(doc: Doc, start: int, stop: int) -> tuple[Trigger, ...]:
    """Every trigger in tokens [start, stop), in text order; of those of one role that start together the longest."""
    index = patterns()
    found: list[Trigger] = []
    for i in range(start, stop):
        longest: dict[str, int] = {}
        for pattern in index.get(doc[i].lower_, ()):
            if len(pattern.words) < longest.get(pattern.role, 0):
                continue
            hit = _match(doc, pattern, i, stop)
            if hit is None:
                continue
            longest[pattern.role] = len(pattern.words)
            found.append(Trigger(pattern.measure, pattern.role, i, hit[0], len(pattern.words), hit[1]))
    return tuple(found)

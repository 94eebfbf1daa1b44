"""Where a sentence speaks of a measure: every wording of every measure, found over tokens, longest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.extract.forms import forms
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
    said = forms(doc)
    i = start + 1
    split = False
    for place, options in enumerate(pattern.words[1:], 1):
        reach = min(stop, i + (_gap(doc, pattern, start) if place == 1 else 1))
        found = next((j for j in range(i, reach) if said[j] in options), None)
        if found is None:
            return None
        split = split or found > i
        i = found + 1
    return i - 1, split


def _gap(doc: Doc, pattern: Pattern, start: int) -> int:
    """Within how many words of the first the second word of a wording may come."""
    if pattern.words[1] & JOINS or pattern.measure.startswith("votes"):
        return 1
    return GAPS.get("verbs" if doc[start].lemma_.lower() in LONG else pattern.role, 1)


def find(doc: Doc, start: int, stop: int) -> tuple[Trigger, ...]:
    """Every trigger in tokens [start, stop), in text order; of those of one role that start together the longest."""
    index, said = patterns(), forms(doc)
    found: list[Trigger] = []
    for i in range(start, stop):
        longest: dict[str, int] = {}
        for pattern in index.get(said[i], ()):
            if len(pattern.words) < longest.get(pattern.role, 0):
                continue
            hit = _match(doc, pattern, i, stop)
            if hit is None:
                continue
            longest[pattern.role] = len(pattern.words)
            found.append(Trigger(pattern.measure, pattern.role, i, hit[0], len(pattern.words), hit[1]))
    return tuple(found)

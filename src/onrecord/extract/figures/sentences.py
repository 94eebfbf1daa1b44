"""One sentence as the figure rules see it: its tokens, its triggers, and its numbers with what they count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import TYPE_CHECKING

from onrecord.extract.figures import triggers
from onrecord.extract.figures.counted import Noun, noun_after
from onrecord.extract.figures.triggers import Trigger
from onrecord.extract.mentions import Number, Passage

if TYPE_CHECKING:
    from spacy.tokens import Doc

TOGETHER = 200  # numbers of one sentence that are weighed together: a table without full stops is no sentence


@dataclass(frozen=True, slots=True)
class Mention:
    """A number in its sentence: tokens [first, last] are the number, [left, right] its phrase with the hedge."""

    number: Number
    left: int
    first: int
    last: int
    right: int
    noun: Noun | None

    @property
    def end(self) -> int:
        """The last token of the number phrase with its counted noun."""
        return max(self.right, self.noun.last if self.noun else self.right)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens [start, stop) of a passage with their triggers and numbers, in text order."""

    passage: Passage
    doc: Doc
    start: int
    stop: int
    triggers: tuple[Trigger, ...]
    mentions: tuple[Mention, ...]

    def at(self, token: int, roles: frozenset[str]) -> tuple[Trigger, ...]:
        """Triggers in one of ``roles`` that begin at, or cover, ``token``; longest wording first."""
        hits = [
            t
            for t in self.triggers
            if t.role in roles and (t.first == token or (not t.split and t.first <= token <= t.last))
        ]
        return tuple(sorted(hits, key=lambda t: -t.words))


def sentences(passage: Passage, numbers: Sequence[Number]) -> Iterator[Sentence]:
    """The sentences of a passage that hold at least one of ``numbers`` (report offsets)."""
    doc = passage.doc
    for sent in doc.sents:
        low, high = passage.start + sent.start_char, passage.start + sent.end_char
        inside = [n for n in numbers if low <= n.start < high]
        if not inside:
            continue
        mentions = [m for m in (_mention(passage, n) for n in inside) if m is not None]
        start = int(sent.start)
        for some in batched(mentions, TOGETHER):
            stop = int(sent.end) if some[-1] is mentions[-1] else some[-1].right + 1
            yield Sentence(passage, doc, start, stop, triggers.find(doc, start, stop), some)
            start = stop


def _mention(passage: Passage, number: Number) -> Mention | None:
    own = passage.span(number.start, number.end)
    phrase = passage.span(number.phrase_start, number.phrase_end)
    if own is None or phrase is None or not len(own):
        return None
    last = max(own.end, phrase.end) - 1
    return Mention(number, phrase.start, own.start, own.end - 1, last, noun_after(passage.doc, last + 1))

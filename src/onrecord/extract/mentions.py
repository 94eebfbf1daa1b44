"""What the extraction steps hand to one another: found stretches of one report, before they are assembled into
claims."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from onrecord.extract.forms import written
from onrecord.model import Period, Place, Segment

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token


@dataclass(frozen=True, slots=True)
class Passage:
    """One segment of a report, parsed. Token offsets plus ``start`` are offsets in the report's text.

    ``published`` is the day its relative times count from: the report's, or that of an "updated" stamp before it.
    """

    segment: Segment
    start: int
    doc: Doc
    published: str | None = None

    @property
    def end(self) -> int:
        return self.segment.end

    @property
    def text(self) -> str:
        return written(self.doc)

    def offset(self, token: Token) -> int:
        """Where the token starts in the report's text."""
        return self.start + int(token.idx)

    def span(self, start: int, end: int) -> Span | None:
        """The tokens that cover report offsets [start, end), or None if outside this passage."""
        return self.doc.char_span(start - self.start, end - self.start, alignment_mode="expand")


def surnames(passages: Sequence[Passage]) -> frozenset[str]:
    """The last words, in lower case, of the names of two words or more that the parse takes for persons."""
    entities = (entity for passage in passages for entity in passage.doc.ents)
    return frozenset(e[-1].text.casefold() for e in entities if e.label_ == "PERSON" and len(e) > 1)


def passage_at(passages: Sequence[Passage], offset: int) -> Passage | None:
    """The passage that covers a report offset, of passages in text order."""
    at = bisect_right(passages, offset, key=attrgetter("start")) - 1
    return passages[at] if at >= 0 and offset < passages[at].end else None


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the text. [start, end) is the number alone; [phrase_start, phrase_end) takes in the hedge words.

    ``kind`` is count, money, percent, ordinal, age, time, date, duration, distance, rate, magnitude, population,
    mass, name,
    score, vote, fraction or other; ``unit`` the verbatim unit or currency where the grammar saw one; bounds as in
    codebook section 3.
    """

    start: int
    end: int
    text: str
    value: float | None
    low: float | None
    high: float | None
    hedge: str
    phrase_start: int
    phrase_end: int
    kind: str
    unit: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class When:
    """A time expression. ``kind`` is day, range, window (a stated period up to now), month, year, since, duration,
    clock or relative.

    ``period.as_of`` is set where the words are "as of", "by", "so far", "until". ``approximate`` for "around",
    "early", "recent days".
    ``value`` is the TIMEX3 value ("2022-03-02TNI", "P3D", "2022-W10", "PRESENT_REF"). ``kind`` is set for "every
    Friday", "a day".
    """

    start: int
    end: int
    text: str
    kind: str
    period: Period
    rule: str
    approximate: bool = False
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """A place mention: what kind of feature it is (settlement, area, country, region, water, other) and what it
    resolves to."""

    start: int
    end: int
    text: str
    feature: str
    place: Place
    rule: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says a stretch of text. ``content`` holds report offsets; ``quoted`` is true for direct speech.

    ``name`` is the longest form the report gives; ``act`` as in model.Statement; ``chain`` the outlets or persons that
    relay it, nearest first, the origin last; ``carried`` tells that the stretch was reached by carry-over, not by its
    own cue.
    ``origin`` is the canonical slug of who says it, ``described`` the fullest wording for them.
    """

    source_start: int
    source_end: int
    name: str
    kind: str
    side: str | None
    cue: str
    act: str
    content: tuple[tuple[int, int], ...]
    quoted: bool
    channel: str | None
    chain: tuple[str, ...]
    carried: bool
    rule: str
    origin: str | None = None
    described: str = ""

"""The place and the times that a figure's own sentence and paragraph give it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord import actors
from onrecord.extract.figures import Counted
from onrecord.extract.figures.evidence import words
from onrecord.extract.forms import written
from onrecord.extract.located import AREA, BEARING, SIZE, TOWN, Located
from onrecord.extract.mentions import Passage, When
from onrecord.extract.story import Story, bounds, court_day, gone_by, holds, speech_day, verbs_of

if TYPE_CHECKING:
    from spacy.tokens import Token

REACH = 1500
NEAR = 60  # characters between what is counted and the town it was in
_RANKED = re.compile(r"\b(?:\w{3,}est|worst|first|only|most)\b[^,.;]{0,40}$")
BESIDE = 60  # characters between a vague time and the figure that it is of
_WITHIN = frozenset({"in", "of", "around", "near", "outside", "across", "at"})
GRAIN = {"day": 0, "range": 25, "month": 30, "year": 60}


@dataclass(frozen=True, slots=True)
class Scene:
    """The place and times found for one figure.

    ``place`` stands in its sentence, ``topic`` is the town its paragraph speaks of, ``before`` where the attack
    of the sentence before was; ``day`` is the incident's,
    ``speech`` the day
    of speaking, ``as_of`` and ``held`` days at which a total held, ``window`` and ``since`` stated periods,
    ``gone_by`` a time past that the words do not place; ``others`` tells that a time here is another figure's or a
    place's.
    """

    place: Located | None
    topic: Located | None
    before: Located | None
    day: When | None
    window: When | None
    since: When | None
    speech: When | None
    as_of: When | None
    held: When | None
    gone_by: When | None
    others: bool


def scene(
    counted: Counted, all_counted: Sequence[Counted], located: Sequence[Located], whens: Sequence[When], story: Story
) -> Scene:
    """What the figure's own sentence, then its paragraph, says of place and time."""
    low, high = bounds(counted)
    rivals = [c for c in all_counted if c.sentence is counted.sentence and c is not counted]
    near = [w for w in whens if low <= w.start < high]
    times = [
        w
        for w in near
        if w.kind in GRAIN and w.period.start and not w.period.as_of and not _zoned(counted.sentence.passage, w)
    ]
    held = [w for w in times if any(c.end <= w.start <= c.end + 30 and running(c) for c in (*rivals, counted))]
    mine = [w for w in times if w not in held and not _of_superseded(counted, rivals, w)]
    others = [w for w in mine if _of_another(counted, rivals, w)]
    mine = [w for w in mine if w not in others]
    if counted.measure in words("harming"):
        mine = [w for w in mine if not court_day(counted.sentence.passage, w)]
    speech = [w for w in mine if speech_day(counted.sentence.passage, w)]
    named = _nearest_place(counted, rivals, [m for m in located if m.locates and low <= m.start < high])
    return Scene(
        place=_in_the_capital(counted, story, named) if named is None or named.size < AREA else named,
        topic=_topic(counted, located, low, story),
        before=_before(counted, located),
        day=_nearest_time(counted, rivals, [w for w in mine if w not in speech]),
        window=next((w for w in near if w.kind == "window" and not _ranked(counted, w)), None),
        since=next((w for w in near if w.kind == "since" and not _record(counted, w)), None),
        speech=speech[0] if speech else None,
        as_of=next((w for w in near if w.period.as_of and w.kind not in {"window", "since"}), None),
        held=held[0] if held else None,
        gone_by=next((w for w in near if _beside(counted, rivals, w) and gone_by(counted.sentence.passage, w)), None),
        others=bool(others),
    )


def running(counted: Counted) -> bool:
    """Whether the words tell a toll that grows: "rose to", "brings the total to"."""
    doc, sentence = counted.sentence.doc, counted.sentence
    low, high = min(counted.evidence.first, counted.mention.left), counted.mention.end
    return bool({t.lower_ for t in doc[max(sentence.start, low - 3) : high + 1]} & words("rising"))


def _ranked(counted: Counted, when: When) -> bool:
    """A window that only ranks the incident: "four were shot, marking the second attack in the past 24 hours"."""
    passage = counted.sentence.passage
    between = passage.text[counted.end - passage.start : max(0, when.start - passage.start)].lower()
    return any(phrase in between for phrase in words("ranking"))


def _beside(counted: Counted, rivals: Sequence[Counted], when: When) -> bool:
    """Whether a vague time is the figure's own: near, and not in a clause that only tells of those counted."""
    if when.kind != "relative" or _distance(counted, rivals, when.start, when.end) >= BESIDE:
        return False
    verbs = verbs_of(counted.sentence.passage, when)
    return not any(verb.dep_ == "relcl" and verb.i != counted.evidence.first for verb in verbs)


def _record(counted: Counted, since: When) -> bool:
    """A beginning that only ranks the incident: "killed in one of the bloodiest days since protests began"."""
    passage = counted.sentence.passage
    return _RANKED.search(passage.text[: since.start - passage.start]) is not None


def _of_another(counted: Counted, rivals: Sequence[Counted], when: When) -> bool:
    """A time told of those whom another figure counts, or of a place: "mourners of ten men who were shot on Monday",
    "17 dead in Deraa, where protests began last month"."""
    own = counted.sentence.doc[counted.evidence.first]
    for verb in verbs_of(counted.sentence.passage, when):
        if verb.dep_ != "relcl" or verb is own or own in verb.subtree:
            continue
        told = verb.head
        if counted.mention.noun is not None and told.i == counted.mention.noun.head:
            continue
        if told.pos_ == "PROPN" and any(child.lower_ == "where" for child in verb.children):
            return True
        if any(c.mention.noun is not None and c.mention.noun.head == told.i for c in rivals):
            return True
        party = told.head is own or own.head is told or told.lower_ in words("hazards") | words("protesting")
        if when.start > counted.end and not party and told.i > counted.mention.end and told.pos_ == "NOUN":
            return True
    return False


def _zoned(passage: Passage, when: When) -> bool:
    """A day given again for another time zone, in brackets: "on Saturday (2024 Friday, UTC)"."""
    after = passage.text[when.end - passage.start : when.end - passage.start + 8]
    return "UTC" in after or "GMT" in after


def _of_superseded(counted: Counted, rivals: Sequence[Counted], when: When) -> bool:
    """A day that follows an earlier value of the same count: "2,254 cases, up from 1,639 on Saturday"."""
    return any(
        c.superseded and (counted.end <= c.start < when.start or c.end <= when.start <= c.end + 25) for c in rivals
    )


def _topic(counted: Counted, located: Sequence[Located], low: int, story: Story) -> Located | None:
    """The town that the paragraph's first sentence names, or the last one before "the city"; the main place where
    that is named too."""
    sentence = counted.sentence
    text = sentence.doc[sentence.start : sentence.stop].text.lower()
    paragraph = sentence.passage
    definite = any(phrase in text for phrase in words("the_town"))
    first = next(iter(paragraph.doc.sents), None)
    opening_end = paragraph.start + (first.end_char if first is not None else 0)
    floor, ceiling = (low - REACH, low) if definite else (paragraph.start, min(low, opening_end))
    before = [
        m
        for m in located
        if floor <= m.start < ceiling
        and m.size >= TOWN
        and not m.reference
        and (m.locates or not actors.country_of(m.where.text))
        and m.segment not in {"dateline", "caption"}
    ]
    main = story.place
    if not before and story.lines and not story.wide and not story.outbreak:
        before = [
            m for m in located if low - REACH <= m.start < low and m.locates and m.size >= TOWN and not m.reference
        ]
        before = [m for m in before if m.segment == "body"]
    before = [m for m in before if not _abroad(m, story)]
    if main is not None and not definite and main.size >= TOWN and any(m.name == main.name for m in before):
        return main
    return before[-1] if before else None


def _abroad(mention: Located, story: Story) -> bool:
    """A town of another country than the report names most, in a sentence that tells of no attack: where somebody
    speaks."""
    home = story.named_most.where.place.country if story.named_most is not None else None
    return home is not None and mention.where.place.country not in {home, None} and not mention.hazards


def _before(counted: Counted, located: Sequence[Located]) -> Located | None:
    """The town where the attack, quake or crash of the sentence before was."""
    sentence = counted.sentence
    sents = [s for s in sentence.passage.doc.sents if s.end <= sentence.start]
    if not sents:
        return None
    low, high = (sentence.passage.start + offset for offset in (sents[-1].start_char, sents[-1].end_char))
    towns = [m for m in located if low <= m.start < high and m.locates and m.size >= TOWN and not m.reference]
    towns = [m for m in towns if m.hazards - words("blows")]
    return towns[0] if len({m.name for m in towns}) == 1 else None


def _distance(counted: Counted, rivals: Sequence[Counted], start: int, end: int) -> float:
    """How far words stand from a figure; another figure between, or the words being before it, makes them farther."""
    if start >= counted.end:
        return (start - counted.end) + 60 * sum(1 for c in rivals if counted.end <= c.start < start)
    if end <= counted.start:
        return (counted.start - end) * 1.2 + 8 + 25 * sum(1 for c in rivals if end <= c.start < counted.start)
    return 0.0


def _nearest_place(counted: Counted, rivals: Sequence[Counted], found: Sequence[Located]) -> Located | None:
    """The nearest place that is not another figure's own; smaller, opening and held ones count as nearer, references
    as farther."""
    if counted.evidence.rule == "count in brackets":
        return max((m for m in found if m.end <= counted.number.start), key=lambda m: m.end, default=None)
    if (named := _said_of(counted, found)) is not None:
        return named
    mine = [m for m in found if not m.reference and not any(_owned(counted, c, m) for c in rivals)]
    if (inner := _inside_opening(counted, mine)) is not None:
        return inner
    return min(
        mine, key=lambda m: _distance(counted, rivals, m.start, m.end) - 12 * m.size + _standing(m), default=None
    )


def _said_of(counted: Counted, found: Sequence[Located]) -> Located | None:
    """The country right behind what is counted, though a town stands elsewhere: "in Moscow amid 24 deaths in Syria"."""
    doc, noun = counted.sentence.doc, counted.mention.noun
    if noun is None or noun.head + 1 >= len(doc) or doc[noun.head + 1].lower_ not in {"in", "across", "throughout"}:
        return None
    first = doc[noun.head + 2 : noun.head + 3]
    start = counted.sentence.passage.offset(first[0]) if len(first) else -1
    country = next((m for m in found if m.size == SIZE["country"] and m.start == start), None)
    if country is None:
        return None
    after = written(doc)[country.end - counted.sentence.passage.start :][:2]
    return None if after[:1] in {",", "'", "’"} else country


def _in_the_capital(counted: Counted, story: Story, named: Located | None) -> Located | None:
    """The capital that the report names elsewhere, where the sentence says only "in the capital"; else what it
    names."""
    home = story.named_most or story.country
    here = counted.sentence.doc[counted.sentence.start : counted.sentence.stop]
    if home is None or not any(_of_the_capital(token) for token in here):
        return named
    return next((m for m in story.named if m.size == TOWN and actors.country_of(m.where.text) == home.name), named)


def _of_the_capital(token: Token) -> bool:
    """ "In the capital", "the centre of the Syrian capital"; not "the capital, Sanaa" nor "a provincial capital"."""
    if token.lower_ != "capital" or token.dep_ != "pobj" or token.head.lower_ not in _WITHIN:
        return False
    after = token.doc[token.i + 1 : token.i + 3]
    named = any(word.pos_ == "PROPN" for word in after) or after.text.lower().startswith("of ")
    kinds = [child for child in token.children if child.dep_ in {"amod", "compound", "nmod", "poss"}]
    beside = token.head.i and token.doc[token.head.i - 1].lower_ in BEARING
    return not (named or beside) and all(actors.country_of(child.text) for child in kinds)


def _inside_opening(counted: Counted, found: Sequence[Located]) -> Located | None:
    """The town right behind what is counted, in the country that opens the sentence: "In Syria, ... in Deraa"."""
    opening = next((m for m in found if m.opening and m.size < TOWN), None)
    if opening is None:
        return None
    text, base = counted.sentence.passage.text, counted.sentence.passage.start
    return next(
        (
            m
            for m in found
            if m.size >= TOWN
            and 0 <= m.start - counted.end <= NEAR
            and not set(text[counted.end - base : m.start - base]) & set(",;")
            and holds(opening, m)
        ),
        None,
    )


def _standing(mention: Located) -> float:
    return -14.0 * mention.held - 90.0 * mention.opening


def _owned(counted: Counted, rival: Counted, mention: Located) -> bool:
    """A place right after a later figure of another clause is that figure's own."""
    if not counted.end <= rival.start < mention.start or mention.start - rival.end > 25:
        return False
    text, base = counted.sentence.passage.text, counted.sentence.passage.start
    part = "includ" in text[counted.end - base : rival.start - base].lower()
    if part and text[rival.end - base : mention.start - base] == " in ":  # "898 cases, including one case in Italy"
        return True
    return rival.mention.first - counted.mention.end > 6 or rival.evidence.rule == "ellipsis before a place"


def _nearest_time(counted: Counted, rivals: Sequence[Counted], found: Sequence[When]) -> When | None:
    return min(found, key=lambda w: _distance(counted, rivals, w.start, w.end) + GRAIN[w.kind], default=None)

"""What a report is mainly about: the place and the day of its main incident, and the country of its crisis.

Codebook section 2, ``place``: the smallest place the report names for the incident, before or after.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from onrecord import geography
from onrecord.extract.countries import country, named_most
from onrecord.extract.figures import Counted
from onrecord.extract.figures.evidence import words
from onrecord.extract.forms import forms
from onrecord.extract.located import AREA, SAYING, TOWN, Located
from onrecord.extract.mentions import Passage, When, passage_at
from onrecord.model import Report

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

HEADS = frozenset({"headline", "subheading"})
LEAD = 3
OLD = 10
NAMED = 12
NAMING = frozenset({"ADP", "DET", "PROPN", "NOUN", "ADJ", "NUM", "PART", "PUNCT"})
VERBAL = frozenset({"VERB", "AUX"})
CARRYING = frozenset({"pobj", "npadvmod", "prep"})


@dataclass(frozen=True, slots=True)
class Story:
    """The main place and day (None where not told), the country of the crisis, whether it is an outbreak, one over
    many countries, or wide.

    ``lone`` tells that headline and lead name one country at most, ``lines`` that the text comes one sentence a line;
    ``around`` names the larger places that stand right beside the main one in the text; ``named_most`` is the country
    that the report names, itself or by its places, twice as often as any other.
    """

    place: Located | None
    day: When | None
    country: Located | None
    published: str | None
    outbreak: bool
    spread: bool
    wide: bool
    lone: bool
    lines: bool
    around: frozenset[str]
    named: tuple[Located, ...]
    named_most: Located | None

    @property
    def date(self) -> str | None:
        """The ISO date of the main day."""
        return self.day.period.start if self.day is not None else None


def story(
    report: Report,
    passages: Sequence[Passage],
    located: Sequence[Located],
    whens: Sequence[When],
    counted: Sequence[Counted],
) -> Story:
    """Weigh the places and days of headline, lead and figures."""
    lead_end = _lead_end(passages)
    figures = [bounds(c) for c in counted if c.measure in words("incident_measures")]
    outer, place = _main_place(passages, located, lead_end, figures)
    return Story(
        place=place,
        day=_main_day(report, passages, whens, lead_end, figures),
        country=country(located, place),
        published=next((p.published for p in passages if p.segment.kind == "body"), None) or report.published,
        outbreak=_outbreak(passages),
        spread=_spread(located, lead_end),
        wide=_wide(passages, lead_end),
        lone=len(_leading(located, lead_end)) <= 1,
        lines=_one_sentence_a_line(passages),
        around=_around(place, located) | ({outer.name} if outer is not None and outer is not place else frozenset()),
        named=tuple(located),
        named_most=named_most(located),
    )


def _around(place: Located | None, located: Sequence[Located]) -> frozenset[str]:
    if place is None:
        return frozenset()
    mentions = [m.start for m in located if m.name == place.name]
    return frozenset(
        m.name for m in located if m.size < place.size and any(abs(m.start - start) < 80 for start in mentions)
    )


def bounds(counted: Counted) -> tuple[int, int]:
    """Report offsets of the sentence a figure stands in."""
    sentence, base = counted.sentence, counted.sentence.passage.start
    last = sentence.doc[sentence.stop - 1]
    return int(base + sentence.doc[sentence.start].idx), int(base + last.idx + len(last.text))


def _lead_end(passages: Sequence[Passage]) -> int:
    """Where the first three body sentences end."""
    left = LEAD
    bodies = [p for p in passages if p.segment.kind == "body"]
    for passage in bodies:
        for sent in passage.doc.sents:
            left -= 1
            if left == 0:
                return passage.start + int(sent.end_char)
    return bodies[-1].end if bodies else 0


def _main_place(
    passages: Sequence[Passage], located: Sequence[Located], lead_end: int, figures: Sequence[tuple[int, int]]
) -> tuple[Located | None, Located | None]:
    """The place that headline, lead and figures put the incident at, and that place made as small as the report names
    it."""
    named = (
        [m for m in located if m.locates]
        or [m for m in located if m.segment in HEADS]
        or [m for m in located if m.size >= TOWN and m.segment == "body" and not m.reference]
    )
    wide = _wide(passages, lead_end)
    scores: dict[str, float] = {}
    best: dict[str, Located] = {}
    for mention in named:
        scores[mention.name] = scores.get(mention.name, 0.0) + _weight(mention, lead_end, figures)
        if mention.name not in best or mention.size > best[mention.name].size:
            best[mention.name] = mention
    leading = {m.name for m in named if m.start < lead_end and m.segment != "caption"}
    smallness = 0.05 if wide else 0.45
    main = max(
        [m for m in best.values() if m.name in leading]
        or [m for m in located if m.start < lead_end and m.where.feature == "country" and m.segment != "caption"]
        or list(best.values()),
        key=lambda m: (scores.get(m.name, 0.0) + smallness * m.size, -m.start),
        default=None,
    )
    if main is None or wide:
        return main, main
    leads = frozenset(word for m in named if m.start < lead_end for word in m.hazards) - words("blows")
    inner = [
        m
        for m in best.values()
        if m.size > main.size and scores[m.name] >= 0.7 and main.size > 0 and _inside(m, main, named, leads)
    ]
    return main, _of_dateline(max(inner, key=lambda m: (scores[m.name], -m.start), default=main), located)


def _weight(mention: Located, lead_end: int, figures: Sequence[tuple[int, int]]) -> float:
    """How much one mention speaks for the main incident being there."""
    if mention.segment == "caption":
        return 0.2
    if mention.reference:
        return 0.1
    if mention.where.rule == "place.facility":
        return 0.9 if mention.segment in HEADS or mention.start < lead_end else 0.25
    weight = 0.25
    if mention.segment in HEADS:
        weight += 1.2
    elif mention.start < lead_end:
        weight += 1.4
    if any(low <= mention.start < high for low, high in figures):
        weight += 0.7
    return weight + (0.6 if mention.held else 0.0) + (0.5 if mention.hazards else 0.0)


def holds(outer: Located, inner: Located) -> bool:
    """Whether one place lies in the other, by the gazetteer, by country, or by a compass region of the same country."""
    a, b = outer.where, inner.where
    if geography.inside(b.place, a.place) or a.place.name in b.place.within:
        return True
    return a.place.country == b.place.country and (a.feature in {"country", "region"} or a.place.precision == "region")


def _inside(small: Located, main: Located, named: Sequence[Located], leads: frozenset[str]) -> bool:
    """The smaller place is a part of the main one, or named right beside it, or unknown to the gazetteer and where
    the attack or fire was."""
    if holds(main, small):
        return True
    if small.where.place.country != main.where.place.country:
        return False
    beside = any(
        abs(m.start - main_.start) < 60
        for m in named
        if m.name == small.name
        for main_ in named
        if main_.name == main.name
    )
    if small.where.feature == "neighbourhood" or small.where.place.gazetteer_id is None:
        return beside or bool(small.hazards & leads)
    return beside and small.where.feature != "settlement"


def _of_dateline(main: Located, located: Sequence[Located]) -> Located:
    """A report's dateline names the town of the area that its text speaks of, where the text names none."""
    if main.size != AREA:
        return main
    inside = [m for m in located if m.segment == "dateline" and m.size >= TOWN and main.name in m.where.place.within]
    return inside[0] if inside else main


def _wide(passages: Sequence[Passage], lead_end: int) -> bool:
    """Whether the crisis spreads over an area (a quake, a flood, a war, an outbreak), so that its place is not a
    town."""
    text = " ".join(p.text for p in passages if p.segment.kind in {"headline", "body"} and p.start < lead_end).lower()
    return any(word in text for word in words("wide_hazards"))


def _outbreak(passages: Sequence[Passage]) -> bool:
    return sum(word in words("diseases") for p in passages for word in forms(p.doc)) >= 4


def _leading(located: Sequence[Located], lead_end: int) -> set[str]:
    """The countries that headline and lead name a place of."""
    leading = [m for m in located if m.start < lead_end and m.segment not in {"dateline", "caption"}]
    return {m.where.place.country for m in leading if m.where.place.country}


def _one_sentence_a_line(passages: Sequence[Passage]) -> bool:
    """Whether a report comes one sentence a line, its paragraphs lost."""
    bodies = [p for p in passages if p.segment.kind == "body"]
    return len(bodies) >= 8 and sum(len(list(p.doc.sents)) for p in bodies) < 1.4 * len(bodies)


def _spread(located: Sequence[Located], lead_end: int) -> bool:
    """Whether a report tells of many countries with none that stands out."""
    names: dict[str, int] = {}
    for mention in located:
        country = mention.where.place.country
        if country and mention.segment != "dateline":
            names[country] = names.get(country, 0) + 1
    return len(_leading(located, lead_end)) != 1 and len(names) >= 5 and max(names.values()) < 0.4 * sum(names.values())


def _main_day(
    report: Report,
    passages: Sequence[Passage],
    whens: Sequence[When],
    lead_end: int,
    figures: Sequence[tuple[int, int]],
) -> When | None:
    """The day of the main incident: "Tuesday's earthquake" first, then the earliest-named day of the lead that is no
    day of speaking."""
    scores: dict[str, float] = {}
    best: dict[str, When] = {}
    published = next((p.published for p in passages if p.segment.kind == "body"), None) or report.published
    recent = days_before(published, OLD) if published else ""
    weeks = [
        (w.period.start, w.period.end)  # "last week's stampede"
        for w in whens
        if w.kind == "range" and w.period.start and w.period.end
        if (passage := passage_at(passages, w.start)) is not None and _of_the_hazard(passage, w)
    ]
    for when in whens:
        start = when.period.start
        if (
            when.kind != "day"
            or when.rule.startswith("relative")
            or start is None
            or len(start) != 10
            or (published and start > published)
        ):
            continue
        passage = passage_at(passages, when.start)
        if passage is None or passage.segment.kind not in {"headline", "subheading", "body"}:
            continue
        speech = speech_day(passage, when) or court_day(passage, when)
        weight = 0.2 if speech else 0.4
        if when.start < lead_end:
            weight += 0.4 if speech else 1.6
            weight += 0.8 if not best and not speech else 0.0
        if any(low <= when.start < high for low, high in figures):
            weight += 0.3 if speech else 0.6
        if _of_the_hazard(passage, when):
            weight += 3.0
        if when.text.lower().startswith("last ") and any(low <= start <= high for low, high in weeks):
            weight += 3.0
        if when.period.as_of:
            weight *= 0.3
        if when.text.lower() == "overnight":
            weight *= 0.1
        if start < recent:
            weight = weight + 1.5 if _happened(passage, when) else weight * 0.4
        scores[start] = scores.get(start, 0.0) + weight
        best.setdefault(start, when)
    chosen = max(best, key=lambda day: (scores[day], -best[day].start), default=None)
    if chosen is None or (chosen < recent and scores[chosen] < 0.7):
        return None
    return best[chosen]


def days_before(iso: str, days: int) -> str:
    """The ISO day that many days earlier; empty for what is no full date."""
    try:
        return (date.fromisoformat(iso[:10]) - timedelta(days=days)).isoformat()
    except ValueError:
        return ""


def gone_by(passage: Passage, when: When) -> bool:
    """A time past that the words do not place: "recently", "years ago", "six days later"; not where "six days later,
    hundreds have died"."""
    said = when.text.lower()
    if when.kind != "relative" or when.period.start or any(unit in said for unit in ("hour", "minute", "moment")):
        return False
    if when.value == "PAST_REF":
        return True
    lasting = any(child.lower_ in {"have", "has"} for verb in verbs_of(passage, when) for child in verb.children)
    return when.rule.startswith("relative.from-mentioned") and not lasting


def speech_day(passage: Passage, when: When) -> bool:
    """Whether a day is that of speaking ("said on Sunday"), not of what is spoken of."""
    return any(verb.lemma_.lower() in SAYING for verb in verbs_of(passage, when))


def court_day(passage: Passage, when: When) -> bool:
    """Whether a day is that of an arrest, a charge or a hearing ("was sentenced Friday"), not of the deed itself."""
    span = passage.span(when.start, when.end)
    if span is None or _follows_a_hazard(span) or _of_the_hazard(passage, when):
        return False
    return any(
        verb.lemma_.lower() in words("prosecuting") or any(child.lower_ == "guilty" for child in verb.children)
        for verb in verbs_of(passage, when)
    )


def verbs_of(passage: Passage, when: When) -> list[Token]:
    """The verbs that a time may belong to: the one it modifies or, after a noun, right behind it; and any right
    before."""
    span = passage.span(when.start, when.end)
    if span is None or not len(span):
        return []
    found = []
    token = span.root
    for _ in range(3):
        head = token.head
        if head.pos_ in VERBAL:
            found.append(head)
            break
        if token.dep_ not in CARRYING:
            break
        token = head
    doc = passage.doc
    beside = [*doc[max(0, span.start - 2) : span.start], *(() if found else doc[span.end : span.end + 1])]
    return [*found, *(t for t in beside if t.pos_ in VERBAL)]


def _happened(passage: Passage, when: When) -> bool:
    """A day in a sentence that says when it happened: "The shootings happened the night of Feb. 26"."""
    span = passage.span(when.start, when.end)
    if span is None or not len(span):
        return False
    if _follows_a_hazard(span):
        return True
    near = {t.lower_ for t in span.root.sent}
    if any(verb.lemma_.lower() in words("slaying") for verb in verbs_of(passage, when)):
        return True
    dated = any(len(part) == 4 and part.isdigit() for part in when.text.replace(",", " ").split())
    return (dated or bool(near & words("happening"))) and bool(near & words("hazards"))


def _follows_a_hazard(span: Span) -> bool:
    """ "The shooting at a truck stop on Aug. 29": only names and prepositions between what struck and its day."""
    for token in reversed(span.doc[max(0, span.start - NAMED) : span.start]):
        if token.pos_ == "NOUN" and token.lower_ in words("hazards") - words("blows"):
            return True
        if token.pos_ not in NAMING:
            return False
    return False


def _of_the_hazard(passage: Passage, when: When) -> bool:
    """ "Tuesday's earthquake", "Wednesday night's attack"; also where apostrophes were stripped ("Tuesdays attack")."""
    span = passage.span(when.start, when.end)
    if span is None or span.end >= len(passage.doc):
        return False
    after = passage.doc[span.end : span.end + 4]
    if after[0].lower_ in words("hazards"):
        return True
    return after[0].text in {"'s", "’s", "s"} and any(t.lower_ in words("hazards") for t in after)

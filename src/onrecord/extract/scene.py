"""Where and when a figure's incident was: the report's main incident, and for each figure its own place and time or the one it inherits.

Codebook section 2, ``place`` and ``date``: the smallest place the report names for the incident, before or after; the incident's day,
or the as-of day of a total.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord import actors, geography
from onrecord.extract.counted import lexicon
from onrecord.extract.evidence import words
from onrecord.extract.figures import Counted
from onrecord.extract.mentions import Attribution, Passage, When, Where
from onrecord.model import Place, Report

if TYPE_CHECKING:
    from spacy.tokens import Span

SIZE = {"neighbourhood": 5, "settlement": 4, "facility": 0, "area": 3, "water": 2, "region": 1, "country": 0, "other": 1}
HEADS = frozenset({"headline", "subheading"})
LEAD = 3


@dataclass(frozen=True, slots=True)
class Scene:
    """A place and a day of an incident, each None where the text does not tell."""

    place: Where | None
    day: When | None


@dataclass(frozen=True, slots=True)
class Story:
    """What the report is mainly about: main scene, and the country of the crisis (a Where of feature country, or None)."""

    main: Scene
    country: Where | None
    published: str | None
    outbreak: bool
    spread: bool


def size(where: Where) -> int:
    """How small a place is, from a country (0) to a neighbourhood (5); an island counts as a settlement."""
    if where.place.name.lower().endswith(("island", "islands")) or (where.feature == "neighbourhood" and where.place.gazetteer_id):
        return 4
    return SIZE.get(where.feature, 0)


def settled(wheres: Sequence[Where]) -> list[Where]:
    """Places an incident can be at; a building stands for the settlement it is in (codebook section 2, ``place``)."""
    out = []
    for where in wheres:
        if where.feature == "facility" and where.rule == "place.facility" and where.place.precision == "point" and where.place.within:
            inner, *outer = where.place.within
            out.append(replace(where, feature="settlement", place=replace(where.place, name=inner, within=tuple(outer))))
        elif locatable(where) and (where.place.country or where.feature == "water"):
            out.append(where)
    return out


def locatable(where: Where) -> bool:
    """A place an incident can be at: not a building, not a fragment that is no place."""
    return where.feature in SIZE and where.feature not in {"facility", "other"}


def is_dateline(passages: Sequence[Passage], offset: int) -> bool:
    return any(p.start <= offset < p.end and p.segment.kind == "dateline" for p in passages)


def story(report: Report, passages: Sequence[Passage], wheres: Sequence[Where], whens: Sequence[When], counted: Sequence[Counted]) -> Story:
    """The main incident: the place the headline and lead put it at, made as small as the report names it, and its day."""
    bodies = [p for p in passages if p.segment.kind == "body"]
    lead_end = _lead_end(bodies)
    figures = [(c.sentence.passage.start + c.sentence.doc[c.sentence.start].idx, _sentence_end(c)) for c in counted if c.measure in words("incident_measures")]
    named = [w for w in settled(wheres) if not is_dateline(passages, w.start) and not acting(passages, w)]
    leading = {w.place.name for w in named if w.start < lead_end}
    wide = _wide(passages, lead_end)
    scores: dict[str, float] = {}
    best: dict[str, Where] = {}
    for where in named:
        name = where.place.name
        scores[name] = scores.get(name, 0.0) + _weight(where, passages, lead_end, figures)
        if name not in best or size(where) > size(best[name]):
            best[name] = where
    smallness = 0.05 if wide else 0.45
    led = [w for w in best.values() if w.place.name in leading] or list(best.values())
    main = max(led, key=lambda w: (scores[w.place.name] + smallness * size(w), -w.start), default=None)
    if not wide:
        main = _smaller(main, list(best.values()), scores)
        main = _of_dateline(main, passages, wheres)
    day = _main_day(report, passages, whens, lead_end, figures)
    return Story(Scene(main, day), _country(wheres, main), report.published, _outbreak(passages), _spread(passages, wheres))


def _weight(where: Where, passages: Sequence[Passage], lead_end: int, figures: Sequence[tuple[int, int]]) -> float:
    """How much one mention speaks for the main incident being there."""
    passage = next((p for p in passages if p.start <= where.start < p.end), None)
    if passage is None:
        return 0.0
    if passage.segment.kind == "caption":
        return 0.2
    weight = 0.25
    if passage.segment.kind in HEADS:
        weight += 1.2
    elif where.start < lead_end:
        weight += 1.4
    if any(low <= where.start < high for low, high in figures):
        weight += 0.7
    span = passage.span(where.start, where.end)
    if span is not None and _reference(span):
        return 0.1
    if span is not None and _parted(span):
        weight += 0.6
    if span is not None and (span.root.dep_ == "pobj" or span.root.dep_ in {"dobj", "nsubjpass", "appos"}):
        near = {t.lower_ for t in span.root.sent}
        weight += 0.5 if near & words("hazards") else 0.0
    return weight


_BEARING = frozenset("north south east west northeast northwest southeast southwest north-east north-west south-east south-west km kilometres kilometers miles outskirts".split())


def _reference(span: Span) -> bool:
    """A place that only says where another is: "west of Misrata", "60 km from Damascus"."""
    before = [t.lower_ for t in span.doc[max(0, span.start - 3) : span.start]]
    if before and before[-1] == "to" and (set(before) & {"route", "bound", "heading", "headed", "way", "flight", "travelling", "traveling", "flying", "fly"} or "from" in [t.lower_ for t in span.doc[max(0, span.start - 7) : span.start]]):
        return True
    return len(before) >= 2 and before[-1] in {"of", "from"} and any(word in _BEARING for word in before[:-1]) and "outskirts" not in before


def _parted(span: Span) -> bool:
    """The first of "Karol Bagh, New Delhi": a place that the next one holds."""
    after = span.doc[span.end : span.end + 2]
    return len(after) == 2 and after[0].text == "," and bool(after[1].ent_type_ in {"GPE", "LOC"} or after[1].text.istitle() and after[1].pos_ == "PROPN")


def _wide(passages: Sequence[Passage], lead_end: int) -> bool:
    """Whether the crisis spreads over an area (a quake, a flood, a war, an outbreak), so that its place is not a town."""
    text = " ".join(p.doc.text for p in passages if p.segment.kind in {"headline", "body"} and p.start < lead_end).lower()
    return any(word in text for word in words("wide_hazards"))


def _outbreak(passages: Sequence[Passage]) -> bool:
    """Whether the report is about a disease."""
    hits = sum(1 for p in passages for t in p.doc if t.lower_ in words("diseases"))
    return hits >= 4


def acting(passages: Sequence[Passage], where: Where) -> bool:
    """Whether a place name stands for who acts or is only part of a name: "Russia said", "U.S. Central Command", "from France"."""
    for passage in passages:
        if not passage.start <= where.start < passage.end:
            continue
        span = passage.span(where.start, where.end)
        if span is None:
            return False
        root = span.root
        if span.start > 0 and passage.doc[span.start - 1].lower_ == "from" and passage.doc[span.start - 1].head.pos_ in {"NUM", "NOUN"} and where.feature == "country":
            return True
        if root.dep_ == "nsubj" and actors.country_of(where.text) and root.head.lemma_.lower() in _SAYING | {"put"}:
            return True
        if root.dep_ in {"nsubj", "pobj"} and root.head.lower_ == "by" and where.feature == "country":
            return True
        if root.dep_ == "nsubj" and where.feature == "country":
            if span.start == root.i and root.head.lemma_.lower() in {"have", "report", "confirm", "record", "see", "suffer", "register"} and not any(c.dep_ == "ccomp" for c in root.head.children):
                return False
            return bool(root.head.lemma_.lower() in _SAYING or root.head.lemma_.lower() in {"send", "put", "launch", "deploy", "take", "fire", "call", "have", "want", "urge", "help", "donate", "pledge", "offer"})
        if root.dep_ in {"compound", "poss", "amod", "nmod"}:
            head = root.head
            if head.ent_type_ in {"ORG", "PERSON"} or (head.lower_,) in lexicon() and lexicon()[(head.lower_,)].name == "people":
                return True
            if head.dep_ == "nsubj" and head.head.lemma_.lower() in _SAYING:
                return True
            return where.feature == "country" and root.dep_ != "poss" and head.lower_ not in words("hazards")
        return False
    return False


def _of_dateline(main: Where | None, passages: Sequence[Passage], wheres: Sequence[Where]) -> Where | None:
    """A local report's dateline names the town of the area that its text speaks of."""
    if main is None or size(main) > 3 or main.feature == "country":
        return main
    inside = [w for w in settled(wheres) if is_dateline(passages, w.start) and size(w) >= 4 and main.place.name in w.place.within]
    return inside[0] if inside else main


def _lead_end(bodies: Sequence[Passage]) -> int:
    """Where the first three body sentences end."""
    left = LEAD
    for passage in bodies:
        for sent in passage.doc.sents:
            left -= 1
            if left == 0:
                return passage.start + int(sent.end_char)
    return bodies[-1].end if bodies else 0


def _sentence_end(counted: Counted) -> int:
    last = counted.sentence.doc[counted.sentence.stop - 1]
    return int(counted.sentence.passage.start + last.idx + len(last.text))


def _smaller(main: Where | None, others: Sequence[Where], scores: dict[str, float]) -> Where | None:
    """A part of the main place that the lead or a figure also names is the place of the incident."""
    if main is None:
        return None
    inner = [
        w for w in others
        if w is not main and size(w) > size(main) and scores[w.place.name] >= 0.9
        and (geography.inside(w.place, main.place) or main.place.name in w.place.within or _beside(w, main) or (main.place.precision == "region" and w.place.country == main.place.country) or (w.feature == "neighbourhood" and abs(w.start - main.start) < 400))
    ]
    return max(inner, key=lambda w: (scores[w.place.name], -w.start), default=main)


def _beside(where: Where, main: Where) -> bool:
    """An island "off the coast of California": near in the text, in the same country, of no stated area."""
    return size(where) >= 4 and where.feature != "settlement" and where.place.country == main.place.country and abs(where.start - main.start) < 60


def _main_day(report: Report, passages: Sequence[Passage], whens: Sequence[When], lead_end: int, figures: Sequence[tuple[int, int]]) -> When | None:
    """The day of the main incident: "Tuesday's earthquake" first, then the earliest-named day of the lead that is no day of speaking."""
    scores: dict[str, float] = {}
    best: dict[str, When] = {}
    recent = days_before(report.published, 10) if report.published else ""
    for when in whens:
        start = when.period.start
        if when.kind != "day" or when.rule.startswith("relative") or start is None or len(start) != 10 or (report.published and start > report.published):
            continue
        passage = next((p for p in passages if p.start <= when.start < p.end), None)
        if passage is None or passage.segment.kind not in {"headline", "subheading", "body"}:
            continue
        speech = speech_day(passages, when)
        weight = 0.2 if speech else 0.4
        if when.start < lead_end:
            weight += 0.4 if speech else 1.6
            weight += 0.8 if not best and not speech else 0.0
        if any(low <= when.start < high for low, high in figures):
            weight += 0.3 if speech else 0.6
        if _of_the_hazard(passage, when):
            weight += 3.0
        if when.period.as_of or when.text.lower() == "overnight":
            weight *= 0.3
        if start < recent:
            weight = weight + 1.5 if _happened(passage, when) else weight * 0.4
        scores[start] = scores.get(start, 0.0) + weight
        best.setdefault(start, when)
    chosen = max(best.values(), key=lambda w: (scores[w.period.start or ""], -w.start), default=None)
    if chosen is not None and (chosen.period.start or "") < recent and scores[chosen.period.start or ""] < 0.7:
        return None
    return chosen


def _happened(passage: Passage, when: When) -> bool:
    """A day in a sentence that says when it happened: "The shootings happened the night of Feb. 26"."""
    span = passage.span(when.start, when.end)
    if span is None or not len(span):
        return False
    near = {t.lower_ for t in span.root.sent}
    return bool(near & {"happened", "occurred", "took", "struck", "erupted", "exploded", "crashed", "collapsed", "began"}) and bool(near & words("hazards"))


def _of_the_hazard(passage: Passage, when: When) -> bool:
    """"Tuesday's earthquake", "Wednesday night's attack"."""
    span = passage.span(when.start, when.end)
    if span is None or span.end >= len(passage.doc):
        return False
    after = passage.doc[span.end : span.end + 4]
    return bool(len(after) and after[0].text in {"'s", "’s", "s"} and any(t.lower_ in words("hazards") for t in after)) or (
        passage.doc[span.end].lower_ in words("hazards") or span.text.endswith("s") and passage.doc[span.end].lower_ in words("hazards")
    )


def days_before(iso: str, days: int) -> str:
    """The ISO day that many days earlier; empty for no date."""
    from datetime import date, timedelta

    try:
        return (date.fromisoformat(iso[:10]) - timedelta(days=days)).isoformat()
    except ValueError:
        return ""


_SAYING = frozenset("say tell report announce claim confirm add estimate state write tweet release publish acknowledge deny warn admit quote cite update speak identify call".split())


def speech_day(passages: Sequence[Passage], when: When) -> bool:
    """Whether a day is that of speaking ("said on Sunday"), not of what is spoken of."""
    for passage in passages:
        if passage.start <= when.start < passage.end:
            span = passage.span(when.start, when.end)
            if span is None:
                return False
            token = span.root
            for _ in range(3):
                if token.head.lemma_.lower() in _SAYING and token.dep_ != "nsubj":
                    return True
                if token.head.pos_ in {"VERB", "AUX"} or token.dep_ not in {"pobj", "npadvmod", "prep", "nmod", "compound", "nummod"}:
                    break
                token = token.head
            before = passage.doc[max(0, span.start - 2) : span.start]
            return any(t.lemma_.lower() in _SAYING for t in before)
    return False


def _country(wheres: Sequence[Where], main: Where | None) -> Where | None:
    """The country the crisis is in: that of the main place, named or not; else the one most named."""
    countries = [w for w in wheres if w.feature == "country"]
    if main is not None and main.feature == "country":
        return main
    if main is not None and main.place.country and main.place.within:
        for where in countries:
            if where.place.country == main.place.country:
                return where
        name = main.place.within[-1]
        return replace(main, feature="country", place=Place(main.text, name, None, (), None, None, "country", main.place.country))
    names: dict[str, int] = {}
    for where in countries:
        names[where.place.name] = names.get(where.place.name, 0) + 1
    return max(countries, key=lambda w: (names[w.place.name], -w.start), default=None)


def _spread(passages: Sequence[Passage], wheres: Sequence[Where]) -> bool:
    """Whether a report tells of many countries with none that stands out."""
    names: dict[str, int] = {}
    for where in wheres:
        if where.place.country and not is_dateline(passages, where.start):
            names[where.place.country] = names.get(where.place.country, 0) + 1
    total = sum(names.values())
    return len(names) >= 5 and max(names.values()) < 0.4 * total


@dataclass(frozen=True, slots=True)
class Setting:
    """The place and times found for one figure; ``speech`` is the day of speaking in its sentence; ``topic`` is the town its paragraph speaks of."""

    place: Where | None
    topic: Where | None
    day: When | None
    window: When | None
    since: When | None
    speech: When | None
    as_of: When | None
    held: When | None


def running(counted: Counted) -> bool:
    """Whether the words tell a toll that grows: "rose to", "brings the total to"."""
    doc, sentence = counted.sentence.doc, counted.sentence
    low, high = min(counted.evidence.first, counted.mention.left), counted.mention.end
    return bool({t.lower_ for t in doc[max(sentence.start, low - 3) : high + 1]} & words("rising"))


def _zoned(passage: Passage, when: When) -> bool:
    """A day given again for another time zone, in brackets: "on Saturday (2024 Friday, UTC)"."""
    after = passage.doc.text[when.end - passage.start : when.end - passage.start + 8]
    return "UTC" in after or "GMT" in after


def setting(counted: Counted, all_counted: Sequence[Counted], passages: Sequence[Passage], wheres: Sequence[Where], whens: Sequence[When], attributions: Sequence[Attribution]) -> Setting:
    """What the figure's own sentence says of place and time."""
    sentence = counted.sentence
    low = sentence.passage.start + sentence.doc[sentence.start].idx
    high = _sentence_end(counted)
    known = [w for w in settled(wheres) if not is_dateline(passages, w.start) and not any(a.source_start <= w.start < a.source_end for a in attributions)]
    near_places = [w for w in known if low <= w.start < high and not acting(passages, w)]
    near_times = [w for w in whens if low <= w.start < high]
    rivals = [c for c in all_counted if c.sentence is sentence and c is not counted]
    times = [w for w in near_times if w.kind in {"day", "month", "year", "range"} and w.period.start and not w.period.as_of and not _zoned(sentence.passage, w)]
    held = [w for w in times if any(c.end <= w.start <= c.end + 30 and running(c) for c in (*rivals, counted))]
    times = [w for w in times if w not in held and not any(c.superseded and c is not counted and c.start < w.start and not counted.end < w.start < c.start for c in rivals if c.start > counted.start)]
    speech = [w for w in times if speech_day(passages, w)]
    days = [w for w in times if w not in speech]
    return Setting(
        place=_nearest_place(counted, rivals, near_places),
        topic=_topic(counted, known, low),
        day=_nearest_time(counted, rivals, days),
        window=next((w for w in near_times if w.kind == "window"), None),
        since=next((w for w in near_times if w.kind == "since"), None),
        speech=speech[0] if speech else None,
        as_of=next((w for w in near_times if w.period.as_of and w.kind not in {"window", "since"}), None),
        held=held[0] if held else None,
    )


_DEFINITE = ("the city", "the town", "the village", "the area", "the district", "the neighbourhood", "the neighborhood", "the island")


def _topic(counted: Counted, known: Sequence[Where], low: int) -> Where | None:
    """The last town named before in the paragraph; before that too, where the sentence says "the city"."""
    sentence = counted.sentence
    text = sentence.doc[sentence.start : sentence.stop].text.lower()
    floor = 0 if any(words_ in text for words_ in _DEFINITE) else sentence.passage.start
    before = [w for w in known if floor <= w.start < low and size(w) >= 4 and low - w.start < 1500]
    return before[-1] if before else None


def _distance(counted: Counted, rivals: Sequence[Counted], start: int, end: int) -> float:
    """How far words stand from a figure; another figure between, or the words being before it, makes them farther."""
    if start >= counted.end:
        crossed = sum(1 for c in rivals if counted.end <= c.start < start)
        return (start - counted.end) + 60 * crossed
    if end <= counted.start:
        crossed = sum(1 for c in rivals if end <= c.start < counted.start)
        return (counted.start - end) * 1.2 + 8 + 25 * crossed
    return 0.0


def _nearest_place(counted: Counted, rivals: Sequence[Counted], found: Sequence[Where]) -> Where | None:
    found = [w for w in found if not any(_owned(counted, c, w) for c in rivals)]
    if counted.evidence.rule == "count in brackets":
        return max((w for w in found if w.end <= counted.number.start), key=lambda w: w.end, default=None)
    return min(found, key=lambda w: _distance(counted, rivals, w.start, w.end) - 12 * size(w) + _standing(counted, w), default=None)


def _owned(counted: Counted, rival: Counted, where: Where) -> bool:
    """A place right after a later figure of another clause is that figure's own."""
    if not counted.end <= rival.start < where.start or where.start - rival.end > 25:
        return False
    return rival.mention.first - counted.mention.end > 6 or rival.evidence.rule == "ellipsis before a place"


def _standing(counted: Counted, where: Where) -> float:
    """A mere reference ("west of Misrata") stands back; the held part ("Karol Bagh" before "New Delhi") comes first."""
    span = counted.sentence.passage.span(where.start, where.end)
    if span is None:
        return 0.0
    opening = span.start - counted.sentence.start <= 2 and span.start > 0 and span.doc[span.start - 1].lower_ in {"in", "at", "near", "across", "around"}
    return 90.0 if _reference(span) else (-14.0 if _parted(span) else 0.0) - (40.0 if opening else 0.0)


def _nearest_time(counted: Counted, rivals: Sequence[Counted], found: Sequence[When]) -> When | None:
    grain = {"day": 0, "range": 25, "month": 30, "year": 60}
    mine = [w for w in found if not any(c.superseded and counted.end <= c.start < w.start for c in rivals)]
    return min(mine, key=lambda w: _distance(counted, rivals, w.start, w.end) + grain.get(w.kind, 0), default=None)

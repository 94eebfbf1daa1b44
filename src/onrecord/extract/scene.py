"""Where and when a figure's incident was: the report's main incident, and for each figure its own place and time or the one it inherits.

Codebook section 2, ``place`` and ``date``: the smallest place the report names for the incident, before or after; the incident's day,
or the as-of day of a total.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord import geography
from onrecord.extract.evidence import words
from onrecord.extract.figures import Counted
from onrecord.extract.mentions import Passage, When, Where
from onrecord.model import Report

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


def locatable(where: Where) -> bool:
    """A place an incident can be at: not a building, not a fragment that is no place."""
    return where.feature in SIZE and where.feature not in {"facility", "other"}


def is_dateline(passages: Sequence[Passage], offset: int) -> bool:
    return any(p.start <= offset < p.end and p.segment.kind == "dateline" for p in passages)


def story(report: Report, passages: Sequence[Passage], wheres: Sequence[Where], whens: Sequence[When], counted: Sequence[Counted]) -> Story:
    """The main incident: the place and day that the headline, the lead and the figures speak of most."""
    bodies = [p for p in passages if p.segment.kind == "body"]
    lead_end = _lead_end(bodies)
    figures = [(c.sentence.passage.start + c.sentence.doc[c.sentence.start].idx, _sentence_end(c)) for c in counted if c.measure in words("incident_measures")]
    scores: dict[str, float] = {}
    best: dict[str, Where] = {}
    for where in wheres:
        if not locatable(where) or SIZE[where.feature] < 1:
            continue
        weight = 0.4
        if any(p.start <= where.start < p.end and p.segment.kind in HEADS for p in passages):
            weight += 2.0
        elif any(p.start <= where.start < p.end and p.segment.kind == "caption" for p in passages):
            weight = 0.2
        elif where.start < lead_end:
            weight += 2.0
        if any(low <= where.start < high for low, high in figures):
            weight += 1.0
        name = where.place.name
        scores[name] = scores.get(name, 0.0) + weight
        if name not in best or SIZE[where.feature] > SIZE[best[name].feature]:
            best[name] = where
    main = max(best.values(), key=lambda w: (scores[w.place.name] + 0.35 * SIZE[w.feature], -w.start), default=None)
    main = _smaller(main, list(best.values()), scores)
    return Story(Scene(main, _main_day(report, passages, whens, lead_end, figures)), _country(wheres, main), report.published)


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
        if w is not main and SIZE[w.feature] > SIZE[main.feature] and scores[w.place.name] >= 1.4
        and (geography.inside(w.place, main.place) or main.place.name in w.place.within or (w.feature == "neighbourhood" and abs(w.start - main.start) < 400))
    ]
    return max(inner, key=lambda w: (scores[w.place.name], -w.start), default=main)


def _main_day(report: Report, passages: Sequence[Passage], whens: Sequence[When], lead_end: int, figures: Sequence[tuple[int, int]]) -> When | None:
    scores: dict[str, float] = {}
    best: dict[str, When] = {}
    for when in whens:
        start = when.period.start
        if when.kind not in {"day", "since"} or start is None or len(start) != 10 or when.kind == "since":
            continue
        if report.published and start > report.published:
            continue
        if any(p.start <= when.start < p.end and p.segment.kind in {"dateline", "credit", "boilerplate"} for p in passages):
            continue
        weight = 1.0 if when.start < lead_end else 0.5
        weight += 1.0 if any(low <= when.start < high for low, high in figures) else 0.0
        weight += 1.0 if when.start < lead_end and not _speech_day(passages, when) else 0.0
        if report.published and start[:7] != report.published[:7] and start < _days_before(report.published, 40):
            weight *= 0.3
        scores[start] = scores.get(start, 0.0) + weight
        best.setdefault(start, when)
    return max(best.values(), key=lambda w: (scores[w.period.start or ""], -w.start), default=None)


def _days_before(iso: str, days: int) -> str:
    from datetime import date, timedelta

    try:
        return (date.fromisoformat(iso[:10]) - timedelta(days=days)).isoformat()
    except ValueError:
        return ""


_SAYING = frozenset("say tell report announce claim confirm add estimate state write tweet release publish acknowledge deny warn admit quote cite update speak identify call".split())


def _speech_day(passages: Sequence[Passage], when: When) -> bool:
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
                if token.dep_ in {"pobj", "npadvmod", "prep", "nmod", "compound", "nummod"}:
                    token = token.head
                else:
                    break
            before = passage.doc[max(0, span.start - 2) : span.start]
            return any(t.lemma_.lower() in _SAYING for t in before)
    return False


def _country(wheres: Sequence[Where], main: Where | None) -> Where | None:
    """The country the crisis is in: that of the main place, else the one most named."""
    countries = [w for w in wheres if w.feature == "country"]
    if main is not None and main.place.country:
        for where in countries:
            if where.place.country == main.place.country:
                return where
    names: dict[str, int] = {}
    for where in countries:
        names[where.place.name] = names.get(where.place.name, 0) + 1
    return max(countries, key=lambda w: (names[w.place.name], -w.start), default=None)


@dataclass(frozen=True, slots=True)
class Setting:
    """The place and times found for one figure; ``speech`` is the day of speaking in its sentence; ``own`` tells what is its own."""

    place: Where | None
    own_place: bool
    day: When | None
    window: When | None
    since: When | None
    speech: When | None
    as_of: When | None


def setting(counted: Counted, index: int, all_counted: Sequence[Counted], passages: Sequence[Passage], wheres: Sequence[Where], whens: Sequence[When]) -> Setting:
    """What the figure's own sentence says of place and time."""
    sentence = counted.sentence
    low = sentence.passage.start + sentence.doc[sentence.start].idx
    high = _sentence_end(counted)
    near_places = [w for w in wheres if low <= w.start < high and locatable(w) and not _in_source(passages, w)]
    near_times = [w for w in whens if low <= w.start < high]
    rivals = [c for c in all_counted if c.sentence is sentence and c is not counted]
    days = [w for w in near_times if w.kind in {"day", "month", "year", "range"} and w.period.start and not w.period.as_of]
    speech = [w for w in days if _speech_day(passages, w)]
    days = [w for w in days if w not in speech]
    return Setting(
        place=_nearest_place(counted, rivals, near_places),
        own_place=bool(near_places),
        day=_nearest_time(counted, rivals, days),
        window=next((w for w in near_times if w.kind == "window"), None),
        since=next((w for w in near_times if w.kind == "since"), None),
        speech=speech[0] if speech else None,
        as_of=next((w for w in near_times if w.period.as_of and w.kind not in {"window", "since"}), None),
    )


def _in_source(passages: Sequence[Passage], where: Where) -> bool:
    """A place inside the name of who speaks or of a people's adjective: "Britain-based", "the Kabul government said"."""
    for passage in passages:
        if passage.start <= where.start < passage.end:
            span = passage.span(where.start, where.end)
            if span is None:
                return False
            root = span.root
            if root.dep_ in {"nsubj", "compound", "poss", "amod", "nmod"}:
                head = root.head if root.dep_ != "nsubj" else root
                verb = head.head if head.dep_ == "nsubj" else (root.head if root.dep_ == "nsubj" else None)
                if verb is not None and verb.lemma_.lower() in _SAYING:
                    return True
            return False
    return False


def _distance(counted: Counted, rivals: Sequence[Counted], start: int, end: int) -> float:
    """How far words stand from a figure; another figure between, or the words being before it, makes them farther."""
    if start >= counted.end:
        crossed = sum(1 for c in rivals if counted.end <= c.start < start)
        return (start - counted.end) + 60 * crossed
    if end <= counted.start:
        crossed = sum(1 for c in rivals if end <= c.start < counted.start)
        return (counted.start - end) * 1.2 + 15 + 25 * crossed
    return 0.0


def _nearest_place(counted: Counted, rivals: Sequence[Counted], found: Sequence[Where]) -> Where | None:
    return min(found, key=lambda w: _distance(counted, rivals, w.start, w.end) - 12 * SIZE[w.feature], default=None)


def _nearest_time(counted: Counted, rivals: Sequence[Counted], found: Sequence[When]) -> When | None:
    grain = {"day": 0, "range": 25, "month": 30, "year": 60}
    return min(found, key=lambda w: _distance(counted, rivals, w.start, w.end) + grain.get(w.kind, 0), default=None)

"""Place mentions as they stand in their sentences: whether each locates something, who acts, or only says where
another place is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from onrecord import actors
from onrecord.extract.figures.counted import lexicon
from onrecord.extract.figures.evidence import words
from onrecord.extract.forms import forms
from onrecord.extract.mentions import Attribution, Passage, Where, passage_at
from onrecord.model import Place

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

AREA = 3
TOWN = 4
SIZE = {"neighbourhood": 5, "settlement": TOWN, "area": AREA, "water": 2, "region": 1, "country": 0}
SAYING = frozenset(
    [
        "say",
        "tell",
        "report",
        "announce",
        "claim",
        "confirm",
        "add",
        "estimate",
        "state",
        "write",
        "tweet",
        "release",
        "publish",
        "post",
        "acknowledge",
        "deny",
        "warn",
        "admit",
        "quote",
        "cite",
        "update",
        "speak",
        "identify",
        "call",
    ]
)
_ACTS = SAYING | frozenset(
    ["send", "put", "launch", "deploy", "take", "fire", "have", "want", "urge", "help", "donate", "pledge", "offer"]
)
_COUNTS = frozenset({"have", "report", "confirm", "record", "see", "suffer", "register"})
_MOTION = frozenset(
    [
        "transport",
        "take",
        "airlift",
        "fly",
        "evacuate",
        "rush",
        "bring",
        "send",
        "travel",
        "go",
        "head",
        "drive",
        "flee",
        "move",
        "return",
        "march",
        "ferry",
        "carry",
        "transfer",
    ]
)
BEARING = frozenset(
    [
        "north",
        "south",
        "east",
        "west",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
        "north-east",
        "north-west",
        "south-east",
        "south-west",
        "km",
        "kilometres",
        "kilometers",
        "miles",
    ]
)
_SPEAKING = frozenset({"tell", "speak", "say", "broadcast", "televise", "address", "announce"})
_MEETING = frozenset({"meet", "convene", "negotiate", "meeting", "talks", "summit", "conference", "negotiations"})
RUN_ON = 250  # characters at the head of a text
_RUNS_ON = re.compile(r" (?:\([A-Z][\w .]+\) )?(?:[A-Z][a-z]|[A-Z] [a-z]|\d)")
_LEADING_IN = re.compile(r"\b(?:in|at|of|from|near|on|to|and|by) $", re.IGNORECASE)
_CARED_FOR = frozenset({"treated", "transported", "taken", "admitted", "airlifted", "rushed", "released", "flown"})
_TRAVEL = frozenset(
    {"route", "bound", "heading", "headed", "way", "flight", "travelling", "traveling", "flying", "fly"}
)


@dataclass(frozen=True, slots=True)
class Located:
    """A place mention with its passage's index. ``locates`` is false for actors, datelines and speakers;
    ``reference`` for "west of X".

    ``size`` runs from a country (0) to a neighbourhood (5). ``held`` marks the first of "Karol Bagh, New Delhi";
    ``opening`` a
    place that opens its sentence ("In Mariupol, ..."); ``hazards`` are the words for attacks, quakes, crashes in its
    sentence.
    """

    where: Where
    passage: int
    segment: str
    size: int
    locates: bool
    reference: bool
    held: bool
    opening: bool
    hazards: frozenset[str]
    start: int
    end: int

    @property
    def name(self) -> str:
        return self.where.place.name


def locate(
    passages: Sequence[Passage], wheres: Sequence[Where], attributions: Sequence[Attribution]
) -> tuple[Located, ...]:
    """Every mention of a place an incident can be at, in text order; a building stands for the settlement it is in."""
    out = []
    index = 0
    for where in _joined(passages, sorted(wheres, key=lambda w: w.start)):
        while index < len(passages) - 1 and passages[index].end <= where.start:
            index += 1
        settled = _settled(where)
        passage = passages[index] if passages else None
        if settled is None or passage is None or not passage.start <= where.start < passage.end:
            continue
        span = passage.span(where.start, where.end)
        if span is None or not len(span):
            continue
        dateline = passage.segment.kind == "dateline" or datelined(passage, where)
        if settled.place.precision == "unresolved" and _unlikely(span, passage.segment.kind):
            continue
        speaking = any(
            a.source_start <= where.start
            and where.end <= a.source_end
            and (where.end < a.source_end or where.feature != "country")
            and a.kind != "document"
            for a in attributions
        )
        sentence = span.root.sent
        near = frozenset(forms(passage.doc)[sentence.start : sentence.end])
        out.append(
            Located(
                where=settled,
                passage=index,
                segment="dateline" if dateline else passage.segment.kind,
                size=_size(settled),
                locates=not speaking and not dateline and not _acting(span, settled),
                reference=_reference(span) or (_caring(where) and bool(near & _CARED_FOR)),
                held=_held(span),
                opening=_opening(span),
                hazards=near & words("hazards"),
                start=where.start,
                end=where.end,
            )
        )
    return tuple(out)


def datelined(passage: Passage, where: Where) -> bool:
    """A dateline that ran on into the text: "Last updated Friday BEIRUT At least 70 people"."""
    at, end = where.start - passage.start, where.end - passage.start
    if at > RUN_ON or not where.text.isupper() or len(where.text) < 4:
        return False
    text = passage.text
    return _RUNS_ON.match(text[end:]) is not None and not _LEADING_IN.search(text[max(0, at - 10) : at])


def _unlikely(span: Span, segment: str) -> bool:
    """An unknown name that title case made, or that is no name: nothing to put an incident at."""
    if segment in {"headline", "subheading"} or not any(token.pos_ == "PROPN" for token in span):
        return True
    return any(token.lower_ in words("hazards") for token in span)


def _joined(passages: Sequence[Passage], wheres: Sequence[Where]) -> list[Where]:
    """ "between Baracoa and Guantanamo" is one place, midway."""
    out = list(wheres)
    for first, second in pairwise(wheres):
        passage = passage_at(passages, first.start)
        if passage is None or second.end > passage.end:
            continue
        text = passage.text
        lead = text[max(0, first.start - 8 - passage.start) : first.start - passage.start]
        if (
            lead.lower() != "between "
            or text[first.end - passage.start : second.start - passage.start].strip() != "and"
        ):
            continue
        words_ = text[first.start - 8 - passage.start : second.end - passage.start]
        place = _midway(first.place, second.place, words_)
        out = [w for w in out if w not in (first, second)]
        out.append(replace(first, end=second.end, text=words_, feature="settlement", place=place, rule="place.between"))
    return sorted(out, key=lambda w: w.start)


def _midway(a: Place, b: Place, named: str) -> Place:
    """The place halfway between two, in what holds both."""
    within = tuple(name for name in a.within if name in b.within)
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return Place(named, named, within=within, country=a.country)
    latitude, longitude = (a.latitude + b.latitude) / 2, (a.longitude + b.longitude) / 2
    return Place(named, named, None, within, latitude, longitude, "area", a.country)


def _settled(where: Where) -> Where | None:
    if (
        where.feature == "facility"
        and where.rule == "place.facility"
        and where.place.precision == "point"
        and where.place.within
    ):
        inner, *outer = where.place.within
        return replace(where, feature="settlement", place=replace(where.place, name=inner, within=tuple(outer)))
    known = where.feature in SIZE and (where.place.country is not None or where.feature == "water")
    return where if known else None


def _size(where: Where) -> int:
    if where.place.name.lower().endswith(("island", "islands")) or (
        where.feature == "neighbourhood" and where.place.gazetteer_id
    ):
        return TOWN
    return SIZE["water"] if where.place.precision == "region" else SIZE[where.feature]


def _acting(span: Span, where: Where) -> bool:
    """Whether the name stands for who acts or is part of a name: "Russia said", "U.S. Central Command", "four from
    France"."""
    root, head = span.root, span.root.head
    before = span.doc[span.start - 1] if span.start > 0 else None
    country = where.feature == "country"
    if before is not None and before.lower_ == "from" and before.head.pos_ in {"NUM", "NOUN", "ADJ"} and country:
        return True
    if _in_a_name(span):
        return True
    following = {token.lower_ for token in span.doc[span.end : span.end + 1]}
    if root.dep_ == "compound":
        following.add(head.lower_)
    if following & words("hazards"):
        return False
    if where.feature == "settlement" and actors.country_of(where.text) and not _stood_in(root):
        return True
    if root.dep_ == "nsubj":
        verb = head.lemma_.lower()
        if actors.country_of(where.text) and verb in SAYING | {"put"} and not _tally(span, head):
            return True
        return country and verb in _ACTS and not _tally(span, head)
    if root.dep_ == "pobj" and head.lower_ == "by" and country:
        return True
    if root.dep_ in {"compound", "poss", "amod", "nmod"}:
        known = lexicon().get((head.lower_,))
        if head.ent_type_ in {"ORG", "PERSON"} or (known is not None and known.name == "people"):
            return True
        if head.dep_ == "nsubj" and head.head.lemma_.lower() in SAYING:
            return True
        return country and root.dep_ != "poss" and head.lower_ not in words("hazards")
    return False


_AT = frozenset({"in", "at", "near", "outside", "around", "over", "on", "from", "inside", "across", "of", "to", "into"})


def _stood_in(root: Token) -> bool:
    """Whether a capital is spoken of as a place, not as its government ("Moscow claimed", "accused Moscow of")."""
    while root.dep_ in {"conj", "appos", "compound", "poss", "nmod"} and root.head is not root:
        root = root.head
    if root.dep_ == "pobj":
        return root.head.lower_ in _AT
    return root.dep_ in {"npadvmod", "ROOT", "nsubjpass", "attr"} or bool(
        {t.lower_ for t in root.sent} & words("happening")
    )


def _in_a_name(span: Span) -> bool:
    """A country inside a group's or body's name: "Islamic State in Iraq and the Levant"."""
    before = span.doc[max(0, span.start - 2) : span.start]
    if len(before) < 2 or before[1].lower_ not in {"in", "of", "for"} or not before[0].text[:1].isupper():
        return False
    window = span.doc[max(0, span.start - 6) : span.end + 3]
    low = span.start_char - window.start_char
    return any(
        actor is not None and actor.kind != "government" and start < low < end
        for start, end, _, actor in actors.actors_in(window.text)
    )


def _tally(span: Span, verb: Token) -> bool:
    """ "Mexico has reported 1,626 cases": the country is where they are, not who says so."""
    if verb.lemma_.lower() not in _COUNTS or len(span) != 1:
        return False
    return not any(child.dep_ == "ccomp" for child in verb.children)


def _reference(span: Span) -> bool:
    """A place that says where another is, or where somebody went: "west of Misrata", ", near Tehran", "en route to
    Havana"."""
    doc = span.doc
    if span.root.dep_ == "compound" and span.root.head.lower_ in _MEETING:  # "at the Doha talks"
        return True
    before = [token.lower_ for token in doc[max(0, span.start - 3) : span.start]]
    if not before:
        return False
    if before[-1] in {"of", "from"} and any(word in BEARING for word in before[:-1]):
        return True
    if before[-1] == "near" and before[-2:-1] == [","]:
        return True
    if before[-2:] in (["border", "with"], ["borders", "with"], ["from", "neighbouring"]):
        return True
    if before[-1] in {"in", "at"} and _carried_to(doc[span.start - 1]):
        return True
    meeting = doc[span.start - 1].head
    if before[-1] in {"in", "at"} and (meeting.lemma_.lower() in _MEETING or meeting.lower_ in _MEETING):
        return True
    if before[-1] in {"in", "at", "from"} and _spoken_at(doc[span.start - 1]):
        return True
    if before[-1] == "to":
        far = {token.lower_ for token in doc[max(0, span.start - 10) : span.start]}
        return bool(set(before) & _TRAVEL) or "from" in far or doc[span.start - 1].head.lemma_.lower() in _MOTION
    return False


def _caring(where: Where) -> bool:
    """A hospital or clinic named after its town: where those hurt elsewhere are brought."""
    return where.feature == "facility" and any(word in where.text.lower() for word in ("hospital", "clinic", "medical"))


def _spoken_at(preposition: Token) -> bool:
    """Where somebody spoke: "told reporters in Doha", "a speech broadcast live from Cairo", "speaking from Erbil"."""
    verb = preposition.head if preposition.head.pos_ == "VERB" else preposition.head.head
    between = verb.doc[verb.i + 1 : preposition.i]
    return (
        verb.pos_ == "VERB"
        and verb.lemma_.lower() in _SPEAKING
        and 0 <= preposition.i - verb.i <= 4
        and not any(token.is_punct or token.pos_ in {"VERB", "NUM"} for token in between)
    )


def _carried_to(preposition: Token) -> bool:
    """ "Taken to a hospital in Detroit": where somebody was brought."""
    thing = preposition.head
    to = thing.head if thing.dep_ == "pobj" else None
    return to is not None and to.lower_ == "to" and to.head.lemma_.lower() in _MOTION


def _held(span: Span) -> bool:
    after = span.doc[span.end : span.end + 2]
    return (
        len(after) == 2
        and after[0].text == ","
        and (after[1].ent_type_ in {"GPE", "LOC"} or (after[1].pos_ == "PROPN" and bool(after[1].text.istitle())))
    )


def _opening(span: Span) -> bool:
    sent = span.root.sent
    return bool(
        span.start - sent.start <= 2
        and span.start > sent.start
        and span.doc[span.start - 1].lower_ in {"in", "at", "near", "across", "around"}
    )

"""Place names as control and event clauses meet them: by gazetteer mention, else by the parse."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from onrecord import actors, cast
from onrecord.clauses import NAME_TAGS, RANKS, children, conjuncts, lemma, phrase, wording
from onrecord.extract.forms import written
from onrecord.extract.marks import marked, rule
from onrecord.extract.mentions import Passage, Where, surnames
from onrecord.knowledge import table
from onrecord.model import Report

if TYPE_CHECKING:
    from spacy.tokens import Token

REACH = 600
SETTLED = frozenset({"settlement", "neighbourhood", "area", "region"})
PLACE_ENTITIES = frozenset({"GPE", "LOC", "FAC"})
COMPASS = frozenset({"North", "South", "East", "West"})
DEFINITE = frozenset({"the", "this", "that", "its", "his", "her", "their", "our"})
_DIRECTION = re.compile(
    r"(?:\b(?:north|south|east|west|miles?|km|kilomet(?:er|re)s?|outside|near|from|between|towards?|border(?:ing)?)\b[\w\s-]{0,14}"
    r"|\b(?:east|west)(?:ern)? of )$",
    re.IGNORECASE,
)


_AROUND = re.compile(r"^(?:the|a)\s+|['’]s?$")
_WATER = re.compile(
    r"\b(?:Sea|Ocean|Gulf|River|Lake|Strait|Mediterranean|Atlantic|Pacific|Caribbean|Mount)\b"
    r"|^(?:(?:North|South|Latin|Western|Eastern|Central) )?(?:Europe|Africa|Asia|America|West|East|Middle East)$"
)


SETTLEMENT = rule(lambda word: word.lemma in wording().settlements)
TITLED = rule(lambda word: word.lemma in wording().settlements or word.lemma in wording().offices)
JOINED = rule(lambda word: word.dep == "conj" and word.tag in NAME_TAGS)


@dataclass(frozen=True, slots=True)
class Spot:
    """A named place at report offsets; ``settlement`` is false for countries and seas.

    ``aside`` marks a landmark ("30 miles from X") or a metonym; ``kinds`` are what the report
    calls it ("city", "region").
    """

    start: int
    end: int
    text: str
    settlement: bool
    aside: bool
    kinds: frozenset[str] = frozenset()
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What control and event clauses are read against: the report's place names and its cast."""

    spots: tuple[Spot, ...]
    people: cast.Cast


def ground_of(passages: Sequence[Passage], report: Report, places: Sequence[Where] = ()) -> Ground:
    """The ground of a report; ``places`` are the gazetteer's mentions."""
    spots = spots_of(passages, places)
    towns = (spot.country for spot in spots if spot.country and spot.settlement)
    return Ground(spots, cast.cast_of(report.text, towns))


def spots_of(passages: Sequence[Passage], places: Sequence[Where] = ()) -> tuple[Spot, ...]:
    """Every place name in text order; the parse's own towns stand in where the gazetteer has no mention."""
    found: dict[tuple[int, int], Spot] = {}
    known = frozenset(where.text for where in places)
    named = known | frozenset(_clean(written(e)) for p in passages for e in p.doc.ents if e.label_ in PLACE_ENTITIES)
    persons = cache(lambda: surnames(passages))
    for passage in passages:
        end = passage.end
        inside = [w for w in places if passage.start <= w.start < end]
        for where in inside:
            span = passage.span(where.start, where.end)
            if span is not None:
                settled = where.feature in SETTLED and _WATER.search(where.text) is None
                found[where.start, where.end] = Spot(
                    where.start,
                    where.end,
                    where.text,
                    settled,
                    _aside(span.root, where.text),
                    country=where.place.within[-1] if where.place.within else None,
                )
        for start, end in _runs(passage, named):
            root = passage.doc[end - 1]
            text = _clean(passage.doc[start:end].text)
            begin = passage.offset(passage.doc[start])
            taken = any(where.start < begin + len(text) and begin < where.end for where in inside)
            if (
                text
                and text not in COMPASS
                and not taken
                and (
                    not places
                    or text in known
                    or (root.ent_type_ == "GPE" and _nobody(root, text, persons))
                    or _introduced(root)
                )
            ):
                found[begin, begin + len(text)] = Spot(
                    begin, begin + len(text), text, not (_country(text) or _WATER.search(text)), _aside(root, text)
                )
    kinds = _kinds(passages)
    return tuple(replace(found[key], kinds=kinds.get(found[key].text, frozenset())) for key in sorted(found))


def _nobody(root: Token, text: str, persons: Callable[[], frozenset[str]]) -> bool:
    """Whether a name that the parse takes for a place is not an actor's or a person's of the report."""
    return root.text.casefold() not in persons() and actors.lookup(text) is None


def _kinds(passages: Sequence[Passage]) -> dict[str, frozenset[str]]:
    """What the report calls each name: "the city of X", "the city, X,", "X city"."""
    kinds: dict[str, frozenset[str]] = {}
    for passage in passages:
        for at in marked(passage.doc, SETTLEMENT):
            noun = passage.doc[at]
            name = lemma(noun)
            names = [n for of in children(noun, "prep") if of.lower_ == "of" for n in children(of, "pobj")]
            names.extend(children(noun, "appos", "compound"))
            if noun.dep_ in {"appos", "attr"}:
                names.append(noun.head)
            for token in names:
                text = _clean(passage.doc[phrase(token)[0] : token.i + 1].text)
                kinds[text] = kinds.get(text, frozenset()) | {name}
    return kinds


def _runs(passage: Passage, named: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Token runs that are names of places: tagged so, tagged so elsewhere in the report, or after "town of"."""
    doc = passage.doc
    taken: set[int] = set()
    for entity in doc.ents:
        text = _clean(written(entity))
        if entity.label_ in PLACE_ENTITIES or (text in named and len(text) > 3 and not actors.country_of(text)):
            start = entity.start
            while start < entity.end - 1 and doc[start].lower_ in {"the", "a"}:
                start += 1
            taken.update(range(start, entity.end))
            yield start, entity.end
    for at in marked(doc, TITLED):
        if at + 2 >= len(doc) or doc[at + 1].lower_ != "of":
            continue
        start = end = at + 2
        while end < len(doc) and doc[end].tag_ in NAME_TAGS:
            end += 1
        if end > start and not taken & set(range(start, end)):
            taken.update(range(start, end))
            yield start, end
    for token in [doc[at] for at in marked(doc, JOINED)]:
        if token.i not in taken and token.ent_type_ not in {"ORG", "NORP"}:
            head = token.head
            last = token.doc[token.i + 1] if token.i + 1 < len(doc) else None
            if (
                head.i in taken
                and (last is None or last.tag_ not in NAME_TAGS)
                and lemma(head) not in wording().settlements
            ):
                taken.add(token.i)
                yield token.i, token.i + 1


def _introduced(root: Token) -> bool:
    """Whether the words before the name make it a place: "the town of X", "the mayor of X"."""
    start = phrase(root)[0]
    before = root.doc[max(0, start - 2) : start]
    if len(before) < 2 or before[1].lower_ != "of":
        return False
    return lemma(before[0]) in wording().settlements | wording().offices


def _clean(text: str) -> str:
    return _AROUND.sub("", text.strip())


def _country(text: str) -> bool:
    """Whether the name is a country's own, not the capital that stands for it."""
    name = actors.country_of(text)
    if name is None:
        return False
    row = table("actors/countries.toml")["countries"].get(name, {})
    return text not in row.get("seats", ())


def _aside(root: Token, text: str) -> bool:
    """Whether a name is a landmark for another place, or a capital that speaks for its country."""
    head = root.head
    if root.dep_ in {"nsubj", "nsubjpass", "dobj"} and actors.country_of(text) and lemma(head) in wording().speech:
        return True
    if (
        root.dep_ == "pobj"
        and head.lower_ in {"in", "at"}
        and head.head.dep_ == "nsubj"
        and lemma(head.head.head) in wording().speech
    ):
        return True
    if root.dep_ == "poss" and actors.country_of(text) and lemma(head) in wording().forces:
        return True
    before = written(root.doc)[max(0, root.idx - 40) : root.idx]
    return bool(_DIRECTION.search(before.split(",")[-1].split("“")[-1])) and root.dep_ == "pobj"


def spot_at(spots: Sequence[Spot], passage: Passage, token: Token) -> Spot | None:
    """The place name that covers a token."""
    offset = passage.offset(token)
    at = bisect_left(spots, offset + 1, key=lambda spot: spot.start) - 1
    for spot in spots[max(0, at - 2) : at + 1]:
        if spot.start <= offset < spot.end:
            return spot
    return None


def named_in(spots: Sequence[Spot], passage: Passage, noun: Token) -> tuple[Spot, ...]:
    """The places a noun phrase names: itself, "the city of X", "its second city, X", "towns such as X and Y"."""
    own = spot_at(spots, passage, noun)
    if own is not None:
        return (own,)
    if lemma(noun) not in wording().settlements | wording().parts:
        return ()
    for child in sorted(noun.children, key=lambda c: (c.dep_ != "prep", c.dep_ != "appos", c.i)):
        if child.dep_ in {"appos", "compound", "nmod", "poss"} or (
            child.dep_ == "prep" and child.lower_ in {"of", "in"}
        ):
            inner = next(children(child, "pobj"), None) if child.dep_ == "prep" else child
            spot = spot_at(spots, passage, inner) if inner is not None else None
            if inner is not None and spot is None and child.dep_ == "prep":
                nested = named_in(spots, passage, inner)
                if nested:
                    return nested
            if spot is not None and (spot.settlement or child.dep_ == "appos") and child.dep_ != "poss":
                return (spot,)
    listed = [
        spot
        for child in noun.subtree
        if child.dep_ == "prep" and (child.lower_ in {"including", "like"} or child.lower_ == "as")
        for first in children(child, "pobj")
        for name in conjuncts(first)
        if (spot := spot_at(spots, passage, name)) is not None
    ]
    return tuple(listed)


def refers(noun: Token) -> bool:
    """Whether the noun points back at a place named before: "the city", "his town", "it" as an object."""
    if noun.lower_ in {"it", "there"}:
        return True
    if lemma(noun) not in wording().backs:
        return False
    marks = [child for child in noun.children if child.i < noun.i]
    if any(child.lower_ in RANKS for child in marks):
        return False
    return any(child.lower_ in DEFINITE for child in marks) or (
        not marks and noun.tag_ == "NN" and noun.i == noun.sent.start
    )


def last_before(spots: Sequence[Spot], offset: int, noun: str = "") -> Spot | None:
    """The last settlement named before a report offset, landmarks and metonyms left out.

    One that the report calls by the same noun ("the city") wins over a nearer one that it does not, within REACH.
    """
    at = bisect_left(spots, offset, key=lambda spot: spot.start)
    fitting = [spot for spot in reversed(spots[:at]) if spot.settlement and not spot.aside]
    called = next((spot for spot in fitting if noun in spot.kinds and offset - spot.start < REACH), None)
    if called is not None:
        return called
    return next(iter(fitting), None)

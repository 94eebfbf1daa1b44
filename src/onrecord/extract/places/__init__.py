"""Finds every place a report names and says which place of the world it is (codebook section 2, ``place``)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from onrecord import gazetteer
from onrecord.extract.mentions import Passage, Where, surnames
from onrecord.extract.places import finder as place_mentions
from onrecord.extract.places import ranking as place_ranking
from onrecord.extract.places import words as place_words
from onrecord.extract.places.chains import Mention
from onrecord.extract.places.finder import ENOUGH
from onrecord.extract.places.ranking import Story
from onrecord.gazetteer import Entry, Gazetteer, fold, likeness
from onrecord.geography import inside, near
from onrecord.model import Place, Report

__all__ = ["find", "inside", "near"]

_CAPITALS = re.compile(r"[A-Z](?<!\w.)[\w-]+(?: [A-Z]\w+)?")
_INSIDE = re.compile(
    r"(?P<thing>(?: [a-z-]+){0,3}),? (?:in|inside|near|outside) (?:the (?:[a-z]+ )?(?:city|town|village|suburb) of )?"
)
PRECISION = {"country": "country", "admin1": "area", "admin2": "area", "region": "region", "water": "region"}
FEATURE = {"country": "country", "admin1": "area", "admin2": "area", "region": "region", "water": "water"}
FEATURE_HINT = {"settlement": "settlement", "part": "neighbourhood", "area": "area", "facility": "facility"}


def find(passages: Sequence[Passage], report: Report) -> tuple[Where, ...]:
    """Every place mention in text order, each resolved as far as the gazetteer and the story allow; none overlap.

    A thing named after its place ("Kharkiv Airport", "Wichita Police") is a ``facility`` that lies in that place.
    An unknown name has precision "unresolved", or "area" where the report says what holds it ("Tyrone, Mo.").
    """
    book = gazetteer.load()
    finder = place_mentions.Finder(book, place_mentions.surnames(passages))
    mentions = _accepted([mention for passage in passages for mention in finder.mentions(passage)])
    chosen, story = place_ranking.choose(mentions, _peoples(passages, finder.people))
    hints = {fold(m.name): m.hint for m in mentions if m.hint in ("settlement", "part")}
    known = {entry.id for entry in chosen.values()}
    persons = cache(lambda: surnames(passages))
    wheres = []
    for mention in mentions:
        entry = chosen.get(mention.start)
        if not mention.candidates and mention.hint is None and mention.name.split()[-1].casefold() in persons():
            continue
        if entry is None and mention.hint is None and fold(mention.name) in hints:
            mention = replace(mention, hint=hints[fold(mention.name)])
        if entry is None and mention.candidates and mention.setting < ENOUGH:
            continue
        wheres.append(_where(mention, entry or _loosely(mention, book, story), book, story, known))
    return tuple(
        where for where, after in pairwise((*wheres, None)) if where and not _stands_in(where, after, report.text)
    )


def _stands_in(where: Where, after: Where | None, text: str) -> bool:
    """Whether a town only names a plant or port that stands in the town named next: "the Zaporizhzhia nuclear plant in
    Enerhodar"."""
    if after is None or {where.feature, after.feature} - {"settlement", "facility", "neighbourhood"}:
        return False
    if not 0 < after.start - where.end < 60:
        return False
    between = _INSIDE.fullmatch(text, where.end, after.start)
    if between is None or after.feature == "facility":
        return False
    named = between["thing"].split()[-1] if between["thing"] else where.text.split()[-1]
    return fold(named) in place_words.load().facility_nouns


def _accepted(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with enough evidence, and weaker ones whose name has enough elsewhere in the report."""
    names = {fold(m.name) for m in mentions if m.evidence >= ENOUGH + 1 and m.hint != "facility"}
    return [
        m for m in mentions
        if m.evidence >= ENOUGH or (m.evidence >= 0 and m.hint != "facility" and fold(m.name) in names)
    ]  # fmt: skip


def _peoples(passages: Sequence[Passage], people: Mapping[str, str]) -> dict[str, float]:
    """Evidence for countries from demonyms: the first three uses of each country's count."""
    counts: dict[str, float] = defaultdict(float)
    for passage in passages:
        for match in _CAPITALS.finditer(passage.text):
            words = match.group().split()
            code = people.get(match.group().casefold()) or people.get(words[0].casefold())
            if code:
                counts[code] += 0.4
    return {code: min(worth, 1.6) for code, worth in counts.items()}


def _loosely(mention: Mention, book: Gazetteer, story: Story) -> Entry | None:
    """A name that the gazetteer lacks, tried under a looser spelling in the story's two main countries."""
    if mention.hint == "facility" or mention.candidates or mention.container:
        return None
    found = book.like(mention.name, [code for code, _ in story.countries[:2]])
    areas = [e for e in found if e.kind in ("admin1", "admin2")]
    settlements = [e for e in found if e.kind == "settlement"]
    best = areas if mention.hint == "area" else settlements or areas
    return best[0] if best else None


def _where(mention: Mention, entry: Entry | None, book: Gazetteer, story: Story, known: set[int]) -> Where:
    rule = f"place.{mention.rule}"
    if entry is None:
        place = _unresolved(mention, book, story, known)
        feature = FEATURE_HINT.get(mention.hint or "", "other" if mention.label in ("LOC", "FAC") else "settlement")
        return Where(mention.start, mention.end, mention.text, feature, place, rule)
    if mention.hint == "area" and entry.kind == "settlement":
        entry = _area_of(entry, book) or entry
    within = tuple(one.name for one in book.enclosing(entry))
    place = Place(
        text=mention.text,
        name=entry.name,
        gazetteer_id=entry.gazetteer_id,
        within=within,
        latitude=entry.latitude,
        longitude=entry.longitude,
        precision=PRECISION.get(entry.kind, "point"),
        country=entry.country,
    )
    feature = FEATURE.get(entry.kind, entry.kind)
    if mention.hint == "facility":
        place = replace(place, name=mention.text, gazetteer_id=None, within=(entry.name, *within))
        return Where(mention.start, mention.end, mention.text, "facility", place, rule)
    if mention.hint == "area" and entry.kind == "settlement":
        place = replace(place, name=mention.text, gazetteer_id=None, within=(entry.name, *within), precision="area")
        feature = "area"
    elif mention.hint == "part" and entry.kind == "settlement":
        feature = "neighbourhood"
    if mention.compass is not None:
        place = _directional(place, entry, mention, feature)
        feature = "area" if feature == "country" else feature
    return Where(mention.start, mention.end, mention.text, feature, place, rule)


def _unresolved(mention: Mention, book: Gazetteer, story: Story, known: set[int]) -> Place:
    """A name without an entry: placed in what the report says holds it, else in the story's main area and country."""
    holder = next((entry for entry in mention.container if entry.id in known), None)
    if holder is not None:
        return Place(
            text=mention.text,
            name=mention.name,
            within=(holder.name, *(one.name for one in book.enclosing(holder))),
            latitude=holder.latitude,
            longitude=holder.longitude,
            precision="area",
            country=holder.country,
        )
    codes = (story.main_area, story.main)
    names = tuple(entry.name for code in codes if code and (entry := book.coded(code)) is not None)
    return Place(mention.text, mention.name, within=names, country=story.main)


def _area_of(entry: Entry, book: Gazetteer) -> Entry | None:
    """The subdivision that bears a settlement's name ("Hasaka province" around Hasakah)."""
    key = likeness(fold(entry.name))
    for outer in book.enclosing(entry):
        if outer.kind in ("admin1", "admin2") and key and key in likeness(fold(outer.name)):
            return outer
    return None


def _directional(place: Place, entry: Entry, mention: Mention, feature: str) -> Place:
    """The named side of a country or area ("northern Syria"), its point moved to that side of the populated middle."""
    latitude, longitude = entry.latitude, entry.longitude
    side = mention.compass or ""
    if latitude is not None and entry.south is not None and entry.north is not None:
        if side.startswith(("north", "upper")):
            latitude = (latitude + entry.north) / 2
        elif side.startswith(("south", "lower")):
            latitude = (latitude + entry.south) / 2
    if longitude is not None and entry.west is not None and entry.east is not None:
        if "east" in side:
            longitude = (longitude + entry.east) / 2
        elif "west" in side:
            longitude = (longitude + entry.west) / 2
    return replace(
        place,
        name=mention.text,
        gazetteer_id=None,
        within=(entry.name, *place.within),
        latitude=latitude,
        longitude=longitude,
        precision="point" if feature == "settlement" else "region",
    )

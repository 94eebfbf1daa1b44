"""Finds every place a report names and says which place of the world it is (codebook section 2, ``place``)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from onrecord import gazetteer
from onrecord.extract import place_mentions, place_ranking
from onrecord.extract.mentions import Passage, Where
from onrecord.extract.place_mentions import Mention
from onrecord.gazetteer import Entry, Gazetteer
from onrecord.geography import inside, near
from onrecord.model import Place, Report

__all__ = ["find", "inside", "near"]

PRECISION = {"country": "country", "admin1": "area", "admin2": "area", "region": "region", "water": "region"}
FEATURE = {"country": "country", "admin1": "area", "admin2": "area", "region": "region", "water": "water"}


def find(passages: Sequence[Passage], report: Report) -> tuple[Where, ...]:
    """Every place mention in text order, each resolved as far as the gazetteer and the story allow; none overlap."""
    book = gazetteer.load()
    finder = place_mentions.Finder(book, place_mentions.surnames(passages))
    mentions = [mention for passage in passages for mention in finder.mentions(passage)]
    chosen, story = place_ranking.choose(mentions, _peoples(passages, finder.people))
    wheres = []
    for mention in mentions:
        entry = chosen.get(mention.start)
        if entry is None:
            mention, entry = _loosely(mention, book, story)
        wheres.append(_where(mention, entry, book, story))
    return tuple(wheres)


def _peoples(passages: Sequence[Passage], people: Mapping[str, str]) -> dict[str, float]:
    """Evidence for countries from demonyms: the first three uses of each country's count."""
    counts: dict[str, float] = defaultdict(float)
    for passage in passages:
        for match in re.finditer(r"\b[A-Z][\w-]+(?: [A-Z]\w+)?", passage.doc.text):
            words = match.group().split()
            code = people.get(match.group().casefold()) or people.get(words[0].casefold())
            if code:
                counts[code] += 0.4
    return {code: min(worth, 1.6) for code, worth in counts.items()}


def _loosely(mention: Mention, book: Gazetteer, story: place_ranking.Story) -> tuple[Mention, Entry | None]:
    """A name that the gazetteer lacks, tried under a looser spelling in the story's two main countries."""
    if mention.hint == "facility":
        return mention, None
    found = book.like(mention.name, [code for code, _ in story.countries[:2]])
    areas = [e for e in found if e.kind in ("admin1", "admin2")]
    settlements = [e for e in found if e.kind == "settlement"]
    best = areas if mention.hint == "area" else settlements or areas
    return mention, best[0] if best else None


def _where(mention: Mention, entry: Entry | None, book: Gazetteer, story: place_ranking.Story) -> Where:
    rule = f"place.{mention.rule}"
    if entry is None:
        country = story.main
        holder = book.coded(country) if country else None
        feature = {"settlement": "settlement", "part": "neighbourhood", "area": "area", "facility": "facility"}
        place = Place(mention.text, mention.text, None, (holder.name,) if holder else (), country=country)
        return Where(mention.start, mention.end, mention.text, feature.get(mention.hint or "", "other"), place, rule)
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
    feature_name = FEATURE.get(entry.kind, entry.kind)
    if mention.hint == "facility":
        place = replace(place, name=mention.text, gazetteer_id=None, within=(entry.name, *within))
        feature_name = "facility"
    elif mention.compass is not None:
        place, feature_name = _directional(place, entry, mention, feature_name), feature_name
        feature_name = "area" if feature_name == "country" else feature_name
    elif mention.hint == "part" and entry.kind == "settlement":
        feature_name = "neighbourhood"
    return Where(mention.start, mention.end, mention.text, feature_name, place, rule)


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

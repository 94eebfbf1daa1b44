"""A possible place mention, and what mentions side by side tell of one another: containment, lists, shared nouns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.extract.places.words import Words
from onrecord.gazetteer import Entry

CONTAINED = re.compile(
    r"(?: ?\(|,? (?:in|of) |, (?:an? (?:[\w-]+ ){0,4}(?:in|of) )?)(?:the )?(?:[a-z-]+ )?"
    r"(?:(?:part|province|state|region|county|district|island|city|town) of )?(?:the )?$"
)
_NEXT_WORD = re.compile(r" (\w+)")
_LISTED = re.compile(r",? and |, ")


@dataclass(frozen=True, slots=True)
class Mention:
    """A possible place: where it stands (report offsets), the name looked up, its candidates and the hints beside it.

    ``hint`` is settlement, area, part or facility where a kind noun stands by; ``container`` are the candidates of the
    place named right after it ("Odessa, Texas"); ``evidence`` is the sum that decided whether it names a place at all,
    ``setting`` the part of it that the words around gave, without the gazetteer.
    """

    start: int
    end: int
    text: str
    name: str
    candidates: tuple[Entry, ...]
    hint: str | None
    compass: str | None
    evidence: float
    setting: float
    rule: str
    label: str = ""
    container: tuple[Entry, ...] = ()
    weight: float = 1.0


def contained(found: Sequence[Mention], text: str, offset: int) -> Iterator[Mention]:
    """Gives each mention the candidates of the place that follows it ("X, Y", "X in Y") as its container."""
    for mention, following in zip(found, [*found[1:], None], strict=False):
        if following is not None and mention.hint != "facility" and following.hint != "facility":
            gap = text[mention.end - offset : following.start - offset]
            owner = text[following.end - offset : following.end - offset + 2] in ("'s", "’s")
            listed = owner or (gap == ", " and not _levels(mention).isdisjoint(_levels(following)))
            if 0 < len(gap) < 40 and gap.strip() and not listed and CONTAINED.match(gap):
                yield replace(mention, container=following.candidates)
                continue
        yield mention


def _levels(mention: Mention) -> set[str]:
    """What a name usually is (its biggest bearer): two big towns, areas or countries side by side are a list."""
    bearers = [entry for entry in mention.candidates if entry.rank == 0 and entry.kind != "admin2"]
    usual = max(bearers, key=lambda entry: entry.population, default=None)
    if usual is None or (usual.kind == "settlement" and usual.population < 100_000):
        return set()
    return {usual.kind}


def plural_areas(found: Iterator[Mention], text: str, offset: int, lists: Words) -> Iterator[Mention]:
    """Marks each of "X, Y and Z provinces" as an area."""
    mentions = list(found)
    for index in range(len(mentions) - 1, -1, -1):
        match = _NEXT_WORD.match(text, mentions[index].end - offset)
        if match and match.group(1).casefold() in lists.area_plurals:
            back = index
            mentions[back] = replace(mentions[back], hint="area", evidence=mentions[back].evidence + 3)
            while back and _LISTED.fullmatch(text, mentions[back - 1].end - offset, mentions[back].start - offset):
                back -= 1
                mentions[back] = replace(mentions[back], hint="area", evidence=mentions[back].evidence + 3)
    return iter(mentions)

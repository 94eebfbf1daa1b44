"""Who a bare "government forces", "the army" or "the rebels" stands for in one report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from onrecord import actors
from onrecord.clauses import children, lemma, person, phrase_text, subject_of, wording
from onrecord.knowledge import table

if TYPE_CHECKING:
    from spacy.tokens import Token

_INVASION = re.compile(
    r"\b(?P<by>[A-Z][\w-]+)(?:[’']s)?(?: [a-z-]+){0,2} "
    r"(?:invasion of|invaded|war (?:on|against)|attack on|offensive against) (?P<of>[A-Z][\w-]+)"
)
_INVADER = re.compile(r"\b(?:invad(?:er|ing)|occup(?:ier|ying|ation forces))", re.I)
_STATE = re.compile(
    r"\b(?:government|regime|army|military|loyalists?|security forces|troops|soldiers|air force|warplanes)\b", re.I
)
_ANTI = re.compile(r"\banti[-‐ ](?:\w+[-‐ ])?(?:government|regime|army|military)\b", re.I)
_OPPOSITION = re.compile(r"\b(?:rebels?|opposition|insurgents?|revolutionar(?:y|ies))\b", re.I)
LOYALTY = 6  # words of "loyal to Peruvian leader Ana Ruiz"
FEW = 3  # towns, which tell less of whose report it is than the countries that it names
PEOPLE = ("civilian", "military", "unknown", "bodies")


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is who in one report: the country it is mostly about, and who attacked whom where its words say so."""

    home: str | None = None
    attacker: str | None = None
    attacked: str | None = None

    def opponent(self, side: str | None) -> str | None:
        """The other side of the war the report is about."""
        return {self.attacker: self.attacked, self.attacked: self.attacker}.get(side) if side is not None else None


NOBODY = Cast()


def cast_of(text: str, countries: Iterable[str] = ()) -> Cast:
    """The cast of a report: the country of most of its towns, of few the most named one; the sides of its war."""
    counts: Counter[str] = Counter()
    towns = Counter(countries)
    for _, _, words, _ in actors.actors_in(text):
        country = actors.country_of(words)
        if country is not None:
            counts[country] += 1
    wars: Counter[tuple[str, str]] = Counter()
    for match in _INVASION.finditer(text):
        attacker, attacked = actors.side_of(match["by"]), actors.side_of(match["of"])
        if attacker and attacked and attacker != attacked:
            wars[attacker, attacked] += 1
    attacker, attacked = wars.most_common(1)[0][0] if wars else (None, None)
    few = max(towns.values(), default=0) <= FEW
    home = max(towns or counts, key=lambda country: (not few and towns[country], counts[country]), default=None)
    return Cast(attacked or home, attacker, attacked)


def side(noun: Token, cast: Cast) -> str | None:
    """The party of a noun in its short usual name; bare state forces and rebels are those of the report's own country.

    A pronoun or "its forces" stands for the subject of the clause that governs it.
    """
    if noun.pos_ == "PRON" and noun.tag_ not in {"NN", "NNS"}:
        return _referent_side(noun, cast)
    words = phrase_text(noun)
    named = actors.side_of(words)
    if named is not None:
        return named
    if person(noun):
        return None
    owner = next((child for child in noun.children if child.dep_ == "poss" and child.tag_ == "PRP$"), None)
    if owner is not None and owner.lower_ in {"its", "their", "his", "her", "our"}:
        return _referent_side(noun, cast)
    loyal = next((child for child in noun.children if child.lower_ == "loyal" and child.i > noun.i), None)
    if loyal is not None:
        return actors.side_of(noun.doc[loyal.i : loyal.i + LOYALTY].text)
    if _INVADER.search(words):
        return cast.attacker
    if _ANTI.search(words):
        return _opposition(cast.home) if armed(noun) else None
    if _OPPOSITION.search(words):
        return _opposition(cast.home)
    return cast.home if _STATE.search(words) and lemma(noun) not in _civilians() else None


def _opposition(country: str | None) -> str | None:
    return actors.side_of(f"{next(iter(_adjectives(country)), country)} rebels") if country is not None else None


@cache
def _civilians() -> frozenset[str]:
    return frozenset(table("languages/en/people.toml")["civilian"])


def _adjectives(country: str) -> tuple[str, ...]:
    return tuple(table("actors/countries.toml")["countries"].get(country, {}).get("adjectives", ()))


def _referent_side(noun: Token, cast: Cast) -> str | None:
    """The party of the nearest earlier subject: of the governing clause first, then of the sentences before."""
    verb = noun.head
    for _ in range(8):
        governor = verb.head
        if governor is verb:
            break
        subject = subject_of(governor) if governor.pos_ in {"VERB", "AUX"} else None
        if subject is not None and subject.pos_ != "PRON" and subject.i < noun.i:
            found = side(subject, cast)
            if found is not None:
                return found
        verb = governor
    for token in reversed(list(noun.doc[: noun.sent.start])[-80:]):
        if token.dep_ in {"nsubj", "nsubjpass", "poss"} and token.pos_ in {"NOUN", "PROPN"}:
            found = actors.side_of(phrase_text(token))
            if found is not None:
                return found
    return None


def party(noun: Token) -> bool:
    """Whether a noun is somebody whom one can ask: people, a named person, a force, an office, a body, a country."""
    if noun.pos_ == "PRON" or noun.ent_type_ in {"PERSON", "NORP", "ORG", "GPE"} or armed(noun):
        return True
    if {lemma(noun), noun.lower_} & _people():
        return True
    of = (pobj for prep in children(noun, "prep") if prep.lower_ == "of" for pobj in children(prep, "pobj"))
    return actors.kind_of(phrase_text(noun)) not in {None, "none", "unnamed"} or any(party(inner) for inner in of)


@cache
def _people() -> frozenset[str]:
    """Nouns of people and of their bodies: the last words of data/languages/en/people.toml's."""
    told = table("languages/en/people.toml")
    return frozenset(name.rpartition(" ")[2] for key in PEOPLE for name in told[key])


def armed(noun: Token) -> bool:
    """Whether the noun is a force that can hold ground: an army, rebels, or a country or group by name."""
    if lemma(noun) in wording().forces or noun.lower_ in wording().forces:
        return True
    if noun.pos_ == "PRON" and noun.tag_ == "PRP":
        return noun.lower_ in {"they", "it"} and _referent_side(noun, NOBODY) is not None
    if noun.ent_type_ == "NORP" and next(children(noun, "nummod"), None) is not None:
        return False
    named = noun.pos_ == "PROPN" or noun.ent_type_ in {"NORP", "ORG", "GPE"}
    return named and person(noun) is None and actors.side_of(phrase_text(noun)) is not None

"""Who a bare "government forces", "the army" or "the rebels" stands for in one report."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from onrecord import actors
from onrecord.clauses import lemma, person, phrase_text, subject_of, wording

if TYPE_CHECKING:
    from spacy.tokens import Token

_STATE = re.compile(r"\b(?:government|regime|army|military|loyalists?|security forces|troops|soldiers|air force|warplanes)\b", re.I)
_OPPOSITION = re.compile(r"\b(?:rebels?|opposition|insurgents?|revolutionar(?:y|ies))\b", re.I)


def home_country(text: str) -> str | None:
    """The country a report is mostly about: the one its words name most often, adjectives and people included."""
    counts: Counter[str] = Counter()
    for _, _, words, _ in actors.actors_in(text):
        country = actors.country_of(words)
        if country is not None:
            counts[country] += 1
    return counts.most_common(1)[0][0] if counts else None


def side(noun: Token, home: str | None) -> str | None:
    """The party of a noun in its short usual name; bare state forces and rebels are those of the report's own country.

    A pronoun or "its forces" stands for the subject of the clause that governs it.
    """
    if noun.pos_ == "PRON" and noun.tag_ not in {"NN", "NNS"}:
        return _referent_side(noun, home)
    words = phrase_text(noun)
    named = actors.side_of(words)
    if named is not None:
        return named
    if person(noun):
        return None
    owner = next((child for child in noun.children if child.dep_ == "poss" and child.tag_ == "PRP$"), None)
    if owner is not None and owner.lower_ in {"its", "their", "his", "her", "our"}:
        return _referent_side(noun, home)
    if home is not None and _OPPOSITION.search(words):
        return actors.side_of(f"{next(iter(_adjectives(home)), home)} rebels")
    if home is not None and _STATE.search(words):
        return home
    return None


def _adjectives(country: str) -> tuple[str, ...]:
    from onrecord.knowledge import table

    return tuple(table("actors/countries.toml")["countries"].get(country, {}).get("adjectives", ()))


def _referent_side(noun: Token, home: str | None) -> str | None:
    """The party of the nearest earlier subject: of the governing clause first, then of the sentences before."""
    verb = noun.head
    for _ in range(8):
        governor = verb.head
        if governor is verb:
            break
        subject = subject_of(governor) if governor.pos_ in {"VERB", "AUX"} else None
        if subject is not None and subject.pos_ != "PRON" and subject.i < noun.i:
            found = side(subject, home)
            if found is not None:
                return found
        verb = governor
    for token in reversed(list(noun.doc[: noun.sent.start])[-80:]):
        if token.dep_ in {"nsubj", "nsubjpass", "poss"} and token.pos_ in {"NOUN", "PROPN"}:
            found = actors.side_of(phrase_text(token))
            if found is not None:
                return found
    return None


def armed(noun: Token) -> bool:
    """Whether the noun is a force that can hold ground: an army, rebels, or a country or group by name."""
    if lemma(noun) in wording().forces:
        return True
    if noun.pos_ == "PRON":
        return noun.lower_ in {"they", "it", "who", "which", "we"}
    return person(noun) is None and actors.side_of(phrase_text(noun)) is not None

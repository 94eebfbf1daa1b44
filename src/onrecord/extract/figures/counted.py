"""What is counted: the noun phrase after a number, its class, object (codebook section 5) and implied status."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from onrecord import knowledge
from onrecord.measures import noun_forms

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MAX_WORDS = 4


@dataclass(frozen=True, slots=True)
class Kind:
    """The class of a noun (people, equipment, munition, structure, ... context), its object and implied status."""

    name: str
    object: str | None = None
    status: str = "unknown"


@dataclass(frozen=True, slots=True)
class Noun:
    """A counted noun phrase: tokens [first, last] with its head, what it is, and whether "of" leads to it."""

    first: int
    head: int
    last: int
    kind: Kind
    partitive: bool


UNKNOWN = Kind("unknown")
PEOPLE = Kind("people")


@cache
def lexicon() -> Mapping[tuple[str, ...], Kind]:
    """Every noun the codebook's objects and the people list know, singular and plural, by its words."""
    found: dict[tuple[str, ...], Kind] = {}

    def put(phrase: str, kind: Kind) -> None:
        words = phrase.lower().split()
        for form in noun_forms(words[-1]):
            found[(*words[:-1], form)] = kind

    people = knowledge.table("languages/en/people.toml")
    for word in people["context"]:
        put(word, Kind("context"))
    for word in people["animal"]:
        put(word, Kind("animal"))
    for status in ("unknown", "civilian", "military"):
        for word in people[status]:
            put(word, Kind("people", None, status))
    for name, table in knowledge.table("objects.toml").items():
        for phrase in table["en"]:
            put(phrase, Kind(table["class"], name))
    return MappingProxyType(found)


@cache
def plain_words() -> frozenset[str]:
    """Words that name nobody in particular ("people", "others")."""
    return frozenset(knowledge.table("languages/en/people.toml")["plain"])


@cache
def responders() -> frozenset[str]:
    """Nouns for those sent to help, who are counted as troops where they are deployed (codebook section 4)."""
    return frozenset(knowledge.table("languages/en/people.toml")["responders"])


@cache
def attackers() -> frozenset[str]:
    """Nouns for those who did it, who are context unless they are the victims."""
    words = knowledge.table("languages/en/people.toml")["attackers"]
    return frozenset(" ".join((*w.split()[:-1], form)) for w in words for form in noun_forms(w.split()[-1]))


def kind_of(doc: Doc, first: int, head: int) -> Kind:
    """The kind of the noun ending at token ``head``, by its longest known words; names of peoples are people."""
    known = lexicon()
    for start in range(max(first, head - MAX_WORDS - 1), head + 1):
        words = tuple(doc[i].lower_ for i in range(start, head + 1) if doc[i].text != "-")
        kind = known.get(words) or known.get((*words[:-1], doc[head].lemma_.lower()))
        if kind:
            return kind
        kind = known.get(tuple(doc[start : head + 1].text.lower().split()))
        if kind:
            return kind
    token = doc[head]
    if head + 2 < len(doc) and doc[head + 1].lower_ == "of":
        inner = (doc[head + 2].lower_,)
        kind = known.get((token.lemma_.lower(), "of", *inner)) or (known.get(inner) if token.lemma_ == "head" else None)
        if kind:
            return kind
    if (
        token.ent_type_ == "NORP"
        or (token.tag_ == "NNPS" and token.ent_type_ not in {"ORG", "PRODUCT", "EVENT"})
        or (
            token.pos_ in {"PROPN", "ADJ"}
            and token.text[:1].isupper()
            and token.lower_.endswith(("ans", "ese", "ians", "is", "ish"))
        )
    ):
        return PEOPLE
    hyphenated = known.get((token.lower_.rsplit("-", 1)[-1],))
    if hyphenated and "-" in token.text:
        return hyphenated
    return UNKNOWN


_INSIDE = {"NOUN", "PROPN", "ADJ", "ADV", "NUM", "X", "SYM"}
_STOP = {
    "outside",
    "inside",
    "near",
    "amid",
    "across",
    "during",
    "around",
    "along",
    "aboard",
    "on-board",
    "onboard",
    "worth",
    "over",
    "under",
    "following",
    "including",
    "according",
    "reportedly",
    "mostly",
    "mainly",
    "each",
    "that",
}
_SKIP = {
    "more",
    "other",
    "additional",
    "further",
    "another",
    "the",
    "his",
    "her",
    "their",
    "its",
    "our",
    "own",
    "these",
    "those",
    "all",
    "such",
    "of",
    "’s",
    "'s",
    "new",
    "some",
    "them",
    "whom",
    "which",
    "us",
}


LONGEST = 40  # words of a noun phrase
_YEAR = re.compile(r"(?:19|20)\d\d")  # the next entry of a list: "floods kill 2,600 2007 - Storm Noel"
_QUANTIFIERS = frozenset({"many", "others", "several", "some", "another"})
_PARTICLES = frozenset({"out", "down", "up", "off"})
_TELLERS = frozenset({"source", "sources", "monitor", "ministry", "observatory", "report", "reports", "official"})
_HEADLINED = frozenset({"injure", "injures", "wound", "wounds", "kill", "kills", "hurt", "hurts", "displace"})
_CLAUSES = frozenset({"acl", "advcl", "relcl", "ROOT", "ccomp"})


def _is_noun(token: Token) -> bool:
    return bool(
        token.pos_ in {"NOUN", "PROPN"}
        or (token.lower_,) in lexicon()
        or (token.pos_ in {"ADJ", "PRON"} and (token.lemma_.lower(),) in lexicon())
    )


def _noun_end(doc: Doc, index: int) -> int:
    """Walk right over a noun phrase that begins at ``index``; the index of its head, or -1."""
    head = -1
    i = index
    if index < len(doc) and doc[index].ent_type_ in {"DATE", "TIME"} and doc[index].pos_ == "PROPN":
        return head
    stop = min(len(doc), index + LONGEST)
    while i < stop:
        token = doc[i]
        if head >= 0 and token.text in {"”", '"'}:
            break
        if token.text in {"-", "–", "/", "“", "”", '"', "’", "‘", "'"} and i > index and i + 1 < len(doc):
            i += 1
            continue
        if token.lower_ in _STOP or (token.lower_ == "dead" and not (i + 1 < len(doc) and _is_noun(doc[i + 1]))):
            break
        if token.lower_ in _PARTICLES and i > index and doc[i - 1].tag_ == "VBN":
            i += 1
            continue
        modifier = token.pos_ in _INSIDE or token.tag_ in {"VBN", "VBG", "POS"} or _is_noun(token)
        if not modifier or (token.is_sent_start and i > index):
            break
        verbal = token.tag_ in {"VBN", "VBG"} and head >= 0
        if verbal and i + 1 < len(doc) and doc[i + 1].lower_ in _QUANTIFIERS:
            break
        if verbal and (token.dep_ in _CLAUSES or not (i + 1 < len(doc) and _is_noun(doc[i + 1]))):
            break
        if head >= 0 and token.pos_ == "PROPN" and doc[head].pos_ == "NOUN" and (doc[head].lower_,) in lexicon():
            break
        if (
            head >= 0
            and token.pos_ in {"ADJ", "ADV", "NUM"}
            and not (i + 1 < len(doc) and _is_noun(doc[i + 1]) and token.pos_ == "ADJ")
        ):
            break
        if head >= 0 and token.ent_type_ in {"DATE", "TIME"} and doc[head].ent_type_ != token.ent_type_:
            break
        if (_is_noun(token) and token.lower_ not in {"dead", "wounded", "injured", "missing"}) or (
            head < 0 and _is_noun(token)
        ):
            head = i
        i += 1
    return head


def headlined(doc: Doc, at: int) -> bool:
    """A headline's verb over the next number where commas are lost: "blasts kill 5 injure 50"."""
    return doc[at].lower_ in _HEADLINED and at + 1 < len(doc) and doc[at + 1].like_num


def noun_after(doc: Doc, index: int) -> Noun | None:
    """The noun phrase counted by a number that ends just before ``index``; None where the number stands alone."""
    i = index
    partitive = False
    while i < len(doc) and doc[i].lower_ in _SKIP and doc[i].pos_ != "PROPN" and not doc[i].is_sent_start:
        if i == index and doc[i].tag_ in {"DT", "PRP$"} and doc[i].lower_ in {"the", "its", "his", "their"}:
            return None
        partitive = partitive or doc[i].lower_ == "of"
        i += 1
    if i < len(doc) and doc[i].text in {"-", "“", '"', "‘"} and not (doc[i].text == "-" and doc[i - 1].whitespace_):
        i += 1
    if i >= len(doc) or (doc[i].is_sent_start and i > index) or (i == index and _YEAR.fullmatch(doc[i].text)):
        return None
    head = _noun_end(doc, i)
    teller = doc[i].text[:1].isupper() and any(t.lower_ in _TELLERS for t in doc[i : head + 1])
    if teller or (head == i and headlined(doc, head)):  # "blast kills 32 Medical source"
        return None
    if head < 0 or (doc[head].ent_type_ == "PERSON" and doc[head].tag_ == "NNP" and doc[i].pos_ == "PROPN"):
        return None
    return Noun(i, head, head, kind_of(doc, i, head), partitive)

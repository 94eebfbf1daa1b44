"""Noun phrases as sources: where one begins and ends, which verb it is the subject of, whether it can speak at all."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from onrecord import actors
from onrecord.clauses import wording
from onrecord.extract.forms import written
from onrecord.extract.sources.cues import cues
from onrecord.knowledge import table

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
NAMING = frozenset({"NOUN", "PROPN", "PRON"})
_ADVERBS = frozenset({"there", "here", "also", "later", "earlier", "now", "separately", "meanwhile"})
_PERSONAL = frozenset({"he", "she", "they", "it", "who", "i", "we", "which", "that", "those", "these", "this"})


def phrase_at(token: Token, *, apposition: bool = True) -> tuple[int, int]:
    """Character offsets of a noun phrase with its modifiers, without relative clauses."""
    doc = token.doc
    left, right = token.left_edge.i, token.i
    for child in token.rights:
        if child.dep_ in {"relcl", "cc", "advcl", "parataxis"} or (
            child.dep_ == "punct" and child.text in {"—", "-", ":", ";"}
        ):
            break
        if child.dep_ == "appos" and not apposition:
            break
        if child.dep_ == "acl" and child.lemma_.lower() in cues().verbs:
            break
        if child.dep_ == "punct" or (child.dep_ == "advmod" and child.lower_ in _ADVERBS):
            continue
        right = max(right, child.right_edge.i)
    if doc[right].dep_ == "punct":
        right -= 1
    left, right = _trimmed(token, left, right)
    for conj in token.conjuncts:
        if conj.i > token.i and conj.head in {token, *token.conjuncts} and conj.pos_ in {"NOUN", "PROPN"}:
            right = max(right, _own_right(conj))
    if token.ent_type_ == "PERSON" and token.dep_ in SUBJECTS | {"dobj", "oprd"}:
        left = max(left, _name_left(token))
    return _joined_left(token, doc[left].idx), doc[right].idx + len(doc[right])


def _trimmed(head: Token, left: int, right: int) -> tuple[int, int]:
    """The phrase without a date after it, and without what missing commas ran together before it."""
    doc = head.doc
    if head.lower_ == "old":  # "the 46-year-old"
        return left, right
    for child in head.lefts:  # commas lost: "the city of Homs state television"
        if child.dep_ in {"nmod", "compound"} and head.pos_ == "NOUN" and any(c.dep_ == "prep" for c in child.rights):
            left = max(left, child.right_edge.i + 1)
    for at in range(head.i + 1, right + 1):
        if doc[at].dep_ == "prep" and at + 1 <= right and doc[at + 1].ent_type_ in {"DATE", "TIME"}:
            right = at - 1
            break
    if doc[left].ent_type_ in {"DATE", "TIME"} and left < head.i:
        left += 1
    for at in range(head.i - 1, left, -1):
        token, before = doc[at], doc[at - 1]
        if (
            token.dep_ == "det"
            and token.lower_ in {"a", "an", "the", "another"}
            and before.pos_ not in {"ADP", "CCONJ", "PUNCT"}
        ):
            return at, right
        if (token.ent_type_ in {"DATE", "TIME", "CARDINAL"} or token.like_num) and token.i > left + 1:
            return at + 1, right
    return left, right


def _name_left(token: Token) -> int:
    """Where a person's name with its title begins: the run of compounds right before it, within its noun chunk."""
    chunk = next((c for c in token.sent.noun_chunks if c.start <= token.i < c.end), None)
    return int(chunk.start) if chunk is not None else int(token.left_edge.i)


def _joined_left(token: Token, start: int) -> int:
    """Where a joint source begins whose "and" the parser tied to something else: "a monitor and rebels said"."""
    doc, left = token.doc, token.left_edge.i
    if left < 2 or doc[left - 1].lower_ != "and":
        return start
    chunk = next((c for c in token.sent.noun_chunks if c.end == left - 1), None)
    abroad = chunk is not None and chunk.root.dep_ == "pobj" and chunk.root.ent_type_ == "GPE"
    if chunk is None or abroad or actors.kind_of(written(chunk)) in {None, "none"}:
        return start
    return int(chunk.start_char)


def _own_right(token: Token) -> int:
    right = token.i
    for child in token.rights:
        if child.dep_ in {"relcl", "cc", "conj", "punct", "advcl"}:
            break
        right = max(right, child.right_edge.i)
    return right


def subject_of(verb: Token) -> Token | None:
    """The subject of a cue verb: its own, that of the verb it is joined to, or of the clause it hangs on."""
    seen = verb
    for _ in range(4):
        nearest = [
            child
            for child in seen.children
            if child.dep_ in SUBJECTS and child.i < verb.i and child.ent_type_ not in {"DATE", "TIME"}
        ]
        own = nearest[-1] if nearest else next((child for child in seen.children if child.dep_ in SUBJECTS), None)
        if own is not None:
            if own.text in {"who", "which", "that", "what", "whom"}:
                return _named(seen.head) if seen.dep_ == "relcl" else None
            return own
        if seen.dep_ == "pcomp" and seen.head.head.lemma_.lower() in wording().faulting:  # "accused Bell of saying"
            return next((child for child in seen.head.head.children if child.dep_ == "dobj"), None)
        if seen.dep_ in {"conj", "xcomp", "advcl", "pcomp", "prep", "ccomp"} and seen.head is not seen:
            if seen.dep_ == "ccomp" and seen.tag_ != "VBG":
                return None
            seen = seen.head
        elif seen.dep_ in {"acl"}:
            return seen.head
        else:
            return None
    return None


def _named(token: Token) -> Token:
    """The person whom an apposition describes: "Ana Ruiz, a nurse based in Lima, who said" is Ana Ruiz."""
    return token.head if token.dep_ == "appos" and token.head.ent_type_ == "PERSON" else token


@cache
def _diseases() -> frozenset[str]:
    return frozenset(table("languages/en/figures.toml")["diseases"])


def plausible(token: Token) -> bool:
    """Whether a noun phrase can say something: a person, a body, a role, a country, a pronoun, or a noun of data."""
    if token.text != "WHO" and (token.pos_ == "PRON" or token.lower_ in _PERSONAL):
        return token.lower_ not in {"this", "that", "these", "what"}
    if token.lower_ in {"nobody", "no-one"} or (token.lower_ == "one" and any(c.lower_ == "no" for c in token.lefts)):
        return False
    dated = token.ent_type_ in {"DATE", "TIME"} and token.lower_ != "old"
    if dated or any(child.tag_ == "WRB" for child in token.lefts):
        return False
    if token.pos_ == "PROPN" or token.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"}:
        return token.lower_ not in _diseases()
    start, end = phrase_at(token, apposition=False)
    words = written(token.doc)[start:end]
    if token.lemma_.lower() in cues().data or actors.kind_of(words) is not None or re.search(r"\d-year-old$", words):
        return True
    at = token.idx - start
    return token.lower_ in {"some", "others", "many", "several", "one", "another"} or any(
        first <= at < last for first, last, _, _ in actors.actors_in(words)
    )


def that_clause(clause: Token) -> bool:
    """Whether a clause tells what was said ("the claim that he fled"), not more of its noun ("the deal that ended")."""
    that = next((c for c in clause.children if c.lower_ == "that" and c.i <= clause.i), None)
    return that is not None and any(c.dep_ in SUBJECTS and c is not that and c.i != that.i for c in clause.children)


def subject_before(owner: Token) -> str | None:
    """The subject of the sentence before one that "its" or "their" opens: whom the possessive stands for."""
    sent = owner.sent
    if owner.i - sent.start > 1 or sent.start == 0:
        return None
    before = owner.doc[sent.start - 1].sent
    subject = next((t for t in before if t.dep_ in {"nsubj", "nsubjpass"} and t.head.dep_ == "ROOT"), None)
    return owner.doc[subject.left_edge.i : subject.i + 1].text if subject is not None else None


def owner_of(noun: Token) -> Token | None:
    """Whose data a noun is: a modifier, possessor or complement ("UN figures", "a report by the army")."""
    for child in noun.children:
        if child.dep_ == "amod" and child.text.islower():  # "local reports"
            continue
        if child.dep_ in {"poss", "compound", "nmod", "amod"} and child.i < noun.i:
            words = noun.doc[child.left_edge.i : child.right_edge.i + 1].text
            named = child.ent_type_ == "ORG" or (child.text.isupper() and len(child) > 1)
            if named or actors.actors_in(words) or actors.kind_of(words) not in {None, "none"} or child.tag_ == "PRP$":
                return child
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ in {"of", "by", "from", "in"}:
            for inner in child.children:
                if inner.dep_ == "pobj":
                    words = noun.doc[inner.left_edge.i : inner.right_edge.i + 1].text
                    at = inner.idx - inner.doc[inner.left_edge.i].idx
                    covered = any(start <= at < stop for start, stop, _, _ in actors.actors_in(words))
                    if noun.lower_ == "reports" and child.lower_ != "by" and inner.ent_type_ in {"GPE", "LOC"}:
                        continue
                    if inner.ent_type_ in {"ORG", "PERSON"} or covered:
                        return inner
                    if actors.kind_of(words) not in {None, "none", "witness"} and child.lower_ != "in":
                        return inner
    return None

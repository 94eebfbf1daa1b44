"""Measures over the parse: the counted as object of a verb, subject of a state or a verb, head of a clause."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.extract.figures.evidence import AFTER, BE, STATES, VERBS, Evidence, pick, words
from onrecord.extract.figures.sentences import Mention, Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = frozenset({"subjects"})
_STRONG = ("killed", "missing", "abducted", "rescued")


def _carrier(mention: Mention, sentence: Sentence) -> Token:
    """The token by which the counted phrase hangs in the parse."""
    token: Token = sentence.doc[mention.noun.head if mention.noun else mention.last]
    number: Token = sentence.doc[mention.last]
    if mention.noun and number.is_ancestor(token):
        token = number
    for _ in range(4):
        if (
            token.dep_ in {"nummod", "quantmod", "compound", "amod", "nmod", "advmod", "poss"}
            and token.head.i <= mention.end
            and token.head.i >= mention.left
        ):
            token = token.head
        elif (
            token.dep_ == "pobj"
            and token.head.lower_ == "of"
            and token.head.head.lemma_.lower() in words("carriers")
            and token.head.head.i < token.i
        ):
            token = token.head.head
        else:
            break
    return token


def _verb_and_kin(verb: Token, passive: bool) -> Iterator[tuple[Token, bool]]:
    """The verb, the verbs coordinated with it under the same subject, and its open complements."""
    seen = [(verb, passive)]
    while seen:
        token, is_passive = seen.pop(0)
        yield token, is_passive
        for child in token.children:
            if child.i <= token.i or (
                child.dep_ == "xcomp" and (token.lemma_ in words("attempting") or token.lower_ in words("unwilling"))
            ):
                continue
            if child.dep_ == "conj" and child.pos_ in {"VERB", "AUX", "ADJ"}:
                own_subject = any(c.dep_ in {"nsubj", "nsubjpass"} for c in child.children)
                if not own_subject:
                    child_passive = (child.tag_ == "VBN" and is_passive) or any(
                        c.dep_ == "auxpass" for c in child.children
                    )
                    seen.append((child, child_passive))
            elif child.dep_ in {"xcomp", "oprd", "acomp"} or (
                child.dep_ == "ccomp" and is_passive and not any(c.dep_ == "nsubj" for c in child.children)
            ):
                seen.append((child, any(c.dep_ == "auxpass" for c in child.children) or child.tag_ == "VBN"))


def syntax(sentence: Sentence, mention: Mention) -> Evidence | None:
    """The measure by the verb or clause that governs the counted phrase; the gravest where there are several."""
    token = _carrier(mention, sentence)
    found: list[Evidence] = []
    for _ in range(5):
        found += list(_clauses_below(sentence, mention, token))
        dep, head = token.dep_, token.head
        if found or head is token:
            break
        if dep in {"nsubjpass", "nsubj"}:
            found += list(_subject(sentence, mention, head, dep == "nsubjpass"))
            break
        if dep in {"dobj", "dative", "oprd"}:
            hit = pick(sentence, mention, sentence.at(head.i, VERBS), "object of the verb")
            found += [hit] if hit else []
            if hit is None and dep == "dobj":
                found += list(_made_to(sentence, mention, head))
            break
        if dep == "attr" and head.lemma_ in BE:
            subject = next((c for c in head.children if c.dep_ == "nsubj"), None)
            if subject is not None:
                hit = pick(
                    sentence, mention, sentence.at(subject.i, frozenset({"nouns", "tolls"})), "said of the subject"
                )
                found += [hit] if hit else []
            break
        if dep == "pobj" and head.lower_ == "by" and head.head.tag_ == "VBN":
            hits = tuple(t for t in sentence.at(head.head.i, SUBJECTS) if t.measure == "strikes")
            hit = pick(sentence, mention, hits, "agent of the verb")
            found += [hit] if hit else []
            break
        if dep == "conj" and head.pos_ == "VERB" and any(c.dep_ == "dobj" and c.i < token.i for c in head.children):
            hit = pick(sentence, mention, sentence.at(head.i, VERBS), "object of the verb")
            found += [hit] if hit else []
            break
        if dep in {"conj", "appos", "nmod", "npadvmod", "dep"} and head.i >= sentence.start:
            if any(m.first <= head.i <= m.end for m in sentence.mentions if m is not mention):
                break
            token = head
            continue
        break
    for measure in _STRONG:
        for evidence in found:
            if evidence.measure == measure:
                return evidence
    return found[0] if found else None


def _made_to(sentence: Sentence, mention: Mention, verb: Token) -> Iterator[Evidence]:
    """ "forced 12,000 people to evacuate": the object is the subject of the infinitive."""
    for child in verb.children:
        if child.dep_ in {"xcomp", "ccomp", "advcl"} and child.i > mention.end and verb.lemma_ in words("causing"):
            hit = pick(sentence, mention, sentence.at(child.i, frozenset({"subjects"})), "made to")
            if hit:
                yield hit


def _subject(sentence: Sentence, mention: Mention, verb: Token, passive: bool) -> Iterator[Evidence]:
    for token, is_passive in _verb_and_kin(verb, passive):
        if is_passive:
            hit = pick(
                sentence,
                mention,
                sentence.at(token.i, frozenset({"verbs", "states", "subjects"})),
                "subject of a passive",
            )
        else:
            acts = token.tag_ == "VBD" and token.is_lower and any(c.dep_ == "dobj" for c in token.children)
            roles = frozenset({"subjects"} if acts else {"subjects", "states"})
            hit = pick(sentence, mention, sentence.at(token.i, roles), "subject of the verb")
        if hit:
            yield hit
        if token.lemma_ in BE:
            for child in token.children:
                if child.lower_ == "among":
                    inner = [t for t in child.subtree if t.i > child.i]
                    hits = tuple(t for node in inner for t in sentence.at(node.i, AFTER) if t.first == node.i)
                    hit = pick(sentence, mention, hits, "among those")
                    if hit:
                        yield hit
                if child.i > token.i and child.dep_ in {"acomp", "attr", "prep", "advmod", "oprd"}:
                    hit = pick(sentence, mention, sentence.at(child.i, STATES), "state of the subject")
                    if hit:
                        yield hit


def _clauses_below(sentence: Sentence, mention: Mention, token: Token) -> Iterator[Evidence]:
    """ "30 people thought to be missing", "the 12 who died", "people displaced by the floods"."""
    nodes = [token] + ([sentence.doc[mention.noun.head]] if mention.noun and mention.noun.head != token.i else [])
    for node in nodes:
        for child in node.children:
            if child.i <= node.i or child.dep_ not in {"acl", "relcl", "amod", "prep"}:
                continue
            if child.dep_ == "prep":
                hit = pick(
                    sentence,
                    mention,
                    tuple(t for t in sentence.at(child.i, STATES) if t.words > 1 and t.first == child.i),
                    "state in a phrase",
                )
                if hit:
                    yield hit
                continue
            relative = next(
                (c for c in child.children if c.dep_ in {"nsubj", "nsubjpass", "dobj"} and c.tag_ in {"WP", "WDT"}),
                None,
            )
            if child.dep_ == "relcl" and relative is None:
                continue
            passive = (child.tag_ == "VBN" and relative is None) or (
                relative is not None and relative.dep_ == "nsubjpass"
            )
            yield from _subject(sentence, mention, child, passive)

"""How far a cue reaches: what it says after it, before it, or on both sides, and where another voice begins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord import actors
from onrecord.extract.sources.cues import act_of, cues
from onrecord.extract.sources.phrases import SUBJECTS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_ASIDE = frozenset({"while", "whilst", "although", "though", "whereas"})
_WISHES = frozenset({"urge", "call", "appeal", "demand", "ask", "order", "plead"})
_CONTRAST = frozenset({"but", "yet"})


def between(doc: Doc, first: int, stop: int) -> tuple[tuple[int, int], ...]:
    while first < stop and (
        doc[first].is_space or (doc[first].is_punct and doc[first].text not in {"“", '"', "‘", "("})
    ):
        first += 1
    while stop > first and (doc[stop - 1].is_space or doc[stop - 1].text in {",", ";", ":"}):
        stop -= 1
    if first >= stop:
        return ()
    return ((doc[first].idx, doc[stop - 1].idx + len(doc[stop - 1])),)


def _end_of_clause(verb: Token, sentence: Span) -> int:
    """The last token of what follows a cue: before a contrast ("but ..."), an aside ("while ...") or a joined cue."""
    last = verb.i
    for child in verb.rights:
        if child.dep_ == "conj" and any(c.dep_ in SUBJECTS for c in child.lefts):
            joined = next((c for c in reversed([t for t in verb.rights if t.i < child.i]) if c.dep_ == "cc"), None)
            if (joined is not None and joined.lower_ in _CONTRAST) or child.lemma_.lower() in cues().verbs:
                break
        if child.dep_ == "cc" and child.lower_ in _CONTRAST:
            break
        aside = child.dep_ == "advcl" and any(m.dep_ == "mark" and m.lower_ in _ASIDE for m in child.children)
        if aside and any(_tells(t) for t in child.subtree):
            break
        last = max(last, child.right_edge.i)
    spliced = verb.dep_ == "ccomp" and verb.head.i > last and verb.head.lemma_.lower() not in cues().verbs
    if (
        spliced or last >= sentence.end - 2
    ):  # "said one was hurt, two were dead": the parser makes the last clause the main one
        last = sentence.end - 1
    return last


def _tells(token: Token) -> bool:
    """Whether a token is a finite cue of another voice, as in "while officials said ..."."""
    known = cues()
    if token.lemma_.lower() not in known.speech | known.report | known.think:
        return False
    return token.tag_ in {"VBD", "VBZ", "VBP"} or any(c.dep_ == "auxpass" for c in token.children)


def after(verb: Token, sentence: Span) -> tuple[tuple[int, int], ...]:
    last = _end_of_clause(verb, sentence)
    if verb.lemma_.lower() in _WISHES:  # "urged calm after troops killed 12"
        told = (
            t.i for t in verb.doc[verb.i + 2 : last + 1] if t.lower_ in {"after", "following"} and t.dep_ != "advmod"
        )
        last = next(told, last + 1) - 1
    if last - verb.i < 2 and verb.i + 2 < sentence.end:  # the parser lost the clause
        last = sentence.end - 1
    return between(verb.doc, verb.i + 1, last + 1)


def before(verb: Token, edge: int, sentence: Span) -> tuple[tuple[int, int], ...]:
    """The words before a trailing cue, from the start of its clause to the source's left edge."""
    start = sentence.start
    if verb.dep_ == "conj" and verb.head.i < verb.i and verb.head.lemma_.lower() in cues().verbs:
        inner = next((c for c in verb.lefts if c.dep_ == "ccomp"), None)
        start = inner.left_edge.i if inner is not None else sentence.start
    if verb.doc[start].is_quote and edge - start > 2:
        return between(verb.doc, start, edge)
    words = [t for t in verb.doc[start:edge] if not t.is_punct and not t.is_space]
    if edge > start and verb.doc[edge - 1].tag_ == "VBG" and verb.doc[edge - 1].lemma_.lower() in cues().verbs:
        return ()  # "quoted the ministry as saying it rejected"
    if not any(t.pos_ in {"VERB", "AUX", "NOUN", "PROPN", "NUM"} for t in words):
        return ()
    if not any(t.pos_ in {"VERB", "AUX"} for t in words) and not any(
        t.text in {"”", '"', "“", "’"} for t in verb.doc[start:edge]
    ):
        return ()
    return between(verb.doc, start, edge)


def tail(verb: Token, sentence: Span) -> tuple[tuple[int, int], ...]:
    """What goes on after a trailing source: "..., officials said, with nine others hurt"."""
    words = verb.doc[verb.i + 1 : sentence.end].text
    match = re.search(r"(?:^|,)\s*(?=(?:with|including|and|most|some|among|leaving|bringing)\b)", words)
    joined = next((c for c in verb.rights if c.dep_ == "conj"), None)
    another = joined is not None and joined.lemma_.lower() in cues().speech  # "he said, and called for calm"
    if match is None or match.start() > 90 or (another and words[match.end() :].startswith("and")):
        return ()
    start = verb.doc[verb.i + 1].idx + match.end() if verb.i + 1 < sentence.end else sentence.end_char
    return ((start, sentence.end_char),)


def narrow(verb: Token, complement: Token) -> tuple[tuple[int, int], ...]:
    """What a verb of naming covers: its object up to a preposition or relative clause, or the quoted words."""
    stop = next(
        (c.left_edge.i for c in complement.rights if c.dep_ in {"prep", "relcl", "acl"}), complement.right_edge.i + 1
    )
    marks = [t.i for t in verb.doc[verb.i : verb.sent.end] if t.text in {"“", "”", '"'}]
    if len(marks) > 1:
        return between(verb.doc, marks[0], marks[1] + 1)
    return between(verb.doc, verb.i + 1, stop)


def complement_of(verb: Token, lemma: str) -> Token | None:
    """What the verb says: its clause, or for verbs of reporting its object; None if nothing follows but adjuncts."""
    known = cues()
    for child in verb.children:
        if child.dep_ == "ccomp" or (child.dep_ == "xcomp" and lemma in known.infinitive):
            return child
    marks = [t for t in verb.doc[verb.i : verb.sent.end] if t.text in {"“", '"'}]
    if lemma in {"call", "describe", "dub"} and marks:
        return next((c for c in verb.rights if c.dep_ in {"dobj", "oprd", "ccomp", "prep"}), None)
    takes_object = lemma in known.report | known.revise | known.show and lemma not in {"tell"}
    for child in verb.rights:
        if child.dep_ == "dobj" and act_of(lemma) == "denies" and child.lemma_.lower() in known.that | known.data:
            return child
        if child.dep_ in {"dobj", "oprd", "attr"} and (takes_object or lemma in known.speech):
            if lemma in known.addressed and child.ent_type_ in {"ORG", "PERSON"}:
                continue
            if lemma in known.addressed and actors.kind_of(child.text) is not None:
                continue
            if lemma == "say" and child.lower_ in {"most", "some", "many", "all", "half"}:
                continue
            if lemma == "say" and (child.ent_type_ in {"DATE", "TIME"} or child.left_edge.i > verb.i + 1):
                continue
            if lemma not in known.report | known.revise | known.show and lemma not in {
                "say",
                "add",
                "describe",
                "talk",
            }:
                continue
            return child
        if (
            child.dep_ == "prep"
            and lemma in {"warn", "speak", "talk", "complain", "put"}
            and child.lower_ in {"of", "about", "at"}
        ):
            return child
        if child.dep_ == "punct" and child.text in {":", "“", '"', "‘"}:
            return child
    after = verb.doc[verb.i + 1 : verb.i + 3].text
    if re.match(r"[,:]?\s*[“\"‘']", after):
        return verb.doc[min(verb.i + 1, len(verb.doc) - 1)]
    return None

"""Sources outside the main clause: "according to ...", "reportedly", "amid reports of ..."."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord import actors
from onrecord.extract import marks
from onrecord.extract.forms import written
from onrecord.extract.sources.cues import Saying, cues
from onrecord.extract.sources.phrases import SUBJECTS
from onrecord.extract.sources.reach import between

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_ACCORDING = re.compile(
    r"\b(?:according to|as (?:reported|stated|confirmed|announced) by|in the words of)\s+", re.IGNORECASE
)
_NAME = frozenset({"PROPN", "NOUN", "PRON", "ADJ", "DET", "NUM"})


def according_to(sentence: Span) -> Iterator[Saying]:
    """ "according to X": what the sentence says, before or after it."""
    doc, text = sentence.doc, sentence.text_with_ws
    for match in _ACCORDING.finditer(text):
        at = sentence.start_char + match.end()
        first = next((t for t in sentence if t.idx + len(t) > at), None)
        if first is None:
            continue
        stop = _phrase_end(first, sentence)
        start = sentence.start_char + match.start()
        opening = next((t for t in sentence if t.idx + len(t) > start), first)
        before = between(doc, sentence.start, opening.i)
        verbs = any(t.pos_ in {"VERB", "AUX"} for t in doc[sentence.start : opening.i])
        trailing = verbs
        rest = between(doc, stop, sentence.end)
        ends = not rest or doc[stop].text in {".", ";"}
        content = before if trailing and ends else (*before, *rest)
        last = doc[stop - 1]
        head = last if last.lemma_.lower() in cues().data else doc[first.i : stop].root
        phrase = doc[first.i].idx, doc[stop - 1].idx + len(doc[stop - 1])
        words = doc[first.i : stop].text
        if words == words.lower() and actors.kind_of(words) is None and last.lemma_.lower() not in cues().data:
            continue
        if cues().phrases.match(text[match.start() :]):
            continue
        yield Saying(
            start,
            sentence.start_char + match.end(),
            phrase,
            head.i,
            match.group().strip(),
            "asserts",
            content,
            "according to",
            trailing,
        )


def _phrase_end(first: Token, sentence: Span) -> int:
    """One past the last token of the noun phrase that starts here: cut at a comma, a verb or the sentence's end."""
    for token in sentence.doc[first.i + 1 : sentence.end]:
        if (
            token.ent_type_ in {"DATE", "TIME"}
            and token.ent_iob_ == "B"
            and token.nbor(-1).lower_ in {"on", "in", "as", "of", "late"}
        ):
            sentence = sentence.doc[sentence.start : token.i - 1] if token.i - 1 > first.i else sentence
            break
    head = first
    while head.head.i >= first.i and head.head is not head and head.dep_ not in {"pobj"} and head.head.pos_ in _NAME:
        head = head.head
    stop = first.i
    depth = 0
    for token in sentence.doc[first.i : sentence.end]:
        if token.text in {"(", ")"}:
            depth += 1 if token.text == "(" else -1
        if (
            (token.text in {",", ";", ":", "—", "–"} and depth == 0)
            or token.pos_ in {"AUX"}
            or token.text in {"“", "”", '"'}
        ):
            break
        if token.pos_ == "VERB" and token.tag_ not in {"VBG", "VBN"} and token.i > first.i:
            break
        if token.i > first.i and token.dep_ == "det" and token.nbor(-1).pos_ in {"NOUN", "PROPN"}:
            break
        words = token.doc[first.i : token.i].text
        if token.text == "with" and actors.kind_of(words) and token.nbor().lower_ not in {"the", "knowledge", "direct"}:
            break
        if token.i > first.i and token.text in {"while", "but", "who", "which", "that", "as", "when", "whilst"}:
            break
        if token.is_sent_end and token.is_punct:
            break
        if token.i > head.i and head not in (token, *token.ancestors) and head.dep_ == "pobj":
            break
        stop = token.i + 1
    last = sentence.doc[stop - 1]
    if stop - first.i > 1 and last.dep_ in SUBJECTS and last.text.islower() and last.nbor(-1).pos_ == "PROPN":
        told = actors.kind_of(last.text) is not None or last.lemma_.lower() in cues().data
        stop = stop if told else stop - 1  # "according to the Turks Association tanks were used"
    return max(stop, first.i + 1)


def _marker(word: marks.Word) -> bool:
    known = cues()
    return word.lower in known.adverbs or (word.lower in known.adjectives and word.dep == "amod")


UNNAMED = marks.rule(_marker)


def aside_in(text: str) -> bool:
    """Whether a text may hold a source outside a main clause: it has one of the phrases, whatever stands around it."""
    low = text.lower()
    return any(phrase in low for phrase in cues().aside_phrases)


def unnamed(sentence: Span, markers: Sequence[Token]) -> Iterator[Saying]:
    """ "reportedly", "amid reports of", "reported casualties": somebody says so, but nobody is named."""
    doc, known = sentence.doc, cues()
    for match in known.phrases.finditer(written(sentence)):
        start, end = sentence.start_char + match.start(), sentence.start_char + match.end()
        content: tuple[tuple[int, int], ...] = ((sentence.start_char, sentence.end_char),)
        if match.group().lower().endswith(" of"):
            content = ((end + 1, sentence.end_char),)
        yield Saying(start, end, None, -1, match.group(), "asserts", content, "unnamed phrase", unnamed=True)
    for token in markers:
        if token.lower_ in known.adverbs:
            head = token.head
            if token.i == sentence.start:
                content = between(doc, sentence.start + 1, sentence.end)
            else:
                first = head.left_edge.i if head.dep_ not in {"acl", "relcl"} else min(head.left_edge.i, token.i)
                content = between(doc, first, head.right_edge.i + 1)
        elif token.lower_ in known.adjectives and token.dep_ == "amod" and token.head.pos_ == "NOUN":
            content = ((sentence.start_char, sentence.end_char),)
            if token.head.lemma_.lower() not in known.toll:
                continue
        else:
            continue
        yield Saying(
            token.idx, token.idx + len(token), None, -1, token.text, "asserts", content, "unnamed marker", unnamed=True
        )

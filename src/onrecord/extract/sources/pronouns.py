"""Whom "he", "she" or "it" takes up where not the last speaker: one that the words right before it tell of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from onrecord.extract.forms import written
from onrecord.extract.sources.people import heads
from onrecord.extract.sources.phrases import SUBJECTS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_UNDERGONE = frozenset({"be", "die", "drown", "fall", "have", "suffer"})
_WORDS = frozenset({"speech", "address", "remark", "comment", "word", "letter", "statement", "message", "interview"})
_LEADS = frozenset({"advmod", "mark"})
_OPENS, _CLOSES = "“", "”"
_TOLD_OF = re.compile(r", (?:an?|the) | an? |, \d\d,")
_FAR = 6  # sentences of a quotation that is looked back over
_WOMAN = re.compile(r"\w*woman|lady|queen|princess|mother|wife|daughter|sister|girl|widow|duchess|actress")
_MAN = re.compile(r"(?!woman)\w*(?<!wo)man|sir|lord|king|prince|father|husband|son|brother|boy|sheikh|imam|duke")


def fits(word: str, described: str) -> bool:
    """Whether the words that describe someone leave them to be this "he" or "she": a spokeswoman is no "he"."""
    other = {"he": _WOMAN, "she": _MAN}.get(word)
    return other is None or not any(other.fullmatch(head) for head in heads(described))


def led_to(word: str, pronoun: Token, texts: Sequence[Doc], heard: Token | None) -> Span | None:
    """The one that a pronoun before its cue takes up: "Dale called for calm. He said", "a plea to Dale, as he urges".

    ``texts`` are the paragraphs before, the nearest last, ``heard`` the cue's word for who spoke last. None after a
    comma ("..., he said"), where it stands for the one who is being heard.
    """
    sentence = pronoun.sent
    if word not in {"he", "she", "it"}:
        return None
    if pronoun.i == sentence.start:
        last = _told_before(sentence, texts, heard if word != "it" else None)
        return _one_of(word, _acting(last, word)) if last is not None else None
    if pronoun.nbor(-1).lower_ == "which":
        subject = _subject(sentence.root)
        return _one_of(word, subject) if subject is not None and subject.i < pronoun.i else None
    named = [ent for ent in sentence.ents if ent.label_ == "PERSON" and ent.end <= pronoun.i]
    alone = len({ent.text for ent in named}) == 1 and word != "it" and pronoun.nbor(-1).dep_ in _LEADS
    return named[-1] if alone else None


def _one_of(word: str, subject: Token | None) -> Span | None:
    """The name of a subject, or the subject itself for "it"; None where "he" or "she" cannot stand for it."""
    if subject is None or word == "it":
        return subject.doc[subject.i : subject.i + 1] if subject is not None else None
    return next((ent for ent in subject.sent.ents if ent.label_ == "PERSON" and ent.start <= subject.i < ent.end), None)


def speaks_as_body(speaker: Token) -> bool:
    """Whether a speaker calls itself "it": "Harker said it will repair the bridge"."""
    verb = speaker.head
    after = [token.lower_ for token in verb.doc[verb.i + 1 : verb.i + 3]]
    return (
        speaker.dep_ == "nsubj" and speaker.tag_ in {"NNP", "NNPS"} and (after[:1] == ["it"] or after == ["that", "it"])
    )


def follows_what_is_said(pronoun: Token) -> bool:
    """Whether the cue stands behind what was said ("Bell had left, she said"), so that nobody in it speaks."""
    return pronoun.i > pronoun.sent.start and pronoun.nbor(-1).is_punct


def introduced(pronoun: Token, texts: Sequence[Doc], heard: Token | None) -> Span | None:
    """The person whom the sentence before a quotation brings in, as its subject or, with a word on who it is, last.

    "It was shared by Ana Ruiz, a nurse in the town. “We left at dawn,” she said."
    """
    last = _told_before(pronoun.sent, texts, heard)
    if last is None:
        return None
    if (subject := _one_of("he", _acting(last, "he")) or _one_of("he", _speech_of(last.root))) is not None:
        return subject
    for ent in reversed([ent for ent in last.ents if ent.label_ == "PERSON"]):
        if _TOLD_OF.match(written(last)[ent.end_char - last.start_char :]):
            return ent
    return None


def _told_before(sentence: Span, texts: Sequence[Doc], heard: Token | None) -> Span | None:
    """The sentence before one, without those of the quotation that it ends; None where somebody spoke since."""
    words = written(sentence)
    open_marks = words.count(_CLOSES) - words.count(_OPENS)
    for span in islice(_sentences_back(sentence, texts), _FAR):
        if heard is not None and heard.doc is span.doc and span.start <= heard.i < span.end:
            return None
        words = written(span)
        opens, closes = words.count(_OPENS), words.count(_CLOSES)
        inside = open_marks > 0 or closes > opens or words.lstrip().startswith(_OPENS)
        open_marks += closes - opens
        if not inside:
            return span
    return None


def _sentences_back(sentence: Span, texts: Sequence[Doc]) -> Iterator[Span]:
    start = sentence.start
    while start > 0:
        span = sentence.doc[start - 1].sent
        yield span
        start = span.start
    for doc in reversed(texts):
        yield from reversed(list(doc.sents))


def _subject(verb: Token) -> Token | None:
    subject = next((child for child in verb.lefts if child.dep_ in SUBJECTS), None)
    return subject if subject is not None and subject.dep_ == "nsubj" and subject.pos_ != "PRON" else None


def _speech_of(verb: Token) -> Token | None:
    """Whose words are the subject: Ruiz, in "President Ruiz's speech was his third"."""
    subject = _subject(verb)
    if subject is None or subject.lemma_.lower() not in _WORDS:
        return None
    return next((child for child in subject.lefts if child.dep_ == "poss" and child.pos_ == "PROPN"), None)


def _acting(sentence: Span, word: str) -> Token | None:
    """The subject of a sentence's main verb, where it does something itself ("Dale called", not "Dale was hit")."""
    root = sentence.root
    told = root.lemma_.lower()
    if root.tag_ not in {"VBD", "VBZ", "VBP", "VBN"} or (told in _UNDERGONE and (told != "be" or word == "it")):
        return None
    return _subject(root)

"""Whom "he", "she" or "it" takes up where not the last speaker: one that the words right before it tell of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.extract.sources.phrases import SUBJECTS

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_UNDERGONE = frozenset({"be", "die", "drown", "fall", "have", "suffer"})
_LEADS = frozenset({"advmod", "mark"})


def led_to(word: str, pronoun: Token) -> Token | None:
    """The one that a pronoun before its cue takes up: "Dale called for calm. He said", "a plea to Dale, as he urges".

    None after a comma ("..., he said"), where it stands for the one who is being heard.
    """
    sentence = pronoun.sent
    if word not in {"he", "she", "it"}:
        return None
    if pronoun.i == sentence.start:
        subject = _acting(sentence.doc[sentence.start - 1].sent) if sentence.start else None
        fits = subject is not None and (word == "it" or subject.ent_type_ == "PERSON")
        return subject if fits else None
    named = [ent for ent in sentence.ents if ent.label_ == "PERSON" and ent.end <= pronoun.i]
    alone = len({ent.text for ent in named}) == 1 and word != "it" and pronoun.nbor(-1).dep_ in _LEADS
    return named[-1].root if alone else None


def follows_what_is_said(pronoun: Token) -> bool:
    """Whether the cue stands behind what was said ("Bell had left, she said"), so that nobody in it speaks."""
    return pronoun.i > pronoun.sent.start and pronoun.nbor(-1).is_punct


def _acting(sentence: Span) -> Token | None:
    """The subject of a sentence's main verb, where it does something itself ("Dale called", not "Dale was hit")."""
    root = sentence.root
    if root.tag_ not in {"VBD", "VBZ", "VBP", "VBN"} or root.lemma_.lower() in _UNDERGONE:
        return None
    subject = next((child for child in root.lefts if child.dep_ in SUBJECTS), None)
    return subject if subject is not None and subject.dep_ == "nsubj" and subject.pos_ != "PRON" else None

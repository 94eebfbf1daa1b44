"""Who is the subject of a cue where the parse was led astray, by lost commas above all: the words right before tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord import actors
from onrecord.extract.forms import written
from onrecord.extract.sources.cues import cues
from onrecord.extract.sources.phrases import NAMING, phrase_at

if TYPE_CHECKING:
    from spacy.tokens import Span, Token


def _named_before(verb: Token) -> Token | None:
    """The person named before a comma: "..., Ana Ruiz, told ...", "..., Ana Ruiz, the mayor of Lugo, told ..."."""
    commas = [t.i for t in verb.doc[max(verb.sent.start + 1, verb.i - 16) : verb.i] if t.text == ","]
    for at in reversed(commas[-2:]):
        if verb.doc[at - 1].ent_type_ == "PERSON":
            return verb.doc[at - 1]
    return None


def right_before(verb: Token, lemma: str) -> Token | None:
    """The noun phrase right before the verb, or the name before a comma there, where the parser was led astray."""
    if verb.tag_ not in {"VBD", "VBZ", "VBP"} or lemma not in {
        "say",
        "report",
        "tell",
        "claim",
        "add",
        "announce",
        "state",
    }:
        return None
    before = verb.doc[verb.i - 1] if verb.i > verb.sent.start else None
    if before is not None and before.text == "," and before.i > verb.sent.start:
        before = _named_before(verb)
    if before is None or before.pos_ not in NAMING:
        return None
    chunk = next((c for c in verb.sent.noun_chunks if c.start <= before.i < c.end), None)
    return chunk.root if chunk is not None else before


def run_on_subject(verb: Token, lemma: str) -> Token | None:
    """The speaker right before a cue that the parser hung on another verb: "... to the clinic one witness said"."""
    before = verb.doc[verb.i - 1] if verb.i > verb.sent.start else None
    if before is None or verb.dep_ not in {"advcl", "ccomp", "relcl"} or before.pos_ not in {"NOUN", "PROPN"}:
        return None
    return run_on(verb, lemma)


def run_on(verb: Token, lemma: str) -> Token | None:
    """The noun right before a cue if it is one who speaks."""
    found = right_before(verb, lemma)
    if found is None or found.i != verb.i - 1:
        return None
    start, end = phrase_at(found, apposition=False)
    return found if actors.kind_of(written(verb.doc)[start:end]) not in {None, "none", "company"} else None


def closing_cue(verb: Token) -> Token | None:
    """The cue that closes what stands before "but said": "the troops are at risk, the ministry confirmed, but said"."""
    before = verb.doc[max(verb.sent.start, verb.i - 4) : verb.i]
    if not len(before) or before[-1].lower_ not in {"but", "and"}:
        return None
    cue = next((t for t in reversed(before[:-1]) if not t.is_punct), None)
    told = cue is not None and cue.pos_ == "VERB" and cue.lemma_.lower() in cues().speech | cues().report
    return cue if told else None


def opening(sentence: Span, verb: Token) -> Token | None:
    """The speaker that opens the sentence of a participle: "The minister, Ana Ruiz, calmed fears by saying ..."."""
    chunk = next(iter(sentence.noun_chunks), None)
    if chunk is None or chunk.start > sentence.start + 1 or chunk.end > verb.i:
        return None
    named = actors.kind_of(written(chunk)) not in {None, "none", "witness"} or chunk.root.ent_type_ == "PERSON"
    return chunk.root if named else None

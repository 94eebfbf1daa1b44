"""Sources in text that lost its commas: where the parser took a stretch of the sentence for part of the speaker."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord import actors
from onrecord.extract.forms import written
from onrecord.extract.sources.cues import Saying
from onrecord.extract.sources.people import CALLED

if TYPE_CHECKING:
    from spacy.tokens import Doc

_BODIES = frozenset({"monitor", "un", "ngo", "medical", "media", "armed_group", "political"})
_OPENED = re.compile(r"[“\"]?(?P<name>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}) (?:(?:an?|the) (?:[\w-]+ ){0,4})?")
_ROLE_BEFORE = re.compile(
    r"\b(?:[Aa]n?|[Tt]he|[Oo]ne) (?:[a-z-]+ )?"
    r"(?:source|official|spokes(?:man|woman|person)|officer|commander|head|director) "
    r"(?:in|of|at|from|with|for|close to) (?:the )?$"
)
_JOINING = frozenset({"in", "of", "at", "from", "with", "near", "to", "on", "inside", "outside"})
_TELLING = frozenset({"witness", "unnamed", "monitor", "medical", "expert"})
_ARTICLES = ("a ", "an ", "the ", "one ")


def mended(doc: Doc, saying: Saying) -> Saying:
    """The saying with the speaker's own words: a known body whole and alone, a name together with what tells who it
    is."""
    if saying.source is None:
        return saying
    start, end = saying.source
    text = written(doc)
    first = doc[saying.head].sent.start_char
    bodies = [
        (first + s, first + e)
        for s, e, _, actor in actors.actors_in(written(doc[saying.head].sent))
        if actor is not None and actor.kind in _BODIES
    ]
    cut = next((body for body in bodies if body[0] < start < body[1]), None)
    if cut is not None:  # "... of the town Syrian Observatory for [Human Rights said]"
        return _moved(doc, saying, _with_article(doc, cut[0]), max(end, cut[1]))
    before = [body for body in bodies if start < body[0] and body[1] <= saying.start]
    last = next((body for body in before if not text[body[1] : saying.start].strip()), None)
    if last is not None and _runs_on(doc, start, last[0]):  # "six others hurt on Monday news agency SANA reported"
        return _moved(doc, saying, _with_article(doc, last[0]), last[1])
    beside = next((body for body in bodies if body[1] == start - 1), None)
    if beside is not None and text[start].islower() and not text[start:end].startswith(_ARTICLES):
        return replace(saying, source=(beside[0], end))  # "SANA [state news agency said]"
    if beside is not None and text[start:end].lower().startswith(_ARTICLES):  # "Airwars a monitoring group said"
        return replace(saying, source=(_with_article(doc, beside[0]), beside[1]))
    if (whole := _governing(doc, saying)) is not None:  # "a resident of [Lugo told the paper]"
        return _moved(doc, saying, *whole)
    if (role := _ROLE_BEFORE.search(text[first:start])) is not None:
        return _moved(doc, saying, first + role.start(), end)  # "a source in [the militia said]"
    opened = _OPENED.fullmatch(text[first:start]) if _names(doc, first, start) else None
    if opened is not None and actors.kind_of(opened["name"]) not in {None, "none"}:
        return replace(saying, source=(first + opened.start("name"), first + opened.end("name")))
    if opened is not None and not actors.actors_in(opened["name"]):
        return replace(saying, source=(first + opened.start("name"), end))  # "Ana Ruiz a nurse in the town said"
    if (alias := CALLED.match(text[end : saying.start])) is not None and alias["name"]:
        return replace(saying, source=(end + alias.start("name"), end + alias.end("name")))
    return saying


def _governing(doc: Doc, saying: Saying) -> tuple[int, int] | None:
    """The speaker whom the preposition before a source hangs on: "one woman in Lugo with [her son] said"."""
    assert saying.source is not None
    start = saying.source[0]
    if saying.rule not in {"leading", "trailing"} or start > saying.start:
        return None
    inside = doc.char_span(start, saying.source[1], alignment_mode="expand")
    if inside is None or inside.start <= inside.sent.start + 1:
        return None
    at = inside.start - (1 if inside[0].i and doc[inside.start - 1].tag_ == "DT" else 0)
    if doc[at - 1].lower_ not in _JOINING:
        return None
    chunks = [chunk for chunk in inside.sent.noun_chunks if chunk.end < inside.start]
    found, links = None, 0
    for chunk in reversed(chunks):
        between = doc[chunk.end : at]
        if not 0 < len(between) <= 3 or between[-1].lower_ not in _JOINING or any(t.is_punct for t in between):
            break
        found, at, links = chunk, chunk.start, links + 1
    if found is None:
        return None
    kind = actors.kind_of(written(found))
    told = found.root.lower_ == "reports" or kind in _TELLING or (kind == "media" and found.root.ent_type_ == "PERSON")
    return (found.start_char, saying.source[1] if links == 1 else found.end_char) if told else None


def _names(doc: Doc, first: int, start: int) -> bool:
    """Whether the words that open the sentence are a name, and those at ``start`` tell who that is."""
    opening, told = (doc.char_span(at, at + 1, alignment_mode="expand") for at in (first, start))
    if opening is None or told is None or told[0].pos_ == "PRON" or not told.text[:1].islower():
        return False
    return opening[0].ent_type_ == "PERSON" or (opening[0].pos_ == "PROPN" and opening[0].ent_type_ != "DATE")


def _with_article(doc: Doc, start: int) -> int:
    """Where a body's name starts with its article."""
    return start - 4 if written(doc)[max(0, start - 4) : start].lower() == "the " else start


def _runs_on(doc: Doc, start: int, stop: int) -> bool:
    """Whether the words between hold a participle or a figure, so that they are no part of a speaker's name."""
    words = doc.char_span(start, stop, alignment_mode="expand")
    if words is None or any(t.text in {",", "of", "for", "at"} for t in words[-2:]):
        return False
    return any(t.tag_ in {"VBN", "VBD", "CD"} and t.ent_type_ not in {"ORG"} for t in words) and (
        actors.kind_of(words.root.text) in {None, "none", "witness"}
    )


def _moved(doc: Doc, saying: Saying, start: int, end: int) -> Saying:
    """The saying with another source, its content cut or stretched to where that source begins."""
    content = saying.content
    if saying.trailing and content and saying.source is not None:
        opening = doc[saying.head].sent.start_char
        content = ((min(content[0][0], opening), start), *(span for span in content[1:] if span[0] >= end))
    inside = doc.char_span(start, end, alignment_mode="expand")
    head = inside.root.i if inside is not None else saying.head
    return replace(saying, source=(start, end), head=head, content=content)

"""Statements: what somebody is quoted or reported as saying, and the act: asserts, denies, threatens and so on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.extract.mentions import Attribution, Passage, passage_at
from onrecord.extract.sources.cues import cues
from onrecord.model import Report

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

SHORTEST = 12  # characters of indirect speech worth a record
_ONLY_CUE = re.compile(r"\W*(?:he|she|they|it) (?:said|says|added|adds|told \w+)\W*", re.IGNORECASE)
ANNOUNCING = frozenset(
    {"announce", "confirm", "claim", "acknowledge", "admit", "declare", "disclose", "reveal", "report"}
)
LONGEST_NAME = 6  # words of one who relays, with the verb
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
RELATIVE = frozenset({"WDT", "WP", "WP$"})
CALLING = frozenset({"on", "upon", "to", "for"})
WHAT = frozenset({"that", "if"})
WHEN = frozenset({"DATE", "TIME"})
TRAILING = frozenset({"trailing", "inverted"})
TALLIES = frozenset({"owner's tally", "in a report", "entry of a tally", "list of sources"})


@dataclass(frozen=True, slots=True)
class Said:
    """One statement: report offsets, the verbatim words in quotation marks (None for indirect speech), and who said it.

    ``content`` is what was said, ``act`` as in model.Statement, ``channel`` where it was said ("Twitter", "statement").
    """

    start: int
    end: int
    quote: str | None
    content: str
    speaker: Attribution
    act: str
    channel: str | None


def find(passages: Sequence[Passage], report: Report, attributions: Sequence[Attribution]) -> tuple[Said, ...]:
    """Every direct quotation with a known speaker, and every indirect statement of a named one, in reading order."""
    inside = [(passage.start, passage.end) for passage in passages]
    quotes = [a for a in attributions if a.quoted and a.name and a.content]
    found = [_said(report, a, *span, quote=True) for a in quotes for span in a.content if _within(span, inside)]
    found = [said for said in found if not _ONLY_CUE.fullmatch(said.content)]
    direct = [(said.start, said.end) for said in found]
    for attribution in attributions:
        if attribution.quoted or attribution.carried or not attribution.name or attribution.rule in TALLIES:
            continue
        for span in attribution.content:
            reported = _reported(passages, attribution, span)
            if reported is None or reported[1] - reported[0] < SHORTEST or _mostly(*reported, direct):
                continue
            found.append(_said(report, attribution, *reported, quote=False))
    found = [said for said in found if not _told_again(said, found)]
    once = {(said.start, said.end, said.speaker.name): said for said in reversed(found)}
    return tuple(sorted(once.values(), key=lambda said: (said.start, said.end)))


def _told_again(said: Said, others: Sequence[Said]) -> bool:
    """Whether a trailing cue only repeats who speaks: "She said it would end but that, she added, would cost"."""
    return said.speaker.rule in TRAILING and any(
        other.speaker.name == said.speaker.name
        and other.speaker.rule == "leading"
        and said.start < other.start < said.end
        for other in others
    )


def _reported(passages: Sequence[Passage], attribution: Attribution, span: tuple[int, int]) -> tuple[int, int] | None:
    """The words of a stretch that were said: not whom they were said to, when or where; None where none were."""
    passage = passage_at(passages, span[0])
    words = passage.span(*span) if passage is not None and span[1] <= passage.end else None
    if passage is None or not words:
        return None
    told = [token for token in words if not token.is_punct and not token.is_space]
    if told and (told[-1].dep_ == "cc" or (told[-1].dep_ == "det" and told[-1].nbor(-1).is_punct)):
        told = told[:-1]
        span = (span[0], passage.offset(told[-1]) + len(told[-1])) if told else span
    if not told:
        return None
    if told[0].dep_ == "cc" and len(told) > 1:
        told = told[1:]
    first, last = told[0], _closing(told)
    if attribution.rule in TRAILING and words.doc[first.i - 1].lemma_.lower() in cues().verbs and _adjoins(first):
        return None  # "..., she said to applause"
    aside = first.tag_ in RELATIVE and len(told) > 1 and told[1].tag_ in FINITE  # "which cited officials"
    if aside and (told[1].lemma_.lower() in cues().cite or _cue_before(words) is None):
        return None
    if _hangs(last) or last.dep_ == "mark" or (first.tag_ == "VBG" and first.lemma_.lower() in cues().verbs):
        return None
    if _finite(last) and last.lemma_.lower() in cues().speech | cues().report:
        return _before_cue(passage, words, last)
    cue = _cue_before(words)
    clause = _clause(cue, words) if cue is not None else None
    if clause is not None:
        return passage.offset(_without_that(clause.left_edge, words)), span[1]
    if attribution.act == "demands" and first.dep_ == "prep" and first.lower_ in CALLING and len(told) > 1:
        first = told[1]  # "called on both sides to stop"
    return (passage.offset(first), span[1]) if _tells(attribution, cue, told) else None


def _adjoins(first: Token) -> bool:
    """Whether words after "said" tell when, where or how, not what: "to applause", "on Friday", "as he left"."""
    return (first.dep_ in {"prep", "mark"} and first.lower_ not in WHAT) or first.ent_type_ in WHEN


def _closing(told: Sequence[Token]) -> Token:
    """The last word but for adverbs and who was told: "a spokesman said later", "one woman told her"."""
    return next((t for t in reversed(told) if t.pos_ not in {"ADV", "PRON"} or _hangs(t)), told[-1])


def _hangs(last: Token) -> bool:
    """Whether words that end like this were cut off: "the attack, which", "the country where", "as wide as the"."""
    return last.tag_ in RELATIVE or ((last.tag_ == "WRB" or last.dep_ == "det") and last.head.i > last.i)


def _finite(verb: Token) -> bool:
    """Whether a verb is "says", "said" or "has said", unlike "were told"."""
    auxiliaries = {child.dep_: child.lemma_ for child in verb.lefts}
    return verb.tag_ in FINITE or (auxiliaries.get("aux") == "have" and "auxpass" not in auxiliaries)


def _tells(attribution: Attribution, cue: Token | None, told: Sequence[Token]) -> bool:
    """Whether words that are no clause of their cue say something: a sentence, a wish, a thing announced, a count."""
    lemma = cue.lemma_.lower() if cue is not None else ""
    if any(token.tag_ in FINITE for token in told):
        return lemma not in cues().addressed or attribution.act != "asserts"
    if cue is not None and attribution.act != "asserts":
        return lemma not in cues().plain
    counts = lemma not in cues().addressed and told[0].dep_ != "prep" and any(token.like_num for token in told)
    return lemma in ANNOUNCING or counts


def _clause(cue: Token, words: Span) -> Token | None:
    """What a cue hands over as a clause; after "told reporters" also one that the parser hung on those told."""
    inside = [token for token in words if token.i > cue.i and token.left_edge.i >= words.start]
    found = next((token for token in inside if token.dep_ == "ccomp" and token.head == cue), None)
    if found is not None or cue.lemma_.lower() not in cues().addressed:
        return found
    marked = next((token.head for token in inside if token.dep_ == "mark" and token.lower_ == "that"), None)
    hung = (
        t
        for t in inside
        if t.dep_ == "relcl" and any(c.dep_.startswith("nsubj") and c.tag_ not in RELATIVE for c in t.lefts)
    )
    return marked or next(hung, None)


def _without_that(first: Token, words: Span) -> Token:
    that = first.lower_ == "that" and first.dep_ == "mark"
    told = (t for t in words.doc[first.i + that : words.end] if t.is_quote or t.is_left_punct or not t.is_punct)
    return next(told, first)


def _before_cue(passage: Passage, words: Span, cue: Token) -> tuple[int, int] | None:
    """The words up to whoever relays them: "nine died, state TV reported" without its last three."""
    subject = next((c for c in cue.lefts if c.dep_ == "nsubj"), None)
    stop = subject.left_edge.i if subject is not None else cue.i
    if stop == words.start and len(words) > LONGEST_NAME:
        stop = cue.i
    while stop > words.start and (words.doc[stop - 1].is_punct or words.doc[stop - 1].is_space):
        stop -= 1
    kept = words.doc[words.start : stop]
    return (passage.offset(kept[0]), passage.offset(kept[-1]) + len(kept[-1])) if len(kept) else None


def _cue_before(words: Span) -> Token | None:
    """The verb of saying that stands right before these words."""
    at = words.start - 1
    while at >= 0 and (words.doc[at].is_punct or words.doc[at].is_space):
        at -= 1
    cue = words.doc[at] if at >= 0 else None
    return cue if cue is not None and cue.pos_ in {"VERB", "AUX"} and cue.lemma_.lower() in cues().verbs else None


def _said(report: Report, speaker: Attribution, start: int, end: int, *, quote: bool) -> Said:
    words = report.text[start:end].strip()
    start += len(report.text[start:end]) - len(report.text[start:end].lstrip())
    return Said(start, start + len(words), words if quote else None, words, speaker, speaker.act, speaker.channel)


def _within(span: tuple[int, int], paragraphs: Sequence[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in paragraphs)


def _mostly(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether direct speech already takes up most of a stretch, so that an indirect record would only repeat it."""
    covered = sum(max(0, min(end, e) - max(start, s)) for s, e in spans)
    return covered > 0.6 * (end - start)

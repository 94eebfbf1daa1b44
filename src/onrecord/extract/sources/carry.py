"""Carry-over: a source that holds for the sentences after its own, and sources given once for a whole list."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord import actors
from onrecord.extract.forms import written
from onrecord.extract.mentions import Attribution, Passage
from onrecord.extract.sources.cues import cues
from onrecord.extract.sources.people import Voice
from onrecord.extract.sources.speakers import Cast

if TYPE_CHECKING:
    from spacy.tokens import Span

_COMPILERS = frozenset({"un", "ngo", "monitor", "medical"})
_BODIES = frozenset({"un", "ngo", "monitor", "media", "political"})
_TELLING = frozenset({"asserts", "denies"})
REACH = 5  # sentences
_ENTRY = re.compile(r"[A-Z][\w.’']+(?:,? [A-Z]\w+)* \(\d[\d,.]*\)")
_COUNTRY_HAS = re.compile(
    r"^(?:The |In )?[A-Z]\w+(?: [A-Z]\w+)*,? (?:has|have|had|reported|reports|confirmed|with|recorded)\b"
)
_HEADING = re.compile(
    r"(?:^|\b)(?:quotes?|comments?|remarks?|statement|excerpts?) (?:from|by|of) (?P<who>[^:]{3,80}):$", re.IGNORECASE
)
_DASHED = re.compile(
    r"(?:^|[”\"’.?!]\s*)\s*[-–—]{1,2}\s*(?P<who>[A-Z][\w.’' -]{1,40}?)(?:,\s*(?P<what>[\w.’' -]{2,40}))?\s*$"
)
_SOURCES = re.compile(r"(?:^|[-–—\s])Sources?:\s+(?P<who>[A-Z][^()\n]{3,300}?)\s*(?:\(|$)")
_FACTS = re.compile(
    r"\b(?:here (?:are|is)|following (?:are|is)|below (?:are|is)|factbox|key facts|some facts)\b", re.IGNORECASE
)


def carry_over(passages: Sequence[Passage], attributions: Sequence[Attribution]) -> Iterator[Attribution]:
    """For each sentence without a source of its own, the source of the sentence before, while it holds.

    It holds for sentences that go on counting after "X said ...", within the paragraph, and for the entries of a list
    that runs over paragraphs. A source told at the end of its sentence ("..., X said.") does not carry.
    """
    current: Attribution | None = None
    distance = 0
    for passage, near in zip(passages, _by_passage(passages, attributions), strict=True):
        first = True
        for sentence in passage.doc.sents:
            text = written(sentence)
            if not text.strip():
                continue
            start, end = passage.start + sentence.start_char, passage.start + sentence.end_char
            own = _own(near, start, end)
            listing = _lists(text)
            if own and current is not None and current.kind in _COMPILERS and listing and all(map(_is_country, own)):
                yield replace(current, content=((start, end),), quoted=False, carried=True, rule="entry of a tally")
            elif own:
                current, distance = _leading(own, start), 0
            else:
                distance += 1
                if first and not listing:
                    current = None
                if current is not None and (distance > REACH or not _counts(sentence) or _releases(text, current)):
                    current = None
                if current is not None:
                    yield replace(current, content=((start, end),), quoted=False, carried=True, rule="carried over")
            first = False


def _by_passage(passages: Sequence[Passage], attributions: Sequence[Attribution]) -> list[list[Attribution]]:
    """For each passage the attributions that may stand in it or hold for words of it, in order."""
    starts = [passage.start for passage in passages]
    near: list[list[Attribution]] = [[] for _ in passages]
    for attribution in attributions:
        spans = (*attribution.content, (attribution.source_start, attribution.source_start))
        for at in {n for s, e in spans for n in range(max(0, bisect_right(starts, s) - 1), bisect_right(starts, e))}:
            near[at].append(attribution)
    return near


def _own(attributions: Sequence[Attribution], start: int, end: int) -> list[Attribution]:
    return [
        a for a in attributions if any(s < end and start < e for s, e in a.content) or start <= a.source_start < end
    ]


def _is_country(attribution: Attribution) -> bool:
    name = attribution.name.removeprefix("The ").removeprefix("the ")
    return attribution.kind == "government" and name == attribution.side


def _leading(own: Sequence[Attribution], start: int) -> Attribution | None:
    """The last attribution whose words come before what they hand over, if somebody is named."""
    for attribution in reversed(own):
        if attribution.quoted or not attribution.name or attribution.kind in {"none", "unnamed", "document", "witness"}:
            continue
        if attribution.act not in _TELLING:
            return None
        leads = (
            attribution.rule != "leading aside"
            and attribution.content
            and attribution.content[0][0] >= attribution.source_end
        )
        return attribution if leads and attribution.source_start >= start else None
    return None


def _counts(sentence: Span) -> bool:
    """Whether a sentence goes on with figures."""
    return any(
        (token.like_num or token.pos_ == "NUM") and token.ent_type_ not in {"DATE", "TIME", "ORDINAL"}
        for token in sentence
    )


def _lists(sentence: str) -> bool:
    """Whether a sentence is an entry of a list of places and counts."""
    return len(_ENTRY.findall(sentence)) > 2 or _COUNTRY_HAS.match(sentence) is not None


def _releases(sentence: str, current: Attribution) -> bool:
    """Whether a sentence turns to background, to another matter in the outlet's own voice, or to another body."""
    low = sentence.strip().lower()
    opening = next((actor for start, _, _, actor in actors.actors_in(sentence) if start <= 5), None)
    if opening is not None and opening.kind in _BODIES and opening.origin != current.origin:
        return True
    return low.startswith(cues().release_starts) or any(words in low for words in cues().release_anywhere)


def listed(passages: Sequence[Passage], attributions: Sequence[Attribution], cast: Cast) -> Iterator[Attribution]:
    """Sources given once: a heading over quotations, a name after a dash below one, "Sources: A; B" under facts."""
    for number, passage in enumerate(passages):
        text = passage.text.strip()
        if text.endswith(":") and (match := _HEADING.search(text)) is not None:
            run = _quoted_run(passages, number + 1)
            if run:
                yield _said_by(cast.named(match["who"]), passage, match.start("who"), run, "heading over quotations")
        elif (match := _DASHED.search(text)) is not None and text.count("-") < 4:
            content = _before_dash(passages, number, match.start("who"))
            if content:
                words = ", ".join(part for part in (match["who"], match["what"]) if part)
                yield _said_by(cast.named(words), passage, match.start("who"), content, "name after a dash")
        if "ource" in text and (match := _SOURCES.search(text)) is not None:
            first = next((i for i in range(number, -1, -1) if _FACTS.search(passages[i].text)), None)
            if first is not None:
                content = ((passages[first].start, passage.start + match.start()),)
                voice = cast.named(match["who"].strip(" .;"))
                yield replace(
                    _said_by(voice, passage, match.start("who"), content, "list of sources"), quoted=False, carried=True
                )


def _quoted_run(passages: Sequence[Passage], first: int) -> tuple[tuple[int, int], ...]:
    spans = []
    for passage in passages[first:]:
        if not passage.text.lstrip().startswith(("“", '"', "‘", "•", "*")):
            break
        spans.append((passage.start, passage.end))
    return tuple(spans)


def _before_dash(passages: Sequence[Passage], number: int, at: int) -> tuple[tuple[int, int], ...]:
    """The quotation that a name after a dash closes: the rest of its paragraph, or else the paragraph before."""
    passage = passages[number]
    before = passage.text[:at].rstrip(" -–—")
    if before.rstrip().endswith(("”", '"', "’")):
        return ((passage.start, passage.start + len(before)),)
    if not before.strip() and number:
        return ((passages[number - 1].start, passages[number - 1].end),)
    return ()


def _said_by(voice: Voice, passage: Passage, at: int, content: tuple[tuple[int, int], ...], rule: str) -> Attribution:
    return Attribution(
        passage.start + at,
        passage.start + at,
        voice.name,
        voice.kind,
        voice.side,
        "",
        "asserts",
        content,
        True,
        None,
        (),
        False,
        rule,
        voice.origin,
        voice.described,
    )

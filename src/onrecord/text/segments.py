"""Paragraphs of a report split into segments: what is headline, dateline, body, caption, credit or boilerplate.

No word is dropped or rewritten: every stretch of a paragraph ends up in exactly one piece, in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from onrecord.text.endings import closing
from onrecord.text.heads import EARLY, REACH, Lower, dateline, leads, stamps, summaries
from onrecord.text.pieces import BODY, SENTENCE_BREAK, SENTENCE_END, SHORT, WORD, Block, Piece, each, letters
from onrecord.text.wording import Wording, wording

DASHES = "-—–―"
LOWER = re.compile(r"\b[a-z][a-z-]+")


def split(title: str, blocks: Iterable[Block], *, language: str = "en") -> list[Piece]:
    """All pieces of a report, the title first; a title repeated at the head of the text is a second headline."""
    words = wording(language)
    blocks = [Block(b.kind, b.text.strip()) for b in blocks if b.text.strip()]
    pieces = _title(title.strip(), words)
    lower = cache(lambda: frozenset(w for b in blocks for w in LOWER.findall(b.text)))
    begun = False
    for i, block in enumerate(blocks):
        if block.kind in ("headline", "subheading", "credit", "boilerplate", "dateline"):
            found = [Piece(block.kind, block.text)]
        elif block.kind == "caption":
            found = each([Piece("caption", block.text)], "caption", lambda t: _credits(t, words, "caption"))
        else:
            found = _paragraph(block.text, title, words, lower, index=i, begun=begun, alone=len(blocks) == 1)
            begun = begun or any(p.kind == BODY for p in found)
        found = [p for p in found if p.text.strip()]
        pieces += [Piece(p.kind, p.text.strip(), p.joint if k else "\n\n") for k, p in enumerate(found)]
    return _repeats(closing(_pictures(_one_headline(pieces), words), words))


def _title(title: str, words: Wording) -> list[Piece]:
    if not title:
        return []
    site = words.site.search(title)
    if site and site.start() > 0:
        return [Piece("headline", title[: site.start()], "\n\n"), Piece("credit", title[site.start() :].strip())]
    return [Piece("headline", title, "\n\n")]


def _paragraph(
    text: str, title: str, words: Wording, lower: Lower, *, index: int, begun: bool, alone: bool
) -> list[Piece]:
    if _is_boilerplate(text, words):
        return [Piece("boilerplate", text)]
    if len(text) < REACH and any(p.fullmatch(text) for p in words.credit_whole):
        return [Piece("credit", text)]
    early = index < EARLY
    pieces = [Piece(BODY, text)]
    if not begun:
        pieces = leads(text, title, words)
    pieces = each(pieces, BODY, lambda t: dateline(t, words, index))
    pieces = each(pieces, BODY, lambda t: stamps(t, words))
    filed = any(p.kind == "dateline" and p.text[-1] in DASHES for p in pieces)
    pieces = each(pieces, BODY, lambda t: _credits(t, words, BODY, filed=filed))
    pieces = each(pieces, "caption", lambda t: _credits(t, words, "caption"))
    pieces = each(pieces, BODY, lambda t: _tail(t, words))
    pieces = each(pieces, BODY, lambda t: _tags(t, words))
    pieces = each(pieces, BODY, lambda t: _labelled(t, words))
    if early:
        pieces = summaries(pieces, words, lower, glued=not begun and not title)
    if not alone:
        pieces = each(pieces, BODY, lambda t: [Piece(_line_kind(t, begun, title), t)])
    return pieces


def _is_boilerplate(text: str, words: Wording) -> bool:
    if len(text.split()) > words.boilerplate_longest:
        return False
    return any(pattern.fullmatch(text) for pattern in words.boilerplate_whole)


def _line_kind(text: str, begun: bool, title: str) -> str:
    """A short line without a full stop is a heading: the report's own where it comes first, else a subheading."""
    text = text.strip()
    if SENTENCE_END.search(text) or SENTENCE_BREAK.search(text) or text[-1:] in ':,;”"' or len(text.split()) > SHORT:
        return BODY
    return BODY if text[:1].islower() else "subheading" if begun or title else "headline"


def _credits(text: str, words: Wording, kind: str, *, filed: bool = False) -> list[Piece]:
    """Credits cut out of a paragraph; the sentences that one ends are a caption, unless a dateline begins them."""
    spans = [m.span() for p in words.credit_inline for m in p.finditer(text)]
    spans += [m.span() for p in words.credit_ending if (m := p.search(text))]
    if not spans:
        return [Piece(kind, text)]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    pieces: list[Piece] = []
    at = 0
    for start, end in merged:
        before = [Piece(kind, text[at:start])] if filed else _caption(text[at:start], kind, first=at == 0)
        pieces += [*before, Piece("credit", text[start:end])]
        at = end
    return [*pieces, Piece(kind, text[at:], "\n")]


def _caption(text: str, kind: str, *, first: bool) -> list[Piece]:
    """The part of a text that a picture credit ends: all of it when short, else its last sentence."""
    if not text.strip() or not any(c.isalpha() for c in text):
        return [Piece("credit", text)]
    cuts = [m.end() for m in SENTENCE_BREAK.finditer(text)]
    if kind == "caption" or (len(cuts) <= 3 and first):
        return [Piece("caption", text)]
    return [Piece(kind, text[: cuts[-1]]), Piece("caption", text[cuts[-1] :])] if cuts else [Piece("caption", text)]


def _tail(text: str, words: Wording) -> list[Piece]:
    starts = [m.start() for p in words.boilerplate_tail if (m := p.search(text))]
    if not starts:
        return [Piece(BODY, text)]
    return [Piece(BODY, text[: min(starts)]), Piece("boilerplate", text[min(starts) :])]


def _labelled(text: str, words: Wording) -> list[Piece]:
    """Another report's headline behind a label such as "Related": a claim in it is a claim, the label is not."""
    for pattern in words.label:
        if found := pattern.search(text):
            headline = Piece("subheading", text[found.end() :])
            return [Piece(BODY, text[: found.start()]), Piece("boilerplate", found[0], "\n"), headline]
    return [Piece(BODY, text)]


def _tags(text: str, words: Wording) -> list[Piece]:
    """A list of tags glued between two sentences; it ends where the next sentence can be seen to begin."""
    found = words.tags.search(text)
    if found is None:
        return [Piece(BODY, text)]
    tokens = list(WORD.finditer(text, found.end()))
    for i, token in enumerate(tokens):
        if token[0].lower() not in words.verbs or i == 0:
            continue
        at = i
        while at > 0 and not tokens[at][0][0].isupper():
            at -= 1
        head = [Piece(BODY, text[: found.start()]), Piece("boilerplate", text[found.start() : tokens[at].start()])]
        return [*head, Piece(BODY, text[tokens[at].start() :], "\n")]
    return [Piece(BODY, text[: found.start()]), Piece("boilerplate", text[found.start() :])]


def _one_headline(pieces: list[Piece]) -> list[Piece]:
    """Only the first line without a full stop is the headline of a report that has no title."""
    seen = False
    out: list[Piece] = []
    for piece in pieces:
        again = piece.kind == "headline" and seen and letters(piece.text) != letters(pieces[0].text)
        out.append(Piece("subheading", piece.text, piece.joint) if again else piece)
        seen = seen or piece.kind == "headline"
    return out


def _pictures(pieces: list[Piece], words: Wording) -> list[Piece]:
    """Paragraphs that turn out to be captions: one above a credit line, and one ahead of the agency's dateline."""
    kinds = [p.kind for p in pieces]
    for i, piece in enumerate(pieces):
        own_line = piece.kind == "credit" and piece.joint == "\n\n" and words.credit_whole[0].fullmatch(piece.text)
        if own_line and i and kinds[i - 1] == BODY:
            kinds[i - 1] = "caption"
    filed = next((i for i, p in enumerate(pieces) if p.kind == "dateline" and p.text[-1] in DASHES), 0)
    ahead = [i for i in range(filed) if kinds[i] == BODY]
    if len(ahead) <= 2 and all(len(pieces[i].text) < REACH * 2 for i in ahead):
        for i in ahead:
            kinds[i] = "caption"
    return [Piece(kind, p.text, p.joint) for kind, p in zip(kinds, pieces, strict=True)]


def _repeats(pieces: list[Piece]) -> list[Piece]:
    """A caption printed twice is a claim once: its exact repetition becomes boilerplate."""
    seen: set[str] = set()
    out: list[Piece] = []
    for piece in pieces:
        if piece.kind == "caption":
            key = letters(piece.text)
            if key in seen:
                piece = Piece("boilerplate", piece.text, piece.joint)
            seen.add(key)
        out.append(piece)
    return out

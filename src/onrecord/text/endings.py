"""What stands behind a report's last sentence: editors' credits, an outlet's word about itself, adverts."""

from __future__ import annotations

import re

from onrecord.text.pieces import BODY, SENTENCE_BREAK, SENTENCE_END, Piece, phrase_starts
from onrecord.text.wording import Wording

NEAR = 60
REACH = 1500
LAST = 3


def closing(pieces: list[Piece], words: Wording) -> list[Piece]:
    """The pieces with what closes a report told apart in its last three paragraphs."""
    tail = {i for i, p in enumerate(pieces) if p.kind in (BODY, "subheading", "caption")}
    tail = set(sorted(tail)[-LAST:])
    out: list[Piece] = []
    for i, piece in enumerate(pieces):
        out += _close(piece, words) if i in tail and piece.kind in (BODY, "subheading") else [piece]
    return _advert([p for p in out if p.text.strip()], words)


def _close(piece: Piece, words: Wording) -> list[Piece]:
    text = piece.text
    if span := _credit_span(text, words):
        start, end = span
        rest = text[end:].strip()
        after = Piece(BODY if _is_sentence(rest) else "boilerplate", rest)
        credit = Piece("credit", text[start:end].strip(), " " if start else piece.joint)
        return [Piece(piece.kind, text[:start].rstrip(), piece.joint), credit, after]
    cut = _about_start(text, words)
    if cut is None:
        return [piece]
    about = Piece("boilerplate", text[cut:], " " if cut else piece.joint)
    return [Piece(BODY, text[:cut].rstrip(), piece.joint), about]


def _credit_span(text: str, words: Wording) -> tuple[int, int] | None:
    """The stretch of the credits in the last 1,500 characters of a paragraph, or None."""
    late = max(0, len(text) - REACH)
    found = sorted(m.span() for form in words.credit_closing for m in form.finditer(text, late))
    found = [(a, b) for a, b in found if a == 0 or (text[a - 1] in " \n" and _may_begin(text, a))]
    if not found:
        return None
    start, end = found[0]
    for a, b in found[1:]:
        end = max(end, b) if a <= end + NEAR else end
    return start, end


def _may_begin(text: str, start: int) -> bool:
    return text[start] == "(" or text[:start].rstrip()[-1:] in (*".!?”\")]'—-",)


def _is_sentence(text: str) -> bool:
    return len(text.split()) > 6 and bool(SENTENCE_END.search(text))


def _about_start(text: str, words: Wording) -> int | None:
    """Where an outlet begins to describe itself, late in its text; None if it does not."""
    starts = [0, *(m.end() for m in SENTENCE_BREAK.finditer(text))]
    for k, start in enumerate(starts):
        late = 3 * start >= 2 * len(text) or k >= len(starts) - LAST
        if late and any(p.match(text, start) for p in words.about) and words.about_also.search(text, start):
            return start
    return None


def _advert(pieces: list[Piece], words: Wording) -> list[Piece]:
    """Glued slogans at the very end: no full stop, no number, while the paragraphs before them are sentences."""
    bodies = [i for i, p in enumerate(pieces) if p.kind == BODY]
    if len(bodies) < 4 or bodies[-1] != len(pieces) - 1:
        return pieces
    last = pieces[-1]
    ends = [m.end() for m in re.finditer(r"[.!?…)][”\"’')]*\s+(?=[A-Z])", last.text)]
    at = ends[-1] if ends else 0
    slogans = last.text[at:]
    sentences = sum(bool(SENTENCE_END.search(pieces[i].text)) for i in bodies[:-1])
    told = SENTENCE_END.search(slogans) or any(c.isdigit() for c in slogans) or sentences < len(bodies) - 2
    if told or not phrase_starts(slogans, words):
        return pieces
    kept = [Piece(BODY, last.text[:at].rstrip(), last.joint)] if at else []
    return [*pieces[:-1], *kept, Piece("boilerplate", slogans, " " if at else last.joint)]

"""What stands ahead of a report's first sentence: dates, bylines, the title again, summaries, the dateline."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from onrecord.text.pieces import BODY, SENTENCE_BREAK, SENTENCE_END, SHORT, Piece, letters, phrase_starts
from onrecord.text.wording import Wording

EARLY = 4
REACH = 220

type Lower = Callable[[], frozenset[str]]  # the words that the report prints in lower case, found when first asked for


def leads(text: str, title: str, words: Wording) -> list[Piece]:
    """Date lines, bylines and the repeated title ahead of the first sentence, each a piece of its own."""
    pieces: list[Piece] = []
    rest = text
    moved = True
    while rest and moved:
        moved = False
        if end := _title_end(rest, title, words):
            pieces.append(Piece("headline", rest[:end], "\n"))
            rest, moved = rest[end:].lstrip(), True
            continue
        if pieces and (wire := words.agency.match(rest)):
            pieces.append(Piece("credit", wire[0], " "))
            rest, moved = rest[wire.end() :].lstrip(), True
            continue
        if pieces and pieces[-1].kind == "dateline" and (end := _byline_end(rest, title, words)):
            pieces.append(Piece("credit", rest[:end]))
            rest, moved = rest[end:].lstrip(), True
            continue
        number = re.match(r"\d{4,6}\s+", rest) if pieces else None
        if number and _title_end(rest[number.end() :], title, words):
            pieces.append(Piece("dateline", number[0]))
            rest, moved = rest[number.end() :], True
            continue
        for lead in words.leads:
            found = lead.pattern.match(rest)
            if found and found[0].strip() and _may_follow(rest, found.end()):
                pieces.append(Piece(lead.kind, found[0]))
                rest, moved = rest[found.end() :].lstrip(), True
                break
    return [*pieces, Piece(BODY, rest, "\n")] if rest else pieces


def _may_follow(text: str, end: int) -> bool:
    """Whether what follows a lead can begin a sentence: "March 2, 2022 was the day" is no date line."""
    rest = text[end:].lstrip()
    return not rest or not rest[0].islower() or rest[:3].lower() == "by "


def _title_end(text: str, title: str, words: Wording) -> int:
    """Where the title repeated at the head of the text ends, 0 if it is not there; a site's name may be missing."""
    cuts = [m.start() for m in re.finditer(r" [|–—-] ", title)]
    for wanted in (title, *(title[:cut] for cut in reversed(cuts))):
        if end := _repeated(text, letters(wanted)):
            return end
    head, _, last = title.rpartition(" ")
    return _repeated(text, letters(head)) if len(head) > 6 * len(last) else 0


def _repeated(text: str, wanted: str) -> int:
    if len(wanted) < 12:
        return 0
    at = 0
    for i, char in enumerate(text):
        if not char.isalnum():
            continue
        if not wanted.startswith(letters(char), at):
            return 0
        at += len(letters(char))
        if at == len(wanted):
            following = re.match(r"[”\"’')_•]*\s*[.!?]?(?=\s|$)", text[i + 1 :])
            return i + 1 + following.end() if following else 0
    return 0


def _byline_end(text: str, title: str, words: Wording) -> int:
    """Where "by NAME" ends: at the repeated title, else after the words that can only be the name."""
    if not re.match(r"by [A-Z]", text, re.IGNORECASE):
        return 0
    for found in re.finditer(r"\s+(?=\S)", text[:REACH]):
        if _title_end(text[found.end() :], title, words):
            return found.end()
    name = re.match(r"[Bb]y [A-Z][\w.’-]+(?: (?:al|el|de|bin|van)?-?[A-Z][\w.’-]+)?(?=\s|$)", text)
    return name.end() if name else 0


def dateline(text: str, words: Wording, index: int) -> list[Piece]:
    early = index < EARLY
    for pattern in (*words.dateline_start, *(words.dateline_first if index == 0 else ())):
        found = pattern.match(text)
        if found and _is_filed(found, words, early=early):
            late = found.groupdict().get("late")
            return [Piece("dateline", found[0]), Piece("caption" if late else BODY, text[found.end() :])]
    for pattern in words.dateline_inside if early else ():
        found = pattern.search(text)
        if found and _is_filed(found, words, early=early) and text[found.end() :].strip():
            start = found.start()
            twice = re.match(r"(\S+) \1", found[0])
            start += len(twice[1]) if twice else 0
            filed = Piece("dateline", text[start : found.end()], "\n")
            return [Piece(BODY, text[:start].rstrip()), filed, Piece(BODY, text[found.end() :])]
    return [Piece(BODY, text)]


def _is_filed(found: re.Match[str], words: Wording, *, early: bool) -> bool:
    """Whether a match is a dateline and no acronym: later paragraphs need more than one word in capitals."""
    groups = found.groupdict()
    city = groups.get("city")
    if city is None:
        return True
    if city.split()[0].strip(".,’'") in words.never_city:
        return False
    return early or any(groups.get(name) for name in ("region", "when", "outlet"))


def stamps(text: str, words: Wording) -> list[Piece]:
    """Items strung together, each with its own time stamp: what stands ahead of a stamp in its line is a heading."""
    pieces: list[Piece] = []
    at = 0
    for found in words.stamp.finditer(text):
        before = text[at : found.start()]
        heading = before.strip() and not SENTENCE_END.search(before.strip()) and len(before.split()) <= 2 * SHORT
        pieces += [Piece("subheading" if heading else BODY, before, "\n"), Piece("dateline", found[0])]
        at = found.end()
    return [*pieces, Piece(BODY, text[at:])]


def summaries(pieces: list[Piece], words: Wording, lower: Lower, *, glued: bool) -> list[Piece]:
    """Headline and summary lines that are glued, without full stops, ahead of the lead or of a dateline."""
    out: list[Piece] = []
    for i, piece in enumerate(pieces):
        ahead = any(p.kind == "dateline" for p in pieces[i + 1 :])
        if piece.kind != BODY or not (glued or ahead):
            out.append(piece)
            continue
        first = SENTENCE_BREAK.search(piece.text)
        head = piece.text[: first.start()] if first and not ahead else piece.text
        cuts = [0, *phrase_starts(head, words, lower()), len(head)]
        parts = [head[a:b] for a, b in pairwise(cuts)]
        parts[-1] += piece.text[len(head) :]
        last = len(parts) - (0 if ahead else 1)
        for j, part in enumerate(parts):
            heading = j < last and not SENTENCE_END.search(part.strip()) and not SENTENCE_BREAK.search(part)
            kind = BODY if not heading else "headline" if glued and not j else "subheading"
            kind = (
                "credit"
                if heading and len(part) < REACH and any(p.fullmatch(part.strip()) for p in words.credit_whole)
                else kind
            )
            out.append(Piece(kind, part, "\n" if j else piece.joint))
    return out

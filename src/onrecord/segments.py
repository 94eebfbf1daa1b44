"""Paragraphs of a report split into segments: what is headline, dateline, body, caption, credit or boilerplate.

No word is dropped or rewritten: every stretch of a paragraph ends up in exactly one piece, in order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.wording import Wording, wording

BODY = "body"
HEAD_LIMIT = 220
SHORT = 18
EARLY = 4
SENTENCE_END = re.compile(r"[.!?…][”\"’')\]]*$")
SENTENCE_BREAK = re.compile(r"(?<=[.!?])[”\"’')\]]*\s+(?=[“\"‘'(\[]?[A-Z0-9])")
WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading or caption as a reader found it; kind "" leaves its role to be told from its words."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch with its kind; ``joint`` is the white space ahead of it in the canonical text."""

    kind: str
    text: str
    joint: str = " "


Splitter = Callable[[str], Sequence[Piece]]


def letters(text: str) -> str:
    """The text's letters and digits alone, in lower case: what two printings of one title share."""
    return "".join(c for c in text.lower() if c.isalnum())


def split(title: str, blocks: Iterable[Block], *, language: str = "en") -> list[Piece]:
    """All pieces of a report, the title first; a title repeated at the head of the text is kept as a second headline."""
    words = wording(language)
    blocks = [Block(b.kind, b.text.strip()) for b in blocks if b.text.strip()]
    pieces = _title(title.strip(), words)
    lower = {w for b in blocks for w in re.findall(r"(?<![.!?”\"] )\b[a-z][a-z-]+", b.text)}
    begun = False
    for i, block in enumerate(blocks):
        if block.kind in ("headline", "subheading", "credit", "boilerplate", "dateline"):
            found = [Piece(block.kind, block.text)]
        elif block.kind == "caption":
            found = _each([Piece("caption", block.text)], "caption", lambda t: _credits(t, words, "caption"))
        else:
            found = _paragraph(block.text, title, words, lower, index=i, begun=begun, alone=len(blocks) == 1)
            begun = begun or any(p.kind == BODY for p in found)
        found = [p for p in found if p.text.strip()]
        pieces += [Piece(p.kind, p.text.strip(), p.joint if k else "\n\n") for k, p in enumerate(found)]
    return _repeats(_closing(_pictures(_one_headline(pieces), words), words))


def _each(pieces: Iterable[Piece], kind: str, splitter: Splitter) -> list[Piece]:
    """The pieces with every one of that kind put through the splitter."""
    out: list[Piece] = []
    for piece in pieces:
        if piece.kind != kind:
            out.append(piece)
            continue
        found = [p for p in splitter(piece.text) if p.text.strip()]
        out += [Piece(p.kind, p.text, p.joint if i else piece.joint) for i, p in enumerate(found)]
    return out


def _title(title: str, words: Wording) -> list[Piece]:
    if not title:
        return []
    site = words.site.search(title)
    if site and site.start() > 0:
        return [Piece("headline", title[: site.start()], "\n\n"), Piece("credit", title[site.start() :].strip())]
    return [Piece("headline", title, "\n\n")]


def _paragraph(
    text: str, title: str, words: Wording, lower: set[str], *, index: int, begun: bool, alone: bool
) -> list[Piece]:
    if _is_boilerplate(text, words):
        return [Piece("boilerplate", text)]
    if any(p.fullmatch(text) for p in words.credit_whole) and len(text) < HEAD_LIMIT:
        return [Piece("credit", text)]
    early = index < EARLY
    pieces = [Piece(BODY, text)]
    if not begun:
        pieces = _leads(text, title, words)
    pieces = _each(pieces, BODY, lambda t: _dateline(t, words, index))
    pieces = _each(pieces, BODY, lambda t: _stamps(t, words))
    pieces = _each(pieces, BODY, lambda t: _credits(t, words, BODY))
    pieces = _each(pieces, "caption", lambda t: _credits(t, words, "caption"))
    pieces = _each(pieces, BODY, lambda t: _tail(t, words))
    pieces = _each(pieces, BODY, lambda t: _tags(t, words))
    pieces = _each(pieces, BODY, lambda t: _labelled(t, words))
    if early:
        pieces = _summaries(pieces, words, lower, glued=not begun and not title)
    if not alone:
        pieces = _each(pieces, BODY, lambda t: [Piece(_line_kind(t, begun, title), t)])
    return pieces


def _is_boilerplate(text: str, words: Wording) -> bool:
    if len(text.split()) > words.boilerplate_longest:
        return False
    return any(pattern.fullmatch(text) for pattern in words.boilerplate_whole)


def _line_kind(text: str, begun: bool, title: str) -> str:
    """A short line without a full stop is a heading: the report's own where it comes first, else a subheading."""
    if SENTENCE_END.search(text) or text[-1:] in ':,;”"' or len(text.split()) > SHORT:
        return BODY
    return BODY if text[:1].islower() else "subheading" if begun or title else "headline"


def _leads(text: str, title: str, words: Wording) -> list[Piece]:
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
    """Where the title repeated at the head of the text ends, 0 if it does not stand there; a site's name may be missing."""
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
    for found in re.finditer(r"\s+(?=\S)", text[:HEAD_LIMIT]):
        if _title_end(text[found.end() :], title, words):
            return found.end()
    name = re.match(r"[Bb]y [A-Z][\w.’-]+(?: (?:al|el|de|bin|van)?-?[A-Z][\w.’-]+)?(?=\s|$)", text)
    return name.end() if name else 0


def _dateline(text: str, words: Wording, index: int) -> list[Piece]:
    early = index < EARLY
    for pattern in (*words.dateline_start, *(words.dateline_first if index == 0 else ())):
        found = pattern.match(text)
        if found and _is_filed(found, words, early=early) and text[found.end() :].strip():
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


def _stamps(text: str, words: Wording) -> list[Piece]:
    """Items strung together, each with its own time stamp: what stands ahead of a stamp in its line is a heading."""
    pieces: list[Piece] = []
    at = 0
    for found in words.stamp.finditer(text):
        before = text[at : found.start()]
        heading = before.strip() and not SENTENCE_END.search(before.strip()) and len(before.split()) <= 2 * SHORT
        pieces += [Piece("subheading" if heading else BODY, before, "\n"), Piece("dateline", found[0])]
        at = found.end()
    return [*pieces, Piece(BODY, text[at:])]


def _credits(text: str, words: Wording, kind: str) -> list[Piece]:
    """Credits cut out of a paragraph; the sentences that a credit ends are a caption."""
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
        pieces += [*_caption(text[at:start], kind, first=at == 0), Piece("credit", text[start:end])]
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
    found = re.search(r"(?:^|(?<=[.!?”\"] ))Tags (?=\w)", text)
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


def _summaries(pieces: list[Piece], words: Wording, lower: set[str], *, glued: bool) -> list[Piece]:
    """Headline and summary lines that are glued, without full stops, ahead of the lead or of a dateline."""
    out: list[Piece] = []
    for i, piece in enumerate(pieces):
        ahead = any(p.kind == "dateline" for p in pieces[i + 1 :])
        if piece.kind != BODY or not (glued or ahead):
            out.append(piece)
            continue
        first = SENTENCE_BREAK.search(piece.text)
        head = piece.text[: first.start()] if first and not ahead else piece.text
        cuts = [0, *_phrase_starts(head, words, lower), len(head)]
        parts = [head[a:b] for a, b in pairwise(cuts)]
        parts[-1] += piece.text[len(head) :]
        last = len(parts) - (0 if ahead else 1)
        for j, part in enumerate(parts):
            heading = j < last and not SENTENCE_END.search(part.strip()) and not SENTENCE_BREAK.search(part)
            kind = BODY if not heading else "headline" if glued and not j else "subheading"
            kind = "credit" if heading and any(p.fullmatch(part.strip()) for p in words.credit_whole) else kind
            out.append(Piece(kind, part, "\n"))
    return out


def _phrase_starts(text: str, words: Wording, lower: set[str]) -> list[int]:
    """Where a new phrase begins in mid-sentence: a capital on a common word, after a word that can end a phrase."""
    tokens = list(WORD.finditer(text))
    starts: list[int] = []
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        word = token[0]
        ends = before[0][-1].isalnum() or before[0][-1] in "’”)'\""
        if not ((word[0].isupper() and word[1:].islower()) or word in ("A", "U.S.", "UN")) or not ends:
            if not (ends and word[0].isdigit() and after[0][0].islower() and before[0][0].isupper()):
                continue
            continue
        if before[0].lower().strip("’”)'\"") in words.links or not (after[0][0].islower() or after[0][0].isdigit()):
            if word.lower() not in ("the", "a") or before[0].lower() in words.links:
                continue
        opener = word.lower() in words.openers
        common = word.lower() in lower and not before[0][0].isupper()
        if opener or common:
            starts.append(token.start())
    return [s for i, s in enumerate(starts) if i == 0 or len(text[starts[i - 1] : s].split()) > 2]


def _closing(pieces: list[Piece], words: Wording) -> list[Piece]:
    """Editors' credits, self-descriptions and adverts at the end of a report."""
    bodies = [i for i, p in enumerate(pieces) if p.kind in (BODY, "subheading", "caption")]
    tail = set(bodies[-3:])
    out: list[Piece] = []
    ended = False
    for i, piece in enumerate(pieces):
        if ended and piece.kind in (BODY, "subheading"):
            out.append(Piece("boilerplate", piece.text, piece.joint))
            continue
        if i not in tail or piece.kind != BODY:
            out.append(piece)
            continue
        found = _closing_credit(piece.text, words)
        if found is not None:
            start, end = found
            out.append(Piece(BODY, piece.text[:start].rstrip(), piece.joint))
            out.append(Piece("credit", piece.text[start:end].strip()))
            ended = i == bodies[-1] or not _has_sentence(piece.text[end:])
            out.append(Piece("boilerplate" if ended else BODY, piece.text[end:].strip()))
            ended = ended and i == bodies[-1]
            continue
        cut = _about_start(piece.text, words)
        if cut is not None:
            out.append(Piece(BODY, piece.text[:cut].rstrip(), piece.joint))
            out.append(Piece("boilerplate", piece.text[cut:]))
            continue
        out.append(piece)
    out = [Piece(p.kind, p.text, p.joint if out else "") for p in out if p.text]
    return _advert(out, words)


def _closing_credit(text: str, words: Wording) -> tuple[int, int] | None:
    """The stretch of the credits that close a paragraph, or None."""
    found = [m for p in words.credit_closing for m in p.finditer(text)]
    found = [m for m in found if m.start() == 0 or text[m.start() - 1] in " \n"]
    found = [m for m in found if m.start() == 0 or m[0][0] == "(" or text[: m.start()].rstrip()[-1] in ".!?”\")]'—-"]
    if not found:
        return None
    return min(m.start() for m in found), max(m.end() for m in found)


def _has_sentence(text: str) -> bool:
    return len(text.split()) > 6 and bool(re.search(r"[.!?][”\"’')]*(?:\s|$)", text))


def _about_start(text: str, words: Wording) -> int | None:
    """Where an outlet begins to describe itself, in the last third of its text; None if it does not."""
    starts = [0, *(m.end() for m in SENTENCE_BREAK.finditer(text))]
    for k, start in enumerate(starts):
        sentence = text[start : starts[k + 1] if k + 1 < len(starts) else len(text)]
        if 3 * start >= 2 * len(text) or k >= len(starts) - 3:
            if any(p.match(sentence) for p in words.about):
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
    if told or not _phrase_starts(slogans, words, set()):
        return pieces
    kept = [Piece(BODY, last.text[:at].rstrip(), last.joint)] if at else []
    return [*pieces[:-1], *kept, Piece("boilerplate", slogans, " " if at else last.joint)]


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
    filed = next((i for i, p in enumerate(pieces) if p.kind == "dateline" and p.text[-1] in "-—–―"), 0)
    ahead = [i for i in range(filed) if kinds[i] == BODY]
    if len(ahead) <= 2 and all(len(pieces[i].text) < HEAD_LIMIT * 2 for i in ahead):
        for i in ahead:
            kinds[i] = "caption"
    return [Piece(kind, p.text, p.joint) for kind, p in zip(kinds, pieces, strict=True)]


def _repeats(pieces: list[Piece]) -> list[Piece]:
    """A caption printed twice is a claim once: its exact repetition becomes boilerplate."""
    seen: set[str] = set()
    out: list[Piece] = []
    for piece in pieces:
        key = letters(piece.text)
        if piece.kind == "caption" and key in seen:
            piece = Piece("boilerplate", piece.text, piece.joint)
        if piece.kind == "caption":
            seen.add(key)
        out.append(piece)
    return out

"""Canonical text: what a report's spans point into, how it is made from raw text, and how a span is found again.

Words and punctuation stay as printed; only encoding damage, markup leftovers and white space are resolved.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

import ftfy

from onrecord.model import Provenance, Report, Segment, Span, span_of
from onrecord.text.bylines import Dateline, dateline_of, guess_published, guess_publisher
from onrecord.text.pieces import Block, Piece
from onrecord.text.segments import split

__all__ = ["Block", "Dateline", "clean", "make_report", "paragraphs", "place_dateline", "plain_blocks", "reanchor"]

FIX = ftfy.TextFixerConfig(
    unescape_html=False,
    uncurl_quotes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    normalization="NFC",
    explain=False,
)
SOUND = re.compile(r"[\t\x20-\x7e‘’“”–—…]*")  # a line of these alone needs no repair of its encoding
LONGEST = 50_000
INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb]"
)
TAGS = (
    "a|abbr|address|article|aside|audio|b|blockquote|body|br|button|caption|center|cite|code|dd|div|dl|dt|em|embed|"
    "figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|label|li|link|main|mark|meta|"
    "nav|noscript|object|ol|p|picture|pre|q|s|script|section|small|source|span|strong|style|sub|sup|svg|table|tbody|"
    "td|tfoot|th|thead|time|title|tr|u|ul|video"
)
HIDDEN = re.compile(r"<(script|style|noscript|svg)\b[^>]*>.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
BREAKING = re.compile(
    r"</?(?:p|div|br|li|tr|h[1-6]|blockquote|figure|figcaption|section|article|hr)\b[^<>]*>", re.IGNORECASE
)
TAG = re.compile(rf"</?(?:{TAGS})\b[^<>]*>", re.IGNORECASE)
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!/|~>$\"'&])")
BULLET = re.compile(r"(?:^|(?<=\s))(?:\\?\*|[•▪●‣◦])\s+(?=\S)", re.MULTILINE)
GLUED = re.compile(r"[.!?](?:(?<=[a-z]{2}.)|(?<=[apAP]\.m.)|(?<=[\d%)\]’”\"].))[”’)\]]?(?=[“‘(]?[A-Z])")
STRAIGHT = re.compile(r"(?<=[\w)’])(?P<stop>[.!?,])\"(?=[A-Z\"])")
BLANK = re.compile(r"[^\S\n ]")
ADDRESS = re.compile(r"https?://|www\.|@|\w\.(?:com|org|net|co|gov|edu)\b", re.IGNORECASE)


def clean(raw: str) -> str:
    """Raw text with encoding repaired, tags, entities, escapes and invisible marks resolved, glued sentences parted."""
    text = "\n".join(line if SOUND.fullmatch(line) else ftfy.fix_text(line, config=FIX) for line in raw.split("\n"))
    if "<" in text:
        text = TAG.sub("", BREAKING.sub("\n\n", HIDDEN.sub(" ", text)))
    if "&" in text:
        text = html.unescape(text)
    text = INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = BULLET.sub("\n", text)
    text = ESCAPED.sub(r"\1", text)
    text = BLANK.sub(" ", text)
    return "\n".join(unglue(line.strip()) for line in text.split("\n"))


def unglue(line: str) -> str:
    """The line with a space where two sentences are printed without one ("dead.He said"); addresses stay whole."""
    out = GLUED.sub(lambda m: m[0] if _in_address(line, m.start()) else m[0] + " ", line)
    if '"' not in out:
        return out
    parts: list[str] = []
    at = quotes = 0
    for found in STRAIGHT.finditer(out):
        mark = found.end() - 1
        quotes += out.count('"', at, mark)
        closes = quotes % 2 == 1
        cut = mark + 1 if closes else mark
        parts.append(out[at:cut])
        if closes or found["stop"] != ",":
            parts.append(" ")
        quotes += closes
        at = cut
    return "".join(parts) + out[at:]


def _in_address(line: str, at: int) -> bool:
    start = line.rfind(" ", 0, at) + 1
    end = line.find(" ", at)
    return bool(ADDRESS.search(line[start : end if end > 0 else len(line)]))


def paragraphs(text: str) -> list[str]:
    """The paragraphs of clean text: one a line, but lines that were only wrapped at a width are joined again."""
    out: list[str] = []
    for chunk in re.split(r"\n\s*\n", text):
        lines = [line.strip() for line in chunk.split("\n") if line.strip()]
        out += [" ".join(lines)] if _is_wrapped(lines) else _continued(lines)
    return [part for paragraph in out for part in _parts(paragraph)]


def _continued(lines: Iterable[str]) -> list[str]:
    """The lines, with one that begins in lower case joined to an unended line before it."""
    out: list[str] = []
    for line in lines:
        if out and line[0].islower() and out[-1][-1] not in '.!?:;”"':
            out[-1] += " " + line
        else:
            out.append(line)
    return out


def _parts(paragraph: str) -> list[str]:
    """A paragraph in parts of at most 50,000 characters, cut at a space."""
    parts: list[str] = []
    while len(paragraph) > LONGEST:
        cut = paragraph.rfind(". ", 0, LONGEST) + 1 or paragraph.rfind(" ", 0, LONGEST)
        cut = cut if cut > 0 else LONGEST
        parts.append(paragraph[:cut])
        paragraph = paragraph[cut:].lstrip()
    return [*parts, paragraph] if paragraph else parts


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether lines were broken at a width: all but the last of like length, few ending a sentence."""
    if len(lines) < 3:
        return len(lines) == 2 and 55 <= len(lines[0]) <= 90 and lines[1][:1].islower()
    body = [len(line) for line in lines[:-1]]
    ended = sum(line[-1] in '.!?”"' for line in lines[:-1])
    return max(body) <= 100 and min(body) >= 45 and ended <= len(body) / 2


def plain_blocks(raw: str) -> list[Block]:
    """Plain text as blocks, their roles still open."""
    return [Block("", paragraph) for paragraph in paragraphs(clean(raw))]


def make_report(
    identifier: str,
    blocks: Iterable[Block],
    *,
    title: str = "",
    published: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    language: str = "en",
    links: Sequence[str] = (),
    guessed: Iterable[tuple[str, str]] = (),
    extra: Iterable[tuple[str, str]] = (),
    fetched: str | None = None,
    provenance: Provenance | None = None,
) -> Report:
    """The report of these blocks: canonical text, segments, and date and outlet, guessed where they are not given.

    The provenance tells already how a given date or outlet was found.
    """
    blocks = list(blocks)
    pieces = split(title, blocks, language=language)
    text, segments = _join(pieces)
    notes = list(guessed)
    dated, named = (provenance.dated, provenance.named) if provenance else ("", "")
    if published is None:
        published, dated = guess_published(text, segments, links=(*links, *((url,) if url else ())), language=language)
        notes += [("published", dated)] if published else []
    if not publisher:
        publisher, named = guess_publisher(text, segments, title=title, url=url)
        notes += [("publisher", named)] if publisher else []
    if not title and segments and segments[0].kind == "headline":
        title = text[segments[0].start : segments[0].end]
        notes.append(("title", "the first line of the text has no full stop"))
    return Report(
        id=identifier,
        text=text,
        segments=segments,
        title=title,
        publisher=publisher or "",
        published=published,
        url=url,
        language=language,
        fetched=fetched,
        text_sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        guessed=tuple(notes),
        extra=tuple(extra),
        provenance=replace(provenance, dated=dated, named=named) if provenance else None,
    )


def _join(pieces: Sequence[Piece]) -> tuple[str, tuple[Segment, ...]]:
    parts: list[str] = []
    segments: list[Segment] = []
    at = 0
    for piece in pieces:
        content = piece.text.strip()
        if not content:
            continue
        joint = piece.joint if at else ""
        parts += [joint, content]
        at += len(joint)
        segments.append(Segment(piece.kind, at, at + len(content)))
        at += len(content)
    return "".join(parts), tuple(segments)


def place_dateline(report: Report) -> Dateline | None:
    """Where and when the report was filed, by its first dateline that names a place; None if none does."""
    return dateline_of(report)


def reanchor(text: str, span: Span) -> Span | None:
    """The span found again in a changed text, by its words and the context that still agrees; None if gone."""
    if not span.exact:
        return None
    if text[span.start : span.end] == span.exact and text[: span.start].endswith(span.prefix[-20:]):
        return span_of(text, span.start, span.end)
    best: tuple[int, int, int] | None = None
    at = text.find(span.exact)
    while at >= 0:
        end = at + len(span.exact)
        shared = _shared(text[:at][::-1], span.prefix[::-1]) + _shared(text[end:], span.suffix)
        score = (shared, -abs(at - span.start), at)
        best = score if best is None or score > best else best
        at = text.find(span.exact, at + 1)
    return None if best is None else span_of(text, best[2], best[2] + len(span.exact))


def _shared(left: str, right: str) -> int:
    """How many characters two texts have in common from their start."""
    count = 0
    for a, b in zip(left, right, strict=False):
        if a != b:
            break
        count += 1
    return count

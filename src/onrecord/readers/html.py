"""HTML: one report a page, or one for each entry of a page with live updates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from onrecord.model import Problem, Provenance, Report
from onrecord.pages import Statements, article_blocks, decoded, parse, statements
from onrecord.text import clean, make_report, plain_blocks
from onrecord.text.source import Source

SUFFIXES = (".html", ".htm", ".xhtml")
MEDIA = ("text/html", "application/xhtml+xml")
LIMIT = 5 * 1024 * 1024
RISKY = True
OPENING = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S
)
PARTS = re.compile(rb"<(?:html|head|body|article|main)\b[^>]*>", re.IGNORECASE)
POSTINGS = 2


def proves(data: bytes) -> bool:
    """Whether a file begins as a page does."""
    return bool(OPENING.match(_narrow(data)[:4096]))


def looks_like(data: bytes) -> bool:
    """Whether a file holds the large parts of a page near its head."""
    return bool(PARTS.search(_narrow(data)[:8192]))


def read(source: Source) -> Iterator[Report | Problem]:
    """The report of a page, or those of its live updates."""
    page = decoded(source.data)
    if not page.text.strip():
        yield source.problem("empty", "the file is empty")
        return
    tree = parse(page.text)
    stated = statements(tree, source.url)
    blocks = article_blocks(tree, stated.title, stated.body)
    if len(stated.postings) >= POSTINGS:
        yield from _postings(stated, source)
        return
    if not blocks:
        yield source.problem("empty", "the page holds no article")
        return
    yield make_report(
        source.name,
        blocks,
        title=" ".join(clean(stated.title).split()),
        published=stated.published or source.published,
        publisher=stated.publisher or source.publisher,
        url=stated.url,
        language=_language(stated.language, " ".join(block.text for block in blocks)),
        guessed=(("encoding", page.note),) if page.note else (),
        fetched=source.fetched,
        provenance=_provenance(source, stated),
    )


def _postings(stated: Statements, source: Source) -> Iterator[Report]:
    """Each update as a report of its own day: what it says was not known when the page began."""
    for number, posting in enumerate(stated.postings, 1):
        entry = source.inside(str(number), posting.text.encode("utf-8", "replace"))
        own = replace(stated, published=posting.published or stated.published)
        yield make_report(
            entry.name if entry.url is None else f"{entry.url}#{number}",
            plain_blocks(posting.text),
            title=posting.title,
            published=own.published or source.published,
            publisher=stated.publisher or source.publisher,
            url=posting.url or stated.url,
            language=_language(stated.language, posting.text),
            fetched=source.fetched,
            provenance=_provenance(replace(entry, format=source.format), own),
        )


def _provenance(source: Source, stated: Statements) -> Provenance:
    whole = source.provenance(stated.published, stated.publisher)
    return replace(
        whole,
        dated=stated.dated if stated.published else whole.dated,
        named=stated.named if stated.publisher else whole.named,
    )


def _language(stated: str, text: str) -> str:
    """The page's language, where it states one and its words do not tell otherwise."""
    if stated in ("", "en"):
        return "en"
    from resiliparse.parse.lang import detect_fast

    found, distance = detect_fast(text[:20_000])
    return "en" if found == "en" and distance < 1200 else stated


def _narrow(data: bytes) -> bytes:
    """The head of a file as ASCII tags can be found in it, of whatever width its letters are."""
    return data[:32768].replace(b"\x00", b"").lstrip(b"\xff\xfe") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data

"""RSS and Atom: one report an entry."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from email.utils import parsedate
from typing import Any
from urllib.parse import urlsplit

from onrecord.model import Problem, Report
from onrecord.pages import decoded, fragment_blocks
from onrecord.text import clean, make_report
from onrecord.text.source import Source
from onrecord.text.wording import iso_date

SUFFIXES = (".rss", ".atom", ".rdf")
MEDIA = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
RISKY = True
ROOT = re.compile(
    r"\A\ufeff?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*>\s*)*<(?:rss|feed|(?:\w+:)?RDF)[\s>]", re.DOTALL
)
ENTITIES = re.compile(r"<!ENTITY|<!DOCTYPE[^>]*\[", re.IGNORECASE)
SECTION = re.compile(r"\s*(?:[|»:–—]|\s-\s).*$|\s+(?:RSS|feed|news feed)$", re.IGNORECASE)


def proves(data: bytes) -> bool:
    """Whether a file's first element is that of a feed."""
    return b"<" in data[:1024] and bool(ROOT.match(decoded(data[:8192]).text))


def read(source: Source) -> Iterator[Report | Problem]:
    """Each entry as a report; the feed's label is kept apart from the outlet that an entry names."""
    import feedparser

    text = decoded(source.data).text
    if ENTITIES.search(text):
        yield source.problem("entities", "declares entities of its own, which is not allowed")
        return
    feed = feedparser.parse(
        text.encode("utf-8", "replace"),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
    )
    if feed.bozo and not feed.entries:
        yield source.problem("unreadable", f"not a feed that can be read ({_said(feed.get('bozo_exception'))})")
        return
    if not feed.entries:
        yield source.problem("empty", "the feed has no entries")
    for number, entry in enumerate(feed.entries, 1):
        yield _report(entry, number, feed.feed, source)
    if feed.bozo and isinstance(feed.bozo_exception, Exception) and _is_cut(text):
        yield source.problem("truncated", f"the feed ends within entry {len(feed.entries)}")


def _report(entry: Any, number: int, feed: Any, source: Source) -> Report | Problem:
    label = " ".join(clean(feed.get("title", "")).split())
    link = entry.get("link") or None
    content = _content(entry)
    own = replace(
        source.inside(str(number), content.encode("utf-8", "replace")), format=source.format, feed=label or source.feed
    )
    title = " ".join(clean(_plain(entry.get("title", ""))).split())
    blocks, links = fragment_blocks(content) if content.strip() else ([], [])
    if not blocks and not title:
        return own.problem("empty", "the entry has no text")
    published, dated = _day(entry)
    publisher, named = _outlet(entry, feed, label, link)
    kept = own.provenance(published, publisher)
    return make_report(
        entry.get("id") or link or own.name,
        blocks,
        title=title,
        published=published or source.published,
        publisher=publisher or source.publisher,
        url=link,
        links=links,
        guessed=(("publisher", named),) if publisher and named.startswith("the feed") else (),
        fetched=source.fetched,
        provenance=replace(kept, dated=dated if published else kept.dated, named=named if publisher else kept.named),
    )


def _content(entry: Any) -> str:
    """The fullest text that the entry has."""
    contents = [str(part.get("value", "")) for part in entry.get("content", ()) if isinstance(part, dict)]
    return max((*contents, str(entry.get("summary", ""))), key=len)


def _plain(title: str) -> str:
    """A title's words; feeds write them as HTML or not, whatever they declare."""
    blocks, _ = fragment_blocks(title) if "<" in title and ">" in title else ([], [])
    return " ".join(block.text for block in blocks) or title


def _day(entry: Any) -> tuple[str | None, str]:
    for name in ("published", "created", "updated"):
        parsed = entry.get(f"{name}_parsed")
        if isinstance(parsed, time.struct_time) and 1990 <= parsed.tm_year < 2100:
            stated = re.match(r"\s*(\d{4}-\d\d-\d\d)", str(entry.get(name, "")))
            year, month, day = (parsedate(str(entry.get(name, ""))) or parsed)[:3]  # where it was written, not UTC
            found = iso_date(stated[1] if stated else f"{year:04d}-{month:02d}-{day:02d}")
            if found is not None:
                return found, f"the entry's {name} date"
    return None, ""


def _outlet(entry: Any, feed: Any, label: str, link: str | None) -> tuple[str | None, str]:
    """The outlet: the source or publisher that the entry names, else the feed's where the entry lies on its site."""
    origin = entry.get("source")
    named = origin.get("title") if isinstance(origin, dict) else None
    if isinstance(named, str) and named.strip():
        return " ".join(clean(named).split()), "the entry's source"
    for owner, how in (
        (entry.get("publisher"), "the entry's publisher"),
        (feed.get("publisher"), "the feed's publisher"),
    ):
        if isinstance(owner, str) and owner.strip():
            return " ".join(clean(owner).split()), how
    if label and link and _host(link) and _host(link) == _host(feed.get("link") or ""):
        return SECTION.sub("", label) or label, f'the feed is labelled "{label}" and on the same site'
    return None, ""


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _is_cut(text: str) -> bool:
    return not re.search(r"</(?:rss|feed|(?:\w+:)?RDF)\s*>\s*(?:<!--.*?-->\s*)*\Z", text, re.DOTALL)


def _said(error: object) -> str:
    return " ".join(str(error).split())[:120]

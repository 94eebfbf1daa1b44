"""Markdown: one report a file, with front matter, headings, pictures, links and emphasis resolved."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model import Problem, Report
from onrecord.text import make_report
from onrecord.text.front import front_matter
from onrecord.text.marks import is_markdown, markdown_blocks
from onrecord.text.source import Source, decode

SUFFIXES = (".md", ".markdown")


def looks_like(data: bytes) -> bool:
    """Whether a text file holds Markdown."""
    return is_markdown(data[:200_000].decode("utf-8", "replace"))


def read(source: Source) -> Iterator[Report | Problem]:
    """The one report of a Markdown file; its first heading is the title unless front matter names one."""
    decoded = decode(source)
    if isinstance(decoded, Problem):
        yield decoded
        return
    front = front_matter(decoded.text)
    found = markdown_blocks(front.text)
    heading = next((b.text for b in found.blocks if b.kind == "headline"), "")
    title = front.title or heading
    blocks = found.blocks
    if heading and title == heading:
        at = next(i for i, b in enumerate(blocks) if b.kind == "headline")
        blocks = blocks[:at] + blocks[at + 1 :]
    if not blocks and not title:
        yield source.problem("empty", "the file holds no text")
        return
    yield make_report(
        source.name,
        blocks,
        title=title,
        published=front.published or source.published,
        publisher=front.publisher or source.publisher,
        url=front.url or source.url,
        links=found.links,
        guessed=(*decoded.guessed, *front.guessed),
        extra=front.extra,
        fetched=source.fetched,
        provenance=source.provenance(front.published, front.publisher),
    )

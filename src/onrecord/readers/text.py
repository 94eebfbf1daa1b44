"""Plain text: one report a file, one paragraph a line or between blank lines."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model import Problem, Report
from onrecord.text import make_report, plain_blocks
from onrecord.text.front import front_matter
from onrecord.text.source import Source, decode

SUFFIXES = (".txt", ".text")


def read(source: Source) -> Iterator[Report | Problem]:
    """The one report of a text file; header lines such as "Title:" and "Published:" are read as its fields."""
    decoded = decode(source)
    if isinstance(decoded, Problem):
        yield decoded
        return
    front = front_matter(decoded.text)
    blocks = plain_blocks(front.text)
    if not blocks:
        yield source.problem("empty", "the file holds no text")
        return
    yield make_report(
        source.name,
        blocks,
        title=front.title,
        published=front.published or source.published,
        publisher=front.publisher or source.publisher,
        url=front.url or source.url,
        guessed=(*decoded.guessed, *front.guessed),
        extra=front.extra,
        fetched=source.fetched,
        provenance=source.provenance(front.published, front.publisher),
    )

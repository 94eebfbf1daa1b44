"""Markdown: the brief, whole, for issue trackers, wikis and mail."""

from __future__ import annotations

from typing import BinaryIO

from onrecord.brief import Brief, compose
from onrecord.brief import markdown as drawn
from onrecord.exporters.takeaway import Takeaway

KINDS = ("brief",)


def write(record: Takeaway, kind: str, out: BinaryIO) -> int:
    """Write the brief with nothing cut for length; returns how many incidents it tells."""
    brief = brief_of(record)
    out.write(drawn.render(brief).encode())
    return len(brief.incidents)


def brief_of(record: Takeaway) -> Brief:
    """The whole brief of what is taken; without the reports' words, what was said and what happened cannot be told."""
    claims = record.claims if record.words else [c for c in record.claims if c.figure or c.control]
    return compose(record.reports, claims, record.lines, record.problems, limit=False)

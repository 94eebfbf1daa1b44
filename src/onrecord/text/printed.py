"""A document that states no fields of its own, such as a PDF: its blocks as a report, dated by the file if by nothing
else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.model import Report
from onrecord.text import make_report
from onrecord.text.pieces import Block, letters
from onrecord.text.source import Source


def report_of_blocks(found: Sequence[Block], source: Source, *, made: str | None, how: str) -> Report | None:
    """The report of a document's blocks, its first headline the title; None where it holds no text.

    ``made`` is the day on which the file was made, which dates the report where its text does not; ``how`` says so.
    """
    title = next((block.text for block in found if block.kind == "headline"), "")
    blocks = [block for block in found if block.kind != "headline" or letters(block.text) != letters(title)]
    if not blocks and not title:
        return None
    report = make_report(
        source.name,
        blocks,
        title=title,
        published=source.published,
        publisher=source.publisher,
        url=source.url,
        fetched=source.fetched,
        provenance=source.provenance(None, None),
    )
    if report.published or made is None or report.provenance is None:
        return report
    return replace(
        report,
        published=made,
        guessed=(*report.guessed, ("published", how)),
        provenance=replace(report.provenance, dated=how),
    )

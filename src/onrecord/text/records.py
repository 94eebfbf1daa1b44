"""One record of a table, such as a JSON object or a row of CSV, as a report."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from onrecord.model import Problem, Report
from onrecord.text import clean, make_report, plain_blocks
from onrecord.text.front import fields_of
from onrecord.text.marks import is_markdown, markdown_blocks
from onrecord.text.source import Source


def report_of(record: Any, number: int, source: Source) -> Report | Problem:
    """The report in a record, or what is wrong with it; its number is its id where the record names none."""
    data = json.dumps(record, ensure_ascii=False, sort_keys=True, default=str).encode("utf-8", "surrogatepass")
    row = replace(source.inside(str(number), data), format=source.format)
    if not isinstance(record, dict):
        return row.problem("not_a_report", f"a JSON {type(record).__name__}, not an object")
    named = {field: record[column] for field, column in source.columns.items() if column in record}
    front = fields_of(named | {k: v for k, v in record.items() if k not in source.columns.values()})
    title = " ".join(clean(front.title).split())
    if is_markdown(front.text):
        found = markdown_blocks(front.text)
        blocks, links = found.blocks, found.links
    else:
        blocks, links = tuple(plain_blocks(front.text)), ()
    if not blocks and not title:
        return row.problem("empty", "the report has no text")
    return make_report(
        front.id or row.name,
        blocks,
        title=title,
        published=front.published or source.published,
        publisher=front.publisher or source.publisher,
        url=front.url,
        language=front.language,
        links=links,
        guessed=front.guessed,
        extra=front.extra,
        fetched=source.fetched,
        provenance=row.provenance(front.published, front.publisher),
    )

"""JSON lines: one report a line, with id, title, published, publisher, url and text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from onrecord.model import Problem, Report
from onrecord.text import clean, make_report, plain_blocks
from onrecord.text.front import fields_of
from onrecord.text.marks import is_markdown, markdown_blocks
from onrecord.text.source import LIMIT as ONE
from onrecord.text.source import Source, decode

SUFFIXES = (".jsonl", ".ndjson", ".json")
LIMIT = 4 * 1024**3


def looks_like(data: bytes) -> bool:
    """Whether the first line is a JSON object."""
    line = data.lstrip().split(b"\n", 1)[0].strip()
    if not line.startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def read(source: Source) -> Iterator[Report | Problem]:
    """One report a line; a line that is no report becomes a Problem with its number, and the rest is read."""
    decoded = decode(source)
    if isinstance(decoded, Problem):
        yield decoded
        return
    whole = _array(decoded.text)
    if whole is not None:
        for number, record in enumerate(whole, 1):
            yield _report(record, f"{source.path}:{number}", f"{source.name}:{number}", source)
        return
    for number, line in enumerate(decoded.text.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{source.path}:{number}"
        if len(line) > ONE:
            yield Problem(where, "too_large", f"{where}: the line is larger than {ONE // 2**20} MB")
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Problem(where, "invalid_json", f"{where}: not valid JSON: {str(error)[:120]}")
            continue
        yield _report(record, where, f"{source.name}:{number}", source)


def _array(text: str) -> list[Any] | None:
    """The records of a file that is one JSON document: a list, or one object over several lines; else None."""
    start = text.lstrip()[:1]
    if start == "[" or (start == "{" and not looks_like(text.encode("utf-8", "surrogatepass"))):
        try:
            whole = json.loads(text)
        except (ValueError, RecursionError):
            return None
        return whole if isinstance(whole, list) else [whole]
    return None


def _report(record: Any, where: str, fallback: str, source: Source) -> Report | Problem:
    if not isinstance(record, dict):
        return Problem(where, "not_a_report", f"{where}: a JSON {type(record).__name__}, not an object")
    front = fields_of(record)
    title = " ".join(clean(front.title).split())
    if is_markdown(front.text):
        found = markdown_blocks(front.text)
        blocks, links = found.blocks, found.links
    else:
        blocks, links = tuple(plain_blocks(front.text)), ()
    if not blocks and not title:
        return Problem(where, "empty", f"{where}: the report has no text")
    return make_report(
        front.id or fallback,
        blocks,
        title=title,
        published=front.published or source.published,
        publisher=front.publisher or source.publisher,
        url=front.url,
        language=front.language,
        links=links,
        guessed=front.guessed,
        extra=front.extra,
    )

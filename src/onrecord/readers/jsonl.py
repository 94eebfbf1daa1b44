"""JSON lines: one report a line, with id, title, published, publisher, url and text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from onrecord.model import Problem, Report
from onrecord.text.records import report_of
from onrecord.text.source import LIMIT as ONE
from onrecord.text.source import Source, decode

SUFFIXES = (".jsonl", ".ndjson", ".json")
LIMIT = 4 * 1024**3
OBJECT = re.compile(rb'\{\s*"')
MANY = 60_000  # bytes; a line longer than that may go on behind the head of the file


def looks_like(data: bytes) -> bool:
    """Whether the first line is a JSON object."""
    line, ended, _ = data.lstrip().partition(b"\n")
    if not OBJECT.match(line):
        return False
    if not ended and len(line) > MANY:
        return True
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
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
            yield report_of(record, number, source)
        return
    for number, line in enumerate(decoded.text.split("\n"), 1):
        if not line.strip():
            continue
        row = source.inside(str(number), b"")
        if len(line) > ONE:
            yield row.problem("too_large", f"the line is larger than {ONE // 2**20} MB")
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield row.problem("invalid_json", f"not valid JSON: {str(error)[:120]}")
            continue
        yield report_of(record, number, source)


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

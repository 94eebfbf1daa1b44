"""What reading costs in each format beside the bare library that it rests on, as ratios of one run.

    python -m bench.readers [ROUNDS]

The same report of our own in each format; in each round the bare library takes the text out of it, then the reader
makes the report, both in this process. Prints documents a second, and the medians' ratio.
"""

from __future__ import annotations

import email
import io
import json
import statistics
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from email import policy
from functools import partial

from tests.documents import documents

from onrecord.model import Report
from onrecord.reading.documents import Reading
from onrecord.text.source import Source

DOCUMENTS = 20  # of one format a round


def _html(data: bytes) -> object:
    import trafilatura

    return trafilatura.extract(data, with_metadata=True)


def _pdf(data: bytes) -> object:
    import pypdfium2

    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]


def _docx(data: bytes) -> object:
    import docx

    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


def _feed(data: bytes) -> object:
    import feedparser

    return feedparser.parse(data).entries


def _eml(data: bytes) -> object:
    letter = email.message_from_bytes(data, policy=policy.default)
    part = letter.get_body(("html", "plain"))
    return part.get_content() if part else None


def _warc(data: bytes) -> object:
    from fastwarc.warc import ArchiveIterator

    return [_html(record.reader.read()) for record in ArchiveIterator(io.BytesIO(data)) if record.content_length > 999]


def _zip(data: bytes) -> object:
    archive = zipfile.ZipFile(io.BytesIO(data))
    return [_html(archive.read(name)) for name in archive.namelist()]


def _csv(data: bytes) -> object:
    import csv

    return list(csv.reader(io.StringIO(data.decode())))


BARE: Mapping[str, tuple[str, Callable[[bytes], object]]] = {
    "story.txt": ("bytes.decode", bytes.decode),
    "story.md": ("markdown-it-py", lambda data: __import__("markdown_it").MarkdownIt().parse(data.decode())),
    "story.jsonl": ("json", json.loads),
    "story.csv": ("csv", _csv),
    "story.html": ("trafilatura", _html),
    "story.pdf": ("pypdfium2", _pdf),
    "columns.pdf": ("pypdfium2", _pdf),
    "story.docx": ("python-docx", _docx),
    "story.eml": ("email", _eml),
    "story.rss": ("feedparser", _feed),
    "story.atom": ("feedparser", _feed),
    "story.warc": ("FastWARC, trafilatura", _warc),
    "story.zip": ("zipfile, trafilatura", _zip),
}


def _seconds(work: Callable[[bytes], object], data: bytes) -> float:
    begun = time.perf_counter()
    for _ in range(DOCUMENTS):
        work(data)
    return time.perf_counter() - begun


def _read(name: str, data: bytes) -> None:
    assert any(isinstance(item, Report) for item in Reading().items(Source(name, data))), name


def main(rounds: int) -> None:
    """Print for each file both speeds and their ratio."""
    print(f"{'file':<12} {'reader':>10} {'bare library':>14}   reader's time is")
    for name, (library, bare) in BARE.items():
        data = documents()[name]
        bare(data)
        _read(name, data)
        times = [(_seconds(partial(_read, name), data), _seconds(bare, data)) for _ in range(rounds)]
        ours, theirs = (statistics.median(column) for column in zip(*times, strict=True))
        speeds = f"{DOCUMENTS / ours:>8,.0f}/s {DOCUMENTS / theirs:>12,.0f}/s"
        print(f"{name:<12} {speeds}   {ours / theirs:.1f} x {library}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)

"""WARC: every page and document that a crawl kept, plain or gzip."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import SEEK_END, BytesIO
from typing import IO, TYPE_CHECKING

from onrecord.model import Problem
from onrecord.readers.gzip import unpacked_head
from onrecord.text.source import LIMIT, LONGEST_NAME, Source

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

SUFFIXES = (".warc", ".wet")
MEDIA = ("application/warc",)
LIMIT_OF_RECORD = LIMIT
MOST_PASSED = 25  # times the limit
RISKY = True
STREAMS = True
DOCUMENTS = frozenset({
    "text/html", "application/xhtml+xml", "text/plain", "application/pdf", "application/rss+xml",
    "application/atom+xml", "application/xml", "text/xml", "text/markdown", "message/rfc822",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
})  # fmt: skip


def proves(data: bytes) -> bool:
    """Whether a file begins as a WARC record does."""
    return (unpacked_head(data) if data.startswith(b"\x1f\x8b") else data).startswith(b"WARC/")


def members(source: Source) -> Iterator[Source | Problem]:
    """The documents of its responses, resources and conversions; pictures, scripts, redirects and errors are none."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    kinds = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    records = ArchiveIterator(source.file or BytesIO(source.data), record_types=kinds, auto_decode="all")
    number = last = 0
    while True:
        try:
            record = next(records)
        except StopIteration:
            break
        except Exception as error:
            yield source.problem("damaged", f"a damaged archive, read up to record {number} ({_said(error)})")
            return
        number, last = number + 1, record.stream_pos
        found = _document(record, number, source)
        if found is not None:
            yield found
    if number and _is_cut(source, last):
        yield source.problem("truncated", f"the archive ends within record {number}")


def _document(record: WarcRecord, number: int, source: Source) -> Source | Problem | None:
    """The document of a record, None where it is none."""
    http = record.http_headers if record.is_http_parsed else None
    media = (record.http_content_type if http else record.headers.get("Content-Type")) or ""
    media = media.split(";")[0].strip().lower()
    if http is not None and http.status_code is not None and int(http.status_code) != 200:
        return None
    if media and media not in DOCUMENTS:
        return None
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    url = url if len(url) < LONGEST_NAME and not re.search(r"[\s\x00-\x1f\x7f]", url) else ""
    named = source.inside(url or str(number), b"", url=url or None, fetched=_day(record), media=media)
    try:
        data = record.reader.read(LIMIT_OF_RECORD + 1)
    except Exception as error:
        return named.problem("damaged", f"cannot be unpacked ({_said(error)})")
    if len(data) > LIMIT_OF_RECORD:
        for _ in range(MOST_PASSED):  # what is left of the record must be passed for the next one to be found
            if not record.reader.read(LIMIT_OF_RECORD):
                break
        return named.problem("too_large", f"larger than {LIMIT_OF_RECORD // 2**20} MB")
    return replace(named, data=data)


def _is_cut(source: Source, last: int) -> bool:
    """Whether the archive ends before its last record, which begins at that byte, does."""
    with open(source.file, "rb") if source.file else BytesIO(source.data) as stream:
        packed = stream.read(2) == b"\x1f\x8b"
        stream.seek(last)
        head = stream.read(2**16)
        if packed and not head.startswith(b"\x1f\x8b"):  # packed as one, not record by record
            stream.seek(0)
            return _is_cut_packed(stream.read(2**16), stream)
        if not packed:
            stated = re.search(rb"^content-length: *(\d+)", head, re.IGNORECASE | re.MULTILINE)
            begun = head.find(b"\r\n\r\n")
            return not stated or begun < 0 or stream.seek(0, SEEK_END) < last + begun + 4 + int(stated[1])
        return _is_cut_packed(head, stream)


def _is_cut_packed(head: bytes, stream: IO[bytes]) -> bool:
    """Whether what goes on with these bytes ends before its packing does."""
    unpacking = zlib.decompressobj(31)
    while head:
        unpacking.decompress(head, 2**20)
        head = unpacking.unconsumed_tail or unpacking.unused_data or stream.read(2**16)
        if unpacking.eof and head:
            unpacking = zlib.decompressobj(31)
    return not unpacking.eof


def _said(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _day(record: WarcRecord) -> str | None:
    stamp = record.headers.get("WARC-Date") or ""
    return stamp[:10] if len(stamp) >= 10 else None

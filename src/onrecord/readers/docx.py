"""DOCX: one report a file; its headings, tables and captions by their styles."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from onrecord.model import Problem, Report
from onrecord.readers.zip import OFFICE
from onrecord.text import Block, clean, paragraphs
from onrecord.text.printed import report_of_blocks
from onrecord.text.source import LIMIT as ONE
from onrecord.text.source import Source

if TYPE_CHECKING:
    from docx.blkcntnr import BlockItemContainer
    from docx.document import Document

SUFFIXES = (".docx", ".docm")
MEDIA = ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",)
LIMIT = 5 * ONE
MOST = 200 * 1024 * 1024  # bytes of all its parts, unpacked
RISKY = True
EARLIEST = 1990  # year; a clock that says less was never set
TITLES = ("title", "heading 1")


def proves(data: bytes) -> bool:
    """Whether a file begins as an office document of words does."""
    return data.startswith(b"PK\x03\x04") and OFFICE in data[:4096] and b"word/" in data


def read(source: Source) -> Iterator[Report | Problem]:
    """The one report of a document; its properties give the date where its text does not."""
    wrong = _wrong(source)
    if wrong is not None:
        yield wrong
        return
    from docx import Document as opened

    document = opened(BytesIO(source.data))
    made = document.core_properties.created
    report = report_of_blocks(
        list(_blocks(document)),
        source,
        made=made.date().isoformat() if made is not None and made.year >= EARLIEST else None,
        how="the document's properties say when it was made",
    )
    yield report if report is not None else source.problem("empty", "the document holds no text")


def _wrong(source: Source) -> Problem | None:
    """What keeps the document from being opened: damage, a password, or parts that swell."""
    if source.data.startswith(b"\xd0\xcf\x11\xe0"):
        return source.problem("encrypted", "needs a password, or is of the old format of Word (.doc)")
    try:
        with zipfile.ZipFile(BytesIO(source.data)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > MOST:
                return source.problem("too_large", f"larger than {MOST // 2**20} MB when unpacked")
            if any(entry.flag_bits & 1 for entry in entries):
                return source.problem("encrypted", "needs a password")
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.read(entry)[:4096]:
                    return source.problem("entities", "declares entities of its own, which is not allowed")
    except (zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
        return source.problem("damaged", f"a damaged document ({' '.join(str(error).split())})")
    return None


def _blocks(part: Document | BlockItemContainer) -> Iterator[Block]:
    """The paragraphs and, row by row, the cells of tables, each once."""
    from docx.text.paragraph import Paragraph

    titled = False
    for item in part.iter_inner_content():
        if not isinstance(item, Paragraph):
            cells = {cell._tc: cell for row in item.rows for cell in row.cells}
            for cell in cells.values():
                yield from _blocks(cell)
            continue
        style = ((item.style.name if item.style else None) or "").lower()
        words = clean(item.text)
        if style.startswith(("title", "heading")):
            kind = "headline" if style.startswith(TITLES) and not titled else "subheading"
            titled = titled or kind == "headline"
            if words.strip():
                yield Block(kind, " ".join(words.split()))
            continue
        kind = "caption" if style.startswith("caption") else "subheading" if style == "subtitle" else ""
        yield from (Block(kind, p) for p in paragraphs(words))

"""PDF: one report a file, its columns, running heads, page breaks and hyphens mended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.layout import Line, blocks_of
from onrecord.model import Problem, Report
from onrecord.text.printed import report_of_blocks
from onrecord.text.source import LIMIT as ONE
from onrecord.text.source import Source
from onrecord.text.wording import iso_date

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

SUFFIXES = (".pdf",)
MEDIA = ("application/pdf",)
LIMIT = 5 * ONE
RISKY = True
MOST_PAGES = 2000
MOST_RUNS = 20_000  # a page


def proves(data: bytes) -> bool:
    """Whether a file begins as a PDF does, give or take what was glued ahead of it."""
    return b"%PDF-" in data[:1024]


def read(source: Source) -> Iterator[Report | Problem]:
    """The one report of a document; its largest line is the title, its own date counts where its text gives none."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(source.data)
    except pypdfium2.PdfiumError as error:
        password = "password" in str(error).lower()
        reason = "needs a password" if password else f"a damaged document ({error})"
        yield source.problem("encrypted" if password else "damaged", reason)
        return
    try:
        yield from _reports(document, source)
    finally:
        document.close()


def _reports(document: PdfDocument, source: Source) -> Iterator[Report | Problem]:
    count = len(document)
    pages: list[tuple[Line, ...]] = []
    for number in range(min(count, MOST_PAGES)):
        try:
            pages.append(tuple(_lines(document[number])))
        except Exception as error:
            yield source.problem("damaged", f"page {number + 1} cannot be read ({type(error).__name__})")
    if count > MOST_PAGES:
        yield source.problem("too_large", f"has {count:,} pages; read up to page {MOST_PAGES:,}")
    report = report_of_blocks(blocks_of(pages), source, made=_made(document), how="the file says when it was made")
    yield report or source.problem("empty", "the pages hold no text; they may be pictures of it")


def _made(document: PdfDocument) -> str | None:
    """The day on which the file was made."""
    made = re.match(r"D:(\d{4})(\d\d)(\d\d)", document.get_metadata_dict().get("CreationDate", ""))
    return iso_date("-".join(made.groups())) if made and 1990 <= int(made[1]) < 2100 else None


def _lines(page: PdfPage) -> Iterator[Line]:
    """The runs of text on a page, each with its box in points from the top left."""
    height = page.get_height()
    text = page.get_textpage()
    for index in range(min(text.count_rects(), MOST_RUNS)):
        left, bottom, right, top = text.get_rect(index)
        words = text.get_text_bounded(left, bottom, right, top)
        for sign, plain in (("\ufffe", "-"), ("\x02", "-"), ("\r", " "), ("\n", " ")):
            words = words.replace(sign, plain)
        if not words.strip():
            continue
        at = text.get_index(left + 1, (bottom + top) / 2, 2, 2)
        if at is not None:  # the line's own height, not that of the letters that happen to stand in it
            _, bottom, _, top = text.get_charbox(at, loose=True)
        yield Line(left, height - top, right, height - bottom, words.strip())
    text.close()
    page.close()

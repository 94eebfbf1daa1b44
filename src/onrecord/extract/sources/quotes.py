"""Direct speech: stretches in quotation marks, also those that run over paragraphs with no closing mark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.extract.mentions import Passage

OPENERS = {"“": "”", "‘": "’", "«": "»", "„": "“", '"': '"'}
# What a mark needs around it is asked once it is there, so that a search leaps from one mark to the next.
_MARK = re.compile(
    r"[“”«»„\"‘’'](?:(?<=[“”«»„\"])|(?<=')'|(?<=[‘'])(?<!\w.)(?=\w)|(?<=[’'])(?<=[\w.,!?…].)(?!\w))", re.DOTALL
)
_NAME_BEFORE = re.compile(r"[A-Z][\w’'.-]+ $")
_NAME_AFTER = re.compile(r" [A-Z][a-z]")


@dataclass(frozen=True, slots=True)
class Quote:
    """One stretch inside quotation marks, without the marks; ``open`` if its paragraph never closes it.

    ``continues`` tells that the paragraph before left a quotation open, so that the same person goes on.
    """

    start: int
    end: int
    passage: int
    open: bool
    continues: bool

    def __contains__(self, offset: int) -> bool:
        return self.start <= offset < self.end


def find(passages: Sequence[Passage]) -> tuple[Quote, ...]:
    """Every quotation of the report in order."""
    found: list[Quote] = []
    carried = False
    for number, passage in enumerate(passages):
        text = passage.text
        spans, still_open = _in_paragraph(text)
        spans = [span for span in spans if not _nickname(text, *span[:2])]
        if carried and not spans and _closed_later(passages, number):  # a line inside a quotation that runs over lines
            found.append(Quote(passage.start, passage.end, number, True, True))
            continue
        starts = bool(spans) and not text[: spans[0][0]].strip(" “\"„‘'\t")
        for order, (start, end, closed) in enumerate(spans):
            continues = carried and order == 0 and starts
            found.append(Quote(passage.start + start, passage.start + end, number, not closed, continues))
        carried = still_open
    return tuple(found)


def _nickname(text: str, start: int, end: int) -> bool:
    """Whether the marks stand inside a name, as in 'Ana "Nan" Ruiz'."""
    inner = text[start:end]
    named = inner[:1].isupper() and len(inner.split()) == 1
    return named and _NAME_BEFORE.search(text[: start - 1]) is not None and _NAME_AFTER.match(text, end + 1) is not None


def _closed_later(passages: Sequence[Passage], number: int) -> bool:
    """Whether one of the next lines closes a quotation that it did not open."""
    for passage in passages[number + 1 : number + 7]:
        marks = re.findall(r"[“”]", passage.text)
        if marks:
            return str(marks[0]) == "”"
    return False


def _in_paragraph(text: str) -> tuple[list[tuple[int, int, bool]], bool]:
    """Quotations of one paragraph as (start, end, closed), and whether the last is left open."""
    spans: list[tuple[int, int, bool]] = []
    opened: tuple[int, str] | None = None
    for match in _MARK.finditer(text):
        mark, at = match.group(), match.start()
        if opened is None:
            if mark == "”" and not spans:  # a closing mark alone: the paragraph began inside a quotation
                spans.append((0, at, True))
            elif mark in {"“", '"', "''", "«", "„"} or (mark in "‘'" and _opens(text, at)):
                opened = (match.end(), {"'": "'", **OPENERS}.get(mark, mark))
        elif mark == '"' == opened[1] and _opens_again(text, at):
            spans.append((opened[0], at, True))
            opened = (at + 1, '"')
        elif mark == opened[1] or (mark in {"’", "'"} and opened[1] in {"’", "'"} and _closes(text, at)):
            if mark in {"’", "'"} and not _closes(text, at):
                continue
            spans.append((opened[0], at, True))
            opened = None
        elif mark == "“" and opened[1] == "”":  # a new opening mark: the earlier one was never closed
            spans.append((opened[0], at, True))
            opened = (at + 1, "”")
    if opened is not None and opened[1] not in {"’", "'"}:
        spans.append((opened[0], len(text.rstrip()), False))
        return spans, True
    return spans, False


def _opens_again(text: str, at: int) -> bool:
    """Whether a straight mark opens although one is open: after a full stop and a blank, right before a capital."""
    return text[at - 2 : at] in {". ", "! ", "? "} and text[at + 1 : at + 2].isupper()


def _opens(text: str, at: int) -> bool:
    """A single mark opens if it stands before a word, after a blank, and a closing one follows within the paragraph."""
    return (at == 0 or text[at - 1] in " (\n—-") and re.search(r"(?<=[\w.,!?…])[’'](?!\w)", text[at + 1 :]) is not None


def _closes(text: str, at: int) -> bool:
    """A single mark closes unless it is the possessive of a plural ("the rebels' base")."""
    return not (text[at - 1] == "s" and re.match(r"['’]\s+[a-z]", text[at:]) is not None)

"""Printed pages as paragraphs: runs of text with their boxes become lines, columns, paragraphs, headings.

Boxes are in points from the page's top left; y grows downwards.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from onrecord.text import clean
from onrecord.text.pieces import Block
from onrecord.text.wording import iso_date

EDGE = 0.12  # share of a page's height at its top and foot where running heads stand
REPEATED = 0.6  # share of pages that a running head is on
LONGEST_HEAD = 90  # letters of a line with a date at the first page's edge, which is its date line
NEAR = 20  # lines around one that tell how wide its column is
PAGE_NUMBER = re.compile(r"(?i:page\s*)?[-–—|\s]*\d{1,4}[-–—|\s]*(?:(?i:of|/)\s*\d{1,4})?[-–—|\s]*")
ENDED = re.compile(r"[.!?:;…][”\"’')\]]*$")
BULLET = re.compile(r"[•▪●‣◦·–-]\s|\(?\d{1,2}[.)]\s")
KEPT = re.compile(
    r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|self|non|anti|ex|pre|pro|co|mid|half)-$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Line:
    """A run of text on one line, and its box."""

    left: float
    top: float
    right: float
    bottom: float
    text: str

    @property
    def height(self) -> float:
        """The height of its letters, about their size."""
        return self.bottom - self.top


def blocks_of(pages: Sequence[Iterable[Line]]) -> list[Block]:
    """The blocks of a document's pages in reading order: headline, subheadings and paragraphs, each whole.

    Of heads and feet that run over the pages the first is kept: as the date line where it has a date.
    """
    drawn = [_lines(runs) for runs in pages]
    heads, drawn = _without_running_heads(drawn)
    every = [line for page in drawn for line in page]
    if not every:
        return heads
    size = _body_size(every)
    ordered = [line for page in drawn for line in _in_order(page)]
    known = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", " ".join(line.text for line in every).lower()))
    largest = max((line.height for line in ordered[:12]), default=0)
    blocks: list[Block] = []
    for group in _groups(ordered, size):
        words = " ".join(clean(_joined([line.text for line in group], known)).split())
        if words:
            kind = _kind(group, words, size, largest, first=not any(b.kind == "headline" for b in blocks))
            blocks.append(Block(kind, words))
    return [*heads, *blocks]


def _lines(runs: Iterable[Line]) -> list[Line]:
    """Runs of one line put together: those of like height side by side with no more than a wide space between."""
    rows: list[Line] = []
    for run in sorted(runs, key=lambda r: (round(r.bottom), r.left)):
        for at in range(len(rows) - 1, max(-1, len(rows) - 9), -1):
            row = rows[at]
            level = min(row.bottom, run.bottom) - max(row.top, run.top)
            gap = run.left - row.right
            if level > 0.5 * min(row.height, run.height) and -1 <= gap < 0.9 * max(row.height, run.height):
                space = " " if gap > 0.12 * run.height else ""
                rows[at] = Line(
                    row.left, min(row.top, run.top), run.right, max(row.bottom, run.bottom), row.text + space + run.text
                )
                break
        else:
            rows.append(run)
    return rows


def _without_running_heads(pages: list[list[Line]]) -> tuple[list[Block], list[list[Line]]]:
    """The heads and feet that run over the pages, each once, and the pages without them and without page numbers."""
    foot = max((line.bottom for page in pages for line in page), default=0)

    def is_edge(line: Line) -> bool:
        return line.bottom < EDGE * foot or line.top > (1 - EDGE) * foot

    seen = Counter(key for page in pages for key in {_key(line.text) for line in page if is_edge(line)})
    running = {key for key, count in seen.items() if len(pages) > 1 and count >= max(2, REPEATED * len(pages))}
    heads: dict[str, Block] = {}
    kept: list[list[Line]] = []
    for number, page in enumerate(pages):
        rest = []
        for line in page:
            if is_edge(line) and PAGE_NUMBER.fullmatch(line.text):
                continue
            dated = number == 0 and len(line.text) < LONGEST_HEAD and iso_date(line.text) is not None
            if is_edge(line) and (_key(line.text) in running or dated):
                words = " ".join(clean(line.text).split())
                heads.setdefault(_key(line.text), Block("dateline" if iso_date(words) else "boilerplate", words))
            else:
                rest.append(line)
        kept.append(rest)
    return list(heads.values()), kept


def _key(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split()))


def _body_size(lines: Sequence[Line]) -> float:
    """The height that most letters have."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.height, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] or 1.0


def _in_order(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page or column as they are read: the left column, then the right, between lines across both."""
    gutter = _gutter(lines)
    if gutter is None:
        return sorted(lines, key=lambda line: (round(line.bottom), line.left))
    ordered: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in sorted(lines, key=lambda line: line.bottom):
        if line.left < gutter < line.right:
            ordered += [*_in_order(left), *_in_order(right), line]
            left, right = [], []
        else:
            (left if line.right <= gutter else right).append(line)
    return [*ordered, *_in_order(left), *_in_order(right)]


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where the page is parted into columns: few lines cross it, and enough stand beside each other on both sides."""
    if len(lines) < 8:
        return None
    start, end = min(line.left for line in lines), max(line.right for line in lines)
    best: tuple[float, float] | None = None
    for edge in sorted({round(line.left) - 1.0 for line in lines}):
        if not start + 0.15 * (end - start) < edge < start + 0.85 * (end - start):
            continue
        before = [line for line in lines if line.right <= edge]
        behind = [line for line in lines if line.left >= edge]
        across = len(lines) - len(before) - len(behind)
        if min(len(before), len(behind)) < 4 or across > 0.34 * len(lines):
            continue
        if _beside(before, behind) < 3 or _is_table(before, behind):
            continue
        score = (across, abs(edge - (start + end) / 2))
        if best is None or score < (best[0], abs(best[1] - (start + end) / 2)):
            best = (across, edge)
    return best[1] if best else None


def _beside(before: Sequence[Line], behind: Sequence[Line]) -> int:
    """How many lines on the left have one beside them on the right."""
    tops = sorted(line.top for line in behind)
    return sum(any(line.top - 20 < top < line.bottom + 20 for top in tops) for line in before)


def _is_table(before: Sequence[Line], behind: Sequence[Line]) -> bool:
    """Whether both sides are short cells of one table, which is read row by row."""
    return median(len(line.text) for line in (*before, *behind)) < 14


def _groups(lines: Sequence[Line], size: float) -> Iterator[list[Line]]:
    """The lines of each paragraph."""
    group: list[Line] = []
    steps = sorted(b.bottom - a.bottom for a, b in pairwise(lines) if 0 < b.bottom - a.bottom < 3 * size)
    step = steps[len(steps) // 3] if steps else size
    for index, line in enumerate(lines):
        if group and not _goes_on(group, line, step, size, lines[max(0, index - NEAR) : index + NEAR]):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _goes_on(group: Sequence[Line], line: Line, step: float, size: float, near: Sequence[Line]) -> bool:
    """Whether a line continues the paragraph: set alike and close below it, or its sentence goes on elsewhere."""
    last = group[-1]
    if abs(last.height - line.height) > 0.22 * max(last.height, line.height) or BULLET.match(line.text):
        return False
    gap = line.bottom - last.bottom
    close = 0 < gap < 1.35 * step or (line.height > 1.2 * size and 0 < gap < 1.6 * line.height)
    if not close:
        moved = gap <= 0 or gap > 6 * step
        return moved and not ENDED.search(last.text) and not _is_heading(group, size) and not line.text[:1].isupper()
    edge = max(other.right for other in near if abs(other.left - last.left) < 3 * size or other is last)
    short = last.right < edge - 0.2 * (edge - last.left)
    indented = line.left > last.left + 0.8 * size and len(group) > 1
    return not (ENDED.search(last.text) and (short or indented))


def _is_heading(group: Sequence[Line], size: float) -> bool:
    return group[0].height > 1.15 * size


def _kind(group: Sequence[Line], words: str, size: float, largest: float, *, first: bool) -> str:
    """The largest lines near the head are the headline, other large ones subheadings; the rest tells itself."""
    if not _is_heading(group, size) or len(words.split()) > 40:
        return ""
    return "headline" if first and group[0].height >= 0.95 * largest and len(words.split()) > 1 else "subheading"


def _joined(parts: Sequence[str], known: Counter[str]) -> str:
    """Lines as one text; a hyphen at the end of one goes where it only broke a word."""
    out = ""
    for part in parts:
        if not out:
            out = part
        elif out.endswith("-") and out[-2:-1].isalpha():
            out = _mended(out, part, known)
        else:
            out += " " + part
    return out


def _mended(out: str, part: str, known: Counter[str]) -> str:
    head = re.search(r"[^\W\d_]+-$", out)
    tail = re.match(r"[^\W\d_]+", part)
    if head is None or tail is None or not tail[0][0].islower():
        return out + part
    whole, hyphened = (head[0][:-1] + tail[0]).lower(), (head[0] + tail[0]).lower()
    keeps = known[hyphened] > known[whole] or (not known[whole] and KEPT.search(out))
    return out + part if keeps else out[:-1] + part

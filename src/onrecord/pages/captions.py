"""Picture captions of a page, taken out of its tree before the article is, and put back where they stood."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.pages.tree import is_hidden, names_of, words_of
from onrecord.pages.walk import walked
from onrecord.text import clean
from onrecord.text.marks import NO_CAPTION
from onrecord.text.pieces import Block, letters

if TYPE_CHECKING:
    from lxml.html import HtmlElement

NAMED = re.compile(
    r"(?:^|[\s_-])(?:caption|cutline|image-desc(?:ription)?|photo-desc(?:ription)?)(?:$|[\s_-])|caption-text"
)
CREDIT = re.compile(r"(?:^|[\s_-])(?:credits?|copyright|byline|photographer|source|attribution)(?:$|[\s_-])")
ASIDE = re.compile(r"related|recommend|sidebar|teaser|most-(?:read|popular)|trending|newsletter|promo|advert|author-")
MARK = "\ue000"


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption's words, its credit's, and how many paragraphs of the page stand before it."""

    text: str
    credit: str
    at: int
    in_article: bool


@dataclass(frozen=True, slots=True)
class Captions:
    """The captions of a page, with the letters of its paragraphs by which their places are found again."""

    found: tuple[Caption, ...]
    paragraphs: tuple[str, ...]

    def among(self, blocks: Sequence[Block]) -> list[Block]:
        """The blocks of the article with the captions between them; those of other stories are left out."""
        places = self._places(blocks)
        numbers = sorted(places)
        ahead: dict[int, list[Caption]] = {}
        for caption in self.found:
            follows = bisect_left(numbers, caption.at)
            before = numbers[follows - 1] if follows else None
            after = numbers[follows] if follows < len(numbers) else None
            if after is not None and (before is not None or caption.in_article or numbers[0] - caption.at < 8):
                ahead.setdefault(places[after], []).append(caption)
            elif before is not None and caption.in_article:
                ahead.setdefault(places[before] + 1, []).append(caption)
        out: list[Block] = []
        for index in range(len(blocks) + 1):
            for caption in ahead.get(index, ()):
                parts = (Block("caption", caption.text), Block("credit", caption.credit))
                out += [part for part in parts if part.text]
            out += blocks[index : index + 1]
        return out

    def _places(self, blocks: Sequence[Block]) -> dict[int, int]:
        """For each paragraph of the page that is in the article, the index of its block."""
        where = {letters(block.text): index for index, block in reversed(list(enumerate(blocks)))}
        return {n: where[text] for n, text in enumerate(self.paragraphs) if text in where}


def take_captions(tree: HtmlElement) -> Captions:
    """The captions of a page; they are cut out of the tree."""
    taken: list[tuple[HtmlElement, Caption]] = []
    elements: list[HtmlElement] = []
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or not _is_caption(element):
            continue
        if elements and any(around is elements[-1] for around in element.iterancestors()):
            continue
        elements.append(element)
        credit = _credit(element)
        text = " ".join(clean(words_of(element)).split())
        if CREDIT.search(names_of(element)):
            credit, text = text, ""
        if (credit or not NO_CAPTION.fullmatch(text)) and not _is_aside(element):
            taken.append((element, Caption(text, credit, 0, _in_article(element))))
    paragraphs, places = _order(tree, [element for element, _ in taken])
    for element in elements:
        if element.getparent() is not None:
            element.drop_tree()
    found = [replace(caption, at=places.get(number, 0)) for number, (_, caption) in enumerate(taken)]
    return Captions(tuple(found), paragraphs)


def _order(tree: HtmlElement, captions: Sequence[HtmlElement]) -> tuple[tuple[str, ...], dict[int, int]]:
    """The letters of the page's paragraphs, and for each caption how many of them stand before it.

    The captions' words are replaced by marks to tell that.
    """
    for number, element in enumerate(captions):
        for child in list(element):
            element.remove(child)
        element.tag, element.text = "p", f"{MARK}{number}"
    paragraphs: list[str] = []
    places: dict[int, int] = {}
    for block in walked(tree):
        if block.text.startswith(MARK):
            places[int(block.text.removeprefix(MARK))] = len(paragraphs)
        else:
            paragraphs.append(letters(block.text))
    return tuple(paragraphs), places


def _is_caption(element: HtmlElement) -> bool:
    if element.tag == "figcaption":
        return True
    return element.tag in ("p", "div", "span", "small", "em", "dd") and bool(NAMED.search(names_of(element)))


def _credit(caption: HtmlElement) -> str:
    """The credit inside a caption, cut out of it where the caption holds more than that."""
    for element in list(caption.iter()):
        if element is caption or is_hidden(element) or not CREDIT.search(names_of(element)):
            continue
        words = words_of(element)
        if words and words != words_of(caption):
            element.drop_tree()
            return words
    return ""


def _in_article(element: HtmlElement) -> bool:
    return any(
        e.tag in ("article", "main") or "articleBody" in (e.get("itemprop") or "") for e in element.iterancestors()
    )


def _is_aside(element: HtmlElement) -> bool:
    return any(
        e.tag in ("aside", "nav", "footer") or ASIDE.search(names_of(e))
        for e in element.iterancestors()
        if e.tag not in ("html", "body")
    )

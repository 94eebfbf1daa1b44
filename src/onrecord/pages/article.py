"""The article of a page as blocks: trafilatura finds it among menus and teasers, captions and lead go back in place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING

from onrecord.pages.captions import take_captions
from onrecord.pages.tree import is_hidden, names_of, parse, words_of
from onrecord.pages.walk import is_menu, walked
from onrecord.text import clean, paragraphs
from onrecord.text.pieces import Block, letters

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LEAD = re.compile(
    r"(?:^|[\s_-])(?:standfirst|subtitle|sub-?head(?:line)?|dek|lead|lede|summary|abstract|intro|key-?points|highlights)"
    r"(?:$|[\s_-])"
)
ENOUGH = 200  # letters; an article that comes out shorter is looked for again without trafilatura


def article_blocks(tree: HtmlElement, title: str, stated: str = "") -> list[Block]:
    """The article's paragraphs, headings and captions, without its title; ``stated`` is its text as JSON-LD has it.

    The tree is used up.
    """
    captions = take_captions(tree)
    lead = _lead(tree)
    for menu in [element for element in tree.iter() if is_menu(element)]:
        if menu.getparent() is not None:
            menu.drop_tree()
    whole = deepcopy(tree)
    blocks = list(_extracted(tree))
    told = [Block("", p) for p in paragraphs(clean(stated))]
    if _length(blocks) < _length(told) // 2:
        blocks = told
    elif _length(blocks) < ENOUGH:
        every = list(walked(whole))
        blocks = every if _length(every) > 3 * _length(blocks) else blocks
    blocks = [block for block in blocks if letters(block.text) != letters(title)]
    body = "".join(letters(block.text) for block in blocks)
    fresh = [Block("subheading", words) for words in lead if letters(words) not in body and words != title]
    return [*fresh, *captions.among(blocks)]


def fragment_blocks(html: str) -> tuple[list[Block], list[str]]:
    """The blocks of a piece of HTML that is all article, such as a feed's entry or a letter, and its links."""
    tree = parse(f"<article>{html}</article>")
    links = [link.get("href") for link in tree.iter("a") if (link.get("href") or "").startswith("http")]
    captions = take_captions(tree)
    return captions.among(list(walked(tree))), links


def _length(blocks: Sequence[Block]) -> int:
    return sum(len(letters(block.text)) for block in blocks)


def _lead(tree: HtmlElement) -> list[str]:
    """The words of elements named as the article's lead, which stand outside its body on many pages."""
    found: list[str] = []
    for element in tree.iter("p", "div", "h2", "ul", "span"):
        if not LEAD.search(names_of(element)) or is_hidden(element):
            continue
        around = list(element.iterancestors())
        if any(e.tag in ("aside", "nav", "footer") for e in around):
            continue
        parts = [words_of(item) for item in element.iter("li", "p")] or [words_of(element)]
        own = any(e.tag in ("article", "main") or e.find(".//h1") is not None for e in around[:4])
        if own and sum(map(len, parts)) < 1200:
            found += [part for part in parts if len(part) > 20]
    return list(dict.fromkeys(found))[:8]


def _extracted(tree: HtmlElement) -> Iterator[Block]:
    """What trafilatura takes for the article."""
    from trafilatura import bare_extraction

    found = bare_extraction(tree, include_comments=False, include_tables=True)
    body = getattr(found, "body", None)
    if body is not None:
        for element in body:
            yield from _blocks_of(element)


def _blocks_of(element: HtmlElement) -> Iterator[Block]:
    """The blocks of one element of trafilatura's tree: p, head, list, quote, table and what they hold."""
    if element.tag in ("list", "table", "row", "div", "quote"):
        words = " ".join((element.text or "").split())
        if words:
            yield Block("", words)
        for child in element:
            yield from _blocks_of(child)
            if child.tail and child.tail.strip():
                yield Block("", " ".join(child.tail.split()))
    elif element.tag == "head":
        words = " ".join(clean("".join(_text(element))).split())
        if words:
            yield Block("subheading", words)
    elif element.tag != "graphic":
        yield from (Block("", p) for p in paragraphs(clean("".join(_text(element)))))


def _text(element: HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag in ("lb", "br", "p", "item", "cell"):
            yield "\n"
        if child.tag != "graphic":
            yield from _text(child)
        yield child.tail or ""

"""Every visible paragraph of a page in order, whatever its markup is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.pages.tree import BLOCK, is_hidden, words_of
from onrecord.text import clean
from onrecord.text.pieces import Block

if TYPE_CHECKING:
    from lxml.html import HtmlElement

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def walked(tree: HtmlElement) -> Iterator[Block]:
    """Every visible paragraph of a tree that is no menu, in order."""
    kind, run = "", list[str]()
    stack: list[tuple[HtmlElement, bool]] = [(tree, False)]
    while stack:
        element, closing = stack.pop()
        hidden = not closing and (is_hidden(element) or is_menu(element))
        if not hidden and element.tag in BLOCK:
            words = " ".join(clean("".join(run)).split())
            run.clear()
            if words:
                yield Block(kind, words)
            kind = "subheading" if element.tag in HEADINGS and not closing else ""
        if closing or hidden:
            run.append(element.tail or "" if element is not tree else "")
            continue
        run.append(element.text or "")
        stack.append((element, True))
        stack += [(child, False) for child in reversed(element)]
    words = " ".join(clean("".join(run)).split())
    if words:
        yield Block(kind, words)


def is_menu(element: HtmlElement) -> bool:
    """Whether an element only leads elsewhere: by its tag, or because nearly all its words are links."""
    if element.tag in ("nav", "footer", "aside"):
        return True
    if element.tag not in ("ul", "ol", "td", "div"):
        return False
    links = element.findall(".//a")
    return len(links) > 2 and sum(len(words_of(a)) for a in links) > 0.8 * len(words_of(element))

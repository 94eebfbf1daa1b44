"""A page's bytes as text and as a tree, with the few questions about elements that everything else asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.text.source import mixed

if TYPE_CHECKING:
    from lxml.html import HtmlElement

DECLARED = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset=|\?xml[^>]{0,100}?encoding=)["' ]*([\w.:-]{2,40})""", re.IGNORECASE
)
BLOCK = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "center", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
    "legend", "li", "main", "nav", "ol", "option", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul",
})  # fmt: skip
HIDDEN = frozenset({
    "button", "canvas", "embed", "form", "head", "iframe", "input", "math", "noscript", "object", "script", "select",
    "style", "svg", "template", "textarea",
})  # fmt: skip
UNWANTED = re.compile("[\x00\ue000]")  # the second is the mark that captions are found again by
HIDING = re.compile(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)


class Malformed(ValueError):
    """The bytes hold no page that can be taken apart; the message is the reason."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page's text, and a note where its encoding was not the declared one."""

    text: str
    note: str = ""


def decoded(data: bytes, charset: str | None = None) -> Page:
    """The text of a page: by its byte order mark, as UTF-8 where it is that, as declared, else by its letters."""
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding, map_encoding_to_html5

    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Page(data.decode("utf-16", "replace"))
    try:
        return Page(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        pass
    found = DECLARED.search(data[:4096])
    stated = charset or (found[1].decode("ascii") if found else "")
    declared = map_encoding_to_html5(stated, fallback_utf8=False) if stated else None
    if declared and declared.lower().replace("-", "") != "utf8":
        try:
            return Page(data.decode(declared))
        except (UnicodeDecodeError, LookupError):
            pass
    text = mixed(data)
    strays = data.decode("utf-8", "replace").count("\ufffd")
    if sum(ord(c) > 127 for c in text) > 3 * strays:
        return Page(text, f"{strays} bytes are not UTF-8; read as Windows-1252 amid UTF-8")
    guess = detect_encoding(data) or "windows-1252"
    return Page(bytes_to_str(data, guess, "replace"), f"told by its letters to be {guess}")


def parse(text: str) -> HtmlElement:
    """The tree of a page's text; Malformed where there is none or where it is nested beyond sense."""
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8", huge_tree=True)
    try:
        tree = document_fromstring(UNWANTED.sub("", text).encode("utf-8", "replace"), parser=parser)
    except MemoryError:
        raise
    except Exception as error:
        raise Malformed(f"no HTML in it ({' '.join(str(error).split())[:80]})") from error
    if any("depth" in entry.message for entry in parser.error_log):
        raise Malformed("its tags are nested too deep")
    return tree


def names_of(element: HtmlElement) -> str:
    """The class and id of an element, in lower case."""
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower()


def is_hidden(element: HtmlElement) -> bool:
    """Whether a reader of the page never sees the element."""
    return (
        not isinstance(element.tag, str)
        or element.tag in HIDDEN
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(HIDING.search(element.get("style") or ""))
    )


def words_of(element: HtmlElement) -> str:
    """The visible words of an element on one line."""
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: HtmlElement) -> Iterator[str]:
    stack: list[tuple[HtmlElement, bool]] = [(element, False)]
    while stack:
        at, closing = stack.pop()
        if closing:
            yield " " if at.tag in BLOCK else ""
            yield at.tail or ""
            continue
        if at is not element:
            if is_hidden(at):
                yield at.tail or ""
                continue
            stack.append((at, True))
        yield " " if at.tag in BLOCK else ""
        yield at.text or ""
        stack += [(child, False) for child in reversed(at)]

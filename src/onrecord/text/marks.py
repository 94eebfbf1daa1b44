"""Markdown resolved: headings, pictures, links, emphasis and HTML leftovers become blocks of plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.token import Token

from onrecord.text import clean, paragraphs
from onrecord.text.pieces import Block

SIGNS = (
    re.compile(r"^#{1,6} \S", re.MULTILINE),
    re.compile(r"!?\[[^\]\n]*\]\(\S+\)"),
    re.compile(r"\*\*[^*\n]+\*\*"),
)
NO_CAPTION = re.compile(
    r"(?i:(?:img|image|photo|picture|figure|video|logo|icon|thumbnail|avatar|null|undefined)[\s\d_-]*"
    r"|\S+\.(?:jpe?g|png|gif|webp)|[\d\W_]*)"
)


@dataclass(frozen=True, slots=True)
class Marked:
    """The blocks of a Markdown text, and the addresses it links to."""

    blocks: tuple[Block, ...]
    links: tuple[str, ...]


def is_markdown(text: str) -> bool:
    """Whether the text holds Markdown: a heading with another sign, a link or picture, or several bold words."""
    headings, links, bold = (len(sign.findall(text[:200_000])) for sign in SIGNS)
    return links > 0 or bold > 1 or headings > 1 or (headings == 1 and text.lstrip().startswith("#"))


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


class _Words(HTMLParser):
    """The words of an HTML leftover; scripts, styles and attributes are none."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("script", "style")
        if tag in ("p", "br", "div", "li", "figcaption"):
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(data)


def html_words(text: str) -> str:
    """The words of a stretch of HTML."""
    parser = _Words()
    parser.feed(text)
    parser.close()
    return "".join(parser.words)


def markdown_blocks(raw: str) -> Marked:
    """The text's blocks in order: the first top heading is the headline, a picture's words are a caption."""
    tokens = _parser().parse(raw)
    blocks: list[Block] = []
    links: list[str] = []
    headings = [t.tag for t in tokens if t.type == "heading_open"]
    top = "h1" if "h1" in headings else headings[0] if headings else ""
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "inline":
            text, captions = _inline(token.children or (), links)
            kind = ""
            if before is not None and before.type == "heading_open":
                first = before.tag == top and not any(b.kind == "headline" for b in blocks)
                kind = "headline" if first else "subheading"
            blocks += [Block(kind, p) for p in ([" ".join(clean(text).split())] if kind else paragraphs(clean(text)))]
            blocks += [Block("caption", caption) for caption in captions]
        elif token.type in ("html_block", "code_block", "fence"):
            words = html_words(token.content) if token.type == "html_block" else token.content
            blocks += [Block("", p) for p in paragraphs(clean(words))]
    return Marked(tuple(b for b in blocks if b.text.strip()), tuple(links))


def _inline(children: Sequence[Token], links: list[str]) -> tuple[str, list[str]]:
    """The plain words of a paragraph, and the captions of its pictures."""
    words: list[str] = []
    captions: list[str] = []
    for child in children:
        if child.type == "image":
            caption = " ".join(clean("".join(_flat(child.children or ()))).split())
            if not NO_CAPTION.fullmatch(caption):
                captions.append(caption)
        elif child.type in ("text", "code_inline", "text_special"):
            words.append(child.content)
        elif child.type in ("softbreak", "hardbreak") or (
            child.type == "html_inline" and child.content.lower().startswith(("<br", "<p", "</p"))
        ):
            words.append("\n")
        elif child.type == "link_open":
            links.append(str(child.attrs.get("href", "")))
    return "".join(words), captions


def _flat(children: Sequence[Token]) -> Iterator[str]:
    for child in children:
        yield child.content if child.type != "softbreak" else " "

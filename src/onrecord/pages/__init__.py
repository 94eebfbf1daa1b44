"""A web page taken apart: its encoding, what it states about itself, its captions and its article."""

from __future__ import annotations

from onrecord.pages.article import article_blocks, fragment_blocks
from onrecord.pages.statements import Statements, statements
from onrecord.pages.tree import decoded, parse

__all__ = ["Statements", "article_blocks", "decoded", "fragment_blocks", "parse", "statements"]

"""Signs that every part of a brief for a terminal shares: states with their glyphs, and claim ids in brackets."""

from __future__ import annotations

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from onrecord.brief.content import GLYPHS, WORDS, Cited

STYLES = {
    "disputed": "bold red",
    "updated": "bold",
    "agree": "bold",
    "repeat": "bold",
    "unsourced": "",
    "single": "dim",
}
NARROW = 72
CITED = 6


def headed(state: str, text: Text, voices: str) -> RenderableType:
    """What a block is about behind the glyph of its state, with the state in words and who stands behind it."""
    style = STYLES[state]
    text.append("  ")
    text.append(WORDS[state], f"not bold {style}" if "bold" not in style else style)
    if voices:
        text.append(f": {voices}", "not bold dim")
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=1)
    table.add_column(overflow="fold")
    table.add_row(Text(GLYPHS[state], style), text)
    return table


def cited_text(cited: Cited) -> Text:
    """Claim ids in brackets; beyond a handful, how many more there are."""
    shown = " ".join(f"[{short}]" for short in cited.short[:CITED])
    more = len(cited.short) - CITED
    return Text(f"{shown} and {more} more" if more > 0 else shown, "dim")

"""What is new, for a terminal: sections of rows, each figure with its source, outlets, days and claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from onrecord.brief.content import GLYPHS, Cited, Happening
from onrecord.brief.dates import long_date, short_date
from onrecord.brief.summary import count
from onrecord.diff.content import Carried, Diff, Dispute, NewLine, NewReading, PlaceNews, Told, Update

HOW = {
    "conflicts": (GLYPHS["disputed"], "against"),
    "corroborates": (GLYPHS["agree"], "agrees with"),
    "repeat": (GLYPHS["repeat"], "repeats"),
    "unsourced": (GLYPHS["unsourced"], "fits"),
    "not_comparable": ("∥", "beside"),
}
CITED = 4


def render(diff: Diff, width: int) -> RenderableType:
    """All that is new, for a terminal ``width`` characters wide; "Nothing new" where it is empty."""
    parts: list[RenderableType] = [Text(sentence) for sentence in head(diff)]
    parts[0] = Text(head(diff)[0], "bold")
    sections: tuple[tuple[str, Sequence[RenderableType]], ...] = (
        ("CHANGED", [_update(x) for x in diff.updates]),
        ("NEWLY DISPUTED", [_dispute(x, GLYPHS["disputed"]) for x in diff.disputed]),
        ("NO LONGER DISPUTED", [_dispute(x, GLYPHS["updated"]) for x in diff.settled]),
        ("NEW FIGURES ON KNOWN LINES", [_reading(x) for x in diff.readings]),
        ("NEW LINES", list(_lines(diff.lines))),
        ("WHO HOLDS WHAT", [_place(x) for x in diff.places]),
        ("WHAT HAPPENED", [_event(x) for x in diff.events]),
        ("CARRIED BY MORE OUTLETS", [_carried(x) for x in diff.carried]),
    )
    for title, rows in sections:
        if rows:
            parts += [Text(), Rule(Text(title, "bold"), characters="━", align="left", style=""), *rows]
    return Group(*parts)


def head(diff: Diff) -> tuple[str, ...]:
    """The head as sentences: how much is new since when, or that nothing is."""
    day = long_date(diff.since)
    if not diff.reports:
        latest = f"the latest is of {long_date(diff.last)}" if diff.last else "none has a date"
        first = f"Nothing new since {day}: no report was published on that day or later; {latest}."
    else:
        read = f"{count(len(diff.reports), 'report')} from {count(len(diff.outlets), 'outlet')}"
        if diff.empty:
            more = "; further outlets carry what was known" if diff.carried else ""
            first = f"Nothing new since {day}: {read} add nothing to what was known{more}."
        else:
            first = f"New since {day}: {read}, beside {diff.before:,} published before."
    if not diff.undated:
        return (first,)
    return first, f"{count(len(diff.undated), 'report')} without a date counted as known before: " + ", ".join(
        diff.undated
    )


def _grid(glyph: str, first: Text, rows: Iterable[Text]) -> RenderableType:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=1)
    table.add_column(overflow="fold")
    table.add_row(Text(glyph, "bold"), first)
    for row in rows:
        table.add_row("", row)
    return table


def _named(label: str, incident: str) -> Text:
    text = Text(label[:1].upper() + label[1:], "bold")
    return text.append(f"  {incident}", "dim not bold")


def _told(told: Told, before: str = "  ") -> Text:
    text = Text(before)
    text.append(told.figure, "bold")
    outlets = ", ".join(told.outlets)
    for_day = f", for {short_date(told.when)}" if told.when and told.when != told.published else ""
    published = f", published {short_date(told.published)}" if told.published else ""
    note = f", {told.note}" if told.note else ""
    text.append(f", {told.source}; {outlets}{published}{for_day}{note} ")
    return text.append_text(_ids(told.cited))


def _ids(cited: Cited) -> Text:
    shown = " ".join(f"[{short}]" for short in cited.short[:CITED])
    more = f" +{len(cited.short) - CITED}" if len(cited.short) > CITED else ""
    return Text(shown + more, "dim")


def _update(x: Update) -> RenderableType:
    how = {"up": "up", "down": "revised down", "changed": "changed"}[x.revised]
    first = _named(x.label, x.incident).append(f"  {how}", "bold red" if x.revised == "down" else "bold")
    return _grid(GLYPHS["updated"], first, (_told(x.old), _told(x.new, "→ ")))


def _dispute(x: Dispute, glyph: str) -> RenderableType:
    return _grid(glyph, _named(x.label, x.incident), (_told(t) for t in x.readings))


def _reading(x: NewReading) -> RenderableType:
    glyph, how = HOW[x.relation]
    return _grid(glyph, _named(x.label, x.incident), (_told(x.reading), *(_told(o, f"  {how} ") for o in x.others)))


def _lines(lines: Sequence[NewLine]) -> Iterator[RenderableType]:
    for x in lines:
        yield _grid("+", _named(x.label, x.incident), (_told(t) for t in x.readings))


def _carried(x: Carried) -> RenderableType:
    return _grid(GLYPHS["repeat"], _named(x.label, x.incident), (_told(x.reading),))


def _place(x: PlaceNews) -> RenderableType:
    country = f", {x.country}" if x.country else ""
    state = x.state.replace("_", " ")
    held = f"{state} by {x.holder}" if x.holder and x.state != "withdrawn_from" else state
    if x.state == "withdrawn_from" and x.holder:
        held = f"left by {x.holder}"
    since = f", {short_date(x.since)}" if x.since else ""
    by = f": {x.manner}" + (f" by {x.who}" if x.who else "") + f"; {', '.join(x.outlets)}" if x.manner else ""
    text = Text.assemble((f"{x.name}{country}", "bold"), f"  {x.what}: {held}{since}{by} ")
    glyph = GLYPHS["disputed"] if x.what == "newly disputed" or x.manner == "denied" else "+"
    return _grid(glyph, text.append_text(_ids(x.cited)), ())


def _event(x: Happening) -> RenderableType:
    outlook = "" if x.modality == "actual" else x.modality
    parts = [short_date(x.when), x.place or "", x.words, x.source or "", outlook]
    return _grid("+", Text(", ".join(p for p in parts if p) + " ").append_text(_ids(x.cited)), ())

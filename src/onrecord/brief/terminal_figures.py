"""The figures of a brief for a terminal: incidents with aligned columns, or stacked where it is too narrow for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from onrecord.brief.content import GLYPHS, LOSSES, Brief, IncidentBrief, LineBrief, ListBrief, Said
from onrecord.brief.dates import headline, short_date, tacit_year
from onrecord.brief.summary import count
from onrecord.brief.terminal_signs import NARROW, STYLES, cited_text, headed
from onrecord.brief.wording import UNNAMED, UNSOURCED

ROOMY = 26


@dataclass(frozen=True, slots=True)
class Columns:
    """The widths of the reading columns, in characters, for one brief on one terminal; loss is 0 where none is told."""

    figure: int
    source: int
    loss: int
    when: int
    cited: int
    gap: int
    total: int


def columns_of(brief: Brief, width: int) -> Columns:
    """The widths of the columns that fit this brief on this terminal."""
    readings = [said for i in brief.incidents for line in i.lines for said in line.readings]
    tacit = tacit_year(brief)
    days = [
        short_date(said.when, tacit if i.minor else i.year)
        for i in brief.incidents
        for line in i.lines
        for said in line.readings
    ]
    longest = max([len("figure"), *(len(said.figure) for said in readings)])
    figure = min(longest, 20 if width >= 90 else 15)
    figure = max([figure, *(len(word) for said in readings for word in said.figure.split())])
    loss = 13 if any(said.loss for said in readings) else 0
    when = max([5, *(len(day) for day in days)])
    one = 2 + max((len(s) for said in readings for s in said.cited.short), default=6)
    gap = 2 if width >= 90 else 1
    fixed = 2 + figure + (loss + gap if loss else 0) + 7 + when + 5 * gap
    rest = width - fixed
    per_row = next((n for n in (3, 2) if rest - n * (one + 1) >= ROOMY), 1)
    cited = min(per_row * one + per_row - 1, max(one, rest - 16))
    return Columns(figure, min(44, rest - cited), loss, when, cited, gap, width)


def _heading(place: str, rest: str, outlets: str, width: int) -> RenderableType:
    """An incident's heading: wrapped where a rule beside it would not fit."""
    mark = Text(place, "bold")
    mark.append(f", {rest}" if rest else "", "bold")
    if len(mark) + 6 >= width:
        return Group(Rule(characters="━", style=""), mark)
    if len(mark) + len(outlets) + 6 < width:
        mark.append(outlets, "dim not bold")
    return Rule(mark, characters="━", align="left", style="")


def incident_block(incident: IncidentBrief, columns: Columns, *, first: bool) -> Iterator[RenderableType]:
    """An incident: its heading, its lines with several readings, its lists, then its single figures."""
    year = incident.year
    place, rest = headline(incident)
    outlets = f"  {count(incident.outlets, 'outlet')}" if incident.outlets > 1 else "  one outlet"
    yield _heading(place, rest, outlets, columns.total)
    stacked = columns.total < NARROW or columns.source < 14
    full = [line for line in incident.lines if stacked or not _is_short(line)]
    short = [line for line in incident.lines if not stacked and _is_short(line)]
    if first and not stacked and full:
        heads = _grid(columns)
        cells = ["", "figure", "said by", *(["whose loss"] if columns.loss else []), "outlets", "as of", "claims"]
        heads.add_row(*(Text(cell, "dim") for cell in cells))
        yield heads
    for n, line in enumerate(full):
        if n:
            yield Text()
        yield _line_head(line)
        yield _stack(line, year) if stacked else _readings(line, columns, year)
        if line.unseen:
            yield Text(f"    and {count(line.unseen, 'more reading')}: --all shows them", "dim")
    for n, listed in enumerate(incident.lists):
        if n or full:
            yield Text()
        yield _list(listed, year)
    if short:
        if full or incident.lists:
            yield Text()
        yield _once([(line, "") for line in short], columns, year)
    if incident.unseen:
        yield Text(f"    and {count(incident.unseen, 'more line')}: --all shows them", "dim")


def minor_block(incidents: Iterable[IncidentBrief], columns: Columns, year: str | None) -> RenderableType:
    """Incidents of a single figure, a row each, with where, what and when it was."""
    rows = []
    for incident in incidents:
        day = short_date(incident.day, year)
        what = f"as of {day}" if incident.what == "totals" else ", ".join(filter(None, (incident.what, day)))
        where = incident.title[:1].upper() + incident.title[1:]
        rows.append((incident.lines[0], f"{where}{f', {what}' if what else ''}: "))
    if columns.total < NARROW or columns.source < 14:
        return Group(*(part for line, told in rows for part in (_line_head(line, told), _stack(line, year))))
    return _once(rows, columns, year)


def _is_short(line: LineBrief) -> bool:
    """Whether a line is told by one outlet in one reading, so that one row holds it."""
    return line.state == "single" and len(line.readings) == 1


def _once(lines: list[tuple[LineBrief, str]], columns: Columns, year: str | None) -> RenderableType:
    """Lines of one reading in one outlet, a row each; the words with a line stand before its title."""
    gap = columns.gap
    left = columns.total - (2 + columns.figure + columns.when + columns.cited + 4 * gap)
    label_width = min(44, left * 55 // 100)
    widths = (label_width, columns.figure, min(46, left - label_width), columns.when, columns.cited)
    table = Table.grid()
    table.add_column(width=2)
    for width in widths[:-1]:
        table.add_column(width=width + gap)
    table.add_column(width=widths[-1])
    for line, told in lines:
        (said,) = line.readings
        label = Text(told, "bold")
        label.append(line.label, "not bold")
        if line.place:
            label.append(f", {line.place}", "dim not bold")
        notes = ", ".join(part for part in (line.qualifier, said.note) if part)
        if notes:
            label.append(f" ({notes})", "italic not bold")
        if line.part_of:
            label.append(f" ⊂ part of: {line.part_of}", "dim not bold")
        who = Text(said.source, "dim" if _nameless(said) else "")
        if said.loss:
            who.append(f", {LOSSES[said.loss]} {said.loss}", "not dim")
        cells = (label, Text(said.figure, "bold"), who, Text(short_date(said.when, year)))
        padded = (Padding(cell, (0, gap, 0, 0)) for cell in cells)
        table.add_row(Text(GLYPHS[line.state], STYLES[line.state]), *padded, cited_text(said.cited))
    return table


def _grid(columns: Columns) -> Table:
    table = Table.grid(padding=(0, columns.gap, 0, 0))
    table.add_column(width=2, justify="right")
    table.add_column(width=columns.figure)
    table.add_column(width=columns.source)
    if columns.loss:
        table.add_column(width=columns.loss)
    table.add_column(width=7)
    table.add_column(width=columns.when)
    table.add_column(width=columns.cited)
    return table


def _line_head(line: LineBrief, told: str = "") -> RenderableType:
    text = Text(told + line.label, "bold")
    if line.place:
        text.append(f", {line.place}", "not bold")
    if line.qualifier:
        text.append(f"  ({line.qualifier})", "not bold italic")
    if line.part_of:
        text.append(f"  ⊂ part of: {line.part_of}", "not bold dim")
    return headed(line.state, text, line.voices)


def _readings(line: LineBrief, columns: Columns, year: str | None) -> RenderableType:
    table = _grid(columns)
    for said in line.readings:
        source = Text(said.source, "dim" if _nameless(said) else "")
        if said.note:
            source.append(f"\n{said.note}", "italic dim")
        cells: list[Text] = [
            Text("→" if said.updates else "", "bold"),
            Text(said.figure, "bold"),
            source,
            *([_loss(said.loss)] if columns.loss else []),
            Text(str(len(said.outlets)).rjust(4)),
            Text(short_date(said.when, year)),
            cited_text(said.cited),
        ]
        table.add_row(*cells)
    return table


def _nameless(said: Said) -> bool:
    return said.source in (UNSOURCED, UNNAMED)


def _loss(loss: str | None) -> Text:
    return Text(f"{LOSSES[loss]} {loss}" if loss else "")


def _stack(line: LineBrief, year: str | None) -> RenderableType:
    """Readings one below the other, for terminals too narrow for columns."""
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=1)
    table.add_column(width=1)
    table.add_column(overflow="fold")
    for said in line.readings:
        text = Text(said.figure, "bold")
        carried = "" if line.state == "single" else f", {count(len(said.outlets), 'outlet')}"
        text.append(f"  {_who(said)}{carried}", "not bold")
        for part in (short_date(said.when, year), said.note):
            if part:
                text.append(f", {part}", "not bold")
        text.append(" ")
        text.append_text(cited_text(said.cited))
        table.add_row("", Text("→" if said.updates else ""), text)
    return table


def _who(said: Said) -> str:
    return f"{said.source}, {LOSSES[said.loss]} {said.loss}" if said.loss else said.source


def _list(listed: ListBrief, year: str | None) -> RenderableType:
    details = [listed.source, f"{LOSSES[listed.loss]} {listed.loss}" if listed.loss else ""]
    details += [short_date(listed.when, year)]
    text = Text(listed.label, "bold")
    items = Text()
    for n, item in enumerate(listed.items):
        if n:
            items.append("; ")
        items.append(item.text, "bold")
        items.append(" ")
        items.append_text(cited_text(item.cited))
    table = Table.grid()
    table.add_column(width=4)
    table.add_column()
    table.add_row("", Text(", ".join(part for part in details if part)))
    table.add_row("", items)
    return Group(headed(listed.state, text, listed.voices), table)

"""The brief for a terminal: aligned columns that wrap between words, colour only where it is data, plain when piped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from onrecord.brief.content import (
    GLYPHS,
    LOSSES,
    WORDS,
    Brief,
    Cited,
    IncidentBrief,
    LineBrief,
    ListBrief,
    PlaceBrief,
    Said,
    Saying,
)
from onrecord.brief.dates import short_date, span, tacit_year
from onrecord.brief.summary import count, head
from onrecord.brief.wording import UNNAMED, UNSOURCED

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
ROOMY = 26
QUOTE = 220


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


def render(brief: Brief, width: int) -> RenderableType:
    """The whole brief for a terminal ``width`` characters wide."""
    year = tacit_year(brief)
    columns = _columns(brief, width)
    parts: list[RenderableType] = [_head(brief, width)]
    for incident in brief.incidents:
        parts += [Text(), *_incident(incident, columns, first=incident is brief.incidents[0])]
    if brief.places:
        parts += [
            Text(),
            _title("WHO HOLDS WHAT", "places", width),
            *_spaced(place_block(p, year) for p in brief.places),
        ]
    if brief.events:
        parts += [Text(), _title("WHAT HAPPENED", "by date", width), _events(brief, year)]
    if brief.speakers:
        parts += [Text(), _title("SAID BY", "the most quoted first", width), _speakers(brief, width, year)]
    return Group(*parts)


def _spaced(blocks: Iterable[RenderableType]) -> Iterator[RenderableType]:
    for n, block in enumerate(blocks):
        if n:
            yield Text()
        yield block


def _head(brief: Brief, width: int) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=8)
    table.add_column(width=max(30, width - 10))
    sentences = head(brief)
    table.add_row(Text("onrecord", "bold"), Text(sentences[0], "bold"))
    for sentence in sentences[1:]:
        table.add_row("", Text(sentence))
    told = any(said.loss for i in brief.incidents for line in i.lines for said in line.readings)
    signs = [(GLYPHS[state], WORDS[state]) for state in GLYPHS]
    signs += [(glyph, word) for word, glyph in LOSSES.items()] if told else []
    return Group(table, Text(), _legend(signs, width))


def _legend(signs: list[tuple[str, str]], width: int) -> Text:
    """Glyphs with their words, broken only between them."""
    text, used = Text(), 0
    for glyph, word in signs:
        size = len(glyph) + 1 + len(word)
        if used:
            text.append("  " if used + 2 + size <= width else "\n")
        used = used + 2 + size if used and used + 2 + size <= width else size
        text.append_text(Text.assemble((glyph, "bold"), (f" {word}", "dim")))
    return text


def _title(title: str, beside: str, width: int) -> RenderableType:
    mark = Text(title, "bold")
    if beside and len(title) + len(beside) + 6 < width:
        mark.append(f"  {beside}", "dim not bold")
    return Rule(mark, characters="━", align="left", style="")


def _columns(brief: Brief, width: int) -> Columns:
    readings = [said for i in brief.incidents for line in i.lines for said in line.readings]
    days = [short_date(said.when, i.year) for i in brief.incidents for line in i.lines for said in line.readings]
    longest = max((len(said.figure) for said in readings), default=8)
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


def _incident(incident: IncidentBrief, columns: Columns, *, first: bool) -> Iterator[RenderableType]:
    year = incident.year
    beside = [incident.place] if incident.place else []
    beside += [span(incident.first, incident.last)] if incident.first else []
    beside.append(count(incident.outlets, "outlet"))
    yield _title(incident.title.upper(), ", ".join(beside), columns.total)
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
        yield _once(short, columns, year)


def _is_short(line: LineBrief) -> bool:
    """Whether a line is told by one outlet in one reading, so that one row holds it."""
    return line.state == "single" and len(line.readings) == 1


def _once(lines: list[LineBrief], columns: Columns, year: str | None) -> RenderableType:
    """Lines of one reading in one outlet, a row each."""
    gap = columns.gap
    left = columns.total - (2 + columns.figure + columns.when + columns.cited + 4 * gap)
    label_width = min(44, left * 55 // 100)
    widths = (label_width, columns.figure, min(46, left - label_width), columns.when, columns.cited)
    table = Table.grid()
    table.add_column(width=2)
    for width in widths[:-1]:
        table.add_column(width=width + gap)
    table.add_column(width=widths[-1])
    for line in lines:
        (said,) = line.readings
        label = Text(line.label)
        if line.place:
            label.append(f", {line.place}", "dim")
        notes = ", ".join(part for part in (line.qualifier, said.note) if part)
        if notes:
            label.append(f" ({notes})", "italic")
        who = Text(said.source, "dim" if _nameless(said) else "")
        if said.loss:
            who.append(f", {LOSSES[said.loss]} {said.loss}", "not dim")
        cells = (label, Text(said.figure, "bold"), who, Text(short_date(said.when, year)))
        padded = (Padding(cell, (0, gap, 0, 0)) for cell in cells)
        table.add_row(Text(GLYPHS[line.state], STYLES[line.state]), *padded, _cited(said.cited))
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


def _line_head(line: LineBrief) -> RenderableType:
    text = Text(line.label, "bold")
    if line.place:
        text.append(f", {line.place}", "not bold")
    if line.qualifier:
        text.append(f"  ({line.qualifier})", "not bold italic")
    return _headed(line.state, text, line.voices)


def _headed(state: str, text: Text, voices: str) -> RenderableType:
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
            _cited(said.cited),
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
        text.append(f"  {_who(said)}, {count(len(said.outlets), 'outlet')}", "not bold")
        for part in (short_date(said.when, year), said.note):
            if part:
                text.append(f", {part}", "not bold")
        text.append(" ")
        text.append_text(_cited(said.cited))
        table.add_row("", Text("→" if said.updates else ""), text)
    return table


def _who(said: Said) -> str:
    return f"{said.source}, {LOSSES[said.loss]} {said.loss}" if said.loss else said.source


def _cited(cited: Cited) -> Text:
    """Claim ids in brackets; beyond a handful, how many more there are."""
    shown = " ".join(f"[{short}]" for short in cited.short[:CITED])
    more = len(cited.short) - CITED
    return Text(f"{shown} and {more} more" if more > 0 else shown, "dim")


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
        items.append_text(_cited(item.cited))
    table = Table.grid()
    table.add_column(width=4)
    table.add_column()
    table.add_row("", Text(", ".join(part for part in details if part)))
    table.add_row("", items)
    return Group(_headed(listed.state, text, listed.voices), table)


def place_block(place: PlaceBrief, year: str | None) -> RenderableType:
    """Who holds a place, according to whom, a row for each thing said of it."""
    text = Text(place.name, "bold")
    if place.country:
        text.append(f", {place.country}", "not bold")
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=2)
    table.add_column(width=26)
    table.add_column(overflow="fold")
    for holding in place.holdings:
        by = f" by {holding.holder}" if holding.holder and holding.state != "contested" else ""
        what = f"{holding.state}{by}" if holding.state != "withdrawn from" else f"left by {holding.holder}"
        stands = Text()
        for n, stand in enumerate(holding.stands):
            if n:
                stands.append("\n")
            stands.append(f"{stand.manner} by ", "red" if stand.manner == "denied" else "dim")
            stands.append(stand.who)
            if stand.when:
                stands.append(f", {short_date(stand.when, year)}")
            stands.append(" ")
            stands.append_text(_cited(stand.cited))
        table.add_row("", Text(what), stands)
    return Group(_headed(place.state, text, count(place.outlets, "outlet") if place.outlets > 1 else ""), table)


def _events(brief: Brief, year: str | None) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    when = max([7, *(len(short_date(e.when, year)) for e in brief.events)])
    table.add_column(width=when)
    table.add_column(max_width=22)
    table.add_column(overflow="fold")
    last = None
    for event in brief.events:
        day = short_date(event.when, year) or "no date"
        text = Text(event.kind)
        if event.actor:
            text.append(f": {event.actor}")
        if event.target:
            text.append(f" ▸ {event.target}")
        if event.modality != "actual":
            text.append(f", {event.modality}", "italic")
        if event.source:
            text.append(f", says {event.source}", "dim")
        text.append(" ")
        text.append_text(_cited(event.cited))
        table.add_row(Text(day if day != last else "", "bold"), Text(event.place or "–"), text)
        last = day
    if brief.unseen_events:
        table.add_row("", "", Text(f"and {count(brief.unseen_events, 'more event')}: --all shows them", "dim"))
    return table


def _speakers(brief: Brief, width: int, year: str | None) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=26 if width >= 90 else 20)
    table.add_column(overflow="fold")
    for speaker in brief.speakers:
        name = Text(speaker.name, "bold")
        if speaker.side and speaker.side.lower() not in speaker.name.lower():
            name.append(f", {speaker.side}", "not bold dim")
        table.add_row(name, Text("\n").join(_saying(saying, year) for saying in speaker.sayings))
    if brief.unseen_speakers:
        table.add_row("", Text(f"and {count(brief.unseen_speakers, 'more speaker')}: --all shows them", "dim"))
    return table


def _saying(saying: Saying, year: str | None) -> Text:
    text = Text()
    if saying.quote:
        text.append(f"“{shortened(saying.quote.strip(' “”"'))}”")
    else:
        text.append(shortened(saying.content))
    aside = [saying.act if saying.act != "asserts" else "", saying.channel or "", short_date(saying.when, year)]
    text.append(f"  {', '.join(part for part in aside if part)} ".rstrip() + " ", "dim")
    text.append_text(_cited(saying.cited))
    return text


def shortened(text: str, limit: int = QUOTE) -> str:
    """The text on one line, cut between words where it is longer than ``limit``, never inside a number."""
    plain = " ".join(text.split())
    if len(plain) <= limit:
        return plain
    return plain[: plain.rindex(" ", 0, limit)].rstrip(",;: ") + " …"

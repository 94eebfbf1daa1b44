"""The brief for a terminal: aligned columns that wrap between words, colour only where it is data, plain when piped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from onrecord.brief.content import GLYPHS, LOSSES, WORDS, Brief, Holding, PlaceBrief, Saying
from onrecord.brief.dates import short_date, tacit_year
from onrecord.brief.summary import count, head
from onrecord.brief.terminal_figures import columns_of, incident_block, minor_block
from onrecord.brief.terminal_signs import NARROW, STYLES, cited_text, headed
from onrecord.brief.wording import shortened, unquoted

QUOTE = 180


def render(brief: Brief, width: int) -> RenderableType:
    """The whole brief for a terminal ``width`` characters wide."""
    year = tacit_year(brief)
    columns = columns_of(brief, width)
    parts: list[RenderableType] = [_head(brief, width)]
    for incident in brief.incidents:
        if not incident.minor:
            parts += [Text(), *incident_block(incident, columns, first=incident is brief.incidents[0])]
    minor = [incident for incident in brief.incidents if incident.minor]
    if minor:
        others = "OTHER INCIDENTS" if len(minor) < len(brief.incidents) else "INCIDENTS"
        parts += [Text(), _title(others, "one figure in one outlet", width), minor_block(minor, columns, year)]
    if brief.places:
        parts += [Text(), _title("WHO HOLDS WHAT", "", width), *_places(brief.places, year, width)]
    if brief.events:
        parts += [Text(), _title("WHAT HAPPENED", "the most carried first", width), _events(brief, year, width)]
    if brief.speakers:
        parts += [Text(), _title("SAID BY", "the most quoted first", width), _speakers(brief, width, year)]
    return Group(*parts)


def _places(places: Iterable[PlaceBrief], year: str | None, width: int) -> Iterator[RenderableType]:
    """Places with several voices a block each, then those with one voice a row each."""
    listed = list(places)
    short = [place for place in listed if place.state == "single" and _voices(place) == 1 and width >= NARROW]
    full = [place for place in listed if place not in short]
    for n, place in enumerate(full):
        if n:
            yield Text()
        yield place_block(place, year)
    if short:
        if full:
            yield Text()
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(width=1)
        table.add_column(max_width=24)
        table.add_column(max_width=26)
        table.add_column(overflow="fold")
        for place in short:
            (holding,) = place.holdings
            name = Text(place.name, "bold")
            table.add_row(Text(GLYPHS[place.state], STYLES[place.state]), name, _held(holding), _stands(holding, year))
        yield table


def _voices(place: PlaceBrief) -> int:
    return sum(len(holding.stands) for holding in place.holdings)


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


def place_block(place: PlaceBrief, year: str | None) -> RenderableType:
    """Who holds a place, according to whom, a row for each thing said of it."""
    text = Text(place.name, "bold")
    if place.country:
        text.append(f", {place.country}", "not bold")
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=2)
    table.add_column(max_width=26)
    table.add_column(overflow="fold")
    for holding in place.holdings:
        table.add_row("", _held(holding), _stands(holding, year))
    return Group(headed(place.state, text, count(place.outlets, "outlet") if place.outlets > 1 else ""), table)


def _held(holding: Holding) -> Text:
    by = f" by {holding.holder}" if holding.holder and holding.state != "contested" else ""
    return Text(f"{holding.state}{by}" if holding.state != "withdrawn from" else f"left by {holding.holder}")


def _stands(holding: Holding, year: str | None) -> Text:
    """The voices on who holds a place, a line each."""
    stands = Text()
    for n, stand in enumerate(holding.stands):
        if n:
            stands.append("\n")
        stands.append(f"{stand.manner} by ", "red" if stand.manner == "denied" else "dim")
        stands.append(stand.who)
        if stand.when:
            stands.append(f", {short_date(stand.when, year)}")
        stands.append(" ")
        stands.append_text(cited_text(stand.cited))
    return stands


def _events(brief: Brief, year: str | None, width: int) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    when = max([7, *(len(short_date(e.when, year)) for e in brief.events)])
    table.add_column(width=when)
    table.add_column(max_width=18 if width >= 90 else 13)
    table.add_column(overflow="fold")
    for event in brief.events:
        text = Text(event.kind, "bold")
        if event.by:
            text.append(f" by {event.by}", "bold")
        if event.modality != "actual":
            text.append(f", {event.modality}", "not bold italic")
        text.append(f": “{event.words}”", "not bold")
        if event.source:
            text.append(f", says {event.source}", "not bold dim")
        if event.outlets > 1:
            text.append(f", {count(event.outlets, 'outlet')}", "not bold dim")
        text.append(" ")
        text.append_text(cited_text(event.cited))
        table.add_row(Text(short_date(event.when, year) or "no date"), Text(event.place or "–"), text)
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
        said = Text("\n").join(_saying(saying, year) for saying in speaker.sayings)
        if speaker.unseen:
            said.append(f"\nand {speaker.unseen} more: --all", "dim")
        table.add_row(name, said)
    if brief.unseen_speakers:
        table.add_row("", Text(f"and {count(brief.unseen_speakers, 'more speaker')}: --all shows them", "dim"))
    return table


def _saying(saying: Saying, year: str | None) -> Text:
    text = Text()
    if saying.act != "asserts":
        text.append(f"{saying.act} ", "italic")
    if saying.quote:
        text.append(f"“{shortened(unquoted(saying.quote), QUOTE)}”")
    else:
        text.append(shortened(unquoted(saying.content), QUOTE))
    aside = [saying.channel or "", short_date(saying.when, year)]
    text.append(f"  {', '.join(part for part in aside if part)} ".rstrip() + " ", "dim")
    text.append_text(cited_text(saying.cited))
    return text

"""The brief as Markdown: one table an incident, for issue trackers, wikis and mail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.brief.content import GLYPHS, LOSSES, WORDS, Brief, Cited, IncidentBrief, LineBrief, PlaceBrief, Saying
from onrecord.brief.dates import headline, short_date, tacit_year
from onrecord.brief.summary import count, head
from onrecord.brief.wording import unquoted


def render(brief: Brief) -> str:
    """The whole brief as Markdown text."""
    return "\n".join(_lines(brief)).rstrip() + "\n"


def _lines(brief: Brief) -> Iterator[str]:
    year = tacit_year(brief)
    yield "# On record"
    yield ""
    for sentence in head(brief):
        yield f"- {sentence}"
    for incident in brief.incidents:
        if not incident.minor:
            yield from _incident(incident)
    yield from _minor([incident for incident in brief.incidents if incident.minor], year)
    if brief.places:
        yield from ("", "## Who holds what", "", "| | place | what is said | by whom |", "| --- | --- | --- | --- |")
        for place in brief.places:
            yield from _place(place, year)
    if brief.events:
        yield from ("", "## What happened", "", "| date | place | event | claims |", "| --- | --- | --- | --- |")
        for event in brief.events:
            told = f"**{event.kind}{f' by {_plain(event.by)}' if event.by else ''}**"
            told += f", {event.modality}" if event.modality != "actual" else ""
            told += f": “{_plain(event.words)}”"
            told += f", says {_plain(event.source)}" if event.source else ""
            told += f", {count(event.outlets, 'outlet')}" if event.outlets > 1 else ""
            yield _row(short_date(event.when, year), _plain(event.place or ""), told, _cited(event.cited))
        if brief.unseen_events:
            yield from ("", f"And {count(brief.unseen_events, 'more event')}: `--all` shows them.")
    if brief.speakers:
        yield from ("", "## Said by")
        for speaker in brief.speakers:
            yield from ("", f"**{_plain(speaker.name)}**{f', {_plain(speaker.side)}' if speaker.side else ''}", "")
            yield from (_saying(saying, year) for saying in speaker.sayings)
            if speaker.unseen:
                yield f"- and {speaker.unseen} more: `--all`"
        if brief.unseen_speakers:
            yield from ("", f"And {count(brief.unseen_speakers, 'more speaker')}: `--all` shows them.")


def _incident(incident: IncidentBrief) -> Iterator[str]:
    year = incident.year
    place, rest = headline(incident)
    outlets = count(incident.outlets, "outlet") if incident.outlets > 1 else "one outlet"
    yield from ("", f"## {_plain(place)}{f', {_plain(rest)}' if rest else ''}", "", outlets, "")
    if incident.lines:
        yield "| line | figure | said by | whose loss | outlets | as of | claims |"
        yield "| --- | --- | --- | --- | ---: | --- | --- |"
    for line in incident.lines:
        name = _name(line)
        for said in line.readings:
            loss = f"{LOSSES[said.loss]} {said.loss}" if said.loss else ""
            source = f"{_plain(said.source)} ({said.note})" if said.note else _plain(said.source)
            figure = f"{'→ ' if said.updates else ''}**{_plain(said.figure)}**"
            when = short_date(said.when, year)
            yield _row(name, figure, source, loss, str(len(said.outlets)), when, _cited(said.cited))
            name = ""
        if line.unseen:
            yield _row("", f"and {count(line.unseen, 'more reading')}", "", "", "", "", "")
    if incident.unseen:
        yield _row(f"and {count(incident.unseen, 'more line')}: `--all` shows them", "", "", "", "", "", "")
    for listed in incident.lists:
        items = "; ".join(f"{_plain(item.text)} {_cited(item.cited)}" for item in listed.items)
        told = ", ".join(part for part in (listed.source, listed.loss, short_date(listed.when, year)) if part)
        voices = f": {listed.voices}" if listed.voices else ""
        yield from ("", f"{GLYPHS[listed.state]} **{_plain(listed.label)}** ({WORDS[listed.state]}{voices})  ")
        yield f"{_plain(told)}: {items}"


def _minor(incidents: Sequence[IncidentBrief], year: str | None) -> Iterator[str]:
    """Incidents of a single figure in one outlet, a row each."""
    if not incidents:
        return
    yield from ("", "## Other incidents, one figure in one outlet", "")
    yield "| where and when | line | figure | said by | whose loss | as of | claims |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for incident in incidents:
        (line,) = incident.lines
        (said,) = line.readings
        what = "as of" if incident.what == "totals" else incident.what
        where = ", ".join(part for part in (incident.title, what, short_date(incident.day, year)) if part)
        where = where[:1].upper() + where[1:].replace("as of, ", "as of ")
        loss = f"{LOSSES[said.loss]} {said.loss}" if said.loss else ""
        notes = "; ".join(part for part in (line.qualifier, said.note) if part)
        source = f"{_plain(said.source)} ({notes})" if notes else _plain(said.source)
        named = f"{_plain(line.label)}{f', {_plain(line.place)}' if line.place else ''}{_whole(line)}"
        figure, when = f"**{_plain(said.figure)}**", short_date(said.when, year)
        yield _row(_plain(where), f"{GLYPHS[line.state]} {named}", figure, source, loss, when, _cited(said.cited))


def _whole(line: LineBrief) -> str:
    return f" ⊂ {_plain(line.part_of)}" if line.part_of else ""


def _name(line: LineBrief) -> str:
    place = f", {line.place}" if line.place else ""
    voices = f": {line.voices}" if line.voices else ""
    qualifier = f" ({line.qualifier})" if line.qualifier else ""
    return (
        f"{GLYPHS[line.state]} **{_plain(line.label + place)}**{qualifier}{_whole(line)}<br>{WORDS[line.state]}{voices}"
    )


def _place(place: PlaceBrief, year: str | None) -> Iterator[str]:
    name = f"**{_plain(place.name)}**"
    for holding in place.holdings:
        by = f" by {holding.holder}" if holding.holder else ""
        stands = "; ".join(
            " ".join(
                part for part in (f"{s.manner} by {_plain(s.who)}", short_date(s.when, year), _cited(s.cited)) if part
            )
            for s in holding.stands
        )
        yield _row(f"{GLYPHS[place.state]} {WORDS[place.state]}" if name else "", name, f"{holding.state}{by}", stands)
        name = ""


def _saying(saying: Saying, year: str | None) -> str:
    words = f"“{unquoted(saying.quote)}”" if saying.quote else unquoted(saying.content)
    act = f"*{saying.act}* " if saying.act != "asserts" else ""
    aside = ", ".join(part for part in (saying.channel or "", short_date(saying.when, year)) if part)
    return f"- {act}{_plain(words)}{f' ({_plain(aside)})' if aside else ''} {_cited(saying.cited)}"


def _cited(cited: Cited) -> str:
    return " ".join(f"`{short}`" for short in cited.short)


def _row(*cells: str) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"


def _plain(text: str) -> str:
    """Text with the characters that Markdown would take as marks made literal, on one line."""
    plain = " ".join(text.split())
    return "".join(f"\\{ch}" if ch in "\\`*_[]<>#" else ch for ch in plain)

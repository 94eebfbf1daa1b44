"""A record coded under a profile, for a terminal: a row an incident or line with value, reason and claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from onrecord.brief.dates import short_date
from onrecord.brief.summary import count
from onrecord.brief.wording import figure_words, short_ids, source_words
from onrecord.captions import incident_titles, line_titles
from onrecord.model import Claim
from onrecord.pipeline import Whole
from onrecord.profiles.coded import Acled, Coded, Figure, Heard, Idmc, Row, Step, Ucdp
from onrecord.profiles.coded import Table as Tabulated

CITED = 4
STANCES = {
    "own_loss": "its own loss",
    "enemy_loss": "its enemy's loss",
    "belligerent": "a party at war",
    "third_party": "no party",
    "unclear": "may speak for a party",
    "unknown": "origin unknown",
}


def render(table: Tabulated, whole: Whole, width: int, *, why: bool) -> RenderableType:
    """The coded record for a terminal ``width`` characters wide; with ``why`` each step and the readings it kept."""
    known = {c.id: c for c in whole.claims}
    titles, incidents = line_titles(whole.lines, known), incident_titles(whole.lines, whole.claims)
    view = _View(known, short_ids(known), titles, incidents, why)
    kind = {"acled": "fatalities", "ucdp": "deaths", "idmc": "people or households"}[table.profile]
    unit = "line" if table.profile == "idmc" else "incident"
    rows = count(len(table.rows), unit) if table.rows else f"no {unit}"
    parts: list[RenderableType] = [
        Text(f"{table.label} {kind}: {rows} coded, {count(len(table.left_out), 'line')} left out", "bold"),
        Text("What coders of that codebook would put down by its rules; not its data, and no verdict.", "dim"),
    ]
    for row in table.rows:
        parts += [Text(), view.row(row)]
    if table.left_out:
        parts += [Text(), Rule(Text("LEFT OUT", "bold"), characters="━", align="left", style="")]
        parts += [view.left_out(one) for one in table.left_out]
    return Group(*parts)


class _View:
    """What drawing needs of the record; read-only."""

    def __init__(
        self,
        claims: Mapping[str, Claim],
        short: Mapping[str, str],
        titles: Mapping[str, str],
        incidents: Mapping[str, str],
        why: bool,
    ) -> None:
        self.titles = titles
        self.incidents = incidents
        self.claims = claims
        self.short = short
        self.why = why

    def row(self, row: Row) -> RenderableType:
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(justify="right", min_width=9)
        table.add_column(overflow="fold")
        first = row.lines[0]
        head = Text(self.incidents[row.incident], "bold")
        head.append(f", {self.titles[first.line]}" if len(row.lines) == 1 else "", "not bold")
        table.add_row(Text(number(row.value), "bold"), head.append_text(Text(" ")).append_text(self.ids(row.claims)))
        for line in _terms(row):
            table.add_row("", Text(line))
        for one in row.lines:
            if len(row.lines) > 1:
                table.add_row(
                    "", Text(f"{number(one.value)}  {self.titles[one.line]} ").append_text(self.ids(one.claims))
                )
            for text in self.reasons(one):
                table.add_row("", text)
        if row.parts or len(row.lines) > 1:
            table.add_row("", Text(row.says, "dim"))
        for part in row.parts:
            told = Text(f"not added: {number(part.value)}  {self.titles[part.line]} ", "dim")
            table.add_row("", told.append_text(self.ids(part.claims)))
        return table

    def reasons(self, one: Coded) -> Iterator[Text]:
        """The last rule in a sentence and the readings it chose from, or each step with what it kept."""
        if self.why:
            yield from self.steps(one.why)
            return
        every, chosen = one.why[0].kept, one.why[-1].kept
        for h in every:
            mark = "▸ " if _of(h, chosen) else "  "
            reason = _dropped(h, one.why)
            yield self.heard(h, mark, f": {reason}" if reason else "")
        if isinstance(one.terms, Idmc):
            yield from (Text(f"{f.role} {_figure(f)} ").append_text(self.ids(f.claims)) for f in one.terms.figures)

    def steps(self, why: Sequence[Step]) -> Iterator[Text]:
        """Every step: all readings first, then what each rule puts aside and the numbers it sets."""
        yield Text(why[0].says, "dim")
        yield from (self.heard(h, "    ") for h in why[0].kept)
        for before, step in pairwise(why):
            new = (step.low, step.best, step.high) != (before.low, before.best, before.high)
            gone = [h for h in before.kept if not _of(h, step.kept)]
            told = f" → low {number(step.low)}, best {number(step.best)}, high {number(step.high)}" if new else ""
            yield Text(f"{step.rule}: {step.says}{told}" + ("" if gone or new else "; all stay"), "dim")
            yield from (self.heard(h, "    aside: ") for h in gone)

    def heard(self, heard: Heard, before: str, after: str = "") -> Text:
        first = self.claims.get(heard.claims[0])
        words = figure_words(first) if first and first.figure else heard.words
        held = [self.claims[c] for c in heard.claims if c in self.claims]
        source = source_words(held) if held else heard.source or "no source named"
        stance = "" if heard.stance == "unknown" and not heard.source else f" ({STANCES[heard.stance]})"
        day = f", {short_date(heard.day)}" if heard.day else ""
        text = Text(f"{before}{words}, {source}{stance}; {', '.join(heard.outlets)}{day} ")
        return text.append_text(self.ids(heard.claims)).append(after, "dim")

    def left_out(self, one: Coded) -> RenderableType:
        text = Text(f"{self.incidents[one.incident]}, {self.titles[one.line]}: {one.left_out} ")
        return text.append_text(self.ids(one.claims))

    def ids(self, ids: Sequence[str]) -> Text:
        shown = " ".join(f"[{self.short[i]}]" for i in ids[:CITED] if i in self.short)
        return Text(shown + (f" +{len(ids) - CITED}" if len(ids) > CITED else ""), "dim")


def number(value: float | None) -> str:
    """A value for people: whole numbers with separators, "open" where no bound is told."""
    return "open" if value is None else f"{value:,.10g}"


def _terms(row: Row) -> Iterator[str]:
    """The codebook's own terms of a row, in words."""
    terms = row.lines[0].terms
    if isinstance(terms, Acled):
        where = ", ".join(part for part in (terms.location, terms.country) if part)
        coded = f"time precision {terms.time_precision}, geo precision {terms.geo_precision}"
        kind = f"; {row.sub_event_type}" if row.sub_event_type else ""
        yield f"{short_date(terms.event_date)}, {where} ({coded}){kind}"
    elif isinstance(terms, Ucdp):
        yield f"best {number(row.value)}, low {number(row.low)}, high {number(row.high)}"
        where = ", ".join(part for part in (terms.location, terms.country) if part and part != terms.country)
        place = ", ".join(part for part in (where, terms.country) if part) or "no place"
        coded = f"event clarity {terms.event_clarity}, date {terms.date_prec or '–'}, where {terms.where_prec or '–'}"
        yield f"{short_date(terms.date_start) or 'no date'}, {place} ({coded})"
        sides = [(row.side_a, row.deaths_a), (row.side_b, row.deaths_b), ("civilians", row.deaths_civilians)]
        told = [f"{name} {number(deaths)}" for name, deaths in sides if name and deaths is not None]
        yield "; ".join([*told, f"unknown {number(row.deaths_unknown)}"])
    elif isinstance(terms, Idmc):
        where = ", ".join(part for part in (terms.location, terms.country) if part and part != terms.location)
        place = ", ".join(part for part in (terms.location, where) if part) or "no place"
        yield f"{terms.term}, {terms.quantifier}, {terms.unit}; {place}"


def _figure(figure: Figure) -> str:
    day = f", {short_date(figure.date)}" if figure.date else ""
    publishers = ", ".join(figure.publishers)
    return f"{figure.quantifier} {number(figure.reported)} {figure.unit}; source {figure.source}; {publishers}{day}"


def _of(heard: Heard, others: Iterable[Heard]) -> bool:
    return any(heard.claims == other.claims for other in others)


def _dropped(heard: Heard, why: Sequence[Step]) -> str | None:
    """The rule that put a reading aside, in its words; None for one that was kept to the end."""
    if _of(heard, why[-1].kept):
        return None
    step = next(step for step in why if not _of(heard, step.kept))
    reasons = {
        "actual": heard.aside or "no count of what is",
        "current": "updated since",
        "answered": "a later number answers it",
        "numbers": "no number is told",
        "as_told": "no number is told",
        "apart": "a source apart from the parties is heard first",
        "named": "a named origin is heard first",
        "latest": "a later day is told",
        "lowest": "not the lowest",
    }
    return reasons.get(step.rule, step.says)

"""One claim opened: its sentence with the words marked, its fields, the rules that made it, its place in the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from onrecord.brief.content import GLYPHS, PlaceBrief
from onrecord.brief.dates import short_date
from onrecord.brief.places import places
from onrecord.brief.summary import count
from onrecord.brief.terminal import place_block
from onrecord.brief.titles import inside, title
from onrecord.brief.wording import figure_words, held_on, outlets_of, place_of, short_ids, source_words
from onrecord.ledger import Ledger
from onrecord.model import Claim, Line, Report, Review
from onrecord.reviews import standing
from onrecord.rivals import rivals
from onrecord.text.excerpt import Excerpt, excerpt

# For each relation its glyph, and its words where the other claim is the earlier and where it is the later one.
RELATIONS = {
    "conflicts": (GLYPHS["disputed"], "conflicts with", "conflicts with"),
    "updates": (GLYPHS["updated"], "updates", "is updated by"),
    "corroborates": (GLYPHS["agree"], "agrees with", "agrees with"),
    "repeat": (GLYPHS["repeat"], "repeats", "is repeated by"),
    "unsourced": (GLYPHS["unsourced"], "fits, but an origin is unknown:", "fits, but an origin is unknown:"),
    "not_comparable": ("∥", "is not comparable with", "is not comparable with"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One rule that shaped the claim, and the words it saw."""

    rule: str
    words: str


@dataclass(frozen=True, slots=True)
class Relative:
    """Another claim on the same line: how it relates and why, level by level; ``later`` where it updates this one."""

    relation: str
    claim: Claim
    why: tuple[str, ...]
    later: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything there is to tell about one claim."""

    claim: Claim
    report: Report
    excerpt: Excerpt
    fields: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    line: Line | None
    relatives: tuple[Relative, ...]
    title: str = ""
    wholes: tuple[str, ...] = ()
    place: PlaceBrief | None = None
    rivals: tuple[tuple[str, Claim], ...] = ()
    reviews: tuple[tuple[Review, bool], ...] = ()


def open_claim(
    claim: Claim, report: Report, lines: Iterable[Line], others: Iterable[Claim], reviews: Iterable[Review] = ()
) -> Shown:  # fmt: skip
    """The claim with its context; ``others`` are the record's claims, of which those on its line are told.

    Of ``reviews`` those are told that concern it, each with whether it stands.
    """
    drawn = {line.id: line for line in lines}
    line = next((line for line in drawn.values() if claim.id in line.claims), None)
    known = {c.id: c for c in others} | {claim.id: claim}
    relatives = _relatives(claim, line, known) if line else ()
    wholes = tuple(_title(drawn[whole], known) for whole in line.part_of if whole in drawn) if line else ()
    named = _title(line, known) if line else ""
    steps = tuple(Step(hit.rule, " ".join(report.text[hit.start : hit.end].split())) for hit in claim.trace)
    around = excerpt(report.text, claim.span.start, claim.span.end)
    held = _held(claim, known.values())
    against = tuple((rival.why, known[rival.claim]) for rival in rivals(known.values()).get(claim.id, ()))
    made = [r for r in reviews if r.target == claim.id or any(claim.id in side for side in r.patch.sides)]
    stand = set(standing(made))
    told = tuple((review, review in stand) for review in made)
    return Shown(claim, report, around, fields(claim), steps, line, relatives, named, wholes, held, against, told)


def open_held(ledger: Ledger, claim: Claim) -> Shown:
    """The claim with its context in a ledger, of which only what stands beside the claim is read."""
    lists, place = ledger.lists, claim.place
    own = lists.lines(tuple(lists.line_of([claim.id]).values()))
    lines = (*own, *lists.lines([whole for line in own for whole in line.part_of]))
    others = [*lists.claims(c for line in lines for c in line.claims)]
    if place is not None and claim.type in ("control", "event"):
        others += ledger.claims(type=claim.type, place=place.name)
    return open_claim(claim, ledger.report(claim.report), lines, others, ledger.reviews())


def _title(line: Line, known: Mapping[str, Claim]) -> str:
    """What a line counts, with its place, as a brief names it."""
    claims = [known[i] for i in line.claims if i in known]
    place = place_of(claims)
    return f"{title(claims)}{f', {place}' if place else ''}" if claims else line.label


def _held(claim: Claim, others: Iterable[Claim]) -> PlaceBrief | None:
    """For a claim about who holds a place, all that the record has on that place."""
    if claim.control is None or claim.place is None:
        return None
    there = [c for c in others if c.control and c.place and c.place.name == claim.place.name]
    return next(iter(places(there, short_ids(c.id for c in there))), None)


def fields(claim: Claim) -> tuple[tuple[str, str], ...]:
    """Every field that says something, named as in the codebook; an open bound is said to be open."""
    rows: list[tuple[str, str | None]] = [("type", claim.type)]
    if claim.figure:
        figure = claim.figure
        low, high = _bound(figure.low), _bound(figure.high)
        rows += [("figure", figure_words(claim)), ("bounds", f"low {low}, high {high}"), ("hedge", figure.hedge)]
    if claim.control:
        rows += [("state", claim.control.state), ("holder", claim.control.holder)]
    if claim.event:
        event = claim.event
        rows += [("event", event.kind), ("actor", event.actor), ("target", event.target)]
        rows += [("ACLED", event.acled), ("PLOVER", event.plover)]
    if claim.statement:
        rows += [("act", claim.statement.act), ("quote", claim.statement.quote), ("content", claim.statement.content)]
    rows += [("measure", claim.measure), ("object", claim.object), ("group", claim.group), ("side", claim.side)]
    rows += [("status", claim.status if claim.status != "unknown" else None), ("scope", claim.scope)]
    rows += [("place", _place(claim)), ("date", _date(claim)), ("as of", claim.period.as_of)]
    rows += _source(claim)
    rows += [("modality", claim.modality), ("polarity", claim.polarity if claim.polarity != "asserted" else None)]
    rows += [("increment", "new since the last count" if claim.increment else None)]
    rows += [("superseded", "since overtaken" if claim.superseded else None)]
    rows += [("incident", claim.incident), ("segment", claim.segment)]
    rows += [("span", f"{claim.span.start}-{claim.span.end} of {claim.report}"), ("knowledge", claim.knowledge)]
    return tuple((name, " ".join(value.split())) for name, value in rows if value)


def _bound(value: float | None) -> str:
    return "open" if value is None else f"{value:,.10g}"


def _place(claim: Claim) -> str | None:
    place = claim.place
    if place is None:
        return None
    within = [part for part in place.within if part != place.name]
    name = ", ".join([place.name or place.text, *within])
    written = f", written {place.text}" if place.text != place.name else ""
    where = ""
    if place.latitude is not None and place.longitude is not None:
        where = f", {place.latitude:.4f} {place.longitude:.4f}"
    return f"{name} ({place.precision}{where}{written})"


def _date(claim: Claim) -> str | None:
    start, end = claim.period.start, claim.period.end
    return f"{start} to {end}" if start and end and end != start else start


def _source(claim: Claim) -> list[tuple[str, str | None]]:
    source = claim.source
    if source is None:
        return [("source", "none named: the outlet itself")]
    chain = " < ".join(source.chain) if source.chain else None
    kind = f"{source.kind}, for {source.side}" if source.side else source.kind
    rows = [("source", source.name or "none named"), ("kind", kind), ("origin", source.origin or "none known")]
    return [*rows, ("channel", source.channel), ("chain", chain)]


def _relatives(claim: Claim, line: Line, known: dict[str, Claim]) -> tuple[Relative, ...]:
    """The other claims of its own reading, then of each other reading one claim with the relation told of the two."""
    own = next((r for r in line.readings if claim.id in r.claims), None)
    mine = set(own.claims) if own else {claim.id}
    found = []
    for same in own.claims if own else ():
        if same != claim.id and same in known:
            relation = "repeat" if own and own.origin else "unsourced"
            later = (known[same].published or "") > (claim.published or "")
            found.append(Relative(relation, known[same], ("one reading: the same origin, bounds and date",), later))
    for reading in line.readings:
        theirs = set(reading.claims)
        between = [k for k in line.relations if {k.left, k.right} & mine and {k.left, k.right} & theirs]
        between.sort(key=lambda k: claim.id not in (k.left, k.right))
        if reading is own or not between:
            continue
        link = between[0]
        other = link.right if link.right in theirs else link.left
        if other in known:
            why = tuple(hit.label for hit in link.why)
            found.append(Relative(link.relation, known[other], why, other == link.right))
    return tuple(found)


def render(shown: Shown, width: int) -> RenderableType:
    """The opened claim for a terminal ``width`` characters wide."""
    parts: list[RenderableType] = [
        _heading(shown, width),
        Text(),
        quoted(shown),
        Text(),
        _table("Fields", shown.fields),
    ]
    if shown.steps:
        parts += [Text(), _table("Why", tuple((step.rule, f"“{step.words}”") for step in shown.steps))]
    if shown.reviews:
        parts += [Text(), _table("Reviews", tuple(map(_review, *zip(*shown.reviews, strict=True))))]
    parts += [Text(), _standing(shown)]
    return Group(*parts)


def _review(review: Review, stands: bool) -> tuple[str, str]:
    """Who decided what when, and why."""
    fields = ", ".join(f"{name} {value.strip('"')}" for name, value in review.patch.fields)
    said = " ".join(filter(None, [review.verdict, "its line" if review.kind == "line" else "", fields]))
    stale = "" if stands or review.verdict == "undo" else " (replaced or undone)"
    note = f": “{review.note}”" if review.note else ""
    return f"{review.id}", f"{said}, by {review.reviewer}, {review.at[:16].replace('T', ' ')}{stale}{note}"


def _heading(shown: Shown, width: int) -> RenderableType:
    report = shown.report
    outlet = report.publisher or report.id
    published = f", {short_date(report.published)}" if report.published else ""
    title = Text(f"{shown.claim.id}", "bold")
    title.append(f"  {outlet}{published}"[: max(0, width - 20)], "not bold")
    return Group(
        Rule(title, characters="━", align="left", style=""), Text(report.title, "italic") if report.title else Text()
    )


def quoted(shown: Shown) -> RenderableType:
    """The claim's paragraph with its words underlined and its number marked."""
    excerpt, claim = shown.excerpt, shown.claim
    sentence = Text(excerpt.sentence)
    length = len(excerpt.sentence)

    def mark(style: str, start: int, end: int) -> None:
        sentence.stylize(style, max(0, start - excerpt.start), min(length, end - excerpt.start))

    mark("underline", claim.span.start, claim.span.end)
    if claim.number:
        mark("reverse bold", claim.number.start, claim.number.end)
    whole = Text(excerpt.before, "dim")
    whole.append_text(sentence)
    whole.append(excerpt.after if not excerpt.after or excerpt.after[:1].isspace() else f" {excerpt.after}", "dim")
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=1)
    table.add_column(overflow="fold")
    table.add_row("", whole)
    number = claim.number.exact if claim.number else None
    table.add_row(
        "",
        Text(
            f"the words: “{' '.join(claim.span.exact.split())}”" + (f"; the number: “{number}”" if number else ""),
            "dim",
        ),
    )
    return table


def _table(title: str, rows: tuple[tuple[str, str], ...]) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=0)
    table.add_column(width=min(34, max(10, *(len(name) for name, _ in rows))))
    table.add_column(overflow="fold")
    for name, value in rows:
        table.add_row("", Text(name, "dim"), Text(value))
    return Group(Text(title, "bold"), table)


def _against(shown: Shown) -> list[RenderableType]:
    """The rival versions of a control or event claim, each with its id."""
    return [
        Text(f"  ≠ {source_words([other])}: “{other.span.exact}” [{other.id[:8]}]; {why}")
        for why, other in shown.rivals
    ]


def _standing(shown: Shown) -> RenderableType:
    title = Text("In the record", "bold")
    if shown.place is not None:
        return Group(title, place_block(shown.place, None), *_against(shown))
    if shown.rivals:
        return Group(title, *_against(shown))
    if shown.line is None:
        figure = shown.claim.type == "figure"
        return Group(title, Text("  on no line" if figure else "  not a figure, so on no line of figures"))
    line = shown.line
    outlets = ", ".join(sorted({name for reading in line.readings for name in reading.outlets if name}))
    size = f"{count(len(line.claims), 'claim')}, {count(len(line.readings), 'reading')}"
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=3, justify="right")
    table.add_column(overflow="fold")
    table.add_row("", Text.assemble((shown.title, "bold"), f": {size}; {outlets}"))
    for whole in shown.wholes:
        table.add_row("⊂", Text(f"part of: {inside(whole)}"))
    for relative in shown.relatives:
        table.add_row(*_relative(relative))
    return Group(title, table)


def _relative(relative: Relative) -> tuple[Text, Text]:
    glyph, earlier, later = RELATIONS.get(relative.relation, ("·", relative.relation, relative.relation))
    other = relative.claim
    said = figure_words(other) if other.figure else " ".join(other.span.exact.split())
    source = source_words([other])
    day = short_date(held_on(other))
    told = Text(f"{later if relative.later else earlier} ")
    told.append(said, "bold")
    told.append(f", {source}, {outlets_of([other])[0]}{f', {day}' if day else ''} ")
    told.append(f"[{other.id[:8]}]", "dim")
    for why in relative.why:
        told.append(f"\n{why}", "dim")
    return Text(glyph, "bold red" if relative.relation == "conflicts" else "bold"), told

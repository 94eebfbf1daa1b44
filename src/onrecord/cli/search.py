"""The command that finds claims and reports by their words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from onrecord.cli.options import DEFAULT, AsJson, LedgerFile
from onrecord.cli.shared import count, print_drawn
from onrecord.findings import Hit, find
from onrecord.ledger import Ledger
from onrecord.ledger.search import Filters


def search(
    query: Annotated[
        list[str] | None, typer.Argument(metavar="[QUERY]...", help='Words; "some words" together; -not; begin*; OR.')
    ] = None,
    ledger: LedgerFile = None,
    place: Annotated[str | None, typer.Option(metavar="NAME", help="Only claims at this place or in it.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Only what is of this day or later.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Only what is of this day or earlier.")] = None,
    measure: Annotated[str | None, typer.Option(metavar="NAME", help="Only figures of this measure.")] = None,
    origin: Annotated[str | None, typer.Option(metavar="NAME", help="Only what this origin says.")] = None,
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="Only what this outlet prints.")] = None,
    relation: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Only claims on lines where readings are related so, such as conflicts."),
    ] = None,
    limit: Annotated[int, typer.Option(metavar="NUMBER", min=1, help="How many claims, and how many reports.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Find claims and reports: full text, in any spelling of a name (Kyiv finds Kiev), accents or none.

    All words are wanted. A claim that has them as its own comes before one that has them around it, a newer one
    before an older. No query is an error.

    \b
    Examples:
      onrecord search killed Kyiv
      onrecord search '"field hospital" -Kherson' --since 2022-03-01
      onrecord search displace* OR flee* --place Ukraine --relation conflicts
      onrecord search --origin unhcr --json | jq .claims[].sentence
    """
    filters = Filters(place, since, until, measure, origin, outlet, relation)
    with Ledger.open(ledger or DEFAULT, read_only=True) as book:
        found = find(book, " ".join(query or ()), filters, limit=limit)
    if as_json:
        told = {"claims": [_row(h) for h in found.claims], "reports": [_row(h) for h in found.reports]}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    if not found.claims and not found.reports:
        typer.echo("Nothing was found.")
        return
    print_drawn(lambda width: _drawn(found.claims, found.reports))


def _row(hit: Hit) -> dict[str, Any]:
    return {
        "claim": hit.claim.id if hit.claim else None, "report": hit.report, "title": hit.title,
        "publisher": hit.publisher or None, "published": hit.published, "sentence": hit.sentence,
        "marks": [list(mark) for mark in hit.marks],
    }  # fmt: skip


def _drawn(claims: Sequence[Hit], reports: Sequence[Hit]) -> RenderableType:
    parts: list[RenderableType] = []
    for name, hits in (("claim", claims), ("report", reports)):
        if not hits:
            continue
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        for hit in hits:
            sentence = Text(" ".join(hit.sentence.split()) if "\n" in hit.sentence else hit.sentence)
            for start, end in hit.marks if sentence.plain == hit.sentence else ():
                sentence.stylize("bold reverse", start, end)
            where = ", ".join(filter(None, [hit.publisher or hit.report, hit.published]))
            table.add_row(hit.claim.id if hit.claim else hit.report, Group(sentence, Text(where, "dim")))
        parts += [Text(count(len(hits), name), "bold"), table]
    return Group(*parts)

"""The commands that keep a record and tell it: add, brief, show, coverage."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from onrecord import pipeline
from onrecord.brief import compose, markdown, terminal
from onrecord.cli.options import (
    DEFAULT,
    PATHS_HELP,
    AsJson,
    Everything,
    LedgerFile,
    Machine,
    Paths,
    Reading,
    grouped,
)
from onrecord.cli.refusal import Refusal
from onrecord.cli.shared import count, exit_code, print_drawn, report_problems, watching, whole_of
from onrecord.codec import to_json
from onrecord.exporters.jsonl import flat
from onrecord.exporters.rows import ClaimRow
from onrecord.ledger import Ledger
from onrecord.model import Claim
from onrecord.reviews import summary
from onrecord.show import Shown, open_claim, open_held
from onrecord.show import render as render_claim

SHORTEST = 4


@grouped
def add(
    paths: Annotated[list[str], typer.Argument(metavar="PATHS", help=PATHS_HELP)],
    ledger: LedgerFile = None,
    *,
    reading: Reading,
    as_json: AsJson = False,
) -> None:
    """Add reports to a ledger and draw the record anew.

    What is already held is left as it is, so the same command twice changes nothing; an edited report
    becomes a new version beside the old one.

    \b
    Examples:
      onrecord add reports/
      onrecord add story.txt --publisher "Harbour Post" --published 2022-03-03
      onrecord add wire.jsonl --ledger kherson.sqlite
    """
    inputs = reading.inputs(paths)
    with Ledger.open(ledger or DEFAULT) as book, watching() as watch:
        done = pipeline.add(inputs, book, watch)
        totals = book.lists.totals()
    report_problems(done.problems)
    disputed = totals.states["disputed"]
    if as_json:
        told = asdict(replace(done, problems=())) | {
            "problems": len(done.problems), "lines": totals.lines, "disputed": disputed, "ledger": book.name
        }  # fmt: skip
        typer.echo(json.dumps(told))
    elif done.added:
        versions = f" ({count(done.versions, 'new version')})" if done.versions else ""
        again = f"; {count(done.held, 'report')} already held" if done.held else ""
        typer.echo(f"Added {count(done.added, 'report')}{versions} with {count(done.claims, 'claim')}{again}.")
        held = f"{count(totals.lines, 'line')} of figures, {disputed or 'none'} disputed"
        typer.echo(f"The record in {book.name} now has {held}.")
    elif done.held:
        typer.echo(f"Nothing new: {count(done.held, 'report')} already held in {book.name}.")
    raise typer.Exit(exit_code(done.problems, done.added + done.held))


@grouped
def brief(
    paths: Paths = None,
    ledger: LedgerFile = None,
    *,
    reading: Reading,
    as_json: AsJson = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
    everything: Everything = False,
    machine: Machine = False,
) -> None:
    """Tell who says what: figures by incident, who holds which place, what happened, and who said so.

    Each figure stands with its origin, whose loss it is, how many outlets carry it and the claims it comes
    from; `onrecord show ID` opens a claim. With PATHS nothing is kept; else the ledger is told.

    \b
    Examples:
      onrecord brief reports/
      onrecord brief --ledger kherson.sqlite
      onrecord brief reports/ --markdown > brief.md
      onrecord brief --json | jq .counts
    """
    whole, code = whole_of(paths, ledger, reading, machine=machine)
    told = compose(whole.reports, whole.claims, whole.lines, whole.problems, limit=not everything)
    if as_json:
        typer.echo(json.dumps(to_json(told), ensure_ascii=False, indent=2))
    elif as_markdown:
        typer.echo(markdown.render(told), nl=False)
    elif whole.reports:
        print_drawn(lambda width: terminal.render(told, width))
        if whole.decided:
            typer.echo(f"\n{summary(whole.decided)} `--machine` tells the record without that.")
    raise typer.Exit(code)


@grouped
def show(
    claim: Annotated[
        str, typer.Argument(metavar="ID", help="A claim's id, or four or more characters it begins with.")
    ],
    paths: Paths = None,
    ledger: LedgerFile = None,
    *,
    reading: Reading,
    as_json: AsJson = False,
    machine: Machine = False,
) -> None:
    """Open one claim: its sentence with the number marked, every field, the rules that made it, and its line.

    What people decided about it is told below, by whom and when.

    \b
    Examples:
      onrecord show 3f9a1c
      onrecord show 3f9a1c --ledger kherson.sqlite
      onrecord show 3f9a1c reports/
    """
    if len(claim) < SHORTEST:
        raise Refusal(f"{claim}: give at least four characters of a claim's id")
    if paths:
        whole, _ = whole_of(paths, ledger, reading)
        found = _among(whole.claims, claim)
        report = next(r for r in whole.reports if r.id == found.report)
        shown = open_claim(found, report, whole.lines, whole.claims)
    else:
        with Ledger.open(ledger or DEFAULT, read_only=True) as book:
            found = book.claim(claim)
            if machine and book.newest_review():
                whole = pipeline.held(book, machine=True)
                found = _among(whole.claims, found.id)
                shown = open_claim(found, book.report(found.report), whole.lines, whole.claims)
            else:
                shown = open_held(book, found)
    if as_json:
        typer.echo(json.dumps(_shown_json(shown), ensure_ascii=False, indent=2))
    else:
        print_drawn(lambda width: render_claim(shown, width))


def coverage(as_json: AsJson = False) -> None:
    """Print which measures are supported in which language, by the examples that stand beside them.

    A measure is supported in a language with three positive examples and one negative; the examples are
    run as tests.

    \b
    Examples:
      onrecord coverage
      onrecord coverage --json
    """
    from onrecord import measures

    grid = measures.coverage()
    if as_json:
        typer.echo(json.dumps([asdict(cell) | {"supported": cell.supported} for cell in grid], indent=2))
        return
    table = Table.grid(padding=(0, 3, 0, 0))
    languages = sorted({cell.language for cell in grid})
    table.add_row(Text("measure", "dim"), *(Text(f"{language}: examples + and –", "dim") for language in languages))
    for name in dict.fromkeys(cell.measure for cell in grid):
        cells = {cell.language: cell for cell in grid if cell.measure == name}
        table.add_row(name, *(_cell(cells.get(language)) for language in languages))
    supported = sum(cell.supported for cell in grid)
    table.add_row("")
    table.add_row("supported", f"{supported} of {len(grid)}")
    print_drawn(lambda width: table)


def _cell(cell: Any) -> Text:
    if cell is None:
        return Text("none", "dim")
    counts = f"{cell.positive:3} and {cell.negative:2}"
    return Text(f"✓ {counts}") if cell.supported else Text(f"· {counts}  not yet supported", "dim")


def _among(claims: Sequence[Claim], beginning: str) -> Claim:
    """The claim whose id this is, or the only one whose id begins so."""
    found = [c for c in claims if c.id == beginning] or [c for c in claims if c.id.startswith(beginning)]
    if not found:
        raise Refusal(f"no claim's id begins with {beginning}")
    if len(found) > 1:
        raise Refusal(f"{beginning}: several claims' ids begin so ({', '.join(c.id for c in found[:3])})")
    return found[0]


def _shown_json(shown: Shown) -> dict[str, Any]:
    line = shown.line
    return {
        "claim": flat(ClaimRow(shown.claim, line.id if line else None)),
        "sentence": shown.excerpt.sentence,
        "before": shown.excerpt.before,
        "after": shown.excerpt.after,
        "why": [asdict(step) for step in shown.steps],
        "line": {"id": line.id, "label": line.label, "claims": list(line.claims)} if line else None,
        "reviews": [to_json(replace(r, patch=replace(r.patch, settled=None))) for r, _ in shown.reviews],
        "relations": [
            {"relation": r.relation, "claim": r.claim.id, "why": list(r.why)} for r in shown.relatives
        ],
    }  # fmt: skip

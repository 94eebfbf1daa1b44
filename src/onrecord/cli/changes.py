"""The commands that compare and code a record: what is new since a day or a run, its values under a codebook."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from onrecord import coded_view, pipeline, profiles
from onrecord import diff as changes
from onrecord.cli.options import DEFAULT, AsJson, Everything, LedgerFile, Paths, Reading, day_of, grouped
from onrecord.cli.refusal import ALL_READ, Refusal
from onrecord.cli.shared import exit_code, print_drawn, report_problems, watching, whole_of
from onrecord.codec import to_json
from onrecord.diff import terminal
from onrecord.diff.runs import render as render_runs
from onrecord.diff.runs import run_diff
from onrecord.ledger import Ledger


@grouped
def diff(
    paths: Paths = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="The first day of what is new (YYYY-MM-DD).")
    ] = None,
    runs: Annotated[
        tuple[int, int] | None, typer.Option(metavar="A B", help="Two runs of this ledger (`onrecord runs`).")
    ] = None,
    ledger: LedgerFile = None,
    *,
    reading: Reading,
    as_json: AsJson = False,
    everything: Everything = False,
) -> None:
    """Tell what is new since a day, or what the rules of one run made of the reports that another's did not.

    Since a day: lines, figures that changed, disputes, who holds what, events. New is what reports published on or
    after the day add to what earlier ones had told, whatever day they are about. Reports without a publication date
    count as known before. Between two runs: claims that changed, appeared and vanished, field by field.

    \b
    Examples:
      onrecord diff --since 2022-03-03
      onrecord diff --since 2022-03-03 reports/
      onrecord diff --since 2022-03-03 --ledger kherson.sqlite --json
      onrecord diff --runs 3 5
    """
    if (since is None) == (runs is None):
        raise Refusal("give either --since DATE or --runs A B")
    if runs is not None:
        if paths:
            raise Refusal("--runs compares what a ledger holds: give --ledger instead of PATHS")
        with Ledger.open(ledger or DEFAULT, read_only=True) as book:
            _tell_runs(book, *runs, as_json=as_json, everything=everything)
        return
    day = day_of("--since", since)
    assert day is not None
    whole, code = whole_of(paths, ledger, reading)
    told = changes.diff(whole.reports, whole.claims, whole.lines, day)
    if as_json:
        typer.echo(json.dumps(to_json(told) | {"empty": told.empty}, ensure_ascii=False, indent=2))
    elif whole.reports or code == ALL_READ:
        print_drawn(lambda width: terminal.render(told, width))
    raise typer.Exit(code)


def rerun(ledger: LedgerFile = None, as_json: AsJson = False, everything: Everything = False) -> None:
    """Read the reports of a ledger again with today's rules, and list which claims changed, appeared and vanished.

    How they were coded before is kept: `onrecord diff --runs A B` compares any two runs later.

    \b
    Examples:
      onrecord rerun
      onrecord rerun --ledger kherson.sqlite --all
      onrecord rerun --json | jq '.changed[].fields'
    """
    if ledger is None and not DEFAULT.exists():
        raise Refusal(f"give --ledger LEDGER (there is no ./{DEFAULT} here)")
    with Ledger.open(ledger or DEFAULT) as book:
        with watching() as watch:
            done = pipeline.rerun(book, watch)
        report_problems(done.problems)
        if done.reports:
            _tell_runs(book, done.before, done.after, as_json=as_json, everything=everything)
    raise typer.Exit(exit_code(done.problems, done.reports))


def runs(ledger: LedgerFile = None, as_json: AsJson = False) -> None:
    """List the runs of a ledger: when each began, with which rules and language model, and what it read.

    \b
    Examples:
      onrecord runs
      onrecord runs --ledger kherson.sqlite --json
    """
    with Ledger.open(ledger or DEFAULT, read_only=True) as book:
        found = book.history.runs()
    if as_json:
        typer.echo(json.dumps([asdict(run) for run in found], indent=2))
        return
    table = Table.grid(padding=(0, 3, 0, 0))
    table.add_row(*(Text(name, "dim") for name in ("run", "began (UTC)", "knowledge", "model", "reports", "claims")))
    for r in found:
        began = r.started[:16].replace("T", " ")
        table.add_row(str(r.id), began, r.knowledge, r.model or "unknown", f"{r.reports:,}", f"{r.claims:,}")
    print_drawn(lambda width: table)


def _tell_runs(book: Ledger, before: int, after: int, *, as_json: bool, everything: bool) -> None:
    known = {run.id: run for run in book.history.runs()}
    for asked in (before, after):
        if asked not in known:
            last = f"runs 1 to {max(known)}" if known else "no runs"
            raise Refusal(f"{book.name}: there is no run {asked}, only {last} (`onrecord runs` lists them)")
    told = run_diff(
        known[before], known[after], book.history.arrivals(before, after), book.history.recodings(before, after)
    )
    if as_json:
        typer.echo(json.dumps(asdict(told), ensure_ascii=False, indent=2))
    else:
        print_drawn(lambda width: render_runs(told, everything=everything))


@grouped
def code(
    profile: Annotated[str, typer.Option(metavar="NAME", help=f"One of {', '.join(profiles.PROFILES)}.")],
    paths: Paths = None,
    ledger: LedgerFile = None,
    *,
    reading: Reading,
    as_json: AsJson = False,
    why: Annotated[bool, typer.Option("--why", help="Print every step that led to each value.")] = False,
) -> None:
    """Code the record as coders of a named codebook would: one value an incident or line, with the reason.

    acled: fatalities of dated, placed incidents, the most conservative figure. ucdp: low, best and high deaths.
    idmc: displaced, evacuated, housing destroyed, as reported. The result is "like" the codebook's, never its data;
    what a codebook leaves out is listed with the reason. Rival parties' figures are never averaged.

    \b
    Examples:
      onrecord code --profile acled reports/
      onrecord code --profile ucdp --ledger kherson.sqlite --why
      onrecord code --profile idmc --json | jq '.rows[] | [.value, .claims]'
    """
    if profile not in profiles.PROFILES:
        raise Refusal(f"no profile is called {profile}; there are {', '.join(profiles.PROFILES)}")
    whole, earned = whole_of(paths, ledger, reading)
    table = profiles.tabulate(whole.lines, whole.claims, profile)
    if as_json:
        typer.echo(json.dumps(to_json(table), ensure_ascii=False, indent=2))
    elif whole.reports or earned == ALL_READ:
        print_drawn(lambda width: coded_view.render(table, whole, width, why=why))
    raise typer.Exit(earned)

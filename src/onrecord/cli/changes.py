"""The commands that compare and code a record: what is new since a day, and its values under a named codebook."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated

import typer

from onrecord import coded_view, profiles
from onrecord import diff as changes
from onrecord.cli.shared import (
    ALL_READ,
    AsJson,
    Format,
    LedgerFile,
    Paths,
    Published,
    Publisher,
    Refusal,
    inputs_of,
    print_drawn,
    whole_of,
)  # fmt: skip
from onrecord.codec import to_json
from onrecord.diff import terminal


def diff(
    since: Annotated[str, typer.Option(metavar="DATE", help="The first day of what is new (YYYY-MM-DD).")],
    paths: Paths = None,
    ledger: LedgerFile = None,
    published: Published = None,
    publisher: Publisher = None,
    format: Format = None,
    as_json: AsJson = False,
) -> None:
    """Tell what is new since a day: lines, figures that changed, disputes, who holds what, events.

    New is what reports published on or after the day add to what earlier ones had told, whatever day they are
    about. Reports without a publication date count as known before. Each number stands with its claims.

    \b
    Examples:
      onrecord diff --since 2022-03-03
      onrecord diff --since 2022-03-03 reports/
      onrecord diff --since 2022-03-03 --ledger kherson.sqlite --json
    """
    try:
        date.fromisoformat(since)
    except ValueError:
        raise Refusal(f"--since {since}: not a date of the form YYYY-MM-DD") from None
    whole, code = whole_of(paths, ledger, inputs_of(paths, published, publisher, format))
    told = changes.diff(whole.reports, whole.claims, whole.lines, since)
    if as_json:
        typer.echo(json.dumps(to_json(told) | {"empty": told.empty}, ensure_ascii=False, indent=2))
    elif whole.reports or code == ALL_READ:
        print_drawn(lambda width: terminal.render(told, width))
    raise typer.Exit(code)


def code(
    profile: Annotated[str, typer.Option(metavar="NAME", help=f"One of {', '.join(profiles.PROFILES)}.")],
    paths: Paths = None,
    ledger: LedgerFile = None,
    published: Published = None,
    publisher: Publisher = None,
    format: Format = None,
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
    whole, earned = whole_of(paths, ledger, inputs_of(paths, published, publisher, format))
    table = profiles.tabulate(whole.lines, whole.claims, profile)
    if as_json:
        typer.echo(json.dumps(to_json(table), ensure_ascii=False, indent=2))
    elif whole.reports or earned == ALL_READ:
        print_drawn(lambda width: coded_view.render(table, whole, width, why=why))
    raise typer.Exit(earned)

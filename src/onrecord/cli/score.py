"""The command that scores the tool against hand-coded figures, such as a team's own reviewed story."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from onrecord import pipeline
from onrecord.cli.options import DEFAULT, AsJson, LedgerFile
from onrecord.cli.refusal import Refusal
from onrecord.ledger import Ledger
from onrecord.scoring import GoldError, gold_figures, gold_relations, said_figures
from onrecord.scoring import score as scored


def score(
    gold: Annotated[list[Path], typer.Argument(metavar="GOLD...", help="Files of gold figures (JSON lines).")],
    ledger: LedgerFile = None,
    reviewed: Annotated[bool, typer.Option("--reviewed", help="Score the reviewed record, not the machine's.")] = False,
    as_json: AsJson = False,
) -> None:
    """Score how well the tool coded the reports of a ledger, against figures coded by hand.

    Gold is what `onrecord export --format gold` writes of reviewed reports, or any file in that form. Relations are
    scored where NAME.relations.jsonl stands beside NAME.jsonl. Only reports that the gold holds are scored.

    \b
    Examples:
      onrecord export --format gold --ledger story.sqlite --output story.jsonl
      onrecord export --format gold --what relations --ledger story.sqlite --output story.relations.jsonl
      onrecord score story.jsonl --ledger story.sqlite
    """
    try:
        figures = [figure for path in gold for figure in gold_figures(path)]
        relations = [relation for path in gold for relation in gold_relations(path)]
    except GoldError as error:
        raise Refusal(str(error)) from error
    with Ledger.open(ledger or DEFAULT, read_only=True) as book:
        whole = pipeline.held(book, pairs=True, machine=not reviewed)
    line_of = {claim: line.id for line in whole.lines for claim in line.claims}
    told = {frozenset((link.left, link.right)): link.relation for link in whole.pairs}
    found = scored(figures, said_figures(whole.claims, line_of), relations, told)
    if as_json:
        typer.echo(json.dumps(found.rows()))
        return
    for name, value in found.rows().items():
        typer.echo(f"{name:16} {value:.3f}" if isinstance(value, float) else f"{name:16} {value}")

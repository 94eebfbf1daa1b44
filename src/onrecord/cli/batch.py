"""Whole corpora: code and link them into Parquet with many workers, and load such a result into a ledger."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from onrecord.cli.options import DEFAULT, Known, LedgerFile, grouped
from onrecord.cli.refusal import Refusal
from onrecord.cli.shared import count, exit_code, report_problems
from onrecord.engine import ENGINES, EngineMissing

if TYPE_CHECKING:
    from onrecord.batch import Watch


@grouped
def batch(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT...", help="Files and folders of reports.")],
    output: Annotated[Path, typer.Argument(metavar="OUTPUT", help="The folder for the result; made if absent.")],
    engine: Annotated[str, typer.Option(metavar="NAME", help=f"One of {', '.join(ENGINES)}.")] = "local",
    workers: Annotated[int, typer.Option(min=1, metavar="N", help="How many processes work.")] = 1,
    *,
    reports: Known,
) -> None:
    """Code and link a whole corpus into Parquet: claims, lines, links, reports and problems.

    A batch that was killed goes on where it was when the same command is given again. Every engine and any number
    of workers gives the same bytes. Daft and Ray come with `pip install 'onrecord[cluster]'`.

    \b
    Examples:
      onrecord batch corpus.jsonl out/ --workers 8
      onrecord batch crawl/ out/ --engine ray --workers 64
      onrecord load out/ --ledger story.sqlite
    """
    from onrecord.batch import BatchError, run

    if engine not in ENGINES:
        raise Refusal(f"no engine is called {engine}; there are {', '.join(ENGINES)}")
    try:
        with _watching() as watch:
            done = run(reports.inputs(inputs), output, watch, using=engine, workers=workers)
    except (BatchError, EngineMissing) as error:
        raise Refusal(str(error)) from error
    report_problems(done.problems)
    typer.echo(
        f"{output}: {count(done.reports, 'report')}, {count(done.claims, 'claim')}, {count(done.lines, 'line')}, "
        f"{count(done.links, 'link')}, {count(len(done.problems), 'problem')}"
    )
    raise typer.Exit(exit_code(done.problems, done.reports))


def load(
    output: Annotated[Path, typer.Argument(metavar="OUTPUT", help="The folder of a finished batch.")],
    ledger: LedgerFile = None,
) -> None:
    """Load the result of a batch into a ledger, linked with what the ledger holds.

    \b
    Examples:
      onrecord load out/ --ledger story.sqlite
    """
    from onrecord.batch import BatchError
    from onrecord.batch.load import load as load_into
    from onrecord.ledger import Ledger

    try:
        with Ledger.open(ledger or DEFAULT) as book, _watching() as watch:
            added = load_into(output, book, watch)
    except BatchError as error:
        raise Refusal(str(error)) from error
    typer.echo(f"{count(added, 'report')} added to {ledger or DEFAULT}")


@contextmanager
def _watching() -> Iterator[Watch]:
    """A bar on stderr with what is done, the rate and the time left; nothing where stderr is no terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda stage, done, total: None
        return
    columns = (
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True, speed_estimate_period=600) as progress:
        tasks = {}

        def watch(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = progress.add_task(stage, total=total or None, completed=done, rate="")
            progress.update(tasks[stage], completed=done, total=total or None)
            speed = progress.tasks[tasks[stage]].speed
            progress.update(tasks[stage], rate=f"{speed:.1f}/s" if speed else "")

        yield watch

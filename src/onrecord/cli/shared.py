"""What commands share: how they read, print, tell their progress, and say that something went wrong."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import typer
from rich.console import Console, RenderableType
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from onrecord import pipeline
from onrecord.cli.options import DEFAULT, Reading
from onrecord.cli.refusal import ALL_READ, NOTHING_READ, SOME_PROBLEMS, Refusal, complain
from onrecord.ledger import Ledger
from onrecord.model import Problem
from onrecord.pipeline import Watch, Whole

PIPED_WIDTH = 120


def whole_of(
    paths: Sequence[str] | None, ledger: str | None, reading: Reading, *, pairs: bool = False, machine: bool = False
) -> tuple[Whole, int]:
    """The record of the paths, or of the ledger where there are none, with the exit code that reading earned."""
    inputs = reading.inputs(paths)
    if paths and ledger:
        raise Refusal("give either PATHS or --ledger, not both")
    if not paths:
        if ledger is None and not DEFAULT.exists():
            raise Refusal(f"give PATHS, or --ledger FILE (there is no ./{DEFAULT} here)")
        with Ledger.open(ledger or DEFAULT, read_only=True) as book:
            return pipeline.held(book, pairs=pairs, machine=machine), ALL_READ
    with watching() as watch:
        whole = pipeline.gather(inputs, watch)
    report_problems(whole.problems)
    return whole, exit_code(whole.problems, len(whole.reports))


def exit_code(problems: Sequence[Problem], read: int) -> int:
    if not read:
        if not problems:
            complain("no report found in what was given")
        return NOTHING_READ
    return SOME_PROBLEMS if problems else ALL_READ


def print_drawn(make: Callable[[int], RenderableType]) -> None:
    """Print what ``make`` draws for a width: in colour on a terminal, as plain lines when piped."""
    console = Console()
    if console.is_terminal:
        console.print(make(console.width))
        return
    columns = os.environ.get("COLUMNS", "")
    width = int(columns) if columns.isdigit() and int(columns) > 0 else PIPED_WIDTH
    plain = Console(file=io.StringIO(), width=width, no_color=True, force_terminal=False, legacy_windows=False)
    with plain.capture() as captured:
        plain.print(make(width))
    for line in captured.get().splitlines():
        typer.echo(line.rstrip())


@contextmanager
def watching() -> Iterator[Watch]:
    """A progress line on stderr while work goes on; nothing where stderr is no terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda reports, claims: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("loading the language model", total=None)
        yield lambda reports, claims: progress.update(
            task, description=f"{count(reports, 'report')}, {count(claims, 'claim')}"
        )


def report_problems(problems: Sequence[Problem]) -> None:
    for problem in problems:
        said = " ".join(problem.message.split())
        typer.echo(said if said.startswith(problem.where) else f"{problem.where}: {said}", err=True)


def count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"

"""What every command shares: its options, what it reads, how it prints, and how it says that it cannot."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console, RenderableType
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from onrecord import pipeline
from onrecord.cli.refusal import ALL_READ, NOTHING_READ, SOME_PROBLEMS, Refusal, complain
from onrecord.fetch import Web
from onrecord.ledger import Ledger
from onrecord.model import Problem
from onrecord.pipeline import Inputs, Watch, Whole
from onrecord.registry import names

DEFAULT = Path("onrecord.sqlite")
PIPED_WIDTH = 120

PATHS_HELP = "Files, folders, - for standard input; web addresses with --fetch."
Paths = Annotated[list[str] | None, typer.Argument(metavar="PATHS", help=PATHS_HELP)]
LedgerFile = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        metavar="FILE|URL",
        help=f"The ledger: a file, or postgresql://user@host/name [default: ./{DEFAULT}].",
    ),
]
Published = Annotated[
    str | None, typer.Option(metavar="DATE", help="When the reports were published (YYYY-MM-DD), if they do not say.")
]
Publisher = Annotated[str | None, typer.Option(metavar="NAME", help="The outlet, if the reports do not say.")]
Format = Annotated[
    str | None,
    typer.Option(
        metavar="FORMAT", help=f"How to read the files, if they do not say: {', '.join(names('onrecord.readers'))}."
    ),
]
Columns = Annotated[
    str | None,
    typer.Option(metavar="FIELD=COLUMN,...", help="Which columns of a table hold what: text=body,published=date."),
]
Fetch = Annotated[bool, typer.Option("--fetch", help="Read web addresses, and the pages behind feeds' summaries.")]
Private = Annotated[
    bool, typer.Option("--allow-private", help="With --fetch: also from this machine and its own network.")
]
Everything = Annotated[bool, typer.Option("--all", help="Leave nothing out for length.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]


Machine = Annotated[bool, typer.Option("--machine", help="Without what people decided in review.")]


def inputs_of(
    paths: Sequence[str] | None,
    published: str | None,
    publisher: str | None,
    format: str | None,
    columns: str | None = None,
    web: Web | None = None,
) -> Inputs:
    if published is not None:
        try:
            date.fromisoformat(published)
        except ValueError:
            raise Refusal(f"--published {published}: not a date of the form YYYY-MM-DD") from None
    return Inputs(tuple(paths or ()), published, publisher, format, _columns(columns or ""), web)


def web_of(fetch: bool, private: bool) -> Web | None:
    """How the web may be read, None where it may not."""
    return Web(private=private) if fetch else None


def _columns(told: str) -> tuple[tuple[str, str], ...]:
    """The pairs of field and column in "text=body,published=date"."""
    from onrecord.text.front import FIELDS

    pairs = []
    for pair in filter(None, told.split(",")):
        field, _, column = pair.partition("=")
        if field.strip() not in FIELDS or not column.strip():
            raise Refusal(f"--columns {pair}: give FIELD=COLUMN, FIELD one of {', '.join(FIELDS)}")
        pairs.append((field.strip(), column.strip()))
    return tuple(pairs)


def whole_of(
    paths: Sequence[str] | None, ledger: str | None, inputs: Inputs, *, pairs: bool = False, machine: bool = False
) -> tuple[Whole, int]:
    """The record of the paths, or of the ledger where there are none, with the exit code that reading earned."""
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

"""The commands that keep a ledger safe: backup, restore, and copy between SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from onrecord.cli.options import DEFAULT, LedgerFile
from onrecord.cli.refusal import Refusal
from onrecord.cli.shared import count
from onrecord.ledger import address_of, interchange
from onrecord.ledger.transfer import Transferred, Watch, transfer

LINES = ".jsonl"

Force = Annotated[bool, typer.Option("--force", help="Take the place of a file that is there already.")]


def backup(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Where to put the backup.")],
    ledger: LedgerFile = None,
    force: Force = False,
) -> None:
    """Back a ledger up into one file, also while others read and write it.

    The file is itself a ledger (SQLite, wherever the ledger is kept): every command reads it with --ledger. It
    appears whole or not at all, and is compared with the ledger row by row before it does.

    \b
    Examples:
      onrecord backup kherson-2022-03-04.sqlite
      onrecord backup /mnt/safe/kherson.sqlite --ledger kherson.sqlite --force
      onrecord backup desk.sqlite --ledger postgresql://desk@localhost/record
    """
    if address_of(file).url is not None:
        raise Refusal(f"{address_of(file).name}: a backup is a file; `onrecord copy` copies into a database")
    _copy(ledger or DEFAULT, file, "Backed up", force=force)


def restore(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A backup.")],
    ledger: LedgerFile = None,
) -> None:
    """Make a ledger from a backup, where there is none: move a damaged one away first.

    \b
    Examples:
      onrecord restore kherson-2022-03-04.sqlite
      onrecord restore kherson-2022-03-04.sqlite --ledger kherson.sqlite
      onrecord restore desk.sqlite --ledger postgresql://desk@localhost/empty
    """
    _copy(file, ledger or DEFAULT, "Restored")


def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="A ledger: a file, or postgresql://user@host/name.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="Where there is no ledger yet.")],
) -> None:
    """Copy a ledger, also between SQLite and PostgreSQL; the copy is compared with it row by row.

    A name that ends in .jsonl stands for JSON lines, a row a line, which other programs can read; they leave out
    accounts, and make an equal ledger again.

    \b
    Examples:
      onrecord copy kherson.sqlite kherson.jsonl
      onrecord copy kherson.jsonl kherson-again.sqlite
      onrecord copy kherson.sqlite postgresql://desk@localhost/record
      onrecord copy postgresql://desk@localhost/record kherson.sqlite
    """
    if target.endswith(LINES):
        with _watching() as watch:
            done = interchange.dump(source, Path(target), watch)
        typer.echo(f"Wrote {address_of(source).name} to {target}: {_told(done)}.")
    elif source.endswith(LINES):
        with _watching() as watch:
            done = interchange.load(Path(source), target, watch)
        typer.echo(f"Made {address_of(target).name} from {source}: {_told(done)}.")
    else:
        _copy(source, target, "Copied")


def _copy(source: str | Path, target: str | Path, did: str, *, force: bool = False) -> None:
    with _watching() as watch:
        done = transfer(source, target, watch, replace=force)
    typer.echo(f"{did} {address_of(source).name} to {address_of(target).name}: {_told(done)}, compared and equal.")


def _told(done: Transferred) -> str:
    return f"{count(done.rows, 'row')} of {count(done.tables, 'table')}"


@contextmanager
def _watching() -> Iterator[Watch]:
    """A progress line on stderr; nothing where stderr is no terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda table, rows: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("opening", total=None)
        yield lambda table, rows: progress.update(task, description=f"{table}: {count(rows, 'row')}")

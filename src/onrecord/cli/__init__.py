"""The command line: add reports to a ledger, brief on them, open one claim, tell what is new, take the record away."""

from __future__ import annotations

import io
import sys
from typing import Annotated

import typer

from onrecord.cli.commands import CONTEXT, Commands
from onrecord.cli.refusal import NOTHING_READ, Refusal, complain

app = typer.Typer(
    cls=Commands,
    help="onrecord reads the reports of a crisis and keeps the record: who says what, where it stands in the text, "
    "and how it agrees or clashes with the rest. It never says what is true.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=CONTEXT,
    epilog="Exit codes: 0 all was read, 1 part of it had problems, 2 nothing could be read or the command is wrong.",
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"onrecord {version('onrecord')}")
        raise typer.Exit


@app.callback()
def _app(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line; every foreseeable failure is one line on stderr and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app()
    except Exception as error:
        if not isinstance(error, _foreseen()):
            raise
        complain(str(error))
        sys.exit(NOTHING_READ)


def _foreseen() -> tuple[type[Exception], ...]:
    """The errors whose message is a line for a person; their modules are loaded only once something went wrong."""
    from onrecord.knowledge import KnowledgeError
    from onrecord.language import ModelMissing
    from onrecord.ledger import LedgerError
    from onrecord.reviews import ReviewError

    return LedgerError, ModelMissing, KnowledgeError, Refusal, ReviewError


if __name__ == "__main__":
    main()

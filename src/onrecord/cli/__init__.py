"""The command line: add reports to a ledger, brief on them, open one claim, tell what is new, take the record away."""

from __future__ import annotations

import io
import sys
from typing import Annotated

import typer

from onrecord.cli import changes, keeping, record, review, users, watching
from onrecord.cli.batch import batch, load
from onrecord.cli.export import export
from onrecord.cli.score import score
from onrecord.cli.search import search
from onrecord.cli.serve import serve
from onrecord.cli.shared import NOTHING_READ, Refusal, complain
from onrecord.knowledge import KnowledgeError
from onrecord.language import ModelMissing
from onrecord.ledger import LedgerError
from onrecord.reviews import ReviewError

app = typer.Typer(
    help="onrecord reads the reports of a crisis and keeps the record: who says what, where it stands in the text, "
    "and how it agrees or clashes with the rest. It never says what is true.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
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


app.command(short_help="Add reports to a ledger and draw the record anew.")(record.add)
app.command(short_help="Keep adding what is new in feeds, pages and folders.")(watching.watch)
app.command(short_help="Tell who says what, side by side.")(record.brief)
app.command(short_help="Tell what is new since a day, or between two runs.")(changes.diff)
app.command(short_help="Read the held reports again with today's rules.")(changes.rerun)
app.command(short_help="List the runs of a ledger.")(changes.runs)
app.command(short_help="Open one claim: words, fields, rules, line.")(record.show)
app.command(short_help="Code the record as a named codebook would.")(changes.code)
app.command(short_help="Take the record away in any format.")(export)
app.command(short_help="Find claims and reports by their words.")(search)
app.add_typer(review.app, name="review", short_help="Review the record, and keep what people decide.")
app.command(short_help="Score the tool on figures coded by hand.")(score)
app.command(short_help="Open the record in a browser.")(serve)
app.command(short_help="Back a ledger up into one file.")(keeping.backup)
app.command(short_help="Make a ledger from a backup.")(keeping.restore)
app.command(short_help="Copy a ledger, also between SQLite and PostgreSQL.")(keeping.copy)
app.command(short_help="Code and link a corpus into Parquet.")(batch)
app.command(short_help="Load the result of a batch into a ledger.")(load)
app.command(short_help="Print which measures are supported.")(record.coverage)
app.add_typer(users.app, name="user", short_help="Accounts for a record that is served to others.")


def main() -> None:
    """Run the command line; every foreseeable failure is one line on stderr and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app()
    except (LedgerError, ModelMissing, KnowledgeError, Refusal, ReviewError) as error:
        complain(str(error))
        sys.exit(NOTHING_READ)


if __name__ == "__main__":
    main()

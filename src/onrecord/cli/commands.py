"""The commands there are: each is loaded from its module when it is asked for, so that help comes at once."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any

import typer
from typer.core import TyperGroup


@dataclass(frozen=True, slots=True)
class Home:
    """Where a command is found: its module in this folder, its name there, and what it does in a few words."""

    module: str
    name: str
    help: str


COMMANDS = {
    "add": Home("record", "add", "Add reports to a ledger and draw the record anew."),
    "watch": Home("watching", "watch", "Keep adding what is new in feeds, pages and folders."),
    "brief": Home("record", "brief", "Tell who says what, side by side."),
    "diff": Home("changes", "diff", "Tell what is new since a day, or between two runs."),
    "rerun": Home("changes", "rerun", "Read the held reports again with today's rules."),
    "runs": Home("changes", "runs", "List the runs of a ledger."),
    "show": Home("record", "show", "Open one claim: words, fields, rules, line."),
    "code": Home("changes", "code", "Code the record as a named codebook would."),
    "export": Home("export", "export", "Take the record away in any format."),
    "search": Home("search", "search", "Find claims and reports by their words."),
    "review": Home("review", "app", "Review the record, and keep what people decide."),
    "score": Home("score", "score", "Score the tool on figures coded by hand."),
    "serve": Home("serve", "serve", "Open the record in a browser."),
    "backup": Home("keeping", "backup", "Back a ledger up into one file."),
    "restore": Home("keeping", "restore", "Make a ledger from a backup."),
    "copy": Home("keeping", "copy", "Copy a ledger, also between SQLite and PostgreSQL."),
    "batch": Home("batch", "batch", "Code and link a corpus into Parquet."),
    "load": Home("batch", "load", "Load the result of a batch into a ledger."),
    "coverage": Home("record", "coverage", "Print which measures are supported."),
    "user": Home("users", "app", "Accounts for a record that is served to others."),
}
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Commands(TyperGroup):
    """The group that ``onrecord`` is."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        home = COMMANDS.get(cmd_name)
        if home is None:
            return None
        found = getattr(importlib.import_module(f"onrecord.cli.{home.module}"), home.name)
        if not isinstance(found, typer.Typer):
            made = typer.Typer(
                add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, context_settings=CONTEXT
            )
            made.command(cmd_name, short_help=home.help)(found)
            found = made
        command = typer.main.get_command(found)
        command.name = cmd_name
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, home.help) for name, home in COMMANDS.items()])

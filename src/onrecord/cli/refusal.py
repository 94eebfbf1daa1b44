"""How a command says that it cannot be carried out, and the exit codes."""

from __future__ import annotations

import typer

ALL_READ, SOME_PROBLEMS, NOTHING_READ = 0, 1, 2


class Refusal(Exception):
    """The command cannot be carried out; the message is one line for a person."""


def complain(message: str) -> None:
    typer.echo(f"onrecord: {' '.join(message.split())}", err=True)

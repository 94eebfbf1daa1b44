"""The commands for accounts: who may open the pages of a ledger that is served to others, and as what."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table

from onrecord.cli.options import DEFAULT, AsJson, LedgerFile
from onrecord.cli.refusal import Refusal
from onrecord.cli.shared import count, print_drawn
from onrecord.ledger import Ledger, LedgerError, address_of
from onrecord.ledger.accounts import ROLES, Accounts

app = typer.Typer(
    help="Accounts for a served record. Once a ledger has one, its pages ask everyone to sign in.\n\n\b\nExamples:\n"
    "  onrecord user add maria --role review\n  onrecord user list --ledger kherson.sqlite",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Small letters, digits, and . _ - @ between them.")]
Role = Annotated[
    str,
    typer.Option(
        metavar="ROLE", help="read: sees all. review: also decides and adds reports. admin: also manages accounts."
    ),
]
FromInput = Annotated[
    bool, typer.Option("--password-stdin", help="Take the password from standard input instead of asking.")
]


@app.command(short_help="Make an account.")
def add(name: Name, role: Role = "read", password_stdin: FromInput = False, ledger: LedgerFile = None) -> None:
    """Make an account; its password is asked for twice, or taken from standard input.

    \b
    Examples:
      onrecord user add maria --role review --ledger kherson.sqlite
      pass show onrecord/maria | onrecord user add maria --role review --password-stdin
    """
    if role not in ROLES:
        raise Refusal(f"--role {role}: no such role; there are {', '.join(ROLES)}")
    with _accounts(ledger) as accounts:
        accounts.add(name, role, _password(password_stdin))
    typer.echo(f"{name} may now sign in (role {role}).")


@app.command("list", short_help="List the accounts.")
def every(ledger: LedgerFile = None, as_json: AsJson = False) -> None:
    """List the accounts with their roles."""
    with _accounts(ledger, read_only=True) as accounts:
        users = accounts.users()
    if as_json:
        typer.echo(json.dumps([asdict(user) for user in users], indent=2))
        return
    if not users:
        typer.echo("No accounts: the pages are served on this machine only, to whoever sits at it.")
        return
    table = Table.grid(padding=(0, 3, 0, 0))
    for user in users:
        table.add_row(user.name, user.role, f"since {user.made[:10]}")
    print_drawn(lambda width: table)


@app.command(short_help="Change an account's role.")
def role(name: Name, role: Annotated[str, typer.Argument(metavar="ROLE")], ledger: LedgerFile = None) -> None:
    """Change an account's role; it holds from the next page on.

    \b
    Example:
      onrecord user role maria admin
    """
    with _accounts(ledger) as accounts:
        accounts.change_role(name, role)
    typer.echo(f"{name} now has the role {role}.")


@app.command(short_help="Change an account's password.")
def passwd(name: Name, password_stdin: FromInput = False, ledger: LedgerFile = None) -> None:
    """Change an account's password and end its sessions."""
    with _accounts(ledger) as accounts:
        accounts.change_password(name, _password(password_stdin))
    typer.echo(f"{name} has a new password; open sessions of it have ended.")


@app.command(short_help="Take an account away.")
def remove(name: Name, ledger: LedgerFile = None) -> None:
    """Take an account away and end its sessions; what it decided stays in the record."""
    with _accounts(ledger) as accounts:
        accounts.remove(name)
        left = len(accounts.users())
    typer.echo(f"{name} is gone; {count(left, 'account')} left.")


@contextmanager
def _accounts(ledger: LedgerFile, *, read_only: bool = False) -> Iterator[Accounts]:
    place = address_of(ledger or DEFAULT)
    if place.file is not None and not place.file.exists():
        raise LedgerError(
            f"{place.name}: there is no ledger here; `onrecord add PATHS... --ledger {place.name}` makes one"
        )
    with Ledger.open(ledger or DEFAULT, read_only=read_only) as book:
        yield book.accounts


def _password(from_input: bool) -> str:
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise Refusal("there is nobody to ask for a password: use --password-stdin")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))

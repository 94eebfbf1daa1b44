"""The command that opens the record in a browser."""

from __future__ import annotations

import threading
import webbrowser
from ipaddress import ip_address
from typing import Annotated

import typer

from onrecord.cli.options import DEFAULT, LedgerFile
from onrecord.cli.refusal import Refusal
from onrecord.ledger import Ledger

LOOPBACK = "127.0.0.1"


def serve(
    ledger: LedgerFile = None,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="The address to answer on.")] = LOOPBACK,
    port: Annotated[int, typer.Option(metavar="PORT", min=0, max=65535, help="The port; 0 takes a free one.")] = 8311,
    name: Annotated[
        list[str] | None,
        typer.Option(metavar="HOST", help="A name that the pages go by, behind a proxy; other names are refused."),
    ] = None,
    open_it: Annotated[bool, typer.Option("--open", help="Open the pages in the browser.")] = False,
) -> None:
    """Open the record in a browser: on this machine only, or to a team with accounts.

    Any other address than this machine's own needs accounts (`onrecord user add`). Once the ledger has one,
    everyone signs in, also on this machine; docs/serving.md tells how to put TLS in front.

    The pages ask nothing of any other machine and are complete without JavaScript. Every page is also JSON:
    /api/openapi.json describes it.

    \b
    Examples:
      onrecord serve
      onrecord serve --ledger kherson.sqlite --open
      onrecord serve --port 9000
      onrecord serve --name record.example.org     # behind a proxy that does TLS
    """
    import uvicorn

    from onrecord.web import create_app
    from onrecord.web.guard import Rules

    file = ledger or DEFAULT
    with Ledger.open(file, read_only=True) as book:
        accounts = book.accounts.any()
    local = is_loopback(host) and not name
    if not accounts and not local:
        raise Refusal("others can reach these pages there: first make an account with `onrecord user add NAME`")
    rules = Rules(local, tuple(name or ()))
    settings = uvicorn.Config(create_app(file, rules), host=host, port=port, log_level="warning", server_header=False)
    try:
        socket = settings.bind_socket()
    except SystemExit:
        raise Refusal(f"--port {port}: cannot be used (is another server on it? --port 0 takes a free one)") from None
    with socket:
        address = f"http://{f'[{host}]' if ':' in host else host}:{socket.getsockname()[1]}/"
        typer.echo(f"The record in {file} is at {address} (Ctrl-C ends it).")
        if open_it:
            threading.Timer(0.5, webbrowser.open, [address]).start()
        uvicorn.Server(settings).run(sockets=[socket])


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False

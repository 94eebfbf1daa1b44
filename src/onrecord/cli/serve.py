"""The command that opens the record in a browser."""

from __future__ import annotations

import threading
import webbrowser
from ipaddress import ip_address
from typing import Annotated

import typer

from onrecord.cli.shared import DEFAULT, LedgerFile, Refusal
from onrecord.ledger import Ledger

LOOPBACK = "127.0.0.1"


def serve(
    ledger: LedgerFile = None,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="The address to answer on.")] = LOOPBACK,
    port: Annotated[int, typer.Option(metavar="PORT", min=0, max=65535, help="The port; 0 takes a free one.")] = 8311,
    open_it: Annotated[bool, typer.Option("--open", help="Open the pages in the browser.")] = False,
) -> None:
    """Open the record in a browser, on this machine only.

    The pages ask nothing of any other machine and are complete without JavaScript. Every page is also JSON:
    /api/openapi.json describes it.

    \b
    Examples:
      onrecord serve
      onrecord serve --ledger kherson.sqlite --open
      onrecord serve --port 9000
    """
    import uvicorn

    from onrecord.web import create_app

    if not is_loopback(host):
        raise Refusal(f"--host {host}: only this machine is answered so far; use {LOOPBACK}")
    file = ledger or DEFAULT
    Ledger.open(file, read_only=True).close()
    settings = uvicorn.Config(create_app(file), host=host, port=port, log_level="warning", server_header=False)
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

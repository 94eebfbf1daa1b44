"""The command that keeps a record growing: it watches feeds, pages and folders."""

from __future__ import annotations

import re
import signal
import threading
import time
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord import pipeline
from onrecord.cli.options import DEFAULT, Known, LedgerFile, Private, grouped
from onrecord.cli.refusal import ALL_READ, SOME_PROBLEMS, Refusal
from onrecord.cli.shared import count, report_problems, watching
from onrecord.fetch import Client, Web
from onrecord.ledger import Ledger

if TYPE_CHECKING:
    from onrecord.watch import Round

SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*(s|m|h|d)?")
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, None: 60}
LEAST = 10.0  # seconds between two looks


@grouped
def watch(
    targets: Annotated[
        list[str], typer.Argument(metavar="FEED_OR_FOLDER", help="Addresses of feeds and pages, files and folders.")
    ],
    ledger: LedgerFile = None,
    every: Annotated[str, typer.Option(metavar="TIME", help="Time between two looks: 90s, 15m, 6h.")] = "15m",
    once: Annotated[bool, typer.Option("--once", help="Look once and end, as for cron.")] = False,
    follow: Annotated[bool, typer.Option("--fetch", help="Also read the pages behind feeds' summaries.")] = False,
    private: Private = False,
    state: Annotated[
        Path | None, typer.Option(metavar="FILE", help="What was read already [default: beside the ledger].")
    ] = None,
    *,
    reports: Known,
) -> None:
    """Keep adding what is new in feeds, pages and folders to a ledger; nothing is read twice.

    Addresses are asked only whether they changed, no faster than their robots.txt allows, and ever more rarely
    while they fail; a page behind a feed that could not be had is tried again a few times. Ctrl-C or SIGTERM ends
    it; the same command goes on where it stopped.

    \b
    Examples:
      onrecord watch reports/
      onrecord watch https://harbourpost.example/world.rss inbox/ --every 30m
      onrecord watch https://harbourpost.example/world.rss --fetch --once --ledger kherson.sqlite
    """
    from onrecord.reading.read import known_of
    from onrecord.watch import SETTLED, Round, State

    seconds = _seconds(every)
    given = reports.inputs(())
    known = known_of(given.published, given.publisher, given.format, dict(given.columns))
    stopping = threading.Event()
    client = Client(Web(private=private), sleep=lambda wait: _wait(stopping, wait))
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda number, frame: _stop(stopping, frame))
    problems = 0
    memory = state or _beside(ledger)
    try:
        with State(memory) as kept, Ledger.open(ledger or DEFAULT) as book:
            while True:
                settled = 0.0 if once else SETTLED
                look = Round(targets, kept, client, known, seconds, follow, settled)
                problems += _look(look, book)
                if once:
                    break
                _wait(stopping, max(look.next_due() - time.time(), LEAST if seconds > LEAST else seconds))
    except Stopped:
        typer.echo("Stopped; the same command goes on from here.", err=True)
    raise typer.Exit(SOME_PROBLEMS if once and problems else ALL_READ)


class Stopped(BaseException):
    """The watch was asked to end."""


def _look(look: Round, book: Ledger) -> int:
    """One round: what is new goes into the ledger, a line tells of it; how many problems there were."""
    with watching() as told:
        done = pipeline.add_read(look.items(), book, told)
    look.keep()
    report_problems((*done.problems, *look.postponed))
    if done.added:
        stamp = datetime.now().strftime("%H:%M")
        typer.echo(f"{stamp} Added {count(done.added, 'report')} with {count(done.claims, 'claim')} to {book.name}.")
    return len(done.problems) + len(look.postponed)


def _stop(stopping: threading.Event, frame: FrameType | None) -> None:
    stopping.set()
    raise Stopped


def _wait(stopping: threading.Event, seconds: float) -> None:
    if stopping.wait(max(0.0, seconds)):
        raise Stopped


def _seconds(span: str) -> float:
    found = SPAN.fullmatch(span.strip().lower())
    if found is None or not float(found[1]):
        raise Refusal(f"--every {span}: give a time such as 90s, 15m or 6h")
    return float(found[1]) * SECONDS[found[2]]


def _beside(ledger: str | None) -> Path:
    """The file beside the ledger, in the current folder for one that is no file."""
    name = str(ledger or DEFAULT)
    return Path("onrecord.watch") if "://" in name else Path(f"{name}.watch")

"""Kills the program while it adds reports, and looks whether the ledger kept what it said it had kept.

    python -m bench.kill [--kills 200] [--ledger sqlite|postgresql] [--seed 1]

A child process adds a folder of reports as `onrecord add` does and says each report that is committed; it is killed
(SIGKILL) at a random moment: half of the kills anywhere, half within milliseconds of a commit. After each kill the
ledger must hold every report that was said, at most one more, each with all its claims once, and be sound. At the end
the folder is added to the end without a kill, and the record must equal the one of a ledger that nobody killed.
"""

from __future__ import annotations

import argparse
import os
import random
import select
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from tests.postgres import server

from onrecord import language, pipeline
from onrecord.ledger import Ledger
from onrecord.ledger.database import Database
from onrecord.pipeline import Inputs

NEAR = 0.02  # seconds around a commit
TOWNS = ("Lisbon", "Porto", "Braga", "Coimbra", "Faro", "Evora")


@dataclass(frozen=True, slots=True)
class Round:
    """What one kill came to: reports said to be committed, and whether the child ended before it was killed."""

    said: int
    ended: bool


def write_reports(folder: Path, batch: int, reports: int) -> None:
    """Short reports of our own, a few figures each, some with a second outlet that repeats them."""
    folder.mkdir()
    for n in range(reports):
        rng = random.Random(batch * reports + n // 2)
        town, dead, hurt = rng.choice(TOWNS), rng.randint(3, 60), rng.randint(61, 300)
        day = 1 + rng.randint(0, 26)
        (folder / f"b{batch:03}-r{n:02}.txt").write_text(
            f"date 2031-05-{day:02}\npublisher {'Harbour Post' if n % 2 else 'Coast Echo'}\n\n"
            f"Fire in {town}\n\nAt least {dead} people were killed and {hurt} injured in a fire in {town}, "
            "police said.\n\n"
            f"The mayor said {dead // 2} homes were destroyed.\n"
        )


def killed_once(address: str, folder: Path, rng: random.Random, span: float) -> Round:
    """Start adding in a child, kill it, and tell what it had said."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            with Ledger.open(address) as ledger:
                os.write(into, b"+")
                pipeline.add(Inputs((folder,)), ledger, lambda added, _: os.write(into, b"."))
            os.write(into, b"=")
        finally:
            os._exit(0)
    os.close(into)
    if rng.random() < 0.5:
        said = _heard(out, until=None, seconds=rng.uniform(0, span))
    else:
        said = _heard(out, until=rng.randint(1, len(list(folder.iterdir()))), seconds=span * 4)
        time.sleep(rng.uniform(0, NEAR))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    said += _heard(out, until=None, seconds=None)
    os.close(out)
    return Round(said.count(b"."), b"=" in said)


def _heard(pipe: int, *, until: int | None, seconds: float | None) -> bytes:
    """What comes through a pipe until so many commits are said, the time is over or the other end is closed."""
    found = b""
    end = None if seconds is None else time.monotonic() + seconds
    while until is None or found.count(b".") < until:
        left = None if end is None else max(0.0, end - time.monotonic())
        ready, _, _ = select.select([pipe], [], [], left)
        if not ready:
            break
        data = os.read(pipe, 4096)
        if not data:
            break
        found += data
    return found


def held(address: str) -> Counter[str]:
    """How many claims the ledger holds of each report."""
    with Ledger.open(address) as ledger:
        found = Counter(dict.fromkeys(ledger.report_ids(), 0))
        found.update(claim.report for claim in ledger.claims())
    return found


def sound(address: str) -> list[str]:
    """What is wrong with the database itself: nothing, if all is well."""
    with Database.opened(address, read_only=True) as database, database.reading() as connection:
        if connection.dialect.name == "sqlite":
            wrong = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check")) if row[0] != "ok"]
            return wrong + [str(row) for row in connection.execute(text("PRAGMA foreign_key_check"))]
        doubled = text("SELECT id FROM claims WHERE closed IS NULL GROUP BY id HAVING count(*) > 1")
        return [str(row) for row in connection.execute(doubled)]


def record(address: str) -> tuple[object, ...]:
    """All that a ledger tells: reports, claims, lines, parts."""
    with Ledger.open(address, read_only=True) as ledger:
        return tuple(ledger.reports()), tuple(ledger.claims()), tuple(ledger.lines()), tuple(ledger.parts())


def run(address: str, untouched: str, kills: int, reports: int, seed: int) -> str:
    """Kill so many times, and return one line of what came of it; AssertionError where anything is lost or doubled."""
    rng = random.Random(seed)
    committed = ended = 0
    with tempfile.TemporaryDirectory() as folder:
        batches = [Path(folder) / "b000"]
        write_reports(batches[0], 0, reports)
        begun = time.monotonic()
        with Ledger.open(untouched) as ledger:
            pipeline.add(Inputs((batches[0],)), ledger, lambda added, _: None)
        span = time.monotonic() - begun
        expected = held(untouched)
        before: Counter[str] = Counter()
        Ledger.open(address).close()
        for n in range(kills):
            done = killed_once(address, batches[-1], rng, span)
            after = held(address)
            assert sound(address) == [], f"kill {n}: {sound(address)}"
            came = after.keys() - before.keys()
            assert before.keys() <= after.keys(), f"kill {n}: lost {before.keys() - after.keys()}"
            assert done.said <= len(came) <= done.said + 1, f"kill {n}: {done.said} said, {len(came)} came"
            assert {k: after[k] for k in after} == {k: expected[k] for k in after}, f"kill {n}: claims lost or doubled"
            committed, ended, before = committed + len(came), ended + done.ended, after
            if len(after) == len(batches) * reports and n + 1 < kills:
                batches.append(Path(folder) / f"b{len(batches):03}")
                write_reports(batches[-1], len(batches) - 1, reports)
                with Ledger.open(untouched) as ledger:
                    pipeline.add(Inputs((batches[-1],)), ledger, lambda added, _: None)
                expected = held(untouched)
        with Ledger.open(address) as ledger:
            for batch in batches:
                pipeline.add(Inputs((batch,)), ledger, lambda added, _: None)
            assert ledger.unlinked() == ()
        assert record(address) == record(untouched), "the record is not the one that nobody killed"
    late = f" ({ended} of them came when all was done)" if ended else ""
    return f"{kills} kills{late}, {committed} reports committed meanwhile: none lost, none doubled, the record is equal"


@contextmanager
def places(kind: str, folder: Path) -> Iterator[tuple[str, str]]:
    """Two addresses for ledgers of a kind."""
    if kind == "sqlite":
        yield str(folder / "killed.sqlite"), str(folder / "untouched.sqlite")
        return
    with server(durable=True) as running:
        yield running.database(), running.database()


def main() -> None:
    """Run the kills on the databases asked for, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--reports", type=int, default=24, help="how many reports a folder has")
    parser.add_argument("--ledger", choices=("sqlite", "postgresql"), action="append")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    language.load()
    for kind in asked.ledger or ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory() as folder, places(kind, Path(folder)) as (address, untouched):
            print(f"{kind}: {run(address, untouched, asked.kills, asked.reports, asked.seed)}", flush=True)


if __name__ == "__main__":
    sys.exit(main())

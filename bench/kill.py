"""Kills the program while it adds reports and makes reviews, and looks whether the ledger kept what it said it kept.

    python -m bench.kill [--kills 200] [--ledger sqlite|postgresql] [--seed 1]

A child process adds a folder of reports as `onrecord add` does and says each report that is committed; it is killed
(SIGKILL) at a random moment: half of the kills anywhere, half within milliseconds of a commit. After each kill the
ledger must hold every report that was said, at most one more, each with all its claims once, and be sound. Every third
child accepts claims one after another instead, and of its reviews the same must hold. After a few folders the ledger's
record must equal the one of a ledger that nobody killed, and the next ledger is begun, by a child that may be killed.
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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from sqlalchemy import text
from tests.postgres import server

from onrecord import language, pipeline
from onrecord.ledger import Ledger
from onrecord.ledger.database import Database
from onrecord.pipeline import Inputs
from onrecord.reviews import accept

REVIEWS = 200  # claims that a reviewing child accepts
FOLDERS = 4  # that are added to one ledger
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


def killed_once(work: Callable[[Callable[[], object]], None], commits: int, rng: random.Random, span: float) -> Round:
    """Start work in a child that says each commit, kill it, and tell what it had said."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            work(lambda: os.write(into, b"."))
            os.write(into, b"=")
        finally:
            os._exit(0)
    os.close(into)
    if rng.random() < 0.5:
        said = _heard(out, until=None, seconds=rng.uniform(0, span))
    else:
        said = _heard(out, until=rng.randint(1, commits), seconds=span * 4)
        time.sleep(rng.uniform(0, NEAR))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    said += _heard(out, until=None, seconds=None)
    os.close(out)
    return Round(said.count(b"."), b"=" in said)


def adding(address: str, folder: Path) -> Callable[[Callable[[], object]], None]:
    """Add a folder as ``onrecord add`` does."""

    def work(say: Callable[[], object]) -> None:
        with Ledger.open(address) as ledger:
            pipeline.add(Inputs((folder,)), ledger, lambda added, _: say())

    return work


def reviewing(address: str) -> Callable[[Callable[[], object]], None]:
    """Accept claims one after another, over and over."""

    def work(say: Callable[[], object]) -> None:
        with Ledger.open(address) as ledger:
            shown = list(ledger.claims())[:REVIEWS]
            for claim in shown:
                machine = ledger.coded_claim(claim.id) or claim
                ledger.decide(accept(machine, claim, "killed", seen=ledger.newest_review()))
                say()

    return work


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


def reviews_of(address: str) -> list[int]:
    """The ids of all reviews, each of which must replace the last one of its target."""
    last: dict[str, int] = {}
    with Ledger.open(address) as ledger:
        for review in ledger.reviews():
            assert review.replaces == last.get(review.target), f"review {review.id} replaces {review.replaces}"
            last[review.target] = review.id
        return [review.id for review in ledger.reviews()]


def sound(address: str) -> list[str]:
    """What is wrong with the database itself: nothing, if all is well."""
    with Database.opened(address, read_only=False) as database, database.reading() as connection:
        if connection.dialect.name == "sqlite":
            wrong = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check")) if row[0] != "ok"]
            return wrong + [str(row) for row in connection.execute(text("PRAGMA foreign_key_check"))]
        doubled = text("SELECT id FROM claims WHERE closed IS NULL GROUP BY id HAVING count(*) > 1")
        return [str(row) for row in connection.execute(doubled)]


def record(address: str) -> tuple[object, ...]:
    """All that a ledger tells: reports, claims, lines, parts."""
    with Ledger.open(address, read_only=True) as ledger:
        return tuple(ledger.reports()), tuple(ledger.claims()), tuple(ledger.lines()), tuple(ledger.parts())


@dataclass(slots=True)
class Tally:
    """What the kills of one database came to."""

    kills: int = 0
    ended: int = 0
    reports: int = 0
    reviews: int = 0

    def __str__(self) -> str:
        late = f" ({self.ended} of them came when all was done)" if self.ended else ""
        kept = f"{self.reports} reports and {self.reviews} reviews committed meanwhile"
        return f"{self.kills} kills{late}, {kept}: none lost, none doubled, the record is equal"


def run(fresh: Callable[[], str], kills: int, reports: int, seed: int) -> Tally:
    """Kill so many times, on a new ledger every few folders; AssertionError where anything is lost or doubled."""
    rng, tally = random.Random(seed), Tally()
    while tally.kills < kills:
        with tempfile.TemporaryDirectory() as folder:
            killed_and_untouched(fresh(), fresh(), Path(folder), kills, reports, rng, tally)
    return tally


def killed_and_untouched(
    address: str, untouched: str, folder: Path, kills: int, reports: int, rng: random.Random, tally: Tally
) -> None:
    """Kill while some folders are added to one ledger, and add them in peace to another: both must be equal."""
    batches: list[Path] = []
    before: Counter[str] = Counter()
    made: list[int] = []
    for batch in range(FOLDERS):
        batches.append(folder / f"b{batch:03}")
        write_reports(batches[-1], batch, reports)
        begun = time.monotonic()
        with Ledger.open(untouched) as ledger:
            pipeline.add(Inputs((batches[-1],)), ledger, lambda added, _: None)
        span, expected = time.monotonic() - begun, held(untouched)
        while len(before) < len(batches) * reports and tally.kills < kills:
            judged = tally.kills % 3 == 2 and bool(before)
            done = killed_once(reviewing(address) if judged else adding(address, batches[-1]), reports, rng, span)
            name = f"kill {tally.kills}"
            assert sound(address) == [], f"{name}: {sound(address)}"
            after, now = held(address), reviews_of(address)
            assert before.keys() <= after.keys(), f"{name}: lost {before.keys() - after.keys()}"
            assert now[: len(made)] == made, f"{name}: reviews lost"
            assert all(after[k] == expected[k] for k in after), f"{name}: claims lost or doubled"
            came, judgements = len(after) - len(before), len(now) - len(made)
            new = judgements if judged else came
            assert done.said <= new <= done.said + 1, f"{name}: {done.said} said, {new} came"
            tally.kills, tally.ended = tally.kills + 1, tally.ended + done.ended
            tally.reports, tally.reviews = tally.reports + came, tally.reviews + judgements
            before, made = after, now
    with Ledger.open(address) as ledger:
        for batch in batches:
            pipeline.add(Inputs((batch,)), ledger, lambda added, _: None)
        assert ledger.unlinked() == ()
    assert record(address) == record(untouched), "the record is not the one that nobody killed"


@contextmanager
def places(kind: str) -> Iterator[Callable[[], str]]:
    """What gives the address of a new ledger of a kind, which is not made yet."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            numbers = count()
            yield lambda: str(Path(folder) / f"ledger-{next(numbers)}.sqlite")
        return
    with server(durable=True) as running:
        yield running.database


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
        with places(kind) as fresh:
            print(f"{kind}: {run(fresh, asked.kills, asked.reports, asked.seed)}", flush=True)


if __name__ == "__main__":
    sys.exit(main())

"""How fast the ledger keeps and finds, on SQLite and on PostgreSQL, in one run.

    python -m bench.ledger [--claims 200000] [--large 1000000] [--ledger sqlite|postgresql]

Reports of an invented world (bench.synthetic, about 25 claims each) are added, each with its claims, a hundred in a
transaction, and their lines drawn from the truth. Then it asks what users ask, reads while another process writes,
grows the ledger to ``--large`` claims, has the program link it, and adds single reports and reviews, each with its
lines, before and after a thousand reviews more.
PostgreSQL runs on this machine, waiting for the disk as a server in use does. Times are medians; (x) is the ratio to
fetching one row by its key from the same database.
"""

from __future__ import annotations

import argparse
import multiprocessing
import multiprocessing.synchronize
import random
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import batched, islice, pairwise
from pathlib import Path

from sqlalchemy import text
from tests.postgres import server

from bench.synthetic import synthetic
from onrecord import pipeline
from onrecord.ledger import Ledger
from onrecord.ledger.database import Database
from onrecord.model import Claim, LevelHit, Line, Link, Problem, Reading, Report, Segment
from onrecord.reviewing import decide, on_claim, preview
from onrecord.reviews import Decision, accept
from onrecord.search import parse

PER_REPORT = 25
ASKED = 200
REVIEWS = 1000
SEED = 7


type Told = tuple[Report, list[Claim], list[str]]


@dataclass(frozen=True, slots=True)
class Said:
    """What of a claim its line needs."""

    id: str
    origin: str | None
    low: float | None
    high: float | None
    hedge: str
    place: str | None
    day: str | None
    outlet: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """Lines as linking would give them."""

    claims: tuple[Claim, ...]
    lines: tuple[Line, ...]
    parts: tuple[tuple[str, str, LevelHit], ...] = ()
    problems: tuple[Problem, ...] = ()


def reports(claims: int) -> Iterator[Told]:
    """Reports with their claims and each claim's true line."""
    made = synthetic(claims, SEED)
    number = 0
    while some := list(islice(made, PER_REPORT)):
        name, number = f"synthetic/{number:07}", number + 1
        first = some[0][0]
        body = "\n\n".join(claim.span.exact for claim, _ in some)
        report = Report(
            name, body, (Segment("body", 0, len(body)),), first.span.exact[:80], first.publisher, first.published
        )
        yield report, [replace(claim, report=name) for claim, _ in some], [line for _, line in some]


def said(claim: Claim) -> Said:
    """What of a claim its line needs."""
    figure, source, place = claim.figure, claim.source, claim.place
    bounds = (figure.low, figure.high, figure.hedge) if figure else (None, None, "exact")
    origin, where = source.origin if source else None, place.name if place else None
    return Said(claim.id, origin, *bounds, where, claim.period.start, claim.publisher)


def lines_of(told: dict[str, list[Said]]) -> Iterator[Line]:
    """A line for each true one: a reading for each origin, each related to the next."""
    why = (LevelHit("bounds", "conflicts", "the bounds do not overlap"),)
    for key, claims in sorted(told.items()):
        incident, _, measure = key.partition("|")
        by_origin: dict[str | None, list[Said]] = defaultdict(list)
        for claim in claims:
            by_origin[claim.origin].append(claim)
        readings = tuple(
            Reading(
                origin, group[0].low, group[0].high, group[0].hedge, group[0].day,
                tuple(c.id for c in group), tuple(sorted({c.outlet for c in group})),
            )
            for origin, group in by_origin.items()
        )  # fmt: skip
        links = tuple(Link(a.claims[0], b.claims[0], "conflicts", why) for a, b in pairwise(readings))
        members = tuple(c.id for c in claims)
        yield Line(key, (incident, measure), f"people {measure}", incident, readings, links, members)


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


class Bench:
    """The measurements on one database; each prints its line."""

    def __init__(self, address: str, claims: int, large: int) -> None:
        self.address, self.claims, self.large = address, claims, large
        self.rng = random.Random(SEED)
        self.ids: list[str] = []
        self.told: dict[str, list[Said]] = defaultdict(list)
        self.unit = 1.0

    def run(self) -> None:
        """All of it, in order."""
        with Ledger.open(self.address) as ledger:
            source = reports(self.large)
            self._add(ledger, source, self.claims, "added")
            self._draw(ledger)
            self._ask(ledger)
            self._under_writes(ledger)
            if self.large > self.claims:
                self._add(ledger, source, self.large - self.claims, "added on top")
                self._draw(ledger)
                self._ask(ledger)
            self._one_more(ledger)

    def _add(self, ledger: Ledger, source: Iterator[Told], wanted: int, did: str) -> None:
        taken, made = 0.0, 0
        for some in batched(islice(source, wanted // PER_REPORT), 400):
            taken += seconds(partial(ledger.add_all, [(report, claims, ()) for report, claims, _ in some]))
            made += len(some)
            for _, claims, keys in some:
                self.ids += [claim.id for claim in claims]
                for claim, key in zip(claims, keys, strict=True):
                    if key:
                        self.told[key].append(said(claim))
        claims = made * PER_REPORT
        print(
            f"  {claims:,} claims of {made:,} reports {did}: {taken:.1f} s, {claims / taken:,.0f} a second", flush=True
        )

    def _draw(self, ledger: Ledger) -> None:
        lines = tuple(lines_of(self.told))
        taken = seconds(lambda: ledger.replace_record(Drawn((), lines)))
        print(f"  {len(lines):,} lines put in place of all there were: {taken:.1f} s", flush=True)

    def _ask(self, ledger: Ledger) -> None:
        with Database.opened(self.address, read_only=True) as database, database.reading() as connection:
            by_key = text("SELECT id, data FROM claims WHERE id = :id AND closed IS NULL")
            self.unit = 1.0
            self.unit = self._median("one row by its key", lambda: connection.execute(by_key, {"id": self._id()}).all())
        keys = sorted(self.told)
        spots = [(c.place, c.day) for claims in self.told.values() for c in claims[:1] if c.place and c.day]
        self._median("a claim by its id", lambda: ledger.claim(self._id()))
        self._median("the claims of a line", lambda: list(ledger.claims(line=self.rng.choice(keys))))
        self._median("the claims of a place and day", lambda: self._at(ledger, *self.rng.choice(spots)))
        towns = sorted({spot for spot, _ in spots})
        for what, query in (
            ("a search for a town", lambda: self.rng.choice(towns)),
            ("a search for a word that is everywhere", lambda: "killed"),
            ("a search for two words together", lambda: '"people killed"'),
            ("a search for a town and a word", lambda: f"{self.rng.choice(towns)} injured"),
        ):
            self._median(what, partial(self._search, ledger, query), times=20)
        self._median("the first page of all lines, whole", lambda: list(islice(ledger.lines(), 50)), times=20)

    def _search(self, ledger: Ledger, query: Callable[[], str]) -> None:
        ledger.finder.claims(parse(query()), limit=20)

    def _at(self, ledger: Ledger, place: str, day: str | None) -> list[Claim]:
        return list(ledger.claims(place=place, days=(day or "", day or "")))

    def _id(self) -> str:
        return self.rng.choice(self.ids)

    def _median(self, what: str, work: Callable[[], object], times: int = ASKED) -> float:
        taken = sorted(seconds(work) for _ in range(times))
        self._tell(what, taken)
        return statistics.median(taken)

    def _tell(self, what: str, taken: Sequence[float]) -> None:
        p50, p99 = statistics.median(taken), sorted(taken)[int(len(taken) * 0.99)]
        ratio = f" ({p50 / self.unit:.1f} x)" if self.unit != 1.0 else ""
        print(f"  {what}: p50 {p50 * 1000:.2f} ms{ratio}, p99 {p99 * 1000:.2f} ms", flush=True)

    def _under_writes(self, ledger: Ledger) -> None:
        stop = multiprocessing.Event()
        writer = multiprocessing.Process(target=write_on, args=(self.address, stop))
        writer.start()
        try:
            taken = [seconds(lambda: ledger.claim(self._id())) for _ in range(5 * ASKED)]
        finally:
            stop.set()
            writer.join()
        self._tell("a claim by its id while another process adds reports", taken)

    def _one_more(self, ledger: Ledger) -> None:
        taken = seconds(lambda: pipeline.relink(ledger))
        print(f"  all of it linked by the program instead: {taken:.1f} s", flush=True)
        late = one_by_one(self.large, 12)
        self._each("one report added, its lines drawn", partial(self._added, ledger), late[:6])
        self._reviewed(ledger)
        for _ in range(REVIEWS):
            claim = ledger.claim(self._id())
            ledger.decide(accept(ledger.coded_claim(claim.id) or claim, claim, "bench", seen=ledger.newest_review()))
        pipeline.relink(ledger)
        print(f"  with {ledger.newest_review():,} reviews:", flush=True)
        self._each("one report added, its lines drawn", partial(self._added, ledger), late[6:])
        self._reviewed(ledger)

    def _reviewed(self, ledger: Ledger) -> None:
        ids = [self._id() for _ in range(12)]
        decided = partial(self._decision, ledger)
        self._each("a review previewed", lambda claim: preview(ledger, decided(claim)), ids[:6])
        self._each("a review made, its lines drawn", lambda claim: decide(ledger, decided(claim)), ids[6:])

    def _decision(self, ledger: Ledger, claim: str) -> Decision:
        return on_claim(ledger, "reject", claim, "bench", seen=ledger.newest_review())

    def _added(self, ledger: Ledger, told: tuple[Report, list[Claim]]) -> None:
        ledger.add(*told)
        pipeline.relink(ledger)

    def _each[T](self, what: str, work: Callable[[T], object], of: Sequence[T]) -> None:
        begun = time.process_time()
        taken = [seconds(partial(work, one)) for one in of]
        self._tell(f"{what}, {(time.process_time() - begun) / len(of) * 1000:.0f} ms of the processor each", taken)


def one_by_one(claims: int, wanted: int) -> list[tuple[Report, list[Claim]]]:
    """Reports that are not among ``reports``, each as its outlet printed it, from all over the same world."""
    told: dict[str, list[Claim]] = defaultdict(list)
    for claim, _ in synthetic(claims, SEED):
        told[claim.report].append(claim)
    found = []
    for n, claims_then in enumerate(random.Random(SEED).sample(sorted(told.values(), key=lambda c: c[0].id), wanted)):
        name, body = f"one-more/{n}", "\n\n".join(claim.span.exact for claim in claims_then)
        report = Report(
            name, body, (Segment("body", 0, len(body)),), "", claims_then[0].publisher, claims_then[0].published
        )
        found.append((report, [replace(c, report=name, id=f"{n:02}{i:010x}") for i, c in enumerate(claims_then)]))
    return found


def write_on(address: str, stop: multiprocessing.synchronize.Event) -> None:
    """Add reports, one a transaction, until told to stop."""
    with Ledger.open(address) as ledger:
        for n, (report, claims, _) in enumerate(reports(10**6)):
            if stop.is_set():
                return
            name = f"meanwhile/{n}"
            ledger.add(
                replace(report, id=name),
                [replace(c, report=name, id=f"m{n:05}{i:06}") for i, c in enumerate(claims)],
            )


@contextmanager
def place(kind: str) -> Iterator[str]:
    """Where a new ledger of a kind can be made."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield str(Path(folder) / "ledger.sqlite")
        return
    with server(durable=True) as running:
        yield running.database()


def main() -> None:
    """Measure on the databases asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=200_000)
    parser.add_argument("--large", type=int, default=1_000_000)
    parser.add_argument("--ledger", choices=("sqlite", "postgresql"), action="append")
    asked = parser.parse_args()
    for kind in asked.ledger or ("sqlite", "postgresql"):
        print(kind, flush=True)
        with place(kind) as address:
            Bench(address, asked.claims, asked.large).run()


if __name__ == "__main__":
    main()

"""How long pages take over a large ledger, asked for twenty times a second, and until a browser shows the first one.

    python -m bench.web [--claims 1000000] [--seconds 120] [--ledger FILE]

The ledger holds an invented world (bench.synthetic); with ``--ledger`` it is kept in FILE and used again. The server is
`onrecord serve` in a process of its own. Overview, line, report and search pages and a static file are asked for in
turn, each drawn at random, at fixed times whether or not earlier ones are answered; a time runs from when a request was
due. (x) is the ratio to the static file in the same run. Answers that are no page are counted, and end the run with 1.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import select
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import batched, islice
from pathlib import Path
from urllib.parse import quote

import httpx

from bench.ledger import Drawn, Said, lines_of, reports, said
from onrecord.ledger import Ledger
from onrecord.model import Claim, Report

RATE = 20
DRAWN = 5000
PATIENCE = 30.0  # seconds
START = 120  # seconds that the server has until it answers
CHROMIUM = "/usr/bin/chromium"
WORDS = ("killed", "flood", "army", "ministry", "injured market", "earthquake", "displaced -army", '"air strike"')


def build(file: Path, claims: int) -> None:
    """A ledger of about so many claims."""
    told: dict[str, list[Said]] = defaultdict(list)
    with Ledger.open(file) as ledger:
        for some in batched(islice(reports(claims), claims // 25), 400):
            ledger.add_all([(report, anchored(report, made), ()) for report, made, _ in some])
            for _, made, keys in some:
                for claim, key in zip(made, keys, strict=True):
                    if key:
                        told[key].append(said(claim))
        ledger.replace_record(Drawn((), tuple(lines_of(told))))


def anchored(report: Report, claims: Sequence[Claim]) -> list[Claim]:
    """The claims with their spans where the report has their words."""
    made, at = [], 0
    for claim in claims:
        at = report.text.index(claim.span.exact, at)
        moved = at - claim.span.start
        span = replace(claim.span, start=at, end=at + len(claim.span.exact))
        number = claim.number and replace(claim.number, start=claim.number.start + moved, end=claim.number.end + moved)
        made.append(replace(claim, span=span, number=number))
        at = span.end
    return made


@contextmanager
def served(file: Path) -> Iterator[str]:
    """The pages in a process of their own, once they answer."""
    command = [sys.executable, "-m", "onrecord", "serve", "--ledger", str(file), "--port", "0"]
    # A server that errs tells at length; here the count of failures is enough.
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        if not select.select([process.stdout], [], [], START)[0]:
            raise SystemExit("bench.web: the server did not start")
        found = re.search(r"http://\S+", process.stdout.readline())
        if found is None:
            raise SystemExit("bench.web: the server did not start")
        yield found[0].rstrip("/")
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def asked_for(file: Path) -> dict[str, list[str]]:
    """Addresses of each kind of page, drawn at random from all there are."""
    rng = random.Random(7)
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as held:
        lines = [row[0] for row in held.execute("SELECT id FROM lines ORDER BY id")]
        texts = [row[0] for row in held.execute("SELECT id FROM reports WHERE current = 1 ORDER BY id")]
    return {
        "static file": ["/static/icon.svg"],
        "overview": [f"/?page={rng.choice((1, 1, 1, *range(2, 40)))}" for _ in range(DRAWN)],
        "line": [f"/lines/{quote(rng.choice(lines), safe='')}" for _ in range(DRAWN)],
        "report": [f"/reports/{quote(rng.choice(texts), safe='')}" for _ in range(DRAWN)],
        "search": [str(httpx.URL("/search", params={"q": word})) for word in WORDS],
    }


@dataclass(slots=True)
class Answers:
    """How long the answers to one kind of page took, in seconds, and how many were none."""

    times: list[float] = field(default_factory=list)
    failed: int = 0

    def at(self, share: float) -> float:
        """The time that this share of the answers stayed below, in milliseconds."""
        return sorted(self.times)[min(len(self.times) - 1, int(len(self.times) * share))] * 1000


async def asked(address: str, pages: Mapping[str, Sequence[str]], seconds: int) -> dict[str, Answers]:
    """The answers to pages asked for ``RATE`` times a second; one that takes longer than PATIENCE is none."""
    found: dict[str, Answers] = defaultdict(Answers)
    kinds = list(pages)
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=100)
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE, limits=limits) as client:
        begun = time.perf_counter()

        async def ask(number: int) -> None:
            kind = kinds[number % len(kinds)]
            path = pages[kind][number // len(kinds) % len(pages[kind])]
            due = begun + number / RATE
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            try:
                found[kind].failed += (await client.get(path)).status_code != 200
            except httpx.HTTPError:
                found[kind].failed += 1
            found[kind].times.append(time.perf_counter() - due)

        await asyncio.gather(*(ask(n) for n in range(RATE * seconds)))
    return {kind: found[kind] for kind in kinds}


def first_view(address: str) -> float:
    """Seconds from starting to go to the overview, in a browser that knows nothing of it, until it is drawn."""
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=flags)
        page = browser.new_page()
        begun = time.perf_counter()
        page.goto(address + "/")
        page.wait_for_selector("table.lines tbody tr, .empty")
        taken = time.perf_counter() - begun
        browser.close()
        return taken


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--ledger", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = given.ledger or Path(folder) / "large.sqlite"
        if not file.exists():
            begun = time.perf_counter()
            build(file, given.claims)
            print(f"built in {time.perf_counter() - begun:.0f} s", flush=True)
        Ledger.open(file).close()  # bring an earlier one up before anything is timed
        with served(file) as address:
            begun = time.perf_counter()
            httpx.get(address + "/", timeout=PATIENCE).raise_for_status()
            print(f"first answer of a server just started: {time.perf_counter() - begun:.2f} s")
            print(f"first view in a browser: {first_view(address):.2f} s", flush=True)
            answers = asyncio.run(asked(address, asked_for(file), given.seconds))
    unit = next(iter(answers.values())).at(0.5)
    for kind, found in answers.items():
        p50, p95, p99 = (found.at(share) for share in (0.5, 0.95, 0.99))
        print(
            f"{kind:12} {len(found.times):6,} asked  {found.failed} failed   p50 {p50:7.1f} ms ({p50 / unit:.0f}x)   "
            f"p95 {p95:7.1f} ms   p99 {p99:7.1f} ms"
        )
    raise SystemExit(1 if any(found.failed for found in answers.values()) else 0)


if __name__ == "__main__":
    main()

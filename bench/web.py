"""How long pages take over a large ledger, asked for twenty times a second, and until a browser shows the first one.

    python -m bench.web [--claims 1000000] [--seconds 15] [--ledger FILE]

The ledger holds an invented world (bench.synthetic); with ``--ledger`` it is kept in FILE and used again. The server is
`onrecord serve` in a process of its own. Requests leave at fixed times whether or not earlier ones are answered; a time
runs from when a request was due. (x) is the ratio to asking for a static file in the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import batched, islice
from pathlib import Path
from urllib.parse import quote

import httpx

from bench.ledger import Drawn, Said, lines_of, reports, said
from onrecord.ledger import Ledger
from onrecord.model import Claim, Report

RATE = 20
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
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        if found is None:
            raise SystemExit("bench.web: the server did not start")
        yield found[0].rstrip("/")
    finally:
        process.terminate()
        process.wait()


def asked_for(file: Path, number: int) -> dict[str, list[str]]:
    """Addresses of each kind of page, drawn at random."""
    rng = random.Random(7)
    with Ledger.open(file, read_only=True) as ledger:
        heads, texts = ledger.lists.line_heads(), ledger.lists.report_heads()
    return {
        "static file": ["/static/icon.svg"] * number,
        "overview": [f"/?page={rng.choice((1, 1, 1, 2, 5, 30))}" for _ in range(number)],
        "line": [f"/lines/{quote(rng.choice(heads).id, safe='')}" for _ in range(number)],
        "report": [f"/reports/{quote(rng.choice(texts).id, safe='')}" for _ in range(number)],
        "search": [str(httpx.URL("/search", params={"q": rng.choice(WORDS)})) for _ in range(number)],
    }


async def timed(address: str, paths: Sequence[str]) -> list[float]:
    """Seconds that each answer took, the requests leaving ``RATE`` times a second."""
    begun = time.perf_counter()
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:

        async def ask(number: int, path: str) -> float:
            due = begun + number / RATE
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            answer = await client.get(path)
            answer.raise_for_status()
            return time.perf_counter() - due

        return await asyncio.gather(*(ask(n, path) for n, path in enumerate(paths)))


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
    parser.add_argument("--seconds", type=int, default=15)
    parser.add_argument("--ledger", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = asked.ledger or Path(folder) / "large.sqlite"
        if not file.exists():
            begun = time.perf_counter()
            build(file, asked.claims)
            print(f"built in {time.perf_counter() - begun:.0f} s", flush=True)
        with served(file) as address:
            begun = time.perf_counter()
            httpx.get(address + "/", timeout=120).raise_for_status()
            print(f"first answer of a server just started: {time.perf_counter() - begun:.2f} s")
            print(f"first view in a browser: {first_view(address):.2f} s", flush=True)
            unit = None
            for name, paths in asked_for(file, RATE * asked.seconds).items():
                times = sorted(asyncio.run(timed(address, paths)))
                middle, tail = statistics.median(times), times[int(len(times) * 0.95)]
                unit = unit or middle
                print(
                    f"{name:12} p50 {middle * 1000:7.1f} ms   p95 {tail * 1000:7.1f} ms   ({middle / unit:.0f}x)",
                    flush=True,
                )


if __name__ == "__main__":
    main()

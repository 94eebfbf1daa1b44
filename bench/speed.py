"""What the whole job costs beside the bare language model over the same text, as ratios of one run.

    python -m bench.speed [PART] [--every N] [--rounds N]

PART is gold (the shared gold's reports; the default) or articles (every N-th of articles.jsonl, 40 unless told).
In each round the plain model with all its default components and the job, reading, extraction and linking, go over
the same reports in turn, on one core, counted in CPU seconds; the first round warms both up and is left out.
Prints the medians of the rounds' ratios, and how long a fresh process takes to its first claim.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench import SHARED
from onrecord import extract, language, link, read
from onrecord.model import Claim, Report

BATCH = 128  # texts the plain model takes at a time, as stack.md measures it


def _seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _paths(part: str, every: int, folder: Path) -> list[Path]:
    if part == "gold":
        return sorted((SHARED / "gold").glob("dev-*.reports.jsonl"))
    with (SHARED / "data" / "articles.jsonl").open(encoding="utf-8") as lines:
        sample = [line for number, line in enumerate(lines) if number % every == 0]
    path = folder / "articles.jsonl"
    path.write_text("".join(sample), encoding="utf-8")
    return [path]


def _first_claim() -> float:
    """Seconds of wall time from starting Python to the first claim of a short report."""
    code = (
        "from onrecord import extract; from onrecord.readers import read; import pathlib, sys;"
        "assert next(extract(read([pathlib.Path(sys.argv[1])]))).claims"
    )
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.txt"
        report.write_text("Flood kills 12 in Dhaka, police said on 3 May 2022.\n", encoding="utf-8")
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", code, str(report)], check=True)
        return time.perf_counter() - begun


def main(part: str, every: int, rounds: int) -> None:
    """Print the ratios of extraction, linking and the whole job to the plain model."""
    plain = language.plain()
    taken: dict[str, list[float]] = {"plain model": [], "reading": [], "extraction": [], "linking": []}
    reports: list[Report] = []
    claims: list[Claim] = []

    def take_in() -> None:
        reports[:] = [report for report in read(paths) if isinstance(report, Report)]

    def code() -> None:
        claims[:] = [claim for result in extract(reports) for claim in result.claims]

    def parse() -> None:
        for _ in plain.pipe((report.text for report in reports), batch_size=BATCH):
            pass

    with tempfile.TemporaryDirectory() as folder:
        paths = _paths(part, every, Path(folder))
        for _ in range(rounds + 1):
            taken["reading"].append(_seconds(take_in))
            taken["plain model"].append(_seconds(parse))
            taken["extraction"].append(_seconds(code))
            taken["linking"].append(_seconds(lambda: link(claims, reports)))
    bare, reading, extraction, linking = (
        taken[name][1:] for name in ("plain model", "reading", "extraction", "linking")
    )
    words = sum(len(report.text.split()) for report in reports)
    print(f"{len(reports)} reports, {words:,} words, {len(claims):,} claims; medians of {rounds} rounds, CPU time")
    job = [sum(parts) for parts in zip(reading, extraction, linking, strict=True)]
    for name, seconds in (("reading", reading), ("extraction", extraction), ("linking", linking), ("whole job", job)):
        ratio = statistics.median(one / other for one, other in zip(seconds, bare, strict=True))
        print(f"{name:<12} {ratio:.2f} x the plain model")
    print(f"words a second: {statistics.median(b / j for b, j in zip(bare, job, strict=True)):.2f} x the plain model's")
    print(f"first claim of a fresh process: {_first_claim():.1f} s")
    print(f"peak memory with both models loaded: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="?", choices=("gold", "articles"), default="gold")
    parser.add_argument("--every", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    main(given.part, given.every, given.rounds)

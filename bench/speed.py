"""What the whole job costs beside the bare language model over the same text, as ratios of one run.

    python -m bench.speed [PART] [--every N] [--rounds N]

PART is gold (the shared gold's reports, shared out over the rounds; the default), articles (in each round every N-th
of articles.jsonl, 40 unless told, another one each time), whole or first. In each round the plain model with all its
default components and the job, reading, extraction and linking, go in turn over reports that neither has seen, on one
core, counted in CPU seconds; the first round warms both up and is left out. Prints the medians of the rounds' ratios,
how long a fresh process takes to its first claim, and what memory one takes for a round's job.

For whole, all of articles.jsonl (every N-th with --every) once: a fresh process of the plain model over its texts and
one of ``onrecord batch`` with one worker, both from starting Python to the last word, and what memory each takes. They
run a few seconds each in turn, so that a machine that is faster now and slower then is so for both.

For first, only how long a fresh process takes to its first claim, as many times as there are rounds.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bench import SHARED
from onrecord import extract, language, link, read
from onrecord.model import Claim, Report

if TYPE_CHECKING:
    from spacy.language import Language

TURN = 3.0  # seconds
BATCH = 128  # texts the plain model takes at a time, as stack.md measures it


def _seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _shares(part: str, every: int, rounds: int, folder: Path) -> list[Path]:
    """A file of reports for each round, none of them in two."""
    shelf = SHARED / "gold" if part == "gold" else SHARED / "data"
    files = sorted(shelf.glob("dev-*.reports.jsonl" if part == "gold" else "articles.jsonl"))
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines(keepends=True)]
    every = rounds if part == "gold" else every
    paths = [folder / f"{number}.jsonl" for number in range(rounds)]
    for number, path in enumerate(paths):
        path.write_text("".join(lines[number * every // rounds :: every]), encoding="utf-8")
    return paths


def _memory(path: Path) -> float:
    """Megabytes that a fresh process takes at most to read, code and link the reports of a file."""
    code = (
        "import re, sys; from pathlib import Path; from onrecord.pipeline import Inputs, gather;"
        "gather(Inputs((Path(sys.argv[1]),)), lambda reports, claims: None);"
        "print(int(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1]) / 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=True, capture_output=True, text=True)
    return float(done.stdout)


def first_claim(starts: int) -> None:
    """Print the wall time from starting Python to the first claim of a short report: the median and the extremes."""
    code = (
        "from onrecord import extract; from onrecord.readers import read; import pathlib, sys;"
        "assert next(extract(read([pathlib.Path(sys.argv[1])]))).claims"
    )
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.txt"
        report.write_text("Flood kills 12 in Dhaka, police said on 3 May 2022.\n", encoding="utf-8")
        taken = [_waited([sys.executable, "-c", code, str(report)]) for _ in range(starts)]
    print(
        f"first claim of a fresh process: {statistics.median(taken):.2f} s by the clock "
        f"(median of {starts}; {min(taken):.2f} to {max(taken):.2f} s)"
    )


def _waited(command: Sequence[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - begun


def _round(share: Path, plain: Language) -> tuple[dict[str, float], list[Report], list[Claim]]:
    """The CPU seconds of each step over the reports of a file, with the reports and their claims."""
    reports: list[Report] = []
    claims: list[Claim] = []

    def take_in() -> None:
        reports.extend(report for report in read([share]) if isinstance(report, Report))

    def parse() -> None:
        for _ in plain.pipe((report.text for report in reports), batch_size=BATCH):
            pass

    def code() -> None:
        claims.extend(claim for result in extract(reports) for claim in result.claims)

    spent = {
        "reading": _seconds(take_in),
        "plain model": _seconds(parse),
        "extraction": _seconds(code),
        "linking": _seconds(lambda: link(claims, reports)),
    }
    return spent, reports, claims


def _in_turn(*commands: Sequence[str]) -> list[tuple[float, float]]:
    """CPU seconds and peak megabytes of processes, each with its children, of which one runs at a time."""
    running = [subprocess.Popen([sys.executable, *command], stdout=subprocess.DEVNULL) for command in commands]
    used: dict[int, tuple[float, float]] = {}
    try:
        for process in running:
            process.send_signal(signal.SIGSTOP)
        while left := [process for process in running if process.pid not in used]:
            for process in left:
                process.send_signal(signal.SIGCONT)
                time.sleep(TURN)
                pid, status, spent = os.wait4(process.pid, os.WNOHANG)
                if pid:
                    process.returncode = os.waitstatus_to_exitcode(status)
                    used[pid] = spent.ru_utime + spent.ru_stime, spent.ru_maxrss / 1024
                    if process.returncode:
                        raise subprocess.CalledProcessError(process.returncode, process.args)
                else:
                    process.send_signal(signal.SIGSTOP)
    finally:
        for process in running:
            if process.returncode is None:
                process.kill()
    return [used[process.pid] for process in running]


def whole(every: int) -> None:
    """Print the ratio of a whole batch to the plain model, each from starting Python."""
    parse = (
        "import json, sys; from onrecord import language;"
        "texts = (json.loads(line)['text'] for line in open(sys.argv[1], encoding='utf-8'));"
        f"sum(len(doc) for doc in language.plain().pipe(texts, batch_size={BATCH}))"
    )
    lines = (SHARED / "data" / "articles.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)[::every]
    words = sum(len(json.loads(line)["text"].split()) for line in lines)
    with tempfile.TemporaryDirectory() as folder:
        given, output = Path(folder) / "articles.jsonl", Path(folder) / "batch"
        given.write_text("".join(lines), encoding="utf-8")
        job = ("-m", "onrecord", "batch", str(given), str(output), "--engine", "local", "--workers", "1")
        plain, ours = _in_turn(("-c", parse, str(given)), job)
    print(f"{len(lines):,} articles, {words:,} words, CPU time of one process each")
    for name, (seconds, most) in (("plain model", plain), ("whole job", ours)):
        print(f"{name}: {seconds:,.0f} s, {most:,.0f} MB")
    print(f"words a second: {plain[0] / ours[0]:.2f} x the plain model's")


def main(part: str, every: int, rounds: int) -> None:
    """Print the ratios of extraction, linking and the whole job to the plain model."""
    plain = language.plain()
    taken: dict[str, list[float]] = {"plain model": [], "reading": [], "extraction": [], "linking": []}
    words = found = 0
    with tempfile.TemporaryDirectory() as folder:
        shares = _shares(part, every, rounds + 1, Path(folder))
        for share in shares:
            spent, reports, claims = _round(share, plain)
            for name, seconds in spent.items():
                taken[name].append(seconds)
            if share is not shares[0]:
                words += sum(len(report.text.split()) for report in reports)
                found += len(claims)
        memory = _memory(shares[-1])
    bare, reading, extraction, linking = (
        taken[name][1:] for name in ("plain model", "reading", "extraction", "linking")
    )
    print(f"{words:,} words, {found:,} claims; medians of {rounds} rounds of fresh reports, CPU time")
    job = [sum(parts) for parts in zip(reading, extraction, linking, strict=True)]
    for name, seconds in (("reading", reading), ("extraction", extraction), ("linking", linking), ("whole job", job)):
        ratio = statistics.median(one / other for one, other in zip(seconds, bare, strict=True))
        print(f"{name:<12} {ratio:.2f} x the plain model")
    print(f"words a second: {statistics.median(b / j for b, j in zip(bare, job, strict=True)):.2f} x the plain model's")
    first_claim(rounds)
    print(f"peak memory of a fresh process over one round's reports: {memory:,.0f} MB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="?", choices=("gold", "articles", "whole", "first"), default="gold")
    parser.add_argument("--every", type=int)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    if given.part == "whole":
        whole(given.every or 1)
    elif given.part == "first":
        first_claim(given.rounds)
    else:
        main(given.part, given.every or 40, given.rounds)

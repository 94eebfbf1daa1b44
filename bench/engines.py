"""One batch on every engine: the time each takes beside the local one, the memory of a worker, and whether bytes agree.

    python -m bench.engines [ARTICLES]

Runs `onrecord batch` over the shared articles (all, or the first ARTICLES of them) with two workers on the local
engine, on Daft's own runner and on Ray, and over the same with one worker. Each is a process of its own, whose time
includes its start. Then compares every file of the results, and prints the largest process of each by the memory that
is its own.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from bench import SHARED

RUNS = (("local", 2), ("daft", 2), ("ray", 2), ("local", 1))
EVERY = 2.0  # seconds between two looks at the memory of a run


def corpus(folder: Path, count: int | None) -> Path:
    """The first so many articles as a file of their own."""
    found = folder / "articles.jsonl"
    with (SHARED / "data" / "articles.jsonl").open(encoding="utf-8") as lines:
        found.write_text("".join(islice(lines, count)), encoding="utf-8")
    return found


def run(inputs: Path, output: Path, engine: str, workers: int) -> tuple[float, float]:
    """The seconds that a batch takes, and the MB of the largest of its processes."""
    begun, most = time.perf_counter(), 0.0
    words = ["batch", str(inputs), str(output), "--engine", engine, "--workers", str(workers)]
    process = subprocess.Popen(
        [sys.executable, "-m", "onrecord", *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    while True:
        try:
            _, said = process.communicate(timeout=EVERY)
        except subprocess.TimeoutExpired:
            most = max(most, *map(_memory, _family(process.pid)))
            continue
        break
    # Articles that cannot be read are told by exit code 1; they are the same on every engine.
    if process.returncode not in {0, 1}:
        raise SystemExit(f"{engine}: {said}")
    return time.perf_counter() - begun, most


def _family(first: int) -> list[int]:
    """The process and all below it."""
    above: dict[int, list[int]] = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            told = Path("/proc", name, "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        above.setdefault(int(told[1]), []).append(int(name))
    found = [first]
    for one in found:
        found += above.get(one, [])
    return found


def _memory(process: int) -> float:
    """The MB of a process that are its own: not the pages of files or of Ray's shared store."""
    try:
        lines = Path("/proc", str(process), "status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0
    told = dict(line.split(":", 1) for line in lines if ":" in line)
    return int(told.get("RssAnon", "0 kB").split()[0]) / 1024


def digests(output: Path) -> dict[str, str]:
    """Each file of a result by its place, as the hash of its bytes."""
    files = sorted(path for path in output.rglob("*") if path.is_file())
    return {str(path.relative_to(output)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def main(count: int | None) -> None:
    """Print the time of each engine beside the local one, its memory, and whether it wrote the same."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        inputs = corpus(folder, count)
        first: tuple[float, dict[str, str]] | None = None
        for engine, workers in RUNS:
            output = folder / f"{engine}-{workers}"
            took, most = run(inputs, output, engine, workers)
            found = digests(output)
            first = first or (took, found)
            same = "the same bytes" if found == first[1] else "OTHER BYTES"
            told = f"{engine} with {workers}: {took:.0f} s, {took / first[0]:.2f} of local's"
            print(f"{told}; {most:.0f} MB in its largest process; {len(found)} files, {same}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else None)

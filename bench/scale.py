"""How linking grows: claims with known lines, linked from nothing by all cores, at one size and at ten times it.

    python -m bench.scale [CLAIMS]

Makes CLAIMS (1,000,000) claims and a tenth of them, and for both: tells every report, splits the claims into
partitions and links each, in as many processes as there are cores; the claims are made before the clock starts. Then
compares the lines with the true ones by pairs of claims that share a line: of attacks, of disasters, of wars' totals
(whose true line runs over the whole war) and of all. Last, adds one report to a ledger of a tenth of the claims and
says how long its lines took.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.synthetic import synthetic
from onrecord.ledger import Ledger
from onrecord.link import link_partition
from onrecord.link.kept import packed, unpacked
from onrecord.link.partitions import Partition, leaves, paths
from onrecord.link.partitions import Path as Home
from onrecord.link.telling import tell
from onrecord.model import Claim, Report, Segment
from onrecord.relinking import redraw

KINDS = {"attacks": "-a", "disasters": "-d", "wars' totals": "-w", "all": "-"}


@dataclass(slots=True)
class World:
    """What the worker processes share: they are forked when it is filled, so nothing is copied."""

    by_report: dict[str, list[Claim]] = field(default_factory=dict)
    told: dict[str, bytes] = field(default_factory=dict)
    members: dict[Home, list[str]] = field(default_factory=dict)
    claim_of: dict[str, Claim] = field(default_factory=dict)


WORLD = World()


def _tell(reports: Sequence[str]) -> list[tuple[str, bytes, dict[str, Home]]]:
    found = []
    for report in reports:
        telling = tell(WORLD.by_report[report], None)
        found.append((report, packed(telling), paths(telling.sightings)))
    return found


def _link(home: Home) -> list[tuple[str, ...]]:
    """The claims of each line of a partition."""
    by_report: dict[str, list[Claim]] = defaultdict(list)
    for key in WORLD.members[home]:
        by_report[WORLD.claim_of[key].report].append(WORLD.claim_of[key])
    seen = [s for report, claims in by_report.items() for s in unpacked(WORLD.told[report], claims)[0]]
    return [line.claims for line in link_partition(Partition(home), seen, (), pairs=False).lines]


def linked(rows: Sequence[tuple[Claim, str]]) -> tuple[list[tuple[str, ...]], float, float, int]:
    """The lines of the claims, the seconds and the seconds of one core it took, and how many partitions there were."""
    WORLD.by_report, WORLD.told, WORLD.members = {}, {}, {}
    WORLD.claim_of = {claim.id: claim for claim, _ in rows}
    for claim, _ in rows:
        WORLD.by_report.setdefault(claim.report, []).append(claim)
    gc.collect()
    gc.freeze()
    fork = multiprocessing.get_context("fork")
    begun, worked = time.perf_counter(), _worked()
    where: dict[str, Home] = {}
    with fork.Pool(initializer=gc.disable) as pool:
        for found in pool.imap_unordered(_tell, _some(sorted(WORLD.by_report), 2000)):
            for report, data, path_of in found:
                WORLD.told[report] = data
                where |= path_of
        pool.close()
        pool.join()
    home = leaves(Counter(where.values()))
    members: dict[Home, list[str]] = defaultdict(list)
    for key, path in where.items():
        members[home[path]].append(key)
    WORLD.members = members
    lines: list[tuple[str, ...]] = []
    with fork.Pool(initializer=gc.disable) as pool:
        for some in pool.imap_unordered(_link, sorted(members, key=lambda home: len(members[home]), reverse=True)):
            lines += some
        pool.close()
        pool.join()
    return lines, time.perf_counter() - begun, _worked() - worked, len(members)


def _worked() -> float:
    """The seconds that this process and those it has waited for have had a core."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def _some[T](rows: Sequence[T], size: int) -> list[Sequence[T]]:
    return [rows[n : n + size] for n in range(0, len(rows), size)]


def scores(lines: Iterable[tuple[str, ...]], truth: dict[str, str], mark: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of the pairs of claims that share a line, among claims whose true line has the mark."""
    got = {claim: n for n, line in enumerate(lines) for claim in line}
    ids = [claim for claim, line in truth.items() if mark in line]
    true, found = _pairs(truth[c] for c in ids), _pairs(got.get(c, c) for c in ids)
    both = _pairs((truth[c], got.get(c, c)) for c in ids)
    precision, recall = both / max(found, 1), both / max(true, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def _pairs(keys: Iterable[object]) -> int:
    return sum(n * (n - 1) // 2 for n in Counter(keys).values())


def added(rows: Sequence[tuple[Claim, str]]) -> tuple[int, list[float]]:
    """How many claims a ledger of these claims holds, and the seconds that each of its last reports took to add."""
    by_report: dict[str, list[Claim]] = defaultdict(list)
    for claim, _ in rows:
        by_report[claim.report].append(claim)
    text = "Counted in the capital."
    names = sorted(by_report)
    taken = []
    with tempfile.TemporaryDirectory() as folder, Ledger.open(Path(folder) / "scale.sqlite") as ledger:
        for n, name in enumerate(names):
            begun = time.perf_counter()
            report = Report(name, text, (Segment("body", 0, len(text)),), published=by_report[name][0].published)
            ledger.add(report, by_report[name], knowledge="made up")
            if n == len(names) - 11:
                redraw(ledger)
            elif n > len(names) - 11:
                redraw(ledger)
                taken.append(time.perf_counter() - begun)
    return len(rows), taken


def main(count: int) -> None:
    """Print the times, their ratio, the scores and the cost of adding one report."""
    seconds: list[float] = []
    for size in (count // 10, count):
        rows = list(synthetic(size))
        truth = {claim.id: line for claim, line in rows if line}
        lines, took, cores, parts = linked(rows)
        seconds.append(cores / len(rows))
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
        print(f"{len(rows):,} claims, {len(set(truth.values())):,} true lines: {took:.0f} s on {os.cpu_count()} cores")
        print(f"  {cores:.0f} s of one core, {1e6 * cores / len(rows):.0f} microseconds a claim")
        print(f"  {parts:,} partitions, {len(lines):,} lines, {memory:.1f} GB in the largest process", flush=True)
        for name, mark in KINDS.items():
            print(f"  {name:<13} pairs: precision %.3f recall %.3f F1 %.3f" % scores(lines, truth, mark), flush=True)
        del rows, lines, truth
    print(f"10 times the claims took {10 * seconds[1] / seconds[0]:.1f} times the work")
    held, taken = added(list(synthetic(count // 10)))
    median = sorted(taken)[len(taken) // 2]
    print(f"adding a report to a ledger of {held:,} claims: {median:.2f} s (median of {len(taken)})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)

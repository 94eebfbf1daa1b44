"""What the whole job costs beside the bare language model over the same text, as ratios of one run.

    python -m bench.speed [ROUNDS]

Reads the shared gold's reports once, then in each round runs the bare model (all its components, one call for each
report) and the job in turn: extraction, then linking. Prints the medians' ratios to the bare model.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

from bench import SHARED
from onrecord import extract, language, link, read
from onrecord.model import Claim, Report


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main(rounds: int) -> None:
    """Print the ratios of extraction, linking and both to the bare model."""
    paths = sorted((SHARED / "gold").glob("dev-*.reports.jsonl"))
    reports = [report for report in read(paths) if isinstance(report, Report)]
    words = sum(len(report.text.split()) for report in reports)
    model = language.load()
    warm = [result.claims for result in extract(reports[:2])]
    assert warm
    taken: dict[str, list[float]] = {"bare model": [], "extraction": [], "linking": []}
    claims: list[Claim] = []

    def code() -> None:
        claims[:] = [claim for result in extract(reports) for claim in result.claims]

    for _ in range(rounds):
        taken["bare model"].append(_seconds(lambda: list(model.pipe(report.text for report in reports))))
        taken["extraction"].append(_seconds(code))
        taken["linking"].append(_seconds(lambda: link(claims, reports)))
    bare, extraction, linking = (statistics.median(times) for times in taken.values())
    print(f"{len(reports)} reports, {words:,} words, {len(claims):,} claims; medians of {rounds} rounds")
    for name, seconds in (("extraction", extraction), ("linking", linking), ("whole job", extraction + linking)):
        print(f"{name:<12} {seconds / bare:.2f} x the bare model")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)

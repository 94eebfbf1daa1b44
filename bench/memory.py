"""How much memory adding takes as a ledger grows: it should not grow with what is held.

    python -m bench.memory [--reports 100000] [--ledger sqlite|postgresql]

Reports of an invented world (bench.synthetic) with ten claims each go through `onrecord add`'s own steps; only reading
them from files and coding their words is left out. Prints the resident memory of the process as reports are added, and
the most it took to link them afterwards.
"""

from __future__ import annotations

import argparse
import resource
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from bench.ledger import place
from bench.synthetic import synthetic
from onrecord import pipeline
from onrecord.extract import Extracted
from onrecord.ledger import Ledger
from onrecord.model import Claim, Report, Segment

PER_REPORT = 10


def read(reports: int, coded: dict[str, tuple[Claim, ...]]) -> Iterator[Report]:
    """Reports one by one; their claims wait in ``coded`` until they are asked for."""
    made = synthetic(2 * reports * PER_REPORT)
    for number in range(reports):
        claims = [claim for claim, _ in islice(made, PER_REPORT)]
        if not claims:
            return
        name = f"synthetic/{number:07}"
        body = "\n\n".join(f"{claim.span.exact} Word came in the {number}th hour." for claim in claims)
        coded[name] = tuple(replace(claim, report=name) for claim in claims)
        segments = (Segment("body", 0, len(body)),)
        yield Report(name, body, segments, f"Report {number}", claims[0].publisher, claims[0].published)


def resident() -> float:
    """The memory of this process now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def measure(address: str, reports: int) -> None:
    """Add so many reports and print what the process held at each tenth, then what linking took at most."""
    coded: dict[str, tuple[Claim, ...]] = {}

    def coding(found: Iterable[Report], **_: object) -> Iterator[Extracted]:
        for report in found:
            yield Extracted(report, coded.pop(report.id))

    def watch(added: int, claims: int) -> None:
        if added % max(1, reports // 10) == 0:
            print(f"  {added:,} reports, {claims:,} claims: {resident():,.0f} MB", flush=True)

    sys.modules["onrecord.extract"].extract = coding  # type: ignore[attr-defined]
    with Ledger.open(address) as ledger:
        done = pipeline.add_read(read(reports, coded), ledger, watch)
        if done.added != reports:
            sys.exit(f"added {done.added:,} reports instead of {reports:,}")
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        print(f"  all of them linked: {resident():,.0f} MB, at most {most:,.0f} MB", flush=True)


def main() -> None:
    """Measure on the databases asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--ledger", choices=("sqlite", "postgresql"), action="append")
    asked = parser.parse_args()
    for kind in asked.ledger or ("sqlite",):
        print(kind, flush=True)
        with place(kind) as address:
            measure(address, asked.reports)


if __name__ == "__main__":
    main()

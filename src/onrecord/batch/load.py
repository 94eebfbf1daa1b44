"""A batch's result into a ledger: its reports with their claims as coded, linked with what the ledger holds."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from onrecord.batch import BatchError, Watch, files
from onrecord.codec import from_json
from onrecord.ledger import Ledger
from onrecord.model import Claim, Problem, Report
from onrecord.pipeline import relink


def load(output: Path, ledger: Ledger, watch: Watch) -> int:
    """Add the reports of a finished batch to a ledger and link them; how many it did not hold yet."""
    if not (output / "batch.json").exists():
        raise BatchError(f"{output}: holds no finished batch")
    rows = files.read(output / "problems.parquet").to_pylist()
    told: dict[str, dict[str, list[Problem]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        told[row["stage"]][row["where"]].append(
            Problem(row["where"], row["code"], row["message"], row["start"], row["end"])
        )
    claims = _claims(output)
    total = sum(files.rows_in(path) for path in (output / "reports").glob("*.parquet"))

    def coded() -> Iterator[tuple[Report, Sequence[Claim], Sequence[Problem]]]:
        for n, report in enumerate(_reports(output), 1):
            yield report, claims.get(report.id, ()), told["extract"].get(report.id, ())
            watch("loading", n, total)

    added = ledger.add_all(coded())
    ledger.note([problem for found in told["read"].values() for problem in found])
    if added:
        relink(ledger)
    return added


def _reports(output: Path) -> Iterator[Report]:
    for path in sorted((output / "reports").glob("*.parquet")):
        for row in files.read(path, ["data"])["data"].to_pylist():
            yield from_json(Report, json.loads(row))


def _claims(output: Path) -> dict[str, list[Claim]]:
    """The claims as they were coded, by report."""
    found: dict[str, list[Claim]] = defaultdict(list)
    for path in sorted((output / "claims").glob("*.parquet")):
        for row in files.read(path, ["data"])["data"].to_pylist():
            claim = from_json(Claim, json.loads(row))
            found[claim.report].append(claim)
    return found

"""A few of the kills of ``python -m bench.kill``, on each database: what was committed stays, once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_kills_while_adding_lose_and_double_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench.kill", "--kills", "6", "--reports", "6"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    told = dict(line.split(": ", 1) for line in done.stdout.splitlines())
    assert set(told) == {"sqlite", "postgresql"}
    for line in told.values():
        assert line.startswith("6 kills")
        assert line.endswith("none lost, none doubled, the record is equal")

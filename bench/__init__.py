"""Benchmarks on the shared gold and data, which stand outside this repository: ../shared or $ONRECORD_SHARED."""

import os
from pathlib import Path

SHARED = Path(os.environ.get("ONRECORD_SHARED") or Path(__file__).resolve().parents[2] / "shared")

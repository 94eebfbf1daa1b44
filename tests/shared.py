"""Where the shared samples, gold and data stand, outside this repository: ../shared or $ONRECORD_SHARED."""

from __future__ import annotations

import os
from pathlib import Path

SHARED = Path(os.environ.get("ONRECORD_SHARED") or Path(__file__).parent.parent.parent / "shared")
GOLD = SHARED / "gold"
SAMPLES = SHARED / "samples"


def needed(path: Path) -> Path:
    """The path, or an error that says what is missing: these tests run in CI and never skip."""
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: set ONRECORD_SHARED to the folder with samples, gold and data")
    return path

"""What was built for the browser from npm packages, where it was: pages are complete without."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

BUILT = Path(__file__).parent / "static" / "built"


@cache
def asset(name: str) -> str | None:
    """The address of a built file, which changes with its content; None where it was not built."""
    file = BUILT / name
    if not file.is_file():
        return None
    return f"/static/built/{name}?v={sha256(file.read_bytes()).hexdigest()[:12]}"

"""What a user can set, in one frozen dataclass read from the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """``model`` is a package name or a path (ONRECORD_MODEL); ``cache`` is where built files such as the gazetteer
    live (ONRECORD_CACHE)."""

    model: str | None = None
    cache: Path = Path()
    batch: int = 128


def load() -> Settings:
    """The settings of this process; the cache defaults to a folder inside the running environment."""
    import sys

    cache = os.environ.get("ONRECORD_CACHE")
    return Settings(
        model=os.environ.get("ONRECORD_MODEL") or None,
        cache=Path(cache) if cache else Path(sys.prefix) / "share" / "onrecord",
    )

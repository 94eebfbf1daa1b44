"""What a user can set, in one frozen dataclass read from the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

READ_SECONDS, READ_MEMORY = 30.0, 2048


@dataclass(frozen=True, slots=True)
class Settings:
    """``model`` is a package name or a path (ONRECORD_MODEL); ``cache`` is where built files such as the gazetteer
    live (ONRECORD_CACHE). A document, or a member of an archive, may take ``read_seconds`` and ``read_memory`` MB
    (ONRECORD_READ_SECONDS, ONRECORD_READ_MEMORY)."""

    model: str | None = None
    cache: Path = Path()
    batch: int = 128
    read_seconds: float = READ_SECONDS
    read_memory: int = READ_MEMORY


def load() -> Settings:
    """The settings of this process; the cache defaults to a folder inside the running environment."""
    import sys

    cache = os.environ.get("ONRECORD_CACHE")
    return Settings(
        model=os.environ.get("ONRECORD_MODEL") or None,
        cache=Path(cache) if cache else Path(sys.prefix) / "share" / "onrecord",
        read_seconds=_number("ONRECORD_READ_SECONDS", READ_SECONDS),
        read_memory=int(_number("ONRECORD_READ_MEMORY", READ_MEMORY)),
    )


def _number(name: str, default: float) -> float:
    """The positive number that an environment variable holds, or the default."""
    try:
        value = float(os.environ.get(name, ""))
    except ValueError:
        return default
    return value if value > 0 else default

"""The coding knowledge: TOML under data/, loaded and cached, with one digest that each claim is stamped with."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

DATA = Path(__file__).parent / "data"


class KnowledgeError(Exception):
    """A knowledge file is missing or malformed; the message names the file."""


@cache
def table(name: str) -> Mapping[str, Any]:
    """The TOML table data/NAME (``"languages/en/numbers.toml"``), read-only at the top level."""
    path = DATA / name
    try:
        return MappingProxyType(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise KnowledgeError(f"{path}: {error}") from error


@cache
def tables(folder: str) -> Mapping[str, Mapping[str, Any]]:
    """Every TOML table of data/FOLDER by its file's stem, in name order."""
    return MappingProxyType(
        {path.stem: table(f"{folder}/{path.name}") for path in sorted((DATA / folder).glob("*.toml"))}
    )


@cache
def digest() -> str:
    """Sixteen hex digits over every knowledge file: the version of the rules that made a claim."""
    total = hashlib.sha256()
    for path in sorted(p for p in DATA.rglob("*") if p.suffix in {".toml", ".csv"}):
        total.update(path.relative_to(DATA).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()[:16]

"""Exports: what can be taken out of a record, and the formats it can be written in, one module each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import BinaryIO

from onrecord import registry
from onrecord.exporters.privacy import coarsened, nameless
from onrecord.exporters.selection import Selection, narrowed
from onrecord.exporters.takeaway import Takeaway

__all__ = ["Selection", "Takeaway", "coarsened", "export", "formats", "kinds", "nameless", "narrowed"]


@cache
def formats() -> Mapping[str, registry.Entry]:
    """Each export format, a module of this folder that has ``write``, with its one-line description."""
    found = registry.modules(__name__)
    return MappingProxyType({name: entry for name, entry in found.items() if hasattr(entry.module, "write")})


def kinds(format: str) -> tuple[str, ...]:
    """What a format can hold, the usual first; ValueError names the formats there are."""
    if format not in formats():
        raise ValueError(f"no export format is called {format}; there are {', '.join(formats())}")
    found: tuple[str, ...] = formats()[format].module.KINDS
    return found


def binary(format: str) -> bool:
    """Whether a format is no text, and so nothing for a terminal."""
    return bool(getattr(formats()[format].module, "BINARY", False))


def export(record: Takeaway, out: BinaryIO, *, format: str = "jsonl", kind: str | None = None) -> int:
    """Write one kind of what a record holds; returns how many were written. ValueError names what there is instead."""
    known = kinds(format)
    if kind is not None and kind not in known:
        raise ValueError(f"{format} holds no {kind}; it holds {', '.join(known)}")
    return int(formats()[format].module.write(record, kind or known[0], out))

"""Exports: what can be taken out of the record as rows, and the formats they can be written in, one module each."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType, ModuleType
from typing import TextIO

from onrecord.exporters.rows import ClaimRow, PairRow, Row, claim_rows, pair_rows
from onrecord.model import Claim, Line, Link, Problem, Report

__all__ = ["WHAT", "ClaimRow", "PairRow", "Row", "Takeaway", "export", "formats"]

WHAT = ("claims", "lines", "links", "problems", "reports")


@dataclass(frozen=True, slots=True)
class Takeaway:
    """All that can be exported of one record."""

    reports: Iterable[Report] = ()
    claims: Iterable[Claim] = ()
    lines: Iterable[Line] = ()
    links: Iterable[Link] = ()
    problems: Iterable[Problem] = ()

    def rows(self, what: str = "claims", *, expand: bool = False) -> Iterator[Row]:
        """The rows of one kind; ``expand`` gives links as every pair of claims of different reports on one line."""
        if what == "claims":
            return claim_rows(self.claims, self.lines)
        if what == "links" and expand:
            return pair_rows(self.lines, self.claims, self.links)
        kinds: Mapping[str, Iterable[Row]] = {
            "lines": self.lines,
            "links": self.links,
            "problems": self.problems,
            "reports": self.reports,
        }
        if what not in kinds:
            raise ValueError(f"nothing is called {what}; there are {', '.join(WHAT)}")
        return iter(kinds[what])


@cache
def formats() -> Mapping[str, str]:
    """Each export format, a module of this folder that has ``write``, with its one-line description."""
    found = {}
    for module in pkgutil.iter_modules(__path__):
        loaded = importlib.import_module(f"{__name__}.{module.name}")
        if hasattr(loaded, "write"):
            found[module.name] = (loaded.__doc__ or "").strip().splitlines()[0]
    return MappingProxyType(found)


def export(rows: Iterable[Row], out: TextIO, *, format: str = "jsonl") -> int:
    """Write rows in a format; returns how many were written. ValueError names the formats there are."""
    if format not in formats():
        raise ValueError(f"no export format is called {format}; there are {', '.join(formats())}")
    module: ModuleType = importlib.import_module(f"{__name__}.{format}")
    return int(module.write(rows, out))

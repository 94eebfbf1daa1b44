"""onrecord reads the reports of a crisis and keeps the record: who says what, where it stands, and how it agrees or
clashes.

from onrecord import read, extract, link
record = link([c for done in extract(reports) for c in done.claims], reports)
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

# Bound here, not on first use: both share their name with the package that holds them.
from onrecord.extract import extract
from onrecord.link import link

if TYPE_CHECKING:
    from onrecord.exporters import export
    from onrecord.ledger import Ledger
    from onrecord.readers import read

__all__ = ["Ledger", "export", "extract", "link", "read"]

_HOMES = {"read": "readers", "Ledger": "ledger", "export": "exporters"}


def __getattr__(name: str) -> Any:
    """Load a public name on first use, so that ``onrecord --help`` does not wait for the database."""
    if name in _HOMES:
        return getattr(importlib.import_module(f"onrecord.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'onrecord' has no attribute '{name}'")

"""From what a user names to reports: which inputs there are, of which format each document is, and reading each safely.

Formats that hostile bytes can hang or crash are read in child processes with limits of time and memory.
"""

from __future__ import annotations

from onrecord.reading.formats import formats
from onrecord.reading.read import read, read_all

__all__ = ["formats", "read", "read_all"]

"""The readers, one module a format; the module's name is the format's, and ``onrecord.reading.formats`` says what a
module may define. Libraries for one format are imported where that format is read, so that others do not wait for them.
"""

from __future__ import annotations

from onrecord.reading import formats, read

__all__ = ["formats", "read"]

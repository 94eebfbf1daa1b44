"""gzip: the one document that was packed."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath

from onrecord.model import Problem
from onrecord.text.source import Source

SUFFIXES = (".gz",)
MEDIA = ("application/gzip", "application/x-gzip")
LIMIT = 1024**3
MOST = 200 * 1024 * 1024
RATIO = 200
RISKY = True


def proves(data: bytes) -> bool:
    """Whether a file is packed so, and is not a WARC, whose every record is."""
    return data.startswith(b"\x1f\x8b") and not unpacked_head(data).startswith(b"WARC/")


def unpacked_head(data: bytes) -> bytes:
    """The first bytes of a packed file."""
    try:
        return zlib.decompressobj(31).decompress(data, 512)
    except zlib.error:
        return b""


def members(source: Source) -> Iterator[Source | Problem]:
    """The document inside, under its name without ".gz"."""
    most = min(MOST, 2**20 + len(source.data) * RATIO)
    name = PurePosixPath(source.name).name
    inner = name[:-3] if name.lower().endswith(".gz") else name
    try:
        with gzip.GzipFile(fileobj=BytesIO(source.data)) as stream:
            data = stream.read(most + 1)
    except (EOFError, OSError, zlib.error) as error:
        yield source.problem("damaged", f"cannot be unpacked ({' '.join(str(error).split())})")
        return
    if len(data) > most:
        yield source.problem("too_large", f"larger than {most // 2**20} MB when unpacked")
        return
    yield source.inside(inner, data)

"""ZIP: every document inside, in name order."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO

from onrecord.model import Problem
from onrecord.text.source import LIMIT, Source

SUFFIXES = (".zip",)
MEDIA = ("application/zip", "application/x-zip-compressed")
LIMIT_OF_MEMBER = 5 * LIMIT
RATIO = 200  # times that a member may grow beyond its first MB
RISKY = True
STREAMS = True
OFFICE = b"[Content_Types].xml"


def proves(data: bytes) -> bool:
    """Whether a file begins as an archive does that is no office document."""
    return data[:4] in (b"PK\x03\x04", b"PK\x05\x06") and OFFICE not in data[:4096]


def members(source: Source) -> Iterator[Source | Problem]:
    """The archive's files, without hidden ones and those that explain a folder; encrypted and swollen ones are told."""
    try:
        archive = zipfile.ZipFile(source.file or BytesIO(source.data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        yield source.problem("damaged", f"a damaged archive ({error})")
        return
    with archive:
        for entry in sorted(archive.infolist(), key=lambda e: e.filename):
            parts = PurePosixPath(entry.filename).parts
            if entry.is_dir() or any(_is_aside(part) for part in parts):
                continue
            yield _member(archive, entry, source)


def _is_aside(part: str) -> bool:
    return part.startswith((".", "__MACOSX")) or PurePosixPath(part).stem.upper() == "README"


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, source: Source) -> Source | Problem:
    named = source.inside(entry.filename, b"")
    if entry.flag_bits & 1:
        return named.problem("encrypted", "needs a password")
    try:
        with archive.open(entry) as stream:
            return _bounded(stream, entry.compress_size, named)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError) as error:
        return named.problem("damaged", f"cannot be unpacked ({' '.join(str(error).split())})")
    except Exception as error:  # zlib, lzma and bz2 each have their own
        return named.problem("damaged", f"cannot be unpacked ({type(error).__name__})")


def _bounded(stream: IO[bytes], packed: int, named: Source) -> Source | Problem:
    """The member's bytes, unless there are more of them than so small a packing honestly holds."""
    most = min(LIMIT_OF_MEMBER, 2**20 + packed * RATIO)
    data = stream.read(most + 1)
    if len(data) <= most:
        return replace(named, data=data)
    reason = "larger than 100 MB" if most == LIMIT_OF_MEMBER else f"grows more than {RATIO} times when unpacked"
    return named.problem("too_large", reason)

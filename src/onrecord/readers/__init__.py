"""Reading reports: files, folders and standard input become reports, and what cannot be read becomes a Problem.

One module a format. A reader has ``SUFFIXES``, ``read(source)`` and, where content can tell, ``looks_like(data)``;
``LIMIT`` is the most bytes it takes.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from onrecord import registry
from onrecord.model import Problem, Report
from onrecord.text.source import LIMIT, Source

PLAIN = "text"


def read(
    paths: Iterable[Path | str],
    *,
    published: str | None = None,
    publisher: str | None = None,
    format: str | None = None,
) -> Iterator[Report | Problem]:
    """Every report of the files and folders ("-" is standard input), in name order; bad input yields Problems."""
    seen: dict[str, int] = {}
    for path in paths:
        for item in _read_path(str(path), published, publisher, format):
            yield _unique(item, seen) if isinstance(item, Report) else item


def formats() -> dict[str, str]:
    """The formats that can be read, each with its one-line help."""
    return {entry.name: entry.help for entry in registry.modules("onrecord.readers").values()}


def read_source(source: Source, format: str | None = None) -> Iterator[Report | Problem]:
    """The reports of one document; its format is told by its name, then by its content, unless given."""
    known = registry.modules("onrecord.readers")
    if format is not None and format not in known:
        yield Problem(source.path, "format", f"{source.path}: no reader for {format!r}; there are {', '.join(known)}")
        return
    module = known[format or _format_of(source)].module
    limit = getattr(module, "LIMIT", LIMIT)
    if len(source.data) > limit:
        yield Problem(source.path, "too_large", f"{source.path}: larger than {limit // 2**20} MB")
        return
    try:
        yield from module.read(source)
    except Exception as error:
        reason = " ".join(str(error).split())
        yield Problem(source.path, "unreadable", f"{source.path}: {type(error).__name__}: {reason}")


def _format_of(source: Source) -> str:
    known = registry.modules("onrecord.readers")
    suffix = Path(source.path).suffix.lower()
    by_name = next((e.name for e in known.values() if suffix and suffix in getattr(e.module, "SUFFIXES", ())), None)
    if by_name is not None and by_name != PLAIN:
        return by_name
    telling = (e for e in known.values() if hasattr(e.module, "looks_like"))
    return next((e.name for e in telling if e.module.looks_like(source.data)), PLAIN)


def _read_path(
    path: str, published: str | None, publisher: str | None, format: str | None
) -> Iterator[Report | Problem]:
    if path == "-":
        yield from read_source(Source("-", sys.stdin.buffer.read(), published, publisher), format)
        return
    place = Path(path)
    if not place.exists():
        yield Problem(path, "missing", f"{path}: no such file or folder")
        return
    if not place.is_dir():
        yield from _read_file(place, published, publisher, format)
        return
    files = _walk(place)
    if not files:
        yield Problem(path, "no_reports", f"{path}: the folder holds no reports")
    for file in files:
        yield from _read_file(file, published, publisher, format)


def _walk(folder: Path) -> list[Path]:
    """The folder's files, sorted; hidden ones, those in hidden folders and files that explain a folder are left out."""
    files: list[Path] = []
    for root, folders, names in folder.walk():
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [root / name for name in sorted(names) if not name.startswith(".") and not _explains(name)]
    return sorted(file for file in files if file.is_file())


def _explains(name: str) -> bool:
    """Whether a file tells about its folder, as README and README.md do; named outright it is read all the same."""
    return Path(name).stem.upper() == "README"


def _read_file(
    file: Path, published: str | None, publisher: str | None, format: str | None
) -> Iterator[Report | Problem]:
    try:
        data = file.read_bytes()
    except OSError as error:
        yield Problem(str(file), "unreadable", f"{file}: {error.strerror or error}")
        return
    yield from read_source(Source(str(file), data, published, publisher), format)


def _unique(report: Report, seen: dict[str, int]) -> Report:
    """The report, with "#2" after an id that an earlier report of the same reading bears."""
    count = seen[report.id] = seen.get(report.id, 0) + 1
    if count == 1:
        return report
    note = ("id", f"another report is already called {report.id}")
    return dataclasses.replace(report, id=f"{report.id}#{count}", guessed=(*report.guessed, note))

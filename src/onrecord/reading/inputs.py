"""What a user names, as documents: files, folders, standard input; what is not there becomes a Problem."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO

from onrecord.fetch import Client
from onrecord.model import Problem
from onrecord.reading.formats import HEAD, format_of
from onrecord.reading.web import fetched
from onrecord.text.source import Source

STREAM = "-"


def is_address(path: str) -> bool:
    """Whether a path names something on the web."""
    return path.lower().startswith(("http://", "https://"))


def documents(path: str, known: Source, client: Client | None = None) -> Iterator[Source | Problem]:
    """The documents that a path stands for, in name order; what is ``known`` of all of them is told of each.

    Without a client addresses are Problems.
    """
    if is_address(path):
        yield fetched(path, known, client)
        return
    if path == STREAM:
        yield _opened(replace(known, path=path), sys.stdin.buffer)
        return
    place = Path(path)
    if not place.exists():
        yield Problem(path, "missing", f"{path}: no such file or folder")
    elif place.is_dir():
        files = walk(place)
        if not files:
            yield Problem(path, "no_reports", f"{path}: the folder holds no reports")
        for file in files:
            yield of_file(file, known)
    else:
        yield of_file(place, known)


def walk(folder: Path) -> list[Path]:
    """The folder's files, sorted; without hidden ones, those that explain a folder and the parts of saved pages."""
    files: list[Path] = []
    for root, folders, names in folder.walk():
        pages = {Path(name).stem for name in names if Path(name).suffix.lower() in (".html", ".htm")}
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not _is_saved(name, pages))
        files += [root / name for name in sorted(names) if not is_aside(name)]
    return sorted(file for file in files if file.is_file())


def is_aside(name: str) -> bool:
    """Whether a file is hidden or tells about its folder, as README.md does; named outright it is read all the same."""
    return name.startswith(".") or Path(name).stem.upper() == "README"


def _is_saved(folder: str, pages: set[str]) -> bool:
    """Whether a folder holds the pictures and scripts that a browser saved beside a page."""
    return any(folder.endswith(end) and folder.removesuffix(end) in pages for end in ("_files", ".files", "-Dateien"))


def of_file(file: Path, known: Source) -> Source | Problem:
    """A file as a document: whole, or its head alone where its format is read from the file itself."""
    try:
        with file.open("rb") as stream:
            return _opened(replace(known, path=str(file)), stream, file if file.is_file() else None)
    except OSError as error:
        return Problem(str(file), "unreadable", f"{file}: {error.strerror or error}")


def _opened(named: Source, stream: IO[bytes], file: Path | None = None) -> Source:
    """The document of a stream, with at most one byte more than its format takes."""
    head = replace(named, data=stream.read(HEAD))
    format = format_of(head)
    if format.streams and file is not None and os.path.getsize(file) > len(head.data):
        return replace(head, file=str(file))
    return replace(head, data=head.data + stream.read(format.limit + 1 - len(head.data)))

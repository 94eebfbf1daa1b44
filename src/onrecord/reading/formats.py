"""The formats that can be read, and which of them a document has: told by proof in its bytes, its name, its looks.

A format is a module of ``onrecord.readers``; the names below are what such a module may define.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from types import MappingProxyType

from onrecord import registry
from onrecord.model import Problem, Report
from onrecord.text.source import LIMIT, Source

PLAIN = "text"
HEAD = 65536


@dataclass(frozen=True, slots=True)
class Format:
    """One format: how it is told (SUFFIXES, MEDIA, ``proves``, ``looks_like``), and how it is read.

    ``read`` gives the reports of a document and ``members`` the documents inside it; a format has one or both.
    ``limit`` is the most bytes it takes, ``risky`` that it is read in a child process, ``streams`` that it reads from
    the file itself.
    """

    name: str
    help: str
    suffixes: frozenset[str]
    media: frozenset[str]
    proves: Callable[[bytes], bool] | None
    looks_like: Callable[[bytes], bool] | None
    read: Callable[[Source], Iterator[Report | Problem]] | None
    members: Callable[[Source], Iterator[Source | Problem]] | None
    limit: int
    risky: bool
    streams: bool


@cache
def known() -> Mapping[str, Format]:
    """Every format by its name."""
    found = {}
    for entry in registry.modules("onrecord.readers").values():
        module = entry.module
        found[entry.name] = Format(
            entry.name,
            entry.help,
            frozenset(getattr(module, "SUFFIXES", ())),
            frozenset(getattr(module, "MEDIA", ())),
            getattr(module, "proves", None),
            getattr(module, "looks_like", None),
            getattr(module, "read", None),
            getattr(module, "members", None),
            getattr(module, "LIMIT", LIMIT),
            getattr(module, "RISKY", False),
            getattr(module, "STREAMS", False),
        )
    return MappingProxyType(found)


def formats() -> dict[str, str]:
    """The formats that can be read, each with its one-line help."""
    return {format.name: format.help for format in known().values()}


def format_of(source: Source) -> Format:
    """The format of a document: the one given, except that a document format never hides the archive around it."""
    told = _told(source)
    given = known().get(source.format)
    if given is None:
        return told
    is_archive = told.members is not None and told.read is None
    opens_itself = given.members is not None or ".docx" in given.suffixes
    return told if is_archive and not opens_itself else given


def _told(source: Source) -> Format:
    head = source.data[:HEAD]
    every = known().values()
    proven = next((f for f in every if f.proves and f.proves(head)), None)
    if proven is not None:
        return proven
    stated = next((f for f in every if source.media in f.media), None)
    if stated is not None and stated.name != PLAIN:
        return stated
    suffix = PurePosixPath(source.name).suffix.lower()
    named = next((f for f in every if suffix and suffix in f.suffixes), None)
    if named is not None and named.name != PLAIN:
        return named
    return next((f for f in every if f.looks_like and f.looks_like(head)), known()[PLAIN])

"""One document as bytes, with what the caller knows about it: what a reader gets."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import PurePath

from onrecord.model import Problem

LIMIT = 20 * 1024 * 1024
BINARY = frozenset(range(9)) | frozenset(range(14, 27)) | frozenset(range(28, 32))


@dataclass(frozen=True, slots=True)
class Source:
    """``path`` names the document in messages; published and publisher are the caller's words and win over guesses."""

    path: str
    data: bytes
    published: str | None = None
    publisher: str | None = None

    @property
    def name(self) -> str:
        """The file's own name, which is the report's id where the format holds none."""
        return PurePath(self.path).name or self.path


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and, where the encoding had to be guessed, the reason."""

    text: str
    guessed: tuple[tuple[str, str], ...] = ()


def decode(source: Source) -> Decoded | Problem:
    """The document's text: UTF-8, marked UTF-16, else Windows-1252 with a note; a Problem if empty or binary."""
    data = source.data
    if not data.strip():
        return Problem(source.path, "empty", f"{source.path}: the file is empty")
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            try:
                return Decoded(data.decode(name))
            except UnicodeDecodeError as error:
                return Problem(source.path, "encoding", f"{source.path}: not valid {name}: {error.reason}")
    odd = sum(byte in BINARY for byte in data[:65536])
    if odd > max(1, len(data[:65536]) // 500):
        return Problem(source.path, "binary", f"{source.path}: the file is binary, not text")
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    try:
        return Decoded(data.decode("cp1252"), (("encoding", "the bytes are not UTF-8; read as Windows-1252"),))
    except UnicodeDecodeError as error:
        return Problem(source.path, "encoding", f"{source.path}: neither UTF-8 nor Windows-1252 (byte {error.start})")

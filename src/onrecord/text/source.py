"""One document as bytes, with where it is from and what is known of it already: what a reader gets."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from onrecord.model import Problem, Provenance

LIMIT = 20 * 1024 * 1024
BINARY = frozenset(range(9)) | frozenset(range(14, 27)) | frozenset(range(28, 32))
SAMPLE = 65536
MEDIA = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"ID3", b"OggS", b"\x1aE\xdf\xa3", b"\xd0\xcf\x11\xe0")
LONGEST_NAME = 500  # characters of a member's name, which an archive may make up
UNPRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
STATED, GIVEN = "the document states it", "given for the document"


@dataclass(frozen=True, slots=True)
class Source:
    """A document: ``path`` is the file or address, ``member`` its way inside that; both name it in messages.

    ``file`` is set where ``data`` is only the head of a file that its reader streams. The other fields are what the
    caller, archive or feed knows: published, publisher and columns are the caller's words, ``media`` is the MIME type.
    """

    path: str
    data: bytes
    published: str | None = None
    publisher: str | None = None
    member: str = ""
    format: str = ""
    file: str | None = None
    url: str | None = None
    fetched: str | None = None
    media: str = ""
    feed: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    depth: int = 0

    @property
    def where(self) -> str:
        """What names the document to a person: "bundle.zip/day1/a.html", "wire.jsonl:3"."""
        return _joined(self.path, self.member)

    @property
    def name(self) -> str:
        """The document's own name, which is the report's id where the format holds none."""
        if self.url and "://" in self.url:
            return self.url
        whole = _joined(self.path.replace("\\", "/"), self.member)
        return PurePosixPath(whole).name or whole

    def provenance(self, published: str | None, publisher: str | None, *, how: str = STATED) -> Provenance:
        """Where a report of the whole document is from, given the date and outlet that it states itself, and how."""
        return Provenance(
            self.path,
            self.member,
            self.format,
            "" if self.file else hashlib.sha256(self.data).hexdigest(),
            dated=how if published else GIVEN if self.published else "",
            named=how if publisher else GIVEN if self.publisher else "",
            feed=self.feed,
        )

    def inside(self, member: str, data: bytes, **known: str | None) -> Source:
        """A document found inside this one; what is known of this one holds for it unless told otherwise."""
        member = UNPRINTED.sub("\ufffd", member)[:LONGEST_NAME]
        whole = _joined(self.member, member) if self.member else member
        fresh = replace(self, member=whole, data=data, file=None, format="", media="", depth=self.depth + 1)
        return replace(fresh, **known)  # type: ignore[arg-type]

    def problem(self, code: str, reason: str) -> Problem:
        """What is wrong with this document, in one line that names it."""
        return Problem(self.where, code, f"{self.where}: {reason}")


def _joined(outer: str, member: str) -> str:
    if not member:
        return outer
    return f"{outer}:{member}" if member.isdigit() else f"{outer}/{member}"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and, where the encoding had to be guessed, the reason."""

    text: str
    guessed: tuple[tuple[str, str], ...] = ()


def decode(source: Source) -> Decoded | Problem:
    """The document's text: UTF-8, UTF-16, Windows-1252 or a mix, with a note where that was a guess; a Problem if
    empty or binary."""
    data = source.data
    if not data.strip():
        return source.problem("empty", "the file is empty")
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            try:
                return Decoded(data.decode(name))
            except UnicodeDecodeError as error:
                return source.problem("encoding", f"not valid {name}: {error.reason}")
    wide = _unmarked_utf16(data)
    if wide:
        return Decoded(data.decode(wide, "replace"), (("encoding", f"every second byte is NUL; read as {wide}"),))
    if _is_binary(data):
        return source.problem("binary", "the file is binary, not text")
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _western(source)


def _unmarked_utf16(data: bytes) -> str | None:
    """The byte order of UTF-16 without a mark, told by the NULs beside plain letters; None for anything else."""
    head = data[: SAMPLE // 2 * 2]
    half = len(head) // 2
    if half < 8:
        return None
    first, second = head[0::2], head[1::2]
    for name, letters, nuls in (("utf-16-le", first, second), ("utf-16-be", second, first)):
        if nuls.count(0) > half * 0.6 and letters.count(0) < half * 0.05 and not _is_binary(letters):
            return name
    return None


def _is_binary(data: bytes) -> bool:
    """Whether bytes are no text: by the first of them, as pictures, sound and films begin, or by too many controls."""
    head = data[:SAMPLE]
    return head.startswith(MEDIA) or sum(byte in BINARY for byte in head) > max(1, len(head) // 500)


def _western(source: Source) -> Decoded | Problem:
    """Text that is not wholly UTF-8: Windows-1252, or UTF-8 with stray bytes of it."""
    strays = source.data.decode("utf-8", "replace").count("\ufffd")
    wide = sum(ord(c) > 127 for c in source.data.decode("utf-8", "ignore"))
    if wide > 2 * strays:
        note = f"{strays} bytes are not UTF-8; read as Windows-1252 amid UTF-8"
        return Decoded(mixed(source.data), (("encoding", note),))
    try:
        return Decoded(source.data.decode("cp1252"), (("encoding", "the bytes are not UTF-8; read as Windows-1252"),))
    except UnicodeDecodeError as error:
        return source.problem("encoding", f"neither UTF-8 nor Windows-1252 (byte {error.start})")


def mixed(data: bytes) -> str:
    """The bytes as UTF-8, each stray byte as Windows-1252 has it."""
    return data.decode("utf-8", "onrecord-western")


def _as_western(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("onrecord-western", _as_western)

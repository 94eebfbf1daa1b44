"""Broken input on purpose: seeded mutations of our own report in every format, read as any input is.

    python -m bench.mutations [FILES] [SEED]

Nothing may be raised, hang or pass in silence: each file gives reports, or Problems that name it in one line. Prints
what came of them; exits 1 where that does not hold. 10,000 files by default.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from tests.documents import STORY, documents, packed, pdf

from onrecord.model import Report
from onrecord.reading.read import read_documents
from onrecord.text.source import Source

MOST = 2_000_000
MARKS = (
    b"\x00", b"\xff\xfe", b"<div>" * 300, b"<![CDATA[", b"]]>", b"<!ENTITY a 'b'>", b"%PDF-1.7", b"endobj", b"\x1f\x8b",
    b"PK\x03\x04", b"From x 2022\nFrom: y\n", b"WARC/1.0\r\n", b"Content-Length: 99999999999\r\n", b'"', b"{" * 500,
    b"[" * 2000, b"\r\n\r\n", b"\xe2\x80", "\u202e".encode(), b"&#x110000;", b"--", b"(" * 200, b"0" * 400, b"> " * 300,
)  # fmt: skip

type Mutation = Callable[[bytes, random.Random], bytes]


def flipped(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 4, 40))):
        out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out)


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def torn(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + data[at + chance.randrange(1, 2000) :]


def doubled(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    piece = data[at : at + chance.randrange(1, 400)]
    return (data[:at] + piece * chance.choice((2, 20, 2000)) + data[at:])[:MOST]


def marked(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 3))):
        at = chance.randrange(len(data) + 1)
        data = data[:at] + chance.choice(MARKS) + data[at:]
    return data


def noised(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + chance.randbytes(chance.randrange(1, 300)) + data[at + chance.randrange(300) :]


def recoded(data: bytes, chance: random.Random) -> bytes:
    text = data.decode("utf-8", "replace")
    half = len(data) // 2
    name = chance.choice(("utf-16", "utf-16-le", "cp1252", "utf-7", "mixed"))
    if name == "mixed":
        return data[:half] + data[half:].decode("utf-8", "replace").encode("cp1252", "replace")
    return text.encode(name, "replace")


def joined(data: bytes, chance: random.Random) -> bytes:
    other = chance.choice(list(FILES.values()))
    return data[: chance.randrange(len(data))] + other[chance.randrange(len(other)) :]


MUTATIONS: tuple[Mutation, ...] = (flipped, cut, torn, doubled, marked, noised, recoded, joined)
FILES: Mapping[str, bytes] = documents() | {"locked.pdf": pdf(STORY, password="secret")}


@dataclass(slots=True)
class Outcome:
    """What came of the files: how many gave reports, the codes of problems, and what must not be."""

    files: int = 0
    read: int = 0
    problems: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def mutated(number: int, seed: int) -> Source:
    """The file of that number: one or two mutations of one format, at times inside an archive."""
    chance = random.Random(f"{seed}:{number}")
    name = chance.choice(list(FILES))
    data = FILES[name]
    for _ in range(chance.choice((1, 1, 2))):
        data = chance.choice(MUTATIONS)(data or b" ", chance)
    file = f"{number:05}-{name}"
    if chance.random() < 0.1:
        return Source(f"{file}.zip", packed({file: data, "good.txt": FILES["story.txt"]}))
    return Source(file, data)


def outcome(files: int, seed: int) -> Outcome:
    """Read that many mutated files, in one go."""
    told = Outcome(files)
    names: set[str] = set()
    asked: list[str] = []

    def given() -> Iterator[Source]:
        for number in range(files):
            source = mutated(number, seed)
            asked.append(source.path)
            yield source

    for item in read_documents(given()):
        if isinstance(item, Report):
            told.read += 1
            names.add(item.provenance.path if item.provenance else "")
            told.wrong += _unsound(item)
            continue
        path = item.where[: len(max((p for p in asked[-80:] if item.where.startswith(p)), key=len, default=""))]
        names.add(path)
        told.problems[item.code] += 1
        if "\n" in item.message or not item.message.startswith(item.where) or not path:
            told.wrong.append(f"a Problem that does not name its file in one line: {item!r}")
    told.wrong += [f"passed over in silence: {path}" for path in asked if path not in names]
    return told


def _unsound(report: Report) -> Iterator[str]:
    """What is wrong with a report: segments that overlap or leave the text."""
    at = 0
    for segment in report.segments:
        if not at <= segment.start < segment.end <= len(report.text):
            yield f"{report.id}: segments overlap or leave the text"
            return
        at = segment.end
    if not report.text.strip():
        yield f"{report.id}: no text"


def main(files: int, seed: int) -> int:
    """Print the outcome; 1 where something must not be."""
    begun = time.perf_counter()
    told = outcome(files, seed)
    spent = time.perf_counter() - begun
    print(
        f"{files:,} files, seed {seed}: {told.read:,} reports, {sum(told.problems.values()):,} problems, {spent:.0f} s"
    )
    print(", ".join(f"{code} {count:,}" for code, count in told.problems.most_common()))
    for wrong in told.wrong[:20]:
        print(f"WRONG {wrong}")
    return 1 if told.wrong else 0


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*(numbers + [10_000, 1][len(numbers) :])))

"""mbox: every letter of a mailbox."""

from __future__ import annotations

import mailbox
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from onrecord.model import Problem
from onrecord.text.source import LIMIT as ONE
from onrecord.text.source import Source

SUFFIXES = (".mbox", ".mbx")
MEDIA = ("application/mbox",)
LIMIT = 1024**3
LIMIT_OF_LETTER = 5 * ONE
RISKY = True
STREAMS = True
FIRST = re.compile(rb"From [^\n]*\d{4}\r?\n[\w-]+:")


def proves(data: bytes) -> bool:
    """Whether a file begins with the line that parts letters, and a header behind it."""
    return bool(FIRST.match(data[:4096]))


def members(source: Source) -> Iterator[Source | Problem]:
    """The letters by number."""
    if source.file is not None:
        yield from _letters(Path(source.file), source)
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mbox"
        file.write_bytes(source.data)
        yield from _letters(file, source)


def _letters(file: Path, source: Source) -> Iterator[Source | Problem]:
    box = mailbox.mbox(file, create=False)
    try:
        for number, key in enumerate(box.iterkeys(), 1):
            letter = source.inside(str(number), b"", media="message/rfc822")
            with box.get_file(key) as stream:
                data = stream.read(LIMIT_OF_LETTER + 1)
            if len(data) > LIMIT_OF_LETTER:
                yield letter.problem("too_large", f"larger than {LIMIT_OF_LETTER // 2**20} MB")
            else:
                yield source.inside(str(number), data, media="message/rfc822")
    finally:
        box.close()

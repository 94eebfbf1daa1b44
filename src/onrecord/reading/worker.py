"""The child process that reads risky documents, one after another, each within its limits.

On standard input: pickled (Source, members to skip, Limits), one a document. On standard output, since what hostile
bytes made may not be unpickled: one line of JSON an item, then ``{"done": true}``. It ends when its input does.
"""

from __future__ import annotations

import faulthandler
import json
import os
import pickle
import sys
from dataclasses import dataclass
from typing import IO, Any

from onrecord.codec import from_json, to_json
from onrecord.model import Problem, Report
from onrecord.reading.documents import Item, Member, Reading
from onrecord.text.source import Source

TIME_OUT, FAILED = 1, 3  # exit codes; the first is that of faulthandler's watchdog


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document, or one member of an archive, may take: seconds, and MB of memory."""

    seconds: float
    memory: int


def item_of(line: bytes) -> Item | None:
    """The item that a line of answer holds, None where the document is done; ValueError for anything else."""
    message: dict[str, Any] = json.loads(line)
    (kind, value), *_ = message.items()
    if kind == "done":
        return None
    if kind == "member":
        return Member(str(value))
    return from_json(Report, value) if kind == "report" else from_json(Problem, value)


def main() -> None:
    """Serve requests until there are none."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between the answers
    with open(os.devnull, "w") as nowhere:
        while True:
            try:
                source, skip, limits = pickle.load(sys.stdin.buffer)
            except EOFError:
                return
            _serve(source, skip, limits, answers, nowhere)


def _serve(source: Source, skip: int, limits: Limits, answers: IO[bytes], nowhere: IO[str]) -> None:
    """Answer one request; the watchdog, which needs no turn of the interpreter, ends the process on time."""
    _bound(limits.memory)
    items = Reading(skip).items(source)
    while True:
        faulthandler.dump_traceback_later(limits.seconds, exit=True, file=nowhere)
        item = next(items, None)
        message = {"done": True} if item is None else _message(item)
        faulthandler.cancel_dump_traceback_later()
        answers.write(json.dumps(message).encode() + b"\n")
        answers.flush()
        if item is None:
            return


def _message(item: Item) -> dict[str, object]:
    if isinstance(item, Member):
        return {"member": item.where}
    return {"report" if isinstance(item, Report) else "problem": to_json(item)}


def _bound(memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has none; the clock is the only limit there
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory * 2**20, resource.getrlimit(resource.RLIMIT_AS)[1]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    try:
        main()
    except (MemoryError, OSError, ValueError):
        os._exit(FAILED)

"""One document read here and now: its reports and problems, and those of the documents inside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from onrecord.model import Problem, Report
from onrecord.reading.formats import Format, format_of
from onrecord.text.source import Source
from onrecord.text.wording import languages

DEEPEST = 3
MOST_MEMBERS = 1_000_000
MOST_BYTES = 16 * 1024**3


@dataclass(frozen=True, slots=True)
class Member:
    """A document inside another is about to be read; ``where`` names it."""

    where: str


type Item = Report | Problem | Member


class Reading:
    """One reading of one document; ``skip`` members are passed over unread and what came before them is not told."""

    def __init__(self, skip: int = 0) -> None:
        self._skip = skip
        self._members = 0
        self._bytes = 0

    def items(self, source: Source) -> Iterator[Item]:
        """What the document holds, in order; nothing that a document does wrong is raised."""
        for item in self._items(source):
            if isinstance(item, Member) or self._members >= self._skip:
                yield item

    def _items(self, source: Source) -> Iterator[Item]:
        format = format_of(source)
        source = replace(source, format=format.name)
        if len(source.data) > format.limit:
            yield source.problem("too_large", f"larger than {format.limit // 2**20} MB")
            return
        try:
            if format.read is not None and not (self._members and self._members <= self._skip):
                for item in format.read(source):
                    yield item
                    if isinstance(item, Report) and item.language not in languages():
                        yield _foreign(item, source)
            if format.members is not None:
                yield from self._inside(source, format)
        except Exception as error:
            yield failure(source, error)

    def _inside(self, source: Source, format: Format) -> Iterator[Item]:
        assert format.members is not None
        if source.depth >= DEEPEST:
            yield source.problem("too_deep", f"archives are nested more than {DEEPEST} deep")
            return
        empty = format.read is None
        for member in format.members(source):
            empty = False
            if isinstance(member, Problem):
                yield member
                continue
            self._members += 1
            self._bytes += len(member.data)
            if self._members > MOST_MEMBERS or self._bytes > MOST_BYTES:
                yield source.problem("too_large", "holds more than may be read of one archive; the rest is left")
                return
            if self._members > self._skip:
                yield Member(member.where)
            yield from self._items(member)
        if empty:
            yield source.problem("empty", "holds no documents")


def _foreign(report: Report, source: Source) -> Problem:
    """What is amiss with a report in a language that is not coded; it is kept all the same."""
    known = ", ".join(sorted(languages()))
    where = report.id if report.id not in (source.name, source.where) else ""
    told = f"{where}: " if where else ""
    return source.problem("language", f'{told}is in "{report.language}"; only {known} is coded well')


def failure(source: Source, error: Exception) -> Problem:
    """A reader's failure as a Problem of its document."""
    if isinstance(error, MemoryError):
        return source.problem("too_much_memory", "takes more memory than a document may")
    if isinstance(error, RecursionError):
        return source.problem("unreadable", "nested too deep")
    reason = " ".join(str(error).split())[:200]
    return source.problem("unreadable", f"{type(error).__name__}: {reason}" if reason else type(error).__name__)

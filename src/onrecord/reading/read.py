"""Reading what a user names: every report of it, in order, each under an id of its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from onrecord import settings
from onrecord.fetch import Client, Web
from onrecord.model import Problem, Report
from onrecord.reading.documents import Member, Reading
from onrecord.reading.formats import format_of, known
from onrecord.reading.inputs import documents
from onrecord.reading.pool import Job, Pool
from onrecord.reading.web import links_of
from onrecord.reading.worker import Limits
from onrecord.text.source import LIMIT, Source

BOOK = 1024 * 1024  # bytes
AHEAD = 32  # documents that may wait for one before them


def read(
    paths: Iterable[Path | str],
    *,
    published: str | None = None,
    publisher: str | None = None,
    format: str | None = None,
    columns: Mapping[str, str] | None = None,
    web: Web | None = None,
) -> Iterator[Report | Problem]:
    """Every report of the files and folders ("-" is standard input), in name order; bad input yields Problems.

    ``published`` and ``publisher`` hold where a report does not say; ``columns`` tells which field of a report each
    column of a table is ({"text": "body"}). With ``web`` addresses are fetched, and the pages behind feeds' summaries.
    """
    if format is not None and format not in known():
        for path in paths:
            yield Problem(str(path), "format", f"{path}: no reader for {format!r}; there are {', '.join(known())}")
        return
    given = known_of(published, publisher, format, columns or {})
    client = Client(web) if web is not None else None
    found = (document for path in paths for document in documents(str(path), given, client))
    items = read_documents(found)
    if client is not None:
        items = read_documents(links_of(items, given, client))
    yield from _each_its_own(items)


def read_all(found: Iterable[Source | Problem]) -> Iterator[Report | Problem]:
    """The reports of documents at hand, in order, each under an id of its own."""
    yield from _each_its_own(read_documents(found))


def _each_its_own(items: Iterable[Report | Problem]) -> Iterator[Report | Problem]:
    seen: dict[str, int] = {}
    for item in items:
        yield _unique(item, seen) if isinstance(item, Report) else item


def known_of(published: str | None, publisher: str | None, format: str | None, columns: Mapping[str, str]) -> Source:
    """What the caller knows of every document, as a document without bytes."""
    return Source("", b"", published, publisher, format=format or "", columns=columns)


def read_documents(found: Iterable[Source | Report | Problem]) -> Iterator[Report | Problem]:
    """The reports of documents, in order: risky formats in child processes, the others here; the rest passes."""
    limits = settings.load()
    pool = Pool(Limits(limits.read_seconds, limits.read_memory))
    waiting: deque[Job | _Ready] = deque()
    try:
        for document in found:
            if isinstance(document, Source) and _risky(document):
                while pool.is_full:
                    yield from _told(waiting.popleft(), pool)
                waiting.append(pool.start(document))
            elif waiting:
                waiting.append(_Ready(document))
                while len(waiting) > AHEAD:
                    yield from _told(waiting.popleft(), pool)
            else:
                yield from _told(_Ready(document), pool)
        while waiting:
            yield from _told(waiting.popleft(), pool)
    finally:
        pool.close()


def _risky(document: Source) -> bool:
    """Whether a document is read in a child: its format may hang, or it is one report as long as a book."""
    format = format_of(document)
    return format.risky or (format.limit <= LIMIT and len(document.data) > BOOK)


@dataclass(frozen=True, slots=True)
class _Ready:
    """What waits for its turn behind risky documents, and is then read here."""

    document: Source | Report | Problem


def _told(job: Job | _Ready, pool: Pool) -> Iterator[Report | Problem]:
    if isinstance(job, Job):
        yield from pool.items(job)
    elif not isinstance(job.document, Source):
        yield job.document
    else:
        yield from (item for item in Reading().items(job.document) if not isinstance(item, Member))


def _unique(report: Report, seen: dict[str, int]) -> Report:
    """The report, with "#2" after an id that an earlier report of the same reading bears."""
    count = seen[report.id] = seen.get(report.id, 0) + 1
    if count == 1:
        return report
    note = ("id", f"another report is already called {report.id}")
    return replace(report, id=f"{report.id}#{count}", guessed=(*report.guessed, note))

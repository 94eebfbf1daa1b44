"""The pages behind feeds' summaries: one that fails for a passing reason is tried again at later rounds."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from onrecord.fetch import Client, FetchError
from onrecord.model import Problem, Report
from onrecord.reading.read import read_documents
from onrecord.reading.web import is_summary, known_by, source_of
from onrecord.text.source import Source
from onrecord.watch.state import Page, State

TRIES = 4  # after the first
LONGEST = 6 * 3600.0  # seconds between two tries of an address that fails


def pause(every: float, failures: int, asked: float | None) -> float:
    """Seconds until an address that failed so often in a row is tried again; ``asked`` is what its host asks for."""
    return max(asked or 0.0, min(every * 2.0**failures, LONGEST))


@dataclass(slots=True)
class Follower:
    """Fetches pages in one round; ``pages`` is what is to be remembered of them, ``postponed`` why some came to wait.

    The summary stands for a page until it is had, and is then an older version of it.
    """

    state: State
    client: Client
    known: Source
    every: float
    pages: dict[str, Page | None] = field(default_factory=dict)
    postponed: list[Problem] = field(default_factory=list)

    def followed(self, items: Iterable[Report | Problem]) -> Iterator[Source | Report | Problem]:
        """The items, with the pages behind summaries in the place of these, where they can be had."""
        for item in items:
            if isinstance(item, Problem) or item.url is None or not is_summary(item):
                yield item
                continue
            hints = known_by(item, self.known)
            got = self._fetched(Page(item.url, item.id, hints.published, hints.publisher, hints.feed))
            if not isinstance(got, Source):
                yield item
            if got is not None:
                yield got

    def again(self) -> Iterator[Report | Problem]:
        """The pages that failed in earlier rounds and are due."""
        for page in self.state.pages():
            if page.due > time.time():
                return
            got = self._fetched(page)
            if isinstance(got, Source):
                items = list(read_documents([got]))
                alone = sum(isinstance(item, Report) for item in items) == 1
                for item in items:
                    yield replace(item, id=page.summary) if alone and isinstance(item, Report) else item
            elif got is not None:
                yield got

    def _fetched(self, page: Page) -> Source | Problem | None:
        """A page; else why it is given up, or None where it is to be tried again."""
        hints = replace(self.known, published=page.published, publisher=page.publisher, feed=page.feed)
        try:
            found = source_of(self.client.get(page.address), page.address, hints)
        except FetchError as error:
            problem = Problem(page.address, "fetch", f"{page.address}: {error}")
            if not error.passing or page.failures == TRIES:
                self.pages[page.address] = None
                return problem
            failures = page.failures + 1
            due = time.time() + pause(self.every, failures, error.retry)
            self.pages[page.address] = replace(page, failures=failures, due=due)
            self.postponed.append(replace(problem, message=f"{problem.message}; it will be tried again"))
            return None
        self.pages[page.address] = None
        return found

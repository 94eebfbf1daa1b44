"""Watching feeds, pages and folders: round after round what is new is read once, and nothing is asked for too often."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from onrecord.fetch import Client, FetchError
from onrecord.model import Problem, Report
from onrecord.reading.inputs import is_address, of_file, walk
from onrecord.reading.read import read_documents
from onrecord.reading.web import is_summary, source_of
from onrecord.text.source import Source
from onrecord.watch.follow import Follower, pause
from onrecord.watch.state import Standing, State

__all__ = ["Round", "State"]

SETTLED = 2.0  # seconds that a file must have been left alone: it may still be being written


@dataclass(slots=True)
class Round:
    """One look at every target that is due: ``items`` reads what is new, ``keep`` then remembers it as read.

    ``every`` is the seconds between two looks at an address; ``follow`` fetches the pages behind feeds' summaries, and
    ``postponed`` then tells which of them failed and will be tried again.
    """

    targets: Sequence[str]
    state: State
    client: Client
    known: Source
    every: float
    follow: bool
    settled: float = SETTLED
    _standings: dict[str, Standing] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)
    _follower: Follower = field(init=False)

    def __post_init__(self) -> None:
        self._follower = Follower(self.state, self.client, self.known, self.every)

    @property
    def postponed(self) -> Sequence[Problem]:
        """The pages that could not be had now and will be asked for again, each with the reason."""
        return self._follower.postponed

    def items(self) -> Iterator[Report | Problem]:
        """What is new, and what went wrong."""
        if self.follow:
            yield from self._follower.again()
        for target in self.targets:
            if is_address(target):
                yield from self._of_address(target)
            else:
                yield from read_documents(self._files(target))

    def keep(self) -> None:
        """Remember the round; to be called when its items are safe."""
        self.state.keep(self._standings.items(), self._seen, self._follower.pages.items())

    def next_due(self) -> float:
        """When the next target or page is due (Unix time)."""
        addresses = [target for target in self.targets if is_address(target)]
        due = [self.state.standing(target).due for target in addresses]
        folders = [time.time() + self.every] if len(addresses) < len(self.targets) else []
        pages = [page.due for page in self.state.pages()] if self.follow else []
        return min(due + folders + pages, default=0.0)

    def _of_address(self, target: str) -> Iterator[Report | Problem]:
        standing = self.state.standing(target)
        if standing.due > time.time():
            return
        try:
            answer = self.client.get(target, etag=standing.etag, modified=standing.modified)
        except FetchError as error:
            failures = standing.failures + 1
            due = time.time() + pause(self.every, failures, error.retry)
            self._standings[target] = replace(standing, failures=failures, due=due)
            yield Problem(target, "fetch", f"{target}: {error}")
            return
        due = time.time() + self.every
        if answer.data is None:
            self._standings[target] = replace(standing, failures=0, due=due)
            return
        source = source_of(answer, target, self.known)
        fresh = list(self._fresh(read_documents([source])))
        if self.follow:
            yield from read_documents(self._follower.followed(fresh))
        else:
            yield from fresh
        self._standings[target] = Standing(answer.etag, answer.modified, 0, due)

    def _fresh(self, items: Iterator[Report | Problem]) -> Iterator[Report | Problem]:
        """The entries that were not read before; one whose words changed counts as new."""
        for item in items:
            if isinstance(item, Problem):
                yield item
                continue
            digest = item.text_sha256 if not (self.follow and is_summary(item)) else ""
            if self._is_new(f"{item.id}\n{digest}"):
                yield item

    def _files(self, target: str) -> Iterator[Source | Problem]:
        """The files of a folder that are new or have changed; their bytes decide where only their dates differ."""
        place = Path(target)
        if not place.exists():
            yield Problem(target, "missing", f"{target}: no such file or folder")
            return
        for file in walk(place) if place.is_dir() else [place]:
            try:
                found = file.stat()
            except OSError:
                continue
            if time.time() - found.st_mtime < self.settled:
                continue
            stamp = f"{file.absolute()}\n{found.st_size}\n{found.st_mtime_ns}"
            if not self._is_new(stamp):
                continue
            source = of_file(file, self.known)
            if (
                isinstance(source, Problem)
                or source.file is not None
                or self._is_new(f"{file.absolute()}\n{hashlib.sha256(source.data).hexdigest()}")
            ):
                yield source

    def _is_new(self, thing: str) -> bool:
        key = hashlib.sha256(thing.encode("utf-8", "surrogatepass")).hexdigest()
        if key in self._seen or self.state.has_seen(key):
            return False
        self._seen.add(key)
        return True

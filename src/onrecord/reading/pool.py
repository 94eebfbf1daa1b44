"""A small pool of disposable child processes that read risky documents.

Starting one costs more than most documents, so those that are not worn wait for the next reading of this process; they
end with it, as their input does.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.model import Problem, Report
from onrecord.reading.documents import Member
from onrecord.reading.worker import TIME_OUT, Limits, item_of
from onrecord.text.source import Source

WORKERS = max(1, min(4, os.cpu_count() or 1))
RESTARTS = 20
DOCUMENTS = 500  # that one child reads before a fresh one takes its place


class Died(Exception):
    """The child ended before it had answered in full."""


class Child:
    """One reading process."""

    def __init__(self) -> None:
        self._served = 0
        self._owner = os.getpid()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "onrecord.reading.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    @property
    def is_worn(self) -> bool:
        """Whether it has read as much as one child should, or has died."""
        return self._served >= DOCUMENTS or self._process.poll() is not None or self._owner != os.getpid()

    def ask(self, source: Source, skip: int, limits: Limits) -> None:
        """Hand it a document; what becomes of it is told by ``answers``."""
        self._served += 1
        assert self._process.stdin is not None
        try:
            pickle.dump((source, skip, limits), self._process.stdin)
            self._process.stdin.flush()
        except OSError:
            self.end()

    def answers(self) -> Iterator[Report | Problem | Member]:
        """The items of the document that was asked for; Died where the child did not come to its end."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            try:
                item = item_of(line)
            except ValueError:
                break
            if item is None:
                return
            yield item
        raise Died

    def reason(self, limits: Limits) -> str:
        """Why it ended, for a person."""
        try:
            code: int | None = self._process.wait(5)
        except subprocess.TimeoutExpired:
            code = None
        self.end()
        if code == TIME_OUT:
            return f"took longer than {limits.seconds:g} seconds to read"
        if code is not None and code < 0:
            return f"crashed its reader (signal {-code}); it may take more than {limits.memory} MB of memory"
        return "its reader gave up"

    def end(self) -> None:
        """End the process now; one that another process started is left to that."""
        if self._owner != os.getpid():
            return
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue
        self._process.wait()


@dataclass(slots=True)
class Job:
    """A document in a child's hands."""

    source: Source
    child: Child
    members: int = 0


class Pool:
    """Children that are started when first needed; ``items`` gives a document's reports once it is its turn."""

    def __init__(self, limits: Limits, workers: int = WORKERS) -> None:
        self._limits = limits
        self._workers = workers
        self._jobs: list[Job] = []

    @property
    def is_full(self) -> bool:
        """Whether every child has a document."""
        return len(self._jobs) >= self._workers

    def start(self, source: Source) -> Job:
        """Begin to read a document; ``items`` must be called for each job, in any order."""
        job = Job(source, _fresh())
        self._jobs.append(job)
        job.child.ask(source, 0, self._limits)
        return job

    def items(self, job: Job) -> Iterator[Report | Problem]:
        """The job's reports and problems; a member that ends the child is a Problem, the next is read by another."""
        for _ in range(RESTARTS):
            begun, where = job.members, job.source.where
            try:
                for item in job.child.answers():
                    if isinstance(item, Member):
                        begun, where = begun + 1, item.where
                    else:
                        yield item
                break
            except Died:
                yield Problem(where, "gave_up", f"{where}: {job.child.reason(self._limits)}")
                if begun == job.members:
                    break
                job.members = begun
                job.child = _fresh()
                job.child.ask(job.source, begun, self._limits)
        else:
            yield job.source.problem("gave_up", f"ended its reader {RESTARTS} times; the rest is left")
        self._finish(job)

    def _finish(self, job: Job) -> None:
        self._jobs = [other for other in self._jobs if other is not job]
        if job.child.is_worn or len(IDLE) >= self._workers:
            job.child.end()
        else:
            IDLE.append(job.child)

    def close(self) -> None:
        """End the children that are still at work."""
        for job in self._jobs:
            job.child.end()
        self._jobs = []


IDLE: list[Child] = []


def _fresh() -> Child:
    """A child that waits for work, else a new one."""
    while IDLE:
        child = IDLE.pop()
        if not child.is_worn:
            return child
        child.end()
    return Child()

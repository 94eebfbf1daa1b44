"""Adding reports from a page: one job after another, each in a child process that reads, codes, links and keeps.

Nothing that is sent is written to a file: documents go to the child through a pipe.
"""

from __future__ import annotations

import json
import pickle
import queue
import secrets
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from onrecord.model import Problem
from onrecord.text.source import Source

WAITING = 10
KEPT = 50
PATIENCE = 3600.0  # seconds that one job may take
OVER = frozenset({"done", "failed"})


@dataclass(frozen=True, slots=True)
class Job:
    """One batch of documents and how far it has come: waiting, reading, done or failed.

    ``said`` is why it failed. Counts are of reports: new ones, new versions among them, and those held already.
    """

    id: str
    by: str
    began: str
    names: tuple[str, ...]
    state: str = "waiting"
    reports: int = 0
    claims: int = 0
    versions: int = 0
    held: int = 0
    problems: tuple[Problem, ...] = ()
    said: str = ""

    @property
    def over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in OVER


class Full(Exception):
    """Too many batches wait already."""


class Intake:
    """The jobs of one server, worked one at a time while it runs; the last ones are remembered."""

    def __init__(self, ledger: str) -> None:
        self._ledger = ledger
        self._jobs: dict[str, Job] = {}
        self._queue: queue.Queue[tuple[str, tuple[Source, ...]] | None] = queue.Queue(WAITING)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._child: subprocess.Popen[bytes] | None = None

    def take(self, documents: Sequence[Source], by: str) -> Job:
        """Queue documents; Full where too many batches wait."""
        names = tuple(document.path for document in documents)
        job = Job(secrets.token_hex(8), by, datetime.now(UTC).isoformat(timespec="seconds"), names)
        with self._lock:
            if self._queue.full():
                raise Full
            self._jobs[job.id] = job
            for old in [j.id for j in self._jobs.values() if j.over][: max(0, len(self._jobs) - KEPT)]:
                del self._jobs[old]
            self._queue.put_nowait((job.id, tuple(documents)))
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, daemon=True)
                self._thread.start()
        return job

    def job(self, job: str) -> Job | None:
        """One job as it stands now."""
        return self._jobs.get(job)

    def jobs(self) -> tuple[Job, ...]:
        """The jobs, the newest first."""
        return tuple(reversed(list(self._jobs.values())))

    def close(self) -> None:
        """End the child that works now; what it has kept stays."""
        if self._child is not None:
            self._child.kill()

    def _work(self) -> None:
        while (taken := self._queue.get()) is not None:
            job, documents = taken
            try:
                self._run(job, documents)
            except Exception as error:
                self._change(job, state="failed", said=" ".join(str(error).split()) or type(error).__name__)

    def _run(self, job: str, documents: tuple[Source, ...]) -> None:
        self._change(job, state="reading")
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "onrecord.web.intake_child"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._child = child
        late = threading.Timer(PATIENCE, child.kill)
        late.start()
        try:
            assert child.stdin is not None
            assert child.stdout is not None
            pickle.dump((self._ledger, documents), child.stdin)
            child.stdin.close()
            for line in child.stdout:
                self._hear(job, json.loads(line))
            child.wait()
        finally:
            late.cancel()
            self._child = None
        if not self._jobs[job].over:
            self._change(job, state="failed", said="the reading process ended before it was done; add the rest again")

    def _hear(self, job: str, told: dict[str, object]) -> None:
        problems = told.pop("problems", None)
        if isinstance(problems, list):
            self._change(job, problems=tuple(Problem(**problem) for problem in problems))
        self._change(job, **told)

    def _change(self, job: str, **fields: object) -> None:
        with self._lock:
            self._jobs[job] = replace(self._jobs[job], **fields)  # type: ignore[arg-type]

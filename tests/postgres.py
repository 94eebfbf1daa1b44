"""A PostgreSQL server of our own, from Debian's package: made in a temporary folder, taken down afterwards."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

DEATH_SIGNAL = 1  # prctl's PR_SET_PDEATHSIG


class Server:
    """A running server that is reached through a socket in ``folder``; ``database`` makes an empty database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count(1)

    def address(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self.folder}"

    def execute(self, statement: str) -> None:
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def database(self) -> str:
        """The address of a new, empty database."""
        name = f"ledger_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name}")
        return self.address(name)

    def drop(self, address: str) -> None:
        name = address.partition("?")[0].rpartition("/")[2]
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def server(*, durable: bool = False) -> Iterator[Server]:
    """A server that nobody else can reach; ``durable`` waits for the disk, as a server in use does.

    Its collation is not that of code points, so that an order the ledger does not ask for shows.
    """
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="onrecord-postgres-"))
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user, user)
    data = folder / "data"
    locale = ("--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en")
    made = subprocess.run(
        [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync", *locale],
        user=user, group=user, extra_groups=[] if user else None, cwd="/", capture_output=True, text=True,
    )  # fmt: skip
    if made.returncode:
        raise RuntimeError(f"initdb: {made.stderr}")
    settings = [f"unix_socket_directories={folder}", "listen_addresses=", "max_connections=50"]
    settings += [] if durable else ["fsync=off", "full_page_writes=off", "synchronous_commit=off"]
    with (folder / "log").open("w") as log:
        running = subprocess.Popen(
            [programs / "postgres", "-D", data, *(word for s in settings for word in ("-c", s))],
            user=user, group=user, extra_groups=[] if user else None, cwd="/", stdout=log, stderr=log,
            preexec_fn=_end_with_parent,
        )  # fmt: skip
        try:
            found = Server(folder)
            _wait(found, running, folder / "log")
            yield found
        finally:
            running.send_signal(signal.SIGQUIT)
            running.wait(30)
            shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise FileNotFoundError("PostgreSQL is missing: run ./setup.sh --tests (Debian: apt-get install postgresql)")
    return found[-1].parent


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGQUIT)


def _wait(found: Server, running: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the server answers."""
    for _ in range(600):
        try:
            return found.execute("SELECT 1")
        except psycopg.OperationalError:
            if running.poll() is not None:
                break
            time.sleep(0.05)
    raise RuntimeError(f"the PostgreSQL server does not answer: {log.read_text()}")

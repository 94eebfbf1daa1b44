"""When the disk is full, the file read-only or the ledger busy: one clear line, nothing lost, nobody in the way."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from onrecord.ledger import Ledger, LedgerError
from tests.handmade import COURIER_REPORT, LEDGER_CLAIMS, LEDGER_REPORT, RECORD
from tests.postgres import Server
from tests.test_ledger import fill, raw

ROOT = Path(__file__).parent.parent
# A disk of our own, which only the child sees: (options of the disk) -> what the child printed.
FILLED = """
import subprocess, sys
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from random import Random
from onrecord.ledger import Ledger, LedgerError
from tests.handmade import LEDGER_CLAIMS, LEDGER_REPORT
from tests.postgres import server

disk, kind = sys.argv[1:]
with ExitStack() as stack:
    if kind == "sqlite":
        address = f"{disk}/record.sqlite"
    else:
        subprocess.run(["chown", "postgres", disk], check=True)
        running = stack.enter_context(server())
        running.execute(f"CREATE TABLESPACE small LOCATION '{disk}'")
        running.execute("CREATE DATABASE small TABLESPACE small")
        address = running.address("small")

    def add(count):
        said = []
        try:
            with Ledger.open(address) as ledger:
                for n in range(count):
                    name = f"report-{n:04d}.txt"
                    claims = tuple(replace(c, report=name, id=f"{n:04d}{c.id[:8]}") for c in LEDGER_CLAIMS)
                    text = LEDGER_REPORT.text + Random(n).randbytes(15000).hex()
                    if ledger.add(replace(LEDGER_REPORT, id=name, text=text), claims):
                        said.append(name)
        except LedgerError as error:
            print("ERROR", error)
        return said

    said = add(3000)
    with Ledger.open(address, read_only=True) as ledger:
        print("KEPT", 0 < len(said) < 3000 and said == list(ledger.report_ids()))
    if kind == "sqlite":
        print("COPY")
        from onrecord.ledger.transfer import transfer
        try:
            transfer(address, f"{disk}/copy.sqlite", lambda table, rows: None)
        except LedgerError as error:
            print("ERROR", error)
        print("LEFT", sorted(path.name for path in Path(disk).glob("copy*")))
    subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
    said += add(len(said) + 5)
    with Ledger.open(address, read_only=True) as ledger:
        print("GROWN", said == list(ledger.report_ids()))
    if kind == "sqlite":
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        with Ledger.open(address, read_only=True) as ledger:
            print("READ", said == list(ledger.report_ids()))
        add(9999)
"""


def on_a_small_disk(disk: Path, kind: str, size: str) -> list[str]:
    """What the child prints that fills a disk of this size."""
    disk.mkdir()
    words = f'mount -t tmpfs -o size={size} none {disk} && exec {sys.executable} -c "$0" {disk} {kind}'
    apart = ["unshare", "-m" if os.geteuid() == 0 else "-rm"]
    done = subprocess.run([*apart, "sh", "-c", words, FILLED], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_full_or_read_only_disk_is_one_clear_line_and_loses_nothing(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    file = disk / "record.sqlite"
    assert on_a_small_disk(disk, "sqlite", "900k") == [
        f"ERROR {file}: the disk is full",
        "KEPT True",
        "COPY",
        f"ERROR {disk / 'copy.sqlite.part'}: the disk is full",
        "LEFT []",
        "GROWN True",
        "READ True",
        f"ERROR {file}: cannot be written (read-only)",
    ]


@pytest.mark.skipif(os.geteuid() != 0, reason="a disk for another user's server needs root")
def test_a_servers_full_disk_is_one_clear_line_and_loses_nothing() -> None:
    disk = Path("/tmp") / f"onrecord-small-{os.getpid()}"
    try:
        error, *told = on_a_small_disk(disk, "postgresql", "9m")
    finally:
        disk.rmdir()
    assert error.startswith("ERROR postgresql://postgres@/small")
    assert error.endswith(": the disk is full")
    assert told == ["KEPT True", "GROWN True"]


def test_a_user_who_may_only_read_reads_and_is_told(postgres: Server, database: str) -> None:
    fill(database)
    postgres.execute("CREATE ROLE reader LOGIN IN ROLE pg_read_all_data")
    address = database.replace("postgres@", "reader@")
    with Ledger.open(address) as ledger:
        assert len(ledger.report_ids()) == 2
        with pytest.raises(LedgerError, match="permission denied for table") as caught:
            ledger.add(replace(COURIER_REPORT, id="later.txt"), ())
    assert "\n" not in str(caught.value)


def test_a_server_that_stops_is_one_clear_line(postgres: Server, database: str) -> None:
    fill(database)
    with Ledger.open(database) as ledger:
        name = database.partition("?")[0].rpartition("/")[2]
        postgres.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        with pytest.raises(LedgerError, match="terminat") as caught:
            tuple(ledger.claims())
        assert "\n" not in str(caught.value)
        assert len(ledger.report_ids()) == 2


def test_eight_read_while_one_writes(address: str) -> None:
    fill(address)
    done, wrong = threading.Event(), []

    def read() -> None:
        seen = 0
        try:
            with Ledger.open(address, read_only=True) as ledger:
                while not done.is_set():
                    counts = dict.fromkeys(ledger.report_ids(), 0)
                    for claim in ledger.claims():
                        counts[claim.report] = counts.get(claim.report, 0) + 1
                    known = {claim for line in ledger.lines() for claim in line.claims}
                    assert len(known) in (0, 7)
                    assert len(counts) >= seen
                    assert {counts[name] for name in counts if name.startswith("more")} <= {len(LEDGER_CLAIMS)}
                    seen = len(counts)
        except Exception as error:
            wrong.append(error)

    readers = [threading.Thread(target=read) for _ in range(8)]
    for reader in readers:
        reader.start()
    try:
        with Ledger.open(address) as ledger:
            for n in range(8):
                claims = tuple(replace(c, report=f"more-{n}", id=f"{n:04d}{c.id[:8]}") for c in LEDGER_CLAIMS)
                assert ledger.add(replace(LEDGER_REPORT, id=f"more-{n}"), claims)
                ledger.replace_record(RECORD)
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert wrong == []
    with raw(address).connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM reports")) == 10

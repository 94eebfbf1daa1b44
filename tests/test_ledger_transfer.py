"""A ledger is backed up, restored and moved between SQLite and PostgreSQL, and is equal in every row afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Row, Table, text

from onrecord.ledger import Ledger, LedgerError
from onrecord.ledger import transfer as transfers
from onrecord.ledger.tables import reviews
from onrecord.ledger.transfer import transfer
from onrecord.model import Problem
from tests.handmade import CLAIMS, COURIER_REPORT, L_FLED, LEDGER_REPORT, LINES
from tests.postgres import Server
from tests.test_cli import onrecord
from tests.test_ledger import dump, fill, raw

type Place = Callable[[str], str]
KINDS = ("sqlite", "postgresql")


@pytest.fixture
def place(tmp_path: Path, postgres: Server) -> Place:
    """Where a new ledger of a kind can be made."""
    return lambda kind: str(tmp_path / f"{kind}.sqlite") if kind == "sqlite" else postgres.database()


def silent(table: str, rows: int) -> None:
    pass


def lived(address: str) -> None:
    """A ledger with something in every table: versions, older coding, reviews, problems of each kind."""
    fill(address)
    with Ledger.open(address) as ledger:
        ledger.add(LEDGER_REPORT, (replace(L_FLED, status="unknown", knowledge="newer"),))
        ledger.add(replace(COURIER_REPORT, text=COURIER_REPORT.text + "Ünïcode – “ok” 漢 🙂\n", text_sha256=""), ())
        ledger.note([Problem("gone.pdf", "unreadable", "the file is encrypted")])
    review = {"kind": "claim", "target": "x", "target_digest": "d", "verdict": "accept", "reviewer": "me", "at": "t"}
    with raw(address).begin() as connection:
        connection.execute(reviews.insert(), [review | {"patch": {"n": 1.5}}])
        connection.execute(reviews.insert(), [review | {"replaces": 1, "note": "again"}])


@pytest.mark.parametrize("source", KINDS)
@pytest.mark.parametrize("target", KINDS)
def test_a_ledger_copied_is_equal_and_goes_on(place: Place, source: str, target: str, tmp_path: Path) -> None:
    held, copied = place(source), place(target).replace("sqlite.sqlite", "copy.sqlite")
    lived(held)
    before = dump(held)
    assert [
        name for name, rows in before.items() if not rows and name in ("reports", "claims", "reviews", "coded")
    ] == []
    done = transfer(held, copied, silent)
    assert done.rows == sum(map(len, before.values()))
    assert dump(copied) == before == dump(held)
    with Ledger.open(copied) as ledger:
        assert tuple(ledger.lines()) == LINES
        assert ledger.add(replace(COURIER_REPORT, id="later.txt"), (), [Problem("later.txt", "x", "y")])
    with raw(copied).begin() as connection:
        connection.execute(reviews.insert().values(
            kind="lines", target="x", target_digest="d", verdict="reject", reviewer="me", at="t"
        ))  # fmt: skip
    assert [p.name for p in tmp_path.iterdir() if ".part" in p.name] == []


def test_a_copy_takes_no_ledgers_place(place: Place) -> None:
    held = place("sqlite")
    fill(held)
    for kind in KINDS:
        other = place(kind).replace("sqlite.sqlite", "other.sqlite")
        fill(other)
        before = dump(other)
        with pytest.raises(LedgerError, match="only made where there is nothing"):
            transfer(held, other, silent)
        assert dump(other) == before


def test_a_copy_that_is_not_equal_is_refused_and_leaves_nothing(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = place("sqlite")
    fill(held)
    rows_of, asked = transfers.rows_of, []

    def losing(connection: Connection, table: Table) -> Iterator[Row[Any]]:
        asked.append(table.name)
        rows = list(rows_of(connection, table))
        yield from rows[1:] if asked.count("links") == 1 and table.name == "links" else rows

    monkeypatch.setattr(transfers, "rows_of", losing)
    with pytest.raises(LedgerError, match=r"not equal to .* in links$"):
        transfer(held, tmp_path / "copy.sqlite", silent)
    assert not list(tmp_path.glob("copy*"))


def test_backup_and_restore_are_one_command_each(place: Place, tmp_path: Path) -> None:
    held, kept = place("postgresql"), tmp_path / "kept.sqlite"
    lived(held)
    done = onrecord("backup", kept, "--ledger", held)
    assert (done.returncode, done.stderr) == (0, "")
    assert "compared and equal" in done.stdout
    refused = onrecord("backup", kept, "--ledger", held)
    assert (refused.returncode, len(refused.stderr.splitlines())) == (2, 1)
    assert onrecord("backup", kept, "--ledger", held, "--force").returncode == 0
    again = tmp_path / "again.sqlite"
    assert onrecord("restore", kept, "--ledger", again).returncode == 0
    assert dump(str(again)) == dump(held)
    assert onrecord("restore", kept, "--ledger", again).returncode == 2
    empty = place("postgresql")
    assert onrecord("copy", again, empty).returncode == 0
    assert dump(empty) == dump(held)
    assert onrecord("backup", empty, "--ledger", held).stderr.startswith("onrecord: postgresql://postgres@/")


def test_a_backup_made_while_another_writes_is_one_state(place: Place, tmp_path: Path) -> None:
    held = place("sqlite")
    fill(held)

    def write(table: str, rows: int) -> None:
        with Ledger.open(held) as ledger:
            ledger.add(replace(COURIER_REPORT, id=f"late-{table}-{rows}.txt"), ())

    done = transfer(held, tmp_path / "copy.sqlite", write)
    assert done.rows < sum(map(len, dump(held).values()))
    with Ledger.open(tmp_path / "copy.sqlite", read_only=True) as ledger:
        assert {c.id for c in ledger.claims()} == {c.id for c in CLAIMS}
        assert len(ledger.report_ids()) == 2
    with raw(str(tmp_path / "copy.sqlite")).connect() as connection:
        assert connection.scalar(text("PRAGMA integrity_check")) == "ok"

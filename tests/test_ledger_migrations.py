"""Older ledgers are brought up with nothing lost, and what the steps make is what the tables say, on both databases."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from onrecord.ledger import Ledger, LedgerError, migrations
from onrecord.ledger.tables import metadata
from tests.handmade import CLAIMS, KNOWLEDGE, LEDGER_CLAIMS, LEDGER_REPORT, LINES, RECORD
from tests.test_ledger import raw

pytestmark = pytest.mark.filterwarnings("ignore:.*expression-based index")  # SQLite's cannot be read back

# A ledger of the hand-made crisis, and two reviews of one claim, as an onrecord of schema 3 wrote it.
SCHEMA3 = Path(__file__).parent / "ledgers" / "schema3.sql"
# What the schemas before it lacked.
LACKED = {
    1: ("ALTER TABLE readings DROP COLUMN change", "ALTER TABLE claims DROP COLUMN drawn"),
    2: ("ALTER TABLE readings DROP COLUMN texts",),
}


def older(path: Path, schema: int) -> None:
    """Make a ledger as an older onrecord left it."""
    with sqlite3.connect(path) as connection:
        connection.executescript(SCHEMA3.read_text(encoding="utf-8"))
        for lacked in (LACKED[version] for version in LACKED if version >= schema):
            for statement in lacked:
                connection.execute(statement)
        connection.execute(f"UPDATE meta SET value='{schema}' WHERE key='schema'")


@pytest.mark.parametrize("schema", [1, 2, 3])
def test_an_older_ledger_is_brought_up_with_all_it_holds(tmp_path: Path, schema: int) -> None:
    path = tmp_path / "older.sqlite"
    older(path, schema)
    with pytest.raises(LedgerError, match="older onrecord"):
        Ledger.open(path, read_only=True)
    with Ledger.open(path) as ledger:
        assert {c.id for c in ledger.claims()} == {c.id for c in CLAIMS}
        assert tuple(ledger.lines()) == LINES
        assert tuple(ledger.parts()) == RECORD.parts
        assert ledger.unlinked() == ("courier.txt", "ledger.txt")
    with raw(str(path)).connect() as connection:
        killed = connection.execute(
            text("SELECT measure, latest, origins, outlets, claims FROM lines ORDER BY position")
        )
        assert killed.first() == ("killed", "2031-05-06", 3, 2, 5)
        coded = connection.execute(text("SELECT report, knowledge, claims FROM coded ORDER BY claims"))
        assert tuple(coded.all()[-1]) == (LEDGER_REPORT.id, KNOWLEDGE, len(LEDGER_CLAIMS))
        kept = connection.execute(text("SELECT id, kind, verdict, replaces FROM reviews ORDER BY id"))
        assert [tuple(row) for row in kept] == [(1, "claim", "accept", None), (2, "claim", "reject", 1)]
        assert differences(connection) == []
    with Ledger.open(path, read_only=True) as ledger:
        assert len(list(ledger.claims())) == len(CLAIMS)


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """Whether Alembic is to compare it: a full-text index is each database's own."""
    return not (kind in {"table", "index"} and "_search" in (name or ""))


OPTIONS = {"compare_type": True, "compare_server_default": False, "include_name": ours}


def differences(connection: object) -> list[object]:
    """What a migration would have to do so that the database is as the tables say."""
    context = MigrationContext.configure(connection, opts=OPTIONS)  # type: ignore[arg-type]
    return list(compare_metadata(context, metadata))


def test_the_steps_make_what_the_tables_say(address: str) -> None:
    Ledger.open(address).close()
    with raw(address).connect() as connection:
        assert differences(connection) == []
        assert connection.scalar(text("SELECT value FROM meta WHERE key='schema'")) == str(migrations.newest())
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == f"{migrations.newest():04}"

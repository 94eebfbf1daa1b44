"""How the ledger's tables came to be, one file of ``versions/`` a step, for SQLite and PostgreSQL alike (Alembic).

To change the schema: change ``ledger/tables.py``; add ``versions/vNNNN_what_changes.py`` with the next number, in it
``revision = "NNNN"``, ``down_revision`` the number before, and ``upgrade()`` made of ``alembic.op`` calls (a change of
an existing column inside ``op.batch_alter_table``, which SQLite needs). A step never imports ``tables``: it says what
was true then. Where one database needs its own words, ask ``op.get_bind().dialect.name``. Nothing else is to be
registered: the highest number is the schema this program knows, older ledgers take the missing steps when they are
opened for writing, and a test holds what the steps make to what ``tables.py`` says, on both databases.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, delete, insert, text

import onrecord.ledger.tables as t

FOLDER = Path(__file__).parent
FIRST = 3

# SQLite ledgers from before this tree: what each schema added to the one before it.
EARLIER = {
    2: (
        "ALTER TABLE claims ADD COLUMN drawn JSON",
        "ALTER TABLE readings ADD COLUMN change VARCHAR DEFAULT '' NOT NULL",
    ),
    3: ("ALTER TABLE readings ADD COLUMN texts INTEGER DEFAULT 1 NOT NULL",),
}


@cache
def newest() -> int:
    """The schema that this program reads and writes."""
    names = (path.name for path in (FOLDER / "versions").iterdir())
    return max(int(found[1]) for name in names if (found := re.fullmatch(r"v(\d{4})_\w+\.py", name)))


def bring_up(connection: Connection, found: int | None) -> None:
    """Take every step from schema ``found`` (None: an empty database) to the newest, in the caller's transaction."""
    # Only a ledger that is made or changed waits for Alembic to load.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    if found is not None:
        for statement in (s for version in sorted(EARLIER) if version > found for s in EARLIER[version]):
            connection.execute(text(statement))
        command.stamp(config, f"{max(found, FIRST):04}")
    command.upgrade(config, "head")
    connection.execute(delete(t.meta).where(t.meta.c.key == "schema"))
    connection.execute(insert(t.meta).values(key="schema", value=str(newest())))

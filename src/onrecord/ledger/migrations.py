"""How a ledger of an older schema becomes one of this schema: one step a version, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, text, update

import onrecord.ledger.tables as t

# What each version added to the one before it; columns only, so that no row is copied.
STEPS: Mapping[int, tuple[str, ...]] = {
    2: (
        "ALTER TABLE claims ADD COLUMN drawn JSON",
        "ALTER TABLE readings ADD COLUMN change VARCHAR DEFAULT '' NOT NULL",
    ),
    3: ("ALTER TABLE readings ADD COLUMN texts INTEGER DEFAULT 1 NOT NULL",),
}


def bring_up(connection: Connection, found: int) -> None:
    """Take the steps from schema ``found`` to the newest, and write down that they are taken."""
    for version in sorted(v for v in STEPS if v > found):
        for statement in STEPS[version]:
            connection.execute(text(statement))
    connection.execute(update(t.meta).where(t.meta.c.key == "schema").values(value=str(t.SCHEMA)))

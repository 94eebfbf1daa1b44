"""Who may open the pages of a served ledger: users with roles, and their sessions."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKey, String

revision = "0007"
down_revision = "0006"

Word = String().with_variant(String(collation="C"), "postgresql")


def upgrade() -> None:
    """Make what schema 7 has over schema 6."""
    op.create_table(
        "users",
        Column("name", Word, primary_key=True),
        Column("role", Word, nullable=False),
        Column("password", Word, nullable=False),
        Column("made", Word, nullable=False),
    )
    op.create_table(
        "sessions",
        Column("token", Word, primary_key=True),
        Column("name", Word, ForeignKey("users.name"), nullable=False),
        Column("opened", Word, nullable=False),
        Column("seen", Word, nullable=False),
    )
    op.create_index("sessions_name", "sessions", ["name"])

"""Each line has a digest of its rows, so that drawing it anew as it is writes nothing."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, String

revision = "0011"
down_revision = "0010"

Word = String().with_variant(String(collation="C"), "postgresql")


def upgrade() -> None:
    """Add what schema 11 has over schema 10."""
    op.add_column("lines", Column("digest", Word, nullable=False, server_default=""))

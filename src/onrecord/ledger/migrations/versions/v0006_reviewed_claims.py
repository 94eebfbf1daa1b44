"""Claims tell how people left them: rejected, or kept by a person's word alone."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, String

revision = "0006"
down_revision = "0005"

Word = String().with_variant(String(collation="C"), "postgresql")


def upgrade() -> None:
    """Add what schema 6 has over schema 5."""
    op.add_column("claims", Column("standing", Word))

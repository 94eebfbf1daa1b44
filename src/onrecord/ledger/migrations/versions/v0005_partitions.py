"""Where each claim lies among the partitions that linking works by, and what linking keeps of each report."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, text

revision = "0005"
down_revision = "0004"

Word = String().with_variant(String(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the paths, the partitions drawn and the tellings."""
    op.add_column("claims", Column("path", Word))
    still = text("closed IS NULL")
    op.create_index("claims_path", "claims", ["path"], sqlite_where=still, postgresql_where=still)
    op.add_column("lines", Column("partition", Word, nullable=False, server_default=""))
    op.create_index("lines_partition", "lines", ["partition"])
    op.create_table("partitions", Column("path", Word, primary_key=True), Column("claims", Integer, nullable=False))
    op.create_table(
        "tellings",
        Column("report", Word, ForeignKey("reports.id"), primary_key=True),
        Column("stamp", Word, nullable=False),
        Column("data", LargeBinary, nullable=False),
    )

"""What lists and counts need is kept beside the lines: states, ranks, incidents, claims of a report, parties at war."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKey, Index, Integer, String, text

revision = "0009"
down_revision = "0008"

Word = String().with_variant(String(collation="C"), "postgresql")

STATE = """UPDATE lines SET state = CASE
WHEN EXISTS (SELECT 1 FROM links WHERE links.line = lines.id AND relation = 'conflicts') THEN 'disputed'
WHEN EXISTS (SELECT 1 FROM links WHERE links.line = lines.id AND relation = 'updates') THEN 'updated'
WHEN EXISTS (SELECT 1 FROM links WHERE links.line = lines.id AND relation = 'corroborates') THEN 'agree'
WHEN outlets > 1 AND origins > 0 THEN 'repeat' WHEN outlets > 1 THEN 'unsourced' ELSE 'single' END"""
CONTESTED = "UPDATE lines SET contested = 1 WHERE state = 'disputed'"
RANK = """UPDATE lines SET rank = ordered.number FROM (SELECT id, row_number() OVER
(PARTITION BY incident ORDER BY contested DESC, outlets DESC, claims DESC, label, id) AS number FROM lines) AS ordered
WHERE ordered.id = lines.id"""
INCIDENTS = """INSERT INTO incidents (partition, slug, lines, disputed, contested, latest)
SELECT partition, incident, count(*), sum(contested), max(contested), max(latest) FROM lines
GROUP BY partition, incident"""


def upgrade() -> None:
    """Add what schema 9 has over schema 8, and fill it from what the ledger holds."""
    op.add_column("reports", Column("claims", Integer, nullable=False, server_default="0"))
    op.create_index("reports_listed", "reports", ["published", "id", "publisher", "claims", "current"])
    op.add_column("lines", Column("state", Word, nullable=False, server_default=""))
    op.add_column("lines", Column("contested", Integer, nullable=False, server_default="0"))
    op.add_column("lines", Column("rank", Integer, nullable=False, server_default="0"))
    op.create_table(
        "incidents",
        Column("partition", Word, primary_key=True),
        Column("slug", Word, primary_key=True),
        Column("lines", Integer, nullable=False),
        Column("disputed", Integer, nullable=False),
        Column("contested", Integer, nullable=False),
        Column("latest", Word, nullable=False),
        Index("incidents_slug", "slug"),
        Index("incidents_listed", "contested", "latest", "lines", "slug"),
    )
    op.create_table(
        "parties",
        Column("role", Word, primary_key=True),
        Column("party", Word, primary_key=True),
        Column("report", Word, ForeignKey("reports.id"), primary_key=True),
        Index("parties_report", "report"),
    )
    for statement in (STATE, CONTESTED, RANK, INCIDENTS):
        op.execute(statement)
    op.create_index("lines_ranked", "lines", ["incident", "rank", "id"])
    op.create_index("lines_listed", "lines", ["contested", "outlets", "claims", "id"])
    op.create_index("lines_state", "lines", ["state", "outlets", "claims", "id"])
    op.drop_index("claims_incident", "claims")
    op.create_index("claims_incident", "claims", ["incident", "type", "published", "report", "start"])
    op.drop_index("claims_closed", "claims")
    closed = text("closed IS NOT NULL")
    op.create_index("claims_closed", "claims", ["closed"], sqlite_where=closed, postgresql_where=closed)
    from onrecord.ledger.tallies import count_everything

    count_everything(op.get_bind())

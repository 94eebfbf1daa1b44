"""The ledger as the last version without this tree made it: what every newer schema grows from."""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, BigInteger, Column, Float, ForeignKey, Integer, String, Text, text

revision = "0003"
down_revision = None

Word = String().with_variant(String(collation="C"), "postgresql")
Prose = Text().with_variant(Text(collation="C"), "postgresql")
Count = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    """Make the tables of schema 3."""
    op.create_table("meta", Column("key", Word, primary_key=True), Column("value", Word, nullable=False))
    op.create_table(
        "runs",
        Column("id", Integer, primary_key=True),
        Column("started", Word, nullable=False),
        Column("program", Word, nullable=False),
        Column("knowledge", Word, nullable=False),
    )
    op.create_table(
        "reports",
        Column("id", Word, primary_key=True),
        Column("root", Word, nullable=False),
        Column("version", Integer, nullable=False),
        Column("current", Integer, nullable=False),
        Column("supersedes", Word),
        Column("text_sha256", Word, nullable=False),
        Column("knowledge", Word, nullable=False),
        Column("run", Integer, ForeignKey("runs.id"), nullable=False),
        Column("title", Word, nullable=False),
        Column("publisher", Word, nullable=False),
        Column("published", Word),
        Column("url", Word),
        Column("language", Word, nullable=False),
        Column("text", Prose, nullable=False),
        Column("data", JSON, nullable=False),
    )
    op.create_table(
        "segments",
        Column("report", Word, ForeignKey("reports.id"), primary_key=True),
        Column("position", Integer, primary_key=True),
        Column("kind", Word, nullable=False),
        Column("start", Integer, nullable=False),
        Column("end", Integer, nullable=False),
    )
    op.create_table(
        "claims",
        Column("row", Count, primary_key=True),
        Column("id", Word, nullable=False),
        Column("report", Word, ForeignKey("reports.id"), nullable=False),
        Column("start", Integer, nullable=False),
        Column("end", Integer, nullable=False),
        Column("type", Word, nullable=False),
        Column("measure", Word),
        Column("object", Word),
        Column("side", Word),
        Column("status", Word, nullable=False),
        Column("scope", Word),
        Column("modality", Word, nullable=False),
        Column("polarity", Word, nullable=False),
        Column("low", Float),
        Column("high", Float),
        Column("place", Word),
        Column("country", Word),
        Column("date", Word),
        Column("as_of", Word),
        Column("origin", Word),
        Column("source", Word),
        Column("incident", Word),
        Column("publisher", Word, nullable=False),
        Column("published", Word),
        Column("knowledge", Word, nullable=False),
        Column("digest", Word, nullable=False),
        Column("opened", Integer, ForeignKey("runs.id"), nullable=False),
        Column("closed", Integer, ForeignKey("runs.id")),
        Column("data", JSON, nullable=False),
        Column("drawn", JSON(none_as_null=True)),
    )
    op.create_table(
        "lines",
        Column("id", Word, primary_key=True),
        Column("position", Integer, nullable=False),
        Column("label", Word, nullable=False),
        Column("incident", Word, nullable=False),
        Column("key", JSON, nullable=False),
        Column("part_of", JSON, nullable=False),
    )
    op.create_table(
        "readings",
        Column("line", Word, ForeignKey("lines.id"), primary_key=True),
        Column("position", Integer, primary_key=True),
        Column("origin", Word),
        Column("low", Float),
        Column("high", Float),
        Column("hedge", Word, nullable=False),
        Column("as_of", Word),
        Column("outlets", JSON, nullable=False),
        Column("claims", JSON, nullable=False),
        Column("change", Word, nullable=False, server_default=""),
        Column("texts", Integer, nullable=False, server_default="1"),
    )
    op.create_table(
        "line_claims",
        Column("line", Word, ForeignKey("lines.id"), primary_key=True),
        Column("position", Integer, primary_key=True),
        Column("claim", Word, nullable=False),
    )
    op.create_table(
        "parts",
        Column("part", Word, ForeignKey("lines.id"), primary_key=True),
        Column("whole", Word, ForeignKey("lines.id"), primary_key=True),
        Column("why", JSON, nullable=False),
    )
    op.create_table(
        "links",
        Column("row", Count, primary_key=True),
        Column("left", Word, nullable=False),
        Column("right", Word, nullable=False),
        Column("relation", Word, nullable=False),
        Column("line", Word, ForeignKey("lines.id"), nullable=False),
        Column("knowledge", Word, nullable=False),
        Column("why", JSON, nullable=False),
    )
    op.create_table(
        "problems",
        Column("row", Count, primary_key=True),
        Column("stage", Word, nullable=False),
        Column("where", Word, nullable=False),
        Column("code", Word, nullable=False),
        Column("message", Prose, nullable=False),
        Column("start", Integer),
        Column("end", Integer),
        Column("run", Integer, ForeignKey("runs.id"), nullable=False),
    )
    op.create_table(
        "reviews",
        Column("id", Integer, primary_key=True),
        Column("target", Word, nullable=False),
        Column("target_digest", Word, nullable=False),
        Column("verdict", Word, nullable=False),
        Column("patch", JSON),
        Column("reviewer", Word, nullable=False),
        Column("note", Prose),
        Column("at", Word, nullable=False),
        Column("replaces", Integer, ForeignKey("reviews.id")),
    )
    op.create_index("reports_root", "reports", ["root", "version"], unique=True)
    op.create_index("reports_published", "reports", ["published"])
    op.create_index("claims_report", "claims", ["report", "start"])
    op.create_index("claims_measure", "claims", ["measure", "date"])
    op.create_index("claims_incident", "claims", ["incident"])
    op.create_index("claims_origin", "claims", ["origin"])
    op.create_index("claims_place", "claims", ["place"])
    op.create_index("lines_incident", "lines", ["incident"])
    op.create_index("line_claims_claim", "line_claims", ["claim"])
    op.create_index("links_left", "links", ["left"])
    op.create_index("links_right", "links", ["right"])
    op.create_index("links_line", "links", ["line"])
    op.create_index("problems_where", "problems", ["where"])
    op.create_index("reviews_target", "reviews", ["target"])
    op.create_index(
        "claims_open",
        "claims",
        ["id"],
        unique=True,
        sqlite_where=text("closed IS NULL"),
        postgresql_where=text("closed IS NULL"),
    )

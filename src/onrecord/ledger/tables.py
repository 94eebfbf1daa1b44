"""The ledger's one schema, in types that SQLite and PostgreSQL share; the version stands in ``meta``.

Reports and reviews only ever grow. A claim row is never edited: when newer knowledge codes the same anchor otherwise,
the old row is closed with the run that closed it and a new row with the same claim id is opened. Lines, readings and
links are views over claims and are replaced as a whole. A claim's ``data`` is what coding said; ``incident``,
``origin`` and ``drawn`` (its day, where other reports tell it) are what linking drew, and change without a new row.
"""

from __future__ import annotations

from sqlalchemy import (
    DDL,
    JSON,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    event,
)

SCHEMA = 3

metadata = MetaData()

meta = Table("meta", metadata, Column("key", String, primary_key=True), Column("value", String, nullable=False))

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("started", String, nullable=False),
    Column("program", String, nullable=False),
    Column("knowledge", String, nullable=False),
)

reports = Table(
    "reports",
    metadata,
    Column("id", String, primary_key=True),
    Column("root", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("current", Integer, nullable=False),
    Column("supersedes", String),
    Column("text_sha256", String, nullable=False),
    Column("knowledge", String, nullable=False),
    Column("run", Integer, ForeignKey("runs.id"), nullable=False),
    Column("title", String, nullable=False),
    Column("publisher", String, nullable=False),
    Column("published", String),
    Column("url", String),
    Column("language", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("data", JSON, nullable=False),
    Index("reports_root", "root", "version", unique=True),
    Index("reports_published", "published"),
)

segments = Table(
    "segments",
    metadata,
    Column("report", String, ForeignKey("reports.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)

claims = Table(
    "claims",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("id", String, nullable=False),
    Column("report", String, ForeignKey("reports.id"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("type", String, nullable=False),
    Column("measure", String),
    Column("object", String),
    Column("side", String),
    Column("status", String, nullable=False),
    Column("scope", String),
    Column("modality", String, nullable=False),
    Column("polarity", String, nullable=False),
    Column("low", Float),
    Column("high", Float),
    Column("place", String),
    Column("country", String),
    Column("date", String),
    Column("as_of", String),
    Column("origin", String),
    Column("source", String),
    Column("incident", String),
    Column("publisher", String, nullable=False),
    Column("published", String),
    Column("knowledge", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("opened", Integer, ForeignKey("runs.id"), nullable=False),
    Column("closed", Integer, ForeignKey("runs.id")),
    Column("data", JSON, nullable=False),
    Column("drawn", JSON(none_as_null=True)),
)
Index("claims_report", claims.c.report, claims.c.start)
Index("claims_measure", claims.c.measure, claims.c.date)
Index("claims_incident", claims.c.incident)
Index("claims_origin", claims.c.origin)
Index("claims_place", claims.c.place)
Index(
    "claims_open",
    claims.c.id,
    unique=True,
    sqlite_where=claims.c.closed.is_(None),
    postgresql_where=claims.c.closed.is_(None),
)

lines = Table(
    "lines",
    metadata,
    Column("id", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("label", String, nullable=False),
    Column("incident", String, nullable=False),
    Column("key", JSON, nullable=False),
    Column("part_of", JSON, nullable=False),
    Index("lines_incident", "incident"),
)

readings = Table(
    "readings",
    metadata,
    Column("line", String, ForeignKey("lines.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("origin", String),
    Column("low", Float),
    Column("high", Float),
    Column("hedge", String, nullable=False),
    Column("as_of", String),
    Column("outlets", JSON, nullable=False),
    Column("claims", JSON, nullable=False),
    Column("change", String, nullable=False, server_default=""),
    Column("texts", Integer, nullable=False, server_default="1"),
)

line_claims = Table(
    "line_claims",
    metadata,
    Column("line", String, ForeignKey("lines.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("claim", String, nullable=False),
    Index("line_claims_claim", "claim"),
)

parts = Table(
    "parts",
    metadata,
    Column("part", String, ForeignKey("lines.id"), primary_key=True),
    Column("whole", String, ForeignKey("lines.id"), primary_key=True),
    Column("why", JSON, nullable=False),
)

links = Table(
    "links",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("left", String, nullable=False),
    Column("right", String, nullable=False),
    Column("relation", String, nullable=False),
    Column("line", String, ForeignKey("lines.id"), nullable=False),
    Column("knowledge", String, nullable=False),
    Column("why", JSON, nullable=False),
    Index("links_left", "left"),
    Index("links_right", "right"),
    Index("links_line", "line"),
)

problems = Table(
    "problems",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("stage", String, nullable=False),
    Column("where", String, nullable=False),
    Column("code", String, nullable=False),
    Column("message", Text, nullable=False),
    Column("start", Integer),
    Column("end", Integer),
    Column("run", Integer, ForeignKey("runs.id"), nullable=False),
    Index("problems_where", "where"),
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("target", String, nullable=False),
    Column("target_digest", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("patch", JSON),
    Column("reviewer", String, nullable=False),
    Column("note", Text),
    Column("at", String, nullable=False),
    Column("replaces", Integer, ForeignKey("reviews.id")),
    Index("reviews_target", "target"),
)

for _act in ("UPDATE", "DELETE"):
    event.listen(
        reviews,
        "after_create",
        DDL(
            f"CREATE TRIGGER reviews_no_{_act.lower()} BEFORE {_act} ON reviews "
            "BEGIN SELECT RAISE(ABORT, 'reviews are append-only'); END"
        ).execute_if(dialect="sqlite"),  # type: ignore[no-untyped-call]
    )

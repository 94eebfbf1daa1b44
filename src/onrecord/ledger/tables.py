"""The ledger's one schema as it is today, in types that SQLite and PostgreSQL share; ``meta`` holds its version.

A change here needs a migration beside it: see ``onrecord.ledger.migrations``.

Reports and reviews only ever grow. A claim row is never edited: when newer knowledge codes the same anchor otherwise,
the old row is closed with the run that closed it and a new row with the same claim id is opened. Lines, readings and
links are views over claims and are replaced, all or an incident's. A claim's ``data`` is what coding said;
``incident``, ``origin`` and ``drawn`` (its day, where other reports tell it) are what linking drew, and change without
a new row. What a person settled otherwise than coding said is in ``drawn`` too; ``standing`` is "rejected" for a claim
that a person took off the record, "kept" for a row that is there by a person's word alone, else null. Linking starts
from ``settled``, the whole claim as a person left it, where there is one; ``path`` tells the partition it lies in, and
``gathered`` another one, where people put it on a line of that. A report with ``linked`` 0 is not yet in the lines.
What lists and counts need of lines and reports (a line's ``state`` and its ``rank`` in its incident, ``incidents``, a
report's ``claims``, ``parties``) is kept with the lines.

Words compare and sort by code point on both databases, so that both give the same answers in the same order.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    func,
)

Word = String().with_variant(String(collation="C"), "postgresql")
Prose = Text().with_variant(Text(collation="C"), "postgresql")
Count = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData()

meta = Table("meta", metadata, Column("key", Word, primary_key=True), Column("value", Word, nullable=False))

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("started", Word, nullable=False),
    Column("program", Word, nullable=False),
    Column("knowledge", Word, nullable=False),
    Column("model", Word),
)

# Which reports a run coded, and how many claims it found in each.
coded = Table(
    "coded",
    metadata,
    Column("run", Integer, ForeignKey("runs.id"), primary_key=True),
    Column("report", Word, ForeignKey("reports.id"), primary_key=True),
    Column("knowledge", Word, nullable=False),
    Column("claims", Integer, nullable=False),
    Index("coded_report", "report"),
)

reports = Table(
    "reports",
    metadata,
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
    Column("linked", Integer, nullable=False, server_default="0"),
    Column("claims", Integer, nullable=False, server_default="0"),
    Index("reports_root", "root", "version", unique=True),
    Index("reports_published", "published"),
    Index("reports_listed", "published", "id", "publisher", "claims", "current"),
)
Index("reports_unlinked", reports.c.id, sqlite_where=reports.c.linked == 0, postgresql_where=reports.c.linked == 0)

segments = Table(
    "segments",
    metadata,
    Column("report", Word, ForeignKey("reports.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("kind", Word, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)

claims = Table(
    "claims",
    metadata,
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
    Column("path", Word),
    Column("standing", Word),
    Column("settled", JSON(none_as_null=True)),
    Column("gathered", Word),
)
Index("claims_path", claims.c.path, sqlite_where=claims.c.closed.is_(None), postgresql_where=claims.c.closed.is_(None))
Index("claims_report", claims.c.report, claims.c.start)
Index("claims_measure", claims.c.measure, claims.c.date)
Index("claims_incident", claims.c.incident, claims.c.type, claims.c.published, claims.c.report, claims.c.start)
Index("claims_origin", claims.c.origin)
Index("claims_place", claims.c.place, claims.c.date)
Index("claims_country", claims.c.country, claims.c.date)
Index("claims_opened", claims.c.opened)
# Of closed rows only: else SQLite takes it to find what is open, and reads every claim.
Index(
    "claims_closed",
    claims.c.closed,
    sqlite_where=claims.c.closed.is_not(None),
    postgresql_where=claims.c.closed.is_not(None),
)
Index(
    "claims_gathered",
    claims.c.gathered,
    sqlite_where=claims.c.gathered.is_not(None),
    postgresql_where=claims.c.gathered.is_not(None),
)
Index("claims_day", func.coalesce(claims.c.date, claims.c.published))
Index(
    "claims_open",
    claims.c.id,
    unique=True,
    sqlite_where=claims.c.closed.is_(None),
    postgresql_where=claims.c.closed.is_(None),
)

# The folded words that claims and reports are found by, numbered from the newest day back (``wordlist``), so that
# each database's own full-text index of them gives the newest first.
claim_words = Table(
    "claim_words",
    metadata,
    Column("row", Count, primary_key=True, autoincrement=False),
    Column("claim", Count, ForeignKey("claims.row"), nullable=False),
    Column("words", Prose, nullable=False),
    Index("claim_words_claim", "claim", unique=True),
)
report_words = Table(
    "report_words",
    metadata,
    Column("row", Count, primary_key=True, autoincrement=False),
    Column("report", Word, ForeignKey("reports.id"), nullable=False),
    Column("words", Prose, nullable=False),
    Index("report_words_report", "report", unique=True),
)

lines = Table(
    "lines",
    metadata,
    Column("id", Word, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("label", Word, nullable=False),
    Column("incident", Word, nullable=False),
    Column("key", JSON, nullable=False),
    Column("part_of", JSON, nullable=False),
    Column("measure", Word, nullable=False, server_default=""),
    Column("latest", Word, nullable=False, server_default=""),
    Column("origins", Integer, nullable=False, server_default="0"),
    Column("outlets", Integer, nullable=False, server_default="0"),
    Column("claims", Integer, nullable=False, server_default="0"),
    Column("partition", Word, nullable=False, server_default=""),
    Column("state", Word, nullable=False, server_default=""),
    Column("contested", Integer, nullable=False, server_default="0"),
    Column("rank", Integer, nullable=False, server_default="0"),
    Column("digest", Word, nullable=False, server_default=""),
    Index("lines_partition", "partition"),
    Index("lines_incident", "incident", "position", "id"),
    Index("lines_measure", "measure", "incident", "position"),
    Index("lines_ranked", "incident", "rank", "id"),
    Index("lines_listed", "contested", "outlets", "claims", "id"),
    Index("lines_state", "state", "outlets", "claims", "id"),
)

# The incidents of the lines, so that no list has to look at every line: how many lines, how many of them disputed.
incidents = Table(
    "incidents",
    metadata,
    Column("partition", Word, primary_key=True),
    Column("slug", Word, primary_key=True),
    Column("lines", Integer, nullable=False),
    Column("disputed", Integer, nullable=False),
    Column("contested", Integer, nullable=False),
    Column("latest", Word, nullable=False),
    Index("incidents_slug", "slug"),
    Index("incidents_listed", "contested", "latest", "lines", "slug"),
)

# The parties that a current report's claims show to fight, or to suffer where there is a fight.
parties = Table(
    "parties",
    metadata,
    Column("role", Word, primary_key=True),
    Column("party", Word, primary_key=True),
    Column("report", Word, ForeignKey("reports.id"), primary_key=True),
    Index("parties_report", "report"),
)

# The partitions that the lines are drawn by, and how many claims each holds.
partitions = Table(
    "partitions",
    metadata,
    Column("path", Word, primary_key=True),
    Column("claims", Integer, nullable=False),
)

# What linking keeps of each report, in its own form, so that it need not look at the text again.
tellings = Table(
    "tellings",
    metadata,
    Column("report", Word, ForeignKey("reports.id"), primary_key=True),
    Column("stamp", Word, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

readings = Table(
    "readings",
    metadata,
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
    Index("readings_origin", "origin", "line"),
)

line_claims = Table(
    "line_claims",
    metadata,
    Column("line", Word, ForeignKey("lines.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("claim", Word, nullable=False),
    Index("line_claims_claim", "claim"),
)

parts = Table(
    "parts",
    metadata,
    Column("part", Word, ForeignKey("lines.id"), primary_key=True),
    Column("whole", Word, ForeignKey("lines.id"), primary_key=True),
    Column("why", JSON, nullable=False),
    Index("parts_whole", "whole"),
)

links = Table(
    "links",
    metadata,
    Column("row", Count, primary_key=True),
    Column("left", Word, nullable=False),
    Column("right", Word, nullable=False),
    Column("relation", Word, nullable=False),
    Column("line", Word, ForeignKey("lines.id"), nullable=False),
    Column("knowledge", Word, nullable=False),
    Column("why", JSON, nullable=False),
    Index("links_left", "left"),
    Index("links_right", "right"),
    Index("links_line", "line"),
    Index("links_relation", "relation", "line"),
)

problems = Table(
    "problems",
    metadata,
    Column("row", Count, primary_key=True),
    Column("stage", Word, nullable=False),
    Column("where", Word, nullable=False),
    Column("code", Word, nullable=False),
    Column("message", Prose, nullable=False),
    Column("start", Integer),
    Column("end", Integer),
    Column("run", Integer, ForeignKey("runs.id"), nullable=False),
    Index("problems_where", "where"),
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Word, nullable=False),
    Column("target", Word, nullable=False),
    Column("target_digest", Word, nullable=False),
    Column("verdict", Word, nullable=False),
    Column("patch", JSON(none_as_null=True)),
    Column("reviewer", Word, nullable=False),
    Column("note", Prose),
    Column("at", Word, nullable=False),
    Column("replaces", Integer, ForeignKey("reviews.id")),
    Index("reviews_target", "kind", "target"),
)
# Two reviewers who saw the same state cannot both follow it: the second is refused by the database.
Index("reviews_replaces", reviews.c.replaces, unique=True)
Index(
    "reviews_first",
    reviews.c.kind,
    reviews.c.target,
    unique=True,
    sqlite_where=reviews.c.replaces.is_(None),
    postgresql_where=reviews.c.replaces.is_(None),
)

users = Table(
    "users",
    metadata,
    Column("name", Word, primary_key=True),
    Column("role", Word, nullable=False),
    Column("password", Word, nullable=False),
    Column("made", Word, nullable=False),
)

# A session is known by the hash of its token: who reads the table cannot take a session over.
sessions = Table(
    "sessions",
    metadata,
    Column("token", Word, primary_key=True),
    Column("name", Word, ForeignKey("users.name"), nullable=False),
    Column("opened", Word, nullable=False),
    Column("seen", Word, nullable=False),
    Index("sessions_name", "name"),
)

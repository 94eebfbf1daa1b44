"""Reviews of claims, lines and origins; which run coded which report; what the pages filter and sort lines by."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from alembic import op
from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    Integer,
    String,
    Text,
    bindparam,
    column,
    insert,
    select,
    table,
    text,
    update,
)

revision = "0004"
down_revision = "0003"

Word = String().with_variant(String(collation="C"), "postgresql")
Prose = Text().with_variant(Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make, add and fill what schema 4 has over schema 3."""
    _runs()
    _indexes()
    _lines()
    _reviews()


def _runs() -> None:
    op.add_column("runs", Column("model", Word))
    op.add_column("reports", Column("linked", Integer, nullable=False, server_default="0"))
    unlinked = text("linked = 0")
    op.create_index("reports_unlinked", "reports", ["id"], sqlite_where=unlinked, postgresql_where=unlinked)
    op.create_table(
        "coded",
        Column("run", Integer, ForeignKey("runs.id"), primary_key=True),
        Column("report", Word, ForeignKey("reports.id"), primary_key=True),
        Column("knowledge", Word, nullable=False),
        Column("claims", Integer, nullable=False),
    )
    op.create_index("coded_report", "coded", ["report"])
    op.execute(
        "INSERT INTO coded (run, report, knowledge, claims) SELECT r.run, r.id, r.knowledge, "
        "(SELECT count(*) FROM claims c WHERE c.report = r.id AND c.opened = r.run) FROM reports r"
    )


def _indexes() -> None:
    op.drop_index("claims_place", "claims")
    op.create_index("claims_place", "claims", ["place", "date"])
    op.create_index("claims_country", "claims", ["country", "date"])
    op.create_index("claims_opened", "claims", ["opened"])
    op.create_index("claims_closed", "claims", ["closed"])
    op.create_index("parts_whole", "parts", ["whole"])
    op.create_index("readings_origin", "readings", ["origin", "line"])
    op.create_index("links_relation", "links", ["relation", "line"])
    op.drop_index("lines_incident", "lines")


def _lines() -> None:
    for name in ("measure", "latest"):
        op.add_column("lines", Column(name, Word, nullable=False, server_default=""))
    for name in ("origins", "outlets", "claims"):
        op.add_column("lines", Column(name, Integer, nullable=False, server_default="0"))
    op.create_index("lines_incident", "lines", ["incident", "position", "id"])
    op.create_index("lines_measure", "lines", ["measure", "incident", "position"])
    lines = table("lines", column("id"), column("key", JSON), *map(column, COUNTED))
    readings = table("readings", *map(column, ("line", "origin", "as_of")), *(column(n, JSON) for n in LISTS))
    told: dict[str, list[Any]] = defaultdict(list)
    bind = op.get_bind()
    for row in bind.execute(select(readings)):
        told[row.line].append(row)
    rows = [_counts(row.id, row.key, told[row.id]) for row in bind.execute(select(lines.c.id, lines.c.key))]
    if rows:
        values: dict[str, Any] = {name: bindparam(f"b_{name}") for name in COUNTED}
        bind.execute(update(lines).where(lines.c.id == bindparam("b_id")).values(values), rows)


COUNTED = ("measure", "latest", "origins", "outlets", "claims")
LISTS = ("outlets", "claims")


def _counts(line: str, key: list[str], readings: list[Any]) -> dict[str, Any]:
    return {
        "b_id": line,
        "b_measure": key[1] if len(key) > 1 else "",
        "b_latest": max((r.as_of or "" for r in readings), default=""),
        "b_origins": len({r.origin for r in readings if r.origin}),
        "b_outlets": len({outlet for r in readings for outlet in r.outlets}),
        "b_claims": len({claim for r in readings for claim in r.claims}),
    }


def _reviews() -> None:
    bind = op.get_bind()
    names = ("id", "target", "target_digest", "verdict", "patch", "reviewer", "note", "at")
    held = bind.execute(text(f"SELECT {', '.join(names)} FROM reviews ORDER BY id")).mappings().all()
    op.drop_table("reviews")
    op.create_table(
        "reviews",
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
    )
    op.create_index("reviews_target", "reviews", ["kind", "target"])
    op.create_index("reviews_replaces", "reviews", ["replaces"], unique=True)
    first = text("replaces IS NULL")
    op.create_index(
        "reviews_first", "reviews", ["kind", "target"], unique=True, sqlite_where=first, postgresql_where=first
    )
    newest: dict[str, int] = {}
    again = table("reviews", *map(column, (*names, "kind", "replaces")))
    for row in held:
        bind.execute(insert(again).values(**row, kind="claim", replaces=newest.get(row["target"])))
        newest[row["target"]] = row["id"]
    for statement in APPEND_ONLY[bind.dialect.name]:
        op.execute(statement)


APPEND_ONLY = {
    "sqlite": tuple(
        f"CREATE TRIGGER reviews_no_{act.lower()} BEFORE {act} ON reviews "
        "BEGIN SELECT RAISE(ABORT, 'reviews are append-only'); END"
        for act in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        "CREATE FUNCTION reviews_are_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'reviews are append-only'; END $$",
        "CREATE TRIGGER reviews_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON reviews "
        "EXECUTE FUNCTION reviews_are_append_only()",
    ),
}

"""Full-text search: the folded words of claims and reports, and an index of them in each database's own way."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Text

revision = "0008"
down_revision = "0007"

Word = String().with_variant(String(collation="C"), "postgresql")
Prose = Text().with_variant(Text(collation="C"), "postgresql")
Count = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    """Make the tables of words and their indexes; schema 10 fills them."""
    op.create_table(
        "claim_words",
        Column("row", Count, ForeignKey("claims.row"), primary_key=True, autoincrement=False),
        Column("words", Prose, nullable=False),
    )
    op.create_table(
        "report_words",
        Column("row", Count, primary_key=True),
        Column("report", Word, ForeignKey("reports.id"), nullable=False),
        Column("words", Prose, nullable=False),
        Index("report_words_report", "report", unique=True),
    )
    for name in ("claim", "report"):
        for statement in INDEX[op.get_bind().dialect.name]:
            op.execute(statement.format(name=name))


INDEX = {
    "sqlite": (
        "CREATE VIRTUAL TABLE {name}_search USING fts5(words, content='{name}_words', content_rowid='row', "
        "tokenize='unicode61 remove_diacritics 2', detail='none', columnsize=0)",
        "CREATE TRIGGER {name}_words_new AFTER INSERT ON {name}_words BEGIN "
        "INSERT INTO {name}_search(rowid, words) VALUES (new.row, new.words); END",
        "CREATE TRIGGER {name}_words_gone AFTER DELETE ON {name}_words BEGIN "
        "INSERT INTO {name}_search({name}_search, rowid, words) VALUES ('delete', old.row, old.words); END",
        "CREATE TRIGGER {name}_words_changed AFTER UPDATE ON {name}_words BEGIN "
        "INSERT INTO {name}_search({name}_search, rowid, words) VALUES ('delete', old.row, old.words); "
        "INSERT INTO {name}_search(rowid, words) VALUES (new.row, new.words); END",
    ),
    "postgresql": (
        "CREATE INDEX {name}_search ON {name}_words USING gin (array_to_tsvector(string_to_array(words, ' ')))",
    ),
}

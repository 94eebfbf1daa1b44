"""Words are numbered from the newest day back, so that no search grows with the ledger.

Claims also tell what a person settled, and in which partition a person's word put them.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, Integer, String, Text, text

revision = "0010"
down_revision = "0009"

Word = String().with_variant(String(collation="C"), "postgresql")
Prose = Text().with_variant(Text(collation="C"), "postgresql")
Count = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    """Add what schema 10 has over schema 9; the lines are drawn anew with the next report or review."""
    op.add_column("claims", Column("settled", JSON(none_as_null=True)))
    op.add_column("claims", Column("gathered", Word))
    told = text("gathered IS NOT NULL")
    op.create_index("claims_gathered", "claims", ["gathered"], sqlite_where=told, postgresql_where=told)
    op.create_index("claims_day", "claims", [text("coalesce(date, published)")])
    op.execute("UPDATE claims SET path=NULL WHERE report IN (SELECT id FROM reports WHERE current=0)")
    op.execute("DELETE FROM meta WHERE key='linking'")
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, column, told_of in (("claim", "claim", "claims.row"), ("report", "report", "reports.id")):
        if sqlite:
            op.execute(f"DROP TABLE {name}_search")
        op.drop_table(f"{name}_words")
        op.create_table(
            f"{name}_words",
            Column("row", Count, primary_key=True, autoincrement=False),
            Column(column, Word if name == "report" else Count, ForeignKey(told_of), nullable=False),
            Column("words", Prose, nullable=False),
            Index(f"{name}_words_{column}", column, unique=True),
        )
        for statement in INDEX[op.get_bind().dialect.name]:
            op.execute(statement.format(name=name))
    from onrecord.ledger.wordlist import index_everything

    index_everything(op.get_bind())


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

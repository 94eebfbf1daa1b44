"""How each database is asked for folded words: one question, put in SQLite's words and in PostgreSQL's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from sqlalchemy import ColumnElement, Table, text, true
from sqlalchemy.sql.elements import TextClause

from onrecord.search import Alternative, Term

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Tongue:
    """One database's words for a look-up; folded words are letters and digits only, so quoting them is safe."""

    both: str
    either: str
    whole: str
    begins: str
    clause: str

    def word(self, folded: str, *, prefix: bool = False) -> str:
        """One word, or the words that begin so."""
        return (self.begins if prefix else self.whole).format(folded)

    def alternative(self, alternative: Alternative, where: str) -> str:
        """All words of an alternative."""
        last = len(alternative.words) - 1
        told = (
            self.word(where + word, prefix=alternative.prefix and n == last)
            for n, word in enumerate(alternative.words)
        )  # fmt: skip
        return f"({self.both.join(told)})"


TONGUES = {
    "sqlite": Tongue(
        " AND ", " OR ", '"{}"', '"{}"*',
        "{table}.row IN (SELECT rowid FROM {name}_search WHERE {name}_search MATCH :{asked})",
    ),
    "postgresql": Tongue(
        " & ", " | ", "'{}'", "'{}':*",
        "{table}.row IN (SELECT row FROM {table} WHERE "
        "array_to_tsvector(string_to_array(words, ' ')) @@ CAST(:{asked} AS tsquery))",
    ),
}  # fmt: skip


def all_of(dialect: str, table: Table, terms: Sequence[Term], where: str) -> ColumnElement[bool] | TextClause:
    """Whether a row has each of these terms, as words of the kind that the letter ``where`` tells."""
    if not terms:
        return true()
    tongue = TONGUES[dialect]
    asked = (f"({tongue.either.join(tongue.alternative(a, where) for a in term.alternatives)})" for term in terms)
    return _asked(tongue, table, tongue.both.join(asked))


def any_of(dialect: str, table: Table, spelled: Sequence[str]) -> TextClause:
    """Whether a row has any of these words, each with its letter."""
    tongue = TONGUES[dialect]
    return _asked(tongue, table, tongue.either.join(tongue.word(word) for word in spelled))


def every_of(dialect: str, table: Table, spelled: Sequence[str]) -> TextClause:
    """Whether a row has all of these words, each with its letter."""
    tongue = TONGUES[dialect]
    return _asked(tongue, table, tongue.both.join(tongue.word(word) for word in spelled))


def none_of(dialect: str, table: Table, term: Term) -> TextClause:
    """Whether a row has the term nowhere."""
    tongue = TONGUES[dialect]
    question = tongue.either.join(tongue.alternative(a, "a") for a in term.alternatives)
    return _asked(tongue, table, question, "NOT ")


def _asked(tongue: Tongue, table: Table, question: str, sign: str = "") -> TextClause:
    name = f"asked_{next(_numbers) % 1000}"
    clause = tongue.clause.format(table=table.name, name=table.name.removesuffix("_words"), asked=name)
    return text(f"{sign}({clause})").bindparams(**{name: question})

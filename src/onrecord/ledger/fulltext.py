"""How each database is asked for folded words: one question, put in SQLite's words and in PostgreSQL's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Integer, Table, column, literal_column, select, table, text

from onrecord.search import Alternative, Query, Term


@dataclass(frozen=True, slots=True)
class Tongue:
    """One database's words for a look-up; folded words are letters and digits only, so quoting them is safe."""

    both: str
    either: str
    no: str
    whole: str
    begins: str

    def word(self, folded: str, *, prefix: bool = False) -> str:
        """One word, or the words that begin so."""
        return (self.begins if prefix else self.whole).format(folded)

    def alternative(self, alternative: Alternative, where: str) -> str:
        """All words of an alternative, as words of the kind that the letter ``where`` tells."""
        last = len(alternative.words) - 1
        told = (
            self.word(where + word, prefix=alternative.prefix and n == last)
            for n, word in enumerate(alternative.words)
        )  # fmt: skip
        return f"({self.both.join(told)})"

    def term(self, term: Term, where: str) -> str:
        """Any of a term's alternatives."""
        return f"({self.either.join(self.alternative(a, where) for a in term.alternatives)})"


SQLITE = Tongue(" AND ", " OR ", " NOT ", '"{}"', '"{}"*')
POSTGRESQL = Tongue(" & ", " | ", " & !", "'{}'", "'{}':*")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a row's words must be: the query's, all words of an ``outlet`` and one of the ``places``, where asked."""

    query: Query
    outlet: tuple[str, ...] | None = None
    places: tuple[str, ...] | None = None

    @property
    def nothing(self) -> bool:
        """Whether no row can fit: something is asked for that has no words."""
        return self.outlet == () or self.places == ()

    def fits(self, words: str) -> bool:
        """Whether a row with these words is wanted."""
        told = f" {words} "
        return (
            all(_has(term, told, "a") == term.wanted for term in self.query.terms)
            and all(f" {word} " in told for word in self.outlet or ())
            and (self.places is None or any(f" {word} " in told for word in self.places))
        )

    def own(self, words: str) -> bool:
        """Whether the words wanted are a claim's own."""
        told = f" {words} "
        return all(_has(term, told, "o") for term in self.query.wanted)

    def question(self, tongue: Tongue, own: bool | None) -> str:
        """What to ask an index for, "" where it cannot narrow anything; it may give more than fits."""
        where = "o" if own else "a"
        asked = [tongue.term(term, where) for term in self.query.wanted]
        if own:
            asked += [tongue.term(term, "a") for term in self.query.wanted]
        asked += [tongue.word(word) for word in self.outlet or ()]
        if self.places:
            asked.append(f"({tongue.either.join(tongue.word(word) for word in self.places)})")
        if not asked:
            return ""
        # What must not stand together may well stand apart: that is told row by row.
        unwanted = [t for t in self.query.unwanted if not any(a.together for a in t.alternatives)]
        refused = [tongue.term(term, "a") for term in unwanted]
        if own is False:
            refused.append(f"({tongue.both.join(tongue.term(term, 'o') for term in self.query.wanted)})")
        return "".join((f"({tongue.both.join(asked)})", *(f"{tongue.no}{part}" for part in refused)))


def numbers(
    connection: Connection, words: Table, wanted: Wanted, own: bool | None, *, after: int, limit: int
) -> Sequence[int]:
    """The numbers of the next rows of a table of words that may be wanted, from the newest day back."""
    if wanted.nothing:
        return ()
    sqlite = connection.dialect.name == "sqlite"
    asked = wanted.question(SQLITE if sqlite else POSTGRESQL, own)
    number: ColumnElement[int] = words.c.row
    query = select(number)
    if asked and sqlite:
        index = words.name.removesuffix("_words") + "_search"
        number = column("rowid", Integer)
        query = select(number).select_from(table(index)).where(text(f"{index} MATCH :asked"))
    elif asked:
        has = literal_column("array_to_tsvector(string_to_array(words, ' '))").op("@@")
        query = query.where(has(text("CAST(:asked AS tsquery)")))
    query = query.where(number > after).order_by(number).limit(limit)
    return connection.scalars(query, {"asked": asked} if asked else {}).all()


def _has(term: Term, told: str, where: str) -> bool:
    return any(_stands(alternative, told, where) for alternative in term.alternatives)


def _stands(alternative: Alternative, told: str, where: str) -> bool:
    if alternative.together and where == "a":
        return f" a{' a'.join(alternative.words)}{'' if alternative.prefix else ' '}" in told
    *whole, last = (f" {where}{word}" for word in alternative.words)
    return all(f"{word} " in told for word in whole) and f"{last}{'' if alternative.prefix else ' '}" in told

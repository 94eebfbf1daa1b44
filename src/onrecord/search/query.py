"""What a query asks for. Any input is a query: what has no meaning is passed over, and nothing is an error.

Words are all wanted; "quoted words" stand together; -word is not wanted; word* begins so; OR between two takes either.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.search.folding import words
from onrecord.search.spellings import Spelling, known, spellings

MOST_TERMS = 24
MOST_LETTERS = 1000
LONGEST_NAME = 4  # words
LITTLE = frozenset(
    ("a", "an", "the", "of", "in", "on", "at", "to", "and", "for", "by", "is", "was", "were", "are", "or", "with")
)
_PIECE = re.compile(r'(-?)"([^"]*)"?|(\S+)')


@dataclass(frozen=True, slots=True)
class Alternative:
    """Folded words that are all wanted: ``together`` in this order; of the last one the beginning (``prefix``)."""

    words: Spelling
    together: bool = False
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is wanted, or not: any of its alternatives will do."""

    alternatives: tuple[Alternative, ...]
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Query:
    """All terms of a query; no terms at all ask for everything."""

    terms: tuple[Term, ...] = ()

    @property
    def wanted(self) -> tuple[Term, ...]:
        """The terms that a hit must have."""
        return tuple(term for term in self.terms if term.wanted)

    @property
    def unwanted(self) -> tuple[Term, ...]:
        """The terms that a hit must not have."""
        return tuple(term for term in self.terms if not term.wanted)


@dataclass(frozen=True, slots=True)
class _Piece:
    said: Spelling
    wanted: bool
    quoted: bool
    prefix: bool
    either: bool = False


def parse(text: str) -> Query:
    """The query that a text is."""
    pieces = [piece for piece in map(_piece, _PIECE.finditer(text[:MOST_LETTERS])) if piece.said or piece.either]
    pieces = _without_little(pieces)
    terms: list[Term] = []
    either = False
    while pieces and len(terms) < MOST_TERMS:
        if pieces[0].either:
            either = bool(terms)
            pieces = pieces[1:]
            continue
        count = _name(pieces)
        term = _term(pieces[:count])
        if either and term.wanted and terms[-1].wanted:
            terms[-1] = Term((*terms[-1].alternatives, *term.alternatives))
        else:
            terms.append(term)
        either = False
        pieces = pieces[count:]
    return Query(tuple(terms))


def _piece(match: re.Match[str]) -> _Piece:
    sign, quoted, plain = match.groups()
    if plain is None:
        return _Piece(tuple(w.folded for w in words(quoted)), sign != "-", quoted=True, prefix=False)
    said = tuple(w.folded for w in words(plain))
    wanted = not (plain.startswith("-") and len(said) > 0 and len(plain) > 1)
    return _Piece(said, wanted, quoted=False, prefix=plain.endswith("*"), either=plain == "OR")


def _without_little(pieces: list[_Piece]) -> list[_Piece]:
    """The pieces without bare articles and prepositions, unless there is nothing else."""
    telling = [p for p in pieces if p.either or p.quoted or p.prefix or not set(p.said) <= LITTLE]
    return telling if any(not p.either for p in telling) else pieces


def _name(pieces: list[_Piece]) -> int:
    """How many of the next pieces are one known name, else one."""
    for count in range(min(LONGEST_NAME, len(pieces)), 1, -1):
        some = pieces[:count]
        plain = all(p.wanted and not (p.quoted or p.prefix or p.either) for p in some)
        if plain and known(tuple(word for p in some for word in p.said)):
            return count
    return 1


def _term(pieces: list[_Piece]) -> Term:
    said = tuple(word for piece in pieces for word in piece.said)
    first = pieces[0]
    if first.prefix and not first.quoted:
        return Term((Alternative(said, together=len(said) > 1, prefix=True),), first.wanted)
    # A word with a hyphen, and what is quoted, stands together; several words of a name need not.
    together = len(said) > 1 and (first.quoted or len(pieces) == 1)
    others = (Alternative(other, together=len(other) > 1) for other in spellings(said)[1:])
    return Term((Alternative(said, together), *others), first.wanted)

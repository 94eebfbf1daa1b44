"""Search: the words that claims and reports are found by, what a query asks for, and where a hit's words stand.

All of it is pure, and one way of folding holds for text and query alike, so that SQLite and PostgreSQL, which only look
up folded words, give the same hits in the same order.
"""

from __future__ import annotations

from onrecord.search.documents import claim_words, place_words, report_words
from onrecord.search.folding import Word, words
from onrecord.search.marks import best_sentence, marks
from onrecord.search.query import Alternative, Query, Term, parse

__all__ = [
    "Alternative",
    "Query",
    "Term",
    "Word",
    "best_sentence",
    "claim_words",
    "marks",
    "parse",
    "place_words",
    "report_words",
    "words",
]

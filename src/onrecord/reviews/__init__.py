"""Reviews: what people decide about claims, lines and origins, and the record as it then stands. All of it is pure.

The machine's claims and a person's decisions are both kept; the reviewed state is drawn from the two:

- ``decisions`` makes a ``Decision`` (accept, reject, correct, merge, split, alias, unsure, undo) about what a person
  saw. The ledger turns it into a ``Review``, or refuses it with ``Overtaken`` where another one came in between.
- ``standing`` folds reviews, of which undo is one more, into those that stand.
- ``reviewed`` gives the claims as people left them, the ``Rulings`` that linking honours, and for every target what was
  decided, by whom, and whether the machine has changed its reading since (stale) or no longer has it (orphaned).
- ``queue`` orders what is most in need of a look; ``effects`` tells what a decision changes, from the record before
  and the record after.

An accepted or corrected claim stays as the person left it, whatever newer rules read; "unsure" leaves the machine's
reading and says that somebody looked.
"""

from __future__ import annotations

from onrecord.reviews.decisions import (
    Decision,
    Overtaken,
    ReviewError,
    accept,
    accept_line,
    alias,
    correct,
    merge,
    reject,
    split,
    undo,
    unsure,
    unsure_line,
)
from onrecord.reviews.effects import Effect, LineChange, effects, line_state
from onrecord.reviews.fields import changed_fields, choices, corrected, digest_of, field_values, settable
from onrecord.reviews.queue import Need, queue
from onrecord.reviews.standing import History, histories, standing
from onrecord.reviews.state import Decided, Reviewed, own_origins, reviewed, rulings, summary

__all__ = [
    "Decided",
    "Decision",
    "Effect",
    "History",
    "LineChange",
    "Need",
    "Overtaken",
    "ReviewError",
    "Reviewed",
    "accept",
    "accept_line",
    "alias",
    "changed_fields",
    "choices",
    "correct",
    "corrected",
    "digest_of",
    "effects",
    "field_values",
    "histories",
    "line_state",
    "merge",
    "own_origins",
    "queue",
    "reject",
    "reviewed",
    "rulings",
    "settable",
    "split",
    "standing",
    "summary",
    "undo",
    "unsure",
    "unsure_line",
]

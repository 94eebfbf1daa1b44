"""How much a name is worth as a place before its setting is read: what its candidates are, what follows it."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.extract.places.words import Words
from onrecord.gazetteer import Entry

RANK_COST = (0.0, 0.7, 1.5, 1.5)


def prominence(found: Sequence[Entry], name: str) -> float:
    """How likely a name of these candidates is to be a place wherever it stands."""
    best = -1.0
    for entry in found:
        if entry.kind == "country":
            worth = 4.0
        elif entry.kind in ("region", "water", "neighbourhood", "facility"):
            worth = 3.0
        elif entry.kind == "admin1":
            worth = 2.5
        elif entry.kind == "settlement":
            worth = 0.5 + min(2.5, max(0.0, (len(str(entry.population)) - 4) * 0.8))
        else:
            worth = 1.5 if entry.rank < 2 else 1.0
        best = max(best, worth - RANK_COST[entry.rank])
    return best - (1.0 if len(name) <= 3 and best < 3 else 0.0)


def run_kind(tail: Sequence[str], lists: Words) -> str | None:
    """Whether the rest of a capitalised run makes it a facility or an institution."""
    if not tail:
        return None
    if any(word in lists.institution_nouns and word not in lists.facility_nouns for word in tail):
        return "institution"
    return "facility" if tail[-1] in lists.facility_nouns else None

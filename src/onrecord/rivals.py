"""Rival versions: control and event claims that deny each other, or name two doers of a deed, two holders of a town.

They are kept apart, and each points at the other; nothing here says which is right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from onrecord.model import Claim

NEAR = 3  # days within which two claims on who holds a place speak of one change
SAME = 1  # days, give or take, within which two claims tell of one event (codebook section 2)
HOLDING = frozenset({"captured", "recaptured", "held"})


@dataclass(frozen=True, slots=True)
class Rival:
    """The id of the other version, and one sentence that says how the two differ."""

    claim: str
    why: str


@dataclass(frozen=True, slots=True)
class _Test:
    """What makes two claims rivals, and the words for it."""

    holds: Callable[[Claim, Claim], bool]
    why: str


def rivals(claims: Iterable[Claim]) -> Mapping[str, tuple[Rival, ...]]:
    """The rival versions of each control and event claim that has any, by its id; input order does not matter."""
    blocks: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in claims:
        if claim.type in {"control", "event"} and claim.place is not None:
            kind = claim.event.kind if claim.event is not None else ""
            blocks.setdefault((claim.type, claim.place.name, kind), []).append(claim)
    found: dict[str, list[Rival]] = {}
    for (kind, _, _), block in sorted(blocks.items()):
        for a, b in combinations(sorted(block, key=lambda c: c.id), 2):
            why = next((test.why for test in TESTS[kind] if test.holds(a, b)), None)
            if why is not None and _within(a, b, NEAR if kind == "control" else SAME):
                found.setdefault(a.id, []).append(Rival(b.id, why))
                found.setdefault(b.id, []).append(Rival(a.id, why))
    return {key: tuple(others) for key, others in found.items()}


def _within(a: Claim, b: Claim, days: int) -> bool:
    """Whether two claims are of days so near; a missing or coarser date is never different."""
    try:
        first, second = (date.fromisoformat(c.period.start or "") for c in (a, b))
    except ValueError:
        return True
    return abs((first - second).days) <= days


def _denied(claim: Claim) -> bool:
    return claim.polarity == "denied" or claim.modality == "denied"


def _same_change(a: Claim, b: Claim) -> bool:
    if a.control is None or b.control is None:
        return False
    return a.control.holder == b.control.holder and {a.control.state, b.control.state} <= HOLDING


def _two_holders(a: Claim, b: Claim) -> bool:
    if a.control is None or b.control is None or _denied(a) or _denied(b) or not _within(a, b, SAME):
        return False
    holders = {a.control.holder, b.control.holder}
    return None not in holders and len(holders) == 2 and {a.control.state, b.control.state} <= HOLDING


def _two_doers(a: Claim, b: Claim) -> bool:
    if a.event is None or b.event is None or a.side is None or b.side is None:
        return False
    return a.side != b.side and a.event.target == b.event.target


TESTS: Mapping[str, Sequence[_Test]] = {
    "control": (
        _Test(lambda a, b: _denied(a) != _denied(b) and _same_change(a, b), "one says so, the other denies it"),
        _Test(_two_holders, "they name different holders"),
    ),
    "event": (
        _Test(lambda a, b: _denied(a) != _denied(b), "one says so, the other denies it"),
        _Test(_two_doers, "they name different doers"),
    ),
}

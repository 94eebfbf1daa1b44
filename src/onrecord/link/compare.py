"""Comparing two readings: origins, bounds and days, each by ordered levels of which the first decides and explains."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from onrecord.link.origins import shares
from onrecord.link.wording import thresholds, wording
from onrecord.model import LevelHit

CLOSED = frozenset({"about", "almost", "between"})


@dataclass(frozen=True, slots=True)
class Voice:
    """What one origin says on a line, as compared; ``day`` is an ordinal: when it held or was first published."""

    origin: str | None
    name: str
    low: float | None
    high: float | None
    hedge: str
    value: float | None
    words: str
    day: int | None
    party: str | None
    counted: str | None
    raised: bool = False

    def __str__(self) -> str:
        return f"{self.words} ({self.name})"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a comparison: its name, its sentence of the two readings, and its test."""

    name: str
    sentence: Callable[[str, str], str]
    test: Callable[[Voice, Voice], bool]


def bounds(v: Voice) -> tuple[float, float]:
    """The interval to compare by (codebook section 6): almost is 0.9 N to N, about 0.9 N to 1.1 N, open stays open."""
    return _interval(v.low, v.high, v.hedge)


@lru_cache(maxsize=32768)
def _interval(least: float | None, most: float | None, hedge: str) -> tuple[float, float]:
    t = thresholds()
    low = float("-inf") if least is None else least
    high = float("inf") if most is None else most
    if hedge == "almost" and most is not None:
        low = t.almost_factor * most
    elif hedge == "about":
        low, high = t.about_low * low, t.about_high * high
    return low, high


def overlap(a: Voice, b: Voice) -> bool:
    """Whether some number satisfies both."""
    (a_low, a_high), (b_low, b_high) = bounds(a), bounds(b)
    return a_low <= b_high and b_low <= a_high and a_low <= a_high and b_low <= b_high


def restates(a: Voice, b: Voice) -> bool:
    """Whether one figure is the other in other words: the same number, its rounding, or a vague word for it."""
    if a.value is None or b.value is None or "vague" in (a.hedge, b.hedge):
        return _vague_fits(a, b) and _vague_fits(b, a)
    if a.value == b.value:
        return True
    if not overlap(a, b):
        return False
    if a.hedge in CLOSED or b.hedge in CLOSED:
        return True
    small, large = (a, b) if a.value <= b.value else (b, a)
    return small.hedge in {"more_than", "at_least"} and (large.value or 0) <= (small.value or 0) * (
        1 + thresholds().rounding
    )


def _vague_fits(a: Voice, b: Voice) -> bool:
    """Whether the second's number can be meant by the first's vague word; true if the first is not vague."""
    if a.hedge != "vague" or a.low is None:
        return True
    top = dict(wording().vague).get(a.low, float("inf"))
    low, high = bounds(b)
    if b.hedge == "vague" and b.low is not None:
        return a.low == b.low
    return low <= top and high >= a.low


def grows(a: Voice, b: Voice) -> bool:
    """Whether the second is the larger figure."""
    return (b.value or 0) > (a.value or 0)


def same_day(a: Voice, b: Voice) -> bool:
    """Whether both held on one day; an untold day is never a different one."""
    return a.day is None or b.day is None or a.day == b.day


def rivals(a: Voice, b: Voice) -> bool:
    """Whether the origins speak for two parties, one of them the party whose losses are counted."""
    return bool(a.party and b.party and a.party != b.party and {a.party, b.party} & {a.counted, b.counted})


ORIGIN: Sequence[Level] = (
    Level("unknown origin", lambda a, b: f"{a} or {b} names no origin", lambda a, b: not a.origin or not b.origin),
    Level("one origin", lambda a, b: f"{a} and {b} come from one origin", lambda a, b: a.origin == b.origin),
    Level("shared origin", lambda a, b: f"{a} and {b} share an origin", lambda a, b: shares(a.origin, b.origin)),
    Level("rival parties", lambda a, b: f"{a} and {b} speak for rival parties", rivals),
    Level("other origin", lambda a, b: f"{a} and {b} are two origins", lambda a, b: True),
)
FIGURE: Sequence[Level] = (
    Level("one number", lambda a, b: f"{a} restates {b}", restates),
    Level("agree", lambda a, b: f"the bounds of {a} and {b} overlap", overlap),
    Level("larger", lambda a, b: f"{b} is more than {a}", grows),
    Level("smaller", lambda a, b: f"{b} is less than {a}", lambda a, b: True),
)


def _soon(a: Voice, b: Voice) -> bool:
    return a.day is not None and b.day is not None and abs(a.day - b.day) <= thresholds().revision_days


DAY: Sequence[Level] = (
    Level("raised", lambda a, b: f"{a} is raised to {b} in the same story", lambda a, b: a.raised),
    Level("one day", lambda a, b: f"{a} and {b} are of one day", same_day),
    Level("soon", lambda a, b: f"{b} is a day or two later than {a}", _soon),
    Level("later", lambda a, b: f"{b} is later than {a}", lambda a, b: True),
)


def hits(left: Voice, right: Voice) -> tuple[LevelHit, LevelHit, LevelHit]:
    """The level of origin, figure and day that holds first, with its sentence; the left reading is the earlier."""
    a, b = str(left), str(right)
    return (
        _hit("origin", ORIGIN, left, right, a, b),
        _hit("figure", FIGURE, left, right, a, b),
        _hit("day", DAY, left, right, a, b),
    )


def _hit(name: str, levels: Sequence[Level], left: Voice, right: Voice, a: str, b: str) -> LevelHit:
    for level in levels:
        if level.test(left, right):
            return LevelHit(name, level.name, level.sentence(a, b))
    raise AssertionError(f"no level of {name} holds: the last one takes all")

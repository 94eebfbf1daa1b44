"""Comparing two readings: origins, bounds and days, each by ordered levels of which the first decides and explains."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.link.origins import shares
from onrecord.link.wording import thresholds, wording
from onrecord.model import LevelHit


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
    """One level of a comparison: its name, its sentence and its test."""

    name: str
    sentence: str
    test: Callable[[Voice, Voice], bool]


def bounds(v: Voice) -> tuple[float, float]:
    """The interval to compare by (codebook section 6): almost is 0.9 N to N, about 0.9 N to 1.1 N, open stays open."""
    t = thresholds()
    low = float("-inf") if v.low is None else v.low
    high = float("inf") if v.high is None else v.high
    if v.hedge == "almost" and v.high is not None:
        low = t.almost_factor * v.high
    elif v.hedge == "about":
        low, high = t.about_low * low, t.about_high * high
    return low, high


def overlap(a: Voice, b: Voice) -> bool:
    """Whether some number satisfies both."""
    (a_low, a_high), (b_low, b_high) = bounds(a), bounds(b)
    return max(a_low, b_low) <= min(a_high, b_high)


def restates(a: Voice, b: Voice) -> bool:
    """Whether one figure is the other in other words: the same number, its rounding, or a vague word for it."""
    if None in (a.value, b.value) or "vague" in (a.hedge, b.hedge):
        return _vague_fits(a, b) and _vague_fits(b, a)
    if a.value == b.value:
        return True
    if not overlap(a, b):
        return False
    closed = {"about", "almost", "between"}
    if a.hedge in closed or b.hedge in closed:
        return True
    small, large = sorted((a, b), key=lambda v: v.value or 0)
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
    Level("unknown origin", "{left} or {right} names no origin", lambda a, b: not a.origin or not b.origin),
    Level("one origin", "{left} and {right} come from one origin", lambda a, b: a.origin == b.origin),
    Level("shared origin", "{left} and {right} share an origin", lambda a, b: shares(a.origin, b.origin)),
    Level("rival parties", "{left} and {right} speak for rival parties", rivals),
    Level("other origin", "{left} and {right} are two origins", lambda a, b: True),
)
FIGURE: Sequence[Level] = (
    Level("one number", "{left} restates {right}", restates),
    Level("agree", "the bounds of {left} and {right} overlap", overlap),
    Level("larger", "{right} is more than {left}", grows),
    Level("smaller", "{right} is less than {left}", lambda a, b: True),
)


def _soon(a: Voice, b: Voice) -> bool:
    return a.day is not None and b.day is not None and abs(a.day - b.day) <= thresholds().revision_days


DAY: Sequence[Level] = (
    Level("raised", "{left} is raised to {right} in the same story", lambda a, b: a.raised),
    Level("one day", "{left} and {right} are of one day", same_day),
    Level("soon", "{right} is a day or two later than {left}", _soon),
    Level("later", "{right} is later than {left}", lambda a, b: True),
)
COMPARISONS = (("origin", ORIGIN), ("figure", FIGURE), ("day", DAY))


def hits(left: Voice, right: Voice) -> tuple[LevelHit, ...]:
    """The level of each comparison that holds first, with its sentence; the left reading is the earlier."""
    names = {"left": str(left), "right": str(right)}
    return tuple(_hit(name, levels, left, right, names) for name, levels in COMPARISONS)


def _hit(name: str, levels: Sequence[Level], left: Voice, right: Voice, names: Mapping[str, str]) -> LevelHit:
    for level in levels:
        if level.test(left, right):
            return LevelHit(name, level.name, level.sentence.format_map(names))
    raise AssertionError(f"no level of {name} holds: the last one takes all")

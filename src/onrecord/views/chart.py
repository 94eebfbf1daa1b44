"""A line's readings by day and value: where each mark stands, its open ends, and what ties it to another.

Widths are per cent of the drawing, heights pixels, so that the drawing fits any width without a script.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from onrecord.brief.content import Said
from onrecord.model import Link
from onrecord.views.marks import Mark
from onrecord.views.rows import ReadingRow

LEFT, RIGHT = 2.0, 98.0
TOP, HEAD, ROW, SMALL = 24, 26, 52, 15
OPEN = 9.0  # how far an open end is drawn, in per cent
LABELLED = 14  # readings that are named in the drawing; more are only marked
NEAR = 1.7  # marks closer than this would cover each other
TIED = 2


@dataclass(frozen=True, slots=True)
class Tick:
    """A value on the axis; every second one is left out where the drawing is narrow."""

    x: float
    label: str
    spare: bool


@dataclass(frozen=True, slots=True)
class Band:
    """One day with its readings."""

    day: str | None
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Dot:
    """One reading: its mark, the ends of its bounds, and where its words stand (start, or end left of the mark)."""

    number: int
    x: float
    y: int
    low: float | None
    high: float | None
    open_low: bool
    open_high: bool
    mark: Mark
    told: Said
    anchor: str
    label_x: float
    named: bool


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation drawn between two marks by way of a height that crosses no words."""

    relation: str
    x1: float
    y1: int
    x2: float
    y2: int
    by: int


@dataclass(frozen=True, slots=True)
class Chart:
    """The drawing of a line: its height in pixels, axis, days, marks and ties; ``scale`` is linear or log."""

    height: int
    scale: str
    ticks: tuple[Tick, ...]
    bands: tuple[Band, ...]
    dots: tuple[Dot, ...]
    ties: tuple[Tie, ...]
    wide: bool


class Axis:
    """Values as places on the drawing: from nought, or by powers of ten."""

    def __init__(self, values: Iterable[float], scale: str) -> None:
        known = [v for v in values if v >= 0]
        most, least = max(known, default=1.0) or 1.0, min((v for v in known if v > 0), default=1.0)
        self.log = scale == "log"
        if self.log:
            self.first, self.last = floor(log10(least)), max(ceil(log10(most)), floor(log10(least)) + 1)
            self.marks = [10.0**n for n in range(self.first, self.last + 1)]
        else:
            step = _step(most)
            self.marks = [step * n for n in range(ceil(most / step) + 1)]

    def at(self, value: float) -> float:
        """Where a value stands, in per cent."""
        if self.log:
            share = (log10(value) - self.first) / (self.last - self.first) if value > 0 else 0.0
        else:
            share = value / self.marks[-1]
        return round(LEFT + (RIGHT - LEFT) * min(1.0, max(0.0, share)), 2)

    def ticks(self) -> tuple[Tick, ...]:
        """The values named on the axis."""
        return tuple(Tick(self.at(v), f"{v:,.10g}", n % 2 == 1) for n, v in enumerate(self.marks))


def chart(readings: Sequence[ReadingRow], relations: Sequence[Link], scale: str = "linear") -> Chart:
    """The chart of these readings, the earliest day first, the undated last."""
    bounded = [(n, r) for n, r in enumerate(readings) if r.low is not None or r.high is not None]
    values = [b for _, r in bounded for b in (r.low, r.high) if b is not None]
    axis = Axis(values, scale)
    named = len(bounded) <= LABELLED
    days: dict[str | None, list[tuple[int, ReadingRow]]] = defaultdict(list)
    for n, reading in bounded:
        days[reading.told.when].append((n, reading))
    bands, dots, y = [], [], TOP
    for day in sorted(days, key=lambda d: (d is None, d or "")):
        rows = [_dot(n, reading, axis, named) for n, reading in days[day]]
        placed = _in_rows(rows, y) if named else _packed(rows, y)
        height = max(d.y for d in placed) - y + (ROW // 2 + 4 if named else 16)
        bands.append(Band(day, y, height))
        dots += placed
        y += height
    ties = _ties(dots, readings, relations) if named else ()
    wide = bool(values) and min((v for v in values if v > 0), default=1) * 20 < max(values)
    return Chart(y + 8, "log" if axis.log else "linear", axis.ticks(), tuple(bands), tuple(dots), ties, wide)


def _step(most: float) -> float:
    """A round step that makes four to eight of them reach the highest value."""
    power = 10.0 ** floor(log10(most / 4))
    return next(power * n for n in (1, 2, 2.5, 5, 10) if most / (power * n) <= 8)


def _dot(number: int, reading: ReadingRow, axis: Axis, named: bool) -> Dot:
    low = axis.at(reading.low) if reading.low is not None else None
    high = axis.at(reading.high) if reading.high is not None else None
    value = axis.at(reading.value) if reading.value is not None else None
    ends = [b for b in (low, high) if b is not None]
    x = value if value is not None else sum(ends) / len(ends)
    left = max(0.0, x - OPEN) if low is None else low
    right = min(100.0, x + OPEN) if high is None else high
    # Words stand where there is more room.
    anchor = "start" if right <= 50 else "end"
    label = right if anchor == "start" else left
    return Dot(
        number, round(x, 2), 0, round(left, 2), round(right, 2), low is None, high is None, reading.mark,
        reading.told, anchor, round(label, 2), named,
    )  # fmt: skip


def _moved(dot: Dot, y: int) -> Dot:
    return Dot(
        dot.number, dot.x, y, dot.low, dot.high, dot.open_low, dot.open_high, dot.mark, dot.told, dot.anchor,
        dot.label_x, dot.named,
    )  # fmt: skip


def _in_rows(dots: Sequence[Dot], top: int) -> list[Dot]:
    """One below the other, each with room for its words."""
    return [_moved(dot, top + HEAD + ROW // 2 + n * ROW - 10) for n, dot in enumerate(dots)]


def _packed(dots: Sequence[Dot], top: int) -> list[Dot]:
    """As low a heap as marks that do not cover each other make."""
    ends: list[float] = []
    placed = []
    for dot in sorted(dots, key=lambda d: (d.low if d.open_low else d.x, d.x) if d.low is not None else (d.x, d.x)):
        left = min(dot.x, dot.low if dot.low is not None else dot.x)
        right = max(dot.x, dot.high if dot.high is not None else dot.x)
        lane = next((n for n, end in enumerate(ends) if end + NEAR <= left), len(ends))
        if lane == len(ends):
            ends.append(right)
        ends[lane] = right
        placed.append(_moved(dot, top + HEAD + 6 + lane * SMALL))
    return placed


def _ties(dots: Sequence[Dot], readings: Sequence[ReadingRow], relations: Sequence[Link]) -> tuple[Tie, ...]:
    """What conflicts, the widest apart first, and what updates what, between the nearest marks."""
    where = {claim: n for n, reading in enumerate(readings) for claim in reading.told.cited.claims}
    at: Mapping[int, Dot] = {dot.number: dot for dot in dots}
    found: dict[str, dict[tuple[int, int], Tie]] = {"conflicts": {}, "updates": {}}
    for link in relations:
        one, two = at.get(where.get(link.left, -1)), at.get(where.get(link.right, -1))
        if link.relation in found and one is not None and two is not None and one.number != two.number:
            upper, lower = sorted((one, two), key=lambda d: d.y)
            tie = Tie(link.relation, upper.x, upper.y, lower.x, lower.y, lower.y - 23)
            found[link.relation][upper.number, lower.number] = tie
    conflicts = sorted(found["conflicts"].values(), key=lambda t: (t.y2 - t.y1, -abs(t.x1 - t.x2)))[:TIED]
    updates = sorted(found["updates"].values(), key=lambda t: t.y2 - t.y1)
    taken: set[int] = set()
    nearest = []
    for tie in updates:
        if tie.y2 not in taken:
            taken.add(tie.y2)
            nearest.append(tie)
    return (*conflicts, *nearest[: TIED + 1])

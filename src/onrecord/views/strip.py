"""A strip: a line's readings on a short axis of their own that runs from nought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.views.marks import Mark

# The share of the strip that the highest bound reaches, in per cent, and how long an open end is drawn.
REACH, OPEN = 86.0, 10.0
APART = 12  # pins up to which each is drawn with its shape; more would cover one another


@dataclass(frozen=True, slots=True)
class Pin:
    """One reading on a strip, in per cent of its length: the closed end it stands at, and where it stretches to."""

    mark: Mark
    at: float
    low: float | None
    high: float | None
    opens: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The readings of a line on one axis, the highest bound being ``top``; ``dense`` where there are many."""

    pins: tuple[Pin, ...]
    top: float
    dense: bool = False


def strip(readings: Sequence[tuple[Mark, float | None, float | None]]) -> Strip:
    """The strip of these readings, each a mark with its low and high bound; one open at both ends is left out."""
    bounds = [abs(b) for _, low, high in readings for b in (low, high) if b is not None]
    top = max(bounds, default=0.0)
    pins = [_pin(mark, low, high, top) for mark, low, high in readings if low is not None or high is not None]
    return Strip(tuple(pins), top, len(pins) > APART)


def _pin(mark: Mark, low: float | None, high: float | None, top: float) -> Pin:
    def place(bound: float) -> float:
        return round(2 + (REACH - 2) * max(bound, 0.0) / top, 2) if top else 2.0

    if low is None:
        assert high is not None
        at = place(high)
        return Pin(mark, at, max(0.0, round(at - OPEN, 2)), None, "low")
    if high is None:
        at = place(low)
        return Pin(mark, at, None, round(at + OPEN, 2), "high")
    one, two = place(low), place(high)
    return Pin(mark, round((one + two) / 2, 2), one if one != two else None, two if one != two else None, "")

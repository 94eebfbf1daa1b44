"""A calendar: how many claims fall on each day, month or year, whichever gives few enough bars to choose from."""

from __future__ import annotations

import calendar as months
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

BARS = 24
GRAINS = (10, 7, 4)  # the length of an ISO day, month and year


@dataclass(frozen=True, slots=True)
class Bucket:
    """One bar: its first and last day (ISO), how many claims, their share of the fullest, and whether it is chosen."""

    label: str
    since: str
    until: str
    claims: int
    share: float
    chosen: bool


def within(day: str | None, since: str | None, until: str | None) -> bool:
    """Whether a day, month or year falls at least partly between two days; an unknown one only where both are open."""
    if day is None:
        return since is None and until is None
    first, last = bounds(day)
    return (since is None or last >= since) and (until is None or first <= until)


def bounds(day: str) -> tuple[str, str]:
    """The first and the last day of an ISO day, month or year."""
    if len(day) >= 10:
        return day[:10], day[:10]
    if len(day) == 7:
        return f"{day}-01", f"{day}-{months.monthrange(int(day[:4]), int(day[5:7]))[1]:02}"
    return f"{day[:4]}-01-01", f"{day[:4]}-12-31"


def calendar(days: Iterable[str | None], since: str | None, until: str | None) -> tuple[Bucket, ...]:
    """The bars of these days, in order, none for a day without claims; days of a coarser grain than the bars' are
    left out where finer ones are known."""
    known = [day for day in days if day]
    for grain in GRAINS:
        counted = Counter(day[:grain] for day in known if len(day) >= grain)
        if counted and (len(counted) <= BARS or grain == GRAINS[-1]):
            break
    else:
        return ()
    top = max(counted.values())
    newest = sorted(counted)[-BARS:]
    chosen = since is not None or until is not None
    return tuple(
        Bucket(label, *bounds(label), counted[label], counted[label] / top, chosen and within(label, since, until))
        for label in newest
    )

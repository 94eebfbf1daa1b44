"""A line's readings over time: what one voice's next figure is to its last one.

A voice is an origin, or the outlet where no origin is named. Its figures of a line are totals of one thing, so the next
one restates the last, grew from it, was revised down, or begins to count anew; figures new since the last count stand
on lines of their own as increments. Nothing is ever added up: an increment and a total, a window and a total, two
places or two groups are different lines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onrecord.link.compare import restates
from onrecord.link.sighting import Sighting
from onrecord.link.slots import voice_of
from onrecord.link.wording import thresholds
from onrecord.model import Reading
from onrecord.records import changed


def followed(readings: Sequence[Reading], members: Mapping[str, Sighting], *, running: bool) -> tuple[Reading, ...]:
    """The readings in their own order, each with how it follows on the last one of its voice ("" the first)."""
    if len(readings) == 1 and not members[readings[0].claims[0]].claim.increment:
        return tuple(readings)
    order = sorted(range(len(readings)), key=lambda n: (_day(readings[n], members), n))
    found = list(readings)
    last: dict[tuple[str | None, str], int] = {}
    for place, n in enumerate(order):
        voices = _voices(readings[n])
        earlier = [last[voice] for voice in voices if voice in last]
        last.update(dict.fromkeys(voices, place))
        if members[readings[n].claims[0]].claim.increment:
            found[n] = changed(readings[n], change="increment")
        elif earlier:
            left, right = (members[readings[m].claims[0]] for m in (order[max(earlier)], n))
            found[n] = changed(readings[n], change=_change(left, right, running=running))
    return tuple(found)


def _day(reading: Reading, members: Mapping[str, Sighting]) -> str:
    """The day a reading held, else the day it was first published."""
    return reading.as_of or min(members[claim].published for claim in reading.claims)[:10]


def _voices(reading: Reading) -> list[tuple[str | None, str]]:
    """Whose the reading is: its origin's, else each of its outlets'."""
    return [(None, outlet) for outlet in reading.outlets] if reading.origin is None else [(reading.origin, "")]


def _change(left: Sighting, right: Sighting, *, running: bool) -> str:
    """How the later of one voice's figures follows on the earlier."""
    before, after = left.value, right.value
    if before is None or after is None or restates(voice_of(left), voice_of(right)):
        return "restated"
    if after > before:
        return "grew"
    anew = running and after < thresholds().restart_share * before and "revised" not in right.marks
    return "restarted" if anew or "restarted" in right.marks else "revised down"

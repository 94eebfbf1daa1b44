"""Which line is part of which: ordered levels over two keys, each with its test and its sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter

from onrecord.link.block import Key
from onrecord.link.incidents import Incident
from onrecord.link.lines import Row
from onrecord.link.places import Spot, inside
from onrecord.link.sighting import Days
from onrecord.link.wording import wording
from onrecord.model import LevelHit

FIELDS = tuple(field.name for field in fields(Key))


@dataclass(frozen=True, slots=True)
class Level:
    """One way to be a part: its name, its sentence, what of the two keys must agree, and its test on the part's and the
    whole's row and places; the whole is no part of a line itself."""

    name: str
    sentence: str
    same: Callable[[Key], tuple[str, ...]]
    test: Callable[[Row, Row, Spot | None, Spot | None], bool]


def _but(*others: str) -> Callable[[Key], tuple[str, ...]]:
    """All fields of a key but the others."""
    return attrgetter(*(name for name in FIELDS if name not in others))


def _people(a: Row, b: Row, _p: Spot | None, _q: Spot | None) -> bool:
    if a.key.people == "things":
        return False
    if b.key.people == a.key.people:
        return bool(a.key.qualifier) and not b.key.qualifier
    narrow = b.key.people == "civilians" and a.key.people in {"children", "women", "men", "medics", "journalists"}
    return not b.key.qualifier and (b.key.people == "all" or narrow)


def _number(a: Row, b: Row, _p: Spot | None, _q: Spot | None) -> bool:
    return bool(a.slot) and a.apart == b.apart


def _place(a: Row, b: Row, p: Spot | None, q: Spot | None) -> bool:
    if a.key.place == b.key.place or (a.key.people != b.key.people and b.key.people != "all"):
        return False
    return not b.key.place or (p is not None and q is not None and inside(p, q))


def _state(a: Row, b: Row, _p: Spot | None, _q: Spot | None) -> bool:
    return bool(a.key.state) and not b.key.state


def _measure(a: Row, b: Row, _p: Spot | None, _q: Spot | None) -> bool:
    return not a.slot and (a.key.measure, b.key.measure) in wording().parts


def _thing(a: Row, b: Row, _p: Spot | None, _q: Spot | None) -> bool:
    if a.key.object == b.key.object:
        return bool(a.key.qualifier) and not b.key.qualifier
    return (a.key.object, b.key.object) in wording().parts_objects


def _time(a: Row, b: Row, _p: Spot | None, _q: Spot | None) -> bool:
    return bool(a.key.increment and not b.key.increment) or (a.key.window == "period" and not b.key.window)


LEVELS: Sequence[Level] = (
    Level("number", "{left} is one voice's smaller figure beside {right}", _but(), _number),
    Level("group", "{left} are among {right}", _but("people", "qualifier", "side", "place"), _people),
    Level("place", "{left} lies in {right}", _but("place", "window", "people", "qualifier"), _place),
    Level("state", "{left} are some of {right}", _but("state", "people", "qualifier"), _state),
    Level("measure", "{left} count in {right}", _but("measure"), _measure),
    Level("thing", "{left} are some of {right}", _but("object", "qualifier"), _thing),
    Level("time", "{left} is a stretch of {right}", _but("increment", "window", "people"), _time),
)
CRISIS = Level("crisis", "{left} is one incident of {right}", _but(), lambda a, b, p, q: True)
TOTALS = frozenset({"killed", "casualties", "injured", "displaced", "equipment_lost", "strikes", "destroyed"})


def parts(
    rows: Sequence[Row], incidents: dict[str, Incident], labels: dict[str, str]
) -> list[tuple[str, str, LevelHit]]:
    """Every part line with each whole it lies in: within one incident, then one incident in its crisis."""
    by_incident: dict[str, list[Row]] = defaultdict(list)
    totals: dict[tuple[str, str], list[_Total]] = defaultdict(list)
    for row in rows:
        by_incident[row.key.incident].append(row)
        if row.running and not row.slot and row.key.measure in TOTALS and row.key.modality in {"", "suspected"}:
            totals[row.key.measure, row.key.object].append(_total(row))
    found = []
    for slug in sorted(by_incident):
        found += [(a.id, b.id, _hit(level, a, b, labels)) for a, b, level in _nested(by_incident[slug])]
    for row in rows:
        if (
            row.running
            or row.slot
            or row.key.increment
            or row.key.people not in {"all", "civilians", "fighters", "things"}
        ):
            continue
        kinds = (row.key.measure, *(whole for part, whole in wording().parts if part == row.key.measure))
        mine = _spot(row)
        for total in (total for kind in kinds for total in totals.get((kind, row.key.object), ())):
            if mine is not None and _in_crisis(row, mine, total, incidents[row.key.incident].days):
                found.append((row.id, total.row.id, _hit(CRISIS, row, total.row, labels)))
    return found


def _nested(rows: Sequence[Row]) -> Iterator[tuple[Row, Row, Level]]:
    """Each part among the rows of one incident with each whole, and the first level that makes it one."""
    spots = list(map(_spot, rows))
    wholes: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for n, row in enumerate(rows):
        for level in LEVELS if not row.slot else ():
            wholes[level.name, *level.same(row.key)].append(n)
    for n, row in enumerate(rows):
        held: dict[int, Level] = {}
        for level in LEVELS:
            for m in wholes.get((level.name, *level.same(row.key)), ()):
                if m != n and m not in held and level.test(row, rows[m], spots[n], spots[m]):
                    held[m] = level
        for m in sorted(held):
            yield row, rows[m], held[m]


@dataclass(frozen=True, slots=True)
class _Total:
    """A crisis total's row, where it is counted, and the last day it is told to hold (an ordinal, 0 untold)."""

    row: Row
    spot: Spot | None
    held: int


def _total(row: Row) -> _Total:
    return _Total(row, _spot(row), max((s.days.last for s in row.sightings if s.days), default=0))


def _in_crisis(row: Row, mine: Spot, total: _Total, days: Days | None) -> bool:
    """Whether an incident's figure lies in a crisis total: in its place, before its date, of its people and side."""
    whole = total.row.key
    if total.spot is None or not (inside(mine, total.spot) or mine.names & total.spot.names):
        return False
    if whole.side != row.key.side and (whole.side or whole.people != "all"):
        return False
    if whole.people not in {"all", row.key.people} or whole.qualifier:
        return False
    return days is None or not total.held or 0 <= total.held + 1 - days.first <= 3 * 366


def _spot(row: Row) -> Spot | None:
    return next((s.spot for s in row.sightings if s.spot is not None), None)


def _hit(level: Level, a: Row, b: Row, labels: dict[str, str]) -> LevelHit:
    return LevelHit("part", level.name, level.sentence.format(left=labels[a.id], right=labels[b.id]))

"""Lines of the record: the claims about one thing as readings by origin, and how the readings relate."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from onrecord.knowledge import digest
from onrecord.link.block import Key, blocks, ordered
from onrecord.link.compare import Voice, overlap
from onrecord.link.incidents import Incident
from onrecord.link.rules import relation
from onrecord.link.series import followed
from onrecord.link.sighting import Sighting, days_of
from onrecord.link.slots import slots, voice_of
from onrecord.model import LevelHit, Line, Link, Reading
from onrecord.records import changed

LONG = 50  # readings of a line that are all related to one another


@dataclass(frozen=True, slots=True)
class Row:
    """A line in the making: its key, its slot ("" the whole) and its sightings, earliest first.

    ``apart`` tells a line that a person split off from the one that has the same key.
    """

    key: Key
    slot: str
    sightings: tuple[Sighting, ...]
    running: bool
    apart: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """What tells the line from every other, as words."""
        return (*self.key.parts(), self.slot, *filter(None, [self.apart]))

    @property
    def id(self) -> str:
        """The line's id: a hash of its parts."""
        text = json.dumps(self.parts, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:12]


def rows(incident: Incident) -> list[Row]:
    """The rows of an incident: its blocks, each split into whole and parts."""
    split = {key: slots(sightings, places=not key.place) for key, sightings in ordered(blocks(incident))}
    for key, by_slot in split.items():
        for slot in [s for s in sorted(by_slot) if s and key.people == "all"]:
            homes = [k for k in split if _counts(split[k].get("", ()), k, key, slot)]
            if len(homes) == 1:
                split[homes[0]][""] += by_slot.pop(slot)
    return [
        Row(key, slot, in_order(members), incident.running)
        for key, by_slot in split.items()
        for slot, members in sorted(by_slot.items())
    ]


def in_order(sightings: Iterable[Sighting]) -> tuple[Sighting, ...]:
    """A row's sightings as they were published."""
    return tuple(sorted(sightings, key=_order))


def _order(s: Sighting) -> tuple[str, str, str]:
    return s.published, s.report, s.id


def _counts(members: Sequence[Sighting], key: Key, whole: Key, slot: str) -> bool:
    """Whether a class of people (medics, children) is what an unnamed part of the whole counts: it has its number."""
    same = changed(key, people="all", qualifier="", side="") == whole and (key.people != "all" or bool(key.qualifier))
    return same and any(s.value is not None and f"{s.value:g}" == slot for s in members)


def day_of(s: Sighting, firsts: dict[tuple[str | None, float | None], int]) -> int | None:
    """The day a figure held: as said; a total's own date; else the day its origin's number was first published."""
    if s.as_of is not None:
        return s.as_of.last
    if s.running and s.days is not None:
        return s.days.last
    out = days_of(s.published)
    if s.origin is not None:
        return firsts.get((s.origin, s.value), out.last if out else None)
    return out.last if out else None


def voices(row: Row) -> list[tuple[Voice, list[Sighting]]]:
    """The distinct readings of a row with their claims, earliest first."""
    firsts: dict[tuple[str | None, float | None], int] = {}
    for s in row.sightings:
        out = days_of(s.published)
        if s.origin is not None and out is not None:
            said = (s.origin, s.value)
            firsts[said] = min(firsts.get(said, out.last), out.last)
    found: dict[tuple[object, ...], list[Sighting]] = defaultdict(list)
    made: dict[tuple[object, ...], Voice] = {}
    beside: dict[str, list[Sighting]] = defaultdict(list)
    for s in row.sightings:
        beside[s.report].append(s)
    for s in row.sightings:
        day, raised = day_of(s, firsts), _raised(s, beside[s.report])
        hedge = s.claim.figure.hedge if s.claim.figure else None
        side = s.claim.source.side if s.claim.source else None
        key = (s.published, day, s.origin, *s.bounds, hedge, (side or "").lower(), raised)
        if key not in made:
            made[key] = voice_of(s, day, raised=raised)
        found[key].append(s)
    order = sorted(
        found, key=lambda k: (str(k[0]), not made[k].raised, made[k].day or 0, found[k][0].report, found[k][0].id)
    )
    return [(made[key], found[key]) for key in order]


def _raised(s: Sighting, beside: Sequence[Sighting]) -> bool:
    """Whether an unsourced figure's own report gives a sourced higher one: the story itself raises it."""
    if s.origin is not None or len(beside) == 1:
        return False
    mine = voice_of(s)
    return any(
        o.origin is not None
        and (o.value or 0) > (s.value or 0)
        and not (overlap(voice_of(o), mine) and o.claim.figure is not None and o.claim.figure.hedge != "up_to")
        for o in beside
    )


def line_of(row: Row, *, pairs: bool) -> tuple[Line, list[Link]]:
    """The line of a row, with the relations of its readings, and if wanted all pairs of claims of different reports."""
    groups = voices(row)
    related = _related([voice for voice, _ in groups])
    kept = set(related)
    shown: list[Link] = []
    every: list[Link] = []
    stamp = digest()
    for voice, claims in groups if pairs else ():
        every += _pairs(claims, claims, *relation(voice, voice), stamp)
    for i, j in combinations(range(len(groups)), 2) if pairs else related:
        (voice, claims), (other, theirs) = groups[i], groups[j]
        kind, why = relation(voice, other)
        if (i, j) in kept:
            shown.append(Link(claims[0].id, theirs[0].id, kind, why, stamp))
        every += _pairs(claims, theirs, kind, why, stamp) if pairs else []
    line = Line(
        id=row.id,
        key=row.parts,
        label=label(row),
        incident=row.key.incident,
        readings=readings(row),
        relations=tuple(shown),
        claims=tuple(s.id for s in row.sightings),
    )
    return line, every


def _related(said: Sequence[Voice]) -> list[tuple[int, int]]:
    """Which readings, in order, are related: all; on a long line each to the last one of every origin before it."""
    if len(said) <= LONG:
        return list(combinations(range(len(said)), 2))
    last: dict[str | None, int] = {}
    found = []
    for n, voice in enumerate(said):
        found += [(m, n) for m in sorted(last.values())[-LONG:]]
        last[voice.origin] = n
    return sorted(found)


def _pairs(
    left: Sequence[Sighting], right: Sequence[Sighting], kind: str, why: tuple[LevelHit, ...], stamp: str
) -> list[Link]:
    same = left is right
    return [
        Link(a.id, b.id, kind, why, stamp)
        for i, a in enumerate(left)
        for b in (right[i + 1 :] if same else right)
        if a.report != b.report
    ]


def readings(row: Row) -> tuple[Reading, ...]:
    """What each origin says at each as-of date, with the claims and the outlets that carry it."""
    found: dict[tuple[str | None, float | None, float | None, str, str | None], list[Sighting]] = defaultdict(list)
    for s in row.sightings:
        when = s.claim.period.as_of or (s.claim.period.start if row.running else None)
        hedge = s.claim.figure.hedge if s.claim.figure else "exact"
        found[s.origin, *s.bounds, hedge, when].append(s)
    told = tuple(
        Reading(
            *said,
            claims=tuple(s.id for s in members),
            outlets=tuple(sorted({s.outlet for s in members})),
            texts=len({s.text for s in members}),
        )
        for said, members in sorted(found.items(), key=lambda pair: _order(pair[1][0]))
    )
    return followed(told, {s.id: s for s in row.sightings}, running=row.running)


def label(row: Row) -> str:
    """What the line counts, for a person: "children killed", "Russia tank equipment lost, forecast"."""
    key = row.key
    who = {"all": "people", "things": ""}.get(key.people, key.people)
    words = [
        key.side.title(),
        key.qualifier.replace("-", " "),
        who,
        key.object.replace("_", " "),
        key.measure.replace("_", " "),
    ]
    notes = [key.place.title(), key.state.replace("_", " "), key.window, key.modality, key.increment]
    if row.slot:
        notes.append(f"a part of {row.slot}")
    if row.apart:
        notes.append("set apart by review")
    return ", ".join(filter(None, [" ".join(filter(None, words)), *notes]))


def with_parts(lines: Sequence[Line], wholes: dict[str, list[str]]) -> tuple[Line, ...]:
    """The lines with the ids of the lines they are part of."""
    return tuple(changed(line, part_of=tuple(wholes.get(line.id, ()))) for line in lines)

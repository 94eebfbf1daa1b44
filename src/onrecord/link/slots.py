"""Whole and part inside one block: a voice does not contradict itself in one report: its smaller figure is a part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from onrecord.link.compare import Voice, restates
from onrecord.link.places import stand
from onrecord.link.sighting import Sighting

MOST_PARTS = 4
FAR = 12
BELIEVED = 2
SURE = frozenset({"exact", "at_least"})


def voice_of(s: Sighting, day: int | None = None, *, raised: bool = False) -> Voice:
    """The claim's figure and party as comparisons take them."""
    figure, source = s.claim.figure, s.claim.source
    low, high = s.bounds
    return Voice(
        origin=s.origin,
        name=(source.name if source and source.name else None) or s.outlet,
        low=low,
        high=high,
        hedge=figure.hedge if figure else "exact",
        value=s.value,
        words=s.claim.span.exact,
        day=day,
        party=source.side.lower() if source and source.side else None,
        counted=s.claim.side.lower() if s.claim.side else None,
        raised=raised,
    )


def slots(row: Sequence[Sighting], *, places: bool) -> dict[str, list[Sighting]]:
    """The block's sightings by slot: "" the whole, "15" the part that counts 15, "15@x" the part told of place x."""
    by_report: dict[str, list[Sighting]] = defaultdict(list)
    for s in row:
        by_report[s.report].append(s)
    own: dict[str, str] = {}
    wholes: set[float] = set()
    for report in sorted(by_report):
        here = _parts(by_report[report], places=places)
        own.update(here)
        if here:
            wholes |= {s.value for s in by_report[report] if s.id not in here and s.value is not None}
    for report, value in _believed(by_report, own):
        wholes.add(value)
        for s in by_report[report]:
            if s.value == value and not {"part", "others"} & s.marks:
                own.pop(s.id, None)
    known = set(own.values())
    own.update(_victims(row, own))
    found: dict[str, list[Sighting]] = defaultdict(list)
    for s in row:
        alone = f"{s.value:g}" if s.value is not None else ""
        joins = (
            s.id not in own
            and alone in known
            and s.value not in wholes
            and s.claim.figure is not None
            and s.claim.figure.hedge != "vague"
        )
        found[own.get(s.id, alone if joins else "")].append(s)
    return dict(found)


def _believed(by_report: Mapping[str, Sequence[Sighting]], own: Mapping[str, str]) -> list[tuple[str, float]]:
    """The figures, by report, that are a whole after all: others give them as theirs, none the report's larger one.

    A headline's only figure needs one such report, and none where the larger one is a bare number.
    """
    if not own:
        return []
    given: dict[float, set[str]] = defaultdict(set)
    for report, here in by_report.items():
        for s in here:
            if s.value is not None and s.id not in own:
                given[s.value].add(report)
    found = []
    for report, here in sorted(by_report.items()):
        if any(given[s.value] - {report} for s in here if s.value is not None and s.id not in own):
            continue
        values = {s.value for s in here if s.id in own and s.value is not None}
        headed = {s.value for s in here if s.claim.segment == "headline"}
        bare = all(s.claim.span.exact.isdigit() for s in here if s.id not in own)
        for value in sorted(values):
            enough = (0 if bare else 1) if headed == {value} else BELIEVED
            if len(given[value] - {report}) >= enough:
                found.append((report, value))
    return found


def _parts(row: Sequence[Sighting], *, places: bool) -> dict[str, str]:
    """The part slot of each claim of one report that is a part."""
    live = [s for s in row if s.value is not None and not s.claim.superseded and not s.claim.increment]
    if len(live) < 2:
        return {}
    found: dict[str, str] = {}
    for a in live:
        if any(_within(a, b, places=places) for b in live):
            found[a.id] = f"{a.value:g}"
    found.update(_summands(live, found))
    for s in live:
        if s.id not in found and any(
            o.id in found and o.value == s.value and o.voice == s.voice and "others" not in o.marks for o in live
        ):
            found[s.id] = f"{s.value:g}"
    return found


def _within(a: Sighting, b: Sighting, *, places: bool) -> bool:
    """Whether one voice gives a as part of b: a smaller figure other than b restated, of the same time."""
    if a.value is None or b.value is None or a.id == b.id:
        return False
    unsaid = (a.origin is None or b.origin is None) and a.value * FAR <= b.value
    unsaid = unsaid and "vague" not in (voice_of(a).hedge, voice_of(b).hedge)
    if a.voice != b.voice and not unsaid:
        return False
    beyond = "others" in a.marks and "others" not in b.marks and a.claim.measure == "killed"
    if a.value > b.value or (a.value == b.value and not beyond):
        return False
    if a.as_of != b.as_of or (a.days and b.days and a.days.gap(b.days)):
        return False
    if {"superseding"} & (a.marks | b.marks) and "part" not in a.marks and "others" not in a.marks:
        return False
    if "part" in a.marks or "others" in a.marks:
        return True
    return not restates(voice_of(a), voice_of(b)) or (places and stand(a.spot, b.spot) in {"inside", "near", "apart"})


def _victims(row: Sequence[Sighting], known: dict[str, str]) -> dict[str, str]:
    """Deaths less the attacker's, where others count "including the gunman": one fewer is another count, no rival."""
    counted_in = {s.value for s in row if "attacker_in" in s.marks and s.value and s.id not in known}
    fewer = {v - 1 for v in counted_in} - counted_in
    return {s.id: f"{s.value:g}" for s in row if s.value in fewer and s.claim.measure == "killed" and s.id not in known}


def _summands(live: Sequence[Sighting], known: dict[str, str]) -> dict[str, str]:
    """Figures that add up to another figure of the report are its parts, whoever gives them."""
    exact = sorted({s.value for s in live if s.value and s.claim.figure and s.claim.figure.hedge in SURE})
    found: dict[str, str] = {}
    if len(exact) > 12:
        return found
    for whole in exact:
        smaller = [v for v in exact if v < whole]
        for size in range(2, MOST_PARTS + 1):
            for some in combinations(smaller, size):
                if sum(some) == whole:
                    found.update({s.id: f"{s.value:g}" for s in live if s.value in some and s.id not in known})
    return found

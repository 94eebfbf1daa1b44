"""Echoes: a figure so unusual that whoever repeats it means the same count, whatever place or scope was read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from onrecord.link.places import stand
from onrecord.link.sighting import Sighting, days_of
from onrecord.link.wording import thresholds
from onrecord.rulings import fields_set

CHANCE = 10
DIGITS = 3
HUGE = 100_000


def unusual(s: Sighting) -> bool:
    """Whether the number has three significant digits or more, such as 498, or is a hundred thousand or more."""
    value = s.value
    if value is None or value < 100 or s.claim.figure is None or s.claim.figure.hedge == "vague":
        return False
    return value >= HUGE or len(f"{value:.0f}".rstrip("0")) >= DIGITS


def echo(single: list[list[Sighting]], totals: list[list[Sighting]]) -> None:
    """Move each incident's sighting whose unusual figure is a crisis total of its kind and days into that crisis."""
    index: dict[tuple[object, ...], list[tuple[int, Sighting]]] = defaultdict(list)
    for n, group in enumerate(totals):
        for s in group:
            if unusual(s):
                index[_figure(s)].append((n, s))
    for group in single:
        for s in list(group):
            near = [(n, t) for n, t in index.get(_figure(s), ()) if unusual(s) and _near(s, t)]
            if not near or not fields_set(s.claim).isdisjoint({"place", "scope"}):
                continue
            home = min(Counter(n for n, _ in near).items(), key=lambda item: (-item[1], item[0]))[0]
            model = min((t for n, t in near if n == home), key=lambda t: (t.published, t.id))
            group.remove(s)
            totals[home].append(replace(s, spot=model.spot, counted_in_total=True))


def recall(single: list[list[Sighting]]) -> None:
    """Move what a report recalls of the day before, beside a larger toll of today, to the incident it was told of.

    One origin's figure of ten or more that an earlier report gives for an earlier day is no second count of today.
    """
    told: dict[tuple[object, ...], list[tuple[int, Sighting]]] = defaultdict(list)
    for n, group in enumerate(single):
        for s in group:
            if s.origin is not None and (s.value or 0) >= CHANCE and s.days is not None and s.days.tight:
                told[s.origin, s.people, *_figure(s)].append((n, s))
    moves = []
    for n, group in enumerate(single):
        for s in group:
            homes = {m for m, t in told.get((s.origin, s.people, *_figure(s)), ()) if m != n and _recalls(s, t)}
            if len(homes) == 1 and _larger_beside(s, group):
                moves.append((n, min(homes), s))
    for n, home, s in moves:
        single[n].remove(s)
        single[home].append(s)


def _larger_beside(s: Sighting, group: Sequence[Sighting]) -> bool:
    """Whether the report gives a larger figure of the same measure for the same incident."""
    return any(
        o.report == s.report and o.claim.measure == s.claim.measure and (o.value or 0) > (s.value or 0) for o in group
    )


def _recalls(s: Sighting, earlier: Sighting) -> bool:
    """Whether the other was published first, of the day before, at a place that may be the same."""
    if s.days is None or earlier.days is None or not s.days.tight or earlier.published >= s.published:
        return False
    soon = 0 < s.days.first - earlier.days.last <= thresholds().revision_days
    return soon and s.claim.period.start == s.published[:10] and stand(s.spot, earlier.spot) != "apart"


def settle(row: Sequence[Sighting]) -> dict[str, Sighting]:
    """Within a crisis, each sighting whose place differs from what most give for its unusual figure, moved; by id."""
    groups: dict[tuple[object, ...], list[Sighting]] = defaultdict(list)
    for s in row:
        if unusual(s):
            groups[_figure(s)].append(s)
    found: dict[str, Sighting] = {}
    for same in groups.values():
        votes = Counter(s.spot for s in same)
        best = max(sorted(same, key=lambda s: s.id), key=lambda s: (votes[s.spot], s.spot is not None))
        found.update(
            {
                s.id: replace(s, spot=best.spot)
                for s in same
                if s.spot != best.spot and _near(s, best) and "place" not in fields_set(s.claim)
            }
        )
    return found


def _figure(s: Sighting) -> tuple[object, ...]:
    claim = s.claim
    return (claim.measure, claim.object, s.value, (claim.side or "").lower(), claim.modality == "projected")


def _near(a: Sighting, b: Sighting) -> bool:
    """Whether the two are of the same days, as far as told."""
    first, second = (s.as_of or s.days or days_of(s.published) for s in (a, b))
    return first is None or second is None or first.gap(second) <= thresholds().repeat_days

"""Rows as people ruled them: claims that must share a line are put on one, claims that must not are taken apart.

Rulings are taken in order, the later one wins. A merge brings whole rows, so that what linking later adds to either
follows; a split takes along what gives the same origin's same figure as the claims it names.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

from onrecord.link.lines import Row, in_order
from onrecord.link.sighting import Sighting
from onrecord.rulings import Ruling


def ruled(rows: Sequence[Row], rulings: Sequence[Ruling]) -> list[Row]:
    """The rows with every ruling applied; rows that are left without a claim are gone."""
    held = list(rows)
    where = {s.id: n for n, row in enumerate(held) for s in row.sightings} if rulings else {}
    for ruling in rulings:
        sides = [[claim for claim in side if claim in where] for side in ruling.sides]
        if not sides or not sides[0]:
            continue
        if ruling.apart:
            _part(held, where, sides[0], sides[1] if len(sides) > 1 else [])
        else:
            _join(held, where, sides)
    return [row for row in held if row.sightings]


def gathered[T: Hashable](homes: Mapping[str, T], rulings: Sequence[Ruling]) -> dict[str, T]:
    """Where each claim is to be linked, so that claims ruled to share a line are linked together."""
    found = dict(homes)
    for ruling in rulings:
        claims = [claim for side in ruling.sides for claim in side if claim in found]
        if not ruling.apart and claims:
            home = Counter(found[claim] for claim in claims).most_common(1)[0][0]
            found.update(dict.fromkeys(claims, home))
    return found


def _join(held: list[Row], where: dict[str, int], sides: Sequence[Sequence[str]]) -> None:
    home = _main(where, sides[0])
    moved = {claim for side in sides for claim in side}
    for side in sides[1:]:
        if side:
            moved |= {s.id for s in held[_main(where, side)].sightings}
    _move(held, where, moved, home)


def _part(held: list[Row], where: dict[str, int], apart: Sequence[str], rest: Sequence[str]) -> None:
    others = {where[claim] for claim in rest}
    clear = [claim for claim in apart if where[claim] not in others]
    if clear:
        home = _main(where, clear)
    else:
        old = held[_main(where, apart)]
        told = json.dumps(sorted(apart))
        held.append(replace(old, sightings=(), apart=hashlib.sha256(told.encode()).hexdigest()[:8]))
        home = len(held) - 1
    here = {s.id: s for n in {where[claim] for claim in apart} for s in held[n].sightings}
    theirs = {_said(here[claim]) for claim in rest if claim in here}
    same = {_said(here[claim]) for claim in apart} - theirs - {None}
    _move(held, where, {*apart, *(s.id for s in here.values() if s.id not in rest and _said(s) in same)}, home)


def _main(where: dict[str, int], claims: Sequence[str]) -> int:
    """The row that most of the claims stand on, of equals the first."""
    counts = Counter(where[claim] for claim in claims)
    return min(counts, key=lambda n: (-counts[n], n))


def _said(s: Sighting) -> object:
    """What tells that two claims are one reading; None where the origin is unknown."""
    return None if s.origin is None else (s.origin, s.bounds, s.claim.period.as_of)


def _move(held: list[Row], where: dict[str, int], claims: Iterable[str], home: int) -> None:
    wanted = set(claims)
    moving: list[Sighting] = []
    for n in sorted({where[claim] for claim in wanted} - {home}):
        moving += [s for s in held[n].sightings if s.id in wanted]
        held[n] = replace(held[n], sightings=tuple(s for s in held[n].sightings if s.id not in wanted))
    held[home] = replace(held[home], sightings=in_order((*held[home].sightings, *moving)))
    where.update({s.id: home for s in moving})

"""A telling as bytes, so that a ledger can keep it: linking a report's neighbours anew need not read the report again.

What follows from the claim alone (its place, its days) is not kept; the claim stands in the ledger already.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from typing import Any

from onrecord import knowledge
from onrecord.link.sighting import Sighting, seen
from onrecord.link.telling import Telling
from onrecord.link.texts import Imprint
from onrecord.model import Claim

FORM = 2
LEVEL = 1


def stamp() -> str:
    """What tells one linking from another: the form of what it keeps, and the knowledge it decided by."""
    return f"{FORM}:{knowledge.digest()}"


def packed(telling: Telling) -> bytes:
    """The telling as bytes: what ``unpacked`` needs beside the claims."""
    mark = telling.imprint
    told = {
        "seen": {s.id: _told(s) for s in telling.sightings},
        "imprint": _read(mark) if mark else None,
    }
    text = zlib.compress(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(), LEVEL)
    return len(text).to_bytes(4) + text + (mark.shingles if mark else b"")


def unpacked(data: bytes, claims: Iterable[Claim]) -> tuple[list[Sighting], Imprint | None]:
    """The sightings of those claims of the report, as they were told, and the report's imprint."""
    end = 4 + int.from_bytes(data[:4])
    told = json.loads(zlib.decompress(data[4:end]))
    sightings = [_seen(claim, told["seen"][claim.id]) for claim in claims]
    if told["imprint"] is None:
        return sightings, None
    report, story, names, aged, capitals = told["imprint"]
    people = frozenset((first, last) for first, last in aged)
    return sightings, Imprint(report, story, frozenset(names), people, frozenset(capitals), data[end:])


def changed(old: bytes, new: bytes) -> frozenset[str]:
    """The claims that two tellings of one report tell otherwise, of those in both; all where its text differs."""
    ends = [4 + int.from_bytes(data[:4]) for data in (old, new)]
    before, after = (json.loads(zlib.decompress(data[4:end])) for data, end in zip((old, new), ends, strict=True))
    same = before["imprint"] == after["imprint"] and old[ends[0] :] == new[ends[1] :]
    both = before["seen"].keys() & after["seen"].keys()
    return frozenset(claim for claim in both if not same or before["seen"][claim] != after["seen"][claim])


def _read(mark: Imprint) -> list[Any]:
    return [mark.report, mark.story, sorted(mark.names), sorted(mark.aged), sorted(mark.capitals)]


def _told(s: Sighting) -> list[Any]:
    """What of a sighting does not follow from its claim alone, as ``_seen`` takes it."""
    return [
        s.origin, s.bodies, sorted(s.families), s.disease, s.people, s.qualifier, sorted(s.marks), s.state,
        s.published, s.outlet, s.land, s.scene,
    ]  # fmt: skip


def _seen(claim: Claim, told: list[Any]) -> Sighting:
    origin, bodies, families, disease, people, qualifier, marks, state, published, outlet, land, scene = told
    return seen(
        claim,
        origin=origin,
        bodies=tuple(bodies),
        families=frozenset(families),
        disease=disease,
        people=people,
        qualifier=qualifier,
        marks=frozenset(marks),
        state=state,
        published=published,
        outlet=outlet,
        land=land,
        scene=scene,
    )

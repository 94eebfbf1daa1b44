"""Who asserts a claim, as one slug: the extractor's, or the actor's after its report's own words about the source."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from onrecord.actors import bare, kind_of, origin_of, slug
from onrecord.alternation import offsets
from onrecord.link.wording import wording
from onrecord.model import Claim, Report, Source

_AND = re.compile(r"\s+and\s+(?:the\s+)?|;\s*")
_origin_of = lru_cache(maxsize=16384)(origin_of)
_slug = lru_cache(maxsize=16384)(slug)
NAMEABLE = frozenset({"monitor", "police", "medical", "ngo", "un", "military"})


def described(name: str, text: str) -> str:
    """The fullest words the report has for a source: the stretch around its name that also holds a role, or ""."""
    for start in offsets(text, name):
        end = start + len(name)
        before = re.split(r"[.!?]\s|\n", text[max(0, start - 80) : start])[-1]
        after = re.split(r"[.!?]\s|\n", text[end : end + 100])[0]
        if wording().mark("role", before[-60:].lower()) or wording().mark("role", after[:40].lower()):
            return f"{before} {name}{after}"
    return ""


@lru_cache(maxsize=8192)
def _bare(name: str) -> bool:
    """Whether a source is only a kind of body ("the monitor", "local police")."""
    return wording().mark("bare_source", name.lower())


def told(claims: Sequence[Claim], report: Report | None) -> dict[str, tuple[str | None, tuple[str | None, ...]]]:
    """By the id of each claim of one report: its origin in its own words, and the bodies meant by bare words.

    The bodies stand for the pieces of the source's name, None where the report names no one body of a piece's kind;
    there are none where no piece is bare.
    """
    found = {claim.id: _own(claim, report) for claim in claims}
    named: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        origin = found[claim.id]
        if claim.source is not None and origin is not None and _full(claim.source, origin):
            named[claim.source.kind].add(origin)
    return {claim.id: (found[claim.id], _bodies(claim, named)) for claim in claims}


def origins(
    claims: Sequence[Claim], said: Mapping[str, tuple[str | None, tuple[str | None, ...]]]
) -> dict[str, str | None]:
    """The origin slug of each claim by its id, from what each report told; "police" is the one named at the place."""
    at: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        origin = said[claim.id][0]
        police = claim.source is not None and claim.source.kind == "police" and claim.place is not None
        if police and claim.source is not None and claim.place is not None and origin and _full(claim.source, origin):
            at[claim.place.name].add(origin)
    return _one_spelling({claim.id: _meant(claim, *said[claim.id], at) for claim in claims})


def _full(source: Source, origin: str) -> bool:
    """Whether a source is one body named in full."""
    return bool(source.name) and not _bare(source.name or "") and "+" not in origin


def _bodies(claim: Claim, named: Mapping[str, set[str]]) -> tuple[str | None, ...]:
    """The one named body of its kind in the report for each bare piece of the claim's source."""
    pieces = _pieces(claim.source)
    if not any(map(_bare, pieces)):
        return ()
    kinds = [named.get(kind_of(piece) or "none", set()) if _bare(piece) else set() for piece in pieces]
    return tuple(next(iter(bodies)) if len(bodies) == 1 else None for bodies in kinds)


def _pieces(source: Source | None) -> tuple[str, ...]:
    return () if source is None or not source.name else _split(source.name)


@lru_cache(maxsize=8192)
def _split(name: str) -> tuple[str, ...]:
    return tuple(piece.strip() for piece in _AND.split(name))


def _own(claim: Claim, report: Report | None) -> str | None:
    source = claim.source
    if source is None or not source.name:
        return None
    if source.origin and source.origin != _slug(source.name):
        return source.origin
    place = claim.place.name if claim.place else None
    words = described(source.name, report.text) if report is not None and source.kind in NAMEABLE else ""
    return (
        _origin_of(source.name, source.kind or kind_of(source.name) or "none", source.side, place, words)
        or source.origin
        or _of_a_people(source, report.text if report is not None else "")
    )


def _of_a_people(source: Source, text: str) -> str | None:
    """The slug of a body told by its people's name alone ("Veldish police"), which the text writes with a capital."""
    words = bare(source.name or "")
    named = re.match(r"[A-Z]\w+ [a-z]+s?$", words) is not None and source.kind not in {"none", "unnamed", "witness"}
    return slug(words) if named and re.search(rf"[a-z,] {re.escape(words.split()[0])}\b", text) else None


def _meant(claim: Claim, origin: str | None, bodies: Sequence[str | None], at: Mapping[str, set[str]]) -> str | None:
    """The body that generic words stand for, alone or in a joint source ("a monitor and rebels")."""
    if not bodies:
        return origin
    here = at.get(claim.place.name if claim.place else "", set())
    police = next(iter(here)) if len(here) == 1 else None
    pieces = _pieces(claim.source)
    parts = [
        body or (police if _bare(piece) and kind_of(piece) == "police" else None)
        for body, piece in zip(bodies, pieces, strict=True)
    ]
    if len(parts) == 1:
        return parts[0] or origin
    if (origin is None or "+" not in origin) and any(parts):
        return "+".join(part for part in parts if part)
    return origin


def _one_spelling(found: Mapping[str, str | None]) -> dict[str, str | None]:
    """One slug for transliterations that differ only in doubled letters, the shortest."""
    spelled: dict[str, str] = {}
    shortest: dict[str | None, str | None] = {None: None}
    for own in sorted(filter(None, set(found.values())), key=lambda s: (len(s), s)):
        shortest[own] = spelled.setdefault(re.sub(r"(.)\1+", r"\1", own), own)
    return {key: shortest[own or None] for key, own in found.items()}


def members(origin: str | None) -> frozenset[str]:
    """The parties of a joint origin."""
    return frozenset(origin.split("+")) if origin else frozenset()


@lru_cache(maxsize=16384)
def shares(a: str | None, b: str | None) -> bool:
    """Whether two origins are one, share a member, or one is a body of the other."""
    left, right = members(a), members(b)
    if left & right:
        return True
    parents = wording().parents
    return any((x, y) in parents or (y, x) in parents for x in left for y in right)

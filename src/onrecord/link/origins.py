"""Who asserts a claim, as one slug: the extractor's, or the actor's after its report's own words about the source."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from onrecord.actors import bare, kind_of, origin_of, slug
from onrecord.link.wording import wording
from onrecord.model import Claim, Report, Source

_AND = re.compile(r"\s+and\s+(?:the\s+)?|;\s*")
NAMEABLE = frozenset({"monitor", "police", "medical", "ngo", "un", "military"})


def described(name: str, text: str) -> str:
    """The fullest words the report has for a source: the stretch around its name that also holds a role, or ""."""
    for match in re.finditer(re.escape(name), text):
        before = re.split(r"[.!?]\s|\n", text[max(0, match.start() - 80) : match.start()])[-1]
        after = re.split(r"[.!?]\s|\n", text[match.end() : match.end() + 100])[0]
        if wording().mark("role", before[-60:]) or wording().mark("role", after[:40]):
            return f"{before} {name}{after}"
    return ""


def _bare(name: str) -> bool:
    """Whether a source is only a kind of body ("the monitor", "local police")."""
    return wording().mark("bare_source", name)


def origins(claims: Sequence[Claim], reports: Mapping[str, Report]) -> dict[str, str | None]:
    """The origin slug of each claim by its id; "the monitor", "police" is the one of its kind that is named in full.

    It is looked for in the claim's own report first, then, for police, in every claim of the same place.
    """
    found = {claim.id: _own(claim, reports.get(claim.report)) for claim in claims}
    named: dict[tuple[str, str], set[str]] = {}
    for claim in claims:
        source, origin = claim.source, found[claim.id]
        if source is None or not source.name or origin is None or _bare(source.name) or "+" in origin:
            continue
        named.setdefault((claim.report, source.kind), set()).add(origin)
        if source.kind == "police" and claim.place is not None:
            named.setdefault((f"at {claim.place.name}", "police"), set()).add(origin)
    for claim in claims:
        if claim.source is not None and claim.source.name:
            found[claim.id] = _meant(claim, found[claim.id], named)
    return _one_spelling(found)


def _own(claim: Claim, report: Report | None) -> str | None:
    source = claim.source
    if source is None or not source.name:
        return None
    if source.origin and source.origin != slug(source.name):
        return source.origin
    place = claim.place.name if claim.place else None
    words = described(source.name, report.text) if report is not None and source.kind in NAMEABLE else ""
    return (
        origin_of(source.name, source.kind or kind_of(source.name) or "none", source.side, place, words)
        or source.origin
        or _of_a_people(source, report.text if report is not None else "")
    )


def _of_a_people(source: Source, text: str) -> str | None:
    """The slug of a body told by its people's name alone ("Veldish police"), which the text writes with a capital."""
    words = bare(source.name or "")
    named = re.match(r"[A-Z]\w+ [a-z]+s?$", words) is not None and source.kind not in {"none", "unnamed", "witness"}
    return slug(words) if named and re.search(rf"[a-z,] {re.escape(words.split()[0])}\b", text) else None


def _meant(claim: Claim, origin: str | None, named: Mapping[tuple[str, str], set[str]]) -> str | None:
    """The body that generic words stand for, alone or in a joint source ("a monitor and rebels")."""
    source = claim.source
    if source is None or source.name is None:
        return origin
    parts = [_body(piece.strip(), claim, named) for piece in _AND.split(source.name)]
    if len(parts) == 1 and _bare(source.name):
        return parts[0] or origin
    if len(parts) > 1 and (origin is None or "+" not in origin) and any(parts):
        return "+".join(part for part in parts if part)
    return origin


def _body(words: str, claim: Claim, named: Mapping[tuple[str, str], set[str]]) -> str | None:
    """The one named body of the kind that the words are, in the report or (police) at the place."""
    kind = kind_of(words) or "none"
    if not _bare(words):
        return None
    place = claim.place.name if claim.place else ""
    for key in ((claim.report, kind), (f"at {place}", kind)):
        if len(named.get(key, ())) == 1:
            return next(iter(named[key]))
    return None


def _one_spelling(found: Mapping[str, str | None]) -> dict[str, str | None]:
    """One slug for transliterations that differ only in doubled letters, the shortest."""
    spelled: dict[str, str] = {}
    for own in sorted(filter(None, set(found.values())), key=lambda s: (len(s), s)):
        spelled.setdefault(re.sub(r"(.)\1+", r"\1", own), own)
    return {key: spelled[re.sub(r"(.)\1+", r"\1", own)] if own else None for key, own in found.items()}


def members(origin: str | None) -> frozenset[str]:
    """The parties of a joint origin."""
    return frozenset(origin.split("+")) if origin else frozenset()


def shares(a: str | None, b: str | None) -> bool:
    """Whether two origins are one, share a member, or one is a body of the other."""
    left, right = members(a), members(b)
    if left & right:
        return True
    parents = wording().parents
    return any((x, y) in parents or (y, x) in parents for x in left for y in right)

"""Who asserts a claim, as one slug: the extractor's, or the actor's after its report's own words about the source."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.actors import kind_of, origin_of
from onrecord.link.wording import wording
from onrecord.model import Claim, Report

_ROLE = re.compile(
    r"\b(?:director|head|chief|spokes\w+|commissioner|minister|president|governor|sheriff|member)\b", re.I
)
_GENERIC = re.compile(r"^(?:the |a |an )?(?:monitor|observatory|group|agency|organi[sz]ation|ministry|watchdog)$", re.I)


def described(name: str, text: str) -> str:
    """The fullest words the report has for a source: the stretch around its name that also holds a role, or ""."""
    for match in re.finditer(re.escape(name), text):
        before = re.split(r"[.!?]\s|\n", text[max(0, match.start() - 80) : match.start()])[-1]
        after = re.split(r"[.!?]\s|\n", text[match.end() : match.end() + 100])[0]
        if _ROLE.search(before[-60:]) or _ROLE.match(after.lstrip(" ,(")) or _ROLE.match(after.lstrip(" ,(the")):
            return f"{before} {name}{after}"
    return ""


def origins(claims: Sequence[Claim], reports: dict[str, Report]) -> dict[str, str | None]:
    """The origin slug of each claim by its id; within a report "the monitor" is the one monitor it names in full."""
    found: dict[str, str | None] = {}
    named: dict[tuple[str, str], set[str]] = {}
    for claim in claims:
        found[claim.id] = origin = _own(claim, reports.get(claim.report))
        source = claim.source
        if source and source.name and origin and not _GENERIC.match(source.name):
            named.setdefault((claim.report, source.kind), set()).add(origin)
    for claim in claims:
        source = claim.source
        if source and source.name and _GENERIC.match(source.name):
            same = named.get((claim.report, source.kind), set())
            if len(same) == 1:
                found[claim.id] = next(iter(same))
    return found


def _own(claim: Claim, report: Report | None) -> str | None:
    source = claim.source
    if source is None or not source.name:
        return None
    if source.origin:
        return source.origin
    place = claim.place.name if claim.place else None
    words = described(source.name, report.text) if report is not None and source.kind != "none" else ""
    if words and source.kind in {"un", "ngo", "monitor", "armed_group", "medical"}:
        return origin_of(source.name, source.kind, source.side, place, words)
    return origin_of(source.name, source.kind or kind_of(source.name) or "none", source.side, place)


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

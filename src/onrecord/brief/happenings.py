"""What happened: each event once however many reports and sentences tell it, the most carried first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from onrecord import knowledge
from onrecord.brief.content import Happening
from onrecord.brief.wording import bare, cite, held_on, outlets_of, place_of, shortened
from onrecord.model import Claim

WORDS = 110
ENOUGH = 4
NAMED = 3
DAYS = 3
_DANGLING = re.compile(r",? (?:which|who|that) \w+$")


def happenings(claims: Iterable[Claim], short: Mapping[str, str], *, limit: int | None) -> tuple[Happening, ...]:
    """Events by how many outlets tell them, then by date, the undated last.

    With ``limit`` those that say nothing more than figures and statements do are left out, and of the rest all but the
    most told.
    """
    everything = tuple(claims)
    told = [c for c in everything if c.type == "event" and c.event]
    if limit:
        beside: dict[str, list[Claim]] = defaultdict(list)
        for claim in everything:
            beside[claim.report].append(claim)
        told = [c for c in told if not _told_elsewhere(c, beside[c.report])]
    groups = _drawn_together(told)
    if limit:
        groups = [found for found in groups if not _empty(found)]
    made = [_happening(found, short) for found in groups]
    return tuple(sorted(sorted(made, key=_weight)[:limit], key=_carried))


def _weight(event: Happening) -> tuple[object, ...]:
    thin = event.place is None or len(event.words.split()) < ENOUGH
    return -event.outlets, thin, -len(event.cited.claims), _carried(event)


def _carried(event: Happening) -> tuple[object, ...]:
    return -event.outlets, event.when or "9999", event.place is None, event.place or "", event.kind, event.cited.claims


def _told_elsewhere(claim: Claim, others: Iterable[Claim]) -> bool:
    """Whether a figure tells what the event only counts, or a statement what the event only says."""
    event = claim.event
    assert event is not None
    spoken = event.kind in knowledge.table("brief.toml")["spoken"]["kinds"]
    counted = event.target or ("" if event.kind not in {"displacement", "vote"} else event.actor or "")
    for other in others:
        if other.span.start >= claim.span.end or other.span.end <= claim.span.start:
            continue
        if spoken and other.type == "statement":
            return True
        if other.type != "figure" or other.number is None:
            continue
        if event.kind in {"displacement", "vote"} or re.search(rf"(?<!\w){re.escape(other.number.exact)}", counted):
            return True
    return False


def _drawn_together(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Claims of one kind, place, day and actor; one that names no actor joins the only one that does."""
    loose, wide = knowledge.table("brief.toml")["loose"], knowledge.table("brief.toml")["disasters"]["kinds"]
    grouped: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        assert claim.event is not None
        if claim.event.kind in wide:
            continue
        place = (claim.place.name if claim.place else "").lower()
        what = (claim.event.target or "").lower() if not place else ""
        actor = (claim.event.actor or "").lower()
        grouped[claim.event.kind, place, held_on(claim) or "", claim.modality, what, actor].append(claim)
    beside: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for key in grouped:
        beside[key[1:4]].append(key)
    for key in sorted(grouped):
        kind, place, *_, actor = key
        if actor and not (kind in loose["kinds"] and place):
            continue
        near = [k for k in beside[key[1:4]] if k in grouped and k != key]
        same = [k for k in near if k[4] == key[4] and k[0] == kind and k[5]] if not actor else []
        if place and not same and kind in loose["kinds"]:
            same = [k for k in near if k[0] in loose["with"] and (not actor or k[5] == actor)]
        if len(same) == 1:
            grouped[same[0]] += grouped.pop(key)
    return _untangled([*grouped.values(), *_disasters([c for c in claims if c.event and c.event.kind in wide])])


def _disasters(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Claims of one kind of disaster in one country within days: its towns tell the same one."""
    found: list[list[Claim]] = []
    for claim in sorted(claims, key=lambda c: (c.place is None, held_on(c) or "9999", c.report, c.span.start)):
        home = next((other for other in found if _one_disaster(claim, other[0])), None)
        if home is None:
            found.append([claim])
        else:
            home.append(claim)
    return found


def _one_disaster(claim: Claim, first: Claim) -> bool:
    assert claim.event is not None
    assert first.event is not None
    if claim.event.kind != first.event.kind or claim.modality != first.modality:
        return False
    if claim.place and first.place and len({claim.place.country, first.place.country} - {None}) > 1:
        return False
    one, two = held_on(first), held_on(claim)
    if not one or not two or len(one) < 10 or len(two) < 10:
        return one == two or claim.place is None
    return abs((date.fromisoformat(two[:10]) - date.fromisoformat(one[:10])).days) <= DAYS


def _untangled(groups: Sequence[list[Claim]]) -> list[list[Claim]]:
    """Groups of which one tells the other's words again, of the same place and day, are one."""
    ordered = sorted(groups, key=lambda found: (-max(len(c.span.exact) for c in found), found[0].id))
    kept: list[list[Claim]] = []
    telling: dict[str, list[list[Claim]]] = defaultdict(list)
    for found in ordered:
        near = telling[found[0].report]
        home = next((other for other in near if all(any(_within(c, o) for o in other) for c in found)), None)
        if home is None:
            kept.append(found)
            for report in {c.report for c in found}:
                telling[report].append(found)
        else:
            home += found
    return kept


def _within(claim: Claim, other: Claim) -> bool:
    """Whether one event's words stand within another's, at the same place or none."""
    same = claim.place is None or (other.place is not None and claim.place.name == other.place.name)
    inside = other.span.start <= claim.span.start and claim.span.end <= other.span.end
    return claim.report == other.report and same and inside


def _empty(claims: Sequence[Claim]) -> bool:
    """Whether nobody says where it was, who did it or to whom."""
    return all(c.place is None and not (c.event and (c.event.actor or c.event.target)) for c in claims)


def _happening(claims: Sequence[Claim], short: Mapping[str, str]) -> Happening:
    ordered = sorted(claims, key=lambda c: (c.published or "", c.report, c.span.start))
    best = max(ordered, key=_telling)
    assert best.event is not None
    names = dict.fromkeys(bare(c.source.name) for c in ordered if c.source and c.source.name)
    plainly = any(c.source is None or not c.source.name for c in ordered)
    actor = next((c.event.actor for c in ordered if c.event and c.event.actor), None)
    days = [d for d in map(held_on, ordered) if d]
    return Happening(
        min(days, default=None),
        place_of(ordered),
        knowledge.table("brief.toml")["kinds"].get(best.event.kind, best.event.kind.replace("_", " ")),
        actor,
        next((c.event.target for c in ordered if c.event and c.event.target), None),
        _by(actor, best),
        shortened(_DANGLING.sub("", " ".join(best.span.exact.split())), WORDS),
        None if plainly or not names else ", ".join(list(names)[:2]),
        best.modality,
        len(outlets_of(ordered)),
        cite(ordered, short),
    )


def _telling(claim: Claim) -> tuple[bool, bool, bool, bool, int]:
    """How well a claim's words tell the event: a sentence of some words, by an actor, not too long."""
    size = len(claim.span.exact.split())
    assert claim.event is not None
    fits = len(claim.span.exact) <= WORDS
    opening = " ".join(claim.span.exact.lower().split()[:ENOUGH])
    named = claim.event.kind.split("_")[0] in opening
    shape = size if fits else -size
    return claim.segment == "body", size >= ENOUGH and fits, named, bool(claim.event.actor), shape


def _by(actor: str | None, claim: Claim) -> str | None:
    """The actor in a word or three, where the claim's own words do not name it."""
    if not actor or len(actor.split()) > NAMED or re.search(r"\d", actor):
        return None
    stem = re.escape(actor[: max(4, len(actor) - 2)])
    return None if re.search(rf"\b{stem}", claim.span.exact, re.IGNORECASE) else " ".join(actor.split())

"""One row an incident from its lines of killed: the whole where it is counted, never a part added to its whole."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from onrecord import knowledge
from onrecord.model import Claim
from onrecord.profiles.coded import Acled, Coded, Row, Ucdp
from onrecord.profiles.subject import Subject

SAYS = {
    "whole": "one line counts everybody; lines that are part of it are not added",
    "apart": "lines of people who cannot overlap are added",
    "largest": "lines that may overlap are not added: the largest stands alone",
}


def rows(coded: Sequence[tuple[Coded, Subject]], claims: Iterable[Claim]) -> tuple[Row, ...]:
    """A row for each incident, place and scope; a total and a day's count are never one row."""
    told = {one.line: (one, about) for one, about in coded if one.value is not None}
    over = {line: whole for line in told if (whole := _whole(line, told)) is not None}
    tops: dict[tuple[str, ...], list[tuple[Coded, Subject]]] = defaultdict(list)
    for line, (one, about) in told.items():
        if line not in over:
            tops[one.incident, about.scope or "", *_where(one), *_when(about)].append((one, about))
    parts: dict[str, list[Coded]] = defaultdict(list)
    for line in over:
        parts[_top(line, over)].append(told[line][0])
    kinds = _kinds(claims)
    return tuple(_row(group, parts, kinds) for _, group in sorted(tops.items()))


def _whole(line: str, told: Mapping[str, tuple[Coded, Subject]]) -> str | None:
    """The line of the same incident that this one is part of; a part that exceeds its whole is none of it."""
    one, about = told[line]
    return next(
        (
            whole
            for whole in about.line.part_of
            if whole in told and told[whole][0].incident == one.incident and _holds(told[whole][0], one)
        ),
        None,
    )


def _holds(whole: Coded, part: Coded) -> bool:
    return (whole.value or 0) >= (part.value or 0) and whole.line != part.line


def _top(line: str, over: Mapping[str, str]) -> str:
    seen = {line}
    while line in over and over[line] not in seen:
        line = over[line]
        seen.add(line)
    return line


def _where(one: Coded) -> tuple[str, str]:
    terms = one.terms
    assert isinstance(terms, Acled | Ucdp)
    return terms.country or "", terms.location or ""


def _when(about: Subject) -> tuple[str, ...]:
    """Totals and windows are told apart by their days; an incident is one whatever day a report gives it."""
    return () if about.scope == "event" else (about.start or "",)


def _row(
    tops: Sequence[tuple[Coded, Subject]], inner: Mapping[str, Sequence[Coded]], kinds: Mapping[str, Counter[str]]
) -> Row:
    everybody = [about for _, about in tops if about.status not in ("civilian", "military")]
    used = [one for one, _ in tops]
    if len(tops) == 1:
        rule = "whole"
    elif not everybody and all(_apart(a, b) for (_, a), (_, b) in combinations(tops, 2)):
        rule = "apart"
    else:
        rule, used = "largest", [max(used, key=lambda one: (one.value or 0, one.line))]
    beside = [one for one, _ in tops if one not in used]
    first = used[0]
    kind = kinds.get(first.incident, Counter())
    row = Row(
        profile=first.profile,
        incident=first.incident,
        value=total(used, "value") or 0,
        low=total(used, "low"),
        high=total(used, "high"),
        rule=rule,
        says=SAYS[rule],
        lines=tuple(used),
        parts=(*beside, *(part for one, _ in tops for part in inner.get(one.line, ()))),
        claims=tuple(dict.fromkeys(c for one in used for c in one.claims)),
        sub_event_type=min(kind, key=lambda k: (-kind[k], k)) if kind else None,
    )
    return _by_side(row) if isinstance(first.terms, Ucdp) else row


def total(lines: Sequence[Coded], field: str) -> float | None:
    """The sum of one bound over lines; None, open, where it is open in any."""
    numbers = [getattr(one, field) for one in lines]
    return None if any(n is None for n in numbers) else sum(numbers)


def _apart(a: Subject, b: Subject) -> bool:
    """Whether two lines count people who cannot be the same: civilians and fighters, or fighters of two sides."""
    if a.status != b.status:
        return {a.status, b.status} == {"civilian", "military"}
    return a.status == "military" and bool(a.side) and bool(b.side) and a.side != b.side


def _by_side(row: Row) -> Row:
    """The deaths of a row by whose they are; what no line tells apart is unknown, and nothing is below zero."""
    # Of several lines of one kind of people the widest counts them all.
    told: dict[str, float] = {}
    for one in (*row.lines, *row.parts):
        terms = one.terms
        assert isinstance(terms, Ucdp)
        key = "civilians" if terms.counted == "civilians" else terms.side or "" if terms.counted == "fighters" else ""
        if key and one.value is not None and one.value <= row.value:
            told[key] = max(told.get(key, 0), one.value)
    sides = sorted(key for key in told if key != "civilians")[:2]
    named = sum(told[key] for key in (*sides, *(["civilians"] if "civilians" in told else [])))
    if named > row.value:
        # Parts from rival counts can exceed the whole: then they tell nothing about it.
        told, sides, named = {}, [], 0
    return replace(
        row,
        side_a=sides[0] if sides else None,
        side_b=sides[1] if len(sides) > 1 else None,
        deaths_a=told[sides[0]] if sides else None,
        deaths_b=told[sides[1]] if len(sides) > 1 else None,
        deaths_civilians=told.get("civilians"),
        deaths_unknown=row.value - named,
    )


def _kinds(claims: Iterable[Claim]) -> dict[str, Counter[str]]:
    """For each incident the ACLED-like sub-events in which people can die that its event claims tell."""
    setting = knowledge.table("profiles.toml")["setting"]
    deadly = {*setting["violence"], *setting["crowds"]}
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for claim in claims:
        if not (claim.event and claim.event.acled and claim.incident and claim.modality == "actual"):
            continue
        if claim.event.kind in deadly:
            found[claim.incident][claim.event.acled] += 1
    return dict(found)

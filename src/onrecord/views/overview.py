"""The overview: incidents with their lines, the disputed first; what is new; the reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from onrecord.diff import Diff
from onrecord.ledger.outline import IncidentHead, ReportHead, Totals
from onrecord.reviews import Need
from onrecord.reviews.queue import REASONS
from onrecord.views.rows import IncidentRows, Material, Rows

PAGE = 10  # incidents on one page
EACH = 8  # lines of one incident
NEWEST = 8  # reports
NEWS = 8  # things that the newest reports add


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many lines stand in one state."""

    state: str
    lines: int


@dataclass(frozen=True, slots=True)
class Counted:
    """How much there is in the whole record."""

    reports: int
    outlets: int
    claims: int
    origins: int
    incidents: int
    lines: int
    disputed: int
    problems: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class News:
    """Something that the newest reports add: what it is, the line, and the figures before and now."""

    kind: str
    line: str
    label: str
    before: tuple[str, ...]
    now: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many claims wait for a person for one reason."""

    reason: str
    claims: int


@dataclass(frozen=True, slots=True)
class Turned:
    """Which page of a list this is, from 1, whether more follow, and of how many where they are counted."""

    page: int
    more: bool
    pages: int | None = None


def pages(number: int, each: int) -> int:
    """How many pages of ``each`` so many things fill."""
    return max(1, -(-number // each))


@dataclass(frozen=True, slots=True)
class Overview:
    """The overview of a record, one page of its incidents."""

    counts: Counted
    states: tuple[StateCount, ...]
    incidents: tuple[IncidentRows, ...]
    turned: Turned
    reports: tuple[ReportHead, ...]
    since: str | None
    news: tuple[News, ...]
    waiting: tuple[Waiting, ...]


def counted(totals: Totals) -> Counted:
    """The counts of a record."""
    t, disputed = totals, totals.states["disputed"]
    return Counted(
        t.reports, t.outlets, t.claims, t.origins, t.incidents, t.lines, disputed, t.problems, t.first, t.last
    )  # fmt: skip


def overview(
    totals: Totals,
    heads: Sequence[IncidentHead],
    material: Material,
    turned: Turned,
    reports: Sequence[ReportHead],
    fresh: Diff | None = None,
    waiting: Sequence[Waiting] = (),
) -> Overview:
    """The overview with these incidents, in their order; ``material`` holds the lines shown of each."""
    return Overview(
        counted(totals),
        tuple(StateCount(state, lines) for state, lines in totals.states.items()),
        incidents(heads, material),
        turned,
        tuple(reports),
        fresh.since if fresh else None,
        news(fresh) if fresh else (),
        tuple(waiting),
    )


def news(fresh: Diff) -> tuple[News, ...]:
    """What the newest reports add, disputes first."""
    made = [
        News("disputed", d.line, d.label, (), tuple(dict.fromkeys(r.figure for r in d.readings)), "")
        for d in fresh.disputed
    ]
    made += [News("updated", u.line, u.label, (u.old.figure,), (u.new.figure,), u.new.source) for u in fresh.updates]
    made += [
        News("new line", n.line, n.label, (), tuple(dict.fromkeys(r.figure for r in n.readings)), n.readings[0].source)
        for n in fresh.lines
        if n.readings
    ]
    return tuple(made[:NEWS])


def waiting(needs: Iterable[Need]) -> tuple[Waiting, ...]:
    """How many claims wait for which first reason, the most pressing first."""
    told = Counter(need.reasons[0] if need.reasons else "not looked at yet" for need in needs)
    order = {reason: n for n, reason in enumerate(REASONS)}
    return tuple(Waiting(reason, told[reason]) for reason in sorted(told, key=lambda r: order.get(r, len(order))))


def incidents(heads: Sequence[IncidentHead], material: Material) -> tuple[IncidentRows, ...]:
    """Rows for these incidents in their order; lines that are not among them are counted."""
    told = Counter(line.incident for line in material.lines)
    # Incidents of one place and day are told under one of their names.
    rows = {slug: one for one in Rows(material).incidents(limit=False) for slug in one.slugs}
    of = {head.slug: head.lines - told[head.slug] for head in heads}
    shown = dict.fromkeys(rows[head.slug].slug for head in heads if head.slug in rows)
    return tuple(replace(rows[slug], unseen=sum(of.get(s, 0) for s in rows[slug].slugs)) for slug in shown)

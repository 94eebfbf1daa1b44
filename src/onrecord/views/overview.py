"""The overview: incidents with their lines, the disputed first; what is new; the reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.ledger.lists import ReportHead
from onrecord.views.outline import IncidentStub, Outline
from onrecord.views.rows import IncidentRows, Material, Rows

PAGE = 10  # incidents on one page
EACH = 8  # lines of one incident
NEWEST = 8  # reports


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
class Overview:
    """The overview of a record, one page of its incidents."""

    counts: Counted
    states: tuple[StateCount, ...]
    incidents: tuple[IncidentRows, ...]
    page: int
    pages: int
    reports: tuple[ReportHead, ...]


def counted(outline: Outline) -> Counted:
    """The counts of an outline."""
    t = outline.totals
    return Counted(
        t.reports,
        t.outlets,
        t.figures + t.control + t.events + t.statements,
        t.origins,
        len(outline.incidents),
        len(outline.lines),
        outline.states["disputed"],
        t.problems,
        t.first,
        t.last,
    )


def page_of(outline: Outline, page: int) -> tuple[IncidentStub, ...]:
    """The incidents of one page, from 1."""
    return outline.incidents[(page - 1) * PAGE : page * PAGE]


def lines_shown(stubs: Sequence[IncidentStub]) -> tuple[str, ...]:
    """The lines that the overview shows of these incidents."""
    return tuple(line.id for stub in stubs for line in stub.lines[:EACH])


def overview(outline: Outline, stubs: Sequence[IncidentStub], material: Material, page: int) -> Overview:
    """The overview with these incidents, in their order; ``material`` holds the lines shown of each."""
    return Overview(
        counted(outline),
        tuple(StateCount(state, lines) for state, lines in outline.states.items()),
        incidents(stubs, material),
        page,
        max(1, -(-len(outline.incidents) // PAGE)),
        outline.reports[:NEWEST],
    )


def incidents(stubs: Sequence[IncidentStub], material: Material) -> tuple[IncidentRows, ...]:
    """Rows for these incidents in their order, each line in the order of the incident's own."""
    made = {rows.slug: rows for rows in Rows(material).incidents(limit=False)}
    return tuple(made[stub.slug] for stub in stubs if stub.slug in made)

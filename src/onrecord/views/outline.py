"""The outline of a record: its counts and all its lines in a few words, sorted into incidents, the disputed first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.brief.standing import state_among
from onrecord.ledger.lists import LineHead, ReportHead, Totals

STATES = ("disputed", "updated", "agree", "repeat", "unsourced", "single")


@dataclass(frozen=True, slots=True)
class Stub:
    """One line in a few words: its state, and how many claims and outlets stand behind it."""

    id: str
    incident: str
    measure: str
    label: str
    state: str
    claims: int
    outlets: int
    latest: str | None


@dataclass(frozen=True, slots=True)
class IncidentStub:
    """An incident with its lines, the disputed and the most carried first."""

    slug: str
    lines: tuple[Stub, ...]
    disputed: int
    latest: str | None


@dataclass(frozen=True, slots=True)
class Outline:
    """A record's counts, its incidents (disputed first, then newest), its lines by id, its reports (newest first), and
    the parties at war in it."""

    totals: Totals
    states: Mapping[str, int]
    incidents: tuple[IncidentStub, ...]
    lines: Mapping[str, Stub]
    reports: tuple[ReportHead, ...]
    warring: frozenset[str] = frozenset()

    def incident(self, slug: str) -> IncidentStub:
        """The incident of this name; one without lines where there is none."""
        return next((i for i in self.incidents if i.slug == slug), IncidentStub(slug, (), 0, None))


def outline(
    totals: Totals, heads: Sequence[LineHead], reports: Sequence[ReportHead], warring: frozenset[str] = frozenset()
) -> Outline:
    """The outline of these heads."""
    stubs = [_stub(head) for head in heads]
    grouped: dict[str, list[Stub]] = defaultdict(list)
    for stub in stubs:
        grouped[stub.incident].append(stub)
    incidents = [_incident(slug, lines) for slug, lines in grouped.items()]
    # Two stable sorts: the newest first, and before them the disputed.
    incidents.sort(key=lambda i: (i.latest or "", len(i.lines), i.slug), reverse=True)
    incidents.sort(key=lambda i: i.disputed == 0)
    counted = dict.fromkeys(STATES, 0)
    for stub in stubs:
        counted[stub.state] += 1
    return Outline(totals, counted, tuple(incidents), {stub.id: stub for stub in stubs}, tuple(reports), warring)


def _stub(head: LineHead) -> Stub:
    state = state_among(head.relations, head.outlets, named=head.origins > 0)
    return Stub(head.id, head.incident, head.measure, head.label, state, head.claims, head.outlets, head.latest)


def _incident(slug: str, lines: Sequence[Stub]) -> IncidentStub:
    ordered = sorted(lines, key=lambda s: (STATES.index(s.state) > 0, -s.outlets, -s.claims, s.label, s.id))
    latest = max((s.latest for s in lines if s.latest), default=None)
    return IncidentStub(slug, tuple(ordered), sum(s.state == "disputed" for s in lines), latest)

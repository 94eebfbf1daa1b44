"""What an export starts from: a record with all that stands in it, and the readings of its lines with their claims."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from onrecord.brief.standing import state_of
from onrecord.captions import incident_titles, line_titles
from onrecord.model import Claim, Line, Link, Place, Problem, Reading, Report
from onrecord.parties import belligerents, stance
from onrecord.reviews import Decided


@dataclass(frozen=True)
class Takeaway:
    """All that can be exported of one record; ``pairs`` are the relations of claims, ``links`` those of readings.

    ``decided`` is what people decided in review. ``words`` is False where the reports' own words are left out, so that
    an export names nobody and no small place.
    """

    reports: tuple[Report, ...] = ()
    claims: tuple[Claim, ...] = ()
    lines: tuple[Line, ...] = ()
    links: tuple[Link, ...] = ()
    pairs: tuple[Link, ...] = ()
    problems: tuple[Problem, ...] = ()
    decided: tuple[Decided, ...] = ()
    words: bool = True

    @cached_property
    def claim_of(self) -> dict[str, Claim]:
        """Each claim by its id."""
        return {claim.id: claim for claim in self.claims}

    @cached_property
    def report_of(self) -> dict[str, Report]:
        """Each report by its id."""
        return {report.id: report for report in self.reports}

    @cached_property
    def line_of(self) -> dict[str, str]:
        """The line on which each claim stands, by the claim's id."""
        return {claim: line.id for line in self.lines for claim in line.claims}

    @cached_property
    def titles(self) -> dict[str, str]:
        """Each line's title for people, by its id."""
        return line_titles(self.lines, self.claim_of)

    @cached_property
    def incidents(self) -> dict[str, str]:
        """Each incident's heading for people, by its slug; figures and lines name the incidents there are."""
        return incident_titles(self.lines, self.claims)

    @cached_property
    def settled(self) -> frozenset[str]:
        """The claims that a person accepted or corrected, themselves or with their line, and that are as they were."""
        held = [one for one in self.decided if one.verdict in ("accept", "correct", "merge", "split")]
        sure = {(one.kind, one.now or one.target) for one in held if not one.stale and not one.orphaned}
        of_lines = (claim for line in self.lines if ("line", line.id) in sure for claim in line.claims)
        return frozenset((*(claim.id for claim in self.claims if ("claim", claim.id) in sure), *of_lines))

    @cached_property
    def warring(self) -> frozenset[str]:
        """The parties at war in the record."""
        return belligerents(self.claims)


@dataclass(frozen=True, slots=True)
class Told:
    """A reading of a line with the claims that carry it; ``first`` is the one that stands for it, ``state`` its line's.

    ``place`` is the most precise that its claims name; ``spans`` name report and code points of each claim.
    """

    line: Line
    reading: Reading
    title: str
    state: str
    loss: str
    claims: tuple[Claim, ...]
    place: Place | None

    @property
    def first(self) -> Claim:
        return self.claims[0]

    @property
    def spans(self) -> tuple[str, ...]:
        return tuple(map(span_name, self.claims))

    @property
    def value(self) -> float | None:
        """The number stated; None where it is vague."""
        return self.first.figure.value if self.first.figure else None

    @property
    def count(self) -> float | None:
        """The number to print in a column of numbers: the value, else the bound that the words give."""
        low, high = self.reading.low, self.reading.high
        return self.value if self.value is not None else low if low is not None else high


def told(record: Takeaway) -> Iterator[Told]:
    """Every reading of every line, in the order of the record."""
    for line in record.lines:
        held = [record.claim_of[c] for c in line.claims if c in record.claim_of]
        state = state_of(line, held, record.warring)[0] if held else "single"
        for reading in line.readings:
            claims = tuple(record.claim_of[c] for c in reading.claims if c in record.claim_of)
            if claims:
                loss = stance(claims[0], record.warring)
                yield Told(line, reading, record.titles[line.id], state, loss, claims, _place(claims))


def span_name(claim: Claim) -> str:
    """Where a claim's number (or, without one, its words) stands: "report:start-end" in code points."""
    at = claim.number or claim.span
    return f"{claim.report}:{at.start}-{at.end}"


def _place(claims: tuple[Claim, ...]) -> Place | None:
    order = {"point": 0, "area": 1, "region": 2, "country": 3}
    places = [claim.place for claim in claims if claim.place]
    return min(places, key=lambda place: order.get(place.precision, 4), default=None)

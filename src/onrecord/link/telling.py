"""What one report tells, as linking sees it: its claims as sightings, set in scenes; a pure function of the report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.link.origins import told
from onrecord.link.retelling import as_coded
from onrecord.link.scenes import scenes_of
from onrecord.link.sighting import Sighting, opening_of, sight
from onrecord.link.texts import Imprint, Texts, imprint
from onrecord.model import Claim, Problem, Report
from onrecord.records import changed

NO_TEXTS = Texts(())


@dataclass(frozen=True, slots=True)
class Telling:
    """A report's sightings in text order, its imprint where its text is at hand, and the problems it gives linking."""

    report: str
    sightings: tuple[Sighting, ...]
    imprint: Imprint | None
    problems: tuple[Problem, ...]


def tell(claims: Sequence[Claim], report: Report | None) -> Telling:
    """The telling of one report's claims, which may be none of the order of the text."""
    distinct = {claim.id: as_coded(claim) for claim in claims}
    whole = sorted(distinct.values(), key=lambda claim: (claim.span.start, claim.id))
    name = report.id if report is not None else whole[0].report
    said = told(whole, report)
    mark = imprint(report) if report is not None else None
    lands = Counter(claim.place.country for claim in whole if claim.place is not None and claim.place.country)
    land = max(sorted(lands), key=lands.__getitem__, default="")
    opening = opening_of(report) if report is not None else None
    seen = [sight(claim, *said[claim.id], land, report, opening) for claim in whole]
    scenes = _scenes(seen, Texts([mark]) if mark is not None else NO_TEXTS)
    placed = tuple(changed(s, scene=scenes[s.id]) if s.id in scenes else s for s in seen)
    return Telling(name, placed, mark, _problems(name, whole, report))


def tellings(claims: Sequence[Claim], reports: Sequence[Report]) -> list[Telling]:
    """The telling of each report that claims are of, in the order of the reports' ids."""
    known = {report.id: report for report in reports}
    by_report: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_report[claim.report].append(claim)
    return [tell(by_report[name], known.get(name)) for name in sorted(by_report)]


def _scenes(sightings: Sequence[Sighting], texts: Texts) -> dict[str, str]:
    """The scene of each figure that is no total: the least id of the claims it is told with, by the claim's id."""
    figures = [s for s in sightings if s.claim.type == "figure" and not s.running]
    if len(figures) == 1:
        return {figures[0].id: figures[0].id}
    return {s.id: scene.key[1] for scene in scenes_of(figures, texts) for s in scene.sightings}


def _problems(name: str, claims: Sequence[Claim], report: Report | None) -> tuple[Problem, ...]:
    """Figures that no line can hold, and that the report's day is unknown so that "later" cannot be told."""
    found = [
        Problem(
            name,
            "no-measure",
            f"The figure {claim.span.exact!r} has no measure and stands on no line.",
            claim.span.start,
            claim.span.end,
        )
        for claim in claims
        if claim.type == "figure" and claim.measure is None
    ]
    if not (report is not None and report.published) and any(not claim.published for claim in claims):
        found.append(Problem(name, "undated", "The report has no publication date, so its figures count as of no day."))
    return tuple(found)

"""Linking: claims of many reports into incidents and lines, and how the readings of a line relate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.link.copies import copies, shared_origins
from onrecord.link.incidents import incidents
from onrecord.link.lines import line_of, rows, with_parts
from onrecord.link.origins import origins
from onrecord.link.parts import parts
from onrecord.link.retelling import as_coded, retold
from onrecord.link.ruled import ruled
from onrecord.link.sighting import sight
from onrecord.link.texts import Texts
from onrecord.model import Claim, LevelHit, Line, Link, Problem, Report
from onrecord.rulings import Rulings

__all__ = ["Record", "link"]

NO_RULINGS = Rulings()


@dataclass(frozen=True, slots=True)
class Record:
    """The claims with incident and origin filled, their lines, each cross-report pair with its relation, and the parts.

    ``parts`` holds (part line id, whole line id, why); ``copies`` groups of report ids that carry one text.
    """

    claims: tuple[Claim, ...]
    lines: tuple[Line, ...]
    links: tuple[Link, ...]
    parts: tuple[tuple[str, str, LevelHit], ...]
    copies: tuple[tuple[str, ...], ...]
    problems: tuple[Problem, ...]


def link(claims: Sequence[Claim], reports: Sequence[Report] = (), rulings: Rulings = NO_RULINGS) -> Record:
    """Link claims into the record: a pure function that ignores the order of its input.

    The reports' texts, where given, tell kinds of incident, who a named person speaks for, and places told together.
    ``rulings`` are what people decided about lines and origins, and hold against all else.
    """
    known = {report.id: report for report in reports}
    distinct = {claim.id: as_coded(claim) for claim in claims}
    whole = [distinct[key] for key in sorted(distinct, key=lambda k: (distinct[k].report, distinct[k].span.start, k))]
    printings = copies(tuple(reports))
    text_of = {report: group[0] for group in printings for report in group}
    said_by = _meant(shared_origins(whole, origins(whole, known), text_of), rulings)
    sightings = [
        sight(claim, said_by[claim.id], known.get(claim.report), text_of.get(claim.report, "")) for claim in whole
    ]
    found = incidents(sightings, Texts({report.id: _told(report) for report in reports}))
    made = ruled([row for incident in found for row in rows(incident)], rulings.lines)
    drawn = [line_of(row) for row in made]
    labels = {line.id: line.label for line, _ in drawn}
    nested = parts(made, {incident.slug: incident for incident in found}, labels)
    above: dict[str, list[str]] = {}
    for part, containing, _ in nested:
        above.setdefault(part, []).append(containing)
    moved = retold(found)
    slugs = {s.id: incident.slug for incident in found for s in incident.sightings}
    slugs.update({s.id: row.key.incident for row in made for s in row.sightings})
    order = {line.id: (line.incident, line.key) for line, _ in drawn}
    return Record(
        claims=tuple(_filled(moved.get(claim.id, claim), slugs.get(claim.id), said_by[claim.id]) for claim in whole),
        lines=with_parts(sorted((line for line, _ in drawn), key=lambda line: order[line.id]), above),
        links=tuple(sorted((pair for _, pairs in drawn for pair in pairs), key=lambda p: (p.left, p.right))),
        parts=tuple(sorted(nested, key=lambda p: (p[0], p[1]))),
        copies=printings,
        problems=_problems(whole, known),
    )


def _meant(origins: Mapping[str, str | None], rulings: Rulings) -> dict[str, str | None]:
    """The origin of each claim, as people set it or say whom it is another name of."""
    found = {**origins, **{claim: origin for claim, origin in rulings.origins if claim in origins}}
    meant = rulings.meant({origin for origin in found.values() if origin})
    return {claim: meant.get(origin, origin) if origin else None for claim, origin in found.items()}


def _told(report: Report) -> str:
    """The report's title and text, without what a page has beside its story."""
    story = [s for s in report.segments if s.kind not in {"boilerplate", "credit"}]
    return "\n".join([report.title, *(report.text[s.start : s.end] for s in story)] if story else [report.text])


def _filled(claim: Claim, incident: str | None, origin: str | None) -> Claim:
    source = replace(claim.source, origin=origin) if claim.source is not None else None
    return replace(claim, incident=incident, source=source)


def _problems(claims: Sequence[Claim], reports: dict[str, Report]) -> tuple[Problem, ...]:
    """Figures that no line can hold, and reports whose day is unknown so that "later" cannot be told."""
    found = [
        Problem(
            claim.report,
            "no-measure",
            f"The figure {claim.span.exact!r} has no measure and stands on no line.",
            claim.span.start,
            claim.span.end,
        )
        for claim in claims
        if claim.type == "figure" and claim.measure is None
    ]
    undated = {
        claim.report
        for claim in claims
        if not claim.published and not (reports.get(claim.report) and reports[claim.report].published)
    }
    found += [
        Problem(report, "undated", "The report has no publication date, so its figures count as of no day.")
        for report in sorted(undated)
    ]
    return tuple(found)

"""Linking: claims of many reports into incidents and lines, and how the readings of a line relate."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.link.copies import printings, shared_origins
from onrecord.link.incidents import incidents
from onrecord.link.lines import line_of, rows, with_parts
from onrecord.link.origins import origins
from onrecord.link.partitions import LIMIT, Partition, Path, leaves, notice, paths, splits
from onrecord.link.parts import parts
from onrecord.link.retelling import retold
from onrecord.link.ruled import gathered, ruled
from onrecord.link.sighting import Sighting
from onrecord.link.telling import tellings
from onrecord.link.texts import Imprint, Texts
from onrecord.model import Claim, LevelHit, Line, Link, Problem, Report
from onrecord.records import changed
from onrecord.rulings import Rulings
from onrecord.uncollected import uncollected

__all__ = ["Record", "joined", "link", "link_partition"]

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


def link(
    claims: Sequence[Claim],
    reports: Sequence[Report] = (),
    rulings: Rulings = NO_RULINGS,
    *,
    limit: int = LIMIT,
) -> Record:
    """Link claims into the record: a pure function that ignores the order of its input.

    The reports' texts, where given, tell kinds of incident, who a named person speaks for, and places told together.
    ``rulings`` are what people decided about lines and origins, and hold against all else.
    More than ``limit`` claims are linked partition by partition; a problem tells where.
    """
    told = tellings(claims, reports)
    imprints = {telling.report: telling.imprint for telling in told if telling.imprint is not None}
    path_of = {claim: path for telling in told for claim, path in paths(telling.sightings).items()}
    home = leaves(Counter(path_of.values()), limit)
    within = gathered({claim: home[path] for claim, path in path_of.items()}, rulings.lines)
    members: dict[Path, list[Sighting]] = defaultdict(list)
    for telling in told:
        for s in telling.sightings:
            members[within[s.id]].append(s)
    found = [
        link_partition(
            Partition(path), members[path], [imprints[r] for r in _reports(members[path]) if r in imprints], rulings
        )
        for path in sorted(members)
    ]
    record = joined(found)
    problems = (
        *(p for telling in told for p in telling.problems),
        *(notice(path, limit) for path in splits(home.values())),
    )
    return replace(record, problems=tuple(sorted(problems, key=lambda p: (p.code, p.where, p.start or 0))))


@uncollected()
def link_partition(
    partition: Partition,
    sightings: Sequence[Sighting],
    imprints: Sequence[Imprint],
    rulings: Rulings = NO_RULINGS,
    *,
    pairs: bool = True,
) -> Record:
    """The record of one partition by itself, from its sightings and the imprints of their reports.

    Without ``pairs`` the relations of claims, which grow with the square of a line, are left to those of readings.
    """
    told = sorted(sightings, key=lambda s: (s.report, s.claim.span.start, s.id))
    whole = [s.claim for s in told]
    copied = printings(imprints)
    text_of = {report: group[0] for group in copied for report in group}
    said_by = _meant(
        shared_origins(whole, origins(whole, {s.id: (s.origin, s.bodies) for s in told}), text_of), rulings
    )
    found = incidents(
        [s.said_by(said_by[s.id], text_of.get(s.report, s.report)) for s in told], Texts(imprints), partition
    )
    made = ruled([row for incident in found for row in rows(incident)], rulings.lines)
    drawn = [line_of(row, pairs=pairs) for row in made]
    labels = {line.id: line.label for line, _ in drawn}
    nested = parts(made, {incident.slug: incident for incident in found}, labels)
    above: dict[str, list[str]] = {}
    for part, containing, _ in nested:
        above.setdefault(part, []).append(containing)
    moved = retold(found)
    slugs = {s.id: incident.slug for incident in found for s in incident.sightings}
    slugs.update({s.id: row.key.incident for row in made for s in row.sightings})
    return Record(
        claims=tuple(_filled(moved.get(claim.id, claim), slugs.get(claim.id), said_by[claim.id]) for claim in whole),
        lines=with_parts(sorted((line for line, _ in drawn), key=lambda line: (line.incident, line.key)), above),
        links=tuple(pair for _, pairs in drawn for pair in pairs),
        parts=tuple(nested),
        copies=copied,
        problems=(),
    )


def joined(records: Iterable[Record]) -> Record:
    """The records of partitions as one, each kind of thing in its own order."""
    whole = list(records)
    return Record(
        claims=tuple(sorted((c for r in whole for c in r.claims), key=lambda c: (c.report, c.span.start, c.id))),
        lines=tuple(sorted((line for r in whole for line in r.lines), key=lambda line: (line.incident, line.key))),
        links=tuple(sorted((pair for r in whole for pair in r.links), key=lambda p: (p.left, p.right))),
        parts=tuple(sorted((part for r in whole for part in r.parts), key=lambda p: (p[0], p[1]))),
        copies=tuple(sorted({group for r in whole for group in r.copies})),
        problems=tuple(p for r in whole for p in r.problems),
    )


def _reports(sightings: Iterable[Sighting]) -> list[str]:
    return sorted({s.report for s in sightings})


def _meant(origins: Mapping[str, str | None], rulings: Rulings) -> dict[str, str | None]:
    """The origin of each claim, as people set it or say whom it is another name of."""
    found = {**origins, **{claim: origin for claim, origin in rulings.origins if claim in origins}}
    meant = rulings.meant({origin for origin in found.values() if origin})
    return {claim: meant.get(origin, origin) if origin else None for claim, origin in found.items()}


def _filled(claim: Claim, incident: str | None, origin: str | None) -> Claim:
    source = claim.source
    if source is not None and source.origin != origin:
        source = changed(source, origin=origin)
    return changed(claim, incident=incident, source=source)

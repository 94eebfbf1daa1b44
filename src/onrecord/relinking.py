"""Linking against a ledger: only the partitions that new reports touch are drawn anew, one in memory at a time.

What a report tells is found once and kept in the ledger. Whatever the order in which reports came, the record is the
one that linking all of them from nothing gives.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import batched

from onrecord.ledger import Kept, Ledger
from onrecord.link import Record, link_partition
from onrecord.link.kept import packed, stamp, unpacked
from onrecord.link.partitions import LIMIT, Partition, Path, leaf, leaves, noted_at, notice, paths, splits
from onrecord.link.sighting import Sighting
from onrecord.link.telling import tell
from onrecord.link.texts import Imprint
from onrecord.model import Claim, Problem

AT_ONCE = 200  # reports whose tellings are in memory together


def redraw(ledger: Ledger, *, limit: int = LIMIT) -> None:
    """Draw what the reports that are not in the lines yet change; all of it where linking itself has changed."""
    new = ledger.unlinked()
    if ledger.linked_by() != stamp():
        _draw_all(ledger, limit)
    elif new:
        _draw(ledger, new, limit)


def _draw_all(ledger: Ledger, limit: int) -> None:
    every = ledger.report_ids()
    problems = _keep(ledger, every)
    homes = sorted(set(leaves(ledger.paths(), limit).values())) or [()]
    noticed = [*problems, *(notice(path, limit) for path in splits(homes))]
    ledger.replace_partitions(_linked(ledger, homes, noticed), reports=every, stamp=stamp())


def _draw(ledger: Ledger, new: Sequence[str], limit: int) -> None:
    """Draw the regions that the paths of these reports lie in, as they are now and as they were drawn."""
    was = ledger.touched(new)
    problems = _keep(ledger, new)
    regions, stale = _regions(ledger, was | ledger.touched(new), limit)
    homes = [home for region in regions for home in _leaves_of(ledger, region, limit)]
    noticed = [*problems, *(notice(path, limit) for path in splits(homes))]
    ledger.replace_partitions(_linked(ledger, homes, noticed), reports={*new, *map(noted_at, stale)}, everything=False)


def _keep(ledger: Ledger, reports: Iterable[str]) -> list[Problem]:
    """Keep what these reports tell and where their claims lie; the problems that they give linking."""
    problems: list[Problem] = []
    for some in batched(reports, AT_ONCE):
        kept = []
        for name in some:
            telling = tell(tuple(ledger.claims(report=name, coded=True)), ledger.report(name))
            kept.append(Kept(name, packed(telling), paths(telling.sightings)))
            problems += telling.problems
        ledger.keep_tellings(kept, stamp=stamp())
    return problems


def _regions(ledger: Ledger, touched: Iterable[Path], limit: int) -> tuple[list[Path], list[Path]]:
    """The widest partitions that these paths lie or lay in, none within another; and the splits that are no more."""

    def count(path: Path) -> int:
        return ledger.size(path, most=limit + 1)

    found: set[Path] = set()
    stale: set[Path] = set()
    for path in sorted(touched):
        now = leaf(path, count, limit)
        drawn = ledger.drawn(now)
        found.add(min((now, *drawn), key=len))
        stale.update(above for above in splits(drawn) if len(above) >= len(now))
    return [path for path in sorted(found) if not any(path[:n] in found for n in range(len(path)))], sorted(stale)


def _leaves_of(ledger: Ledger, region: Path, limit: int) -> list[Path]:
    """The partitions that a region consists of now; the region itself where it is empty, so that it is cleared."""
    return sorted(set(leaves(ledger.paths(region), limit, region).values())) or [region]


def _linked(ledger: Ledger, homes: Sequence[Path], problems: Sequence[Problem]) -> Iterator[tuple[Path, Record]]:
    """Each partition with its record; the first one bears the problems."""
    for n, home in enumerate(homes):
        record = _record_of(ledger, home)
        yield home, replace(record, problems=tuple(sorted(problems, key=_order))) if n == 0 else record


def _record_of(ledger: Ledger, home: Path) -> Record:
    by_report: dict[str, list[Claim]] = defaultdict(list)
    for claim in ledger.claims(partition=home, coded=True):
        by_report[claim.report].append(claim)
    sightings: list[Sighting] = []
    imprints: list[Imprint] = []
    for report, data in ledger.tellings(by_report, stamp=stamp()):
        seen, imprint = unpacked(data, by_report[report])
        sightings += seen
        imprints += [imprint] if imprint is not None else []
    return link_partition(Partition(home), sightings, imprints, pairs=False)


def _order(problem: Problem) -> tuple[str, str, int]:
    return problem.code, problem.where, problem.start or 0

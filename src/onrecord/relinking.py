"""Linking against a ledger: only the partitions that new reports and reviews touch are drawn anew, one in memory at a
time.

What a report tells is found once, of its claims as people left them, and kept in the ledger. Whatever the order in
which reports and reviews came, the record is the one that linking all of them from nothing gives.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import batched

from onrecord import reviews
from onrecord.ledger import Changed, Kept, Ledger, Touched
from onrecord.link import Record, link_partition
from onrecord.link.kept import changed, packed, stamp, unpacked
from onrecord.link.partitions import LIMIT, Partition, Path, allowed, leaf, leaves, noted_at, notice, paths, splits
from onrecord.link.ruled import gathered
from onrecord.link.sighting import Sighting
from onrecord.link.telling import tell
from onrecord.link.texts import Imprint
from onrecord.model import Claim, Problem, Review
from onrecord.rulings import Rulings

AT_ONCE = 200  # reports whose tellings are in memory together


def redraw(ledger: Ledger, *, limit: int = LIMIT) -> Changed:
    """Draw what new reports and reviews change; all of it where linking itself has changed.

    The caller may hold a transaction open around it (``Ledger.whole``). What was drawn for the first time, or all anew,
    is not among what is returned.
    """
    if ledger.judged.linked_by() != stamp():
        return _draw_all(ledger, limit)
    new = ledger.unlinked()
    before, now = ledger.judged.drawn_by(), _rulings(ledger)
    return _draw(ledger, new, before, now, limit) if new or before != now else Changed(frozenset(), frozenset())


def _draw_all(ledger: Ledger, limit: int) -> Changed:
    every = ledger.report_ids()
    problems, _ = _keep(ledger, every)
    rulings = _rulings(ledger)
    home = leaves(ledger.paths(), limit)
    homes = sorted(set(home.values())) or [()]
    _gather(ledger, rulings, {claim: home[path] for claim, path in _ruled(ledger, rulings).items()})
    ledger.judged.note(rulings)
    noticed = [*problems, *(notice(path, limit) for path in splits(homes))]
    return ledger.replace_partitions(_linked(ledger, homes, rulings, noticed), reports=every, stamp=stamp())


def _draw(ledger: Ledger, new: Sequence[str], before: Rulings, now: Rulings, limit: int) -> Changed:
    """Draw the regions that claims of these reports lie in, or lay in as they were drawn, and what rulings change."""
    problems, touched = _keep(ledger, new)
    renamed = before.renamed(now)
    named = ledger.judged.said_by(renamed) if renamed else frozenset()
    ruled = {claim for one in set(before.lines) ^ set(now.lines) for side in one.sides for claim in side}
    judged = ledger.judged.paths(named | ruled)
    regions, stale = _regions(ledger, touched.paths | set(judged.values()), limit)
    homes = {home for region in regions for home in _leaves_of(ledger, region, limit)}
    if now.lines or before.lines:
        homes |= _rearranged(ledger, now, homes, touched.claims | named | ruled)
    if before != now:
        ledger.judged.note(now)
    noticed = [*problems, *(notice(path, limit) for path in splits(homes))]
    linked = _linked(ledger, sorted(homes), now, noticed)
    drawn = ledger.replace_partitions(linked, reports={*new, *map(noted_at, stale)}, everything=False)
    return replace(drawn, claims=drawn.claims | touched.claims)


def _keep(ledger: Ledger, reports: Iterable[str]) -> tuple[list[Problem], Touched]:
    """Keep what these reports tell and where their claims lie; the problems they give linking, and what changed."""
    problems: list[Problem] = []
    touched = Touched(frozenset(), frozenset())
    for some in batched(reports, AT_ONCE):
        told = dict(ledger.tellings(some, stamp=stamp()))
        judged = _judged(ledger, some)
        kept = []
        for name in some:
            state = judged.get(name) or reviews.reviewed(ledger.claims(report=name, coded=True), ())
            telling = tell(state.claims, ledger.report(name))
            data = packed(telling)
            kept.append(
                Kept(
                    name,
                    data,
                    paths(telling.sightings),
                    {s.id: s.claim for s in telling.sightings if s.id in state.settled},
                    frozenset(claim.id for claim in state.rejected),
                    changed(told[name], data) if name in told else frozenset(),
                )
            )
            problems += telling.problems
        more = ledger.keep_tellings(kept, stamp=stamp())
        touched = Touched(touched.paths | more.paths, touched.claims | more.claims)
    return problems, touched


def _judged(ledger: Ledger, reports: Sequence[str]) -> dict[str, reviews.Reviewed]:
    """How people left the claims of those of the reports of which they decided about any."""
    made = ledger.judged.reviews(reports)
    if not made:
        return {}
    newer = ledger.judged.successors(reports)
    settled = {r.target: r.patch.settled.report for r in made if r.patch.settled is not None}
    by_report: dict[str, list[Review]] = defaultdict(list)
    for review in made:
        if review.target in settled:
            held = settled[review.target]
            by_report[newer.get(held, held)].append(review)
    return {
        name: reviews.reviewed(ledger.claims(report=name, coded=True), own, newer) for name, own in by_report.items()
    }


def _rulings(ledger: Ledger) -> Rulings:
    """What people ruled about lines and origins, with the claims as they are called now."""
    made = ledger.judged.on_lines()
    settled = {r.patch.settled.report for r in made if r.kind == "claim" and r.patch.settled is not None}
    newer = ledger.judged.successors(settled) if settled else {}
    machine = [c for name in sorted({newer[s] for s in settled if s in newer}) for c in _coded(ledger, name)]
    return reviews.rulings(made, machine, newer)


def _coded(ledger: Ledger, report: str) -> Iterator[Claim]:
    return ledger.claims(report=report, coded=True)


def _ruled(ledger: Ledger, rulings: Rulings) -> dict[str, Path]:
    """Where the claims that must share a line lie."""
    return ledger.judged.paths({c for one in rulings.lines if not one.apart for side in one.sides for c in side})


def _gather(ledger: Ledger, rulings: Rulings, homes: Mapping[str, Path]) -> dict[str, tuple[Path | None, Path | None]]:
    """Let claims be linked where the rulings want them; which of them moved, each with where it was and is gathered."""
    wanted = gathered(homes, rulings.lines)
    now = {claim: home for claim, home in wanted.items() if home != homes[claim]}
    before = ledger.judged.gathered()
    moved = {c: (before.get(c), now.get(c)) for c in before.keys() | now.keys() if before.get(c) != now.get(c)}
    ledger.judged.gather({claim: to for claim, (_, to) in moved.items()})
    return moved


def _rearranged(ledger: Ledger, rulings: Rulings, homes: set[Path], claims: Iterable[str]) -> set[Path]:
    """The partitions beside ``homes`` that are to be drawn because of what is ruled: about these claims, or anew."""
    lying = _ruled(ledger, rulings)
    at = {claim: _home(ledger, path, homes) for claim, path in lying.items()}
    was = ledger.judged.gathered()
    moved = _gather(ledger, rulings, at)
    found = {path for claim, way in moved.items() for path in (*way, at.get(claim)) if path is not None}
    found |= {was[claim] for claim in claims if claim in was}
    drawn = {home for path in found for home in (path if path in homes else _home(ledger, path, homes),)}
    return drawn - homes


def _home(ledger: Ledger, path: Path, homes: set[Path]) -> Path:
    """The partition that a path lies in, of those to be drawn or as it was drawn."""
    above = [path[:n] for n in range(len(path) + 1)]
    now = next((home for home in above if home in homes), None)
    return now if now is not None else next(iter(ledger.drawn(path)), path)


def _regions(ledger: Ledger, touched: Iterable[Path], limit: int) -> tuple[list[Path], list[Path]]:
    """The widest partitions that these paths lie or lay in, none within another; and the splits that are no more."""

    def count(path: Path) -> int:
        if path not in sizes:
            sizes[path] = ledger.size(path, most=allowed(path, limit) + 1)
        return sizes[path]

    sizes: dict[Path, int] = {}
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


def _linked(
    ledger: Ledger, homes: Sequence[Path], rulings: Rulings, problems: Sequence[Problem]
) -> Iterator[tuple[Path, Record]]:
    """Each partition with its record; the first one bears the problems."""
    for n, home in enumerate(homes):
        record = _record_of(ledger, home, rulings)
        yield home, replace(record, problems=tuple(sorted(problems, key=_order))) if n == 0 else record


def _record_of(ledger: Ledger, home: Path, rulings: Rulings) -> Record:
    by_report: dict[str, list[Claim]] = defaultdict(list)
    for claim in ledger.judged.members(home):
        by_report[claim.report].append(claim)
    sightings: list[Sighting] = []
    imprints: list[Imprint] = []
    for report, data in ledger.tellings(by_report, stamp=stamp()):
        seen, imprint = unpacked(data, by_report[report])
        sightings += seen
        imprints += [imprint] if imprint is not None else []
    own = replace(rulings, origins=reviews.own_origins(s.claim for s in sightings))
    return link_partition(Partition(home), sightings, imprints, own, pairs=False)


def _order(problem: Problem) -> tuple[str, str, int]:
    return problem.code, problem.where, problem.start or 0

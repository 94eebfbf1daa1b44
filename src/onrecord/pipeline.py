"""Reading, coding and linking composed: into a ledger report by report, or in memory for one look."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from onrecord import knowledge
from onrecord import settings as environment
from onrecord.fetch import Web
from onrecord.ledger import Ledger
from onrecord.model import Claim, Line, Link, Problem, Report
from onrecord.reviews import Decided, Reviewed, reviewed
from onrecord.text.source import Source


@dataclass(frozen=True, slots=True)
class Inputs:
    """What to read, and what the caller knows of it that wins over guesses, and whether the web may be read.

    ``documents`` are at hand already.
    """

    paths: tuple[Path | str, ...]
    published: str | None = None
    publisher: str | None = None
    format: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    web: Web | None = None
    documents: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Whole:
    """A record with everything behind it; ``links`` are the relations of readings, ``pairs`` those of claims.

    ``decided`` is what people decided, which the claims and lines show unless they are the machine's.
    """

    reports: tuple[Report, ...]
    claims: tuple[Claim, ...]
    lines: tuple[Line, ...]
    links: tuple[Link, ...]
    pairs: tuple[Link, ...]
    problems: tuple[Problem, ...]
    decided: tuple[Decided, ...] = ()


@dataclass(frozen=True, slots=True)
class Added:
    """What adding to a ledger did: reports added, how many of them new versions, reports held, claims, problems."""

    added: int
    versions: int
    held: int
    claims: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Reread:
    """What reading a ledger's reports again did: how many, the last run before and the last one now, problems."""

    reports: int
    before: int
    after: int
    problems: tuple[Problem, ...]


# The code of the problem that extraction reports where it failed on a report; such a report is tried again next time.
UNCODED = "extract"

type Watch = Callable[[int, int], None]


def gather(inputs: Inputs, watch: Watch) -> Whole:
    """Read, code and link the inputs in memory; ``watch`` hears how many reports and claims there are so far."""
    from onrecord.extract import extract
    from onrecord.link import link

    problems: list[Problem] = []
    reports: list[Report] = []
    claims: list[Claim] = []
    for done in extract(reports_of(_read(inputs), problems), settings=environment.load()):
        reports.append(done.report)
        claims += done.claims
        problems += done.problems
        watch(len(reports), len(claims))
    record = link(claims, reports)
    inner = tuple(relation for line in record.lines for relation in line.relations)
    return Whole(tuple(reports), record.claims, record.lines, inner, record.links, tuple(problems))


def add(inputs: Inputs, ledger: Ledger, watch: Watch) -> Added:
    """Add the inputs to a ledger, each report in its own transaction, then draw the record anew if anything changed."""
    return add_read(_read(inputs), ledger, watch)


def add_read(found: Iterable[Report | Problem], ledger: Ledger, watch: Watch) -> Added:
    """Add what was read to a ledger, as ``add`` does."""
    from onrecord.extract import extract

    unread: list[Problem] = []
    problems: list[Problem] = []
    held: list[str] = []
    added = versions = claims = 0

    ledger.begin_run()

    def admitted() -> Iterator[Report]:
        for report in reports_of(found, unread):
            kept = ledger.admit(report)
            if kept is None:
                held.append(report.id)
            else:
                yield kept

    for done in extract(admitted(), settings=environment.load()):
        failed = not done.claims and any(problem.code == UNCODED for problem in done.problems)
        if ledger.add(done.report, done.claims, done.problems, knowledge=UNCODED if failed else None):
            added += 1
            versions += done.report.supersedes is not None
            claims += len(done.claims)
        else:
            held.append(done.report.id)
        problems += done.problems
        watch(added, claims)
    ledger.note(unread)
    # What an earlier run added but did not live to link is linked now.
    if added or ledger.unlinked():
        relink(ledger)
    return Added(added, versions, len(held), claims, (*unread, *problems))


def rerun(ledger: Ledger, watch: Watch) -> Reread:
    """Code the held reports again with today's rules and draw the record anew; how they were coded before is kept."""
    from onrecord.extract import extract

    problems: list[Problem] = []
    read = claims = 0
    before = ledger.begin_run()
    held = (ledger.report(report) for report in ledger.report_ids())
    for done in extract(held, settings=environment.load()):
        problems += done.problems
        if done.claims or not any(problem.code == UNCODED for problem in done.problems):
            ledger.add(done.report, done.claims, done.problems, knowledge=knowledge.digest(), again=True)
            claims += len(done.claims)
            read += 1
        watch(read, claims)
    if read:
        relink(ledger)
    return Reread(read, before, ledger.begin_run(), tuple(problems))


def relink(ledger: Ledger) -> None:
    """Draw what new reports and reviews change of lines, parts and incidents."""
    from onrecord.relinking import redraw

    with ledger.whole():
        redraw(ledger)


def reviewed_state(ledger: Ledger) -> Reviewed:
    """All claims as people left them, what linking must honour, and what became of every decision."""
    return reviewed(ledger.claims(coded=True), ledger.reviews(), ledger.judged.successors())


def decided(ledger: Ledger) -> tuple[Decided, ...]:
    """What became of every decision; of the claims only those are read that the reviews are about, or may be by now."""
    made = tuple(ledger.reviews())
    newer = ledger.judged.successors({r.patch.settled.report for r in made if r.patch.settled}) if made else {}
    named = {claim for r in made for side in ((r.target,), *r.patch.sides) for claim in side}
    again = (claim for report in sorted(set(newer.values())) for claim in ledger.claims(report=report, coded=True))
    return reviewed((*ledger.judged.coded(named), *again), made, newer).decided


def held(ledger: Ledger, *, pairs: bool = False, machine: bool = False) -> Whole:
    """The record as the ledger holds it; ``pairs`` links again for the relation of every pair, which is not stored.

    ``machine`` gives it without anything that people decided.
    """
    from onrecord.link import link

    reports, problems = tuple(ledger.reports()), tuple(ledger.problems())
    if machine and ledger.newest_review():
        coded = tuple(ledger.claims(coded=True))
        drawn = link(coded, reports)
        known = {claim.id: claim for claim in drawn.claims}
        inner = tuple(relation for line in drawn.lines for relation in line.relations)
        return Whole(reports, tuple(known[c.id] for c in coded), drawn.lines, inner, drawn.links, problems)
    every: Sequence[Link] = ()
    if pairs:
        state = reviewed_state(ledger)
        every = link(state.claims, reports, state.rulings).links
    claims, lines, links = tuple(ledger.claims()), tuple(ledger.lines()), tuple(ledger.links())
    return Whole(reports, claims, lines, links, tuple(every), problems, decided(ledger))


def _read(inputs: Inputs) -> Iterator[Report | Problem]:
    from onrecord.reading import read, read_all

    named = read(
        inputs.paths,
        published=inputs.published,
        publisher=inputs.publisher,
        format=inputs.format,
        columns=dict(inputs.columns),
        web=inputs.web,
    )
    return chain(named, read_all(inputs.documents))


def reports_of(found: Iterable[Report | Problem], problems: list[Problem]) -> Iterator[Report]:
    """The reports among what is read; problems are put aside."""
    for item in found:
        if isinstance(item, Problem):
            problems.append(item)
        else:
            yield item

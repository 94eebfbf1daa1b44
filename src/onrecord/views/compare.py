"""Two reports side by side: the lines that both tell, how what they say relates, and what only one of them tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.ledger.outline import LineHead, ReportHead
from onrecord.model import Claim, Line, Report
from onrecord.rivals import rivals
from onrecord.views.line import paragraph_at
from onrecord.views.opened import words_of
from onrecord.views.pieces import Piece, sentence

TIES = 24
ONLY = 60
ORDER = ("conflicts", "updates", "corroborates", "repeat", "unsourced", "not_comparable")


@dataclass(frozen=True, slots=True)
class Said:
    """What one report says on a line: its claim, its sentence with the roles marked, and where it stands."""

    claim: str
    words: str
    pieces: tuple[Piece, ...]
    paragraph: int
    more: int


@dataclass(frozen=True, slots=True)
class Shared:
    """What both reports tell: the line or place, how the two relate and why, and both sides."""

    href: str
    label: str
    relation: str
    why: tuple[str, ...]
    left: Said
    right: Said


@dataclass(frozen=True, slots=True)
class Only:
    """A line that one of the two reports tells."""

    line: str
    label: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One end of the order of telling."""

    label: str
    words: str
    paragraph: int
    conflicts: bool


@dataclass(frozen=True, slots=True)
class Tie:
    """The same line in the order in which the two reports tell it: its rows left and right, from 0."""

    left: int
    right: int
    conflicts: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two reports compared; ``reports`` are those to choose from."""

    left: ReportHead | None
    right: ReportHead | None
    reports: tuple[ReportHead, ...]
    shared: tuple[Shared, ...]
    only_left: tuple[Only, ...]
    only_right: tuple[Only, ...]
    order_left: tuple[Told, ...]
    order_right: tuple[Told, ...]
    ties: tuple[Tie, ...]


def comparison(
    left: Report, right: Report, claims: Sequence[Claim], lines: Sequence[Line], heads: Mapping[str, LineHead],
    reports: Sequence[ReportHead],
) -> Comparison:  # fmt: skip
    """The comparison of two reports; ``claims`` are theirs, ``lines`` those on which these stand."""
    mine = {side: [c for c in claims if c.report == report.id] for side, report in (("l", left), ("r", right))}
    known = {c.id: c for c in claims}
    shared, only = [], {"l": [], "r": []}  # type: tuple[list[Shared], dict[str, list[Only]]]
    for line in lines:
        on = {side: [c for c in mine[side] if c.id in line.claims] for side in mine}
        if on["l"] and on["r"]:
            shared.append(_on_line(line, heads[line.id].label, on["l"], on["r"], left, right))
        else:
            side = "l" if on["l"] else "r"
            words = tuple(dict.fromkeys(map(words_of, on[side])))
            only[side].append(Only(line.id, heads[line.id].label, words))
    shared += _places(mine["l"], mine["r"], left, right)
    shared.sort(key=lambda s: (ORDER.index(s.relation) if s.relation in ORDER else len(ORDER), s.left.paragraph))
    told_left, told_right, ties = _order(shared, known)
    return Comparison(
        _head(left, mine["l"]), _head(right, mine["r"]), tuple(reports), tuple(shared),
        tuple(only["l"][:ONLY]), tuple(only["r"][:ONLY]), told_left, told_right, ties,
    )  # fmt: skip


def _head(report: Report, claims: Sequence[Claim]) -> ReportHead:
    publisher = report.publisher or report.id
    return ReportHead(report.id, report.title, publisher, report.published, report.language, len(claims))


def _on_line(line: Line, label: str, left: Sequence[Claim], right: Sequence[Claim], one: Report, two: Report) -> Shared:
    """How two reports relate on one line: the most telling relation between any of their readings."""
    reading = {claim: n for n, r in enumerate(line.readings) for claim in r.claims}
    at_left, at_right = {reading.get(c.id) for c in left}, {reading.get(c.id) for c in right}
    found = [
        link
        for link in line.relations
        for a, b in [(reading.get(link.left), reading.get(link.right))]
        if a != b and ((a in at_left and b in at_right) or (b in at_left and a in at_right))
    ]
    same = sorted((at_left & at_right) - {None}, key=str)
    if same and not any(link.relation == "conflicts" for link in found):
        origin = line.readings[same[0] or 0].origin
        n = same[0]
        relation = "repeat" if origin else "unsourced"
        why: tuple[str, ...] = ("one origin: counted once" if origin else "no origin known: nothing is corroborated",)
        ends = [c for c in left if reading.get(c.id) == n], [c for c in right if reading.get(c.id) == n]
    elif found:
        link = min(found, key=lambda k: ORDER.index(k.relation) if k.relation in ORDER else len(ORDER))
        relation, why = link.relation, tuple(dict.fromkeys(hit.label for hit in link.why))
        a, b = reading[link.left], reading[link.right]
        a, b = (a, b) if a in at_left and b in at_right else (b, a)
        ends = [c for c in left if reading.get(c.id) == a], [c for c in right if reading.get(c.id) == b]
    else:
        relation, why, ends = "not_comparable", (), (list(left), list(right))
    return Shared(
        f"/lines/{line.id}", label, relation, why, _said(ends[0][0], len(left), one), _said(ends[1][0], len(right), two)
    )


def _places(left: Sequence[Claim], right: Sequence[Claim], one: Report, two: Report) -> list[Shared]:
    """Who holds a place, where both reports tell of it."""
    against = rivals([*left, *right])
    grouped: dict[str, tuple[list[Claim], list[Claim]]] = defaultdict(lambda: ([], []))
    for number, side in enumerate((left, right)):
        for claim in side:
            if claim.control and claim.place:
                grouped[claim.place.name][number].append(claim)
    made = []
    for name, (mine, theirs) in grouped.items():
        if not mine or not theirs:
            continue
        ids = {c.id: c for c in theirs}
        rival = next(((c, r) for c in mine for r in against.get(c.id, ()) if r.claim in ids), None)
        first, second = (rival[0], ids[rival[1].claim]) if rival else (mine[0], theirs[0])
        why = (rival[1].why,) if rival else ()
        said = _said(first, len(mine), one), _said(second, len(theirs), two)
        made.append(
            Shared(f"/claims/{first.id}", f"{name}, who holds it", "conflicts" if rival else "told", why, *said)
        )
    return made


def _said(claim: Claim, count: int, report: Report) -> Said:
    place = paragraph_at(report, claim.span.start)
    return Said(claim.id, words_of(claim), sentence(report.text, claim), place, count - 1)


def _order(
    shared: Sequence[Shared], known: Mapping[str, Claim]
) -> tuple[tuple[Told, ...], tuple[Told, ...], tuple[Tie, ...]]:
    """The shared lines as each report tells them, top to bottom."""
    kept = shared[:TIES]
    told = []
    rows = []
    for ends in ([s.left for s in kept], [s.right for s in kept]):
        starts = [known[end.claim].span.start for end in ends]
        order = sorted(range(len(kept)), key=starts.__getitem__)
        rows.append(order)
        told.append(
            tuple(Told(kept[n].label, ends[n].words, ends[n].paragraph, kept[n].relation == "conflicts") for n in order)
        )
    ties = tuple(Tie(rows[0].index(n), rows[1].index(n), kept[n].relation == "conflicts") for n in range(len(kept)))
    return told[0], told[1], ties

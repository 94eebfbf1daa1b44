"""What the views are made of, taken from the ledger by index: only what one page shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from onrecord.ledger import Ledger
from onrecord.ledger.outline import LineHead
from onrecord.model import Claim, Line, Report
from onrecord.views.rows import Material, Rows
from onrecord.web.record import Record

AROUND = 300  # claims of one kind beside the lines of one incident that tell what happened there
LONG = 60  # claims up to which a list reads the whole of a line; the page of a line reads up to WHOLE
WHOLE = 600
READINGS = 50  # those most carried are read of a longer line


def material(record: Record, lines: Sequence[str], *, around: Iterable[str] = ()) -> Material:
    """The lines with their claims, and the events of the incidents ``around`` them, which tell what happened there."""
    return whole(record, record.ledger.lists.lines(lines), around=around)


def whole(record: Record, lines: Sequence[Line], *, around: Iterable[str] = (), most: int = LONG) -> Material:
    """The same for lines at hand; of a line with more than ``most`` claims only so many are read."""
    claims = record.ledger.lists.claims(c for line in lines for c in shown(line, most))
    beside = [c for slug in around for c in record.ledger.lists.told(slug, "event", limit=AROUND)]
    known = {c.id: c for c in (*claims, *beside)}
    origins = {slug: record.origins(slug) for slug in dict.fromkeys(line.incident for line in lines)}
    told = told_in(record.ledger, claims)
    return Material(tuple(lines), tuple(known.values()), told, record.totals().warring, origins)


def shown(line: Line, most: int = LONG) -> tuple[str, ...]:
    """The claims of a line that are read: all, or of a long line as many of each of the readings most carried."""
    if len(line.claims) <= most:
        return line.claims
    carried = sorted(line.readings, key=lambda r: (-len(r.outlets), -len(r.claims)))[:READINGS]
    return tuple(claim for reading in carried for claim in reading.claims[: max(1, most // len(carried))])


def happened(ledger: Ledger, incident: str) -> list[Claim]:
    """The events of an incident and who holds what there, the first told of each."""
    return [c for kind in ("event", "control") for c in ledger.lists.told(incident, kind, limit=AROUND)]


def told_in(ledger: Ledger, claims: Iterable[Claim]) -> tuple[Report, ...]:
    """The reports that titles are worded from: a count "since Monday" is worded by its sentence."""
    return reports(ledger, (c for c in claims if c.scope == "period"))


def reports(ledger: Ledger, claims: Iterable[Claim]) -> tuple[Report, ...]:
    """The reports of these claims, each once."""
    return tuple(ledger.report(r) for r in dict.fromkeys(c.report for c in claims))


def titled(record: Record, heads: Iterable[LineHead]) -> dict[str, LineHead]:
    """The lines, by id, under the titles that pages give them."""
    wanted = {head.id: head for head in heads}
    known: dict[str, str] = record.now().get("titles", dict)
    fresh = [line for line in wanted if line not in known]
    if fresh:
        known |= dict(_titles(record, fresh))
    return {line: head.titled(known.get(line, head.label)) for line, head in wanted.items()}


def _titles(record: Record, lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    figures = Rows(material(record, lines)).figures
    for line in figures.lines:
        place, title = figures.places[line.id], figures.titles[line.id]
        yield line.id, f"{title}, {place}" if place and place not in title else title


def lines_of(record: Record, claims: Iterable[Claim]) -> dict[str, LineHead]:
    """The line that each of these claims stands on, by the claim's id, under its title."""
    lists = record.ledger.lists
    lines = lists.line_of(c.id for c in claims)
    heads = titled(record, lists.heads(dict.fromkeys(lines.values())).values())
    return {claim: heads[line] for claim, line in lines.items() if line in heads}

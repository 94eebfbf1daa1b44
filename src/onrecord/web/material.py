"""What the views are made of, taken from the ledger by index: only what one page shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from onrecord.ledger import Ledger
from onrecord.model import Claim, Line, Report
from onrecord.views.outline import Stub
from onrecord.views.rows import Material, Rows
from onrecord.web.record import Record

AROUND = 300  # claims of one kind beside the lines of one incident that tell what happened there


def material(record: Record, lines: Sequence[str], *, around: Iterable[str] = ()) -> Material:
    """The lines with their claims, and the events and who-holds-what claims of the incidents ``around`` them."""
    return whole(record, record.ledger.lists.lines(lines), around=around)


def whole(record: Record, lines: Sequence[Line], *, around: Iterable[str] = ()) -> Material:
    """The same for lines at hand."""
    claims = record.ledger.lists.claims(c for line in lines for c in line.claims)
    beside = [c for slug in around for c in happened(record.ledger, slug)]
    known = {c.id: c for c in (*claims, *beside)}
    origins = {slug: record.origins(slug) for slug in dict.fromkeys(line.incident for line in lines)}
    told = told_in(record.ledger, claims)
    return Material(tuple(lines), tuple(known.values()), told, record.outline().warring, origins)


def happened(ledger: Ledger, incident: str) -> list[Claim]:
    """The events of an incident and who holds what there, the first told of each."""
    return [c for kind in ("event", "control") for c in islice(ledger.claims(type=kind, incident=incident), AROUND)]


def told_in(ledger: Ledger, claims: Iterable[Claim]) -> tuple[Report, ...]:
    """The reports that titles are worded from: a count "since Monday" is worded by its sentence."""
    return reports(ledger, (c for c in claims if c.scope == "period"))


def reports(ledger: Ledger, claims: Iterable[Claim]) -> tuple[Report, ...]:
    """The reports of these claims, each once."""
    return tuple(ledger.report(r) for r in dict.fromkeys(c.report for c in claims))


def titled(record: Record, stubs: Iterable[Stub]) -> tuple[Stub, ...]:
    """The stubs under the titles that pages give their lines."""
    wanted = tuple(stubs)
    known = record.titles()
    fresh = [stub.id for stub in wanted if stub.id not in known]
    if fresh:
        rows = Rows(material(record, fresh))
        for line in rows.figures.lines:
            place = rows.figures.places[line.id]
            title = rows.figures.titles[line.id]
            known[line.id] = f"{title}, {place}" if place and place not in title else title
    return tuple(replace(stub, label=known.get(stub.id, stub.label)) for stub in wanted)

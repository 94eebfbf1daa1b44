"""What the views are made of, taken from the ledger by index: only what one page shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onrecord.ledger import Ledger
from onrecord.model import Claim, Line, Report
from onrecord.views.rows import Material


def material(ledger: Ledger, lines: Sequence[str], *, around: Iterable[str] = ()) -> Material:
    """The lines with their claims, and the events and who-holds-what claims of the incidents ``around`` them."""
    found = ledger.lists.lines(lines)
    claims = ledger.lists.claims(c for line in found for c in line.claims)
    beside = [c for slug in around for kind in ("event", "control") for c in ledger.claims(type=kind, incident=slug)]
    return Material(found, (*claims, *beside), told_in(ledger, claims))


def told_in(ledger: Ledger, claims: Iterable[Claim]) -> tuple[Report, ...]:
    """The reports that titles are worded from: a count "since Monday" is worded by its sentence."""
    return tuple(ledger.report(r) for r in dict.fromkeys(c.report for c in claims if c.scope == "period"))


def titled(ledger: Ledger, lines: Sequence[Line]) -> Material:
    """These lines, already at hand, with their claims."""
    claims = ledger.lists.claims(c for line in lines for c in line.claims)
    return Material(tuple(lines), claims, told_in(ledger, claims))

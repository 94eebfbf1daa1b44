"""How a line stands: how its voices agree (codebook section 6), and who stands behind it."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.brief.wording import outlets_of
from onrecord.model import Claim, Line
from onrecord.standing import state_among


def state_of(line: Line, claims: Sequence[Claim], warring: frozenset[str]) -> tuple[str, str]:
    """The state of a line, and who stands behind it in words."""
    sides = {c.source.origin: c.source.side for c in claims if c.source and c.source.origin}
    outlets = len(outlets_of(claims))
    state = state_among({link.relation for link in line.relations}, outlets, named=bool(sides))
    of_war = {side for side in sides.values() if side in warring}
    independent = sum(side not in warring for side in sides.values())
    voices = [_count(outlets, "outlet")] if outlets > 1 else []
    if not sides and outlets > 1:
        voices.append("no origin known" if any(c.source and c.source.name for c in claims) else "no source named")
    elif outlets > 1 or len(sides) > 1:
        known = "origin" if all(c.source and c.source.origin for c in claims) else "known origin"
        voices.append(f"one {known}" if len(sides) == 1 else _count(len(sides), known))
    if len(sides) > 1 and of_war and any(c.side for c in claims):
        kinds = {1: "one side", 2: "both belligerents"}
        if not independent:
            voices.append(kinds.get(len(of_war), "all belligerents"))
        voices.append(f"{independent or 'none'} independent" + (" of the belligerents" if independent else ""))
    return state, ", ".join(voices)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"

"""What a person reads in the place of ids: titles of lines and headings of incidents, as the brief has them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from onrecord.brief.dates import short_date
from onrecord.brief.headings import heading
from onrecord.brief.titles import title
from onrecord.brief.wording import place_of
from onrecord.model import Claim, Line


def line_titles(lines: Iterable[Line], claims: Mapping[str, Claim]) -> dict[str, str]:
    """For each line its title, with its place where that is not its incident's: "Children killed, Vlora"."""
    drawn = tuple(lines)
    figures: dict[str, list[Claim]] = defaultdict(list)
    for line in drawn:
        figures[line.incident] += [claims[c] for c in line.claims if c in claims]
    around = {incident: place_of(found) for incident, found in figures.items()}
    named = {}
    for line in drawn:
        mine = [claims[c] for c in line.claims if c in claims and claims[c].figure]
        where = place_of(mine)
        words = title(mine) if mine else line.label
        named[line.id] = f"{words}, {where}" if where and where != around[line.incident] else words
    return named


def incident_titles(lines: Iterable[Line], claims: Iterable[Claim]) -> dict[str, str]:
    """For each incident its heading: "Kharkiv, shelling, 2 Mar 2022"."""
    record = tuple(claims)
    known = {c.id: c for c in record}
    events = [c for c in record if c.event]
    figures: dict[str, list[Claim]] = defaultdict(list)
    for line in lines:
        figures[line.incident] += [known[c] for c in line.claims if c in known]
    named = {}
    for incident, found in figures.items():
        head = heading(incident, found, events) if found else None
        named[incident] = ", ".join(filter(None, (head.place, head.what, short_date(head.day)))) if head else incident
    return named

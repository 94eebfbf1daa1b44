"""What the exports of coded profiles share: the rows of a profile with the claims, outlets and places behind each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.exporters.takeaway import Takeaway, span_name
from onrecord.model import Claim, Place
from onrecord.profiles import Row, tabulate


@dataclass(frozen=True, slots=True)
class CodedRow:
    """One row of a profile, numbered from 1, with the claims behind it and the most precise place they name."""

    number: int
    row: Row
    claims: tuple[Claim, ...]
    place: Place | None
    title: str

    @property
    def outlets(self) -> tuple[str, ...]:
        """Those that carry the claims."""
        return tuple(dict.fromkeys(c.publisher for c in self.claims if c.publisher))

    @property
    def sources(self) -> tuple[str, ...]:
        """Those that are named for the claims, by their full names."""
        return tuple(dict.fromkeys(c.source.name for c in self.claims if c.source and c.source.name))

    @property
    def spans(self) -> tuple[str, ...]:
        return tuple(map(span_name, self.claims))

    @property
    def drawn(self) -> bool:
        """Whether the place has coordinates that stand for it; a country has none."""
        return self.place is not None and self.place.precision in ("point", "area") and self.place.latitude is not None


def coded_rows(record: Takeaway, profile: str) -> Iterator[CodedRow]:
    """The rows that a profile makes of a record, in its order."""
    for number, row in enumerate(tabulate(record.lines, record.claims, profile).rows, 1):
        claims = tuple(record.claim_of[c] for c in row.claims if c in record.claim_of)
        wanted = getattr(row.lines[0].terms, "location", None)
        places = [c.place for c in claims if c.place]
        place = next((p for p in places if (p.name or p.text) == wanted), places[0] if places else None)
        yield CodedRow(number, row, claims, place, record.incidents.get(row.incident, row.incident))

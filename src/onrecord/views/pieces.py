"""Text cut into pieces at every boundary of what is marked in it, so that overlapping marks can be drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from onrecord.model import Claim
from onrecord.text.excerpt import excerpt

# The role of a stretch by how the rule that saw it is called.
ROLES = {"source": "source", "measure": "measure", "date": "date"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of text with what it is: a role, or the id of a claim."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text with the names of all that is marked there, none where nothing is; ``first`` where one begins here."""

    text: str
    names: tuple[str, ...]
    first: tuple[str, ...] = ()


def pieces(text: str, start: int, end: int, stretches: Iterable[Stretch]) -> tuple[Piece, ...]:
    """text[start:end] in pieces, each with the names of the stretches that cover it, the longest first."""
    inside = [s for s in stretches if s.start < end and s.end > start]
    inside.sort(key=lambda s: (s.start - s.end, s.start, s.name))
    cuts = sorted({start, end, *(max(start, s.start) for s in inside), *(min(end, s.end) for s in inside)})
    return tuple(
        Piece(
            text[left:right],
            tuple(dict.fromkeys(s.name for s in inside if s.start <= left and s.end >= right)),
            tuple(dict.fromkeys(s.name for s in inside if max(start, s.start) == left)),
        )
        for left, right in pairwise(cuts)
        if left < right
    )


def roles(claim: Claim) -> tuple[Stretch, ...]:
    """Where the words of a claim play which role: number, source, measure, date, and the rest of its own words."""
    found = [Stretch(claim.span.start, claim.span.end, "group" if claim.figure else "words")]
    number = claim.number
    for hit in claim.trace:
        role = ROLES.get(hit.rule.split(":")[0])
        if role and (number is None or not (hit.start >= number.start and hit.end <= number.end)):
            found.append(Stretch(hit.start, hit.end, role))
    if number:
        found.append(Stretch(number.start, number.end, "number"))
    return tuple(found)


def sentence(text: str, claim: Claim) -> tuple[Piece, ...]:
    """The sentence that a claim stands in, with its roles marked."""
    around = excerpt(text, claim.span.start, claim.span.end)
    return pieces(text, around.start, around.start + len(around.sentence), roles(claim))

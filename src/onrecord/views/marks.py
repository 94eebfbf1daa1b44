"""Marks: each origin's hue and shape, fixed within one incident, and the fill that tells whose loss a figure is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SHAPES = ("circle", "square", "triangle", "diamond")
HUES = 4
FILLS = {"own loss": "own", "enemy loss": "foe", "third party": "third"}


@dataclass(frozen=True, slots=True)
class Mark:
    """How a reading is drawn: hue 1 to 4, or 0 where no origin is known; shape; fill own, foe, third, plain or none."""

    hue: int
    shape: str
    fill: str


UNKNOWN = Mark(0, "cross", "none")


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one incident's origins, in the order in which hues and shapes are given out."""

    of: Mapping[str, tuple[int, str]]

    def mark(self, origin: str | None, loss: str | None = None) -> Mark:
        """The mark of an origin; filled plainly where it is not told whose loss the figure is."""
        if origin is None or origin not in self.of:
            return UNKNOWN
        hue, shape = self.of[origin]
        return Mark(hue, shape, FILLS.get(loss or "", "plain"))


def marks_of(origins: Iterable[str]) -> Marks:
    """Marks for origins in the order given: sixteen pairs of hue and shape, then the pairs come again."""
    given = {}
    for number, origin in enumerate(dict.fromkeys(origins)):
        turn = number // HUES
        given[origin] = (number % HUES + 1, SHAPES[(number + turn) % len(SHAPES)])
    return Marks(given)

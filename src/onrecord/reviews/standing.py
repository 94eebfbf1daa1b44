"""Which reviews stand: every entry in order, undo among them, folded target by target."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from onrecord.model import Review

# A new review of a claim or an origin takes the place of the one before; those of a line add up.
ADDING = frozenset({"line"})


@dataclass(frozen=True, slots=True)
class History:
    """All reviews of one target, the earliest first, and those of them that are not undone."""

    kind: str
    target: str
    entries: tuple[Review, ...]
    stack: tuple[Review, ...]

    @property
    def last(self) -> Review:
        """The entry that a new decision must have seen."""
        return self.entries[-1]

    @property
    def standing(self) -> tuple[Review, ...]:
        """The reviews that hold now: the newest not undone, for a line each one not undone."""
        return self.stack if self.kind in ADDING else self.stack[-1:]

    def can_undo(self, review: Review) -> bool:
        """Whether the review is the newest that holds, or the undo that came last."""
        return self.stack[-1:] == (review,) or (self.last == review and review.verdict == "undo")


def histories(reviews: Iterable[Review]) -> Mapping[tuple[str, str], History]:
    """The history of each target by its kind and id."""
    entries: dict[tuple[str, str], list[Review]] = {}
    for review in sorted(reviews, key=lambda r: r.id):
        entries.setdefault((review.kind, review.target), []).append(review)
    return {key: History(*key, tuple(row), _stack(row)) for key, row in entries.items()}


def _stack(entries: Iterable[Review]) -> tuple[Review, ...]:
    stack: tuple[Review, ...] = ()
    before: dict[int, tuple[Review, ...]] = {}
    last: Review | None = None
    for review in entries:
        before[review.id] = stack
        undone = review.patch.undoes
        if review.verdict != "undo":
            stack = (*stack, review)
        elif undone in before and (
            [r.id for r in stack[-1:]] == [undone] or (last is not None and (last.id, last.verdict) == (undone, "undo"))
        ):
            stack = before[undone]
        last = review
    return stack


def standing(reviews: Iterable[Review]) -> tuple[Review, ...]:
    """The reviews that hold now, the earliest first."""
    found = [review for history in histories(reviews).values() for review in history.standing]
    return tuple(sorted(found, key=lambda r: r.id))

"""Reviews as a history tells them."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model import Review


@dataclass(frozen=True, slots=True)
class Entry:
    """One review as the history tells it."""

    id: int
    kind: str
    target: str
    verdict: str
    reviewer: str
    at: str
    note: str
    fields: tuple[tuple[str, str], ...]
    undoes: int | None


def entry(review: Review) -> Entry:
    """A review as the history tells it."""
    fields = tuple((name, value.strip('"')) for name, value in review.patch.fields)
    return Entry(
        review.id, review.kind, review.target, review.verdict, review.reviewer, review.at, review.note, fields,
        review.patch.undoes,
    )  # fmt: skip

"""What a list is narrowed to and which page of it is wanted, as an address asks for it and the filters show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Depends, Query

from onrecord.ledger.outline import Wanted
from onrecord.standing import STATES
from onrecord.web.record import Record

INCIDENTS = 80  # incidents that can be chosen from a list; any other by its own address

type State = Literal["disputed", "updated", "agree", "repeat", "unsourced", "single"]


def _wanted(
    state: Annotated[list[State] | None, Query(max_length=6, description="States of lines; all where none.")] = None,
    incident: Annotated[str, Query(max_length=200, description="Only lines of this incident.")] = "",
    measure: Annotated[str, Query(max_length=200, description="Only lines of this measure.")] = "",
    text: Annotated[
        str, Query(max_length=200, description="Words of its label, its incident, or a search for its claims.")
    ] = "",
) -> Wanted:
    chosen = tuple(s for s in STATES if s in (state or ()))
    return Wanted(
        chosen if len(chosen) < len(STATES) else (), incident or None, measure or None, " ".join(text.split())
    )


Narrowed = Annotated[Wanted, Depends(_wanted)]
Page = Annotated[int, Query(ge=1, le=100_000, description="Which page of the list, from 1.")]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer: incidents and measures with how many lines each has, states with theirs."""

    incidents: tuple[tuple[str, int], ...]
    measures: tuple[str, ...]
    states: tuple[tuple[str, int], ...]


def choices(record: Record, wanted: Wanted) -> Choices:
    """The filters for this record; the incident asked for is always among those offered."""
    incidents = record.incidents(INCIDENTS)
    asked = record.ledger.lists.incident(wanted.incident) if wanted.incident else None
    if asked is not None and (asked.slug, asked.lines) not in incidents:
        incidents = (*incidents, (asked.slug, asked.lines))
    measures = record.now().get("measures", record.ledger.lists.measures)
    return Choices(incidents, measures, tuple(record.totals().states.items()))

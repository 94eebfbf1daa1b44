"""Claims' rows as the record has them: what linking drew and what people settled, beside what coding said."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import batched
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

import onrecord.ledger.tables as t
from onrecord.codec import to_json
from onrecord.ledger.changes import ASIDE, claim_row
from onrecord.model import Claim

# The fields of a claim that linking may set otherwise than coding did; a row keeps them in ``drawn``.
DRAWN = ("period", "trace")
AT_ONCE = 500  # values in one IN list
# The columns that tell a settled claim's content, so that it is found by what a person said.
TOLD = (
    "measure", "object", "side", "status", "scope", "modality", "polarity", "low", "high", "place", "country", "date",
    "as_of", "source",
)  # fmt: skip


def place_claims(connection: Connection, claims: Sequence[Claim], run: int) -> tuple[frozenset[str], frozenset[str]]:
    """Give the open claims the incident, origin and day that linking drew, and what people settled, where it is new.

    Returns the ids of the claims that are otherwise since, and of those that tell something else by a person's word.
    """
    c = t.claims.c
    changed: set[str] = set()
    said: set[str] = set()
    for some in batched(claims, AT_ONCE):
        known = connection.execute(
            select(c.id, c.incident, c.origin, c.drawn, c.data, c.settled.is_not(None).label("judged")).where(
                c.closed.is_(None), c.id.in_([k.id for k in some])
            )
        )
        rows = {row.id: row for row in known}
        moved: list[dict[str, Any]] = []
        told: list[dict[str, Any]] = []
        for claim in some:
            row = rows.get(claim.id)
            if row is None:
                continue
            whole = row.judged or not (row.drawn or {}).keys() <= set(DRAWN)
            drawn = _settled(claim, row) if whole else _drawn(claim, row)
            origin = claim.source.origin if claim.source else None
            if (row.incident, row.origin, row.drawn) != (claim.incident, origin, drawn):
                (told if whole else moved).append(_moved(claim, origin, drawn, run, whole=whole))
        if moved:
            connection.execute(_MOVE, moved)
        if told:
            connection.execute(_TELL, told)
        said.update(row["b_id"] for row in told)
        changed.update(row["b_id"] for row in (*moved, *told))
    return frozenset(changed), frozenset(said)


_PLACED = {
    "incident": bindparam("b_incident"),
    "origin": bindparam("b_origin"),
    "drawn": bindparam("b_drawn", type_=t.claims.c.drawn.type),
    "date": bindparam("b_date"),
    "as_of": bindparam("b_as_of"),
}
_OPEN = update(t.claims).where(t.claims.c.id == bindparam("b_id"), t.claims.c.closed.is_(None))
_MOVE = _OPEN.values(**_PLACED)
_TELL = _OPEN.values(**_PLACED | {name: bindparam(f"b_{name}") for name in TOLD})


def _moved(claim: Claim, origin: str | None, drawn: dict[str, Any] | None, run: int, *, whole: bool) -> dict[str, Any]:
    told = claim_row(claim, run) if whole else {"date": claim.period.start, "as_of": claim.period.as_of}
    names = TOLD if whole else ("date", "as_of")
    placed = {"b_id": claim.id, "b_incident": claim.incident, "b_origin": origin, "b_drawn": drawn}
    return placed | {f"b_{name}": told[name] for name in names}


def _drawn(claim: Claim, row: Row[*tuple[Any, ...]]) -> dict[str, Any] | None:
    """The fields that linking set otherwise than coding said, or None."""
    said = {field: to_json(getattr(claim, field)) for field in DRAWN}
    return {field: value for field, value in said.items() if (value or None) != (row.data.get(field) or None)} or None


def _settled(claim: Claim, row: Row[*tuple[Any, ...]]) -> dict[str, Any] | None:
    """The fields that a person or linking set otherwise than coding said, or None; an origin has its own column."""
    said, coded = to_json(claim), row.data
    names = [name for name in said.keys() | coded.keys() if name not in (*ASIDE, "digest")]
    return {
        name: to_json(getattr(claim, name))
        for name in sorted(names)
        if _but_origin(name, said.get(name)) != _but_origin(name, coded.get(name))
    } or None


def _but_origin(name: str, value: Any) -> Any:
    return {k: v for k, v in value.items() if k != "origin"} if name == "source" and value is not None else value

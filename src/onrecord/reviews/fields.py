"""The fields of a claim that a person can set, how a value is told, and the claim that comes of it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from onrecord.actors import bare, kind_of, slug
from onrecord.codec import to_json
from onrecord.gazetteer import Entry
from onrecord.gazetteer import load as gazetteer
from onrecord.knowledge import tables
from onrecord.measures import all_measures
from onrecord.model import Claim, Control, Event, Place, Source, Statement

HEDGES = ("exact", "about", "almost", "more_than", "at_least", "less_than", "up_to", "between", "vague")
STATUSES = ("civilian", "military", "mixed", "unknown")
SCOPES = ("event", "period", "cumulative", "snapshot")
MODALITIES = ("actual", "possible", "projected", "planned", "denied")
KINDS = (
    "government", "military", "police", "medical", "emergency", "un", "ngo", "monitor", "political", "armed_group",
    "witness", "media", "company", "expert", "document", "unnamed", "none",
)  # fmt: skip
STATES = ("captured", "recaptured", "held", "contested", "encircled", "entered", "withdrawn_from")
ACTS = ("asserts", "denies", "threatens", "pledges", "demands", "offers")
PRECISION = {"country": "country", "admin1": "area", "admin2": "area", "region": "region", "water": "region"}
# What the machine or the file says about a claim besides its content; a change of these makes no review stale.
ASIDE = ("digest", "knowledge", "trace", "incident", "publisher", "published")

type Value = str | float | bool | None
type Setter = Callable[[Claim, Value], Claim]


@dataclass(frozen=True, slots=True)
class Field:
    """One field that can be set: what it takes, in words, the types of claim that have it, and how it is set."""

    takes: str
    types: frozenset[str]
    read: Callable[[str], Value]
    put: Setter


def digest_of(claim: Claim) -> str:
    """The digest of what a claim says; the rules that found it and their version do not enter."""
    data = {name: value for name, value in to_json(claim).items() if name not in ASIDE}
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def settable(type: str) -> Mapping[str, str]:
    """The fields that can be set on a claim of this type, each with what it takes."""
    return {name: field.takes for name, field in FIELDS.items() if type in field.types}


def field_values(claim: Claim) -> Mapping[str, str]:
    """The settable fields of a claim with the values they have, as a person would type them; "" where there is none."""
    told = _told(claim)
    return {name: _typed(told.get(name)) for name in settable(claim.type)}


def _typed(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.10g}" if isinstance(value, float | int) else str(value or "")


def choices(name: str) -> tuple[str, ...]:
    """The values that a field is one of, none where it is free."""
    takes = FIELDS[name].takes
    if name == "measure":
        return tuple(sorted(all_measures()))
    if takes == "yes or no":
        return ("no", "yes")
    return tuple(takes.removeprefix("one of ").split(", ")) if takes.startswith("one of ") else ()


def corrected(claim: Claim, told: Mapping[str, str]) -> tuple[Claim, tuple[tuple[str, str], ...]]:
    """The claim with these fields set, and each set value as JSON; "" and "none" empty a field.

    ValueError names the field and what it takes. A new number sets both bounds by the hedge, unless they are told.
    """
    made, values = claim, []
    for name in sorted(told, key=list(FIELDS).index if told.keys() <= FIELDS.keys() else None):
        field = FIELDS.get(name)
        if field is None or claim.type not in field.types:
            raise ValueError(f"a {claim.type} has no field {name}; it has {', '.join(settable(claim.type))}")
        try:
            value = field.read(told[name].strip())
        except ValueError as error:
            raise ValueError(f"{name}={told[name]}: {str(error) or f'takes {field.takes}'}") from None
        made = field.put(made, value)
        values.append((name, json.dumps(value, ensure_ascii=False)))
    if made.figure is not None and {"low", "high"} <= set(told):
        low, high = made.figure.low, made.figure.high
        if low is not None and high is not None and low > high:
            raise ValueError(f"low={low:g} is more than high={high:g}")
    return made, tuple(values)


def changed_fields(before: Claim, after: Claim) -> tuple[tuple[str, str, str], ...]:
    """Each field in which two claims differ, with both values as JSON text."""
    return tuple(
        (name, json.dumps(old, ensure_ascii=False), json.dumps(new, ensure_ascii=False))
        for (name, old), (_, new) in zip(_told(before).items(), _told(after).items(), strict=True)
        if old != new
    )


def _told(claim: Claim) -> dict[str, Any]:
    figure, control, event, said = claim.figure, claim.control, claim.event, claim.statement
    source, place, period = claim.source, claim.place, claim.period
    return {
        "value": figure and figure.value, "low": figure and figure.low, "high": figure and figure.high,
        "hedge": figure and figure.hedge, "holder": control and control.holder, "state": control and control.state,
        "kind": event and event.kind, "actor": event and event.actor, "target": event and event.target,
        "act": said and said.act, "quote": said and said.quote, "content": said and said.content,
        "measure": claim.measure, "object": claim.object, "group": claim.group, "side": claim.side,
        "status": claim.status, "place": place and place.name, "scope": claim.scope, "date": period.start,
        "date_end": period.end, "as_of": period.as_of, "source": source and source.name,
        "source_kind": source and source.kind, "source_side": source and source.side,
        "origin": source and source.origin, "modality": claim.modality, "polarity": claim.polarity,
        "increment": claim.increment, "superseded": claim.superseded,
    }  # fmt: skip


def _empty(said: str) -> bool:
    return said.lower() in {"", "none", "null"}


def _words(said: str) -> Value:
    return None if _empty(said) else said


def _number(said: str) -> Value:
    if _empty(said):
        return None
    if not re.fullmatch(r"\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?", said) or len(said) > 24:
        raise ValueError
    return float(re.sub(r"[, ]", "", said))


def _truth(said: str) -> Value:
    if said.lower() not in {"true", "false", "yes", "no"}:
        raise ValueError
    return said.lower() in {"true", "yes"}


def _day(said: str) -> Value:
    if _empty(said):
        return None
    if not re.fullmatch(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", said):
        raise ValueError
    date.fromisoformat(f"{said}{'-01-01'[len(said) - 4 :] if len(said) < 10 else ''}")
    return said


def _one_of(choices: tuple[str, ...], *, optional: bool = False) -> Callable[[str], Value]:
    def read(said: str) -> Value:
        if optional and _empty(said) and said not in choices:
            return None
        if said not in choices:
            raise ValueError
        return said

    return read


def _measure(said: str) -> Value:
    if said not in all_measures():
        raise ValueError(f"there is no such measure; there are {', '.join(sorted(all_measures()))}")
    return said


def _kind(said: str) -> Value:
    if said not in tables("events"):
        raise ValueError(f"there is no such kind; there are {', '.join(sorted(tables('events')))}")
    return said


def _bounds(hedge: str, value: float | None) -> tuple[float | None, float | None]:
    if hedge in {"almost", "less_than", "up_to"}:
        return None, value
    return value, None if hedge in {"more_than", "at_least", "vague"} else value


def _value(claim: Claim, value: Value) -> Claim:
    figure, number = claim.figure, value if isinstance(value, float) else None
    if figure is None:
        return claim
    hedge = "exact" if figure.hedge in {"between", "vague"} and number is not None else figure.hedge
    low, high = _bounds(hedge, number)
    return replace(claim, figure=replace(figure, value=number, low=low, high=high, hedge=hedge))


def _hedge(claim: Claim, value: Value) -> Claim:
    figure = claim.figure
    if figure is None:
        return claim
    hedge = str(value)
    if hedge == "between":
        return replace(claim, figure=replace(figure, value=None, hedge=hedge))
    number = figure.value if figure.value is not None else figure.low if figure.low is not None else figure.high
    low, high = _bounds(hedge, number)
    known = None if hedge == "vague" else number
    return replace(claim, figure=replace(figure, value=known, low=low, high=high, hedge=hedge))


def _with[T](value: T, name: str, told: object) -> T:
    """The dataclass value with one field set by its name."""
    return cast(T, replace(cast(Any, value), **{name: told}))


def _figure(name: str) -> Setter:
    def put(claim: Claim, value: Value) -> Claim:
        return claim if claim.figure is None else replace(claim, figure=_with(claim.figure, name, value))

    return put


def _part(part: str, name: str) -> Setter:
    def put(claim: Claim, value: Value) -> Claim:
        own: Control | Event | Statement | None = getattr(claim, part)
        return claim if own is None else _with(claim, part, _with(own, name, value))

    return put


def _own(name: str) -> Setter:
    return lambda claim, value: _with(claim, name, value)


def _period(name: str) -> Setter:
    def put(claim: Claim, value: Value) -> Claim:
        period = _with(claim.period, name, value)
        if name == "start":
            grain = {4: "year", 7: "month", 10: "day"}.get(len(str(value))) if value else None
            period = replace(period, end=str(value) if value else None, grain=grain)
        return replace(claim, period=period)

    return put


def _source(name: str) -> Setter:
    def put(claim: Claim, value: Value) -> Claim:
        own = claim.source
        if name == "name":
            if value is None:
                return replace(claim, source=None)
            return replace(claim, source=_named(str(value), own or Source(None, "unnamed")))
        return replace(claim, source=_with(own or Source(None, "unnamed"), name, value))

    return put


def _named(name: str, own: Source) -> Source:
    """The source of a new name: its kind and origin follow from the name, unless they are told too."""
    kind = kind_of(name) or (own.kind if own.kind != "none" else "unnamed")
    origin = slug(name) if re.search(r"\b[A-Z]", bare(name)) else None
    return replace(own, name=name, kind=kind, origin=origin, chain=())


def _place(claim: Claim, value: Value) -> Claim:
    return replace(claim, place=None if value is None else place_named(str(value)))


def place_named(told: str) -> Place:
    """The place of a name ("Kharkiv", "Odessa, Texas"); unresolved where the gazetteer has none.

    A name that a town shares with the area around it is the town's; the area's own is longer ("Kharkiv Oblast").
    """
    book = gazetteer()
    name, *around = (part.strip() for part in told.split(","))
    wanted = {e.id for part in around for e in book.named(part)}
    found = {entry: book.enclosing(entry) for entry in book.named(name)}
    held = [e for e, outer in found.items() if not around or wanted & {o.id for o in outer}]
    if not held:
        return Place(name, name, within=tuple(around))
    best = held[0]
    if best.kind in ("admin1", "admin2"):
        towns = (e for e in held if e.kind == "settlement" and best.id in {o.id for o in found[e]})
        best = next(towns, best)
    return _resolved(best, name, tuple(outer.name for outer in found[best]))


def _resolved(entry: Entry, text: str, within: tuple[str, ...]) -> Place:
    return Place(
        text, entry.name, entry.gazetteer_id, within, entry.latitude, entry.longitude,
        PRECISION.get(entry.kind, "point"), entry.country,
    )  # fmt: skip


def _choice(choices: tuple[str, ...], types: frozenset[str], put: Setter, *, optional: bool = False) -> Field:
    return Field(f"one of {', '.join(choices)}", types, _one_of(choices, optional=optional), put)


ANY = frozenset({"figure", "control", "event", "statement"})
FIGURES = frozenset({"figure"})
FIELDS: Mapping[str, Field] = {
    "hedge": _choice(HEDGES, FIGURES, _hedge),
    "value": Field("a number", FIGURES, _number, _value),
    "low": Field("a number, or none where it is open", FIGURES, _number, _figure("low")),
    "high": Field("a number, or none where it is open", FIGURES, _number, _figure("high")),
    "measure": Field("a measure, as `onrecord coverage` lists them", FIGURES, _measure, _own("measure")),
    "object": Field("a kind of thing, as in the codebook", FIGURES, _words, _own("object")),
    "group": Field("words", FIGURES, _words, _own("group")),
    "status": _choice(STATUSES, FIGURES, _own("status")),
    "scope": _choice(SCOPES, FIGURES, _own("scope"), optional=True),
    "increment": Field("yes or no", FIGURES, _truth, _own("increment")),
    "superseded": Field("yes or no", FIGURES, _truth, _own("superseded")),
    "holder": Field("a party", frozenset({"control"}), _words, _part("control", "holder")),
    "state": _choice(STATES, frozenset({"control"}), _part("control", "state")),
    "kind": Field("a kind of event", frozenset({"event"}), _kind, _part("event", "kind")),
    "actor": Field("a party", frozenset({"event"}), _words, _part("event", "actor")),
    "target": Field("a party or thing", frozenset({"event"}), _words, _part("event", "target")),
    "act": _choice(ACTS, frozenset({"statement"}), _part("statement", "act")),
    "content": Field("words", frozenset({"statement"}), str, _part("statement", "content")),
    "side": Field("a party", ANY, _words, _own("side")),
    "place": Field('a place\'s name, with what holds it where need be ("Odessa, Texas")', ANY, _words, _place),
    "date": Field("a date: YYYY-MM-DD, YYYY-MM or YYYY", ANY, _day, _period("start")),
    "date_end": Field("a date", ANY, _day, _period("end")),
    "as_of": Field("a date", ANY, _day, _period("as_of")),
    "source": Field("who says it, or none for the outlet itself", ANY, _words, _source("name")),
    "source_kind": _choice(KINDS, ANY, _source("kind")),
    "source_side": Field("a party", ANY, _words, _source("side")),
    "origin": Field("an origin's slug", ANY, _words, _source("origin")),
    "modality": _choice(MODALITIES, ANY, _own("modality")),
    "polarity": _choice(("asserted", "denied"), ANY, _own("polarity")),
}

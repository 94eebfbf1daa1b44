"""Who holds which place, according to whom: control claims grouped by place, then by what is said to have happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from onrecord.brief.content import Holding, PlaceBrief, Stand
from onrecord.brief.titles import plural
from onrecord.brief.wording import cite, held_on, outlets_of, source_words
from onrecord.control_history import HOLDS, MANNERS, histories, manner_of
from onrecord.model import Claim
from onrecord.standing import state_among

STATES = ("captured", "recaptured", "held", "contested", "encircled", "entered", "withdrawn_from")


def places(claims: Iterable[Claim], short: Mapping[str, str]) -> tuple[PlaceBrief, ...]:
    """Every place that anyone is said to hold, take, enter or leave: the disputed first, then the most told."""
    grouped: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.type == "control" and claim.control:
            grouped[(claim.place.name or claim.place.text) if claim.place else "place not named"].append(claim)
    made = [(_place(name, found, short), found) for name, found in grouped.items()]
    made.sort(key=lambda pair: (pair[0].state != "disputed", -len(outlets_of(pair[1])), -len(pair[1]), pair[0].name))
    return tuple(place for place, _ in made)


def _place(name: str, claims: Sequence[Claim], short: Mapping[str, str]) -> PlaceBrief:
    grouped: dict[tuple[str, str | None], list[Claim]] = defaultdict(list)
    for claim in claims:
        assert claim.control is not None
        grouped[claim.control.state, claim.control.holder].append(claim)

    def order(key: tuple[str, str | None]) -> tuple[int, str]:
        state, holder = key
        return STATES.index(state) if state in STATES else len(STATES), holder or ""

    country = next((c.place.within[-1] for c in claims if c.place and c.place.within), None)
    holdings = tuple(
        Holding(
            state.replace("_", " "),
            plural(holder) if holder and holder.islower() else holder,
            _stands(grouped[state, holder], short),
        )
        for state, holder in sorted(grouped, key=order)
    )
    return PlaceBrief(name, country if country != name else None, _state(claims), len(outlets_of(claims)), holdings)


def _stands(claims: Sequence[Claim], short: Mapping[str, str]) -> tuple[Stand, ...]:
    grouped: dict[tuple[int, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        manner = MANNERS.index(manner_of(claim))
        origin = claim.source.origin or claim.source.name if claim.source else None
        grouped[manner, origin or ""].append(claim)
    out = []
    for (manner, origin), found in sorted(grouped.items(), key=lambda pair: pair[0]):
        first = sorted(found, key=lambda c: (c.published or "", c.report, c.span.start))
        who = source_words(first) if origin else " and ".join(outlets_of(first))
        out.append(Stand(MANNERS[manner], who, held_on(first[0]), cite(first, short)))
    return tuple(out)


def _state(claims: Sequence[Claim]) -> str:
    """How the voices agree: disputed is what stands now, and other holders of earlier days are a change of hands."""
    holders = {c.control.holder for c in claims if c.control and c.control.state in HOLDS and c.polarity != "denied"}
    origins = {c.source.origin for c in claims if c.source and c.source.origin}
    relations = {
        "conflicts": any(history.disputed for history in histories(claims)),
        "updates": len(holders) > 1,
        "corroborates": len(holders) == 1 and len(origins) > 1,
    }
    true = {relation for relation, holds in relations.items() if holds}
    return state_among(true, len(outlets_of(claims)), named=bool(origins))

"""Who holds a place over time, according to whom: its states with the voices behind each, and what stands now.

Nothing is decided: where voices differ on what stands now, every state that somebody upholds is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from onrecord.geography import inside
from onrecord.model import Claim, Place

HOLDS = frozenset({"captured", "recaptured", "held"})
FOUGHT = frozenset({"contested", "encircled", "entered"})
STATES = ("withdrawn_from", "entered", "encircled", "contested", "captured", "recaptured", "held")
MANNERS = ("asserted", "claimed", "said", "admitted", "denied")


@dataclass(frozen=True, slots=True)
class Voice:
    """One stand on a state: its manner, who takes it (None: the outlets themselves), the outlets, and the claims.

    asserted: outlets say so, naming nobody; claimed: the holder's own side; admitted: the other side grants it;
    said: anyone else; denied.
    """

    manner: str
    who: str | None
    origin: str | None
    side: str | None
    outlets: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spell:
    """One state of a place: who, since when (ISO, None where not told), first and last published, and all voices on it.

    ``ended`` is the day from which a later state stands in its place.
    """

    holder: str | None
    state: str
    since: str | None
    reported: str | None
    last_reported: str | None
    voices: tuple[Voice, ...]
    ended: str | None = None

    @property
    def claims(self) -> tuple[str, ...]:
        """The ids of all claims on this state, denials too."""
        return tuple(c for voice in self.voices for c in voice.claims)

    @property
    def denied(self) -> bool:
        """Whether anybody denies it."""
        return any(voice.manner == "denied" for voice in self.voices)

    @property
    def upheld(self) -> bool:
        """Whether anybody but deniers tells it."""
        return any(voice.manner != "denied" for voice in self.voices)


@dataclass(frozen=True, slots=True)
class History:
    """A place with its states, the earliest first, and those that stand now; ``disputed`` if voices differ on these."""

    name: str
    country: str | None
    gazetteer_id: str | None
    spells: tuple[Spell, ...]
    now: tuple[Spell, ...]
    disputed: bool

    @property
    def claims(self) -> tuple[str, ...]:
        """The ids of all claims on the place."""
        return tuple(c for spell in self.spells for c in spell.claims)


def histories(claims: Iterable[Claim]) -> tuple[History, ...]:
    """The history of every place named in control claims of what is: the disputed first, then the most told."""
    told = [c for c in claims if c.control and c.place and (c.modality == "actual" or c.polarity == "denied")]
    made = [_history(name, group) for name, group in _by_place(told)]
    return tuple(sorted(made, key=lambda h: (not h.disputed, -len(h.claims), h.name)))


def manner_of(claim: Claim) -> str:
    """How a voice stands to it: granting the other side a place is admitting, naming one's own is claiming."""
    assert claim.control is not None
    if claim.polarity == "denied":
        return "denied"
    if claim.source is None or not claim.source.name:
        return "asserted"
    side, holder = claim.source.side, claim.control.holder
    if side is None or holder is None:
        return "said"
    if claim.control.state == "withdrawn_from":
        return "admitted" if side == holder else "claimed"
    if side == holder:
        return "claimed"
    return "admitted" if claim.control.state in HOLDS else "said"


def _by_place(claims: Sequence[Claim]) -> list[tuple[Place, list[Claim]]]:
    """The claims by place; a town and the area around it that reports name by one word are one place, the town."""
    grouped: dict[str, list[Claim]] = defaultdict(list)
    place_of: dict[str, Place] = {}
    for claim in sorted(claims, key=lambda c: (c.published or "", c.report, c.span.start, c.id)):
        assert claim.place is not None
        key = claim.place.gazetteer_id or (claim.place.name or claim.place.text).casefold()
        grouped[key].append(claim)
        place_of.setdefault(key, claim.place)
    for key in sorted(grouped):
        town = place_of[key]
        wider = [
            k
            for k, area in place_of.items()
            if k != key and k in grouped and town.precision == "point" and area.precision == "area"
            and area.text.casefold() == town.text.casefold() and _around(town, area)
        ]  # fmt: skip
        for area in wider:
            grouped[key] += grouped.pop(area)
    return [(place_of[key], found) for key, found in grouped.items()]


def _around(town: Place, area: Place) -> bool:
    return inside(town, area) or (town.country is not None and town.country == area.country)


def _history(place: Place, claims: Sequence[Claim]) -> History:
    spells = _ended(_spells(claims))
    now = _now(spells)
    disputed = any(s.denied for s in now) or len({s.holder for s in now if s.state in HOLDS and s.upheld}) > 1
    country = (place.within[-1] if place.within else place.country) or None
    name = place.name or place.text
    return History(name, country if country != name else None, place.gazetteer_id, spells, now, disputed)


def _spells(claims: Sequence[Claim]) -> tuple[Spell, ...]:
    """Claims by holder, kind of state and day; one without a day, and a denial, join the state they can be about."""
    days: dict[tuple[str | None, str], set[str]] = defaultdict(set)
    for claim in claims:
        if _day(claim) and claim.polarity != "denied":
            days[_what(claim)].add(_day(claim) or "")
    grouped: dict[tuple[str | None, str, str | None], list[Claim]] = defaultdict(list)
    for claim in claims:
        known = sorted(days[_what(claim)])
        day = _day(claim)
        if known and (day is None or (claim.polarity == "denied" and day not in known)):
            day = next((d for d in reversed(known) if d <= (day or claim.published or "9999")), known[0])
        grouped[(*_what(claim), day)].append(claim)
    made = [_spell(found, day) for (_, _, day), found in grouped.items()]
    return tuple(sorted(made, key=_order))


def _order(spell: Spell) -> tuple[str, int, str]:
    """By day, then from arriving to holding; without a day by when it was first reported."""
    return spell.since or spell.reported or "9999", STATES.index(spell.state), spell.holder or ""


def _what(claim: Claim) -> tuple[str | None, str]:
    """Who, and what kind of state: taking and holding are one, so that "captured" and "held" of one day are."""
    assert claim.control is not None
    state = claim.control.state
    return claim.control.holder, "held" if state in HOLDS else state


def _day(claim: Claim) -> str | None:
    return claim.period.as_of or claim.period.start


def _spell(claims: Sequence[Claim], day: str | None) -> Spell:
    states = {c.control.state for c in claims if c.control}
    state = next((s for s in ("recaptured", "captured", "held") if s in states), None) or min(states)
    assert claims[0].control is not None
    published = sorted(c.published for c in claims if c.published)
    voices: dict[tuple[int, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        source = claim.source
        who = (source.origin or source.name or "") if source else ""
        voices[MANNERS.index(manner_of(claim)), who].append(claim)
    return Spell(
        holder=claims[0].control.holder,
        state=state,
        since=day,
        reported=published[0] if published else None,
        last_reported=published[-1] if published else None,
        voices=tuple(_voice(MANNERS[manner], found) for (manner, _), found in sorted(voices.items())),
    )


def _voice(manner: str, claims: Sequence[Claim]) -> Voice:
    sources = [c.source for c in claims if c.source and c.source.name]
    names = sorted({s.name for s in sources if s.name}, key=lambda n: (-len(n.split()), n))
    return Voice(
        manner,
        names[0] if names else None,
        next((s.origin for s in sources if s.origin), None),
        next((s.side for s in sources if s.side), None),
        tuple(sorted({c.publisher or c.report for c in claims})),
        tuple(dict.fromkeys(c.id for c in claims)),
    )


def _ended(spells: Sequence[Spell]) -> tuple[Spell, ...]:
    """Each state with the day of the first later one that stands in its place: another's hold, or its own leaving."""
    out = []
    for n, spell in enumerate(spells):
        later = (o for o in spells[n + 1 :] if o.upheld and spell.since and o.since and o.since > spell.since)
        out.append(replace(spell, ended=next((o.since for o in later if _ends(spell, o)), None)))
    return tuple(out)


def _ends(spell: Spell, later: Spell) -> bool:
    if later.state in HOLDS:
        return spell.state not in HOLDS or spell.holder != later.holder
    if later.state == "withdrawn_from":
        return spell.holder == later.holder
    return spell.state in FOUGHT and later.state in FOUGHT and spell.holder == later.holder


def _fought_after(spell: Spell, day: str) -> bool:
    """Entering and encircling on the day of a capture led to it; a place held and contested on one day is both."""
    when = spell.since or ""
    return spell.state in FOUGHT and (when > day or (spell.state == "contested" and when == day))


def _now(spells: Sequence[Spell]) -> tuple[Spell, ...]:
    """The states that nothing later ends: who holds it by anyone's word, else who left, and the fighting since."""
    standing = [s for s in spells if s.ended is None]
    holds = [s for s in standing if s.state in HOLDS]
    latest: dict[str | None, Spell] = {}
    for spell in holds:
        latest[spell.holder] = spell
    day = max((s.since or "" for s in latest.values() if s.upheld), default="")
    fought = [s for s in standing if s.upheld and _fought_after(s, day)]
    left = [s for s in standing if s.state == "withdrawn_from" and (s.since or "") >= day]
    return tuple(s for s in standing if s in (*latest.values(), *fought, *left)) or tuple(standing[-1:])

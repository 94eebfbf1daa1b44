"""Who holds what over time: each place with its states as bars on an axis of days, and who takes which stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.brief.content import Cited
from onrecord.brief.wording import short_ids
from onrecord.control_history import FOUGHT, HOLDS, History, Spell, Voice
from onrecord.views.calendar import bounds

PAGE = 20
LEFT, RIGHT = 2.0, 97.0  # where the axis begins and ends, in per cent
TICKS = 6

WORDS = {
    "asserted": "asserted, naming nobody,",
    "claimed": "claimed by",
    "said": "said by",
    "admitted": "admitted by",
    "denied": "denied by",
}


@dataclass(frozen=True, slots=True)
class Stand:
    """One stand on a state: its manner in words, who takes it (None: the outlets), who carries it, and the claims."""

    manner: str
    words: str
    who: str | None
    side: str | None
    outlets: tuple[str, ...]
    cited: Cited


@dataclass(frozen=True, slots=True)
class Bar:
    """One state of a place: who, since when and until when (ISO; None: not told, still so), and where its bar lies.

    ``start`` and ``end`` are per cent of the axis; ``kind`` is hold, fight or leave; ``vague`` where the first day is
    not told, and ``now`` where nothing that is told has ended it.
    """

    holder: str | None
    state: str
    kind: str
    since: str | None
    until: str | None
    start: float
    end: float
    vague: bool
    now: bool
    denied: bool
    stands: tuple[Stand, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A day on the axis and where it lies, in per cent."""

    day: str
    at: float


@dataclass(frozen=True, slots=True)
class Holding:
    """One place: its states, the earliest first, and how many outlets tell of it."""

    name: str
    country: str | None
    disputed: bool
    outlets: int
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Holdings:
    """One page of the places that anyone is said to hold, take, enter or leave, the disputed first."""

    places: tuple[Holding, ...]
    page: int
    pages: int
    total: int
    disputed: int


@dataclass(frozen=True, slots=True)
class Axis:
    """Days from the first to the last, as ordinals, onto per cent."""

    first: int
    last: int

    def at(self, day: str, *, late: bool = False) -> float:
        """Where a day lies; of a month or year its first day, or its last with ``late``."""
        told = date.fromisoformat(bounds(day)[late]).toordinal()
        share = (told - self.first) / max(1, self.last - self.first)
        return round(LEFT + min(max(share, 0.0), 1.0) * (RIGHT - LEFT), 2)


def holdings(histories: Sequence[History], page: int) -> Holdings:
    """One page of the histories, from 1."""
    shown = histories[(page - 1) * PAGE : page * PAGE]
    short = short_ids(c for history in histories for c in history.claims)
    pages = max(1, -(-len(histories) // PAGE))
    disputed = sum(history.disputed for history in histories)
    return Holdings(tuple(_holding(h, short) for h in shown), page, pages, len(histories), disputed)


def _holding(history: History, short: dict[str, str]) -> Holding:
    axis = _axis(history.spells)
    bars = tuple(_bar(spell, spell in history.now, axis, short) for spell in history.spells)
    outlets = {outlet for spell in history.spells for voice in spell.voices for outlet in voice.outlets}
    return Holding(history.name, history.country, history.disputed, len(outlets), bars, _ticks(history.spells, axis))


def _days(spell: Spell) -> list[str]:
    told = (spell.since, spell.reported, spell.last_reported, spell.ended)
    return [bounds(day)[0] for day in told if day]


def _axis(spells: Sequence[Spell]) -> Axis:
    """From the first day told of to a little after the last; a week at least."""
    days = [date.fromisoformat(day).toordinal() for spell in spells for day in _days(spell)] or [1]
    return Axis(min(days) - 1, max(max(days) + 1, min(days) + 6))


def _bar(spell: Spell, now: bool, axis: Axis, short: dict[str, str]) -> Bar:
    began = spell.since or spell.reported
    kind = "hold" if spell.state in HOLDS else "fight" if spell.state in FOUGHT else "leave"
    start = axis.at(began) if began and spell.since else LEFT
    # What stands no more though no later day ends it was overtaken on its own day, as entering is by taking.
    end = axis.at(spell.ended) if spell.ended else RIGHT if now else start
    return Bar(
        spell.holder,
        spell.state.replace("_", " "),
        kind,
        spell.since,
        spell.ended,
        start,
        max(end, start),
        spell.since is None,
        now,
        spell.denied,
        tuple(_stand(voice, short) for voice in spell.voices),
    )


def _stand(voice: Voice, short: dict[str, str]) -> Stand:
    cited = Cited(voice.claims, tuple(short[c] for c in voice.claims))
    return Stand(voice.manner, WORDS[voice.manner], voice.who, voice.side, voice.outlets, cited)


def _ticks(spells: Sequence[Spell], axis: Axis) -> tuple[Tick, ...]:
    """The days on which states begin or end, as many as there is room for."""
    days = sorted({bounds(day)[0] for spell in spells for day in (spell.since, spell.ended) if day})
    out: list[Tick] = []
    for day in days:
        at = axis.at(day)
        if not out or at - out[-1].at >= (RIGHT - LEFT) / TICKS:
            out.append(Tick(day, at))
    return tuple(out)

"""The rules that lead from a line's readings to one value, each a pure function, so that the steps can be replayed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from onrecord.profiles.coded import Heard, Step
from onrecord.profiles.scheme import scheme, vague_number


@dataclass(frozen=True, slots=True)
class State:
    """What stands while rules are applied: the readings, and the value's bounds once a rule has set them."""

    kept: tuple[Heard, ...]
    low: float | None = None
    best: float | None = None
    high: float | None = None


def _actual(state: State) -> State:
    return replace(state, kept=tuple(h for h in state.kept if h.aside is None))


def _current(state: State) -> State:
    """Those not overtaken; all of them where nothing else would stand."""
    standing = tuple(h for h in state.kept if not h.overtaken)
    return replace(state, kept=standing or state.kept)


def _answered(state: State) -> State:
    """Without "at least N" and vague words once a later day gives a number that they allow."""

    def told_later(h: Heard) -> bool:
        if h.low is None or h.high is not None:
            return False
        lower = h.low
        return any(
            (o.day or "") > (h.day or "") and o.number is not None and o.number > lower and o.hedge != "up_to"
            for o in state.kept
        )

    return replace(state, kept=tuple(h for h in state.kept if not told_later(h)))


def _told(heard: Heard) -> float | None:
    """The number told: the figure's own, else of a range its lower end, else the one bound there is."""
    return next((n for n in (heard.number, heard.low, heard.high) if n is not None), None)


def _acled_number(heard: Heard) -> float | None:
    return (
        vague_number(heard.words) if heard.hedge == "vague" else heard.low if heard.hedge == "between" else _told(heard)
    )


def _with(state: State, number: Callable[[Heard], float | None]) -> State:
    coded = (replace(h, coded=number(h)) for h in state.kept)
    return replace(state, kept=tuple(h for h in coded if h.coded is not None))


def _numbers(state: State) -> State:
    return _with(state, _acled_number)


def _as_told(state: State) -> State:
    return _with(state, lambda h: h.low if h.hedge == "between" else _told(h))


def _range(state: State) -> State:
    """From the lowest to the highest number told by any of those that stand; open bounds give no number."""
    lows = [n for h in state.kept if (n := h.low if h.hedge != "almost" else h.coded) is not None]
    highs = [n for h in state.kept if (n := h.high if h.high is not None else h.coded) is not None]
    return replace(state, low=min(lows, default=None), high=max(highs, default=None))


def _apart(state: State) -> State:
    """Origins that stand apart from the parties, where there are any."""
    first = scheme("ucdp").words()["first_heard"]
    heard = tuple(h for h in state.kept if h.stance in first)
    return replace(state, kept=heard or state.kept)


def _named(state: State) -> State:
    heard = tuple(h for h in state.kept if h.origin is not None)
    return replace(state, kept=heard or state.kept)


def _latest(state: State) -> State:
    last = max((h.day or "" for h in state.kept), default="")
    return replace(state, kept=tuple(h for h in state.kept if (h.day or "") == last))


def _lowest(state: State) -> State:
    numbers = [h.coded for h in state.kept if h.coded is not None]
    if not numbers:
        return replace(state, kept=())
    least = min(numbers)
    return replace(state, kept=tuple(h for h in state.kept if h.coded == least), best=least)


def _only(state: State) -> State:
    """The value alone, for a codebook that has no range."""
    return replace(state, low=state.best, high=state.best)


RULES: dict[str, tuple[str, Callable[[State], State]]] = {
    "actual": ("only what is counted as having happened", _actual),
    "current": ("only readings that no later one updates", _current),
    "answered": ("an open figure gives way to a later number that it allows", _answered),
    "numbers": ("a number for each: tens 10, dozens 12, hundreds 100, of a range the lower end", _numbers),
    "as_told": ("the number told for each, of a range the lower end", _as_told),
    "range": ("low and high are the least and the most that any of them tells", _range),
    "apart": ("origins that stand apart from the parties are heard first", _apart),
    "named": ("readings whose origin is told are heard first", _named),
    "latest": ("the latest day", _latest),
    "lowest": ("the lower figure of equals; nothing is averaged", _lowest),
    "single": ("one value", _only),
}


def run(heard: Sequence[Heard], rules: Sequence[str]) -> tuple[Step, ...]:
    """Apply the rules in order: the first step holds all readings, the last the value."""
    state = State(tuple(heard))
    steps = [Step("readings", "all readings of the line", state.kept)]
    for name in rules:
        says, rule = RULES[name]
        state = rule(state)
        steps.append(Step(name, says, state.kept, state.low, state.best, state.high))
    return tuple(steps)


def replay(why: Sequence[Step]) -> tuple[float | None, float | None, float | None]:
    """Low, best and high, computed again from the first step's readings by the rules that the steps name."""
    last = run(why[0].kept, [step.rule for step in why[1:]])[-1]
    return last.low, last.best, last.high

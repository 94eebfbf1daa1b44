"""How two runs of the rules over the same reports differ: what is told, and how it looks on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from onrecord.brief.summary import count
from onrecord.ledger import Arrival, Recoding, Run
from onrecord.model import Claim

SHOWN = 40


@dataclass(frozen=True, slots=True)
class RunDiff:
    """Two runs, the reports that came between them, and the claims that are coded otherwise."""

    before: Run
    after: Run
    arrivals: tuple[Arrival, ...]
    appeared: tuple[Recoding, ...]
    vanished: tuple[Recoding, ...]
    changed: tuple[Recoding, ...]
    restated: int


def run_diff(before: Run, after: Run, arrivals: Iterable[Arrival], recodings: Iterable[Recoding]) -> RunDiff:
    """The difference of two runs; claims of which only the rules behind them differ are counted as restated."""
    appeared, vanished, changed, restated = [], [], [], 0
    for recoding in recodings:
        if recoding.before is None:
            appeared.append(recoding)
        elif recoding.after is None:
            vanished.append(recoding)
        elif recoding.fields:
            changed.append(recoding)
        else:
            restated += 1
    return RunDiff(before, after, tuple(arrivals), tuple(appeared), tuple(vanished), tuple(changed), restated)


def head(diff: RunDiff) -> tuple[str, ...]:
    """The head as sentences: the two runs, and how much differs."""
    runs = tuple(f"Run {r.id}: {r.started}, knowledge {r.knowledge}, {r.model or 'model unknown'}" for r in _both(diff))
    if diff.changed or diff.appeared or diff.vanished:
        kinds = (
            f"{count(len(diff.changed), 'claim')} changed",
            f"{len(diff.appeared):,} appeared",
            f"{len(diff.vanished):,} vanished",
        )
        told = f"In the reports that both read: {', '.join(kinds)}."
    else:
        told = "No claim is coded otherwise in the reports that both read."
    rules = f"{count(diff.restated, 'claim')} rest on other rules and say the same." if diff.restated else ""
    came = f"{count(len(diff.arrivals), 'report')} came between them." if diff.arrivals else ""
    return tuple(filter(None, (*runs, told, rules, came)))


def _both(diff: RunDiff) -> tuple[Run, Run]:
    return diff.before, diff.after


def render(diff: RunDiff, *, everything: bool) -> RenderableType:
    """The difference for a terminal; each section is cut, and says so, unless ``everything``."""
    parts: list[RenderableType] = [Text(sentence) for sentence in head(diff)]
    came = [Text(f"+ {a.report}  {count(a.claims, 'claim')}{_instead(a)}") for a in diff.arrivals]
    for title, rows in (
        ("CHANGED", [line for r in diff.changed for line in _changed(r)]),
        ("APPEARED", [_claim("+", r.claim) for r in diff.appeared]),
        ("VANISHED", [_claim("–", r.claim) for r in diff.vanished]),
        ("REPORTS THAT CAME BETWEEN", came),
    ):
        parts += _section(title, rows, everything=everything)
    return Group(*parts)


def _section(title: str, rows: Sequence[Text], *, everything: bool) -> Iterator[RenderableType]:
    if not rows:
        return
    yield Text()
    yield Rule(Text(title, "bold"), characters="━", align="left", style="")
    yield from rows if everything else rows[:SHOWN]
    if len(rows) > SHOWN and not everything:
        yield Text(f"  and {len(rows) - SHOWN:,} more rows: --all shows them", "dim")


def _instead(arrival: Arrival) -> str:
    return f", in the place of {arrival.supersedes}" if arrival.supersedes else ""


def _claim(sign: str, claim: Claim) -> Text:
    words = " ".join(claim.span.exact.split())
    kind = claim.measure or claim.type
    return Text(f"{sign} {claim.id}  {kind}: {words}", overflow="ellipsis", no_wrap=True).append(
        f"  {claim.report}", "dim"
    )


def _changed(recoding: Recoding) -> Iterator[Text]:
    yield _claim("≠", recoding.claim)
    for name, old, new in recoding.fields:
        yield Text(f"    {name}: {_value(old)} → {_value(new)}", overflow="ellipsis", no_wrap=True)


def _value(value: Any) -> str:
    return "none" if value is None else str(value)

"""What a decision changes: the record before it and the record after it, compared line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.model import Claim, Line
from onrecord.reviews.fields import changed_fields

STATES = (("conflicts", "disputed"), ("updates", "updated"), ("corroborates", "agree"), ("unsourced", "unsourced"))


@dataclass(frozen=True, slots=True)
class LineChange:
    """One line that a decision makes, changes or ends; ``before`` or ``after`` is None where there is none."""

    before: Line | None
    after: Line | None
    came: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def label(self) -> str:
        """What the line counts, and where."""
        line = self.after or self.before
        return f"{line.label} ({line.incident})" if line else ""

    def sentence(self) -> str:
        """The change in one sentence."""
        if self.before is None and self.after is not None:
            return f"New line: {self.label}, {_size(self.after)}, {line_state(self.after)}."
        if self.after is None:
            return f"Line gone: {self.label}."
        assert self.before is not None
        said = []
        if self.came:
            said.append(f"gains {_count(len(self.came), 'claim')}")
        if self.left:
            said.append(f"loses {_count(len(self.left), 'claim')}")
        said += [
            f"{old} → {new}"
            for old, new in (
                (line_state(self.before), line_state(self.after)),
                (_count(len(self.before.readings), "reading"), _count(len(self.after.readings), "reading")),
                (_count(_origins(self.before), "origin"), _count(_origins(self.after), "origin")),
            )
            if old != new
        ]
        return f"{self.label}: {', '.join(said) or 'its readings change'}."


@dataclass(frozen=True, slots=True)
class Effect:
    """All that a decision changes: claims whose fields change (field, before, after), that leave or come, and lines."""

    fields: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]
    gone: tuple[str, ...]
    came: tuple[str, ...]
    lines: tuple[LineChange, ...]

    @property
    def empty(self) -> bool:
        """Whether the record stays as it is."""
        return not (self.fields or self.gone or self.came or self.lines)

    def sentences(self) -> tuple[str, ...]:
        """The effect for a person, a sentence each; one that says so where nothing changes."""
        told = [
            f"Claim {claim}: {', '.join(f'{name} {_plain(old)} → {_plain(new)}' for name, old, new in changed)}."
            for claim, changed in self.fields
        ]
        told += [f"Claim {claim} leaves the record." for claim in self.gone]
        told += [f"Claim {claim} enters the record." for claim in self.came]
        told += [change.sentence() for change in self.lines]
        return tuple(told) or ("No figure and no line of the record changes.",)


def effects(
    claims_before: Iterable[Claim], lines_before: Sequence[Line], claims_after: Iterable[Claim],
    lines_after: Sequence[Line],
) -> Effect:  # fmt: skip
    """What differs between two states of one record: claims by id, lines by id and else by the claims they share."""
    old = {claim.id: claim for claim in claims_before}
    new = {claim.id: claim for claim in claims_after}
    fields = [(key, changed_fields(old[key], new[key])) for key in old if key in new and old[key] != new[key]]
    return Effect(
        tuple((key, changed) for key, changed in fields if changed),
        tuple(key for key in old if key not in new),
        tuple(key for key in new if key not in old),
        tuple(_changes(lines_before, lines_after)),
    )


def _changes(before: Sequence[Line], after: Sequence[Line]) -> list[LineChange]:
    old, new = {line.id: line for line in before}, {line.id: line for line in after}
    pairs = _pairs(old, new)
    found = []
    for key, line in old.items():
        now = pairs.get(key)
        if now is None or _told(line) != _told(now):
            mine, theirs = set(line.claims), set(now.claims) if now else set()
            found.append(LineChange(line, now, tuple(sorted(theirs - mine)), tuple(sorted(mine - theirs))))
    taken = {line.id for line in pairs.values()}
    found += [LineChange(None, line, line.claims, ()) for key, line in new.items() if key not in taken]
    return found


def _pairs(old: Mapping[str, Line], new: Mapping[str, Line]) -> dict[str, Line]:
    """For each line of before the line that it is after."""
    pairs = {key: new[key] for key in old if key in new}
    home = {claim: line.id for line in new.values() for claim in line.claims}
    taken = set(pairs)
    for key, line in old.items():
        votes = Counter(home[c] for c in line.claims if c in home and home[c] not in taken)
        if key not in pairs and votes:
            best = max(sorted(votes), key=votes.__getitem__)
            pairs[key] = new[best]
            taken.add(best)
    return pairs


def _told(line: Line) -> tuple[object, ...]:
    readings = [(r.origin, r.low, r.high, r.hedge, r.as_of, r.claims) for r in line.readings]
    return readings, sorted((k.left, k.right, k.relation) for k in line.relations), line.label


def line_state(line: Line) -> str:
    """How the readings of a line stand: disputed, updated, agree, unsourced, repeated or one outlet."""
    relations = {link.relation for link in line.relations}
    state = next((state for relation, state in STATES if relation in relations), None)
    if state:
        return state
    outlets = {outlet for reading in line.readings for outlet in reading.outlets}
    return "repeated" if len(outlets) > 1 else "one outlet"


def _size(line: Line) -> str:
    return f"{_count(len(line.claims), 'claim')}, {_count(len(line.readings), 'reading')}"


def _origins(line: Line) -> int:
    return len({r.origin for r in line.readings if r.origin})


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _plain(value: str) -> str:
    return "none" if value == "null" else value.strip('"')

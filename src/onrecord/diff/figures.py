"""What is new on the lines of a record: new lines, new readings, changed figures, disputes begun and ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from onrecord.brief.wording import cite, figure_words, outlets_of, source_words, told_on
from onrecord.captions import incident_titles, line_titles
from onrecord.diff.content import Carried, Dispute, NewLine, NewReading, Settled, Told, Update
from onrecord.model import Claim, Line, Link, Reading
from onrecord.standing import disputes, overtaken

RELATIONS = ("conflicts", "corroborates", "repeat", "unsourced", "not_comparable")


type News = NewLine | NewReading | Update | Carried | Dispute | Settled


def news(
    lines: Iterable[Line],
    claims: Mapping[str, Claim],
    new: Callable[[Claim], bool],
    short: Mapping[str, str],
) -> Iterator[News]:
    """What the claims that are ``new`` add to each line."""
    drawn = tuple(lines)
    titles, incidents = line_titles(drawn, claims), incident_titles(drawn, claims.values())
    for line in drawn:
        yield from _News(line, (line.id, titles[line.id], incidents[line.incident]), claims, new, short).tell()


class _News:
    """One line with what is new on it; read-only."""

    def __init__(
        self,
        line: Line,
        named: tuple[str, str, str],
        claims: Mapping[str, Claim],
        new: Callable[[Claim], bool],
        short: Mapping[str, str],
    ) -> None:
        self.line = line
        self.claims = claims
        self.short = short
        self.new = {c for c in line.claims if c in claims and new(claims[c])}
        self.old = {c for c in line.claims if c in claims} - self.new
        self.of = [tuple(c for c in reading.claims if c in claims) for reading in line.readings]
        self.where = {c: n for n, ids in enumerate(self.of) for c in ids}
        self.named = named

    def tell(self) -> Iterator[News]:
        if not self.new:
            return
        order = sorted((n for n, ids in enumerate(self.of) if ids), key=self._published)
        if not self.old:
            yield NewLine(*self.named, tuple(self._told(self.of[n]) for n in order))
            return
        for n in order:
            here = [c for c in self.of[n] if c in self.new]
            if here:
                yield self._on_reading(n, here)
        yield from self._disputes()

    def _on_reading(self, n: int, here: Sequence[str]) -> Carried | Update | NewReading:
        """What the new claims of a reading make it: carried further, an update of another, or new itself."""
        before = self._updated_by(n) if len(here) == len(self.of[n]) else None
        relation, others = self._relation(n)
        past = all(self.claims[c].superseded for c in here)
        if past or (before is None and (len(here) < len(self.of[n]) or self._known_number(n, others))):
            return Carried(*self.named, self._told(here))
        if before is not None:
            return Update(*self.named, self._told(self.of[before]), self._told(self.of[n]), self._revised(before, n))
        against = tuple(self._told(self.of[o]) for o in others)
        return NewReading(*self.named, self._told(self.of[n]), relation, against)

    def _known_number(self, n: int, others: Sequence[int]) -> bool:
        """Whether a reading that nothing contradicts only gives a number again that was known."""
        same = {o for o in others if self._number(o) == self._number(n)}
        relation, _ = self._relation(n)
        return relation == "repeat" or (relation == "unsourced" and bool(same))

    def _published(self, n: int) -> tuple[str, str]:
        return min((self.claims[c].published or "", c) for c in self.of[n])

    def _links(self, n: int) -> list[tuple[int, Link]]:
        """The links of a reading with the number of the other one."""
        found = []
        for link in self.line.relations:
            ends = [self.where.get(link.left), self.where.get(link.right)]
            if n in ends and None not in ends and ends[0] != ends[1]:
                other = ends[1] if ends[0] == n else ends[0]
                assert other is not None
                found.append((other, link))
        return found

    def _updated_by(self, n: int) -> int | None:
        """The reading that this one updates: its own origin's before another's, the last published of these."""
        origin = self.line.readings[n].origin
        if any(self.claims[c].superseded for c in self.of[n]):
            return None
        earlier = {o for o, link in self._links(n) if link.relation == "updates" and self.where[link.right] == n}
        same = {o for o in earlier if origin and self.line.readings[o].origin == origin}
        return max(same or earlier, key=lambda o: (self._published(o), o), default=None)

    def _relation(self, n: int) -> tuple[str, tuple[int, ...]]:
        """How a new reading stands to what was known: the most telling relation, and the readings it has it with."""
        with_old = [(o, link) for o, link in self._links(n) if set(self.of[o]) & self.old]
        for relation in RELATIONS:
            others = tuple(dict.fromkeys(o for o, link in with_old if link.relation == relation))
            if others:
                return relation, others
        return "not_comparable", ()

    def _revised(self, old: int, new: int) -> str:
        before, after = (self._number(n) for n in (old, new))
        if before is None or after is None or before == after:
            return "changed"
        return "up" if after > before else "down"

    def _number(self, n: int) -> float | None:
        value = next((f.value for c in self.of[n] if (f := self.claims[c].figure) and f.value is not None), None)
        reading = self.line.readings[n]
        return next((v for v in (value, reading.low, reading.high) if v is not None), None)

    def _disputes(self) -> Iterator[Dispute]:
        known = tuple(k for k in self.line.relations if {k.left, k.right} <= self.old)
        before, now = disputes(self.line, self.claims, known), disputes(self.line, self.claims)
        if bool(before) == bool(now) or (before and self._apart()):
            return
        ends = {end for link in (*before, *now) for end in (link.left, link.right)}
        rivals = sorted({self.where[end] for end in ends}, key=self._published)
        yield (Dispute if now else Settled)(*self.named, tuple(self._told(self.of[n]) for n in rivals))

    def _apart(self) -> bool:
        """Whether standing readings of different origins still exclude each other, though of different days."""
        gone = overtaken(self.line, self.claims)
        readings = [r for n, r in enumerate(self.line.readings) if n not in gone and self.of[n]]
        return any(a.origin != b.origin and _exclude(a, b) for a, b in combinations(readings, 2))

    def _told(self, ids: Sequence[str]) -> Told:
        claims = sorted((self.claims[c] for c in ids), key=lambda c: (c.published or "", c.report, c.span.start))
        first = claims[0]
        note = "since overtaken" if first.superseded else None if first.modality == "actual" else first.modality
        return Told(
            figure_words(first), source_words(claims), outlets_of(claims), told_on(first), first.published,
            cite(claims, self.short), note,
        )  # fmt: skip


def _exclude(a: Reading, b: Reading) -> bool:
    return any(x.high is not None and y.low is not None and x.high < y.low for x, y in ((a, b), (b, a)))

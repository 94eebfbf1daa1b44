"""Lines as rows: what the brief tells of each, with the marks of its origins and the bounds that a chart needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from onrecord.brief.content import IncidentBrief, Item, LineBrief, LineTop, ListBrief, Said
from onrecord.brief.figures import Figures
from onrecord.brief.summary import count
from onrecord.brief.wording import short_ids
from onrecord.model import Claim, Line, Report
from onrecord.views.marks import Mark, Marks, marks_of
from onrecord.views.strip import Strip, strip


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One reading: what is told of it, its origin's mark, and its bounds (None where open)."""

    told: Said
    origin: str | None
    mark: Mark
    low: float | None
    high: float | None
    value: float | None


@dataclass(frozen=True, slots=True)
class LineRow(LineTop):
    """One line with its readings, the earliest first, and its strip on a scale of its own."""

    part_of: str | None
    readings: tuple[ReadingRow, ...]
    unseen: int
    strip: Strip
    outlets: int
    claims: int
    origins: tuple[str, ...]
    when: str | None


@dataclass(frozen=True, slots=True)
class ListItem(Item):
    """One thing of a list that one origin gives in one breath, and the line it stands on."""

    line: str


@dataclass(frozen=True, slots=True)
class ListRow(ListBrief):
    """Several lines that one origin gives in one breath, in one row, and the origin's mark."""

    items: tuple[ListItem, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class IncidentRows:
    """An incident with rows for its lines; ``slug`` is its name in the record, ``slugs`` are all that are told as one,
    ``unseen`` counts lines not shown."""

    slug: str
    slugs: tuple[str, ...]
    title: str
    what: str | None
    day: str | None
    year: str | None
    outlets: int
    lines: tuple[LineRow, ...]
    lists: tuple[ListRow, ...]
    unseen: int = 0


@dataclass(frozen=True, slots=True)
class Material:
    """What rows are made of: lines with their claims, the events around them, the reports that titles need; and of
    the whole record, who is at war and each incident's origins in the order in which they are given marks."""

    lines: tuple[Line, ...]
    claims: tuple[Claim, ...]
    reports: tuple[Report, ...] = ()
    warring: frozenset[str] | None = None
    origins: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Rows:
    """The rows of some lines; what the brief computes of them is computed once."""

    def __init__(self, material: Material) -> None:
        short = short_ids(c.id for c in material.claims)
        self.figures = Figures(material.reports, material.claims, material.lines, short, warring=material.warring)
        self._whole = {line.id: line for line in material.lines}
        self.line_of = {claim: line.id for line in self.figures.lines for claim in line.claims}
        self._read = frozenset(self.figures.claims)
        self._origins = material.origins
        self._marks: dict[str, Marks] = {}

    def incidents(self, *, limit: bool = True) -> tuple[IncidentRows, ...]:
        """The incidents of these lines, in the brief's order."""
        return tuple(self._incident(brief) for brief in self.figures.incidents(limit=limit))

    def only(self, line: str) -> LineRow:
        """The row of the one line with this id, also where a brief would fold it away; KeyError if not held."""
        return self.line(self.figures.line(self.figures.by_id[line]))

    def marks(self, incident: str) -> Marks:
        """The marks of an incident's origins, those behind most claims first."""
        if incident in self._origins:
            return marks_of(self._origins[incident])
        if incident not in self._marks:
            told = [c for line in self.figures.lines if line.incident == incident for c in self.figures.of(line.claims)]
            self._marks[incident] = marks_of(by_weight(told))
        return self._marks[incident]

    def line(self, brief: LineBrief) -> LineRow:
        """The row of one line."""
        line = self.figures.by_id.get(brief.id)
        claims = self.figures.of(line.claims if line else (c for r in brief.readings for c in r.cited.claims))
        marks = self.marks(claims[0].incident or "")
        readings = tuple(self._reading(said, marks) for said in brief.readings)
        outlets, number, unseen, voices = len({c.publisher or c.report for c in claims}), len(claims), 0, brief.voices
        whole = self._whole.get(brief.id)
        if whole is not None and len(whole.claims) > number:
            # Of a long line only some claims were read: its counts are those of its readings.
            outlets, number = len({o for r in whole.readings for o in r.outlets}), len(whole.claims)
            unseen = len(whole.readings) - len({n for n, r in enumerate(whole.readings) if set(r.claims) & self._read})
            origins = len({r.origin for r in whole.readings if r.origin})
            voices = f"{count(outlets, 'outlet')}, {count(origins, 'origin')}"
        return LineRow(
            brief.id,
            brief.label,
            brief.state,
            voices,
            brief.place,
            brief.qualifier,
            brief.part_of,
            readings,
            brief.unseen + unseen,
            strip([(r.mark, r.low, r.high) for r in readings]),
            outlets,
            number,
            tuple(dict.fromkeys(r.told.source for r in readings)),
            max((r.told.when for r in readings if r.told.when), default=None),
        )

    def _reading(self, said: Said, marks: Marks) -> ReadingRow:
        first = self.figures.claims[said.cited.claims[0]]
        assert first.figure is not None
        origin = first.source.origin if first.source else None
        figure = first.figure
        return ReadingRow(said, origin, marks.mark(origin, said.loss), figure.low, figure.high, figure.value)

    def _incident(self, brief: IncidentBrief) -> IncidentRows:
        return IncidentRows(
            brief.incidents[0],
            brief.incidents,
            brief.title,
            brief.what,
            brief.day,
            brief.year,
            brief.outlets,
            tuple(self.line(line) for line in brief.lines),
            tuple(self._list(listed) for listed in brief.lists),
            brief.unseen,
        )

    def _list(self, brief: ListBrief) -> ListRow:
        first = self.figures.claims[brief.items[0].cited.claims[0]]
        origin = first.source.origin if first.source else None
        items = tuple(ListItem(i.text, i.cited, self.line_of[i.cited.claims[0]]) for i in brief.items)
        mark = self.marks(first.incident or "").mark(origin, brief.loss)
        return ListRow(brief.label, brief.state, brief.voices, brief.source, brief.loss, brief.when, items, mark)


def by_weight(claims: Iterable[Claim]) -> list[str]:
    """The origins of these claims, those behind most claims first."""
    told = Counter(c.source.origin for c in claims if c.source and c.source.origin)
    return sorted(told, key=lambda origin: (-told[origin], origin))

"""The counted part of a brief: incidents, their lines, and the state of each line (codebook section 6)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from onrecord.brief.content import IncidentBrief, Item, LineBrief, ListBrief, Said
from onrecord.brief.wording import (
    MODALITIES,
    cite,
    figure_words,
    held_on,
    outlets_of,
    place_of,
    source_words,
    title_of,
    told_on,
)
from onrecord.measures import all_measures
from onrecord.model import Claim, Line, Link, Reading

ORDER = (
    "killed", "injured", "casualties", "missing", "trapped", "rescued", "captured", "abducted", "detained", "infected",
    "hospitalised", "displaced", "evacuated", "refugees", "returned", "sheltering", "affected", "equipment_lost",
    "destroyed", "damaged", "strikes", "attacks", "services_cut", "troops", "protesters", "votes_for", "votes_against",
    "abstentions", "aid", "damage_cost", "other",
)  # fmt: skip

LOSS = frozenset(
    ("killed", "injured", "casualties", "missing", "captured", "abducted", "equipment_lost", "destroyed", "damaged")
)
TOTALS = ("cumulative", "snapshot")
ROUNDED = ("about", "almost", "vague")
FOLD = 3
READINGS = 12


class Figures:
    """The figure claims of a record and what is needed to brief on them; read-only once made."""

    def __init__(self, claims: Iterable[Claim], lines: Iterable[Line], short: Mapping[str, str]) -> None:
        everything = tuple(claims)
        self.claims = {c.id: c for c in everything if c.type == "figure" and c.figure}
        self.belligerents = belligerents(everything)
        self.short = short
        placed = [line for line in (self._known(line) for line in lines) if line.claims]
        told = {claim for line in placed for claim in line.claims}
        self.lines = (*placed, *(_alone(c) for c in self.claims.values() if c.id not in told))

    def _known(self, line: Line) -> Line:
        """The line with only the claims that this record holds."""
        readings = (replace(r, claims=tuple(c for c in r.claims if c in self.claims)) for r in line.readings)
        kept = tuple(r for r in readings if r.claims)
        return replace(line, readings=kept, claims=tuple(c for c in line.claims if c in self.claims))

    def of(self, ids: Iterable[str]) -> tuple[Claim, ...]:
        """The claims with these ids, the first published first."""
        return tuple(sorted((self.claims[i] for i in ids), key=lambda c: (c.published or "", c.report, c.span.start)))

    def incidents(self, *, limit: bool) -> tuple[IncidentBrief, ...]:
        """Every incident with its lines: the most carried first, among equals those that give totals of a crisis."""
        grouped: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            grouped[line.incident].append(line)

        def weight(name: str) -> tuple[int, bool, int, str]:
            claims = [c for line in grouped[name] for c in self.of(line.claims)]
            totals = sum(c.scope == "cumulative" for c in claims) * 3 >= len(claims)
            return -len(outlets_of(claims)), not totals, -len(claims), name

        return tuple(self._incident(name, grouped[name], limit=limit) for name in sorted(grouped, key=weight))

    def _incident(self, name: str, lines: Sequence[Line], *, limit: bool) -> IncidentBrief:
        claims = self.of({c for line in lines for c in line.claims})
        place = place_of(claims)
        dates = sorted(c.period.start for c in claims if c.period.start)
        years = {d[:4] for c in claims for d in (told_on(c), c.period.start) if d}
        folded, rest = self._fold(sorted(lines, key=self._rank))
        return IncidentBrief(
            name,
            title_of(name),
            place if place and place.lower() not in name.replace("-", " ") else None,
            dates[0] if dates else None,
            dates[-1] if dates else None,
            years.pop() if len(years) == 1 else None,
            len(outlets_of(claims)),
            tuple(self._line(line, place, limit=limit) for line in rest),
            tuple(self._list(group) for group in folded),
        )

    def _rank(self, line: Line) -> tuple[bool, int, int, str, str]:
        claims = self.of(line.claims)
        measure = claims[0].measure or "other"
        order = ORDER.index(measure) if measure in ORDER else len(ORDER)
        return claims[0].scope not in TOTALS, order, -len(outlets_of(claims)), line.label, line.id

    def _fold(self, lines: Sequence[Line]) -> tuple[list[list[Line]], list[Line]]:
        """Lines that one origin gives in one breath, three or more, apart from the rest."""

        def breath(line: Line) -> tuple[str, ...]:
            claims = self.of(line.claims)
            first = claims[0]
            if first.object is None or len(line.readings) != 1:
                return (line.id,)
            origin = first.source.origin if first.source else None
            said = (first.measure, first.side, origin, first.modality, told_on(first))
            return tuple(str(part) for part in (*said, *outlets_of(claims)))

        groups: dict[tuple[str, ...], list[Line]] = defaultdict(list)
        for line in lines:
            groups[breath(line)].append(line)
        folded = [group for group in groups.values() if len(group) >= FOLD]
        gone = {line.id for group in folded for line in group}
        return folded, [line for line in lines if line.id not in gone]

    def _list(self, lines: Sequence[Line]) -> ListBrief:
        claims = self.of(c for line in lines for c in line.claims)
        first = claims[0]
        known = all_measures().get(first.measure or "")
        label = known.label if known else (first.measure or "counted").replace("_", " ").capitalize()
        state, voices = self._state(lines[0])
        return ListBrief(
            f"{label}, {first.side}" if first.side else label,
            state,
            voices,
            source_words(claims),
            self._loss(first),
            told_on(first),
            tuple(self._item(line) for line in lines),
        )

    def _item(self, line: Line) -> Item:
        claims = self.of(line.claims)
        return Item(" ".join(claims[0].span.exact.split()), cite(claims, self.short))

    def _line(self, line: Line, around: str | None, *, limit: bool) -> LineBrief:
        claims = self.of(line.claims)
        state, voices = self._state(line)
        place = place_of(claims)
        shared = {_note(c) for c in claims}
        qualifier = shared.pop() if len(shared) == 1 else None
        updating = {link.right for link in line.relations if link.relation == "updates"}
        ordered = sorted(line.readings, key=self._when)
        same = self._sameness(ordered, line.relations)
        readings = [self._said(r, qualifier, same.get(n), updating) for n, r in enumerate(ordered)]
        shown = _most_told(readings, READINGS) if limit else readings
        return LineBrief(
            line.id,
            _within(line.label, line.incident, around),
            state,
            voices,
            place if place and place != around and not _named(line.label, claims) else None,
            qualifier,
            tuple(shown),
            len(readings) - len(shown),
        )

    def _when(self, reading: Reading) -> tuple[str, bool, int, str]:
        claims = self.of(reading.claims)
        return (
            _first_told(claims) or "9999",
            reading.origin is None,
            -len(outlets_of(claims)),
            claims[0].published or "",
        )

    def _said(self, reading: Reading, qualifier: str | None, same: str | None, updating: set[str]) -> Said:
        claims = self.of(reading.claims)
        wordings = Counter(figure_words(c) for c in claims)
        figure = max(wordings, key=lambda w: wordings[w])
        notes = [note for note in (_note(claims[0]), same) if note and note != qualifier]
        return Said(
            figure,
            source_words(claims),
            claims[0].source.side if claims[0].source else None,
            self._loss(claims[0]),
            outlets_of(claims),
            _first_told(claims),
            cite(claims, self.short),
            "; ".join(notes) or None,
            bool(updating & set(reading.claims)),
        )

    def _sameness(self, readings: Sequence[Reading], links: Sequence[Link]) -> dict[int, str]:
        """For each reading that adds no voice, why: it rounds or rewords what its origin says in another reading."""
        where = {claim: n for n, reading in enumerate(readings) for claim in reading.claims}
        notes: dict[int, str] = {}
        for link in links:
            one, two = where.get(link.left), where.get(link.right)
            if link.relation != "repeat" or one is None or two is None or one == two or not readings[one].origin:
                continue
            # Of two, the rounder is the restatement; of two alike, the later told.
            restated = max(one, two, key=lambda n: (readings[n].hedge in ROUNDED, n))
            rounder = readings[restated].hedge in ROUNDED
            notes[restated] = "same origin, rounded" if rounder else "same origin, reworded"
        return notes

    def _loss(self, claim: Claim) -> str | None:
        """Whose loss the figure is, as its source sees it; None where nobody's side is meant."""
        if claim.measure not in LOSS or not claim.side or claim.source is None or not claim.source.origin:
            return None
        if claim.source.side == claim.side:
            return "own loss"
        if claim.source.side in self.belligerents:
            return "enemy loss"
        return "third party" if claim.side in self.belligerents else None

    def _state(self, line: Line) -> tuple[str, str]:
        """The state of a line, and who stands behind it in words."""
        claims = self.of(line.claims)
        sides = {c.source.origin: c.source.side for c in claims if c.source and c.source.origin}
        outlets = len(outlets_of(claims))
        relations = {link.relation for link in line.relations}
        state = _state_of(relations, outlets, named=bool(sides))
        warring = {side for side in sides.values() if side in self.belligerents}
        independent = sum(side not in self.belligerents for side in sides.values())
        voices = [_count(outlets, "outlet")] if outlets > 1 else []
        if not sides and outlets > 1:
            voices.append("no origin known" if any(c.source and c.source.name for c in claims) else "no source named")
        elif outlets > 1 or len(sides) > 1:
            voices.append("one origin" if len(sides) == 1 else _count(len(sides), "origin"))
        if len(sides) > 1 and warring and any(c.side for c in claims):
            kinds = {1: "one side", 2: "both belligerents"}
            if not independent:
                voices.append(kinds.get(len(warring), "all belligerents"))
            voices.append(f"{independent or 'none'} independent" + (" of the belligerents" if independent else ""))
        return state, ", ".join(voices)


def _state_of(relations: set[str], outlets: int, *, named: bool) -> str:
    for relation, state in (("conflicts", "disputed"), ("updates", "updated"), ("corroborates", "agree")):
        if relation in relations:
            return state
    if outlets > 1:
        return "repeat" if named and "repeat" in relations else "unsourced" if not named else "repeat"
    return "single"


def _first_told(claims: Sequence[Claim]) -> str | None:
    return min((d for d in map(told_on, claims) if d), default=None)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _within(label: str, incident: str, around: str | None) -> str:
    """A line's label under its incident's heading, which need not name the incident's place again."""
    said = {title_of(incident).lower(), (around or "").lower()}
    head, *rest = label.split(", ")
    kept = ", ".join([head, *(part for part in rest if part.lower() not in said)])
    return kept[:1].upper() + kept[1:]


def _named(label: str, claims: Sequence[Claim]) -> bool:
    """Whether a label already names the place of its claims."""
    places = {name.lower() for c in claims if c.place for name in (c.place.name, c.place.text) if name}
    return any(place in label.lower() for place in places)


def _note(claim: Claim) -> str | None:
    """What a figure is not: said once for a line, or beside the reading where only that one differs."""
    if claim.superseded:
        return "since overtaken"
    if claim.modality in MODALITIES:
        return MODALITIES[claim.modality]
    return "new since the last count" if claim.increment else None


def _most_told(readings: Sequence[Said], limit: int) -> list[Said]:
    """The readings most carried, in their own order; the latest wins among equals."""
    if len(readings) <= limit:
        return list(readings)
    ranked = sorted(range(len(readings)), key=lambda n: (-len(readings[n].outlets), -n))
    return [readings[n] for n in sorted(ranked[:limit])]


def _alone(claim: Claim) -> Line:
    """A line for a figure that linking put on none."""
    assert claim.figure is not None
    source = claim.source.origin if claim.source else None
    figure = claim.figure
    reading = Reading(source, figure.low, figure.high, figure.hedge, held_on(claim), (claim.id,), (claim.publisher,))
    known = all_measures().get(claim.measure or "")
    label = known.label if known else "Counted"
    group = claim.group or (claim.object or "").replace("_", " ")
    named = f"{label}: {group}" if group else label
    return Line(f"claim-{claim.id}", (), named, claim.incident or "", (reading,), (), (claim.id,))


def belligerents(claims: Iterable[Claim]) -> frozenset[str]:
    """The parties at war, as the claims show them.

    They are those whose fighters or equipment are counted as lost, those said to hold places and those who deny it;
    where there is a war, also those whose other people are counted as lost to it.
    """
    found: set[str] = set()
    harmed: set[str] = set()
    for claim in claims:
        if claim.side and claim.measure in LOSS:
            (found if claim.status == "military" or claim.measure == "equipment_lost" else harmed).add(claim.side)
        if claim.control and claim.control.holder:
            found.add(claim.control.holder)
        if claim.control and claim.polarity == "denied" and claim.source and claim.source.side:
            found.add(claim.source.side)
    return frozenset(found | harmed) if found else frozenset()

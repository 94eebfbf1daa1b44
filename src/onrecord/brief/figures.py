"""The counted part of a brief: incidents, their lines, and the state of each line (codebook section 6)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from onrecord.brief.content import IncidentBrief, Item, LineBrief, ListBrief, Said
from onrecord.brief.headings import VOTES, Heading, heading
from onrecord.brief.standing import state_of
from onrecord.brief.titles import inside, plural_of, title, vote_titles, voting_body
from onrecord.brief.wording import (
    MODALITIES,
    cite,
    figure_words,
    held_on,
    outlets_of,
    place_of,
    sentence_of,
    source_words,
    told_on,
)
from onrecord.model import Claim, Line, Link, Reading, Report
from onrecord.parties import belligerents, loss_of

ORDER = (
    "killed", "injured", "casualties", "missing", "trapped", "rescued", "captured", "abducted", "detained", "infected",
    "hospitalised", "displaced", "evacuated", "refugees", "returned", "sheltering", "affected", "equipment_lost",
    "destroyed", "damaged", "strikes", "attacks", "services_cut", "troops", "protesters", "votes_for", "votes_against",
    "abstentions", "aid", "damage_cost", "other",
)  # fmt: skip

ROUNDED = ("about", "almost", "vague")
FOLD = 3
REVISED = "revised down"
READINGS = 12
LINES = 30


class Figures:
    """The figure claims of a record and what is needed to brief on them; read-only once made."""

    def __init__(
        self,
        reports: Iterable[Report],
        claims: Iterable[Claim],
        lines: Iterable[Line],
        short: Mapping[str, str],
        *,
        warring: frozenset[str] | None = None,
    ) -> None:
        everything = tuple(claims)
        texts = {report.id: report.text for report in reports}
        self.claims = {c.id: c for c in everything if c.type == "figure" and c.figure}
        self.events = tuple(c for c in everything if c.type == "event" and c.event)
        self.votes = tuple(c for c in self.events if c.event and c.event.kind == "vote")
        # Of a part of a record, the caller says who is at war in the whole of it.
        self.belligerents = belligerents(everything) if warring is None else warring
        self.short = short
        placed = [line for line in (self._known(line) for line in lines) if line.claims]
        told = {claim for line in placed for claim in line.claims}
        self.by_id = {line.id: line for line in placed}
        self.lines = (*placed, *(_alone(c) for c in self.claims.values() if c.id not in told))
        sentences = {
            c.id: sentence_of(texts[c.report], c.span.start, c.span.end)
            for c in self.claims.values()
            if c.report in texts and c.scope == "period"
        }
        self.titles = {line.id: self._title(self.of(line.claims), sentences) for line in self.lines}
        self.places = {line.id: place_of(self.of(line.claims)) for line in self.lines}
        self._tell_parts_apart(sentences)

    def _tell_parts_apart(self, sentences: Mapping[str, str]) -> None:
        """Name a part by any group its claims name where its title is that of the whole; else it is some of them."""
        whole = {line.id: (self.titles[line.id], self.places[line.id], line.incident) for line in self.lines}
        for line in self.lines:
            if any(whole.get(above) == whole[line.id] for above in line.part_of):
                same, named = self.titles[line.id], title(self.of(line.claims), sentences, loose=True)
                self.titles[line.id] = named if named != same else f"Some of the {inside(same)}"

    def _known(self, line: Line) -> Line:
        """The line with only the claims that this record holds, one reading for what one origin says alike."""
        kept = (replace(r, claims=tuple(c for c in r.claims if c in self.claims)) for r in line.readings)
        claims = tuple(c for c in line.claims if c in self.claims)
        return replace(line, readings=self._merged([r for r in kept if r.claims]), claims=claims)

    def _merged(self, readings: Sequence[Reading]) -> tuple[Reading, ...]:
        """Readings of one origin, or of one unknown voice, with the same figure are one, whatever their days."""
        found: dict[tuple[object, ...], Reading] = {}
        for reading in readings:
            claims = self.of(reading.claims)
            voice = reading.origin or source_words(claims).lower()
            key = (reading.origin is None, voice, reading.low, reading.high, reading.hedge, _note(claims[0]))
            one = found.get(key)
            if one is not None:
                outlets = tuple(sorted({*one.outlets, *reading.outlets}))
                reading = replace(one, claims=(*one.claims, *reading.claims), outlets=outlets)
            found[key] = reading
        return tuple(found.values())

    def _title(self, claims: Sequence[Claim], sentences: Mapping[str, str]) -> str:
        if claims[0].measure in VOTES:
            return vote_titles(self._body(claims))[claims[0].measure or ""]
        return title(claims, sentences)

    def _body(self, claims: Sequence[Claim]) -> str | None:
        return voting_body(self.votes, {c.report for c in claims})

    def of(self, ids: Iterable[str]) -> tuple[Claim, ...]:
        """The claims with these ids, the first published first."""
        return tuple(sorted((self.claims[i] for i in ids), key=lambda c: (c.published or "", c.report, c.span.start)))

    def incidents(self, *, limit: bool) -> tuple[IncidentBrief, ...]:
        """Every incident with its lines: by country, totals first, then the most carried; single figures come last."""
        by_slug: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            by_slug[line.incident].append(line)
        heads = {name: heading(name, self._all(lines), self.events) for name, lines in sorted(by_slug.items())}
        grouped: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for name, head in heads.items():
            same = name if head.totals or not head.day or len(head.day) < 10 else f"{head.place} {head.day}"
            grouped[same, "totals" if head.totals else ""].append(name)
        carried: dict[str | None, int] = defaultdict(int)
        weighed = []
        for names in grouped.values():
            lines = [line for name in names for line in by_slug[name]]
            head = max((heads[name] for name in names), key=lambda h: h.what is not None)
            claims = self._all(lines)
            outlets = len(outlets_of(claims))
            carried[head.country] = max(carried[head.country], outlets)
            weighed.append((head, names, lines, outlets, len(claims)))
        weighed.sort(
            key=lambda row: (
                row[0].country is None, -carried[row[0].country], row[0].country or "",
                not row[0].totals, -row[3], -row[4], row[0].day or "", row[1],
            )
        )  # fmt: skip
        made = [self._incident(head, names, lines, limit=limit) for head, names, lines, _, _ in weighed]
        return (*(i for i in made if not i.minor), *(i for i in made if i.minor))

    def _all(self, lines: Iterable[Line]) -> tuple[Claim, ...]:
        return self.of({c for line in lines for c in line.claims})

    def _incident(self, head: Heading, names: Sequence[str], lines: Sequence[Line], *, limit: bool) -> IncidentBrief:
        claims = self._all(lines)
        years = {d[:4] for d in (head.day, *(told_on(c) for c in claims)) if d}
        folded, rest = self._fold(sorted(lines, key=self._rank))
        shown = rest
        if limit and len(rest) > LINES:
            weights = sorted(rest, key=lambda line: (-len(outlets_of(self.of(line.claims))), -len(line.claims)))
            kept = {line.id for line in weights[:LINES]}
            shown = [line for line in rest if line.id in kept]
        outlets = len(outlets_of(claims))
        return IncidentBrief(
            tuple(names),
            head.place,
            head.what,
            head.day,
            years.pop() if len(years) == 1 else None,
            outlets,
            tuple(self._line(line, head.place, limit=limit) for line in shown),
            tuple(self._list(group) for group in folded),
            len(lines) == 1 and len(lines[0].readings) == 1 and outlets == 1 and not folded,
            len(rest) - len(shown),
        )

    def _rank(self, line: Line) -> tuple[int, bool, int, str, str]:
        claims = self.of(line.claims)
        measure = claims[0].measure or "other"
        order = ORDER.index(measure) if measure in ORDER else len(ORDER)
        part = any(self.by_id[w].incident == line.incident for w in line.part_of if w in self.by_id)
        return order, part, -len(outlets_of(claims)), self.titles[line.id], line.id

    def _fold(self, lines: Sequence[Line]) -> tuple[list[list[Line]], list[Line]]:
        """Lines that one origin gives in one breath, three or more, apart from the rest."""

        def breath(line: Line) -> tuple[str, ...]:
            claims = self.of(line.claims)
            first = claims[0]
            vote = first.measure in VOTES
            if (first.object is None and not vote) or len(line.readings) != 1:
                return (line.id,)
            origin = first.source.origin if first.source else None
            said = ("vote" if vote else first.measure, first.side, origin, first.modality, told_on(first))
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
        state, voices = state_of(lines[0], self.of(lines[0].claims), self.belligerents)
        if first.measure in VOTES:
            label = f"{self._body(claims) or 'A'} vote"
        else:
            label = title([replace(c, object=None, group=None) for c in claims])
        return ListBrief(
            label[:1].upper() + label[1:],
            state,
            voices,
            source_words(claims),
            loss_of(first, self.belligerents),
            told_on(first),
            tuple(self._item(line) for line in sorted(lines, key=self._told)),
        )

    def _told(self, line: Line) -> tuple[int, str, int]:
        """Where a thing of a list stands: votes for before votes against, else as the first report has it."""
        first = self.of(line.claims)[0]
        return ORDER.index(first.measure) if first.measure in ORDER else len(ORDER), first.report, first.span.start

    def _item(self, line: Line) -> Item:
        claims = self.of(line.claims)
        return Item(_item_words(claims[0]), cite(claims, self.short))

    def line(self, line: Line) -> LineBrief:
        """What is told of one line by itself, with all its readings."""
        return self._line(line, None, limit=False)

    def _line(self, line: Line, around: str | None, *, limit: bool) -> LineBrief:
        claims = self.of(line.claims)
        state, voices = state_of(line, claims, self.belligerents)
        shared = {_note(c) for c in claims}
        said = shared.pop() if len(shared) == 1 else None
        label, place = self.titles[line.id], self.places[line.id]
        updating = {link.right for link in line.relations if link.relation == "updates"}
        ordered = sorted(line.readings, key=self._when)
        same = self._sameness(ordered, line.relations)
        readings = [self._said(r, said, same.get(n), updating) for n, r in enumerate(ordered)]
        shown = _most_told(readings, READINGS) if limit else readings
        return LineBrief(
            line.id,
            label,
            state,
            voices,
            place if place and not _named(place, f"{label} {around}") else None,
            said if said and not _says(label, claims[0]) else None,
            tuple(shown),
            len(readings) - len(shown),
            self._whole(line, around),
        )

    def _whole(self, line: Line, around: str | None) -> str | None:
        """The title of the line that counts the whole, its incident's own first; none that would bring in a number."""
        wholes = [self.by_id[whole] for whole in line.part_of if whole in self.by_id]
        wholes.sort(key=lambda whole: (whole.incident != line.incident, self.places[whole.id] != self.places[line.id]))
        for whole in wholes:
            if self.titles[line.id] == f"Some of the {inside(self.titles[whole.id])}":
                continue
            place = self.places[whole.id]
            apart = place and (place != around or whole.incident != line.incident)
            named = inside(self.titles[whole.id]) + (f", {place}" if apart else "")
            if not any(ch.isdigit() for ch in named):
                return named
        return None

    def _when(self, reading: Reading) -> tuple[str, bool, bool, int, str]:
        claims = self.of(reading.claims)
        return (
            _first_told(claims) or "9999",
            not all(c.superseded for c in claims),
            reading.origin is None,
            -len(outlets_of(claims)),
            claims[0].published or "",
        )

    def _said(self, reading: Reading, qualifier: str | None, same: str | None, updating: set[str]) -> Said:
        claims = self.of(reading.claims)
        wordings = Counter(figure_words(c) for c in claims)
        figure = max(wordings, key=lambda w: wordings[w])
        revised = reading.change if reading.change == REVISED and not claims[0].superseded else None
        notes = [note for note in (_note(claims[0]), same, revised) if note and note != qualifier]
        return Said(
            figure,
            source_words(claims),
            claims[0].source.side if claims[0].source else None,
            loss_of(claims[0], self.belligerents),
            outlets_of(claims),
            _first_told(claims),
            cite(claims, self.short),
            "; ".join(notes) or None,
            bool(updating & set(reading.claims)) and not claims[0].superseded,
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


def _first_told(claims: Sequence[Claim]) -> str | None:
    return min((d for d in map(told_on, claims) if d), default=None)


def _item_words(claim: Claim) -> str:
    """A thing of a list as worded, "up to 211 tanks"; a vote with its side, "141 for"."""
    figure, exact = figure_words(claim), " ".join(claim.span.exact.split())
    if claim.measure in VOTES:
        return f"{figure} {vote_titles(None)[claim.measure or ''].removeprefix('Vote: ')}"
    return exact if exact.lower().startswith(figure.lower()) else f"{figure} {plural_of(claim.object)}".strip()


def _named(place: str, words_around: str) -> bool:
    """Whether a title or its heading already names the place."""
    return re.search(rf"(?<!\w){re.escape(place)}(?!\w)", words_around, re.IGNORECASE) is not None


def _says(label: str, claim: Claim) -> bool:
    """Whether a title already says what its figures are not."""
    return claim.increment or label.endswith((MODALITIES.get(claim.modality, "suspected"), "suspected"))


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
    return Line(f"claim-{claim.id}", (), "", claim.incident or "", (reading,), (), (claim.id,))

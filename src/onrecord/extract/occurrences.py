"""Control, event and statement mentions become claims: each takes its place, its day and its source from what stands
around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord import actors
from onrecord.extract.control import Held
from onrecord.extract.events import Happened
from onrecord.extract.events.words import SPEECH_ACTS, words_of_events
from onrecord.extract.located import Located
from onrecord.extract.mentions import Attribution, Passage, When, Where, passage_at
from onrecord.extract.sources import source_at
from onrecord.extract.statements import Said
from onrecord.extract.story import Story, days_before, gone_by, speech_day
from onrecord.model import Claim, Control, Event, Period, Place, Report, RuleHit, Source, Statement, claim_id, span_of

DATED = frozenset({"day", "month", "year", "range"})
BESIDE = 60  # characters between a vague time and the event that it is of
_AFTERWARDS = re.compile(r"\b(?:days?|weeks?|months?|years?) (?:after|since) (?:the |a |an )?(?:[\w-]+ )?$")


@dataclass(frozen=True, slots=True)
class Around:
    """What a mention takes its place, day and source from: the report's passages, places, times, sources, and story."""

    report: Report
    passages: Sequence[Passage]
    wheres: Sequence[Where]
    located: Sequence[Located]
    whens: Sequence[When]
    attributions: Sequence[Attribution]
    story: Story

    def claim(self, kind: str, ordinal: int, start: int, end: int, rule: str, said: Attribution | None) -> Claim:
        """The claim of a mention at [start, end) as ``rule`` found it, without what it says."""
        passage = passage_at(self.passages, start)
        return Claim(
            id=claim_id(self.report.id, kind, start, end, ordinal),
            report=self.report.id,
            type=kind,
            span=span_of(self.report.text, start, end),
            source=_source(said),
            segment=passage.segment.kind if passage is not None else "body",
            trace=(*((RuleHit(f"{kind}: {rule}", start, end),) if rule else ()), *_source_hit(said)),
            publisher=self.report.publisher,
            published=self.report.published,
        )

    def source(self, start: int, end: int) -> Attribution | None:
        """Who is behind the words at [start, end)."""
        return source_at(self.attributions, start, end)

    def at(self, start: int | None) -> Place | None:
        """The place whose name covers an offset."""
        return next((w.place for w in self.wheres if start is not None and w.start <= start < w.end), None)

    def near(self, start: int, end: int) -> Place | None:
        """The nearest place of the sentence that locates, else the last one named in the paragraph."""
        bounds = self._sentence(start)
        if bounds is None:
            return None
        named = [m for m in self.located if m.locates and m.where.feature != "country"]
        inside = [m for m in named if bounds[0] <= m.start < bounds[1] and not m.reference]
        if inside:
            return min(inside, key=lambda m: min(abs(m.start - end), abs(start - m.end))).where.place
        begun = self._passage(start).start
        before = [m for m in named if begun <= m.start < start]
        return before[-1].where.place if before else None

    def spoken(self, speaker: Attribution) -> Period:
        """The day that the sentence gives for the speaking; else the report's publication, else its main day."""
        bounds = self._sentence(speaker.source_start)
        published = self.story.published
        days = (w for w in self.whens if bounds and bounds[0] <= w.start < bounds[1] and w.kind == "day")
        for when in days:
            told = when.period.start
            if told and told <= (published or told) and speech_day(self._passage(when.start), when):
                return Period(told, when.period.end, when.period.grain)
        return _one_day(published or self.story.date)

    def day(self, start: int, end: int, *, spoken: bool = False, undated: bool = False) -> Period:
        """The nearest day of the sentence, days of speaking last; else the report's main day, else its publication.

        What is ``spoken``, such as a pledge, is of the day of publication first; what is ``undated``, such as "those
        killed by the quake", has no day of its own.
        """
        bounds = self._sentence(start)
        inside = [w for w in self.whens if bounds and bounds[0] <= w.start < bounds[1]]
        onset = next((w for w in inside if w.kind == "since" and w.start <= start < w.end), None)
        if onset is not None:
            return _onset_of(onset)
        if dated := [w for w in inside if w.kind in DATED and w.period.start]:
            best = min(dated, key=lambda w: self._apart(w, start, end))
            return self._of_main_day(best.period) if best.kind == "range" else _told(best.period)
        beside = [w for w in inside if self._apart(w, start, end) < BESIDE]
        if any(gone_by(self._passage(start), w) for w in beside) and not any(w.value == "PRESENT_REF" for w in beside):
            return Period()
        if _AFTERWARDS.search(self.report.text[max(0, start - 40) : start]):
            return Period()
        if undated:
            return _one_day(self.story.date)
        if spoken:
            return _one_day(self.story.published or self.story.date)
        return _one_day(self.story.date or self.story.published)

    def _apart(self, when: When, start: int, end: int) -> int:
        """How far a time stands from the words at [start, end); a time of speaking stands far."""
        inside = start <= when.start < end
        far = 200 if speech_day(self._passage(start), when) else 0
        return far + (0 if inside else min(abs(when.start - end), abs(start - when.end)))

    def _of_main_day(self, within: Period) -> Period:
        """The report's main day where a span of days holds it, else the span."""
        main = self.story.date
        return _one_day(main) if main and within.start and within.start <= main <= (within.end or "") else _told(within)

    def _passage(self, offset: int) -> Passage:
        passage = passage_at(self.passages, offset)
        assert passage is not None, offset
        return passage

    def _sentence(self, start: int) -> tuple[int, int] | None:
        passage = passage_at(self.passages, start)
        if passage is None:
            return None
        for sent in passage.doc.sents:
            if passage.start + sent.start_char <= start < passage.start + sent.end_char:
                return passage.start + int(sent.start_char), passage.start + int(sent.end_char)
        return None


def control_claims(around: Around, held: Sequence[Held]) -> Iterator[Claim]:
    """One claim per clause and place; who claims, denies or admits it in the same clause is its source."""
    for ordinal, mention in enumerate(held):
        start, end = mention.start, mention.end
        made = around.claim("control", ordinal, start, end, mention.rule, around.source(start, end))
        yield replace(
            made,
            control=Control(mention.holder, mention.state),
            side=mention.holder,
            place=_held_place(around, mention),
            period=around.day(start, end),
            source=_own_source(around, mention) or made.source,
            modality=mention.modality,
            polarity=mention.polarity,
        )


def event_claims(around: Around, happened: Sequence[Happened]) -> Iterator[Claim]:
    """One claim per event that a clause tells."""
    for ordinal, mention in enumerate(happened):
        start, end = mention.start, mention.end
        yield replace(
            around.claim("event", ordinal, start, end, mention.rule, around.source(start, end)),
            event=Event(mention.kind, mention.actor, mention.target, mention.acled, mention.plover),
            side=actors.side_of(mention.actor) if mention.actor else None,
            place=_event_place(around, mention),
            period=around.day(start, end, spoken=mention.kind in SPEECH_ACTS, undated=_named_again(around, mention)),
            modality=mention.modality,
        )


def statement_claims(around: Around, said: Sequence[Said]) -> Iterator[Claim]:
    """One claim per statement: the speaker is its source, its day the day of speaking."""
    for ordinal, mention in enumerate(said):
        yield replace(
            around.claim("statement", ordinal, mention.start, mention.end, "", mention.speaker),
            statement=Statement(mention.quote, mention.content, mention.act),
            side=mention.speaker.side,
            period=around.spoken(mention.speaker),
            polarity="denied" if mention.act == "denies" else "asserted",
        )


def _event_place(around: Around, mention: Happened) -> Place | None:
    """The place the clause tells, else the nearest before; a request or pledge is not in the state that makes it or
    that it is for ("urged Moscow to act"), nor where something else was."""
    place = around.at(mention.place_start)
    if mention.kind not in SPEECH_ACTS:
        return place or around.near(mention.start, mention.end)
    at = mention.place_start
    parties = ((mention.actor_start, mention.actor_end), (mention.target_start, mention.target_end))
    town = place is not None and place.precision == "point" and not actors.country_of(mention.place_text or "")
    party = any(at is not None and low is not None and high is not None and low <= at < high for low, high in parties)
    return None if party and not town else place


def _named_again(around: Around, mention: Happened) -> bool:
    """A quake or flood that is only pointed back to: "those killed by the quake"."""
    opening = around.report.text[mention.start : mention.end].lower().startswith(("the ", "those ", "this "))
    return opening and words_of_events().kinds[mention.kind].natural


def _held_place(around: Around, mention: Held) -> Place | None:
    """The place as found where it is named, else as found elsewhere, else its bare name; else the story's."""
    place = around.at(mention.place_start)
    if place is None and mention.place_text:
        place = next((w.place for w in around.wheres if w.text == mention.place_text), None) or Place(
            mention.place_text, mention.place_text
        )
    if place is None and around.story.place is not None:
        place = around.story.place.where.place
    return place


def _own_source(around: Around, mention: Held) -> Source | None:
    """Who claims, denies or admits it in the clause itself."""
    at = mention.speaker_start
    if not mention.speaker or at is None:
        return None
    own = next((a for a in around.attributions if a.source_start <= at < a.source_end), None)
    if own is not None and own.name:
        return _source(own)
    return Source(mention.speaker, actors.kind_of(mention.speaker) or "witness", actors.side_of(mention.speaker))


def _source(said: Attribution | None) -> Source | None:
    if said is None:
        return None
    return Source(said.name or None, said.kind, said.side, said.channel, said.chain, said.origin)


def _source_hit(said: Attribution | None) -> tuple[RuleHit, ...]:
    if said is None:
        return ()
    rule = f"source: {said.rule}{' (carried over)' if said.carried else ''}"
    return (RuleHit(rule, said.source_start, said.source_end),)


def _told(period: Period) -> Period:
    return Period(period.start, period.end, period.grain)


def _onset_of(since: When) -> Period:
    """The day, month or week at which a stretch of time began."""
    start = since.period.start
    if start and "-W" in (since.value or ""):
        return Period(start, days_before(start, -6), "day")
    return Period(start, start, since.period.grain)


def _one_day(day: str | None) -> Period:
    return Period(day, day, "day" if day else None)

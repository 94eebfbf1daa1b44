"""Control, event and statement mentions become claims: each takes its place, its day and its source from what stands
around it."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord import actors, knowledge
from onrecord.extract.control import Held
from onrecord.extract.events import Happened
from onrecord.extract.located import Located
from onrecord.extract.mentions import Attribution, Passage, When, Where
from onrecord.extract.sources import source_at
from onrecord.extract.statements import Said
from onrecord.extract.story import Story, speech_day
from onrecord.model import Claim, Control, Event, Period, Place, Report, RuleHit, Source, Statement, claim_id, span_of


def control_claims(
    report: Report,
    passages: Sequence[Passage],
    held: Sequence[Held],
    wheres: Sequence[Where],
    located: Sequence[Located],
    whens: Sequence[When],
    attributions: Sequence[Attribution],
    story: Story,
) -> tuple[Claim, ...]:
    """One claim per clause and place; who claims, denies or admits it in the same clause is its source."""
    out = []
    for ordinal, mention in enumerate(held):
        said = source_at(attributions, mention.start, mention.end)
        source = _source(said)
        if mention.speaker and mention.speaker_start is not None:
            own = next((a for a in attributions if a.source_start <= mention.speaker_start < a.source_end), None)
            source = _source(own) if own is not None and own.name else _named(mention.speaker)
        place = _at(wheres, mention.place_start)
        if place is None and mention.place_text:
            place = next((w.place for w in wheres if w.text == mention.place_text), None) or Place(
                mention.place_text, mention.place_text
            )
        if place is None and story.place is not None:
            place = story.place.where.place
        out.append(
            Claim(
                id=claim_id(report.id, "control", mention.start, mention.end, ordinal),
                report=report.id,
                type="control",
                span=span_of(report.text, mention.start, mention.end),
                control=Control(mention.holder, mention.state),
                side=mention.holder,
                place=place,
                period=_day(passages, whens, mention.start, mention.end, story),
                source=source,
                modality=mention.modality,
                polarity=mention.polarity,
                segment=_segment(passages, mention.start),
                trace=(RuleHit(f"control: {mention.rule}", mention.start, mention.end), *_source_hit(said)),
                knowledge=knowledge.digest(),
                publisher=report.publisher,
                published=report.published,
            )
        )
    return tuple(out)


def event_claims(
    report: Report,
    passages: Sequence[Passage],
    happened: Sequence[Happened],
    wheres: Sequence[Where],
    located: Sequence[Located],
    whens: Sequence[When],
    attributions: Sequence[Attribution],
    story: Story,
) -> tuple[Claim, ...]:
    """One claim per event that a clause tells."""
    out = []
    for ordinal, mention in enumerate(happened):
        said = source_at(attributions, mention.start, mention.end)
        out.append(
            Claim(
                id=claim_id(report.id, "event", mention.start, mention.end, ordinal),
                report=report.id,
                type="event",
                span=span_of(report.text, mention.start, mention.end),
                event=Event(mention.kind, mention.actor, mention.target, mention.acled, mention.plover),
                side=actors.side_of(mention.actor) if mention.actor else None,
                place=_at(wheres, mention.place_start) or _near(passages, located, mention.start, mention.end, story),
                period=_day(passages, whens, mention.start, mention.end, story),
                source=_source(said),
                modality=mention.modality,
                segment=_segment(passages, mention.start),
                trace=(RuleHit(f"event: {mention.rule}", mention.start, mention.end), *_source_hit(said)),
                knowledge=knowledge.digest(),
                publisher=report.publisher,
                published=report.published,
            )
        )
    return tuple(out)


def statement_claims(
    report: Report, passages: Sequence[Passage], said: Sequence[Said], whens: Sequence[When], story: Story
) -> tuple[Claim, ...]:
    """One claim per statement: the speaker is its source, its day the day of speaking."""
    out = []
    for ordinal, mention in enumerate(said):
        speaker = mention.speaker
        out.append(
            Claim(
                id=claim_id(report.id, "statement", mention.start, mention.end, ordinal),
                report=report.id,
                type="statement",
                span=span_of(report.text, mention.start, mention.end),
                statement=Statement(mention.quote, mention.content, mention.act),
                side=speaker.side,
                period=_spoken(passages, whens, speaker, story),
                source=_source(speaker),
                polarity="denied" if mention.act == "denies" else "asserted",
                segment=_segment(passages, mention.start),
                trace=_source_hit(speaker),
                knowledge=knowledge.digest(),
                publisher=report.publisher,
                published=report.published,
            )
        )
    return tuple(out)


def _source(said: Attribution | None) -> Source | None:
    if said is None:
        return None
    return Source(said.name or None, said.kind, said.side, said.channel, said.chain, said.origin)


def _named(name: str) -> Source:
    return Source(name, actors.kind_of(name) or "witness", actors.side_of(name))


def _source_hit(said: Attribution | None) -> tuple[RuleHit, ...]:
    return (
        ()
        if said is None
        else (
            RuleHit(
                f"source: {said.rule}{' (carried over)' if said.carried else ''}", said.source_start, said.source_end
            ),
        )
    )


def _segment(passages: Sequence[Passage], offset: int) -> str:
    return next((p.segment.kind for p in passages if p.start <= offset < p.end), "body")


def _at(wheres: Sequence[Where], start: int | None) -> Place | None:
    return next((w.place for w in wheres if start is not None and w.start <= start < w.end), None)


def _sentence(passages: Sequence[Passage], start: int) -> tuple[int, int] | None:
    for passage in passages:
        if passage.start <= start < passage.end:
            for sent in passage.doc.sents:
                if passage.start + sent.start_char <= start < passage.start + sent.end_char:
                    return passage.start + int(sent.start_char), passage.start + int(sent.end_char)
    return None


def _near(passages: Sequence[Passage], located: Sequence[Located], start: int, end: int, story: Story) -> Place | None:
    """The nearest place of the sentence that locates, else the last one named in the paragraph."""
    bounds = _sentence(passages, start)
    if bounds is None:
        return None
    named = [m for m in located if m.locates and m.where.feature != "country"]
    inside = [m for m in named if bounds[0] <= m.start < bounds[1] and not m.reference]
    if inside:
        return min(inside, key=lambda m: min(abs(m.start - end), abs(start - m.end))).where.place
    passage = next(p for p in passages if p.start <= start < p.end)
    before = [m for m in named if passage.start <= m.start < start]
    return before[-1].where.place if before else None


def _spoken(passages: Sequence[Passage], whens: Sequence[When], speaker: Attribution, story: Story) -> Period:
    """The day that the sentence gives for the speaking; else the report's publication, else its main day."""
    bounds = _sentence(passages, speaker.source_start)
    for when in whens:
        if bounds and bounds[0] <= when.start < bounds[1] and when.kind == "day" and when.period.start:
            passage = next(p for p in passages if p.start <= when.start < p.end)
            if speech_day(passage, when) and when.period.start <= (story.published or when.period.start):
                return Period(when.period.start, when.period.end, when.period.grain)
    day = story.published or story.date
    return Period(day, day, "day" if day else None)


def _day(passages: Sequence[Passage], whens: Sequence[When], start: int, end: int, story: Story) -> Period:
    """The nearest day of the sentence, days of speaking last; else the report's main day, else its publication."""
    bounds = _sentence(passages, start)
    inside = [
        w
        for w in whens
        if bounds and bounds[0] <= w.start < bounds[1] and w.kind in {"day", "month", "year"} and w.period.start
    ]
    if inside:
        passage = next(p for p in passages if p.start <= start < p.end)
        best = min(
            inside,
            key=lambda w: (
                (min(abs(w.start - end), abs(start - w.end)) if not start <= w.start < end else 0)
                + (200 if speech_day(passage, w) else 0)
            ),
        )
        return Period(best.period.start, best.period.end, best.period.grain)
    day = story.date or story.published
    return Period(day, day, "day" if day else None)

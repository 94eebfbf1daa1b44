"""Figure mentions become claims: each field is filled by its own rule, and the rules are kept as the claim's trace."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from onrecord import knowledge
from onrecord.extract import scopes
from onrecord.extract.figures import Counted, groups
from onrecord.extract.figures.evidence import words
from onrecord.extract.figures.inherit import PART
from onrecord.extract.figures.modality import modality
from onrecord.extract.located import Located
from onrecord.extract.mentions import Attribution, Number, Passage, When
from onrecord.extract.scene import scene
from onrecord.extract.sources import source_at
from onrecord.extract.story import Story
from onrecord.model import Claim, Figure, Report, RuleHit, Source, claim_id, span_of

_OF_AN_AGE_OR_SEX = frozenset({"children", "women", "men", "girls", "boys", "teenagers"})


def figure_claims(
    report: Report,
    passages: Sequence[Passage],
    counted: Sequence[Counted],
    located: Sequence[Located],
    whens: Sequence[When],
    attributions: Sequence[Attribution],
    story: Story,
) -> tuple[Claim, ...]:
    """One claim per figure mention, in text order; headlines and leads then take what the body says of the same
    figure."""
    crisis = groups.setting(passages)
    times: list[scopes.Timed] = []
    who: list[groups.Group] = []
    claims: list[Claim] = []
    for index, mention in enumerate(counted):
        own = scene(mention, counted, located, whens, story)
        said = source_at(attributions, mention.number.start, mention.number.end)
        previous = _continued(index, mention, counted)
        timed = scopes.timed(mention, own, story, crisis, times[previous] if previous is not None else None, said)
        times.append(timed)
        before = who[previous] if previous is not None and _carries_group(mention, counted[previous]) else None
        if before is not None and previous is not None and _not_named(counted[previous], mention):
            before = replace(before, text=None)
        who.append(groups.group_of(mention, _country_name(timed.place), crisis, before, said))
        claims.append(_claim(report, mention, timed, who[-1], said))
    return tuple(_from_body(claims, passages))


def _country_name(place: Located | None) -> str | None:
    if place is None:
        return None
    if place.where.feature == "country":
        return place.name
    return place.where.place.within[-1] if place.where.place.within else None


def _continued(index: int, mention: Counted, counted: Sequence[Counted]) -> int | None:
    """The figure that this one continues: the one it is part of, else the one before it in the same paragraph."""
    if mention.part_of is not None:
        return mention.part_of
    if (
        index
        and counted[index - 1].sentence.passage is mention.sentence.passage
        and mention.sentence.passage.segment.kind == "body"
    ):
        before = counted[index - 1]
        if (
            before.measure == "other"
            and mention.measure in words("harming")
            and before.sentence is not mention.sentence
        ):
            return None
        if before.evidence.rule == PART and before.sentence is mention.sentence and before.measure != mention.measure:
            return before.part_of  # "killed 31, including two medics, and wounded 40": not 40 medics
        restated = counted[index - 1].superseded and not mention.superseded and index > 1
        return index - 2 if restated and counted[index - 2].sentence is counted[index - 1].sentence else index - 1
    return None


def _not_named(previous: Counted, mention: Counted) -> bool:
    """Whether the group's words do not hold for a figure that its status may hold for."""
    return _one_of_many(previous, mention) or (mention.part_of is None and _of_another_deed(previous, mention))


def _one_of_many(previous: Counted, mention: Counted) -> bool:
    """ "One woman died and four were hurt": the four are not said to be women."""
    named = mention.sentence.doc[mention.mention.left : mention.mention.end + 1]
    others = any(token.lower_ == "others" for token in named)
    return previous.number.value == 1 != mention.number.value and groups.text_of(mention) is None and not others


def _of_another_deed(previous: Counted, mention: Counted) -> bool:
    """Whether a relative clause tells it of something named since: "12 were freed after the blast that killed 30"."""
    doc = mention.sentence.doc
    relative = next(
        (t for t in (doc[mention.evidence.first], doc[mention.mention.last].head) if t.dep_ == "relcl"), None
    )
    return (
        previous.sentence is mention.sentence
        and relative is not None
        and previous.mention.end < relative.head.i < mention.mention.left
        and relative.head.pos_ == "NOUN"
    )


def _carries_group(mention: Counted, previous: Counted) -> bool:
    noun = mention.mention.noun
    if noun is not None and groups.text_of(previous) in _OF_AN_AGE_OR_SEX:
        said = mention.sentence.doc[mention.mention.right + 1 : mention.mention.end + 1].text.lower()
        if said == "other people":
            return False
    if previous.measure == "infected" != mention.measure:
        return False  # the dead among 3,546 cases are no cases
    if (
        groups.text_of(mention) is None
        and previous.sentence is mention.sentence
        and mention.measure in groups.PEOPLE_MEASURES
        and previous.measure in groups.PEOPLE_MEASURES
        and (previous.measure != "detained" or mention.measure not in words("harming"))
    ):
        return True
    doc = mention.sentence.doc
    lower = doc[mention.mention.right + 1 : mention.mention.end + 1].text.lower() if noun else ""
    return (
        mention.part_of is not None
        or "other" in lower
        or "more" in lower
        or "another" in doc[mention.mention.left].lower_
    )


def _claim(
    report: Report, mention: Counted, timed: scopes.Timed, group: groups.Group, said: Attribution | None
) -> Claim:
    number = mention.number
    source = _source(said)
    outlook = _outlook(mention, said)
    trace = [
        RuleHit(f"number: {number.rule}", number.start, number.end),
        RuleHit(f"measure: {mention.evidence.rule}", *_offsets(mention)),
    ]
    if timed.place is not None:
        trace.append(RuleHit(timed.rules[1], timed.place.start, timed.place.end))
    trace += [RuleHit(rule, number.start, number.end) for rule in (timed.rules[0], timed.rules[2])]
    if said is not None:
        trace.append(
            RuleHit(
                f"source: {said.rule}{' (carried over)' if said.carried else ''}", said.source_start, said.source_end
            )
        )
    return Claim(
        id=claim_id(report.id, "figure", number.start, number.end),
        report=report.id,
        type="figure",
        span=span_of(report.text, mention.start, mention.end),
        figure=Figure(number.text, number.value, number.low, number.high, number.hedge),
        measure=mention.measure,
        object=mention.object,
        group=group.text,
        side=group.side,
        status=group.status,
        place=timed.place.where.place if timed.place else None,
        period=timed.period,
        scope=timed.scope,
        source=source,
        modality=outlook,
        polarity="denied" if outlook == "denied" else "asserted",
        increment=mention.increment,
        superseded=mention.superseded,
        number=span_of(report.text, number.start, number.end),
        segment=mention.sentence.passage.segment.kind,
        trace=tuple(trace),
        publisher=report.publisher,
        published=report.published,
    )


def _offsets(mention: Counted) -> tuple[int, int]:
    doc, base = mention.sentence.doc, mention.sentence.passage.start
    first, last = doc[mention.evidence.first], doc[mention.evidence.last]
    return base + int(first.idx), base + int(last.idx) + len(last.text)


def _outlook(mention: Counted, said: Attribution | None) -> str:
    """The figure's modality; of a named source it is denied exactly where that source denies it."""
    outlook = modality(mention)
    if said is None or not said.name:
        return outlook
    if said.act == "denies":
        return "denied"
    return "actual" if outlook == "denied" else outlook


def _source(said: Attribution | None) -> Source | None:
    if said is None:
        return None
    if said.kind == "unnamed" and not said.name:
        return Source(None, "unnamed", None, said.channel, said.chain, said.origin)
    return Source(said.name or None, said.kind, said.side, said.channel, said.chain, said.origin)


def _same_figure(a: Claim, b: Claim) -> bool:
    """Whether two claims of one report state one figure: measure and bounds agree, hedges aside."""
    if a.figure is None or b.figure is None or a.measure != b.measure:
        return False
    if a.figure.value is not None and a.figure.value == b.figure.value:
        return True
    return (
        a.figure.value is None
        and b.figure.value is None
        and (a.figure.low, a.figure.high) == (b.figure.low, b.figure.high)
    )


def _from_body(claims: Sequence[Claim], passages: Sequence[Passage]) -> list[Claim]:
    """Headlines and leads without a source take source, place and date from the body sentence that states the same
    figure."""
    bodies = [p for p in passages if p.segment.kind == "body"]
    lead = bodies[0] if bodies else None
    lead_end = lead.start + next(lead.doc.sents).end_char if lead is not None and len(lead.doc) else 0
    out = []
    for claim in claims:
        heading = claim.segment in {"headline", "subheading"}
        leading = claim.number is not None and claim.number.start < lead_end
        if not heading and not (leading and (claim.source is None or claim.source.name is None)):
            out.append(claim)
            continue
        twins = [
            c for c in claims if c.segment == "body" and c is not claim and _same_figure(claim, c) and not c.superseded
        ]
        twin = next((c for c in twins if c.source and c.source.name), twins[0] if twins else None)
        if twin is None:
            out.append(claim)
            continue
        hit = RuleHit("taken from the body: the same figure", twin.span.start, twin.span.end)
        source = claim.source if claim.source and claim.source.name else twin.source
        changed = replace(claim, source=source, trace=(*claim.trace, hit))
        if heading:
            changed = replace(
                changed,
                place=twin.place or claim.place,
                period=twin.period,
                scope=twin.scope,
                side=claim.side or twin.side,
                group=claim.group or twin.group,
                status=claim.status if claim.status != "unknown" else twin.status,
            )
        out.append(changed)
    return out


def stamped(claims: Sequence[Claim]) -> list[Claim]:
    """Stamp each claim with the digest of its content, so that a re-run that alters it is seen, and with the knowledge
    that it was coded by, which does not enter: newer knowledge that says the same changes nothing.
    """
    known = knowledge.digest()
    return [replace(claim, digest=_digest(claim), knowledge=known) for claim in claims]


def _digest(claim: Claim) -> str:
    told = replace(claim, digest="", knowledge="") if claim.digest or claim.knowledge else claim
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def shifted(numbers: Sequence[Number], by: int) -> list[Number]:
    """Numbers found in one passage, moved to report offsets."""
    return [
        replace(n, start=n.start + by, end=n.end + by, phrase_start=n.phrase_start + by, phrase_end=n.phrase_end + by)
        for n in numbers
    ]

"""The scope of a figure and the date that goes with it (codebook section 2, ``scope``, ``date`` and ``as_of``)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.extract.figures import Counted
from onrecord.extract.figures.evidence import words
from onrecord.extract.figures.groups import Setting as Crisis
from onrecord.extract.figures.modality import modality
from onrecord.extract.located import AREA, TOWN, Located
from onrecord.extract.mentions import Attribution, When
from onrecord.extract.scene import Scene, running
from onrecord.extract.story import Story, days_before, holds
from onrecord.extract.totals import heart, untold
from onrecord.model import Period

_ACROSS = re.compile(r"\b(?:across|throughout|all over|in several parts of) (?:the )?(?:[\w-]+ ){0,2}$")
OF_A_THING = "year.of-thing"  # "the 2014 shooting": one incident of that year, not all of it
UNTOLD = "the whole crisis, no incident named"
FEW = 100  # fewer dead after an attack just told are that attack's, not a war's


@dataclass(frozen=True, slots=True)
class Timed:
    """Scope and period of a figure, its place, and the rules that gave them."""

    scope: str
    period: Period
    place: Located | None
    rules: tuple[str, ...]


def timed(
    counted: Counted, own: Scene, story: Story, crisis: Crisis, inherited: Timed | None, said: Attribution | None
) -> Timed:
    """Decide scope, then the place and the date that fit it. ``inherited`` is the figure it continues in the same
    sentence or paragraph."""
    scope, rule = _scope(counted, own, story, crisis, inherited)
    place, place_rule = _place(scope, counted, own, story, crisis, inherited, said)
    if rule == UNTOLD:
        place, place_rule = heart(counted, own, story), "the country of the crisis"
    period, date_rule = _period(scope, counted, own, story, crisis, inherited, place)
    if own.day is None and own.as_of is None and modality(counted) == "projected":
        period, date_rule = Period(), "a forecast for no stated day"
    return Timed(scope, period, place, (f"scope: {rule}", f"place: {place_rule}", f"date: {date_rule}"))


def _recent(since: When, story: Story) -> bool:
    """ "Since Wednesday" counts one incident from its day on; "since 2011" a crisis."""
    start = since.period.start or ""
    return len(start) == 10 and story.published is not None and start >= days_before(story.published, 14)


def _scope(counted: Counted, own: Scene, story: Story, crisis: Crisis, inherited: Timed | None) -> tuple[str, str]:
    measure = counted.measure
    text = counted.sentence.doc[counted.sentence.start : counted.sentence.stop].text.lower()
    if measure in words("snapshot_measures") or _state_of_need(counted):
        return "snapshot", "a state now"
    if own.window is not None and measure not in words("cumulative_measures"):
        return "period", "a stated window"
    if measure in words("cumulative_measures"):
        return "cumulative", "grows with the crisis"
    if measure == "strikes" and own.day is not None and own.day.kind == "day" and counted.object == "airstrike":
        return "period", "strikes of a day"
    if (
        any(phrase in text for phrase in words("yearly"))
        and measure in {"killed", "injured", "infected", "affected", "displaced", "attacks", "other"}
        and own.as_of is None
    ):
        near = counted.sentence.doc[
            counted.mention.left : min(counted.sentence.stop, counted.mention.end + 8)
        ].text.lower()
        near = near.replace("a day earlier", "").replace("a day later", "").replace("a day after", "")
        if any(phrase in near for phrase in words("yearly")) or "average year" in text or "season" in text:
            return "period", "a rate"
    if (
        story.outbreak
        and not _of_violence(text)
        and measure in {"killed", "hospitalised", "other"}
        and (own.day is None or own.day.kind != "day" or measure != "other")
    ):
        return "cumulative", "the count of an outbreak"
    if (own.since is not None and not _recent(own.since, story)) or _total_of_crisis(counted, own, text):
        return "cumulative", "since the start of the crisis"
    if untold(counted, own, story, crisis):
        return "cumulative", UNTOLD
    if inherited is not None and counted.evidence.rule == "coordinated":
        return inherited.scope, "of the figure it continues"
    if inherited is not None and counted.part_of is not None and UNTOLD in inherited.rules[0] and own.day is None:
        return "cumulative", UNTOLD
    if crisis.violent and not story.wide and own.place is None and measure == "killed" and _too_many(counted):
        return "cumulative", "more than one attack kills"
    if (
        own.day is not None
        and own.day.kind == "year"
        and not own.day.rule.startswith(OF_A_THING)
        and measure in {"killed", "injured", "attacks", "other", "displaced"}
    ):
        return "period", "a whole year"
    if measure == "equipment_lost" and counted.part_of is None and _simple_past(counted) and (own.speech or own.day):
        return "event", "losses of a day"
    local = own.place is not None and own.place.size >= AREA
    few = max(counted.number.low or 0, counted.number.high or 0) < FEW
    local = local or (few and own.before is not None) or (own.topic is not None and not story.lines)
    if (
        crisis.belligerents
        and not local
        and own.day is None
        and measure in {"killed", "injured", "equipment_lost", "casualties", "captured", "displaced"}
        and counted.part_of is None
    ):
        return "cumulative", "a side's losses in a war, no incident named"
    return "event", "one incident"


def _of_violence(text: str) -> bool:
    """Whether a sentence lays its dead to something else than a disease: "killed in a shootout"."""
    said = set(re.findall(r"[\w-]+", text))
    return bool(said & (words("hazards") - words("blows") - words("diseases"))) and not said & words("diseases")


def _too_many(counted: Counted) -> bool:
    return max(counted.number.low or 0, counted.number.high or 0) >= 50_000


def _state_of_need(counted: Counted) -> bool:
    """People who need help, or live in the open, now: "some two million need relief"."""
    if counted.measure not in {"affected", "displaced", "sheltering"}:
        return False
    token = counted.sentence.doc[counted.evidence.first]
    planned = counted.measure == "affected" and modality(counted) == "planned"
    return planned or (
        token.lemma_.lower() in {"need", "require", "lack", "live", "sleep", "camp"} and token.tag_ != "VBD"
    )


def _simple_past(counted: Counted) -> bool:
    token = counted.sentence.doc[counted.evidence.first]
    return token.tag_ == "VBD" and not any(c.dep_ in {"aux", "auxpass"} for c in token.children)


def _total_of_crisis(counted: Counted, own: Scene, text: str) -> bool:
    """A war's total: "the civil war has killed ...", "since the conflict began"; not the toll of an attack in that
    war."""
    began = own.day is not None and own.day.kind in {"year", "month"} and any(w in text for w in words("beginnings"))
    if began and any(w in text for w in words("wars")):
        return True
    if own.day is not None and own.day.kind == "day":
        return False
    if own.place is not None and own.place.size >= TOWN:
        return False
    return any(phrase in text for phrase in words("cumulative"))


def _place(
    scope: str,
    counted: Counted,
    own: Scene,
    story: Story,
    crisis: Crisis,
    inherited: Timed | None,
    said: Attribution | None,
) -> tuple[Located | None, str]:
    main, here = story.place, own.place
    text = counted.sentence.doc[counted.sentence.start : counted.sentence.stop].text.lower()
    if (
        counted.measure.startswith("vote")
        or counted.measure == "abstentions"
        or (here is None and any(w in text for w in ("globally", "worldwide", "around the world", "across the world")))
    ):
        return None, "no place"
    if counted.evidence.rule == "areas reached":
        return None, "no place"
    if here is not None and _spread_over(counted, here):
        return here, "named beside the figure"
    if here is None and story.country is not None and any(phrase in text for phrase in words("nationwide")):
        return story.country, "across the country"
    if _elsewhere(counted) and story.country is not None:
        return story.country, "elsewhere in the country"
    if scope in {"cumulative", "period"} and story.outbreak:
        if here is not None:
            return here, "named beside the figure"
        if inherited is not None and "there" in {
            t.lower_ for t in counted.sentence.doc[counted.sentence.start : counted.sentence.stop]
        }:
            return inherited.place, "there"
        if counted.part_of is not None and inherited is not None:
            return inherited.place, "of the figure it continues"
        if said is not None and (speaking := _of_speaker(said, story)) is not None:
            return speaking, "the country that says so"
        if story.spread or not story.lone:
            return None, "the whole world"
        return story.country or main, "the country of the crisis"
    if scope == "cumulative":
        if here is not None and (here.size < TOWN or story.country is None):
            return here, "named beside the figure"
        return story.country or main, "the country of the crisis"
    if here is not None and here.size >= AREA:
        if main is not None and main.size > here.size and (here.name in story.around or holds(here, main)):
            return main, "the smallest place of the incident"
        return here, "named beside the figure"
    if here is not None and (main is None or not holds(here, main)):
        return here, "named beside the figure"
    if scope == "period" and own.day is not None and own.day.kind == "year" and story.country is not None:
        return story.country, "the country of the story"
    at_war = bool(crisis.belligerents) and counted.measure == "equipment_lost"
    if (counted.measure in {"troops", "aid"} or at_war) and story.country is not None:
        return story.country, "the country of the crisis"
    if own.before is not None and not story.wide and own.before.name not in story.around:
        return own.before, "where the sentence before has it"
    if own.topic is not None and main is not None and main.size > own.topic.size and own.topic.name in story.around:
        return main, "the smallest place of the incident"
    if own.topic is not None:
        return own.topic, "the town the paragraph speaks of"
    if (
        inherited is not None
        and inherited.place is not None
        and inherited.scope != "cumulative"
        and (counted.part_of is not None or not story.wide)
    ):
        return inherited.place, "of the figure it continues"
    if main is not None:
        return main, "the main incident"
    return story.country, "the country of the story"


def _spread_over(counted: Counted, here: Located) -> bool:
    """Whether the count is of an area, not of a town in it: "across rebel-held Idlib province"."""
    passage = counted.sentence.passage
    return (
        _ACROSS.search(passage.text[max(0, here.start - passage.start - 50) : here.start - passage.start]) is not None
    )


def _elsewhere(counted: Counted) -> bool:
    """ "14 in Homs and 11 elsewhere"."""
    doc, after = counted.sentence.doc, counted.mention.end + 1
    return after < counted.sentence.stop and doc[after].lower_ in {"elsewhere", "nationwide", "countrywide"}


def _of_speaker(said: Attribution, story: Story) -> Located | None:
    """The place whose authority gives its own count: "California said it had 11 cases"."""
    if said.kind not in {"government", "medical"}:
        return None
    inside = [m for m in story.named if said.source_start <= m.start < said.source_end]
    if inside:
        return inside[0]
    return next((m for m in story.named if m.name == said.side), None)


def _iso(when: When | None) -> str | None:
    return when.period.start if when is not None else None


def _period(
    scope: str,
    counted: Counted,
    own: Scene,
    story: Story,
    crisis: Crisis,
    inherited: Timed | None,
    place: Located | None,
) -> tuple[Period, str]:
    published = counted.sentence.passage.published or story.published
    main_day = story.date if published == story.published else None
    as_of = own.as_of.period.as_of if own.as_of is not None else None
    if scope in {"cumulative", "snapshot"}:
        if counted.measure.startswith("vote") or counted.measure == "abstentions":
            day = _iso(own.day) or (inherited.period.start if inherited else None) or main_day or published
            return _period_of(day, None), "the day of the vote"
        if as_of:
            return _period_of(as_of, None), "as of"
        if own.held is not None:
            return _period_of(_iso(own.held), None), "as of"
        if own.speech is not None:
            return _period_of(_iso(own.speech), None), "the day it was said"
        text = counted.sentence.doc[counted.sentence.start : counted.sentence.stop].text.lower()
        if (
            own.day is not None
            and own.day.kind == "day"
            and min(abs(own.day.start - counted.end), abs(counted.start - own.day.end)) <= 45
        ):
            return _period_of(_iso(own.day), None), "the day named"
        if (
            own.day is not None
            and own.day.kind in {"year", "month"}
            and own.since is None
            and not any(w in text for w in ("since", "began", "broke out", "erupted", "started"))
        ):
            return _period_of(_iso(own.day), None), "the time named"
        if inherited is not None and inherited.scope == scope and inherited.period.start:
            return inherited.period, "of the figure it continues"
        if crisis.belligerents and main_day and published and main_day < published and counted.measure != "refugees":
            return _period_of(main_day, None), "the day the report tells of"
        return _period_of(published, None), "the day of publication"
    if scope == "period" and own.window is not None:
        end = own.window.period.end or published
        if crisis.belligerents and end == published and main_day and published and main_day < published:
            end = main_day
        return _period_of(end, None), "a stated window"
    if scope == "period" and own.day is None:
        return _period_of(None, None), "a rate, no day said"
    grows = running(counted)
    held = as_of or _iso(own.held) or (_iso(own.speech) if grows else None)
    if own.day is not None and own.day.kind == "day" and grows and (main_day or "9") < (_iso(own.day) or ""):
        return _period_of(main_day, held or _iso(own.day)), "the main incident"
    held = held or (published if grows else None)
    if own.day is not None:
        day = _iso(own.day)
        last = own.day.period.end
        if own.day.kind == "range" and day and last and main_day and day <= main_day <= last:
            day = main_day
        elif own.day.kind == "range" and day and last and day[:7] == last[:7]:
            day = day[:7]
        return _period_of(day, held if held != day else None), "named beside the figure"
    if own.gone_by is not None and own.speech is None:
        return _period_of(None, held), "a time past, not said when"
    spoken = _iso(own.speech) or ""
    lately = published is not None and days_before(published, 4) <= spoken < published
    if counted.part_of is None and lately and main_day and spoken <= main_day:
        return _period_of(spoken, held), "the day it was said"
    carried = inherited is not None and inherited.place is place and inherited.scope == "event" and not own.others
    if carried and inherited is not None and inherited.period.start:
        return _period_of(inherited.period.start, held), "of the figure it continues"
    if main_day is not None:
        return _period_of(main_day, held), "the main incident"
    return _period_of(published, held), "the day of publication"


def _period_of(start: str | None, as_of: str | None) -> Period:
    if start is None:
        return Period(None, None, None, as_of)
    grain = {10: "day", 7: "month", 4: "year"}.get(len(start), "day")
    return Period(start, start, grain, as_of)

"""Every date and period of a text, resolved against the day it was published: codebook section 2, date and as_of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from onrecord.extract.dates import days as date_days
from onrecord.extract.dates import periods as date_periods
from onrecord.extract.dates.anchor import lies_ahead, onset_since
from onrecord.extract.dates.grammar import Found, Grammar, Tokens, grammar, matches, may_tell, tokens
from onrecord.extract.dates.meaning import Context, Meaning
from onrecord.extract.mentions import When
from onrecord.model import Period

READERS = date_days.READERS | date_periods.READERS
TENSED = frozenset({"calendar", "day_span", "weekday", "month", "season", "shifted", "quarter", "holiday"})
YEARS = (1500, 2500)  # of publication; beyond them arithmetic could leave the calendar
QUARTER_REACH = 120  # tokens for which "a year earlier" means that quarter a year earlier
LED = frozenset({"day", "month", "year", "range"})
CLOCK_THEN_DAY = re.compile(
    r"(?: [A-Z]{2,4}(?: time)?| local time)?(?: \([^()\n]{1,20}\))?,?\s+(?:on\s+)?(?:[A-Z][a-z]+,\s)?"
)
DAY_THEN_CLOCK = re.compile(r"\s+(?:at\s+)?(?:about\s+|around\s+)?")
CONVERTED = re.compile(r" \(")  # "5 a.m. (0300 GMT)": one time, said twice
RANGE_OPENS = re.compile(r"\b([Bb]etween|[Ff]rom)\s+(?:late\s+|early\s+)?$")
RANGE_GOES = re.compile(r"\s+(and|to|through|until|till)\s+(?:late\s+|early\s+)?")


def find(text: str, published: str | None, *, past: Callable[[int], bool] | None = None) -> tuple[When, ...]:
    """Every time of a text in order, resolved against ``published`` (an ISO date; None: relative ones stay open).

    ``past(offset)`` may tell whether the verb that governs an offset is past; without it nearby words decide.
    """
    rules = grammar()
    if not may_tell(text, rules):
        return ()
    found = tokens(text, rules)
    today = _day(published)
    mentioned: date | None = None
    out: list[When] = []
    done = told_at = 0
    quarter: tuple[int, int] | None = None
    for match in _candidates(found, rules):
        if match.first < done:
            continue
        lead = _lead(found, match, done, rules)
        ahead = _ahead(found, match, lead, past, rules) if match.rule.means in TENSED else None
        near = quarter if match.first - told_at < QUARTER_REACH else None
        context = Context(today, ahead, mentioned, rules, found.word(match.first - 1), near)
        meaning = READERS[match.rule.means](match, context)
        if meaning is None:
            continue
        done = match.last
        if meaning.kind == "day" and meaning.period.start:
            mentioned = _day(meaning.period.start)
        if match.rule.means in ("quarter", "quarter_now") and meaning.value and meaning.value[0].isdigit():
            quarter, told_at = (int(meaning.value[:4]), int(meaning.value[-1])), match.first
        out.append(_when(found, match, meaning, today, lead))
    return tuple(_joined(text, out))


def _day(iso: str | None) -> date | None:
    try:
        day = date.fromisoformat((iso or "")[:10])
    except ValueError:
        return None
    return day if YEARS[0] <= day.year <= YEARS[1] else None


def _candidates(found: Tokens, rules: Grammar) -> list[Found]:
    """Matches from left to right, the longest first at each place, then the first rule listed."""
    return sorted(matches(found, rules), key=lambda match: (match.first, -match.last))


def _lead(found: Tokens, match: Found, floor: int, rules: Grammar) -> tuple[str, int]:
    """The words before a time that make it a start ("since") or an as-of day ("as of", "by"), and their count."""
    possessive = found.word(match.last) in ("'", "’") and found.word(match.last + 1) == "s"
    before = found.word(match.first - 1)
    for words, name in rules.leads:
        if words[-1] != before:
            continue
        at = match.first - len(words)
        if at >= floor and tuple(found.word(i) for i in range(at, match.first)) == words:
            return ("", 0) if possessive and words == ("by",) else (name, len(words))
    since = onset_since(found, match.first, floor, rules)
    return ("since", match.first - since) if since is not None else ("", 0)


def _ahead(
    found: Tokens, match: Found, lead: tuple[str, int], past: Callable[[int], bool] | None, rules: Grammar
) -> bool | None:
    """Whether the time lies ahead: "since" never does, "by" and "until" do unless a verb says otherwise."""
    if lead[0] == "since":
        return False
    if past is not None:
        return not past(found.starts[match.first])
    told = lies_ahead(found, match.first, match.last, rules)
    return True if told is None and found.word(match.first - 1) in ("by", "until", "till") else told


def _when(found: Tokens, match: Found, meaning: Meaning, today: date | None, lead: tuple[str, int]) -> When:
    """The mention, with its lead taken in."""
    first, rule, kind, period = match.first, match.rule.name, meaning.kind, meaning.period
    name, count = lead
    if kind in LED and name:
        first, rule = first - count, f"{rule}+{name}"
        if name == "since":
            now = today.isoformat() if today else None
            kind, period = "since", Period(period.start, now, period.grain, now)
        else:
            period = replace(period, as_of=period.end)
    start, end = found.starts[first], found.ends[match.last - 1]
    return When(start, end, found.text[start:end], kind, period, rule, meaning.approximate, meaning.value)


def _joined(text: str, mentions: list[When]) -> Iterator[When]:
    """A clock time beside its day is one time of that day; "from X to Y" and "between X and Y" are one range."""
    index = done = 0
    while index < len(mentions):
        this = mentions[index]
        after = mentions[index + 1] if index + 1 < len(mentions) else None
        if after and this.kind == after.kind == "clock" and CONVERTED.fullmatch(text, this.end, after.start):
            mentions.pop(index + 1)
            continue
        both = after and (_clock_and_day(text, this, after) or _ends_of_range(text, this, after, done))
        yield both or this
        done = after.end if both and after else this.end
        index += 2 if both else 1


def _clock_and_day(text: str, this: When, after: When) -> When | None:
    if this.kind == "clock" and after.kind == "day" and CLOCK_THEN_DAY.fullmatch(text, this.end, after.start):
        day, clock = after, this
    elif this.kind == "day" and after.kind == "clock" and DAY_THEN_CLOCK.fullmatch(text, this.end, after.start):
        day, clock = this, after
    else:
        return None
    value = (day.value or "").split("T")[0] + (clock.value or "")
    return replace(
        day, start=this.start, end=after.end, text=text[this.start : after.end], value=value, rule=day.rule + "+clock"
    )


def _ends_of_range(text: str, this: When, after: When, floor: int) -> When | None:
    first, last = this.period, after.period
    if this.kind != after.kind or this.kind not in ("day", "month", "year") or not first.start or not last.end:
        return None
    opening = RANGE_OPENS.search(text, max(floor, this.start - 12), this.start)
    middle = RANGE_GOES.fullmatch(text, this.end, after.start)
    if (
        not opening
        or not middle
        or first.start >= last.end
        or (opening[1].lower() == "between") != (middle[1] == "and")
    ):
        return None
    start = opening.start(1)
    period = Period(first.start, last.end, first.grain)
    return When(
        start, after.end, text[start : after.end], "range", period, this.rule + "+range", this.approximate, first.start
    )

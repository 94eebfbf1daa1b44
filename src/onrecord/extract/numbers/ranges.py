"""Two amounts that make one range, and two that stand as a score or a vote."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from onrecord.extract.numbers.kinds import votes_near
from onrecord.extract.numbers.pattern import BLANK, FILE, either, spaced
from onrecord.extract.numbers.words import Amount
from onrecord.knowledge import table

PLAIN = ("digits", "words", "dozen")
DASHES = ("-", "–", "—", "‒", "−")
WIDEST = 10


@dataclass(frozen=True, slots=True)
class Links:
    """What may stand between the ends of a range, before it, and what makes "from 5 to 6" a change instead."""

    between: re.Pattern[str]
    span: re.Pattern[str]
    opened: re.Pattern[str]
    change: re.Pattern[str]


@cache
def links() -> Links:
    """The range patterns, built once from numbers.toml."""
    data = table(FILE)
    sign = rf"(?:{either(data['currency']['signs'])})?{BLANK}?"
    percent = rf"(?:{BLANK}?(?:%|percent|per{BLANK}cent))?"
    maybe = either(data["ranges"]["maybe"])
    return Links(
        between=re.compile(spaced(rf"{percent} (?:and|to) {sign}"), re.IGNORECASE),
        span=re.compile(
            spaced(
                rf"{percent}(?:{BLANK}*[-–—‒−]{BLANK}*| (?:to|or) |,? (?:{maybe}) )"
                rf"{sign}(?:as many as |up to |even )?"
            ),
            re.IGNORECASE,
        ),
        opened=re.compile(
            spaced(rf"\b(?P<word>between|from|of)(?: an? estimated| about| around| some)? {sign}$"), re.IGNORECASE
        ),
        change=re.compile(
            spaced(rf"\b(?:{either(data['ranges']['change'])})\b[^.;]{{0,60}}\b(?P<by>from|by) (?:\w+ )?{sign}$"),
            re.IGNORECASE,
        ),
    )


def opening(text: str, start: int) -> re.Match[str] | None:
    """The "between" or "from" that stands before offset ``start``."""
    found = links().opened.search(text[max(0, start - 40) : start])
    return found if found is not None and found.group("word").lower() != "of" else None


def is_range(text: str, first: Amount, second: Amount) -> bool:
    """Whether two neighbouring amounts make one range ("between 100 and 150", "50 to 60", "two or three")."""
    if first.form not in PLAIN or second.form not in PLAIN or second.start - first.end > 24:
        return False
    rules = links()
    gap = text[first.end : second.start]
    if not rules.span.fullmatch(gap):
        opened = opening(text, first.start)
        if opened is None or opened.group("word").lower() != "between" or not rules.between.fullmatch(gap):
            return False
    low, high = low_end(text, first, second), second.value
    if low is None or high is None or low >= high:
        return False
    words = gap.lower().split()
    if "or" in words and high > WIDEST * low:
        return False
    if re.search(r"%|cent", gap) and not re.match(r"\s?(?:%|per)", text[second.end : second.end + 4]):
        return False
    left = text[max(0, first.start - 90) : first.start]
    changed = rules.change.search(left) if "to" in words else None
    if changed and (changed.group("by").lower() == "from" or high > 3 * low):
        return False
    return not (gap in DASHES and re.search(r"\bvote[sd]?,?\s+(?:\w+\s+)?$", left, re.IGNORECASE))


def low_end(text: str, first: Amount, second: Amount) -> float | None:
    """The lower end of a range with the multiplier it shares with the upper ("10-15 million", "20-30,000")."""
    low = first.value
    if low is None or first.scale != 1 or second.value is None or second.coefficient is None:
        return low
    if second.scale > 1 and low < second.coefficient:
        return low * second.scale
    if "," in text[second.start : second.end] and low < 1000 and 100 * low < second.value and low * 1000 < second.value:
        return low * 1000
    return low


def is_score(text: str, first: Amount, second: Amount) -> bool:
    """Whether two plain numbers stand as "141-5", or beside a vote as "14 to 2": as a rule the larger first."""
    if {first.form, second.form} - {"digits", "words"} or first.value is None or second.value is None:
        return False
    gap = text[first.end : second.start]
    if gap not in DASHES and gap.strip().lower() not in ("to", "votes to"):
        return False
    votes = votes_near(text, first.start, second.end)
    if gap in DASHES:
        return first.form == second.form == "digits" and (first.value >= second.value or votes)
    return votes and first.value >= second.value

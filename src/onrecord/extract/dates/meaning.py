"""The arithmetic of times: what a matched pattern means, relative to the day a report was published."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.extract.dates.grammar import Found, Grammar
from onrecord.model import Period

DAY = timedelta(days=1)
SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 14)}


@dataclass(frozen=True, slots=True)
class Context:
    """What a meaning may depend on: publication day, tense, last day and near quarter mentioned."""

    today: date | None
    ahead: bool | None
    mentioned: date | None
    rules: Grammar
    before: str = ""
    quarter: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a time expression says: kind, period, TIMEX3 value, and whether the words are loose."""

    kind: str
    period: Period
    value: str | None
    approximate: bool = False


def day(when: date | None, *, value: str | None = None, suffix: str = "", approximate: bool = False) -> Meaning:
    """One day, or an open one where the publication day is not known."""
    if when is None:
        return Meaning("day", Period(grain="day"), value, approximate)
    iso = when.isoformat()
    return Meaning("day", Period(iso, iso, "day"), value or iso + suffix, approximate)


def days(first: date, last: date, value: str | None, kind: str = "range", approximate: bool = False) -> Meaning:
    """A run of days, both ends within."""
    return Meaning(kind, Period(first.isoformat(), last.isoformat(), "day"), value, approximate)


def month_of(year: int, month: int, approximate: bool = False) -> Meaning:
    """One month."""
    iso = f"{year:04d}-{month:02d}"
    return Meaning("month", Period(iso, iso, "month"), iso, approximate)


def year_of(year: int, approximate: bool = False) -> Meaning:
    """One year."""
    return Meaning("year", Period(f"{year:04d}", f"{year:04d}", "year"), f"{year:04d}", approximate)


def quarter_of(year: int, quarter: int) -> Meaning:
    """One quarter of a year; numbers past the year's end or start move to its neighbours."""
    year, index = year + (quarter - 1) // 4, (quarter - 1) % 4
    return months((year, index * 3 + 1), (year, index * 3 + 3), f"{year:04d}-Q{index + 1}")


def open_time(kind: str, grain: str | None = None, value: str | None = None, approximate: bool = False) -> Meaning:
    """A time that the words alone do not place."""
    return Meaning(kind, Period(grain=grain), value, approximate)


def months(first: tuple[int, int], last: tuple[int, int], value: str, approximate: bool = False) -> Meaning:
    """A run of months, both ends within, each as (year, month)."""
    return Meaning(
        "range", Period(f"{first[0]:04d}-{first[1]:02d}", f"{last[0]:04d}-{last[1]:02d}", "month"), value, approximate
    )


def shift_months(when: date, count: int) -> date:
    """The same day of another month, or that month's last day."""
    index = when.year * 12 + when.month - 1 + count
    year, month = divmod(index, 12)
    year = min(max(year, 1), 9999)
    return date(year, month + 1, min(when.day, monthrange(year, month + 1)[1]))


def digits(text: str) -> int:
    """The number that the digits of a text make."""
    return int(re.sub(r"\D", "", text) or 0)


def make(year: int, month: int, number: int) -> date | None:
    """The date, or None where the calendar has no such day."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def number_of(words: str | None, rules: Grammar) -> float | None:
    """The count that a quantity's words say; None for "several", "a few"."""
    total, seen = 0.0, False
    for word in re.findall(r"\d+(?:[.,]\d+)*|[a-z]+", words or ""):
        if word in ("to", "or") and seen:
            break
        if word[0].isdigit():
            try:
                total, seen = total + float(word.replace(",", "")), True
            except ValueError:
                return None
        elif word in rules.values["small"] or word in rules.values["tens"]:
            total, seen = total + (rules.values["small"].get(word) or rules.values["tens"][word]), True
        elif word in ("hundred", "thousand"):
            total, seen = (total or 1) * (100 if word == "hundred" else 1000), True
        elif word == "couple":
            return 2
        elif word == "half":
            return total + 0.5
        elif word in rules.values["vague"]:
            return None
    if not seen:
        return 1 if re.search(r"\b(?:an?|one)\b", words or "") else None
    return total


def length(count: float | None, unit: str) -> str:
    """The TIMEX3 value of a duration; X where the count is not told."""
    if unit == "F":
        count, unit = (None if count is None else count * 2), "W"
    unit = {"N": "D", "C": "CE", "E": "DE"}.get(unit, unit)
    if unit == "TH" and count is not None and count == 24:
        count, unit = 1, "D"
    if count is not None and unit in ("DE", "CE"):
        count, unit = count * (10 if unit == "DE" else 100), "Y"
    told = "X" if count is None else f"{count:g}"
    return f"PT{told}{unit[1:]}" if unit.startswith("T") else f"P{told}{unit}"


def move(when: date, count: float, unit: str) -> date | None:
    """The day that lies so many units away; hours move by whole days only."""
    try:
        if unit in ("M", "Y", "E", "C"):
            return shift_months(when, round(count * {"M": 1, "Y": 12, "E": 120, "C": 1200}[unit]))
        per = {"D": 1.0, "N": 1.0, "W": 7.0, "F": 14.0, "TH": 1 / 24, "TM": 0.0, "TS": 0.0}[unit]
        return when + timedelta(days=int(count * per))
    except (OverflowError, ValueError):
        return None


def week_value(when: date) -> str:
    """The ISO week that holds a day, as a TIMEX3 value."""
    year, week, _ = when.isocalendar()
    return f"{year}-W{week:02d}"


def suffix_of(found: Found, rules: Grammar) -> str:
    """The part of day that a match names, as the tail of a TIMEX3 value."""
    part = (
        found.parts.get("tail")
        or found.parts.get("part_before")
        or found.parts.get("part")
        or found.parts.get("part_of")
    )
    return str(rules.values["part"].get(part or "", ""))


def loose(found: Found) -> bool:
    """Whether the words give only the early, middle or late part of a longer time."""
    return bool(found.parts.get("edge") or found.parts.get("edge_noun"))


Reader = Callable[[Found, Context], "Meaning | None"]


def registry(readers: dict[str, Reader]) -> Callable[[str], Callable[[Reader], Reader]]:
    """A decorator that enters a function as the arithmetic of the rules whose ``means`` it is given."""

    def reads(name: str) -> Callable[[Reader], Reader]:
        def enter(reader: Reader) -> Reader:
            readers[name] = reader
            return reader

        return enter

    return reads


def unit_of(found: Found, context: Context) -> str:
    """The unit's letter: TS, TM, TH, D, N, W, F, M, Y, E or C."""
    word = found.parts.get("unit", "")
    values: Mapping[str, Mapping[str, str]] = context.rules.values
    return str(values["unit"].get(word) or values["calendar_unit"].get(word) or values["weekend_word"].get(word, "D"))

"""One function for each way to say more or less than a day: windows, months, years, durations, clocks."""

from __future__ import annotations

import re
from datetime import date, timedelta

from onrecord.extract.dates.grammar import Found
from onrecord.extract.dates.meaning import (
    DAY,
    SEASONS,
    Context,
    Meaning,
    Reader,
    day,
    days,
    digits,
    length,
    loose,
    month_of,
    months,
    move,
    number_of,
    open_time,
    quarter_of,
    registry,
    shift_months,
    unit_of,
    week_value,
    year_of,
)
from onrecord.model import Period

READERS: dict[str, Reader] = {}
reads = registry(READERS)


@reads("window")
def window(found: Found, context: Context) -> Meaning | None:
    unit, words = unit_of(found, context), found.parts.get("quantity")
    count = number_of(words, context.rules) if words else (None if found.parts["unit"].endswith("s") else 1)
    value = length(count, unit)
    if context.today is None:
        return open_time("window", "day", value)
    start = move(context.today, -count, unit) if count is not None else None
    now = context.today.isoformat()
    return Meaning("window", Period(start.isoformat() if start else None, now, "day", now), value, count is None)


@reads("ahead")
def ahead(found: Found, context: Context) -> Meaning | None:
    unit, words = unit_of(found, context), found.parts.get("quantity")
    count = number_of(words, context.rules) if words else (None if found.parts["unit"].endswith("s") else 1)
    value = length(count, unit)
    if unit == "D" and not words and count == 1:
        return day(context.mentioned + DAY if context.mentioned else None)
    if found.parts["onward"] == "following" and not words and unit in ("W", "M", "Y") and context.mentioned:
        when = move(context.mentioned, 1, unit) or context.mentioned
        monday = when - timedelta(days=when.weekday())
        later = {"M": month_of(when.year, when.month), "Y": year_of(when.year)}
        return later.get(unit) or days(monday, monday + 6 * DAY, week_value(monday))
    end = move(context.today, count, unit) if context.today and count is not None else None
    if context.today is None or end is None:
        return open_time("range", "day", value, True)
    return days(context.today, end, value)


@reads("so_far")
def so_far(found: Found, context: Context) -> Meaning | None:
    today, unit = context.today, unit_of(found, context)
    if today is None:
        return open_time("window", "day")
    start = {"W": today - timedelta(days=today.weekday()), "M": today.replace(day=1), "Y": date(today.year, 1, 1)}.get(
        unit
    )
    value = {"W": week_value(today), "M": today.isoformat()[:7], "Y": f"{today.year:04d}"}.get(unit)
    now = today.isoformat()
    return Meaning("window", Period(start.isoformat() if start else None, now, "day", now), value)


@reads("shifted")
def shifted(found: Found, context: Context) -> Meaning | None:
    today, unit = context.today, unit_of(found, context)
    step = context.rules.values["shift"].get(found.parts.get("shift", ""), 0)
    if today is None:
        return open_time("range")
    if unit == "M":
        when = shift_months(today, step)
        return month_of(when.year, when.month, loose(found))
    if unit == "Y":
        return year_of(min(max(today.year + step, 1), 9999), loose(found))
    if unit == "Q":
        return quarter_of(today.year, (today.month - 1) // 3 + 1 + step)
    if unit not in ("W", "WE"):
        return open_time("range", value="PAST_REF" if step < 0 else "PRESENT_REF", approximate=True)
    monday = today - timedelta(days=today.weekday())
    if unit == "W":
        if today.weekday() == 6 and step:
            monday += 7 * DAY
        monday += timedelta(days=7 * step)
        return days(monday, monday + 6 * DAY, week_value(monday), approximate=loose(found))
    saturday = monday + 5 * DAY
    if step < 0 or (step == 0 and not context.ahead and today < saturday and "shift" not in found.parts):
        saturday -= 7 * DAY
    if step > 0:
        saturday += 7 * DAY
    return days(saturday, saturday + DAY, week_value(saturday) + "-WE")


@reads("season")
def season(found: Found, context: Context) -> Meaning | None:
    name = context.rules.values["any_season"][found.parts["season"]]
    first, last = SEASONS[name]
    if "year" in found.parts:
        year = int(found.parts["year"])
    elif context.today is None:
        return open_time("range", "month")
    else:
        year = context.today.year + context.rules.values["shift"].get(found.parts.get("shift", ""), 0)
        if found.parts.get("shift") == "last" and context.today.month > last:
            year = context.today.year
        elif "shift" not in found.parts and not context.ahead and context.today.month < first:
            year -= 1
    end = (year, last) if last <= 12 else (year + 1, last - 12)
    return months((year, first), end, f"{year:04d}-{name}", loose(found))


@reads("month")
def month(found: Found, context: Context) -> Meaning | None:
    number = context.rules.values["any_month"][found.parts["month"]]
    vague = loose(found)
    if "year" in found.parts:
        return month_of(int(found.parts["year"]), number, vague)
    if "spoken_year" in found.parts:
        spoken = _spoken(found.parts["spoken_year"], context)
        return month_of(spoken, number, vague) if spoken else None
    today = context.today
    if today is None:
        return open_time("month", "month", f"XXXX-{number:02d}", vague)
    step = found.parts.get("shift") or found.parts.get("shift_year") or ""
    shift = context.rules.values["shift"].get(step)
    if shift is not None and ("shift_year" in found.parts or "year" in found.rule.name):
        return month_of(today.year + shift, number, vague)
    if shift == 1 or (shift is None and context.ahead):
        year = today.year + (number <= today.month if shift == 1 else number < today.month)
    elif shift == -1:
        year = today.year - (number >= today.month)
    else:
        year = today.year - (number > today.month)
    return month_of(year, number, vague)


def _spoken(words: str, context: Context) -> int | None:
    """The year that number words say: "nineteen ninety-six", "two thousand and nine", "twenty ten"."""
    small, tens = context.rules.values["small"], context.rules.values["tens"]
    numbers = [small.get(w) or tens.get(w) or 0 for w in re.findall(r"[a-z]+", words) if w not in ("and", "thousand")]
    if not numbers:
        return None
    return numbers[0] * (1000 if "thousand" in words else 100) + sum(numbers[1:])


@reads("year")
def year(found: Found, context: Context) -> Meaning | None:
    if "spoken_year" in found.parts:
        number = _spoken(found.parts["spoken_year"], context)
        return year_of(number, loose(found)) if number and 1500 < number < 2200 else None
    return year_of(int(found.parts["year"]), loose(found))


@reads("year_span")
def year_span(found: Found, context: Context) -> Meaning | None:
    first = int(found.parts["year"])
    last = int(found.parts["last"]) if "last" in found.parts else first // 100 * 100 + int(found.parts["last_two"])
    if last <= first or last - first > 500:
        return None
    return Meaning("range", Period(f"{first:04d}", f"{last:04d}", "year"), f"{first:04d}")


@reads("decade")
def decade(found: Found, context: Context) -> Meaning | None:
    word = found.parts.get("decade_word")
    number = context.rules.values["decade_word"][word] if word else digits(found.parts["decade"])
    first = number + 1900 if number < 100 else number
    if word is None and len(str(first)) != 4:
        return None
    return Meaning("range", Period(f"{first:04d}", f"{first + 9:04d}", "year"), f"{first:04d}"[:3], True)


@reads("century")
def century(found: Found, context: Context) -> Meaning | None:
    number = digits(found.parts["nth"])
    if not 1 < number < 30:
        return None
    first = (number - 1) * 100
    return Meaning("range", Period(f"{first:04d}", f"{first + 99:04d}", "year"), f"{first:04d}"[:2], True)


@reads("quarter")
def quarter(found: Found, context: Context) -> Meaning | None:
    number = context.rules.values["order"][found.parts["order"]]
    if number > 4:
        return None
    told = found.parts.get("year") or found.parts.get("year_before")
    if told:
        return quarter_of(int(told), number)
    if context.today is None:
        return open_time("range", "month", f"XXXX-Q{number}")
    step = found.parts.get("shift_before") or found.parts.get("shift_after")
    if step:
        return quarter_of(context.today.year + context.rules.values["shift"][step], number)
    behind = context.today.month < number * 3 - 2 and not context.ahead
    return quarter_of(context.today.year - behind, number)


@reads("quarter_now")
def quarter_now(found: Found, context: Context) -> Meaning | None:
    if context.today is None:
        return open_time("range", "month")
    return quarter_of(context.today.year, (context.today.month - 1) // 3)


@reads("year_ago")
def year_ago(found: Found, context: Context) -> Meaning | None:
    if context.quarter:
        return quarter_of(context.quarter[0] - 1, context.quarter[1])
    if context.today and found.parts.get("quarter") == "quarter":
        return quarter_of(context.today.year - 1, (context.today.month - 1) // 3)
    return year_of(max(context.today.year - 1, 1), True) if context.today else open_time("relative", "year")


@reads("duration")
def duration(found: Found, context: Context) -> Meaning | None:
    words = found.parts.get("quantity")
    bare = words is not None and re.fullmatch(r"an?|the|one", words) is not None
    ending = found.rule.name
    if bare and ending == "duration.quantity" and words != "one" and context.before not in context.rules.carriers:
        return None
    if bare and found.parts["unit"] == "second":
        return None
    unit = unit_of(found, context)
    count = number_of(words, context.rules) if words else (1 if ending == "duration.long" else None)
    return Meaning("duration", Period(), length(count, unit), count is None)


@reads("repeated")
def repeated(found: Found, context: Context) -> Meaning | None:
    values, parts = context.rules.values, found.parts
    if "rate" in parts:
        value = values["rate"][parts["rate"]]
    elif "weekday" in parts:
        value = f"XXXX-WXX-{values['weekday'][parts['weekday']] + 1}"
    elif "month" in parts:
        value = f"XXXX-{values['month'][parts['month']]:02d}"
    elif "tail" in parts:
        value = f"XXXX-XX-XX{values['part'][parts['tail']]}"
    elif "season" in parts:
        value = f"XXXX-{values['season'][parts['season']]}"
    else:
        value = length(1, unit_of(found, context))
    return Meaning("set", Period(), value)


@reads("clock")
def clock(found: Found, context: Context) -> Meaning | None:
    word = found.parts.get("hour_word")
    if word:
        return Meaning("clock", Period(), context.rules.values["hour_word"][word])
    numbers = [int(n) for n in re.findall(r"\d+", found.parts.get("clock") or found.parts.get("hour") or "")]
    if len(numbers) == 1 and numbers[0] > 24:
        numbers = list(divmod(numbers[0], 100))
    if not numbers or numbers[0] > 24 or any(n > 59 for n in numbers[1:]):
        return None
    half = (found.parts.get("ampm") or " ")[0]
    hour = (
        numbers[0] % 12 + 12
        if half == "p" and numbers[0] <= 12
        else 0
        if half == "a" and numbers[0] == 12
        else numbers[0]
    )
    return Meaning("clock", Period(), f"T{hour:02d}:{numbers[1]:02d}" if len(numbers) > 1 else f"T{hour:02d}:00")


@reads("reference")
def reference(found: Found, context: Context) -> Meaning | None:
    return open_time("relative", value=found.rule.value, approximate=True)

"""One function for each way to say a day: calendar dates, weekdays, yesterday, days from another day."""

from __future__ import annotations

import re
from datetime import date

from dateutil.easter import easter

from onrecord.extract.dates.grammar import Found
from onrecord.extract.dates.meaning import (
    DAY,
    Context,
    Meaning,
    Reader,
    day,
    days,
    digits,
    length,
    make,
    month_of,
    move,
    number_of,
    open_time,
    quarter_of,
    registry,
    suffix_of,
    unit_of,
    year_of,
)

READERS: dict[str, Reader] = {}
SLIP = 60  # days
reads = registry(READERS)


def _nearest_year(context: Context, month: int, number: int) -> int | None:
    """The year of a date given without one: the nearer, leaning to the past unless the words look ahead.

    What the words call past lies ahead by no more than a slip of some weeks.
    """
    today = context.today
    if today is None:
        return None
    this = make(today.year, month, number)
    if this is None:
        return today.year
    most = {True: 300, False: SLIP, None: 120}[context.ahead]
    if this > today and (this - today).days > most:
        return today.year - 1
    if context.ahead and (today - this).days > 60:
        return today.year + 1
    return today.year


@reads("calendar")
def calendar(found: Found, context: Context) -> Meaning | None:
    month = context.rules.values["any_month"][found.parts["month"]]
    number = digits(found.parts["day"]) if "day" in found.parts else context.rules.values["order"][found.parts["order"]]
    year = int(found.parts["year"]) if "year" in found.parts else _nearest_year(context, month, number)
    commonly_a_month = context.before == "in" and "year" not in found.parts and "weekday" not in found.parts
    if number == 0 or (commonly_a_month and found.rule.name == "day.month-day"):
        return None
    if year is None:
        return day(None, value=f"XXXX-{month:02d}-{number:02d}") if make(2000, month, number) else None
    when = make(year, month, number)
    return day(when, suffix=suffix_of(found, context.rules)) if when else None


@reads("day_span")
def day_span(found: Found, context: Context) -> Meaning | None:
    month = context.rules.values["any_month"][found.parts["month"]]
    first, last = digits(found.parts["day"]), digits(found.parts["last"])
    year = int(found.parts["year"]) if "year" in found.parts else _nearest_year(context, month, first)
    if year is None:
        return open_time("range", "day")
    start, end = make(year, month, first), make(year, month, last)
    return days(start, end, start.isoformat()) if start and end and start < end else None


@reads("numeric")
def numeric(found: Found, context: Context) -> Meaning | None:
    parts = [int(p) for p in re.findall(r"\d+", found.parts["date"])[:3]]
    if re.match(r"\d{4}", found.parts["date"]):
        when = make(*parts)
    else:
        first, second, year = parts
        when = make(year, second, first)
        if "/" in found.parts["date"] and first <= 12:
            when = make(year, first, second)
    return day(when) if when else None


@reads("weekday")
def weekday(found: Found, context: Context) -> Meaning | None:
    today, suffix = context.today, suffix_of(found, context.rules)
    if today is None:
        return day(None, value="XXXX-WXX-" + str(context.rules.values["weekday"][found.parts["weekday"]] + 1))
    target = context.rules.values["weekday"][found.parts["weekday"]]
    onward = found.parts.get("onward")
    if onward == "following" and context.mentioned:
        return day(context.mentioned + DAY * ((target - context.mentioned.weekday()) % 7 or 7), suffix=suffix)
    shift = context.rules.values["shift"].get(found.parts.get("shift") or onward or "")
    since, until = (today.weekday() - target) % 7, (target - today.weekday()) % 7
    if shift == -1:
        step = -(since or 7)
    elif shift == 1:
        step = until or 7
    elif context.ahead or (shift == 0 and context.ahead is None):
        step = until
    else:
        step = -since
    return day(today + DAY * step, suffix=suffix)


@reads("weekday_of_week")
def weekday_of_week(found: Found, context: Context) -> Meaning | None:
    target = context.rules.values["weekday"][found.parts["weekday"]]
    if context.today is None:
        return day(None, value=f"XXXX-WXX-{target + 1}")
    monday = context.today - DAY * context.today.weekday()
    return day(monday + DAY * (7 * context.rules.values["shift"][found.parts["shift"]] + target))


@reads("deictic")
def deictic(found: Found, context: Context) -> Meaning | None:
    step = context.rules.values["deictic"][found.parts["deictic"]]
    suffix = suffix_of(found, context.rules) or ("TNI" if found.parts["deictic"] in ("tonight", "overnight") else "")
    return day(context.today + step * DAY if context.today else None, suffix=suffix)


@reads("two_days")
def two_days(found: Found, context: Context) -> Meaning | None:
    step = 2 * context.rules.values["direction"][found.parts["direction"]]
    return day(context.today + step * DAY if context.today else None)


@reads("part_today")
def part_today(found: Found, context: Context) -> Meaning | None:
    return day(context.today, suffix=suffix_of(found, context.rules))


@reads("last_night")
def last_night(found: Found, context: Context) -> Meaning | None:
    return day(context.today - DAY if context.today else None, suffix=suffix_of(found, context.rules))


@reads("mentioned_day")
def mentioned_day(found: Found, context: Context) -> Meaning | None:
    return day(context.mentioned, suffix=suffix_of(found, context.rules))


@reads("next_to_mentioned")
def next_to_mentioned(found: Found, context: Context) -> Meaning | None:
    step = context.rules.values["shift"][found.parts["side"]]
    anchor = context.mentioned or (context.today if step < 0 else None)
    return day(anchor + step * DAY if anchor else None, suffix=suffix_of(found, context.rules))


@reads("beside_mentioned")
def beside_mentioned(found: Found, context: Context) -> Meaning | None:
    step = context.rules.values["direction"][found.parts["direction"]]
    anchor = context.mentioned or (context.today if step < 0 else None)
    return _offset(anchor, step, 1, unit_of(found, context)) if anchor else day(None)


@reads("ago")
def ago(found: Found, context: Context) -> Meaning | None:
    count, unit = number_of(found.parts["quantity"], context.rules), unit_of(found, context)
    if context.quarter and count == 1 and unit == "Y":
        return quarter_of(context.quarter[0] - 1, context.quarter[1])
    return _offset(context.today, -1, count, unit)


@reads("offset")
def offset(found: Found, context: Context) -> Meaning | None:
    step = context.rules.values["direction"][found.parts["direction"]]
    count, unit = number_of(found.parts["quantity"], context.rules), unit_of(found, context)
    if step > 0 and context.mentioned is None:
        return open_time("relative", value=length(count, unit), approximate=True)
    if step < 0 and context.quarter and count == 1 and unit == "Y":
        return quarter_of(context.quarter[0] - 1, context.quarter[1])
    return _offset(context.mentioned or context.today, step, count, unit)


@reads("from_event")
def from_event(found: Found, context: Context) -> Meaning | None:
    count = number_of(found.parts.get("quantity", "one"), context.rules)
    return open_time("relative", value=length(count, unit_of(found, context)), approximate=count is None)


@reads("from_now")
def from_now(found: Found, context: Context) -> Meaning | None:
    return _offset(context.today, 1, number_of(found.parts["quantity"], context.rules), unit_of(found, context))


def _offset(anchor: date | None, step: int, count: float | None, unit: str) -> Meaning | None:
    if count is None:
        return open_time("relative", value="PAST_REF" if step < 0 else "FUTURE_REF", approximate=True)
    if anchor is None:
        return open_time("relative", value=length(count, unit))
    when = move(anchor, step * count, unit)
    if when is None:
        return open_time("relative", value=length(count, unit))
    if unit == "M":
        return month_of(when.year, when.month, approximate=True)
    if unit in ("Y", "E", "C"):
        return year_of(when.year, approximate=True)
    return day(when, approximate=unit in ("W", "F") and count > 1)


@reads("holiday")
def holiday(found: Found, context: Context) -> Meaning | None:
    name = re.sub(r"\s+", " ", found.parts["holiday"].replace("’", "'"))
    told = context.rules.holidays.get(name)
    if told is None:
        return None
    number, place = int(told[:2]), int(told[3:])
    when = _nearest_year(context, number, place)
    return day(make(when, number, place) if when else None, value=None if when else f"XXXX-{told}")


@reads("easter")
def easter_day(found: Found, context: Context) -> Meaning | None:
    step = context.rules.easter.get(re.sub(r"\s+", " ", found.parts["feast"]))
    if step is None:
        return None
    today = context.today
    if today is None:
        return day(None)
    near = [easter(year) + DAY * step for year in (today.year - 1, today.year, today.year + 1)]
    ahead = [when for when in near if when >= today]
    behind = [when for when in near if when <= today]
    return day(ahead[0] if context.ahead else behind[-1])

"""Dates as a brief prints them: day and month, with the year only where the record spans several."""

from __future__ import annotations

from onrecord.brief.content import Brief, IncidentBrief

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def short_date(date: str | None, year: str | None = None) -> str:
    """An ISO date of any grain in a few characters; ``year`` is the one that goes without saying."""
    if not date:
        return ""
    parts = date[:10].split("-")
    if not all(part.isdigit() for part in parts) or (len(parts) > 1 and not 1 <= int(parts[1]) <= 12):
        return date
    if len(parts) == 1:
        return parts[0]
    month = MONTHS[int(parts[1]) - 1]
    day = f"{int(parts[2])} {month}" if len(parts) > 2 else month
    return day if parts[0] == year and len(parts) > 2 else f"{day} {parts[0]}"


def long_date(date: str) -> str:
    """An ISO date of any grain in full: 2 March 2022, March 2022, 2022."""
    parts = date[:10].split("-")
    if not all(p.isdigit() for p in parts) or (len(parts) > 1 and not 1 <= int(parts[1]) <= 12):
        return date
    if len(parts) < 3:
        return " ".join([*(LONG[int(month) - 1] for month in parts[1:]), parts[0]])
    return f"{int(parts[2])} {LONG[int(parts[1]) - 1]} {parts[0]}"


def span(first: str | None, last: str | None) -> str:
    """From one day to another, or the one day."""
    if not first or not last:
        return "no date"
    if first[:10] == last[:10]:
        return long_date(first)
    if first[:7] == last[:7] and len(first) >= 10 and len(last) >= 10:
        return f"{int(first[8:10])} to {long_date(last)}"
    return f"{long_date(first)} to {long_date(last)}"


def headline(incident: IncidentBrief) -> tuple[str, str]:
    """An incident's heading in two parts: its place in capitals, then what happened and when."""
    if incident.what == "totals":
        rest = f"totals as of {long_date(incident.day)}" if incident.day else "totals"
    else:
        rest = ", ".join(part for part in (incident.what, long_date(incident.day) if incident.day else "") if part)
    return incident.title.upper(), rest


def tacit_year(brief: Brief) -> str | None:
    """The year that goes without saying: that of all the reports, where they share one."""
    first, last = brief.counts.first, brief.counts.last
    return first[:4] if first and last and first[:4] == last[:4] else None

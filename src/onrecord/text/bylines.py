"""When and by whom a report was published, as told by its own text; every guess carries its reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

from onrecord.model import Report, Segment
from onrecord.text.wording import iso_date, month_of, wording

MAIL = re.compile(r"[\w.+-]+@((?:[\w-]+\.)+[a-z]{2,})", re.IGNORECASE)
PRIVATE = {"gmail", "yahoo", "hotmail", "outlook", "aol", "icloud", "protonmail"}
SECOND_LEVEL = {"co", "com", "org", "net", "ac", "gov"}
LINK_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/](0[1-9]|1[0-2])[-/](0[1-9]|[12]\d|3[01])(?!\d)")


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where a report was filed: the city and what it lies in, as written, its offsets, and the date if one is given."""

    place: str | None
    within: str | None
    start: int
    end: int
    date: str | None


def dateline_of(report: Report) -> Dateline | None:
    """The first dateline that names a place, with the first date that any dateline of the head gives."""
    words = wording(report.language)
    when: str | None = None
    for segment in report.segments:
        if segment.kind != "dateline":
            continue
        stretch = report.text[segment.start : segment.end]
        when = when or iso_date(stretch, language=report.language) or _day_of(stretch, report)
        for form in (*words.dateline_start, *words.dateline_first, *words.dateline_inside):
            found = form.pattern.match(report.text, segment.start)
            if found is None or found.end() > segment.end or not found.groupdict().get("city"):
                continue
            start = found.start("city")
            if found["city"].split()[0].strip(".,’'") in words.never_city:
                continue
            region = found.groupdict().get("region")
            return Dateline(
                found["city"], region.strip(" ,") if region else None, start, start + len(found["city"]), when
            )
    return None


def _day_of(stretch: str, report: Report) -> str | None:
    """A day without a year ("May 10"), in the year in which the report was published."""
    found = wording(report.language).month_day.search(stretch)
    if found is None or report.published is None or len(report.published) < 4:
        return None
    month, day = month_of(found["month"], language=report.language), re.match(r"\d+", found["day"])
    return f"{report.published[:4]}-{month:02d}-{int(day[0]):02d}" if month and day else None


def guess_published(
    text: str, segments: Sequence[Segment], *, links: Sequence[str] = (), language: str = "en"
) -> tuple[str | None, str]:
    """The publication date a text gives away, and why: its date line's, else its captions' latest, else its links'."""
    for segment in segments:
        if segment.kind == "body":
            break
        if segment.kind == "dateline" and (found := iso_date(text[segment.start : segment.end], language=language)):
            return found, f'the report begins with the date line "{text[segment.start : segment.end]}"'
    dates = wording(language).date
    pictures = [s for s in segments if s.kind in ("caption", "credit")]
    caption_dates = [
        day
        for s in pictures
        for m in dates.finditer(text, s.start, s.end)
        if (day := iso_date(m[0], language=language)) is not None
    ]
    if caption_dates:
        return max(caption_dates), f"the latest date in its picture captions is {max(caption_dates)}"
    link_dates = ["-".join(m.groups()) for link in links for m in LINK_DATE.finditer(link)]
    if link_dates:
        return _after_the_night(text, max(link_dates))
    return None, ""


def _after_the_night(text: str, day: str) -> tuple[str, str]:
    """Links are older than the text: one that tells of the night of their last day came out the day after."""
    why = f"the latest date in the addresses it links to is {day}"
    linked = date.fromisoformat(day)
    weekday = f"{linked:%A}"
    if re.search(rf"\b(?:{weekday} (?:night|evening)|late (?:on )?{weekday})\b", text):
        return (linked + timedelta(days=1)).isoformat(), f"{why}, and it tells of {weekday} night"
    return day, why


def guess_publisher(
    text: str, segments: Sequence[Segment], *, title: str = "", url: str | None = None
) -> tuple[str | None, str]:
    """The outlet a report gives away and why: its own address, else its writers' mail addresses."""
    if url and (host := _host(url)):
        return _outlet(host), f"the report's address is on {host}"
    for segment in reversed(segments):
        if segment.kind in ("boilerplate", "credit") and (mail := MAIL.search(text, segment.start, segment.end)):
            name = _outlet(mail[1])
            if name not in PRIVATE:
                return name, f"its writers' mail addresses are at {mail[1]}"
    return None, ""


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _outlet(host: str) -> str:
    """The telling part of a host name: wsj of wsj.com, bbc of www.bbc.co.uk."""
    parts = [part for part in host.lower().split(".") if part]
    if len(parts) > 2 and parts[-2] in SECOND_LEVEL and len(parts[-1]) == 2:
        return parts[-3]
    return parts[-2] if len(parts) > 1 else parts[0]

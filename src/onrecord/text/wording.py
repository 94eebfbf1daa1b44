"""How reports of a language are put together: the patterns of data/languages/XX/text.toml, compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from onrecord.knowledge import DATA, table


@dataclass(frozen=True, slots=True)
class Lead:
    """Something that may stand ahead of the first sentence, and the kind of segment it becomes."""

    kind: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Closing:
    """Credits behind a report's last sentence, and the word without which there are none: it is the quicker to find."""

    needs: str
    pattern: re.Pattern[str]

    def spans(self, text: str, start: int) -> list[tuple[int, int]]:
        """Every stretch of credits from ``start`` on."""
        return [m.span() for m in self.pattern.finditer(text, start)] if text.find(self.needs, start) >= 0 else []


@dataclass(frozen=True, slots=True)
class Wording:
    """The compiled wordings of one language; the file says what each group means."""

    months: tuple[tuple[str, int], ...]
    date: re.Pattern[str]
    month_day: re.Pattern[str]
    leads: tuple[Lead, ...]
    agency: re.Pattern[str]
    site: re.Pattern[str]
    dateline_start: tuple[re.Pattern[str], ...]
    dateline_first: tuple[re.Pattern[str], ...]
    dateline_inside: tuple[re.Pattern[str], ...]
    never_city: frozenset[str]
    stamp: re.Pattern[str]
    credit_inline: tuple[re.Pattern[str], ...]
    credit_ending: tuple[re.Pattern[str], ...]
    credit_whole: tuple[re.Pattern[str], ...]
    credit_closing: tuple[Closing, ...]
    boilerplate_whole: tuple[re.Pattern[str], ...]
    boilerplate_longest: int
    boilerplate_tail: tuple[re.Pattern[str], ...]
    label: tuple[re.Pattern[str], ...]
    about: tuple[re.Pattern[str], ...]
    about_also: re.Pattern[str]
    openers: frozenset[str]
    links: frozenset[str]
    speech: frozenset[str]
    verbs: frozenset[str]


def _expand(pattern: str, parts: dict[str, str]) -> str:
    """The pattern with every {name} replaced by that part, parts within parts included."""
    while True:
        wider = re.sub(r"\{([a-z_]+)\}", lambda m: parts[m[1]], pattern)
        if wider == pattern:
            return pattern
        pattern = wider


def wording(language: str = "en") -> Wording:
    """The wordings of a language, those of English where it is not covered."""
    return _wording(language if language in languages() else "en")


@cache
def languages() -> frozenset[str]:
    """The languages whose wordings are known."""
    return frozenset(path.parent.name for path in (DATA / "languages").glob("*/text.toml"))


@cache
def _wording(language: str) -> Wording:
    data = table(f"languages/{language}/text.toml")
    parts: dict[str, str] = data["parts"]

    def one(pattern: str) -> re.Pattern[str]:
        return re.compile(_expand(pattern, parts))

    def each(patterns: list[str]) -> tuple[re.Pattern[str], ...]:
        return tuple(map(one, patterns))

    credit: dict[str, Any] = data["credit"]
    noise: dict[str, Any] = data["boilerplate"]
    return Wording(
        months=tuple(data["months"].items()),
        date=one("{date}"),
        month_day=one("(?P<month>{month}) (?P<day>{day})"),
        leads=tuple(Lead(entry["kind"], one(entry["pattern"])) for entry in data["lead"]),
        agency=one(r"{agency}\b:?(?=\s+(?:{weekday}|{date}|[A-Z\"“‘]))"),
        site=one(data["title"]["site"]),
        dateline_start=each(data["dateline"]["start"]),
        dateline_first=each(data["dateline"]["first"]),
        dateline_inside=each([r"(?<![\w,])" + pattern for pattern in data["dateline"]["inside"]]),
        never_city=frozenset(data["dateline"]["never"]),
        stamp=one(data["stamp"]["pattern"]),
        credit_inline=each(credit["inline"]),
        credit_ending=each(credit["ending"]),
        credit_whole=each(credit["whole"]),
        credit_closing=tuple(Closing(row["needs"], one(row["pattern"])) for row in credit["closing"]),
        boilerplate_whole=each(noise["whole"]),
        boilerplate_longest=int(noise["longest"]),
        boilerplate_tail=each(noise["tail"]),
        label=each(noise["label"]),
        about=each([r"(?P<name>[A-Z]\S+(?: [A-Z]\S+){0,3}?) (?:(?P=name) )?" + verb for verb in noise["about"]]),
        about_also=one(noise["about_also"]),
        openers=frozenset(data["phrase"]["openers"]),
        links=frozenset(data["phrase"]["links"]),
        speech=frozenset(data["phrase"]["speech"]),
        verbs=frozenset(data["phrase"]["verbs"]),
    )


def iso_date(text: str, *, language: str = "en") -> str | None:
    """The first full date in the text as YYYY-MM-DD, or None; in 03.04.2016 the day comes first where it can."""
    if numeric := re.search(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)", text):
        return _iso(int(numeric[1]), int(numeric[2]), int(numeric[3]))
    found = wording(language).date.search(text)
    if found is None:
        return None
    digits = re.match(r"(?:\D*)(\d\d)[./-](\d\d)[./-](\d{4})$", found[0])
    if digits:
        day, month, year = int(digits[1]), int(digits[2]), int(digits[3])
        return _iso(year, month, day) or _iso(year, day, month)
    year_at = re.search(r"(?:19|20)\d\d(?!\d)", found[0])
    month_at = month_of(found[0], language=language)
    if year_at is None or month_at is None:
        return None
    day_at = re.search(r"\d{1,2}", found[0][: year_at.start()])
    return _iso(int(year_at[0]), month_at, int(day_at[0])) if day_at else None


def month_of(text: str, *, language: str = "en") -> int | None:
    """The number of the first month named in the text, or None."""
    names = dict(wording(language).months)
    for word in re.findall(r"[^\W\d_]+", text):
        number = names.get(word.lower()[:3])
        if number is not None:
            return number
    return None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None

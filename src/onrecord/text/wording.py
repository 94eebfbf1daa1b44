"""How reports of a language are put together: the patterns of data/languages/XX/text.toml, compiled once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from onrecord.knowledge import DATA, table


@dataclass(frozen=True, slots=True)
class Lead:
    """Something that may stand ahead of the first sentence, and the kind of segment it becomes."""

    kind: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Form:
    """A pattern, and words in lower case one of which a text must have to match, as they are the quicker to find."""

    needs: tuple[str, ...]
    pattern: re.Pattern[str]

    def possible(self, text: str) -> bool:
        """Whether the text has one of the words."""
        if not self.needs:
            return True
        return any(map(_lowered(text).__contains__, self.needs))

    def match(self, text: str) -> re.Match[str] | None:
        """The match at the beginning of the text."""
        return self.pattern.match(text) if self.possible(text) else None

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The match of the whole text."""
        return self.pattern.fullmatch(text) if self.possible(text) else None

    def search(self, text: str) -> re.Match[str] | None:
        """The first match in the text."""
        return self.pattern.search(text) if self.possible(text) else None

    def finditer(self, text: str, start: int = 0) -> Iterable[re.Match[str]]:
        """Every match from ``start`` on."""
        return self.pattern.finditer(text, start) if self.possible(text) else ()


@lru_cache(maxsize=8)
def _lowered(text: str) -> str:
    """The text in lower case, kept while one form after the other is tried on it."""
    return text.lower()


type Forms = tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """The compiled wordings of one language; the file says what each group means."""

    months: tuple[tuple[str, int], ...]
    date: re.Pattern[str]
    month_day: re.Pattern[str]
    leads: tuple[Lead, ...]
    agency: re.Pattern[str]
    site: re.Pattern[str]
    dateline_start: Forms
    dateline_first: Forms
    dateline_inside: Forms
    never_city: frozenset[str]
    stamp: Form
    credit_inline: Forms
    credit_ending: Forms
    credit_whole: Forms
    credit_closing: Forms
    boilerplate_whole: Forms
    boilerplate_longest: int
    boilerplate_tail: Forms
    label: Forms
    tags: Form
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

    def form(row: str | dict[str, Any]) -> Form:
        return Form((), one(row)) if isinstance(row, str) else Form(tuple(row["needs"]), one(row["pattern"]))

    def forms(rows: list[str | dict[str, Any]]) -> Forms:
        return tuple(map(form, rows))

    credit: dict[str, Any] = data["credit"]
    noise: dict[str, Any] = data["boilerplate"]
    return Wording(
        months=tuple(data["months"].items()),
        date=one("{date}"),
        month_day=one("(?P<month>{month}) (?P<day>{day})"),
        leads=tuple(Lead(entry["kind"], one(entry["pattern"])) for entry in data["lead"]),
        agency=one(r"{agency}\b:?(?=\s+(?:{weekday}|{date}|[A-Z\"“‘]))"),
        site=one(data["title"]["site"]),
        dateline_start=forms(data["dateline"]["start"]),
        dateline_first=forms(data["dateline"]["first"]),
        dateline_inside=forms(data["dateline"]["inside"]),
        never_city=frozenset(data["dateline"]["never"]),
        stamp=form(data["stamp"]),
        credit_inline=forms(credit["inline"]),
        credit_ending=forms(credit["ending"]),
        credit_whole=forms(credit["whole"]),
        credit_closing=forms(credit["closing"]),
        boilerplate_whole=forms(noise["whole"]),
        boilerplate_longest=int(noise["longest"]),
        boilerplate_tail=forms(noise["tail"]),
        label=forms(noise["label"]),
        tags=form(noise["tags"]),
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

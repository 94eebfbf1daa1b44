"""What a report's file says about itself: front matter between rules, or header lines ahead of the text."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from onrecord.text.wording import iso_date

FIELDS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "uid", "guid", "unit_id"),
    "title": ("title", "headline", "article_title"),
    "published": (
        "published",
        "date",
        "date_published",
        "datepublished",
        "published_at",
        "pubdate",
        "publication_date",
    ),
    "publisher": ("publisher", "outlet", "newspaper", "site_name", "source"),
    "url": ("url", "link", "canonical"),
    "text": ("text", "body", "content", "article_content", "article"),
    "language": ("language", "lang"),
}
MARKED = re.compile(r"\A\s*(?P<rule>---|\+\+\+)[ \t]*\r?\n(?P<head>.*?)\r?\n(?P=rule)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
LINE = re.compile(r"^(?P<key>[A-Za-z_][\w -]{0,30}?)\s*[:=]\s*(?P<value>.*?)\s*$")


@dataclass(frozen=True, slots=True)
class Front:
    """The fields a file states, and the text without them."""

    text: str
    id: str | None = None
    title: str = ""
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str = "en"
    guessed: tuple[tuple[str, str], ...] = ()
    extra: tuple[tuple[str, str], ...] = ()


def front_matter(raw: str) -> Front:
    """The file's fields and its remaining text; a file without front matter is returned whole."""
    marked = MARKED.match(raw)
    if marked:
        fields = _toml(marked["head"]) if marked["rule"] == "+++" else _lines(marked["head"].splitlines())
        return fields_of(fields, raw[marked.end() :]) if fields else Front(raw)
    head, _, rest = raw.lstrip().partition("\n\n")
    lines = head.splitlines()
    fields = _lines(lines)
    known = {name for names in FIELDS.values() for name in names}
    if len(fields) == len(lines) and rest.strip() and sum(key.lower() in known for key in fields) >= min(2, len(lines)):
        return fields_of(fields, rest)
    return Front(raw)


def fields_of(fields: Mapping[str, Any], text: str | None = None) -> Front:
    """The known fields of a record under any of their names; everything else is kept as extra, as JSON."""
    values: dict[str, Any] = {}
    used: set[str] = set()
    for field, names in FIELDS.items():
        for key, value in fields.items():
            if key.lower() in names and value not in (None, "") and field not in values:
                first = next(n for n in names if any(k.lower() == n and fields[k] not in (None, "") for k in fields))
                if key.lower() == first:
                    values[field] = value
                    used.add(key)
    if text is not None and "text" in values:
        used -= {k for k in used if k.lower() in FIELDS["text"]}
    published, note = day_of(values.get("published"))
    extra = tuple((k, json.dumps(v, ensure_ascii=False, default=str)) for k, v in fields.items() if k not in used)
    stated = values.get("published")
    if published is None and stated is not None:
        extra = (*extra, ("published", json.dumps(stated, ensure_ascii=False, default=str)))
    return Front(
        text=str(values.get("text", "")) if text is None else text,
        id=_text(values.get("id")),
        title=_text(values.get("title")) or "",
        published=published,
        publisher=_text(values.get("publisher")),
        url=_text(values.get("url")),
        language=(_text(values.get("language")) or "en")[:2].lower(),
        guessed=(("published", note),) if note and published else (),
        extra=extra,
    )


def day_of(value: Any) -> tuple[str | None, str]:
    """An ISO date of a stated one, with a note where its order of day and month was a guess."""
    if isinstance(value, datetime):
        return value.date().isoformat(), ""
    if isinstance(value, date):
        return value.isoformat(), ""
    text = str(value or "").strip()
    if iso := re.match(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?![\d-])", text):
        return (iso[0], "") if _is_day(iso[0]) else (None, "")
    if slashed := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})(?:\s.*)?", text):
        month, day, year = (int(g) for g in slashed.groups())
        if month > 12:
            month, day = day, month
        year += 0 if year > 99 else 2000 if year < 70 else 1900
        try:
            found = date(year, month, day).isoformat()
        except ValueError:
            return None, ""
        return found, f'"{text}" is read as month, day, year' if day <= 12 and month != day else ""
    return iso_date(text), ""


def _is_day(text: str) -> bool:
    """Whether there is such a day, month or year."""
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return False
    return True


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, (dict, list)):
        return None
    return str(value).strip() or None


def _toml(head: str) -> dict[str, Any]:
    try:
        return tomllib.loads(head)
    except tomllib.TOMLDecodeError:
        return _lines(head.splitlines())


def _lines(lines: list[str]) -> dict[str, Any]:
    found = [m for line in lines if (m := LINE.match(line))]
    return {m["key"].strip(): m["value"].strip("\"'") for m in found}

"""Pages from templates: everything is escaped, numbers and dates are worded in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import QueryParams

from onrecord import registry
from onrecord.brief.content import GLYPHS, WORDS
from onrecord.brief.dates import long_date, short_date
from onrecord.brief.summary import count
from onrecord.show import RELATIONS
from onrecord.web.assets import asset
from onrecord.web.person import form_token, person_of

THEMES = ("auto", "light", "dark")
# Scripts of languages that are written from right to left.
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "sd", "ug", "yi", "ckb", "dv"})


@dataclass(frozen=True, slots=True)
class Tab:
    """An entry of the navigation: where it stands, its words, its address and the key that follows g."""

    order: int
    label: str
    path: str
    key: str = ""


@cache
def tabs() -> tuple[Tab, ...]:
    """The tabs that pages offer, each a ``TAB`` of its module."""
    found = (getattr(entry.module, "TAB", None) for entry in registry.modules("onrecord.web.pages").values())
    return tuple(sorted((tab for tab in found if isinstance(tab, Tab)), key=lambda tab: tab.order))


def render(
    request: Request, template: str, view: object, *, title: str, tab: str = "", status: int = 200, **more: object
) -> Response:
    """A page: ``view`` is what it shows, ``tab`` the path of the tab it belongs to."""
    theme = request.cookies.get("theme", "auto")
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    text = environment().get_template(template).render(
        view=view, title=title, tab=tab, tabs=tabs(), theme=theme if theme in THEMES else "auto", here=here,
        path=request.url.path, query=request.query_params, person=person_of(request), form_token=form_token(request),
        **more,
    )  # fmt: skip
    return HTMLResponse(text, status)


@cache
def environment() -> Environment:
    """The templates, with the filters they use."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "count": count,
        "day": short_date,
        "longday": long_date,
        "number": number,
        "part": part,
        "outside": outside,
        "direction": direction,
    }
    made.globals |= {"GLYPHS": GLYPHS, "WORDS": WORDS, "RELATIONS": RELATIONS, "address": address, "asset": asset}
    return made


def number(value: float | None, absent: str = "open") -> str:
    """A number for a person, 5,840 or 1.5; ``absent`` where there is none."""
    return absent if value is None else f"{value:,.10g}"


def part(value: str) -> str:
    """One part of a path, with everything in it that could end it escaped."""
    return quote(value, safe="")


def address(path: str, now: Mapping[str, str] | None = None, **changes: object) -> str:
    """An address with the present query and some changes to it; None takes a field away."""
    had = now.multi_items() if isinstance(now, QueryParams) else list((now or {}).items())
    fields = [(name, value) for name, value in had if name not in changes] + list(changes.items())
    asked = urlencode([(name, str(value)) for name, value in fields if value not in (None, "")])
    return f"{path}?{asked}" if asked else path


def outside(url: str | None) -> str | None:
    """A report's address if it is one of the web; nothing else that calls itself an address becomes a link."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in {"http", "https"} and parts.netloc else None


def direction(language: str) -> str:
    """Which way a language is written."""
    return "rtl" if language.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"

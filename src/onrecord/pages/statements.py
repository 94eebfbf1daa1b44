"""What a page states about itself: title, outlet, date, address and language, each with where it says so."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from onrecord.pages.tree import names_of, words_of
from onrecord.text.front import day_of
from onrecord.text.pieces import letters
from onrecord.text.wording import iso_date

if TYPE_CHECKING:
    from lxml.html import HtmlElement

PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date.published",
    "publishdate", "publish-date", "publish_date", "published", "published_date", "published_time", "publication_date",
    "pubdate", "parsely-pub-date", "sailthru.date", "citation_publication_date", "citation_date", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date", "dcterms.date", "dc.date.created", "article.published",
    "cxenseparse:recs:publishtime", "originalpublicationdate", "article_date_original", "timestamp", "date",
)  # fmt: skip
OUTLET = (
    "og:site_name",
    "citation_journal_title",
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "application-name",
)
ARTICLES = re.compile(r"article|posting|report|review|liveblog|pressrelease|analysis", re.IGNORECASE)
DATED = re.compile(
    r"(?:^|[\s_-])(?:pub(?:lish(?:ed)?)?[\s_-]?date|date(?:line|time|stamp|published)?|time(?:stamp)?|posted(?:-on)?|"
    r"published(?:-on)?|article[_-]?date|entry-date|release-date)(?:$|[\s_-])"
)
HEADLINE = re.compile(
    r"(?:^|[\s_-])(?:(?:entry|post|article|story|news|content)[_-]?(?:title|headline|heading)|headline)(?:$|[\s_-])"
)
MASTHEAD = re.compile(r"masthead|site-?(?:title|name|header|logo)|branding|logo")
COMPACT = re.compile(r"\A\s*((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
MODIFIED = re.compile(r"modif|updat", re.IGNORECASE)
ASIDE = re.compile(
    r"related|recommend|sidebar|teaser|most-|trending|comment|footer|newsletter|copyright", re.IGNORECASE
)
JUNK = re.compile(r"\A\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*\Z")
type Found = tuple[str | None, str]


@dataclass(frozen=True, slots=True)
class Posting:
    """One entry of a page with live updates, as its JSON-LD has it: headline, words, day and address."""

    title: str
    text: str
    published: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Statements:
    """What the page says; ``dated`` and ``named`` tell where it gives the date and the outlet."""

    title: str = ""
    published: str | None = None
    dated: str = ""
    publisher: str | None = None
    named: str = ""
    url: str | None = None
    language: str = ""
    body: str = ""
    postings: tuple[Posting, ...] = ()


def statements(tree: HtmlElement, address: str | None = None) -> Statements:
    """The statements of a page: JSON-LD ahead of meta tags, those ahead of time tags and what looks like a date."""
    data = _article_of(list(_json_ld(tree)))
    metas = _metas(tree)
    published, dated = _first(_ld_date(data), _meta(metas, PUBLISHED, _day), _time_tag(tree), _date_words(tree))
    publisher, named = _first(
        (_name(data.get("publisher")), "JSON-LD publisher"), _meta(metas, OUTLET, str), _site_of(tree)
    )
    return Statements(
        title=_title(tree, data, metas),
        published=published,
        dated=dated,
        publisher=publisher,
        named=named,
        url=_address(tree, data, metas, address),
        language=(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "")[:2].lower(),
        body=data["articleBody"] if isinstance(data.get("articleBody"), str) else "",
        postings=tuple(_postings(data)),
    )


def _json_ld(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Every JSON-LD object of the page, those inside lists and graphs too."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            waiting: list[Any] = [json.loads(JUNK.sub("", script.text or ""), strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting += value
            elif isinstance(value, dict):
                yield value
                waiting += [value[k] for k in ("@graph", "mainEntity", "mainEntityOfPage") if k in value]


def _article_of(found: list[dict[str, Any]]) -> dict[str, Any]:
    """The object that describes the article: one of an article's type, the fullest first; else nothing."""
    articles = [o for o in found if ARTICLES.search(_kinds(o)) and (o.get("headline") or o.get("datePublished"))]
    return max(articles, key=lambda o: (bool(o.get("headline")), bool(o.get("datePublished"))), default={})


def _kinds(thing: dict[str, Any]) -> str:
    kind = thing.get("@type")
    return " ".join(map(str, kind)) if isinstance(kind, list) else str(kind or "")


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        return next((name for item in value if (name := _name(item))), None)
    if isinstance(value, dict):
        value = value.get("name")
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _day(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    return day_of(COMPACT.sub(r"\1-\2-\3", value))[0]


def _ld_date(data: dict[str, Any]) -> Found:
    for key in ("datePublished", "dateCreated", "uploadDate"):
        if day := _day(data.get(key)):
            return day, f"JSON-LD {key}"
    return None, ""


def _metas(tree: HtmlElement) -> dict[str, str]:
    """The page's meta tags by name or property, the first of each."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            found.setdefault(name, content)
    return found


def _meta(metas: dict[str, str], names: tuple[str, ...], read: Any) -> Found:
    for name in names:
        if name in metas and (value := read(metas[name])):
            return value, f"meta tag {name}"
    return None, ""


def _time_tag(tree: HtmlElement) -> Found:
    """The first time tag of the page's own article that is no note of a change; one that says it is the date first."""
    tags = [t for t in tree.xpath("//time | //*[@itemprop='datePublished']") if not _is_aside(t)]
    stated = [t for t in tags if t.get("pubdate") is not None or "datePublished" in (t.get("itemprop") or "")]
    for tag in (*stated, *tags):
        if MODIFIED.search(f"{names_of(tag)} {tag.get('itemprop') or ''}"):
            continue
        words = words_of(tag)
        if day := _day(tag.get("datetime") or tag.get("content")) or iso_date(words):
            return day, f'time tag "{words}"' if words else "time tag"
    return None, ""


def _date_words(tree: HtmlElement) -> Found:
    """The first short element that is named like a date and holds a full one."""
    for element in tree.iter("span", "p", "div", "li", "small", "em", "td"):
        if len(element) > 3 or not DATED.search(names_of(element)) or MODIFIED.search(names_of(element)):
            continue
        words = words_of(element)
        if len(words) < 80 and not _is_aside(element) and (day := iso_date(words)):
            return day, f'the words "{words}" in an element named {names_of(element).strip()}'
    return None, ""


def _is_aside(element: HtmlElement) -> bool:
    around = (element, *element.iterancestors())
    return any(e.tag in ("aside", "nav", "footer") or ASIDE.search(names_of(e)) for e in around if e.tag != "body")


def _site_of(tree: HtmlElement) -> Found:
    """The outlet behind the bar of the page's title: "Nine dead in Kherson | Harbour Post"."""
    title = next((words_of(t) for t in tree.iter("title")), "")
    _, bar, site = title.rpartition(" | ")
    return (site, "the end of the page's title") if bar and 1 <= len(site.split()) <= 5 else (None, "")


def _title(tree: HtmlElement, data: dict[str, Any], metas: dict[str, str]) -> str:
    """The printed heading where there is one, as the other statements have it where there is none."""
    page = next((words_of(t) for t in tree.iter("title")), "")
    headline = data.get("headline")
    stated = " ".join(str(headline if isinstance(headline, str) else metas.get("og:title", "")).split())
    headings = [h for h in tree.iter("h1", "h2") if words_of(h) and not _is_aside(h)]
    named = [words_of(h) for h in headings if HEADLINE.search(names_of(h))]
    first = [words_of(h) for h in headings if h.tag == "h1" and not _is_masthead(h)]
    printed = named or (first if len(first) == 1 or not stated else [w for w in first if letters(w) == letters(stated)])
    return printed[0] if printed else stated or page


def _is_masthead(heading: HtmlElement) -> bool:
    """Whether a heading is the site's own name above the page."""
    around = [heading, *heading.iterancestors()]
    home = any((a.get("href") or "").rstrip("/") in ("", "..", ".") for a in heading.iter("a"))
    return home or any(MASTHEAD.search(names_of(e)) for e in around if e.tag not in ("html", "body"))


def _address(tree: HtmlElement, data: dict[str, Any], metas: dict[str, str], address: str | None) -> str | None:
    canonical = next(
        (link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").split()), None
    )
    whole = data.get("mainEntityOfPage")
    main = whole.get("@id") if isinstance(whole, dict) else whole
    for stated in (canonical, metas.get("og:url"), data.get("url"), main):
        if isinstance(stated, str) and (found := _absolute(stated, address)):
            return found
    return address


def _absolute(stated: str, address: str | None) -> str | None:
    """An address in full; None for one that is none or that only names the site."""
    try:
        found = urljoin(address or "", stated.strip())
        parts = urlsplit(found)
    except ValueError:
        return None
    return found if parts.scheme in ("http", "https") and parts.path.strip("/") else None


def _postings(data: dict[str, Any]) -> Iterator[Posting]:
    updates = data.get("liveBlogUpdate")
    for update in updates if isinstance(updates, list) else [updates]:
        if isinstance(update, dict) and isinstance(update.get("articleBody"), str) and update["articleBody"].strip():
            title = update.get("headline")
            url = update.get("url")
            yield Posting(
                title if isinstance(title, str) else "",
                update["articleBody"],
                _day(update.get("datePublished")),
                url if isinstance(url, str) else None,
            )


def _first(*found: Found) -> Found:
    return next(((value, how) for value, how in found if value), (None, ""))

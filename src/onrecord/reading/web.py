"""What is read from the web: an address, and the page behind a feed's entry that gives only its summary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from onrecord.fetch import Client, Fetched, FetchError
from onrecord.model import Problem, Report
from onrecord.text.source import Source

FULL = 120  # words; an entry that has fewer is taken for a summary


def fetched(url: str, known: Source, client: Client | None) -> Source | Problem:
    """The document at an address, or why there is none."""
    if client is None:
        return Problem(url, "fetch", f"{url}: a web address; --fetch lets it be read")
    try:
        return source_of(client.get(url), url, known)
    except FetchError as error:
        return Problem(url, "fetch", f"{url}: {error}")


def source_of(answer: Fetched, url: str, known: Source) -> Source:
    """An answer as a document, under the address that was asked for."""
    today = datetime.now(UTC).date().isoformat()
    return replace(known, path=url, data=answer.data or b"", url=answer.url, fetched=today, media=answer.media)


def is_summary(report: Report) -> bool:
    """Whether a report is a feed's entry that only tells what its page is about."""
    from_feed = report.provenance is not None and report.provenance.format == "feed"
    return from_feed and report.url is not None and len(report.text.split()) < FULL


def known_by(summary: Report, known: Source) -> Source:
    """What is known of the page behind a summary, as a document without bytes."""
    return replace(
        known,
        published=summary.published or known.published,
        publisher=summary.publisher or known.publisher,
        feed=summary.provenance.feed if summary.provenance else "",
    )


def links_of(items: Iterable[Report | Problem], known: Source, client: Client) -> Iterator[Source | Report | Problem]:
    """The items, with the pages behind feeds' summaries in the place of these; a page that cannot be had leaves the
    summary."""
    for item in items:
        if isinstance(item, Problem) or item.url is None or not is_summary(item):
            yield item
            continue
        page = fetched(item.url, known_by(item, known), client)
        if isinstance(page, Problem):
            yield item
        yield page

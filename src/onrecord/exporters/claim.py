"""schema.org Claim (JSON-LD): a Claim a reading, with its author and every report in which it appears."""

from __future__ import annotations

from typing import Any, BinaryIO

from onrecord.brief.wording import figure_words
from onrecord.exporters.jsonl import whole
from onrecord.exporters.linked import told_only, urn, write_document
from onrecord.exporters.takeaway import Takeaway, Told, span_name, told
from onrecord.model import Claim
from onrecord.reviews import Decided

KINDS = ("claims",)
CONTEXT = {"@vocab": "https://schema.org/"}
PEOPLE = frozenset({"witness", "expert"})


def write(record: Takeaway, kind: str, out: BinaryIO) -> int:
    """Write one graph of Claims: readings of figures, then of places and events, then reviews. Returns how many."""
    graph = [_reading(record, one) for one in told(record)]
    graph += [_single(record, claim) for claim in record.claims if claim.control or claim.event or claim.statement]
    graph += [
        _review(record, one) for one in record.decided if one.kind == "claim" and one.verdict and not one.orphaned
    ]
    write_document({"@context": CONTEXT, "@graph": graph}, out)
    return len(graph)


def _reading(record: Takeaway, one: Told) -> dict[str, Any]:
    first = min(one.claims, key=lambda c: (c.published or "9999", c.report, c.span.start))
    number = told_only({"@type": "QuantitativeValue", "value": whole(one.value), "minValue": whole(one.reading.low),
                        "maxValue": whole(one.reading.high)})  # fmt: skip
    return told_only(
        {
            "@id": urn("reading", f"{one.line.id}:{one.first.id}"),
            "@type": "Claim",
            "name": f"{figure_words(one.first)}: {one.title}",
            "text": one.first.span.exact if record.words else None,
            "about": {"@type": "Event", "@id": urn("incident", one.line.incident),
                      "name": record.incidents[one.line.incident]},
            "author": _author(one.first),
            "datePublished": first.published,
            "temporalCoverage": one.reading.as_of or one.first.period.start,
            "spatialCoverage": one.place.name if one.place else None,
            "mainEntity": number if len(number) > 1 else None,
            "firstAppearance": _appearance(record, first),
            "appearance": [_appearance(record, claim) for claim in one.claims],
        }
    )  # fmt: skip


def _single(record: Takeaway, claim: Claim) -> dict[str, Any]:
    return told_only(
        {
            "@id": urn("claim", claim.id),
            "@type": "Claim",
            "text": claim.span.exact if record.words else None,
            "author": _author(claim),
            "datePublished": claim.published,
            "temporalCoverage": claim.period.start,
            "spatialCoverage": claim.place.name if claim.place else None,
            "firstAppearance": _appearance(record, claim),
            "appearance": [_appearance(record, claim)],
        }
    )


def _review(record: Takeaway, one: Decided) -> dict[str, Any]:
    """A person's verdict on whether a report says this; no verdict on whether it is true, which nobody gave."""
    last = one.standing[-1]
    return told_only(
        {
            "@id": urn("review", str(last.id)),
            "@type": "ClaimReview",
            "reviewAspect": "whether the report says this",
            "itemReviewed": {"@id": urn("claim", one.now or one.target)},
            "author": {"@type": "Person", "name": last.reviewer} if record.words else None,
            "datePublished": last.at[:10],
            "reviewRating": {"@type": "Rating", "alternateName": last.verdict},
            "reviewBody": last.note if record.words else None,
        }
    )


def _author(claim: Claim) -> dict[str, Any] | None:
    source = claim.source
    if source is None or not source.name:
        return None
    kind = "Person" if source.kind in PEOPLE else "Organization"
    return told_only({"@type": kind, "@id": urn("origin", source.origin) if source.origin else None,
                      "name": source.name})  # fmt: skip


def _appearance(record: Takeaway, claim: Claim) -> dict[str, Any]:
    """The report that carries a claim, with the claim's id and where in the text it stands."""
    report = record.report_of.get(claim.report)
    return told_only(
        {
            "@type": "NewsArticle",
            "@id": urn("report", claim.report),
            "url": report.url if report else None,
            "headline": (report.title if report else None) if record.words else None,
            "datePublished": claim.published,
            "publisher": {"@type": "Organization", "name": claim.publisher} if claim.publisher else None,
            "hasPart": {
                "@type": "Quotation",
                "@id": urn("claim", claim.id),
                "identifier": [claim.id, span_name(claim)],
            },
        }
    )

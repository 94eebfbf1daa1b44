"""W3C Web Annotation (JSON-LD): a page of annotations, each claim on its words by position and by quotation."""

from __future__ import annotations

from typing import Any, BinaryIO

from onrecord.brief.wording import figure_words
from onrecord.exporters.linked import address, told_only, urn, write_document
from onrecord.exporters.takeaway import Takeaway
from onrecord.model import Claim, Span

KINDS = ("claims",)
CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def write(record: Takeaway, kind: str, out: BinaryIO) -> int:
    """Write one AnnotationPage with an annotation a claim; offsets are code points. Returns how many."""
    items = [_annotation(record, claim) for claim in record.claims]
    page = {"@context": CONTEXT, "id": urn("page", "claims"), "type": "AnnotationPage", "items": items}
    write_document(page, out)
    return len(items)


def _annotation(record: Takeaway, claim: Claim) -> dict[str, Any]:
    report = record.report_of.get(claim.report)
    tags = [claim.type, claim.measure, claim.event.kind if claim.event else None, claim.incident]
    said = _said(claim)
    comment = [{"type": "TextualBody", "purpose": "describing", "value": said, "format": "text/plain"}] if said else []
    return {
        "id": urn("claim", claim.id),
        "type": "Annotation",
        "motivation": "classifying",
        "body": [
            *({"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags if tag),
            *comment,
        ],
        "target": told_only(
            {
                "source": address(report, claim),
                "selector": _selectors(claim.number or claim.span, words=record.words),
            }
        ),
    }


def _selectors(span: Span, *, words: bool) -> list[dict[str, Any]]:
    position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    quote = {"type": "TextQuoteSelector", "exact": span.exact, "prefix": span.prefix, "suffix": span.suffix}
    return [position, quote] if words else [position]


def _said(claim: Claim) -> str:
    """The claim in a few words: who says what."""
    source = claim.source.name if claim.source and claim.source.name else None
    if claim.figure:
        what = f"{figure_words(claim)} {(claim.measure or '').replace('_', ' ')}".strip()
    elif claim.control:
        what = f"{claim.control.state.replace('_', ' ')} by {claim.control.holder or 'nobody named'}"
    else:
        what = claim.event.kind.replace("_", " ") if claim.event else ""
    return f"{what}, according to {source}" if source and what else what

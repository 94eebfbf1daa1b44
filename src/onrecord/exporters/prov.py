"""PROV-O (JSON-LD): which claim was quoted from which report, whose statement it is, and what revised what."""

from __future__ import annotations

from typing import Any, BinaryIO

from onrecord.brief.wording import figure_words
from onrecord.exporters.linked import told_only, urn, write_document
from onrecord.exporters.takeaway import Takeaway, span_name
from onrecord.model import Claim, Report

KINDS = ("claims",)
CONTEXT: dict[str, Any] = {
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "dcterms": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "Entity": "prov:Entity",
    "Agent": "prov:Agent",
    "Organization": "prov:Organization",
    "label": "rdfs:label",
    "identifier": "dcterms:identifier",
    "wasQuotedFrom": {"@id": "prov:wasQuotedFrom", "@type": "@id"},
    "hadPrimarySource": {"@id": "prov:hadPrimarySource", "@type": "@id"},
    "wasAttributedTo": {"@id": "prov:wasAttributedTo", "@type": "@id"},
    "wasRevisionOf": {"@id": "prov:wasRevisionOf", "@type": "@id"},
    "generatedAtTime": {"@id": "prov:generatedAtTime", "@type": "xsd:date"},
}


def write(record: Takeaway, kind: str, out: BinaryIO) -> int:
    """Write one graph of reports, claims, statements and agents; returns how many claims it holds."""
    statements: dict[str, dict[str, Any]] = {}
    agents: dict[str, dict[str, Any]] = {}
    older: dict[str, list[str]] = {}
    for link in record.links:
        if link.relation == "updates":
            # Of an update the left claim is the one overtaken.
            older.setdefault(link.right, []).append(urn("claim", link.left))
    claims = [_claim(record, claim, statements, agents, older.get(claim.id, [])) for claim in record.claims]
    reports = [_report(report, agents, words=record.words) for report in record.reports]
    graph = [*agents.values(), *reports, *statements.values(), *claims]
    write_document({"@context": CONTEXT, "@graph": graph}, out)
    return len(claims)


def _claim(
    record: Takeaway,
    claim: Claim,
    statements: dict[str, dict[str, Any]],
    agents: dict[str, dict[str, Any]],
    revises: list[str],
) -> dict[str, Any]:
    said = figure_words(claim) if claim.figure else claim.type
    source = claim.source
    primary = None
    if source and source.origin:
        agent = _agent(agents, "origin", source.origin, source.name or source.origin)
        primary = urn("statement", f"{source.origin}:{record.line_of.get(claim.id, claim.id)}")
        statements.setdefault(
            primary, {"@id": primary, "@type": "Entity", "wasAttributedTo": agent, "label": f"Statement: {said}"}
        )
    outlet = _agent(agents, "outlet", claim.publisher, claim.publisher) if claim.publisher else None
    return told_only(
        {
            "@id": urn("claim", claim.id),
            "@type": "Entity",
            "label": f"{said} {(claim.measure or '').replace('_', ' ')}".strip(),
            "identifier": [claim.id, span_name(claim)],
            "wasQuotedFrom": urn("report", claim.report),
            "hadPrimarySource": primary,
            "wasAttributedTo": outlet,
            "wasRevisionOf": revises,
        }
    )


def _report(report: Report, agents: dict[str, dict[str, Any]], *, words: bool) -> dict[str, Any]:
    outlet = _agent(agents, "outlet", report.publisher, report.publisher) if report.publisher else None
    return told_only(
        {
            "@id": urn("report", report.id),
            "@type": "Entity",
            "label": (report.title if words else "") or report.id,
            "generatedAtTime": report.published,
            "wasAttributedTo": outlet,
            "wasRevisionOf": urn("report", report.supersedes) if report.supersedes else None,
        }
    )


def _agent(agents: dict[str, dict[str, Any]], kind: str, slug: str, name: str) -> str:
    found = urn(kind, slug)
    agents.setdefault(found, {"@id": found, "@type": "Agent", "label": name})
    return found

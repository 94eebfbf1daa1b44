"""The published JSON-LD context for annotations, kept here so that no test asks the network for it.

Every term of the W3C's context (anno.jsonld, of the Recommendation of 2017), grouped by how it maps: a plain name, an
address, a word of the vocabulary, a time or a count. ``test_export_formats`` expands and compacts with it.
"""

from __future__ import annotations

from itertools import chain
from typing import Any

ANNOTATIONS = "http://www.w3.org/ns/anno.jsonld"

PREFIXES = {
    "oa": "http://www.w3.org/ns/oa#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "dctypes": "http://purl.org/dc/dcmitype/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "iana": "http://www.iana.org/assignments/relation/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "as": "http://www.w3.org/ns/activitystreams#",
    "schema": "http://schema.org/",
}

# Terms are told as "vocabulary: term term=name"; a term without a name has its own in the vocabulary.
CLASSES = (
    "oa: Annotation TextualBody ResourceSelection SpecificResource FragmentSelector CssSelector XPathSelector"
    " TextQuoteSelector TextPositionSelector DataPositionSelector SvgSelector RangeSelector TimeState HttpRequestState"
    " CssStylesheet=CssStyle Choice Motivation",
    "oa: bookmarking classifying commenting describing editing highlighting identifying linking moderating questioning"
    " replying reviewing tagging auto=autoDirection ltr=ltrDirection rtl=rtlDirection",
    "dctypes: Dataset Image=StillImage Video=MovingImage Audio=Sound Text",
    "foaf: Person Organization",
    "as: Software=Application AnnotationCollection=OrderedCollection AnnotationPage=OrderedCollectionPage",
    "schema: Audience",
)
PLAIN = (
    "oa: bodyValue processingLanguage exact prefix suffix styleClass",
    "dc: format language",
    "rdf: value",
    "foaf: name email=mbox email_sha1=mbox_sha1sum nickname=nick",
    "rdfs: label",
    "schema: accessibility=accessibilityFeature",
)
ADDRESSES = (
    "oa: body=hasBody target=hasTarget source=hasSource selector=hasSelector state=hasState scope=hasScope refinedBy"
    " startSelector=hasStartSelector endSelector=hasEndSelector renderedVia via canonical stylesheet=styledBy"
    " cached=cachedSource",
    "dcterms: creator rights conformsTo",
    "as: generator partOf first last next prev",
    "foaf: homepage",
    "schema: audience",
)
WORDS = ("oa: motivation=motivatedBy purpose=hasPurpose textDirection",)
TIMES = ("dcterms: created modified generated=issued", "oa: sourceDate sourceDateStart sourceDateEnd")
COUNTS = ("oa: start end", "as: total=totalItems startIndex")


def annotation_context() -> dict[str, Any]:
    """The context document that stands at ``ANNOTATIONS``."""
    terms: dict[str, Any] = {**PREFIXES, "id": "@id", "type": "@type"}
    terms |= dict(_told(*CLASSES, *PLAIN))
    for kind, told in {
        "@id": ADDRESSES,
        "@vocab": WORDS,
        "xsd:dateTime": TIMES,
        "xsd:nonNegativeInteger": COUNTS,
    }.items():
        terms |= {term: {"@id": name, "@type": kind} for term, name in _told(*told)}
    terms["items"] = {"@id": "as:items", "@type": "@id", "@container": "@list"}
    return {"@context": terms}


def _told(*lines: str) -> list[tuple[str, str]]:
    """Terms and what they stand for, such as ("email", "foaf:mbox")."""
    return list(chain.from_iterable(_terms(*line.split(": ")) for line in lines))


def _terms(vocabulary: str, terms: str) -> list[tuple[str, str]]:
    split = [term.partition("=") for term in terms.split()]
    return [(term, f"{vocabulary}:{name or term}") for term, _, name in split]

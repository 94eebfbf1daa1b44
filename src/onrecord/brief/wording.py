"""How a brief words what claims hold: figures with their hedges, sources, dates and short ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from onrecord.brief.content import Cited
from onrecord.model import Claim

SHORTEST = 6
UNSOURCED = "no source named"

HEDGES = {
    "about": "about",
    "almost": "almost",
    "more_than": "more than",
    "at_least": "at least",
    "less_than": "less than",
    "up_to": "up to",
}

MODALITIES = {
    "possible": "possible, not confirmed",
    "projected": "forecast, not a count",
    "planned": "planned, not yet done",
    "denied": "denied",
}

TITLES = ("the ", "a ", "an ")


def figure_words(claim: Claim) -> str:
    """The figure as worded, with its hedge; a hedge that stands apart from the number is named before it."""
    figure = claim.figure
    assert figure is not None
    text = " ".join(figure.text.split())
    alone = claim.number is None or text == " ".join(claim.number.exact.split())
    if alone and figure.hedge in HEDGES and not _holds_hedge(text):
        hedge = HEDGES[figure.hedge]
        return f"{hedge} {text}"
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _holds_hedge(text: str) -> bool:
    """Whether the words hold more than a number: a sign or a word before the first digit."""
    return not text[:1].isdigit() and any(ch.isdigit() for ch in text) and text[:1] not in "$€£¥"


def source_words(claims: Sequence[Claim]) -> str:
    """Who is behind these claims of one origin: the fullest name, and a second voice that shares no word with it."""
    names = Counter(c.source.name for c in claims if c.source and c.source.name)
    if not names:
        unnamed = any(c.source and c.source.kind == "unnamed" for c in claims)
        return "unnamed source" if unnamed else UNSOURCED
    ordered = sorted(names, key=lambda n: (-len(n.split()), -names[n], n))
    first = ordered[0]
    other = next((n for n in ordered[1:] if not _words(n) & _words(first)), None)
    return f"{bare(first)}, {bare(other)}" if other else bare(first)


def bare(name: str) -> str:
    """A name without its leading article."""
    lowered = name.lower()
    start = next((len(t) for t in TITLES if lowered.startswith(t) and len(name) > len(t) + 2), 0)
    return name[start:]


def _words(name: str) -> frozenset[str]:
    return frozenset(word[:5] for word in name.lower().replace("'", " ").replace("’", " ").split() if len(word) > 3)


def outlets_of(claims: Iterable[Claim]) -> tuple[str, ...]:
    """The outlets that carry these claims, by name; a report without a publisher is an outlet of its own."""
    return tuple(sorted({c.publisher or c.report for c in claims}))


def held_on(claim: Claim) -> str | None:
    """The day, month or year that a claim is about: when a running toll held, else when it happened."""
    return claim.period.as_of or claim.period.start


def place_of(claims: Iterable[Claim]) -> str | None:
    """The place that most of these claims name."""
    names = Counter(c.place.name or c.place.text for c in claims if c.place)
    return min(names, key=lambda n: (-names[n], n)) if names else None


def cite(claims: Iterable[Claim], short: Mapping[str, str]) -> Cited:
    """The claims with the beginnings that stand for them."""
    ids = tuple(dict.fromkeys(c.id for c in claims))
    return Cited(ids, tuple(short[i] for i in ids))


def short_ids(ids: Iterable[str]) -> dict[str, str]:
    """For each id its shortest beginning, of six characters or more, that no other id shares."""
    ordered = sorted(set(ids))
    out = {}
    for n, this in enumerate(ordered):
        neighbours = [ordered[m] for m in (n - 1, n + 1) if 0 <= m < len(ordered)]
        length = SHORTEST
        while length < len(this) and any(other[:length] == this[:length] for other in neighbours):
            length += 1
        out[this] = this[:length]
    return out


def title_of(incident: str) -> str:
    """An incident's slug as a heading."""
    return incident.replace("-", " ").replace("_", " ").strip() or "no incident named"

"""How a brief words what claims hold: figures with their hedges, sources, dates and short ids."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from onrecord import knowledge
from onrecord.actors import country_of
from onrecord.brief.content import Cited
from onrecord.model import Claim, Span

SHORTEST = 6
MONEY = ("aid", "damage_cost")
LONGEST_CURRENCY = 16
UNSOURCED = "no source named"
UNNAMED = "unnamed source"

HEDGES = {
    "about": "about",
    "almost": "almost",
    "more_than": "more than",
    "at_least": "at least",
    "less_than": "less than",
    "up_to": "up to",
    "between": "between",
}

# What a figure is not, by its modality.
MODALITIES: Mapping[str, str] = knowledge.table("brief.toml")["modalities"]

_SIGN = re.compile(r"(?:[A-Z]{1,3})?[$€£¥]$")
_DATED = re.compile(r"-\d{4}(?:-\d{2}){0,2}(?:-[0-9a-f]{6})?$")
_STOP = re.compile(r"[.!?…][\"'”’)]*\s+(?=[\"'“‘(]*[A-Z])")
# Hedges that are verbs read wrongly without their subject: "exceed 450 million" is "more than 450 million".
VERBAL = ("exceed", "surpass", "top", "pass")
LEADING = ("the ", "a ", "an ", "its ", "their ", "his ", "her ")


def figure_words(claim: Claim) -> str:
    """The figure as worded, with its hedge, money with its currency; a hedge that stands apart is named before it."""
    figure = claim.figure
    assert figure is not None
    text = " ".join(figure.text.split())
    words = _with_hedge(claim) or text
    joined = figure.hedge != "between" or " and " in text
    if words == text and figure.hedge in HEDGES and joined and (text[:1].isdigit() or text.lower() in _spelled(claim)):
        words = f"{HEDGES[figure.hedge]} {text}"
    if claim.measure in MONEY and claim.number:
        words = _with_currency(words, claim.number, claim.span)
    return words[:1].lower() + words[1:] if words[1:2].islower() or words.startswith("A ") else words


def _with_currency(words: str, number: Span, around: Span) -> str:
    """A sum with the sign before its number or, where there is none, the few words behind it that name its currency."""
    sign = _SIGN.search(number.prefix)
    if sign and sign[0] not in words:
        return words.replace(number.exact, sign[0] + number.exact, 1)
    tail = " ".join(around.exact[max(0, number.end - around.start) :].split())
    apt = (
        not sign
        and tail
        and len(tail) <= LONGEST_CURRENCY
        and (len(tail.split()) < 3 or not tail.startswith(("of ", "in ")))
        and tail not in words
    )
    return f"{words} {tail}" if apt else words


def _spelled(claim: Claim) -> str:
    """The number alone in lower case, to tell "two" from "almost two"."""
    return " ".join(claim.number.exact.lower().split()) if claim.number else ""


def _with_hedge(claim: Claim) -> str | None:
    """The stretch from the hedge's words to the number, or on to the words behind it, as the report has it."""
    figure, number = claim.figure, claim.number
    if figure is None or number is None or figure.hedge not in HEDGES:
        return None
    start, end = number.start - claim.span.start, number.end - claim.span.start
    exact = claim.span.exact
    if start < 0 or end > len(exact):
        return None
    before, after = _hedge_patterns(figure.hedge)
    led, followed = before.search(exact[:start]), after.match(exact[end:])
    if (led is None and followed is None) or (led and led[0].lower().startswith(VERBAL)):
        return None
    stretch = exact[led.start() if led else start : end + (followed.end() if followed else 0)]
    return " ".join(stretch.split())


@cache
def _hedge_patterns(hedge: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns for a hedge's words before a number, with at most two words between, and behind it."""
    known = knowledge.table("languages/en/numbers.toml")["hedges"]

    def either(phrases: Iterable[str]) -> str:
        return "|".join(re.escape(p) for p in sorted(phrases, key=len, reverse=True)) or r"(?!)"

    before = rf"(?<!\w)(?:{either(known['before'].get(hedge, ()))})(?:\s+[\w$€£]+){{0,2}}\s*$"
    after = rf"\s?(?:{either(known['after'].get(hedge, ()))})(?!\w)"
    return re.compile(before, re.IGNORECASE), re.compile(after, re.IGNORECASE)


def source_words(claims: Sequence[Claim]) -> str:
    """Who is behind these claims of one origin: the fullest name, and a second voice that shares no word with it."""
    names = Counter(c.source.name for c in claims if c.source and c.source.name)
    if not names:
        unnamed = any(c.source and c.source.kind == "unnamed" for c in claims)
        return UNNAMED if unnamed else UNSOURCED
    ordered = sorted(names, key=lambda n: (-len(n.split()), -names[n], n))
    first = ordered[0]
    plain = {bare(c.source.side).lower() for c in claims if c.source and c.source.side}
    other = next((n for n in ordered[1:] if not _words(n) & _words(first) and bare(n).lower() not in plain), None)
    named = [bare(name) for name in (first, other) if name]
    side = next((c.source.side for c in claims if c.source and c.source.side), None)
    if side and not any(_tells(name, side) for name in named):
        owned = _with_side(named[0], side)
        named = [*named[:-1], _with_side(named[-1], side)] if owned.endswith(")") else [owned, *named[1:]]
    channels = {c.source.channel for c in claims if c.source}
    channel = next(iter(channels)) if len(channels) == 1 else None
    # Platforms have names; a statement or a broadcast is told with what was said.
    return ", ".join([*named, f"on {channel}"] if channel and channel[:1].isupper() else named)


def _with_side(name: str, side: str) -> str:
    """A source with the party it speaks for: "Russia's defence ministry", "Ilse Maran (Tessal)"."""
    national = knowledge.table("brief.toml")["sources"]["national"]
    if country_of(side) == side and name.islower() and re.search(rf"(?:^|\s)(?:{national})$", name):
        return f"{side}’ {name}" if side.endswith("s") else f"{side}’s {name}"
    return f"{name} ({side})"


def _tells(name: str, side: str) -> bool:
    """Whether a name tells whose it is: "Ukrainian officials" and "Kyiv" are Ukraine's, a defence ministry anyone's."""
    if country_of(name) == side:
        return True
    stem = min(len(side), max(4, len(side) - 2))
    return any(word.startswith(side.lower()[:stem]) for word in re.findall(r"\w[\w.]*", name.lower()))


def bare(name: str) -> str:
    """A name without its leading article or possessive."""
    lowered = name.lower()
    start = next((len(t) for t in LEADING if lowered.startswith(t) and len(name) > len(t) + 2), 0)
    return name[start:]


def _words(name: str) -> frozenset[str]:
    return frozenset(word[:5] for word in name.lower().replace("'", " ").replace("’", " ").split() if len(word) > 3)


def outlets_of(claims: Iterable[Claim]) -> tuple[str, ...]:
    """The outlets that carry these claims, by name; a report without a publisher is an outlet of its own."""
    return tuple(sorted({c.publisher or c.report for c in claims}))


def held_on(claim: Claim) -> str | None:
    """The day, month or year that a claim is about: when a running toll held, else when it happened."""
    return claim.period.as_of or claim.period.start


def told_on(claim: Claim) -> str | None:
    """The date that a figure holds for: as said; a total's own; else, for an incident's toll, its publication."""
    if claim.period.as_of or claim.scope != "event":
        return held_on(claim)
    return claim.published[:10] if claim.published else claim.period.start


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
    """An incident's slug as a heading, without its partition and the date that it may end in: claims tell dates."""
    return (
        _DATED.sub("", incident.rpartition(".")[2]).replace("-", " ").replace("_", " ").strip() or "no incident named"
    )


def sentence_of(text: str, start: int, end: int) -> str:
    """The sentence of a report that holds text[start:end], as far as stops before capitals tell."""
    top, bottom = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    bottom = len(text) if bottom < 0 else bottom
    begin = max((m.end() for m in _STOP.finditer(text, top, start)), default=top)
    close = _STOP.search(text, end, bottom)
    return text[begin : close.start() + 1 if close else bottom]


def shortened(text: str, limit: int) -> str:
    """The text on one line, cut between words where it is longer than ``limit``, never inside a number."""
    plain = " ".join(text.split())
    if len(plain) <= limit:
        return plain
    cut = plain.rfind(" ", 0, limit)
    return plain[: cut if cut > 0 else limit].rstrip(",;:–— ") + " …"


def unquoted(text: str) -> str:
    """What was said without the marks around it and the comma or stop of the sentence that quotes it."""
    plain = text.strip().strip("“”\"‘’'").strip().rstrip(",.")
    return re.sub(r",?\s+(?:and|but|or|while|as)$", "", plain)

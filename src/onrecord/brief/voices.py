"""Who said what: each speaker once, with the best quotations first and all the claims behind them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from onrecord import knowledge
from onrecord.actors import country_of, lookup, side_of
from onrecord.brief.content import Saying, Speaker
from onrecord.brief.wording import bare, cite, held_on, outlets_of
from onrecord.model import Claim

TELLING = frozenset({"denies", "threatens", "pledges", "demands", "offers"})
QUOTES = 2
SHORT_QUOTE = 4
LONG_QUOTE = 45
SHORT_CONTENT = 4
ALIKE = 0.85
_CHANNEL = re.compile(r"\s+(?:in a statement|on (?:Twitter|Facebook|Telegram|television)|in a report)$", re.IGNORECASE)


def speakers(claims: Iterable[Claim], short: Mapping[str, str], *, limit: bool) -> tuple[Speaker, ...]:
    """Speakers by how many outlets quote them and how fully, with their quotations and what they deny, pledge, demand.

    With ``limit`` each has the two best, and those of whom only a word or two is quoted are left out.
    """
    grouped: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        said = claim.statement
        named = claim.source and claim.source.name
        idle = knowledge.table("brief.toml")["idle"]["contents"]
        if said and named and (said.quote or said.act in TELLING) and not (limit and re.search(idle, said.content)):
            grouped[_spoken_by(claim)].append(claim)
    for name in sorted(grouped, key=len):
        longer = [other for other in grouped if other != name and other.endswith(f" {name}") and name[:1].isalpha()]
        if len(longer) == 1 and " " in name.strip():
            grouped[longer[0]] += grouped.pop(name)
    made = [_speaker(found, short, limit=limit) for found in grouped.values()]
    kept = [(speaker, weight) for speaker, weight in made if not limit or speaker.sayings]
    kept.sort(key=lambda pair: (pair[1], pair[0].name))
    return tuple(speaker for speaker, _ in kept)


def _spoken_by(claim: Claim) -> str:
    assert claim.source is not None
    name = _CHANNEL.sub("", bare(claim.source.name or ""))
    side = claim.source.side
    officials = knowledge.table("brief.toml")["officials"]["names"]
    if side and (country_of(name) == side or (re.search(rf"\b(?:{officials})\b", name) and side_of(name) == side)):
        return f"{side} officials"
    # A bare role is another person on another side: "the defence ministry" of either.
    return f"{claim.source.side or ''} {name}" if name.islower() else name.lower()


def _speaker(claims: Sequence[Claim], short: Mapping[str, str], *, limit: bool) -> tuple[Speaker, tuple[int, ...]]:
    names = Counter(_CHANNEL.sub("", bare(c.source.name)) for c in claims if c.source and c.source.name)
    officials = knowledge.table("brief.toml")["officials"]["names"]
    one = all(n.lower().endswith(min(names, key=len).lower()) for n in names)
    name = max(names, key=lambda n: (len(n) if one else 0, bool(re.search(officials, n)), names[n], -len(n.split()), n))
    side = next((c.source.side for c in claims if c.source and c.source.side), None)
    by_words: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        words = _plain(claim)
        by_words[next((told for told in by_words if _alike(told, words)), words)].append(claim)
    ranked = sorted(by_words.values(), key=_worth)
    worthy = [found for found in ranked if not limit or _worth(found)[0] < 2]
    shown = worthy[:QUOTES] if limit else ranked
    speaker = Speaker(name, side, tuple(_saying(found, short) for found in shown), len(ranked) - len(shown))
    plain = _worth(ranked[0])[0]
    known = lookup(name) is not None
    weight = (-len(outlets_of(claims)), plain, not known, name.islower(), side is None, -len(worthy), -len(claims))
    return speaker, weight


def _worth(claims: Sequence[Claim]) -> tuple[int, int, int]:
    """How much is said: quotations of a sentence's length, then acts in other words, then a word or two."""
    said = claims[0].statement
    assert said is not None
    size = len((said.quote or said.content).split())
    if said.quote is None:
        return (1 if size >= SHORT_CONTENT else 2), -len(outlets_of(claims)), claims[0].span.start
    fits = size >= SHORT_QUOTE
    near = 0 if size <= LONG_QUOTE else 1
    return (0 if fits else 2), -len(outlets_of(claims)) * 10 + near - min(size, LONG_QUOTE) // 10, claims[0].span.start


def _saying(claims: Sequence[Claim], short: Mapping[str, str]) -> Saying:
    first = claims[0]
    assert first.statement is not None
    channel = next((c.source.channel for c in claims if c.source and c.source.channel), None)
    said = first.statement
    return Saying(said.quote, said.content, said.act, channel, held_on(first), cite(claims, short))


def _plain(claim: Claim) -> str:
    assert claim.statement is not None
    told = (claim.statement.quote or claim.statement.content).lower()
    return " ".join(re.findall(r"\w+", told))


def _alike(one: str, two: str) -> bool:
    """Whether two outlets print one saying, but for a spelling or a word."""
    left, right = set(one.split()), set(two.split())
    return one == two or len(left & right) >= ALIKE * max(len(left), len(right))

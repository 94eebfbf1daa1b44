"""What happened and what was said: events by date and statements by speaker, each told once with all its claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from onrecord.brief.content import Happening, Saying, Speaker
from onrecord.brief.wording import bare, cite, held_on, outlets_of
from onrecord.model import Claim

TELLING = frozenset({"denies", "threatens", "pledges", "demands", "offers"})


def events(claims: Iterable[Claim], short: Mapping[str, str]) -> tuple[Happening, ...]:
    """Events by date, the undated last; claims with the same kind, parties, place and date are one event."""
    grouped: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.type == "event" and claim.event:
            what = (claim.event.kind, claim.event.actor, claim.event.target, held_on(claim), claim.modality)
            where = claim.place.name if claim.place else None
            grouped[tuple((part or "").lower() for part in (*what, where))].append(claim)
    made = [_happening(found, short) for found in grouped.values()]
    return tuple(sorted(made, key=lambda e: (e.when or "9999", e.place or "", e.kind, e.cited.claims)))


def _happening(claims: Sequence[Claim], short: Mapping[str, str]) -> Happening:
    first = claims[0]
    assert first.event is not None
    names = dict.fromkeys(bare(c.source.name) for c in claims if c.source and c.source.name)
    plainly = any(c.source is None or not c.source.name for c in claims)
    return Happening(
        held_on(first),
        (first.place.name or first.place.text) if first.place else None,
        first.event.kind.replace("_", " ").replace("-", " "),
        first.event.actor,
        first.event.target,
        None if plainly or not names else ", ".join(list(names)[:2]),
        first.modality,
        cite(claims, short),
    )


def speakers(claims: Iterable[Claim], short: Mapping[str, str]) -> tuple[Speaker, ...]:
    """Speakers by how many outlets quote them, with their quotations and what they deny, threaten, pledge or demand."""
    grouped: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        said = claim.statement
        named = claim.source and claim.source.name
        if said and claim.source and named and (said.quote or said.act in TELLING):
            grouped[bare(named).lower()].append(claim)
    ordered = sorted(grouped.values(), key=lambda found: (-len(outlets_of(found)), -len(found)))
    return tuple(_speaker(found, short) for found in ordered)


def _speaker(claims: Sequence[Claim], short: Mapping[str, str]) -> Speaker:
    first = claims[0].source
    assert first is not None
    by_words: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        assert claim.statement is not None
        by_words[_plain(claim.statement.quote or claim.statement.content)].append(claim)
    side = next((c.source.side for c in claims if c.source and c.source.side), None)
    return Speaker(bare(first.name or ""), side, tuple(_saying(found, short) for found in by_words.values()))


def _saying(claims: Sequence[Claim], short: Mapping[str, str]) -> Saying:
    first = claims[0]
    assert first.statement is not None
    channel = next((c.source.channel for c in claims if c.source and c.source.channel), None)
    said = first.statement
    return Saying(said.quote, said.content, said.act, channel, held_on(first), cite(claims, short))


def _plain(text: str) -> str:
    return "".join(ch for ch in text.lower() if ch.isalnum())

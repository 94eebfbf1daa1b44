"""What is new on who holds a place: new states, new voices on known ones, disputes begun and ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from onrecord.brief.content import Cited
from onrecord.control_history import History, Spell, Voice, histories
from onrecord.diff.content import PlaceNews
from onrecord.model import Claim


def news(claims: Iterable[Claim], new: Callable[[Claim], bool], short: Mapping[str, str]) -> tuple[PlaceNews, ...]:
    """What the claims that are ``new`` add to the history of each place."""
    every = tuple(claims)
    fresh = {c.id for c in every if new(c)}
    known = {claim: h for h in histories(c for c in every if c.id not in fresh) for claim in h.claims}
    out: list[PlaceNews] = []
    for now in histories(every):
        before = next((known[c] for c in now.claims if c in known), None)
        out += _place(now, before, fresh, short)
    return tuple(out)


def _place(now: History, before: History | None, fresh: set[str], short: Mapping[str, str]) -> Iterator[PlaceNews]:
    for spell in now.spells:
        added = [c for c in spell.claims if c in fresh]
        if not added:
            continue
        if len(added) == len(spell.claims):
            yield from (_news(now, "new state", spell, voice, voice.claims, short) for voice in spell.voices)
            continue
        for voice in spell.voices:
            if set(voice.claims) <= fresh:
                yield _news(now, "new voice", spell, voice, voice.claims, short)
    was = before is not None and before.disputed
    if now.disputed != was and set(now.claims) & fresh and now.now:
        spell = now.now[-1]
        what = "newly disputed" if now.disputed else "no longer disputed"
        ids = tuple(c for s in now.now for c in s.claims)
        yield _news(now, what, spell, None, ids, short)


def _news(
    place: History, what: str, spell: Spell, voice: Voice | None, ids: tuple[str, ...], short: Mapping[str, str]
) -> PlaceNews:
    return PlaceNews(
        place.name,
        place.country,
        what,
        spell.holder,
        spell.state,
        spell.since,
        voice.manner if voice else None,
        voice.who if voice else None,
        voice.outlets if voice else (),
        Cited(ids, tuple(short[i] for i in ids)),
    )

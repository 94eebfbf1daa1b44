"""Event claims: what happened or is planned, by whom, to whom (codebook section 1), from data/events/*.toml.

A verb tells an event by its own frame ("shot down two jets"); a noun only where a verb or a place makes it one
("protests began", "an airstrike on Idlib"), so that a bare mention ("the war") tells none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord import cast, clauses
from onrecord.clauses import background, lemma
from onrecord.extract.events.cues import (
    BY_NOUN,
    BY_STORM,
    BY_VERB,
    Reading,
    Scene,
    kind_named,
    spot_named,
    told_by_verb,
)
from onrecord.extract.events.nouns import told_by_noun
from onrecord.extract.events.parties import actor_of, extent, pair_of, place_of, target_of
from onrecord.extract.events.words import SPEECH_ACTS, words_of_events
from onrecord.extract.forms import written
from onrecord.extract.marks import marked
from onrecord.extract.mentions import Passage
from onrecord.extract.spots import Ground
from onrecord.model import Report

if TYPE_CHECKING:
    from spacy.tokens import Token


_REHEARSED = re.compile(
    r"\b(?:live-fire|military|naval|joint|annual|war) (?:drills?|man(?:o|oe)uv(?:er|re)s?|exercises?|games)\b"
)  # what is shot at in a drill is not attacked
_MUTUAL = frozenset({"talks", "agreement", "ground_battle"})


_PEOPLE = frozenset(
    {"civilian", "people", "child", "woman", "resident", "citizen", "journalist", "person", "man", "family", "refugee"}
)


_CONTENT = frozenset({"xcomp", "ccomp", "conj", "acomp", "acl", "dobj", "advcl"})


@dataclass(frozen=True, slots=True)
class Happened:
    """One event as one clause tells it. Offsets are the report's; the place is a hint, None where none is told.

    ``actor`` and ``target`` are the short usual name of a country or group, else a person's name, else the noun phrase.
    ``modality`` is actual, planned, possible or denied.
    """

    start: int
    end: int
    kind: str
    actor: str | None
    actor_start: int | None
    actor_end: int | None
    target: str | None
    target_start: int | None
    target_end: int | None
    place_start: int | None
    place_end: int | None
    place_text: str | None
    modality: str
    acled: str | None
    plover: str | None
    rule: str


def find(passages: Sequence[Passage], report: Report, ground: Ground) -> tuple[Happened, ...]:
    """Every event claim of a report, in text order."""
    found: list[Happened] = []
    seen: set[str] = set()
    for passage in passages:
        doc = passage.doc
        verbs = marked(doc, BY_VERB)
        nouns = sorted({*marked(doc, BY_NOUN), *(doc[at].head.i for at in marked(doc, BY_STORM))})
        if not (verbs or nouns):
            continue
        scene = Scene(passage, ground.spots, ground.people)
        for sentence in doc.sents:
            first, last = sentence.start, sentence.end
            telling = [doc[at] for at in verbs if first <= at < last]
            naming = [doc[at] for at in nouns if first <= at < last]
            words = written(sentence) if telling or naming else ""
            if not words or background(words, report.published) or _REHEARSED.search(words):
                continue
            told = [reading for token in telling if (reading := told_by_verb(scene, token, seen)) is not None]
            used = {noun.i for reading in told for noun in _consumed(reading)}
            told.extend(
                r for token in naming if token.i not in used and (r := told_by_noun(scene, token, seen)) is not None
            )
            told = [reading for reading in told if not _promised(reading, told)]
            read = [(reading, _happened(scene, reading)) for reading in sorted(told, key=lambda r: r.cue.i)]
            local = [event for reading, event in read if reading.actor or reading.targets or event.place_text]
            found.extend(_collapsed(local))
            seen.update(word for event in local for word in (event.kind, event.plover) if word)
    return tuple(found)


def _promised(reading: Reading, told: Sequence[Reading]) -> bool:
    """Whether an event is only the content of a pledge, offer, request or threat of the same sentence."""
    acts = {other.cue.i for other in told if other.kind in SPEECH_ACTS and other is not reading}
    here = reading.cue
    while here.head is not here and here.dep_ in _CONTENT and reading.modality != "actual":
        here = here.head
        if here.i in acts:
            return True
    return False


def _consumed(reading: Reading) -> Iterator[Token]:
    """The nouns that a verb's event already takes in: its objects, and the means and subject that told its kind."""
    yield from reading.targets
    if reading.cue.pos_ == "VERB":
        yield from clauses.done_to(reading.cue)  # also the "fire" that is opened
    if reading.actor is not None:
        yield reading.actor
    for noun in clauses.after(reading.cue, *words_of_events().means):
        if kind_named(noun) == reading.kind:
            yield noun
    subject = clauses.subject_of(reading.cue)
    if subject is not None and kind_named(subject) == reading.kind:
        yield subject


def _happened(scene: Scene, reading: Reading) -> Happened:
    words, passage = words_of_events(), scene.passage
    kind = words.kinds[reading.kind]
    spot = place_of(scene, reading)
    actor, actor_at = (None, None) if kind.natural else actor_of(scene, reading)
    target, target_at = target_of(scene, reading, actor)
    if reading.kind in _MUTUAL and reading.actor is not None:
        pair = pair_of(reading.actor)
        if pair is not None:
            (actor, target), target_at = pair, extent(passage, reading.actor)
            actor_at = target_at
    rule = reading.rule
    if actor is None and kind.plover == "ASSAULT" and reading.targets and reading.modality == "actual":
        struck = next((n for n in reading.targets if lemma(n) not in _PEOPLE and spot_named(scene, n) is None), None)
        actor = scene.cast.opponent(cast.side(struck, scene.cast)) if struck is not None else None
        rule = f"{rule}+opponent" if actor is not None else rule
    verb = reading.verb if reading.verb is not None else reading.cue
    edges = [reading.cue.idx, clauses.clause_start(verb) if verb.pos_ in {"VERB", "AUX"} else verb.idx]
    ends = [reading.cue.idx + len(reading.cue), verb.idx + len(verb)]
    spent = clauses.done_to(reading.cue)[:1] if reading.cue.pos_ == "VERB" else ()  # the "fire" that is opened
    for token in (reading.actor, *(reading.targets or spent)[:1], reading.cue if reading.cue.pos_ == "NOUN" else None):
        if token is not None and token.sent == reading.cue.sent:
            first, last = clauses.phrase(token)
            edges.append(token.doc[first].idx)
            ends.append(token.doc[last - 1].idx + len(token.doc[last - 1]))
    sentence = reading.cue.sent
    if reading.kind in SPEECH_ACTS | {"vote"} and reading.cue.pos_ in {"VERB", "AUX"}:
        ends.append(min(max(t.idx + len(t) for t in (reading.cue, *_content(reading.cue))), min(edges) + 240))
    if (
        spot is not None
        and sentence.start_char <= spot.start - passage.start < sentence.end_char
        and spot.end - passage.start - min(edges) < 220
    ):
        ends.append(spot.end - passage.start)
    return Happened(
        start=passage.start + max(min(edges), sentence.start_char),
        end=passage.start + min(max(ends), sentence.end_char),
        kind=reading.kind,
        actor=actor,
        actor_start=actor_at[0] if actor_at else None,
        actor_end=actor_at[1] if actor_at else None,
        target=target,
        target_start=target_at[0] if target_at else None,
        target_end=target_at[1] if target_at else None,
        place_start=spot.start if spot else None,
        place_end=spot.end if spot else None,
        place_text=spot.text if spot else None,
        modality=reading.modality,
        acled=kind.acled,
        plover=kind.plover,
        rule=rule,
    )


def _content(verb: Token) -> Iterator[Token]:
    """What a verb of pledging, asking or threatening takes: its complement and object with all their words."""
    for child in verb.children:
        if child.i > verb.i and child.dep_ in {"xcomp", "ccomp", "dobj", "acomp", "prep", "dative", "attr"}:
            yield from (token for token in child.subtree if not token.is_punct and not token.is_space)


def _collapsed(found: Sequence[Happened]) -> list[Happened]:
    """One record for one kind and place in a sentence; a specific kind wins over a bare attack of the same clause."""
    kept: list[Happened] = []
    for event in found:
        twin = next(
            (
                k
                for k in kept
                if k.kind == event.kind
                and (None in (k.place_text, event.place_text) or k.place_text == event.place_text)
            ),
            None,
        )
        if twin is not None:
            better = (
                event
                if (event.actor is not None, event.place_text is not None)
                > (twin.actor is not None, twin.place_text is not None)
                else twin
            )
            kept[kept.index(twin)] = better
            continue
        kept.append(event)
    special = [k for k in kept if k.plover == "ASSAULT" and k.kind != "attack"]
    return [k for k in kept if k.kind != "attack" or not any(s.start < k.end and k.start < s.end for s in special)]

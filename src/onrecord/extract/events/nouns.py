"""Nouns that tell an event where a verb lets it happen or a place stands with it: "protests began", "an airstrike on
Idlib"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord import clauses
from onrecord.clauses import children, lemma
from onrecord.extract.events.cues import Reading, Scene, kind_named, spot_named, told_before
from onrecord.extract.events.words import words_of_events
from onrecord.extract.spots import refers, spot_at

if TYPE_CHECKING:
    from spacy.tokens import Token

_HEARSAY = frozenset({"report", "see", "witness", "hear", "face", "survive", "escape"})
_PORTIONS = frozenset(
    {"round", "wave", "series", "spate", "string", "number", "dozen", "hundred", "kind", "day", "hour", "session"}
    | {"set", "package", "raft", "barrage"}
)


def told_by_noun(scene: Scene, noun: Token, seen: set[str]) -> Reading | None:
    """The event a noun tells where a verb governs it or a place stands with it."""
    kind = kind_named(noun)
    if kind is None or noun.dep_ in {"compound", "amod", "nmod", "poss"}:
        return None
    words = words_of_events()
    definite = any(c.lower_ in {"the", "this", "that", "these", "those"} for c in children(noun, "det"))
    marks = {c.lower_ for c in noun.children if c.i < noun.i}
    if marks & {"no", "any", "every", "such", "each", "previous", "recent", "past", "earlier", "anti"}:
        return None
    if definite and told_before(kind, seen) and not any(spot_at(scene.spots, scene.passage, t) for t in noun.subtree):
        return None
    modality = "planned" if marks & words.upcoming else "possible" if marks & words.supposed else "actual"
    verb, actor, objects = _governor(scene, noun, definite)
    if verb is None:
        return None
    if verb is not noun:
        if clauses.negated(verb):
            return None
        outlook = clauses.outlook(verb)
        if outlook == "attempted":
            return None
        modality = "denied" if clauses.denier(verb) is not None else outlook if outlook != "actual" else modality
        if lemma(verb) in {"slate", "schedule", "plan"} and outlook == "actual":
            modality = "planned"
    elif clauses.denier(noun) is not None:
        modality = "denied"
    targets = (*objects, *clauses.after(noun, *words.kinds[kind].target))
    return Reading(kind, noun, verb, actor, tuple(targets), modality, f"event.noun_{kind}")


def _governor(scene: Scene, noun: Token, definite: bool) -> tuple[Token | None, Token | None, tuple[Token, ...]]:
    """The verb that makes a noun an event, who does it and to what; the noun itself where a place is told."""
    words = words_of_events()
    head = noun.head
    if noun.dep_ == "conj" and head.pos_ in {"NOUN", "PROPN"}:
        head, dep = head.head, head.dep_
    else:
        dep = noun.dep_
    if dep == "pobj" and head.lower_ == "of" and head.head.pos_ == "NOUN" and lemma(head.head) in _PORTIONS:
        dep, head = head.head.dep_, head.head.head
    for relative in (
        t for t in noun.subtree if t.dep_ == "relcl" and (t.head is noun or lemma(t) in {"happen", "occur"})
    ):
        if _happens(relative):
            return relative, noun, _struck(relative)
    if dep == "nsubj" and _happens(head):
        return head, noun, _struck(head)
    if dep == "nsubjpass" and lemma(head) in words.do | words.suffer | words.happen:
        return head, clauses.agent_of(head) or noun, ()
    if dep == "dobj" and lemma(head) in words.do:
        by = next(iter(clauses.after(noun, "by")), None)
        return (
            head,
            by or clauses.doer_of(head),
            (*children(head, "dative"), *(clauses.done_to(head) if clauses.passive(head) else ())),
        )
    if dep == "dobj" and lemma(head) in words.suffer:
        sufferer = clauses.subject_of(head)
        if sufferer is None:
            return None, None, ()
        here = refers(sufferer) or any(spot_at(scene.spots, scene.passage, t) for t in sufferer.subtree)
        placed = here or any(spot_at(scene.spots, scene.passage, t) for t in noun.subtree)
        if not placed and lemma(head) in _HEARSAY:
            return None, None, ()
        return head, noun, (sufferer,) if refers(sufferer) or spot_named(scene, sufferer) else ()
    if dep == "attr" and any(t.lower_ == "there" for t in children(head, "expl")):
        return head, noun, ()
    placed = any(
        spot_named(scene, inner) is not None
        for inner in clauses.after(noun, "in", "on", "near", "at", "against", "outside", "across")
    )
    if placed and (
        dep == "ROOT"
        or (not definite and dep == "pobj" and head.lower_ in {"after", "in", "following", "during", "by", "amid"})
    ):
        return noun, noun, ()
    return None, None, ()


def _struck(verb: Token) -> tuple[Token, ...]:
    """What a violent verb does it to; "caused damage" and "took place" strike nothing."""
    return clauses.done_to(verb) if lemma(verb) in words_of_events().violent and not clauses.passive(verb) else ()


def _happens(verb: Token) -> bool:
    """Whether the verb lets its subject happen: "take" only with "place" or "effect", "break" only with "out"."""
    if lemma(verb) == "take":
        return any(lemma(noun) in {"place", "effect", "hold"} for noun in children(verb, "dobj"))
    if lemma(verb) == "break":
        return any(child.lower_ == "out" for child in verb.children)
    return lemma(verb) in words_of_events().happen

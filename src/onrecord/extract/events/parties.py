"""Who did an event, to whom and where, as its own clause and the clauses around it tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord import actors, cast, clauses
from onrecord.clauses import children, lemma
from onrecord.extract.events.cues import Reading, Scene, kind_named, own_words, spot_named
from onrecord.extract.events.words import words_of_events
from onrecord.extract.mentions import Passage
from onrecord.extract.spots import Spot, last_before, named_in, refers, spot_at

if TYPE_CHECKING:
    from spacy.tokens import Token


_NEUTRAL = frozenset({"ngo", "un", "monitor", "company"})


def extent(passage: Passage, noun: Token) -> tuple[int, int]:
    first, last = clauses.phrase(noun)
    end = noun.doc[last - 1]
    return passage.offset(noun.doc[first]), passage.offset(end) + len(end)


def actor_of(scene: Scene, reading: Reading) -> tuple[str | None, tuple[int, int] | None]:
    """Who did it: a side or person; where the event itself stands for it, only whose it is ("Russian airstrikes")."""
    noun = _planner(reading.actor) if reading.actor is not None else None
    if noun is None:
        return None, None
    named = kind_named(noun)
    event = named is not None and (named == reading.kind or not words_of_events().kinds[named].natural)
    if reading.owned or noun.i == reading.cue.i or event:
        owner = next(iter(clauses.after(noun, "by")), None) or next(children(noun, "poss"), None)
        if owner is not None and not spot_at(scene.spots, scene.passage, owner):
            return _name(scene, owner), extent(scene.passage, owner)
        side = next(
            (s for c in children(noun, "amod", "compound", "nmod", "poss") if (s := cast.side(c, cast.NOBODY))), None
        )
        return side, extent(scene.passage, noun) if side else None
    return _name(scene, noun), extent(scene.passage, noun)


def _planner(noun: Token) -> Token | None:
    """Whose plan a deed hangs on: "the army has plans to attack"; the noun itself where it is no plan."""
    if lemma(noun) not in clauses.wording().nouns or cast.party(noun):
        return noun
    owner = next(children(noun, "poss"), None)
    return owner or (clauses.subject_of(noun.head) if noun.dep_ == "dobj" else None)


def pair_of(noun: Token) -> tuple[str, str] | None:
    """The two sides of a joint subject: "Ukrainian and Russian officials"."""
    doc, last = noun.doc, clauses.conjuncts(noun)[-1]
    words = doc[clauses.phrase(noun)[0] : clauses.phrase(last)[1]].text
    sides: list[str] = []
    for _, _, word, actor in actors.actors_in(words):
        side = actor.side if actor is not None else actors.country_of(word)
        if side is not None and side not in sides:
            sides.append(side)
    return (sides[0], sides[1]) if len(sides) == 2 else None


def _name(scene: Scene, noun: Token) -> str | None:
    """The short usual name of a side, a person's name, else the noun phrase; nothing for an unresolved pronoun."""
    person = clauses.person(noun)
    if person is not None:
        return person
    if (speaker := _speaker(noun)) is not None:
        return _name(scene, speaker)
    words = clauses.phrase_text(noun)
    if noun.pos_ == "PROPN" and actors.kind_of(words) in _NEUTRAL:  # "the Peruvian Red Cross"
        return words
    side = cast.side(noun, scene.cast)
    if side is not None:
        return side
    if (
        noun.pos_ == "PRON"
        or any(child.tag_ == "PRP$" for child in noun.children)
        or noun.ent_type_ in {"DATE", "TIME"}
    ):
        return None
    return clauses.phrase_text(noun)


def _speaker(noun: Token) -> Token | None:
    """Whom a pronoun stands for that opens what somebody says of themselves: "NATO said it had stopped two boats"."""
    verb, saying = noun.head, noun.head.head
    if noun.lower_ not in {"it", "they"} or verb.dep_ != "ccomp" or lemma(saying) not in clauses.wording().speech:
        return None
    subject = clauses.subject_of(saying)
    plural = subject is not None and subject.tag_ in {"NNS", "NNPS"}
    return subject if subject is not None and subject.pos_ != "PRON" and plural == (noun.lower_ == "they") else None


def target_of(scene: Scene, reading: Reading, actor: str | None) -> tuple[str | None, tuple[int, int] | None]:
    """Whom or what it hit or was meant for; a town is the event's place, not its target."""
    for noun in _aimed_at(reading):
        spot = spot_named(scene, noun)
        if (spot is not None and spot.settlement) or noun.i == reading.cue.i or kind_named(noun) == reading.kind:
            continue
        if refers(noun) and noun.lower_ != "it":
            continue
        if words_of_events().kinds[reading.kind].addressed and not cast.party(noun):
            continue
        if noun.ent_type_ in {"DATE", "TIME"} or noun.pos_ in {"NUM", "VERB"}:
            continue
        if noun.pos_ == "PRON" and noun.lower_ not in {"it", "them"}:
            continue
        name = _name(scene, noun)
        if name is not None and noun.pos_ not in {"PRON"} and clauses.person(noun) is None:
            words = clauses.phrase_text(noun)
            name = name if noun.pos_ == "PROPN" or spot is not None else words
        if name is not None and name != actor:
            return name, extent(scene.passage, noun)
    return None, None


def _aimed_at(reading: Reading) -> tuple[Token, ...]:
    """The nouns it may have been meant for: not what was fired, but at what: "shot live rounds at the crowd"."""
    words, verb = words_of_events(), reading.verb
    if verb is None or reading.kind == "shootdown" or lemma(verb) not in words.launching:
        return reading.targets
    aimed = tuple(noun for noun in reading.targets if lemma(noun) not in words.munitions)
    return (
        aimed if len(aimed) == len(reading.targets) else (*aimed, *clauses.after(verb, "at", "on", "against", "into"))
    )


def place_of(scene: Scene, reading: Reading) -> Spot | None:
    """The place the clause tells: its object, what follows "in" or "near", then its subject's; towns first."""
    words, passage = words_of_events(), scene.passage
    placeless = words.kinds[reading.kind].placeless
    nouns: list[Token] = [] if placeless else list(reading.targets)
    for anchor in (reading.cue, reading.verb):
        if anchor is not None:
            nouns.extend(clauses.after(anchor, *(("in", "at") if placeless else words.locative)))
    if reading.actor is not None and not placeless and reading.kind != "agreement":
        nouns.append(reading.actor)
    found: list[Spot] = []
    nouns = [n for noun in nouns for n in (noun, *children(noun, "poss"), *clauses.after(noun, "of"))]
    for noun in nouns:
        found.extend(named_in(scene.spots, passage, noun))
        found.extend(
            spot
            for t in noun.subtree
            if (spot := spot_at(scene.spots, passage, t)) is not None and t.sent == reading.cue.sent
        )
        if not found and (refers(noun) if noun.lower_ != "it" else noun in reading.targets):
            last = last_before(scene.spots, passage.offset(noun), lemma(noun))
            if last is not None:
                found.append(last)
        if any(spot.settlement for spot in found):
            break
    if not found and not placeless and reading.verb is not None:
        found.extend(_around(scene, reading.verb))
    if not found and not placeless and reading.verb is not None:
        found.extend(
            spot
            for t in own_words(reading.verb)
            if t.pos_ in {"NOUN", "PROPN"} and (spot := spot_at(scene.spots, passage, t)) is not None
        )
    return next((s for s in found if s.settlement and not s.aside), None) or next(iter(found), None)


def _around(scene: Scene, verb: Token) -> Iterator[Spot]:
    """Places told by the clauses the verb hangs on: "In X, officials said ...", "the mayor of X said"."""
    words, passage = words_of_events(), scene.passage
    here = verb
    while here.head is not here and here.dep_ in {"ccomp", "conj", "advcl", "xcomp", "dep", "acl", "relcl"}:
        here = here.head
        nouns = [*clauses.after(here, *words.locative), *clauses.done_to(here)] if here.pos_ == "VERB" else [here]
        subject = clauses.subject_of(here) if here.pos_ == "VERB" else None
        for noun in (*nouns, *((subject,) if subject is not None else ())):
            spots = [s for t in noun.subtree if t.i < verb.i and (s := spot_at(scene.spots, passage, t)) is not None]
            yield from (spot for spot in spots if spot.settlement and not spot.aside)
            if noun.lower_ == "it" and noun in nouns:
                last = last_before(scene.spots, passage.offset(noun))
                if last is not None:
                    yield last

"""The words of a sentence that tell who holds a place: verbs, "control of", "in their hands", adjectives, fighting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from onrecord import actors, cast, clauses
from onrecord.clauses import children, conjuncts, lemma
from onrecord.extract import marks
from onrecord.extract.mentions import Passage
from onrecord.extract.spots import Spot, last_before, named_in, refers, spot_at
from onrecord.knowledge import table

if TYPE_CHECKING:
    from spacy.tokens import Token


TOPIC = 500
"""How many characters on "the city" still means the place last said to be held or taken."""


_ADMITTING = frozenset({"admit", "concede", "acknowledge"})
_QUARTERS = frozenset({"neighbourhood", "neighborhood", "district", "quarter"})
_PARTS = frozenset({"area", "suburb", "part", "side", "half", "section", "outskirt"})
_UNDER = frozenset({"siege", "blockade"})
_ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "last", "latest", "next"})


@dataclass(frozen=True, slots=True)
class _Frame:
    verbs: frozenset[str]
    prepositions: tuple[str, ...]
    state: str
    holder: str
    armed: bool


@dataclass(frozen=True, slots=True)
class _Words:
    objects: tuple[_Frame, ...]
    intos: tuple[_Frame, ...]
    falls: Mapping[str, Any]
    control: Mapping[str, Any]
    adjectives: Mapping[str, Any]
    contest: Mapping[str, Any]
    nouns: Mapping[str, str]


@cache
def _words() -> _Words:
    raw = table("control.toml")

    def frames(name: str) -> tuple[_Frame, ...]:
        return tuple(
            _Frame(
                frozenset(row["verbs"]),
                tuple(row.get("prepositions", ())),
                row["state"],
                row.get("holder", "subject"),
                row.get("armed", False),
            )
            for row in raw[name]
        )

    nouns = {word: state for state, words in raw["nouns"].items() for word in words}
    return _Words(
        frames("object"), frames("into"), raw["falls"], raw["control"], raw["adjectives"], raw["contest"], nouns
    )


@dataclass(frozen=True, slots=True)
class Scene:
    """What reading one passage needs: the passage, the report's places, and its home country."""

    passage: Passage
    spots: tuple[Spot, ...]
    cast: cast.Cast
    topic: Spot | None = None
    topic_at: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """One rule's catch: the verb or noun that told it, the places, the doer, and the noun that ends the words."""

    cue: Token
    places: tuple[tuple[Spot | None, Token], ...]
    holder: Token | None
    state: str
    rule: str
    last: Token | None = None


def _telling(word: marks.Word) -> bool:
    known = _words()
    if word.pos in {"VERB", "AUX"} or word.tag in {"VBN", "VBD", "VBG"}:
        framed = any(word.lemma in frame.verbs for frame in (*known.objects, *known.intos))
        fallen = word.lemma in known.falls["verbs"] or word.lemma in known.falls["hands_over"]
        if framed or fallen or word.lemma in _ADMITTING:
            return True
    if word.pos in {"NOUN", "PROPN"}:
        nouns = (known.control["nouns"], known.control["hands"], known.nouns, known.contest["nouns"], _UNDER)
        if any(word.lemma in each for each in nouns):
            return True
    return any(word.lower in known.adjectives[state] for state in ("held", "encircled", "contested"))


TELLING = marks.rule(_telling)


def readings(scene: Scene, token: Token) -> Iterator[Reading]:
    """Every reading that one token triggers."""
    if token.pos_ in {"VERB", "AUX"} or token.tag_ in {"VBN", "VBD", "VBG"}:
        yield from _verb(scene, token)
    if token.pos_ in {"NOUN", "PROPN"}:
        yield from _control_noun(scene, token)
        yield from _noun(scene, token)
    yield from _adjective(scene, token)


def located(scene: Scene, nouns: Sequence[Token], loose: bool = False) -> tuple[tuple[Spot | None, Token], ...]:
    """The nouns that are places, each with the name it has or refers back to; ``loose`` takes any fit name."""
    found: list[tuple[Spot | None, Token]] = []
    for noun in nouns:
        if noun.tag_ == "NNS" and any(clauses.after(noun, "in")) and not any(clauses.after(noun, "of")):
            continue  # "villages in Hama" are not Hama
        named = named_in(scene.spots, scene.passage, noun)
        if named:
            found.extend((spot, noun) for spot in named)
        elif refers(noun):
            last = _pointed(scene, noun)
            if last is not None and noun.lower_ == "it" and scene.passage.offset(noun) - last.start > TOPIC:
                last = None
            if last is not None or noun.lower_ != "it":
                found.append((last, noun))
        elif loose and noun.pos_ == "PROPN" and noun.ent_type_ in {"", "ORG", "FAC", "LOC"}:
            first = clauses.phrase(noun)[0]
            text = clauses.phrase_text(noun)
            if actors.kind_of(text) is None and not any(t.pos_ == "NOUN" for t in noun.doc[first : noun.i]):
                end = scene.passage.offset(noun) + len(noun)
                found.append((Spot(end - len(text), end, text, True, False), noun))
    return tuple(found)


def _pointed(scene: Scene, noun: Token) -> Spot | None:
    """The place "the city" points back to: of the same sentence, else the last one held, else the last one named."""
    at = scene.passage.offset(noun)
    last = last_before(scene.spots, at, lemma(noun))
    if last is not None and last.start >= scene.passage.start + int(noun.sent.start_char):
        return last
    if scene.topic is not None and at - scene.topic_at < TOPIC:
        return scene.topic
    return last


def _verb(scene: Scene, verb: Token) -> Iterator[Reading]:
    words = _words()
    name = lemma(verb)
    for frame in words.objects:
        if name in frame.verbs and verb.dep_ != "amod":
            doer = clauses.doer_of(verb)
            nouns = [
                n
                for n in clauses.done_to(verb)
                if n.lower_ != "it" or (not clauses.passive(verb) and _may_hold(doer, False))
            ]
            if verb.dep_ == "relcl" and not nouns and not clauses.passive(verb):
                nouns = [verb.head]
            if not frame.armed or _may_hold(doer, clauses.passive(verb)):
                loose = frame.state in {"captured", "recaptured", "encircled"} and name not in {
                    "take",
                    "secure",
                    "grab",
                    "recover",
                }
                yield Reading(verb, located(scene, nouns, loose), doer, frame.state, f"control.{name}")
    for frame in words.intos:
        if name in frame.verbs:
            moved = clauses.done_to(verb)[:1] if frame.holder == "object" else ()
            who = moved[0] if moved else (clauses.doer_of(verb) if frame.holder == "subject" else None)
            nouns = [n for first in clauses.after(verb, *frame.prepositions) for n in conjuncts(first)]
            if who is not None and cast.armed(who) and nouns:
                yield Reading(verb, located(scene, nouns), who, frame.state, f"control.{name}_{frame.prepositions[0]}")
    if name in words.falls["verbs"] and not any(children(verb, "acomp", "oprd", "dobj")):
        taker = next(iter(clauses.after(verb, *words.falls["to"])), None)
        if taker is None or lemma(taker) not in words.control["hands"]:
            yield Reading(verb, _fallen(scene, verb), taker, "captured", "control.fall")
    if name in words.falls["hands_over"] and any(lemma(n) == "hand" for n in children(verb, "dobj")):
        subject = clauses.subject_of(verb)
        yield Reading(
            verb,
            located(scene, [subject] if subject is not None else []),
            None,
            "captured",
            "control.changed_hands",
            next(children(verb, "dobj")),
        )
    if name in _ADMITTING and any(lemma(n) in words.falls["admissions"] for n in children(verb, "dobj")):
        subject = clauses.subject_of(verb)
        spots = [spot_at(scene.spots, scene.passage, t) for t in subject.subtree] if subject is not None else []
        own = [spot for spot in spots if spot is not None and spot.settlement]
        if subject is not None and own:
            last = next(children(verb, "dobj"))
            yield Reading(verb, ((own[-1], subject),), None, "captured", "control.admission", last)


def _may_hold(doer: Token | None, passive: bool) -> bool:
    return passive if doer is None else cast.armed(doer)


def _fallen(scene: Scene, verb: Token) -> tuple[tuple[Spot | None, Token], ...]:
    """The places that fell: the subject, or what "the first to fall" is said of."""
    doc = verb.doc
    at = next((aux.i for aux in children(verb, "aux") if aux.lower_ == "to"), 0)
    before = range(at - 1, max(at - 7, verb.sent.start - 1), -1)
    ordinal = next((i for i in before if at and doc[i].lower_ in _ORDINALS), None)
    if ordinal is None:
        subject = clauses.subject_of(verb)
        loose = next(clauses.after(verb, "to"), None) is not None
        return located(scene, conjuncts(subject), loose) if subject is not None and subject.lower_ != "it" else ()
    for token in reversed(list(doc[verb.sent.start : ordinal])):
        found = located(scene, [token]) if token.pos_ in {"NOUN", "PROPN"} else ()
        if found:
            return found
    return ()


def _control_noun(scene: Scene, noun: Token) -> Iterator[Reading]:
    words = _words().control
    name, head = lemma(noun), noun.head
    if name in words["nouns"]:
        places = [n for first in clauses.after(noun, "of", "over") for n in conjuncts(first)]
        states = (("gain", "captured"), ("regain", "recaptured"), ("keep", "held"), ("lose", "withdrawn_from"))
        verb = head.head if noun.dep_ == "pobj" and head.lower_ == "in" else head
        within = noun.dep_ in {"dobj", "nsubjpass"} or (noun.dep_ == "pobj" and head.lower_ == "in")
        if noun.dep_ == "conj" and head.dep_ == "dobj":
            within, verb = True, head.head
        for key, state in states:
            if within and places and lemma(verb) in words[key]:
                yield Reading(
                    verb, located(scene, places), clauses.doer_of(verb), state, f"control.{key}_control", noun
                )
                return
    if name in words["hands"] and noun.dep_ == "pobj" and head.lower_ in {"in", "under", "into"}:
        owner = _owner(noun)
        verb = head.head
        while verb.dep_ == "prep":
            verb = verb.head
        if owner is not None and verb.pos_ in {"NOUN", "PROPN"} and head.lower_ != "into":
            place = verb.head if verb.dep_ == "appos" else verb
            yield Reading(noun, located(scene, [place]), owner, "held", f"control.noun_in_{name}")
            return
        if owner is None or verb.pos_ not in {"VERB", "AUX"}:
            return
        for key, state in (("stays", "held"), ("falls", "captured"), ("returns", "recaptured")):
            if lemma(verb) in words[key]:
                moved = clauses.done_to(verb)
                subject = clauses.subject_of(verb)
                places = list(moved) or (list(conjuncts(subject)) if subject is not None else [])
                loose = lemma(verb) != "be"
                state = "held" if lemma(verb) == "be" else state
                yield Reading(verb, located(scene, places, loose), owner, state, f"control.{key}_{name}", noun)
                return


def _owner(noun: Token) -> Token | None:
    """Whose hands or control: "Ukrainian hands", "rebel control", "the control of the army"."""
    marks = children(noun, "amod", "compound", "poss", "nmod")
    own = next(
        (c for c in marks if lemma(c) in clauses.wording().forces or cast.side(c, cast.NOBODY) is not None), None
    )
    return own if own is not None else next(iter(clauses.after(noun, "of")), None)


def _noun(scene: Scene, noun: Token) -> Iterator[Reading]:
    """ "The capture of X by Y", "under siege", "street fighting in X"."""
    words = _words()
    name = lemma(noun)
    if noun.dep_ == "pobj" and noun.head.lower_ == "under" and name in _UNDER:
        verb = noun.head.head
        subject = clauses.subject_of(verb) if verb.pos_ in {"VERB", "AUX"} else None
        if subject is not None:
            yield Reading(verb, located(scene, conjuncts(subject)), None, "encircled", "control.under_siege", noun)
        return
    state = words.nouns.get(name)
    if state is not None:
        prepositions = ("from",) if state == "withdrawn_from" else ("of",)
        places = [n for first in clauses.after(noun, *prepositions) for n in conjuncts(first)]
        holder = next(iter(clauses.after(noun, "by", "to")), None) or next(children(noun, "poss"), None)
        ended = lemma(noun.head) in {"break", "lift", "end", "ease", "prevent", "avoid", "stop", "repel"}
        found = tuple((s, n) for s, n in located(scene, places) if s is not None and s.settlement)
        if found and not ended:
            yield Reading(noun, found, holder, state, f"control.noun_{name}")
    if name in words.contest["nouns"]:
        fierce = any(
            lemma(c) in words.contest["modifiers"] for c in noun.children if c.dep_ in {"amod", "compound", "nmod"}
        )
        runs = noun.dep_ in {"nsubj", "nsubjpass", "attr"} and lemma(noun.head) in words.contest["verbs"]
        if fierce or runs:
            nouns = list(clauses.after(noun, *words.contest["prepositions"]))
            if runs:
                nouns.extend(clauses.after(noun.head, *words.contest["prepositions"]))
            near = [n for first in nouns for n in conjuncts(first)]
            there = [(s, n) for s, n in located(scene, near) if s is not None and s.settlement]
            yield Reading(noun, tuple(there[:3]), None, "contested", "control.fighting")


def _adjective(scene: Scene, token: Token) -> Iterator[Reading]:
    """ "Rebel-held Aleppo", "the besieged town of X": weaker than a clause, and flagged so."""
    words = _words().adjectives
    doc, word = token.doc, token.lower_
    if word in words["held"] and token.i >= 2 and doc[token.i - 1].text in {"-", "‐", "–"}:
        noun, owner = _modified(token), doc[token.i - 2]
        if noun is not None and (word != "run" or cast.armed(owner)):
            yield Reading(token, _named(scene, noun), owner, "held", "control.adjective_held")
    elif token.dep_ == "amod" and word in {*words["encircled"], *words["contested"], *words["held"]}:
        noun = token.head
        state = "encircled" if word in words["encircled"] else "contested" if word in words["contested"] else "held"
        before = doc[token.i - 1] if token.i else None
        holder = before if state == "held" and before is not None and before.pos_ in {"NOUN", "PROPN", "ADJ"} else None
        if state != "held" or holder is not None:
            yield Reading(token, _named(scene, noun), holder, state, f"control.adjective_{state}")


def _named(scene: Scene, noun: Token) -> tuple[tuple[Spot | None, Token], ...]:
    """The towns a noun names; "a rebel-held area of X" says nothing of all of X."""
    one = any(c.lower_ in {"a", "an", "another", "one"} for c in children(noun, "det")) or noun.tag_ == "NNS"
    if (lemma(noun) in _PARTS or (one and lemma(noun) in _QUARTERS)) and any(clauses.after(noun, "of")):
        return ()
    return tuple((spot, noun) for spot in named_in(scene.spots, scene.passage, noun) if spot.settlement)


def _modified(token: Token) -> Token | None:
    """The noun that a compound adjective stands before: the first noun phrase head to its right."""
    for other in token.doc[token.i + 1 : token.i + 5]:
        if other.pos_ in {"NOUN", "PROPN"} and other.dep_ not in {"compound", "nmod"}:
            return other
        if other.pos_ not in {"ADJ", "NOUN", "PROPN", "PUNCT", "DET"} and other.dep_ != "amod":
            return None
    return None

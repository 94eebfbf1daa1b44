"""The words that may tell an event, and the events of verbs: by their frames or by the means of their violence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from onrecord import actors, cast, clauses
from onrecord.clauses import children, lemma
from onrecord.extract import marks
from onrecord.extract.events.words import NO_KIND, Frame, words_of_events
from onrecord.extract.mentions import Passage
from onrecord.extract.spots import Spot, named_in, refers, spot_at

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Scene:
    passage: Passage
    spots: tuple[Spot, ...]
    cast: cast.Cast


@dataclass(frozen=True, slots=True)
class Reading:
    """One trigger: its kind, the word that told it, the verb it hangs on, who did it and to what."""

    kind: str
    cue: Token
    verb: Token | None
    actor: Token | None
    targets: tuple[Token, ...]
    modality: str
    rule: str
    owned: bool = False


_HIMSELF = frozenset({"himself", "herself", "itself", "themselves"})
_ONESELF = frozenset({"kill", "shoot", "hang", "wound", "injure", "hurt", "burn", "stab"})
_ANNOUNCED = "event.conditional_threat"
_NOUN_ROLES = frozenset({"nsubj", "dobj", "pobj", "nsubjpass", "pcomp"})


def kind_named(noun: Token) -> str | None:
    """The kind of event a noun names, with the one or two words before it: "rocket attack", "air strike"."""
    nouns = words_of_events().nouns
    if noun.ent_type_ in {"DATE", "TIME"} and noun.pos_ == "PROPN":
        return None
    if noun.pos_ not in {"NOUN", "PROPN", "VERB"} or (noun.pos_ == "VERB" and noun.dep_ not in _NOUN_ROLES):
        return None
    doc, tail = noun.doc, (lemma(noun), noun.lower_, noun.lower_.removesuffix("s"))
    before = [t.lower_ for t in doc[max(0, noun.i - 4) : noun.i] if t.text not in {"-", "‐"}]
    for size in (2, 1):
        if len(before) >= size:
            for word in tail:
                kind = nouns.get(" ".join((*before[-size:], word)))
                if kind is not None:
                    return kind or None
    if noun.pos_ == "PROPN":
        storm = next(
            (
                c
                for c in children(noun, "compound")
                if words_of_events().kinds.get(nouns.get(c.lower_, ""), NO_KIND).natural
            ),
            None,
        )
        if storm is not None:
            return nouns[storm.lower_]
    return next((nouns[word] or None for word in tail if word in nouns), None)


@cache
def _last_words() -> frozenset[str]:
    """The last words of the nouns that name events."""
    return frozenset(name.rpartition(" ")[2] for name in words_of_events().nouns)


def _verbal(word: marks.Word) -> bool:
    known = words_of_events()
    if word.dep in {"amod", "compound", "aux"} or (word.lemma not in known.frames and word.lemma not in known.violent):
        return False
    return word.pos in {"VERB", "AUX"} or word.tag in {"VBN", "VBD", "VBG", "VB"}


def _nominal(word: marks.Word) -> bool:
    if word.pos not in {"NOUN", "PROPN", "VERB"} or word.dep in {"compound", "amod", "nmod", "poss"}:
        return False
    return not _last_words().isdisjoint((word.lemma, word.lower, word.lower.removesuffix("s")))


def _storm(word: marks.Word) -> bool:
    known = words_of_events()
    return word.dep == "compound" and known.kinds.get(known.nouns.get(word.lower, ""), NO_KIND).natural


BY_VERB, BY_NOUN, BY_STORM = marks.rule(_verbal), marks.rule(_nominal), marks.rule(_storm)


def told_by_verb(scene: Scene, verb: Token, seen: set[str]) -> Reading | None:
    """The event a verb tells, by a frame or by the means of its violence."""
    if verb.pos_ not in {"VERB", "AUX"} and verb.tag_ not in {"VBN", "VBD", "VBG", "VB"}:
        return None
    if verb.dep_ in {"amod", "compound", "aux"}:
        return None
    doer, objects = clauses.doer_of(verb), clauses.done_to(verb)
    if doer is not None and (
        doer.lower_ in {"we", "i", "you", "'s", "’s", "let"} or (doer.tag_ == "WP" and doer.dep_ in clauses.SUBJECTS)
    ):
        return None
    if any(aux.lower_ in {"can", "ca"} for aux in children(verb, "aux")):
        return None
    if verb.ent_type_ == "ORG" or (any(o.lower_ in _HIMSELF for o in objects) and lemma(verb) in _ONESELF):
        return None  # "Save the Children"; "the gunman killed himself"
    told = _by_violence(scene, verb, doer, objects, seen) or _by_frame(scene, verb, doer, objects)
    denier = clauses.denier(verb) if told is not None else None
    if told is None or clauses.habitual(verb) or (denier is None and clauses.negated(verb)):
        return None
    return told if denier is None or told.rule == _ANNOUNCED else replace(told, modality="denied")


def _by_violence(
    scene: Scene, verb: Token, doer: Token | None, objects: tuple[Token, ...], seen: set[str]
) -> Reading | None:
    """The event that a violent verb tells by itself: announced under a condition, or by its means."""
    if lemma(verb) not in words_of_events().violent:
        return None
    if _conditional(verb) and doer is not None and (cast.armed(doer) or doer.pos_ == "PRON"):
        return Reading("threat", verb, verb, doer, objects, "actual", _ANNOUNCED)
    kind, actor = _by_means(verb, doer)
    if kind is None or _repeated(scene, verb, kind, seen):
        return None
    outlook = clauses.outlook(verb)
    if outlook == "attempted":
        return None
    return Reading(kind, verb, verb, actor, objects, outlook, f"event.means_{lemma(verb)}")


def _by_frame(scene: Scene, verb: Token, doer: Token | None, objects: tuple[Token, ...]) -> Reading | None:
    """The event that the first of the verb's frames tells which fits its clause and its outlook."""
    voice = _voice(verb)
    for frame in words_of_events().frames.get(lemma(verb), ()):
        doer = voice if voice is not None and words_of_events().kinds[frame.kind].addressed else doer
        if not _fits(scene, frame, verb, doer, objects):
            continue
        outlook = clauses.outlook(verb)
        if frame.attempted != (outlook == "attempted"):
            continue
        who = doer if frame.actor in {"subject", "owner"} else None
        beyond = (*frame.prepositions, *words_of_events().kinds[frame.kind].target)
        targets = (() if frame.idiom else objects) or tuple(clauses.after(verb, *beyond))
        modality = "actual" if frame.attempted else outlook
        rule = f"event.{frame.kind}.{lemma(verb)}"
        return Reading(frame.kind, verb, verb, who, targets, modality, rule, frame.actor == "owner")
    return None


def _voice(verb: Token) -> Token | None:
    """Who says what a participle asks for after words that were said: "It said both sides must stop, urging talks"."""
    saying = verb.head.head
    if verb.tag_ != "VBG" or verb.dep_ != "advcl" or verb.head.dep_ != "ccomp" or verb.i < verb.head.i:
        return None
    return clauses.subject_of(saying) if lemma(saying) in clauses.wording().speech else None


def _fits(scene: Scene, frame: Frame, verb: Token, doer: Token | None, objects: Sequence[Token]) -> bool:
    if frame.particles and not any(
        c.lower_ in frame.particles for c in children(verb, "prt", "advmod", "prep", "oprd")
    ):
        return False
    if frame.without and any(c.lower_ in frame.without for c in verb.children):
        return False
    if frame.subjects and (doer is None or not _is(doer, frame.subjects)):
        return False
    if frame.armed and (doer is None or not cast.armed(doer)):
        return False
    if frame.object and not objects:
        return False
    if frame.official and not _official(scene, doer):
        return False
    if frame.placed and any(spot_named(scene, noun) is not None or refers(noun) for noun in objects):
        return True
    if frame.objects and not any(_is(noun, frame.objects) for noun in objects):
        return False
    if frame.not_objects and any(_is(noun, frame.not_objects) for noun in objects):
        return False
    if frame.prepositions:
        nouns = tuple(clauses.after(verb, *frame.prepositions))
        if not nouns or (frame.prep_nouns and not any(_is(noun, frame.prep_nouns) for noun in nouns)):
            return False
    if frame.complements:
        told = [
            c
            for c in children(verb, "acomp", "attr", "oprd", "xcomp")
            if lemma(c) in frame.complements or c.lower_ in frame.complements
        ]
        return any(
            not frame.next_verbs or any(lemma(v) in frame.next_verbs for v in children(c, "xcomp")) for c in told
        )
    return True


def _official(scene: Scene, doer: Token | None) -> bool:
    """Whether the doer can act in public affairs: a force, a body, an office, a named person, a country."""
    if doer is None or doer.lower_ in {"we", "i", "you", "'s", "’s"}:
        return False
    if doer.pos_ == "PRON":
        return doer.tag_ == "PRP"
    if cast.armed(doer) or clauses.person(doer) is not None:
        return True
    words = doer.doc[clauses.phrase(doer)[0] : doer.i + 1].text
    return actors.kind_of(words) not in {None, "none", "unnamed", "witness"}


def _is(noun: Token, words: frozenset[str]) -> bool:
    """Whether the noun, or one of the words that make it, is among the words: "power lines", "a missile system"."""
    parts = [noun, *children(noun, "compound", "nmod", "amod", "conj")]
    return any(lemma(part) in words or part.lower_ in words for part in parts) or any(
        lemma(inner) in words for of in children(noun, "prep") if of.lower_ == "of" for inner in children(of, "pobj")
    )


def _conditional(verb: Token) -> bool:
    """ "Unless it surrendered, the army would raze it": violence announced under a condition."""
    marks = (mark for clause in children(verb, "advcl") for mark in children(clause, "mark"))
    return any(mark.lower_ in {"unless", "if"} for mark in marks) and clauses.outlook(verb) in {"possible", "planned"}


def _by_means(verb: Token, doer: Token | None) -> tuple[str | None, Token | None]:
    """The kind of event that a violent verb tells by its means, and who did it."""
    words = words_of_events()
    passive = clauses.passive(verb)
    for noun in clauses.after(verb, *words.means):
        for each in clauses.conjuncts(noun):
            kind = kind_named(each)
            if kind is not None and _violent(kind):
                return kind, (
                    doer if not passive and doer is not None and each.head.lower_ != "by" and cast.armed(doer) else each
                )
    if not passive and doer is not None:
        kind = kind_named(doer)
        if kind is not None and _violent(kind):
            return kind, doer
    return _misparsed(verb) if passive else (None, None)


def _misparsed(verb: Token) -> tuple[str | None, Token | None]:
    """The means of a passive verb where the parse takes it for a verb: "flattened by non-stop shelling"."""
    nouns = words_of_events().nouns
    for by in children(verb, "agent"):
        for token in verb.doc[by.i + 1 : by.i + 6]:
            if token.is_punct and token.text not in {"-", "‐"}:
                break
            kind = nouns.get(token.lower_) if token.tag_ == "VBG" else None
            if kind and _violent(kind):
                return kind, None
    return None, None


def _violent(kind: str) -> bool:
    """Whether an event of the kind can itself kill or destroy: violence or a hazard, not a protest or talks."""
    known = words_of_events().kinds[kind]
    return known.natural or known.plover == "ASSAULT"


def told_before(kind: str, seen: set[str]) -> bool:
    """Whether "the attack" or "the blast" can point back to a violent event that the report has told already."""
    return kind in seen or (kind in {"attack", "explosion"} and "ASSAULT" in seen)


def _repeated(scene: Scene, verb: Token, kind: str, seen: set[str]) -> bool:
    """Whether the means are only pointed back to ("the attack killed 32") and the clause names no place of its own."""
    nouns = [
        noun for noun in (*clauses.after(verb, *words_of_events().means), clauses.subject_of(verb)) if noun is not None
    ]
    named = [noun for noun in nouns if kind_named(noun) == kind]
    back = any(c.lower_ in {"the", "this", "that", "these", "those"} for noun in named for c in children(noun, "det"))
    placed = any(
        spot_at(scene.spots, scene.passage, t) for t in (*own_words(verb), *(t for n in named for t in n.subtree))
    )
    return back and told_before(kind, seen) and not placed


def spot_named(scene: Scene, noun: Token) -> Spot | None:
    named = named_in(scene.spots, scene.passage, noun)
    return named[0] if named else None


def own_words(verb: Token) -> Iterator[Token]:
    """The words of the verb's own clause, without clauses that hang on it."""
    for child in verb.children:
        if child.dep_ in {"ccomp", "advcl", "relcl", "acl", "parataxis"} or (
            child.dep_ == "conj" and child.pos_ == "VERB"
        ):
            continue
        yield child
        yield from own_words(child)

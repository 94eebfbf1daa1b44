"""Control claims: who captured, retook, holds, contests, encircles, entered or left a place (codebook section 1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from onrecord import actors, cast, clauses
from onrecord.clauses import children, conjuncts, lemma
from onrecord.extract.mentions import Passage, Where
from onrecord.extract.spots import Spot, last_before, named_in, refers, spot_at, spots_of
from onrecord.knowledge import table
from onrecord.model import Report

if TYPE_CHECKING:
    from spacy.tokens import Token


TOPIC = 500
"""How many characters on "the city" still means the place last said to be held or taken."""


@dataclass(frozen=True, slots=True)
class Held:
    """One clause that says who holds a place. Offsets are the report's.

    [start, end) is the clause's own words; the place offsets are those of the name, also where only "the city" stood and
    the name was found before (``place_referred``). ``holder`` is the short usual name; for withdrawn_from, who left.
    ``speaker`` is set where the same clause says who claims, admits or denies it.
    """

    start: int
    end: int
    place_start: int | None
    place_end: int | None
    place_text: str | None
    place_referred: bool
    holder: str | None
    holder_text: str | None
    state: str
    polarity: str
    modality: str
    speaker_start: int | None
    speaker_end: int | None
    speaker: str | None
    rule: str


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
    nouns: tuple[tuple[str, str], ...]


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

    nouns = tuple((word, state) for state, words in raw["nouns"].items() for word in words)
    return _Words(
        frames("object"), frames("into"), raw["falls"], raw["control"], raw["adjectives"], raw["contest"], nouns
    )


@dataclass(frozen=True, slots=True)
class _Scene:
    """What reading one passage needs: the passage, the report's places, and its home country."""

    passage: Passage
    spots: tuple[Spot, ...]
    cast: cast.Cast
    topic: Spot | None = None
    topic_at: int = 0


@dataclass(frozen=True, slots=True)
class _Reading:
    """One rule's catch: the verb or noun that told it, the places, the doer, and the noun that ends the words."""

    cue: Token
    places: tuple[tuple[Spot | None, Token], ...]
    holder: Token | None
    state: str
    rule: str
    last: Token | None = None


def find(passages: Sequence[Passage], report: Report, places: Sequence[Where] = ()) -> tuple[Held, ...]:
    """Every control claim of a report, in text order; ``places`` are its gazetteer mentions, the parse's names where absent."""
    spots = spots_of(passages, places)
    people = cast.cast_of(report.text)
    found: list[Held] = []
    topic, at = None, 0
    for passage in passages:
        for sentence in passage.doc.sents:
            scene = _Scene(passage, spots, people, topic, at)
            local: list[Held] = []
            for token in sentence:
                for reading in _read(scene, token):
                    local.extend(_held(scene, reading))
            merged = _merged(local)
            found.extend(merged)
            told = [h for h in merged if h.place_start is not None and "adjective" not in h.rule]
            if told:
                topic, at = next((s for s in spots if s.start == told[-1].place_start), topic), told[-1].start
    return _remembered(found)


def _read(scene: _Scene, token: Token) -> Iterator[_Reading]:
    """Every reading that one token triggers."""
    if token.pos_ in {"VERB", "AUX"} or token.tag_ in {"VBN", "VBD", "VBG"}:
        yield from _verb(scene, token)
    if token.pos_ in {"NOUN", "PROPN"}:
        yield from _control_noun(scene, token)
        yield from _noun(scene, token)
    yield from _adjective(scene, token)


def _located(scene: _Scene, nouns: Sequence[Token], loose: bool = False) -> tuple[tuple[Spot | None, Token], ...]:
    """The nouns that are places, each with the name it has or refers back to; ``loose`` takes any name that is no person or party."""
    found: list[tuple[Spot | None, Token]] = []
    for noun in nouns:
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


def _pointed(scene: _Scene, noun: Token) -> Spot | None:
    """The place "the city" points back to: one named in the same sentence, else the last one fought over, else the last one named."""
    at = scene.passage.offset(noun)
    last = last_before(scene.spots, at, lemma(noun))
    if last is not None and last.start >= scene.passage.start + int(noun.sent.start_char):
        return last
    if scene.topic is not None and at - scene.topic_at < TOPIC:
        return scene.topic
    return last


def _verb(scene: _Scene, verb: Token) -> Iterator[_Reading]:
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
                yield _Reading(verb, _located(scene, nouns, loose), doer, frame.state, f"control.{name}")
    for frame in words.intos:
        if name in frame.verbs:
            moved = clauses.done_to(verb)[:1] if frame.holder == "object" else ()
            who = moved[0] if moved else (clauses.doer_of(verb) if frame.holder == "subject" else None)
            nouns = [n for first in clauses.after(verb, *frame.prepositions) for n in conjuncts(first)]
            if who is not None and cast.armed(who) and nouns:
                yield _Reading(
                    verb, _located(scene, nouns), who, frame.state, f"control.{name}_{frame.prepositions[0]}"
                )
    if name in words.falls["verbs"] and not any(children(verb, "acomp", "oprd", "dobj")):
        taker = next(iter(clauses.after(verb, *words.falls["to"])), None)
        if taker is None or lemma(taker) not in words.control["hands"]:
            yield _Reading(verb, _fallen(scene, verb), taker, "captured", "control.fall")
    if name in words.falls["hands_over"] and any(lemma(n) == "hand" for n in children(verb, "dobj")):
        subject = clauses.subject_of(verb)
        yield _Reading(
            verb,
            _located(scene, [subject] if subject is not None else []),
            None,
            "captured",
            "control.changed_hands",
            next(children(verb, "dobj")),
        )
    if name in {"admit", "concede", "acknowledge"} and any(
        lemma(n) in words.falls["admissions"] for n in children(verb, "dobj")
    ):
        subject = clauses.subject_of(verb)
        spots = [spot_at(scene.spots, scene.passage, t) for t in subject.subtree] if subject is not None else []
        own = [spot for spot in spots if spot is not None and spot.settlement]
        if subject is not None and own:
            last = next(children(verb, "dobj"))
            yield _Reading(verb, ((own[-1], subject),), None, "captured", "control.admission", last)


def _may_hold(doer: Token | None, passive: bool) -> bool:
    return passive if doer is None else cast.armed(doer)


def _fallen(scene: _Scene, verb: Token) -> tuple[tuple[Spot | None, Token], ...]:
    """The places that fell: the subject, or what "the first to fall" is said of."""
    doc = verb.doc
    at = next((aux.i for aux in children(verb, "aux") if aux.lower_ == "to"), 0)
    before = range(at - 1, max(at - 7, verb.sent.start - 1), -1)
    ordinal = next((i for i in before if at and doc[i].lower_ in _ORDINALS), None)
    if ordinal is None:
        subject = clauses.subject_of(verb)
        loose = next(clauses.after(verb, "to"), None) is not None
        return _located(scene, conjuncts(subject), loose) if subject is not None and subject.lower_ != "it" else ()
    for token in reversed(list(doc[verb.sent.start : ordinal])):
        found = _located(scene, [token]) if token.pos_ in {"NOUN", "PROPN"} else ()
        if found:
            return found
    return ()


_ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "last", "latest", "next"})


def _control_noun(scene: _Scene, noun: Token) -> Iterator[_Reading]:
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
                yield _Reading(
                    verb, _located(scene, places), clauses.doer_of(verb), state, f"control.{key}_control", noun
                )
                return
    if name in words["hands"] and noun.dep_ == "pobj" and head.lower_ in {"in", "under", "into"}:
        owner = _owner(noun)
        verb = head.head
        while verb.dep_ == "prep":
            verb = verb.head
        if owner is None or verb.pos_ not in {"VERB", "AUX"}:
            return
        for key, state in (("stays", "held"), ("falls", "captured"), ("returns", "recaptured")):
            if lemma(verb) in words[key]:
                moved = clauses.done_to(verb)
                subject = clauses.subject_of(verb)
                places = list(moved) or (list(conjuncts(subject)) if subject is not None else [])
                loose = lemma(verb) != "be"
                state = "held" if lemma(verb) == "be" else state
                yield _Reading(verb, _located(scene, places, loose), owner, state, f"control.{key}_{name}", noun)
                return


_ANY = cast.Cast("?")


def _owner(noun: Token) -> Token | None:
    """Whose hands or control: "Ukrainian hands", "the army's control", "the control of rebels"."""
    own = next(
        (
            c
            for c in noun.children
            if c.dep_ in {"amod", "compound", "poss", "nmod"} and cast.side(c, _ANY) not in {None}
        ),
        None,
    )
    return own if own is not None else next(iter(clauses.after(noun, "of")), None)


def _noun(scene: _Scene, noun: Token) -> Iterator[_Reading]:
    """ "The capture of X by Y", "under siege", "street fighting in X"."""
    words = _words()
    name = lemma(noun)
    if noun.dep_ == "pobj" and noun.head.lower_ == "under" and name in {"siege", "blockade"}:
        verb = noun.head.head
        subject = clauses.subject_of(verb) if verb.pos_ in {"VERB", "AUX"} else None
        if subject is not None:
            yield _Reading(verb, _located(scene, conjuncts(subject)), None, "encircled", "control.under_siege", noun)
        return
    state = dict(words.nouns).get(name)
    if state is not None:
        prepositions = ("from",) if state == "withdrawn_from" else ("of",)
        places = [n for first in clauses.after(noun, *prepositions) for n in conjuncts(first)]
        holder = next(iter(clauses.after(noun, "by", "to")), None) or next(children(noun, "poss"), None)
        ended = lemma(noun.head) in {"break", "lift", "end", "ease", "prevent", "avoid", "stop", "repel"}
        located = tuple((s, n) for s, n in _located(scene, places) if s is not None and s.settlement)
        if located and not ended:
            yield _Reading(noun, located, holder, state, f"control.noun_{name}")
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
            places = [(s, n) for s, n in _located(scene, near) if s is not None and s.settlement]
            yield _Reading(noun, tuple(places[:3]), None, "contested", "control.fighting")


def _adjective(scene: _Scene, token: Token) -> Iterator[_Reading]:
    """ "Rebel-held Aleppo", "the besieged town of X": weaker than a clause, and flagged so."""
    words = _words().adjectives
    doc, word = token.doc, token.lower_
    if word in words["held"] and token.i >= 2 and doc[token.i - 1].text in {"-", "‐", "–"}:
        noun = _modified(token)
        if noun is not None:
            yield _Reading(token, _named(scene, noun), doc[token.i - 2], "held", "control.adjective_held")
    elif token.dep_ == "amod" and word in {*words["encircled"], *words["contested"], *words["held"]}:
        noun = token.head
        state = "encircled" if word in words["encircled"] else "contested" if word in words["contested"] else "held"
        before = doc[token.i - 1] if token.i else None
        holder = before if state == "held" and before is not None and before.pos_ in {"NOUN", "PROPN", "ADJ"} else None
        if state != "held" or holder is not None:
            yield _Reading(token, _named(scene, noun), holder, state, f"control.adjective_{state}")


def _named(scene: _Scene, noun: Token) -> tuple[tuple[Spot | None, Token], ...]:
    return tuple((spot, noun) for spot in named_in(scene.spots, scene.passage, noun) if spot.settlement)


def _modified(token: Token) -> Token | None:
    """The noun that a compound adjective stands before: the first noun phrase head to its right."""
    for other in token.doc[token.i + 1 : token.i + 5]:
        if other.pos_ in {"NOUN", "PROPN"} and other.dep_ not in {"compound", "nmod"}:
            return other
        if other.pos_ not in {"ADJ", "NOUN", "PROPN", "PUNCT", "DET"} and other.dep_ != "amod":
            return None
    return None


def _held(scene: _Scene, reading: _Reading) -> Iterator[Held]:
    """The records of a reading, one for each place; attempts are no control."""
    cue = reading.cue
    verbal = cue.pos_ in {"VERB", "AUX"}
    outlook = "actual" if "adjective" in reading.rule else clauses.outlook(cue)
    if outlook == "attempted":
        return
    denier = clauses.denier(cue)
    negated = verbal and clauses.negated(cue)
    if negated and outlook != "actual" and denier is None:
        return
    speaker = clauses.voucher(cue)
    if speaker is None and lemma(cue) in clauses.wording().vouching:
        speaker = clauses.doer_of(cue)
    if denier is not None:
        speaker = clauses.subject_of(denier)
    holder = reading.holder
    name = cast.side(holder, scene.cast) if holder is not None else None
    words = clauses.phrase_text(holder) if holder is not None else None
    if holder is not None and name is None and cast.armed(holder):
        name = words
    passage = scene.passage
    for spot, noun in reading.places:
        ends = [cue.idx + len(cue), *_reach(noun), *(_reach(reading.last) if reading.last is not None else ())]
        starts = [
            clauses.clause_start(cue) if verbal else cue.idx,
            noun.left_edge.idx if noun.dep_ != "conj" else noun.idx,
        ]
        if holder is not None:
            first, last = clauses.phrase(holder)
            starts.append(holder.doc[first].idx)
            ends.append(holder.doc[last - 1].idx + len(holder.doc[last - 1]))
        if spot is not None and cue.sent.start_char + passage.start <= spot.start < cue.sent.end_char + passage.start:
            ends.append(spot.end - passage.start)
        if speaker is not None and 0 <= min(starts) - speaker.idx < 160:
            starts.append(speaker.left_edge.idx)
        span = clauses.phrase(speaker) if speaker is not None else None
        referred = (
            spot is not None
            and not named_in(scene.spots, passage, noun)
            and spot_at(scene.spots, passage, noun) is None
        )
        yield Held(
            start=passage.start + max(min(starts), cue.sent.start_char),
            end=passage.start + min(max(ends), cue.sent.end_char),
            place_start=spot.start if spot else None,
            place_end=spot.end if spot else None,
            place_text=spot.text if spot else None,
            place_referred=referred and reading.rule != "control.admission",
            holder=name,
            holder_text=words,
            state=reading.state,
            polarity="denied" if (denier is not None) != negated else "asserted",
            modality=outlook,
            speaker_start=passage.start + speaker.doc[span[0]].idx if speaker is not None and span else None,
            speaker_end=_end(passage, speaker.doc[span[1] - 1]) if speaker is not None and span else None,
            speaker=(clauses.person(speaker) or speaker.doc[span[0] : span[1]].text)
            if speaker is not None and span
            else None,
            rule=reading.rule,
        )


def _end(passage: Passage, token: Token) -> int:
    return passage.offset(token) + len(token)


def _reach(noun: Token) -> list[int]:
    """Where the words of the place end: the noun, and the name after "of"."""
    last = noun.doc[clauses.phrase(noun)[1] - 1]
    return [noun.idx + len(noun), last.idx + len(last)]


def _merged(found: Sequence[Held]) -> list[Held]:
    """One record for one place, state and polarity in a sentence; a clause wins over an adjective, a named holder over none."""
    merged: dict[tuple[str | None, str, str], Held] = {}
    for held in sorted(found, key=lambda h: ("adjective" in h.rule, h.holder is None, h.start)):
        key = (held.place_text, held.state, held.polarity)
        before = merged.get(key)
        if before is None:
            if "adjective" in held.rule and any(k[0] == held.place_text for k in merged):
                continue
            merged[key] = held
            continue
        if "adjective" in held.rule:
            continue
        merged[key] = replace(
            before,
            start=min(before.start, held.start),
            end=max(before.end, held.end),
            speaker=before.speaker or held.speaker,
            speaker_start=before.speaker_start if before.speaker else held.speaker_start,
            speaker_end=before.speaker_end if before.speaker else held.speaker_end,
        )
    return sorted(merged.values(), key=lambda h: (h.start, h.place_start or 0))


_HOSTILE = frozenset({"captured", "entered", "encircled"})


def _remembered(found: Sequence[Held]) -> tuple[Held, ...]:
    """Fills a captor or besieger that the clause leaves out with the one the report names for that place, before it or else after."""
    done = []
    for at, held in enumerate(found):
        if held.holder is None and held.state in _HOSTILE and held.place_text is not None:
            others = [
                h for h in (*reversed(found[:at]), *found[at + 1 :]) if h.holder and h.place_text == held.place_text
            ]
            known = next((h for h in others if h.state in _HOSTILE), None)
            if known is not None:
                held = replace(held, holder=known.holder, rule=f"{held.rule}+memory")
        done.append(held)
    return tuple(done)

"""Event claims: what happened or is planned, by whom, to whom (codebook section 1), from data/events/*.toml.

A verb tells an event by its own frame ("shot down two jets"); a noun only where a verb or a place makes it one
("protests began", "an airstrike on Idlib"), so that a bare mention ("the war") tells none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from onrecord import actors, cast, clauses
from onrecord.clauses import children, lemma
from onrecord.extract.mentions import Passage, Where
from onrecord.extract.spots import Spot, last_before, named_in, refers, spot_at, spots_of
from onrecord.knowledge import table, tables
from onrecord.model import Report

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Happened:
    """One event as one clause tells it. Offsets are the report's; the place is a hint, None where the clause names none.

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


@dataclass(frozen=True, slots=True)
class _Frame:
    """A verb that tells an event of a kind, and what it asks of its subject, object, particle and prepositions."""

    kind: str
    verbs: frozenset[str]
    particles: frozenset[str]
    subjects: frozenset[str]
    objects: frozenset[str]
    prepositions: tuple[str, ...]
    prep_nouns: frozenset[str]
    complements: frozenset[str]
    next_verbs: frozenset[str]
    not_objects: frozenset[str]
    object: bool
    actor: str
    armed: bool
    attempted: bool
    official: bool
    placed: bool
    without: frozenset[str]

    @property
    def strictness(self) -> int:
        """How much the frame asks for: of two that fit, the stricter tells the kind."""
        asks = (self.particles, self.subjects, self.objects, self.prepositions, self.prep_nouns, self.complements)
        return sum(map(bool, asks)) + bool(self.objects) + self.object + self.armed + self.attempted


@dataclass(frozen=True, slots=True)
class _Kind:
    acled: str | None
    plover: str | None
    natural: bool
    placeless: bool
    target: tuple[str, ...]


_NO_KIND = _Kind(None, None, False, False, ())
_SPEECH_ACTS = frozenset({"offer", "pledge", "request", "threat"})
_MUTUAL = frozenset({"talks", "agreement", "ground_battle"})


_PEOPLE = frozenset(
    {"civilian", "people", "child", "woman", "resident", "citizen", "journalist", "person", "man", "family", "refugee"}
)


@dataclass(frozen=True, slots=True)
class _Words:
    kinds: Mapping[str, _Kind]
    frames: Mapping[str, tuple[_Frame, ...]]
    nouns: Mapping[str, str]
    happen: frozenset[str]
    do: frozenset[str]
    suffer: frozenset[str]
    violent: frozenset[str]
    means: tuple[str, ...]
    locative: tuple[str, ...]
    upcoming: frozenset[str]
    supposed: frozenset[str]


def _frame(kind: str, row: Mapping[str, object]) -> _Frame:
    def words(name: str) -> frozenset[str]:
        value = row.get(name, ())
        return frozenset(value) if isinstance(value, list) else frozenset()

    prepositions = row.get("prepositions", ())
    return _Frame(
        kind,
        words("verbs"),
        words("particles"),
        words("subjects"),
        words("objects"),
        tuple(prepositions) if isinstance(prepositions, list) else (),
        words("prep_nouns"),
        words("complements"),
        words("next_verbs"),
        words("not_objects"),
        bool(row.get("object", False)),
        str(row.get("actor", "subject")),
        bool(row.get("armed", False)),
        bool(row.get("attempted", False)),
        bool(row.get("official", False)),
        bool(row.get("placed", False)),
        words("without"),
    )


@cache
def _words() -> _Words:
    kinds, nouns = {}, {}
    frames: dict[str, list[_Frame]] = {}
    for kind, raw in tables("events").items():
        english = raw["words"]["en"]
        kinds[kind] = _Kind(
            raw.get("acled"),
            raw.get("plover"),
            raw.get("natural", False),
            raw.get("placeless", False),
            tuple(english.get("target", ("on", "against"))),
        )
        for noun in english.get("nouns", ()):
            nouns[noun] = kind
        for noun in english.get("not_nouns", ()):
            nouns[noun] = ""
        for row in english.get("frames", ()):
            frame = _frame(kind, row)
            for verb in frame.verbs:
                frames.setdefault(verb, []).append(frame)
    general = table("languages/en/happenings.toml")
    ordered = {verb: tuple(sorted(rows, key=lambda f: -f.strictness)) for verb, rows in frames.items()}
    sets = (frozenset(general[name]) for name in ("happen", "do", "suffer", "violent"))
    return _Words(
        kinds,
        ordered,
        nouns,
        *sets,
        tuple(general["means"]),
        tuple(general["locative"]),
        frozenset(general["upcoming"]),
        frozenset(general["supposed"]),
    )


@dataclass(frozen=True, slots=True)
class _Scene:
    passage: Passage
    spots: tuple[Spot, ...]
    cast: cast.Cast


@dataclass(frozen=True, slots=True)
class _Reading:
    """One trigger: its kind, the word that told it, the verb it hangs on, doer, target and where to look for the place."""

    kind: str
    cue: Token
    verb: Token | None
    actor: Token | None
    targets: tuple[Token, ...]
    modality: str
    rule: str
    owned: bool = False


def find(passages: Sequence[Passage], report: Report, places: Sequence[Where] = ()) -> tuple[Happened, ...]:
    """Every event claim of a report, in text order; ``places`` are its gazetteer mentions, the parse's names where absent."""
    spots = spots_of(passages, places)
    people = cast.cast_of(report.text)
    year = int(report.published[:4]) if report.published and report.published[:4].isdigit() else None
    found: list[Happened] = []
    seen: set[str] = set()
    for passage in passages:
        scene = _Scene(passage, spots, people)
        for sentence in passage.doc.sents:
            if year is not None and any(int(y) < year - 1 for y in _YEAR.findall(sentence.text)):
                continue
            told = [reading for token in sentence if (reading := _verb(scene, token, seen)) is not None]
            used = {noun.i for reading in told for noun in _consumed(reading)}
            told.extend(r for token in sentence if token.i not in used and (r := _noun(scene, token, seen)) is not None)
            told = [reading for reading in told if not _promised(reading, told)]
            local = [_happened(scene, reading) for reading in sorted(told, key=lambda r: r.cue.i)]
            found.extend(_collapsed(local))
            seen.update(word for event in local for word in (event.kind, event.plover) if word)
    return tuple(found)


_YEAR = re.compile(
    r"(?<![\d,.$€£])\b(1[89]\d\d|20\d\d)\b(?![\d,.]?\d|[- ]?\w*(?:people|troops|soldiers|civilians|homes|killed))"
)


def _promised(reading: _Reading, told: Sequence[_Reading]) -> bool:
    """Whether an event is only the content of a pledge, offer, request or threat of the same sentence."""
    acts = {other.cue.i for other in told if other.kind in _SPEECH_ACTS and other is not reading}
    here = reading.cue
    while here.head is not here and here.dep_ in _CONTENT and reading.modality != "actual":
        here = here.head
        if here.i in acts:
            return True
    return False


_CONTENT = frozenset({"xcomp", "ccomp", "conj", "acomp", "acl", "dobj", "advcl"})


def _consumed(reading: _Reading) -> Iterator[Token]:
    """The nouns that a verb's event already takes in: its objects, and the means and subject that told its kind."""
    yield from reading.targets
    if reading.actor is not None:
        yield reading.actor
    for noun in clauses.after(reading.cue, *_words().means):
        if _kind_of(noun) == reading.kind:
            yield noun
    subject = clauses.subject_of(reading.cue)
    if subject is not None and _kind_of(subject) == reading.kind:
        yield subject


_NOUN_ROLES = frozenset({"nsubj", "dobj", "pobj", "nsubjpass", "pcomp"})


def _kind_of(noun: Token) -> str | None:
    """The kind of event a noun names, with the one or two words before it: "rocket attack", "air strike"."""
    nouns = _words().nouns
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
            (c for c in children(noun, "compound") if _words().kinds.get(nouns.get(c.lower_, ""), _NO_KIND).natural),
            None,
        )
        if storm is not None:
            return nouns[storm.lower_]
    return next((nouns[word] or None for word in tail if word in nouns), None)


def _verb(scene: _Scene, verb: Token, seen: set[str]) -> _Reading | None:
    """The event a verb tells, by a frame or by the means of its violence."""
    if verb.pos_ not in {"VERB", "AUX"} and verb.tag_ not in {"VBN", "VBD", "VBG", "VB"}:
        return None
    if verb.dep_ in {"amod", "compound", "aux"}:
        return None
    outlook = clauses.outlook(verb)
    denier = clauses.denier(verb)
    if clauses.negated(verb) and denier is None:
        return None
    modality = "denied" if denier is not None else outlook
    doer, objects = clauses.doer_of(verb), clauses.done_to(verb)
    if doer is not None and (
        doer.lower_ in {"we", "i", "you", "'s", "’s", "let"} or (doer.tag_ == "WP" and doer.dep_ in clauses.SUBJECTS)
    ):
        return None
    if any(aux.lower_ in {"can", "ca"} for aux in children(verb, "aux")):
        return None
    if _conditional(verb, outlook) and doer is not None and (cast.armed(doer) or doer.pos_ == "PRON"):
        return _Reading("threat", verb, verb, doer, objects, "actual", "event.conditional_threat")
    kind, actor = _by_means(verb, doer)
    if kind is not None and outlook != "attempted" and not _repeated(scene, verb, kind, seen):
        return _Reading(kind, verb, verb, actor, objects, modality, f"event.means_{lemma(verb)}")
    for frame in _words().frames.get(lemma(verb), ()):
        if outlook == "attempted" and not frame.attempted:
            continue
        if frame.attempted and outlook != "attempted":
            continue
        if _fits(scene, frame, verb, doer, objects):
            who = doer if frame.actor in {"subject", "owner"} else None
            told = "actual" if frame.attempted and denier is None else modality
            beyond = (*frame.prepositions, *_words().kinds[frame.kind].target)
            targets = objects or tuple(clauses.after(verb, *beyond))
            return _Reading(
                frame.kind, verb, verb, who, targets, told, f"event.{frame.kind}.{lemma(verb)}", frame.actor == "owner"
            )
    return None


def _fits(scene: _Scene, frame: _Frame, verb: Token, doer: Token | None, objects: Sequence[Token]) -> bool:
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
    if frame.placed and any(_spot(scene, noun) is not None or refers(noun) for noun in objects):
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


def _official(scene: _Scene, doer: Token | None) -> bool:
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


def _conditional(verb: Token, outlook: str) -> bool:
    """ "Unless it surrendered, the army would raze it": violence announced under a condition."""
    if outlook not in {"possible", "planned"} or lemma(verb) not in _words().violent:
        return False
    return any(
        mark.lower_ in {"unless", "if"} for clause in children(verb, "advcl") for mark in children(clause, "mark")
    )


def _by_means(verb: Token, doer: Token | None) -> tuple[str | None, Token | None]:
    """The kind of event that a violent verb tells by its means, and who did it."""
    words = _words()
    if lemma(verb) not in words.violent:
        return None, None
    passive = clauses.passive(verb)
    for noun in clauses.after(verb, *words.means):
        for each in clauses.conjuncts(noun):
            kind = _kind_of(each)
            if kind is not None and _violent(kind):
                return kind, (
                    doer if not passive and doer is not None and each.head.lower_ != "by" and cast.armed(doer) else each
                )
    if not passive and doer is not None:
        kind = _kind_of(doer)
        if kind is not None and _violent(kind):
            return kind, doer
    return None, None


def _violent(kind: str) -> bool:
    """Whether an event of the kind can itself kill or destroy: violence or a hazard, not a protest or talks."""
    known = _words().kinds[kind]
    return known.natural or known.plover == "ASSAULT"


def _told_before(kind: str, seen: set[str]) -> bool:
    """Whether "the attack" or "the blast" can point back to a violent event that the report has told already."""
    return kind in seen or (kind in {"attack", "explosion"} and "ASSAULT" in seen)


def _repeated(scene: _Scene, verb: Token, kind: str, seen: set[str]) -> bool:
    """Whether the means are only pointed back to ("the attack killed 32") and the clause names no place of its own."""
    nouns = [noun for noun in (*clauses.after(verb, *_words().means), clauses.subject_of(verb)) if noun is not None]
    named = [noun for noun in nouns if _kind_of(noun) == kind]
    back = any(c.lower_ in {"the", "this", "that", "these", "those"} for noun in named for c in children(noun, "det"))
    placed = any(
        spot_at(scene.spots, scene.passage, t) for t in (*_clause(verb), *(t for n in named for t in n.subtree))
    )
    return back and _told_before(kind, seen) and not placed


def _noun(scene: _Scene, noun: Token, seen: set[str]) -> _Reading | None:
    """The event a noun tells where a verb governs it or a place stands with it."""
    kind = _kind_of(noun)
    if kind is None or noun.dep_ in {"compound", "amod", "nmod", "poss"}:
        return None
    words = _words()
    definite = any(c.lower_ in {"the", "this", "that", "these", "those"} for c in children(noun, "det"))
    marks = {c.lower_ for c in noun.children if c.i < noun.i}
    if marks & {"no", "any", "every", "such", "each", "previous", "recent", "past", "earlier", "anti"}:
        return None
    if definite and _told_before(kind, seen) and not any(spot_at(scene.spots, scene.passage, t) for t in noun.subtree):
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
    return _Reading(kind, noun, verb, actor, tuple(targets), modality, f"event.noun_{kind}")


def _governor(scene: _Scene, noun: Token, definite: bool) -> tuple[Token | None, Token | None, tuple[Token, ...]]:
    """The verb that makes a noun an event, who does it, and what the verb does it to; the noun itself where a place is told."""
    words = _words()
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
        return head, noun, (sufferer,) if here else ()
    if dep == "attr" and any(t.lower_ == "there" for t in children(head, "expl")):
        return head, noun, ()
    placed = any(
        _spot(scene, inner) is not None
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
    return clauses.done_to(verb) if lemma(verb) in _words().violent and not clauses.passive(verb) else ()


def _happens(verb: Token) -> bool:
    """Whether the verb lets its subject happen; "take" only with "place", "effect" or "hold"."""
    if lemma(verb) == "take":
        return any(lemma(noun) in {"place", "effect", "hold"} for noun in children(verb, "dobj"))
    return lemma(verb) in _words().happen


_HEARSAY = frozenset({"report", "see", "witness", "hear", "face", "survive", "escape"})
_PORTIONS = frozenset(
    {
        "round",
        "wave",
        "series",
        "spate",
        "string",
        "number",
        "dozen",
        "hundred",
        "kind",
        "day",
        "hour",
        "session",
        "set",
        "package",
        "raft",
        "barrage",
    }
)


def _spot(scene: _Scene, noun: Token) -> Spot | None:
    named = named_in(scene.spots, scene.passage, noun)
    return named[0] if named else None


def _happened(scene: _Scene, reading: _Reading) -> Happened:
    words, passage = _words(), scene.passage
    kind = words.kinds[reading.kind]
    spot = _place(scene, reading)
    actor, actor_at = (None, None) if kind.natural else _actor(scene, reading)
    target, target_at = _target(scene, reading, actor)
    if reading.kind in _MUTUAL and reading.actor is not None:
        pair = _pair(reading.actor)
        if pair is not None:
            (actor, target), target_at = pair, _at(passage, reading.actor)
            actor_at = target_at
    rule = reading.rule
    if actor is None and kind.plover == "ASSAULT" and reading.targets and reading.modality == "actual":
        struck = next((noun for noun in reading.targets if lemma(noun) not in _PEOPLE), None)
        actor = scene.cast.opponent(cast.side(struck, scene.cast)) if struck is not None else None
        rule = f"{rule}+opponent" if actor is not None else rule
    verb = reading.verb if reading.verb is not None else reading.cue
    edges = [reading.cue.idx, clauses.clause_start(verb) if verb.pos_ in {"VERB", "AUX"} else verb.idx]
    ends = [reading.cue.idx + len(reading.cue), verb.idx + len(verb)]
    for token in (reading.actor, *reading.targets[:1], reading.cue if reading.cue.pos_ == "NOUN" else None):
        if token is not None and token.sent == reading.cue.sent:
            first, last = clauses.phrase(token)
            edges.append(token.doc[first].idx)
            ends.append(token.doc[last - 1].idx + len(token.doc[last - 1]))
    sentence = reading.cue.sent
    if reading.kind in _SPEECH_ACTS | {"vote"} and reading.cue.pos_ in {"VERB", "AUX"}:
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


def _at(passage: Passage, noun: Token) -> tuple[int, int]:
    first, last = clauses.phrase(noun)
    end = noun.doc[last - 1]
    return passage.offset(noun.doc[first]), passage.offset(end) + len(end)


def _actor(scene: _Scene, reading: _Reading) -> tuple[str | None, tuple[int, int] | None]:
    """Who did it: a side or person; where the event noun itself stands for it, only whose it is ("Russian airstrikes")."""
    noun = reading.actor
    if noun is None:
        return None, None
    if reading.owned or noun.i == reading.cue.i or _kind_of(noun) == reading.kind:
        owner = next(iter(clauses.after(noun, "by")), None) or next(children(noun, "poss"), None)
        if owner is not None and not spot_at(scene.spots, scene.passage, owner):
            return _name(scene, owner), _at(scene.passage, owner)
        side = next(
            (s for c in children(noun, "amod", "compound", "nmod", "poss") if (s := cast.side(c, cast.NOBODY))), None
        )
        return side, _at(scene.passage, noun) if side else None
    return _name(scene, noun), _at(scene.passage, noun)


def _pair(noun: Token) -> tuple[str, str] | None:
    """The two sides of a joint subject: "Ukrainian and Russian officials"."""
    doc, last = noun.doc, clauses.conjuncts(noun)[-1]
    words = doc[clauses.phrase(noun)[0] : clauses.phrase(last)[1]].text
    sides: list[str] = []
    for _, _, word, actor in actors.actors_in(words):
        side = actor.side if actor is not None else actors.country_of(word)
        if side is not None and side not in sides:
            sides.append(side)
    return (sides[0], sides[1]) if len(sides) == 2 else None


def _name(scene: _Scene, noun: Token) -> str | None:
    """The short usual name of a side, a person's name, else the noun phrase; nothing for an unresolved pronoun."""
    person = clauses.person(noun)
    if person is not None:
        return person
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


def _target(scene: _Scene, reading: _Reading, actor: str | None) -> tuple[str | None, tuple[int, int] | None]:
    """Whom or what it hit or was meant for; a town is the event's place, not its target."""
    for noun in reading.targets:
        spot = _spot(scene, noun)
        if (spot is not None and spot.settlement) or noun.i == reading.cue.i or _kind_of(noun) == reading.kind:
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
            return name, _at(scene.passage, noun)
    return None, None


def _place(scene: _Scene, reading: _Reading) -> Spot | None:
    """The place the clause itself tells: its object, what follows "in", "near" or "on", then its subject's; towns before countries."""
    words, passage = _words(), scene.passage
    placeless = words.kinds[reading.kind].placeless
    nouns: list[Token] = [] if placeless else list(reading.targets)
    for anchor in (reading.cue, reading.verb):
        if anchor is not None:
            nouns.extend(clauses.after(anchor, *(("in", "at") if placeless else words.locative)))
    if reading.actor is not None and not placeless:
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
            for t in _clause(reading.verb)
            if t.pos_ in {"NOUN", "PROPN"} and (spot := spot_at(scene.spots, passage, t)) is not None
        )
    return next((s for s in found if s.settlement and not s.aside), None) or next(iter(found), None)


def _around(scene: _Scene, verb: Token) -> Iterator[Spot]:
    """Places told by the clauses the verb hangs on: "In X, officials said ...", "shelled X and cut off water", "the mayor of X said"."""
    words, passage = _words(), scene.passage
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


def _content(verb: Token) -> Iterator[Token]:
    """What a verb of pledging, asking or threatening takes: its complement and object with all their words, no punctuation."""
    for child in verb.children:
        if child.i > verb.i and child.dep_ in {"xcomp", "ccomp", "dobj", "acomp", "prep", "dative", "attr"}:
            yield from (token for token in child.subtree if not token.is_punct and not token.is_space)


def _clause(verb: Token) -> Iterator[Token]:
    """The words of the verb's own clause, without clauses that hang on it."""
    for child in verb.children:
        if child.dep_ in {"ccomp", "advcl", "relcl", "acl", "parataxis"} or (
            child.dep_ == "conj" and child.pos_ == "VERB"
        ):
            continue
        yield child
        yield from _clause(child)


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

"""Reading a clause of a parsed sentence: who does it, to whom, and whether it happened, is planned, tried or denied."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from onrecord.knowledge import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
OBJECTS = frozenset({"dobj", "obj", "dative"})
NAME_TAGS = frozenset({"NNP", "NNPS"})
DEPTH = 8
PREMODIFIERS = frozenset({"det", "amod", "compound", "nummod", "poss", "nmod", "quantmod", "advmod"})
_TIME_UNITS = frozenset({"minute", "hour", "day", "night", "week", "month", "year"})
RANKS = frozenset({"first", "last", "latest", "next", "second", "third", "only", "most"})
_YEAR = re.compile(
    r"(1[89]\d\d|20\d\d)(?<![\w,.$€£]\d{4})(?<!since \d{4})\b"
    r"(?![\d,.]?\d|[- ]?\w*(?:people|troops|soldiers|civilians|homes|killed))"
)


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one language that shift a clause from told to planned, tried, possible or denied."""

    modals: Mapping[str, str]
    complements: Mapping[str, str]
    nouns: Mapping[str, str]
    spoken: frozenset[str]
    conditions: frozenset[str]
    denying: frozenset[str]
    preventing: frozenset[str]
    habits: frozenset[str]
    years: re.Pattern[str]
    faulting: frozenset[str]
    denied_nouns: frozenset[str]
    speech: frozenset[str]
    vouching: frozenset[str]
    settlements: frozenset[str]
    backs: frozenset[str]
    offices: frozenset[str]
    parts: frozenset[str]
    forces: frozenset[str]


@cache
def wording(language: str = "en") -> Wording:
    """The clause words of a language, from data/languages/XX/clauses.toml."""
    raw = table(f"languages/{language}/clauses.toml")
    verbs = raw["complements"]
    return Wording(
        {word: outlook for outlook, words in raw["modals"].items() for word in words},
        {word: outlook for outlook in ("planned", "attempted", "possible") for word in verbs[outlook]},
        {word: outlook for outlook in ("planned", "attempted") for word in verbs[f"{outlook}_nouns"]},
        frozenset(verbs["spoken_nouns"]),
        frozenset(raw["conditions"]["marks"]),
        frozenset(raw["denials"]["verbs"]),
        frozenset(raw["denials"]["preventing"]),
        frozenset(raw["habits"]["adverbs"]),
        re.compile(rf"\b(?:{'|'.join(raw['habits']['years'])})\b(?! (?:after|ago|before|earlier|later|since)\b)"),
        frozenset(raw["faulting"]["verbs"]),
        frozenset(raw["denials"]["nouns"]),
        frozenset(raw["speech"]["verbs"]),
        frozenset(raw["speech"]["vouching"]),
        frozenset(raw["references"]["settlements"]),
        frozenset(raw["references"]["backs"]),
        frozenset(raw["references"]["offices"]),
        frozenset(raw["references"]["parts"]),
        frozenset(raw["forces"]["nouns"]),
    )


def lemma(token: Token) -> str:
    """The token's lemma in lower case."""
    return str(token.lemma_ or token.text).lower()


def children(token: Token, *deps: str) -> Iterator[Token]:
    """The token's children with one of the dependency labels."""
    return (child for child in token.children if child.dep_ in deps)


def conjuncts(token: Token) -> tuple[Token, ...]:
    """The token and what is coordinated with it to the right: "Mariupol and Enerhodar"."""
    found = [token]
    for child in children(token, "conj"):
        found.extend(conjuncts(child))
    return tuple(found)


def passive(verb: Token) -> bool:
    """Whether the verb's subject undergoes it: "was captured", "a town seized by", "are captured and held"."""
    for _ in range(DEPTH):
        if next(children(verb, "nsubjpass", "auxpass", "agent"), None) is not None:
            return True
        if verb.tag_ not in {"VBN", "VBD"} or next(children(verb, "nsubj", "dobj"), None) is not None:
            return False
        if verb.dep_ in {"acl", "advcl", "amod"} and next(children(verb, "aux"), None) is None:
            return verb.tag_ == "VBN"
        if verb.dep_ != "conj" or verb.tag_ != "VBN" or next(children(verb, "aux"), None) is not None:
            return False
        verb = verb.head
    return False


def antecedent(token: Token) -> Token:
    """What a relative pronoun stands for, else the token itself."""
    if token.tag_ in {"WDT", "WP"}:
        verb = token.head
        for _ in range(DEPTH):
            if verb.dep_ == "relcl":
                return verb.head
            if verb.dep_ not in {"conj", "xcomp", "ccomp"} or verb.head is verb:
                break
            verb = verb.head
    return token


def subject_of(verb: Token) -> Token | None:
    """The grammatical subject of a verb, own or shared with the clause it hangs on."""
    here = verb
    for _ in range(DEPTH):
        own = next((child for child in here.children if child.dep_ in SUBJECTS), None)
        if own is not None:
            return antecedent(own)
        head = here.head
        if head is here:
            return None
        if here.dep_ in {"acl", "relcl"}:
            return head
        if here.dep_ in {"xcomp", "ccomp"}:
            raised = next(children(head, "dobj"), None)
            if raised is not None and here.dep_ == "xcomp" and any(children(here, "aux")):
                return raised
            if here.dep_ == "ccomp" and here.tag_ not in {"VBG", "VB", "VBN"}:
                return None
        elif here.dep_ == "pcomp" and lemma(head.head) in wording().faulting:  # "criticised Peru for sending"
            return next(children(head.head, "dobj"), None) or subject_of(head.head)
        elif here.dep_ not in {"conj", "advcl", "pcomp", "prep", "amod", "dep"}:
            return None
        here = head
    return None


def agent_of(verb: Token) -> Token | None:
    """Who does a passive verb: the noun after "by"."""
    for by in verb.children:
        if by.dep_ == "agent" or (by.dep_ == "prep" and by.lower_ == "by"):
            noun = next(children(by, "pobj"), None)
            if noun is not None:
                return noun
    return None


def doer_of(verb: Token) -> Token | None:
    """Who does it, active or passive; who is kept from it."""
    if (keeping := _kept_from(verb)) is not None:
        return next(children(keeping, "dobj"), None)
    return agent_of(verb) if passive(verb) else subject_of(verb)


def done_to(verb: Token) -> tuple[Token, ...]:
    """What it is done to, active or passive, with all coordinated nouns; empty for an intransitive verb."""
    if passive(verb):
        noun = subject_of(verb)
    else:
        noun = next((child for child in verb.children if child.dep_ in OBJECTS), None)
        if noun is None:
            noun = shared_object(verb)
    return conjuncts(antecedent(noun)) if noun is not None else ()


def shared_object(verb: Token) -> Token | None:
    """The object of a later verb coordinated with this one: "attacked and looted a truck"."""
    for other in children(verb, "conj"):
        if other.pos_ == "VERB" and not any(child.dep_ in SUBJECTS for child in other.children):
            noun = next((child for child in other.children if child.dep_ in OBJECTS), None)
            if noun is not None and not any(children(verb, "prep", "prt")):
                return noun
    return None


def after(verb: Token, *words: str) -> Iterator[Token]:
    """The nouns that follow one of these prepositions under the verb (or under a preposition under it: "out of")."""
    for prep in verb.children:
        if prep.dep_ not in {"prep", "agent", "prt", "dative"}:
            continue
        nouns = [
            *children(prep, "pobj"),
            *(c for c in children(prep, "pcomp") if c.tag_ == "VBG" and next(children(c, "dobj"), None) is None),
        ]
        for inner in children(prep, "prep"):
            if inner.lower_ in words or f"{prep.lower_} {inner.lower_}" in words:
                yield from children(inner, "pobj")
        if prep.lower_ in words:
            yield from nouns


def phrase(token: Token) -> tuple[int, int]:
    """Token indices [start, end) of the noun phrase: the noun, what stands before it, an "of" part; no clauses."""
    start, end = token.i, token.i + 1
    for child in token.children:
        if child.i < token.i and child.dep_ in PREMODIFIERS and child.ent_type_ not in {"DATE", "TIME"}:
            start = min(start, _past_when(token, child.left_edge.i))
        elif child.i > token.i and child.dep_ == "prep" and child.lower_ == "of":
            noun = next(children(child, "pobj"), None)
            if noun is not None:
                end = max(end, phrase(noun)[1])
    return start, end


def _past_when(head: Token, left: int) -> int:
    """Where a noun phrase from `left` on really begins: "hours earlier officials" are officials, hours earlier."""
    doc = head.doc
    for at in range(left + 1, min(left + 4, head.i)):
        if doc[at].lower_ in {"earlier", "later", "before", "ago"} and lemma(doc[at - 1]) in _TIME_UNITS:
            return at + 1
    return left


def phrase_text(token: Token) -> str:
    """The noun phrase without a leading article."""
    start, end = phrase(token)
    doc = token.doc
    while start < end - 1 and doc[start].dep_ in {"det", "advmod", "punct"}:
        start += 1
    return re.sub(r"^(?:many|much|few|little) as ", "", str(doc[start:end].text))


def person(token: Token) -> str | None:
    """The full name as written if the token lies in a person's name."""
    if token.ent_type_ != "PERSON":
        return None
    name = next((entity for entity in token.doc.ents if entity.start <= token.i < entity.end), None)
    return str(name.text).removesuffix("’s").removesuffix("'s") if name is not None else None


def outlook(verb: Token) -> str:
    """Whether what the verb tells is actual, planned, possible or only attempted."""
    words = wording()
    modals, complements, nouns = words.modals, words.complements, words.nouns
    here = verb
    for _ in range(DEPTH):
        helpers: set[str] = set()
        for child in (*here.children, *_prefix(here)):
            if child.dep_ == "aux":
                if child.tag_ == "MD" and child.lower_ in modals:
                    return modals[child.lower_]
                helpers.add(child.lower_)
            elif child.dep_ == "mark" and child.lower_ in words.conditions:
                return "possible"
        head = here.head
        if head is here:
            return "actual"
        infinitive, perfect = "to" in helpers, not helpers.isdisjoint({"have", "having"})
        if here.dep_ in {"xcomp", "ccomp", "acomp", "pcomp"}:
            name = lemma(head)
            if infinitive and not perfect and name in complements:
                return complements[name]
            if here.dep_ == "xcomp" and here.tag_ == "VBG" and name in {"try", "consider", "risk", "avoid"}:
                return "attempted"
            if here.dep_ == "ccomp" and complements.get(name) == "possible":
                return "possible"
            if infinitive and head.pos_ in {"ADJ", "AUX"} and not perfect:
                return "planned"
        elif here.dep_ in {"acl", "relcl"} and infinitive:
            if lemma(head) in words.spoken:
                return "attempted"
            if lemma(head) in nouns:
                return nouns[lemma(head)]
            if not any(child.tag_ == "JJS" or child.lower_ in RANKS for child in (head, *head.children)):
                return "planned"
        elif (here.dep_ == "advcl" and infinitive) or _generic(here):
            return "attempted"
        elif here.dep_ == "prep" and lemma(head) in nouns and here.lower_ in {"of", "for", "at"}:
            return nouns[lemma(head)]
        elif here.dep_ == "advcl" and _awaited(here, head):
            return "possible"
        elif here.dep_ in {"relcl", "advcl"} or (here.dep_ == "acl" and head.pos_ in {"NOUN", "PROPN", "PRON"}):
            return "actual"
        if here.dep_ == "conj" and here.tag_ not in {head.tag_, "VBG"} and _finite(here):
            return "actual"
        here = head
    return "actual"


def _prefix(verb: Token) -> Iterator[Token]:
    """The words that hang on a prefix split off the verb: the "to" of "to re-enter"."""
    at = verb.i
    if at >= 2 and verb.doc[at - 1].text in {"-", "‐"} and verb.doc[at - 2].lower_ in {"re", "co", "over", "out"}:
        yield from verb.doc[at - 2].children


def _awaited(verb: Token, head: Token) -> bool:
    """ "When he is arrested, he will be charged": told in the present of what is still to come."""
    opening = any(child.lower_ in {"when", "once", "until", "till"} for child in children(verb, "advmod", "mark"))
    if not opening or {"VBD", "VBN"} >= {verb.tag_, *(aux.tag_ for aux in children(verb, "aux", "auxpass"))}:
        return False
    return any(aux.tag_ == "MD" for aux in children(head, "aux"))


def habitual(verb: Token) -> bool:
    """Whether a deed is told as what happens again and again: "usually kills", "kills 9 a year", "who target buses"."""
    if verb.tag_ not in {"VBZ", "VBP"} or any(children(verb, "aux", "auxpass")):
        return False
    if verb.dep_ == "advcl" and any(child.lower_ in {"when", "whenever"} for child in children(verb, "advmod")):
        return True
    again = any(child.lower_ in wording().habits for child in children(verb, "advmod"))
    again = again or wording().years.search(verb.sent.text) is not None
    return again or (verb.dep_ == "relcl" and any(child.tag_ == "WP" for child in children(verb, "nsubj")))


def _generic(verb: Token) -> bool:
    """ "Taking the town matters": a deed that is spoken of, not told."""
    return verb.dep_ == "csubj" and verb.tag_ == "VBG" and verb.head.tag_ in {"VBZ", "VBP"}


def _finite(verb: Token) -> bool:
    """Whether a coordinated verb stands on its own, with a subject or an auxiliary."""
    return any(children(verb, "aux", "auxpass", *SUBJECTS))


def _climb(verb: Token) -> Iterator[tuple[Token, Token]]:
    """Each word from the verb towards the root with its head, at most DEPTH of them."""
    for _ in range(DEPTH):
        if verb.head is verb:
            return
        yield verb, verb.head
        verb = verb.head


def denier(verb: Token) -> Token | None:
    """The verb that denies what this one tells: "denied the city had fallen", "rejected claims that it had"."""
    words = wording()
    for here, head in _climb(verb):
        ruled_out = lemma(head) == "rule" and any(child.lower_ == "out" for child in head.children)
        if here.dep_ in {"ccomp", "dobj", "pobj", "pcomp", "xcomp"} and (ruled_out or lemma(head) in words.denying):
            return None if negated(head) else head
        if here.dep_ in {"acl", "relcl", "ccomp"} and lemma(head) not in words.denied_nouns and head.pos_ == "NOUN":
            return None
        if here.dep_ in {"advcl", "relcl"}:
            return None
    return None


def negated(verb: Token) -> bool:
    """Whether the verb itself is negated: "has not fallen", "had yet to fall", "no protests were held"."""
    head = verb.head
    if verb.dep_ == "xcomp" and lemma(head) == "have" and any(child.lower_ == "yet" for child in head.children):
        return True
    if _kept_from(verb) is not None:
        return True
    if any(child.dep_ == "neg" or child.lower_ in {"never", "n't", "n’t"} for child in verb.children):
        return True
    if any(child.lower_ == "longer" and any(c.lower_ == "no" for c in child.children) for child in verb.children):
        return True
    nouns = [child for child in verb.children if child.dep_ in SUBJECTS or child.dep_ in OBJECTS]
    return any(c.dep_ in {"det", "neg"} and c.lower_ in {"no", "neither"} for noun in nouns for c in noun.children)


def _kept_from(verb: Token) -> Token | None:
    """The verb that keeps somebody from this deed: "prevented the rebels from taking the town"."""
    prep = verb.head
    keeps = verb.dep_ == "pcomp" and prep.lower_ == "from" and lemma(prep.head) in wording().preventing
    return prep.head if keeps else None


def voucher(verb: Token) -> Token | None:
    """Who claims, admits or denies it in the same clause: the subject of the governing verb of saying."""
    words = wording()
    for here, head in _climb(verb):
        if here.dep_ in {"ccomp", "dobj", "xcomp"} and lemma(head) in words.vouching | words.denying:
            return subject_of(head)
        if here.dep_ in {"relcl", "advcl"} and not any(children(here, "mark")):
            return None
    return None


def clause_start(verb: Token) -> int:
    """Character offset in the doc where the clause's own words start: its subject, auxiliaries or the verb."""
    parts = [verb.idx]
    for child in verb.children:
        if child.dep_ in SUBJECTS | {"aux", "auxpass", "neg"} and child.i < verb.i:
            parts.append(child.left_edge.idx if child.dep_ in SUBJECTS else child.idx)
    return int(min(parts))


def background(sentence: str, published: str | None) -> bool:
    """Whether the sentence names a year more than one before the report's: history, not news."""
    year = published[:4] if published else ""
    return year.isdigit() and any(int(said) < int(year) - 1 for said in _YEAR.findall(sentence))

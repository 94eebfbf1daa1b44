"""Measures by the words next to a number: no parse needed, so headlines, lists and stripped commas work too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.extract.figures.counted import headlined
from onrecord.extract.figures.evidence import (
    AFTER,
    NOMINALS,
    NOUNS,
    PATIENT,
    STATES,
    Evidence,
    counts,
    fits,
    participle,
    pick,
    words,
)
from onrecord.extract.figures.sentences import Mention, Sentence
from onrecord.extract.figures.triggers import Trigger
from onrecord.measures import all_measures

_PHRASE = frozenset({"NOUN", "PROPN", "DET", "ADP", "ADJ", "PRON", "NUM", "PART", "PUNCT"})


if TYPE_CHECKING:
    from spacy.tokens import Token

LINE = 9
NEAR, FAR = 16, 26
PEOPLE = frozenset({"killed", "injured", "casualties", "missing", "detained"})


def state_after(sentence: Sentence, mention: Mention) -> Evidence | None:
    """ "498 killed", "seven people dead", "12 others were wounded", "dozens who fled"."""
    doc = sentence.doc
    i = mention.end + 1
    steps = 0
    while i < sentence.stop and steps < 9:
        token = doc[i]
        if steps < 3 and token.lower_ in {"of", "those", "the", "them"} and i <= mention.right + 3:
            i += 1
            steps += 1
            continue
        if token.text in {",", "—", "–", "--"} and (close := _insertion(sentence, i)):
            i = close + 1
            continue
        if i == mention.end + 1 and token.dep_ == "prep" and (verb := _after_phrase(sentence, i)):
            i = verb
            continue
        if headlined(doc, i):
            return None
        hits = sentence.at(i, AFTER)
        for trigger in hits:
            if trigger.first != i or not fits(sentence, mention, trigger):
                continue
            if _said_of_another(sentence, mention, i):
                return None
            if trigger.role == "verbs" and not participle(token) and not _next_has_state(sentence, i):
                if token.pos_ == "ADJ":
                    continue
                return None
            if trigger.role == "verbs" and trigger.split and trigger.words > 1 and trigger.measure != "hospitalised":
                continue
            return Evidence(trigger.measure, "state after the number", trigger.first, trigger.last)
        if token.lower_ not in words("between") and token.pos_ not in {"ADV", "AUX"}:
            return None
        i += 1
        steps += 1
    return None


def with_munitions(sentence: Sentence, mention: Mention) -> Evidence | None:
    """ "Was shelled with about 47 bombs": what a place is struck with, counted."""
    doc, noun, at = sentence.doc, mention.noun, mention.left - 1
    while at > sentence.start and doc[at].pos_ in {"ADV", "DET"}:
        at -= 1
    if noun is None or noun.kind.name != "munition" or doc[at].lower_ != "with":
        return None
    for token in reversed(doc[max(sentence.start, at - 4) : at]):
        if token.pos_ == "VERB" and token.lemma_.lower() in words("bombarding"):
            return Evidence("strikes", "struck with", token.i, token.i)
    return None


def _said_of_another(sentence: Sentence, mention: Mention, state: int) -> bool:
    """Whether the subject of the verb at ``state`` only holds the counted: "names of two victims were released"."""
    token = sentence.doc[mention.noun.head if mention.noun else mention.last]
    inside = False
    for _ in range(6):
        if token.dep_ in {"nsubj", "nsubjpass"}:
            verb = sentence.doc[state]
            governs = (token.head.i == state or token.head.is_ancestor(verb)) and not token.is_ancestor(verb)
            known = token.lemma_.lower() in words("carriers") or sentence.at(token.i, NOUNS | NOMINALS)
            return inside and governs and token.i < mention.left and token.pos_ == "NOUN" and not known
        if token.dep_ == "prep" and token.lower_ != "of":
            return False
        inside = inside or token.dep_ == "pobj"
        if token.dep_ not in {"pobj", "prep", "nummod", "quantmod", "amod", "compound", "nmod", "det", "poss"}:
            return False
        token = token.head
    return False


def _next_has_state(sentence: Sentence, verb: int) -> bool:
    """Headlines without commas: in "three civilians killed 12 others injured" the second number has its own state."""
    after = next((m for m in sentence.mentions if m.left == verb + 1), None)
    if after is None:
        return False
    return any(t.first == i for i in range(after.right + 1, after.end + 2) for t in sentence.at(i, STATES))


def _insertion(sentence: Sentence, comma: int) -> int | None:
    """Where an insertion between commas ends ("twenty more, including a guard, were hurt"), if a verb follows."""
    for i in range(comma + 2, min(sentence.stop - 1, comma + 14)):
        if sentence.doc[i].text == sentence.doc[comma].text:
            following = sentence.doc[i + 1]
            states = sentence.at(i + 1, STATES)
            return i if following.pos_ in {"AUX", "VERB"} or following.lower_ == "among" or states else None
        if any(m.first <= i <= m.last for m in sentence.mentions):
            return None
    return None


def _after_phrase(sentence: Sentence, start: int) -> int | None:
    """Where a prepositional phrase ends in an auxiliary: "150 people from its mission are still missing"."""
    for i in range(start, min(sentence.stop, start + 12)):
        token = sentence.doc[i]
        if token.lower_ in {"which", "where"}:  # "23 people in the town, which is under siege"
            return None
        if token.pos_ == "AUX" and i > start + 1:
            return i
        if (
            token.pos_ not in _PHRASE
            or token.text in {",", ";", ":"}
            or any(t.first == i and t.role in AFTER and t.measure != "votes_for" for t in sentence.triggers)
        ):
            return None
    return None


def state_inside(sentence: Sentence, mention: Mention) -> Evidence | None:
    """ "two dead civilians", "25 wounded people", "15 of the wounded", "35,000 war-damaged structures"."""
    if mention.noun is None:
        return None
    for i in range(mention.right + 1, mention.noun.last + 1):
        for trigger in sentence.at(i, PATIENT):
            at_head = i == mention.noun.head
            if (
                trigger.first == i
                and trigger.last <= mention.noun.last
                and counts(trigger.measure, None if at_head else mention.noun.kind, at_head)
            ):
                if trigger.role == "verbs" and (
                    at_head or not sentence.doc[i].lower_.endswith(("ed", "en", "wn", "st", "ung"))
                ):
                    continue
                return Evidence(trigger.measure, "state inside the noun phrase", trigger.first, trigger.last)
    return None


def verb_before(sentence: Sentence, mention: Mention) -> Evidence | None:
    """ "killed at least 16", "wounding another 40", "injures 25"."""
    doc = sentence.doc
    i = mention.left - 1
    steps = 0
    while i >= sentence.start and steps < 6:
        token = doc[i]
        hits = tuple(
            t
            for t in sentence.triggers
            if t.role == "verbs"
            and (t.last == i or (t.first == i and t.split))
            and not any(mention.last < m.first <= t.last for m in sentence.mentions)
        )
        hits = tuple(sorted(hits, key=lambda t: -t.words))
        if hits:
            if token.tag_ in {"NN", "NNS"} and doc[i + 1].lower_ == "of":
                return None
            if token.tag_ == "VBN" and any(child.dep_ == "auxpass" for child in token.children):
                return None
            return pick(sentence, mention, hits, "verb before the number")
        if token.lower_ not in words("before") and token.pos_ not in {"DET", "ADV"}:
            return None
        if token.lower_ == "at" and doc[i + 1].lower_ not in {"least", "most"}:
            return None
        if token.lower_ in {"and", "or"} and any(m.end + 1 == i - 1 for m in sentence.mentions):
            return None
        i -= 1
        steps += 1
    return None


def toll(sentence: Sentence, mention: Mention) -> Evidence | None:
    """ "the death toll rose to 22", "number of infections in Canada to 280", "put the toll at 85"."""
    doc = sentence.doc
    before = doc[mention.left - 1].lower_ if mention.left > sentence.start else ""
    opener = (
        any(t.last == mention.left - 1 and t.role == "tolls" for t in sentence.triggers)
        or before in words("toll_openers")
        or doc[mention.left - 1].lemma_.lower() in words("toll_verbs")
    )
    if not opener:
        return None
    lately = {t.lower_ for t in doc[max(sentence.start, mention.left - 4) : mention.left]}
    if before == "by" and not lately & words("rising"):
        return None
    changed = any(t.lower_ in words("rising") for t in doc[sentence.start : sentence.stop])
    if before == "from" and not changed:
        return None
    others = {m.first for m in sentence.mentions if m.first < mention.first}
    for trigger in sorted(_tolls(sentence), key=lambda t: -t.last):
        if any(m.right < trigger.first <= m.end for m in _counting(sentence, mention)):
            continue
        if trigger.last >= mention.left or mention.left - trigger.last > (FAR if before in {"to", "at"} else NEAR):
            continue
        between = range(trigger.last + 1, mention.left)
        if any(doc[i].text in {";"} for i in between):
            return None
        if any(i in others for i in between) and before not in {"to", "at", "from"}:
            return None
        noun = mention.noun
        things = noun is not None and noun.kind.name == "unknown" and trigger.measure in PEOPLE
        if things or not counts(trigger.measure, noun.kind if noun else None, noun is None):
            continue
        return Evidence(trigger.measure, "toll before the number", trigger.first, trigger.last)
    return None


def _counting(sentence: Sentence, before: Mention) -> Iterator[Mention]:
    return (m for m in sentence.mentions if m.first < before.first and m.number.kind == "count")


def _tolls(sentence: Sentence) -> Iterator[Trigger]:
    doc = sentence.doc
    for trigger in sentence.triggers:
        if trigger.role == "tolls":
            yield trigger
        elif trigger.role in {"nouns", "states"}:
            for i in range(max(sentence.start, trigger.first - 10), trigger.first):
                if doc[i].lower_ in {"number", "count", "tally", "total", "toll"} and doc[
                    min(i + 1, trigger.first)
                ].lower_ in {"of", "for", trigger.last and doc[trigger.first].lower_}:
                    yield Trigger(trigger.measure, "tolls", i, trigger.last, trigger.words)


def strong_noun(sentence: Sentence, mention: Mention) -> Evidence | None:
    """ "22 fatalities", "5,667 cases": nouns that are a count by themselves."""
    evidence = noun_itself(sentence, mention)
    if evidence is None or evidence.measure in {"strikes", "attacks", "casualties"} or mention.noun is None:
        return None
    return None if sentence.doc[mention.noun.head].lemma_.lower() in words("weak_nouns") else evidence


def noun_itself(sentence: Sentence, mention: Mention) -> Evidence | None:
    """ "22 fatalities", "5,667 cases", "more than 450 air strikes"; one person of a kind is a person, not a count."""
    if mention.noun is None or (
        mention.number.value == 1 and sentence.doc[mention.noun.head].lemma_.lower() in words("weak_nouns")
    ):
        return None
    for i in range(mention.noun.first, mention.noun.head + 1):
        for trigger in sentence.at(i, NOUNS):
            if (
                trigger.first == i
                and trigger.last >= mention.noun.head
                and all_measures()[trigger.measure].counts != {"money"}
            ):
                return Evidence(trigger.measure, "the noun itself", trigger.first, trigger.last)
    return None


def inverted(sentence: Sentence, mention: Mention) -> Evidence | None:
    """ "Killed in the raid were two nurses": the state opens the clause, the counted closes it."""
    doc = sentence.doc
    if mention.left - 1 <= sentence.start or doc[mention.left - 1].lower_ not in {"were", "was", "are", "is"}:
        return None
    for i in range(sentence.start, min(sentence.start + 2, mention.left)):
        hits = tuple(t for t in sentence.at(i, PATIENT) if t.first == i)
        if doc[i].tag_ in {"VBN", "VBD", "JJ"} and (
            evidence := pick(sentence, mention, hits, "state before an inversion")
        ):
            return evidence
    return None


def label(sentence: Sentence, mention: Mention) -> Evidence | None:
    """A line of a table: "Houses destroyed: 146", "Population evacuated 12,000"; no verb, no other number."""
    doc = sentence.doc
    if sentence.stop - sentence.start > LINE or len(sentence.mentions) > 1 or mention.noun is not None:
        return None
    if mention.right < sentence.stop - 2 or any(
        t.tag_ in {"VBZ", "VBP", "MD"} or (t.tag_ == "VBD" and not sentence.at(t.i, STATES))
        for t in doc[sentence.start : mention.left]
    ):
        return None
    hits = tuple(
        t for t in sentence.triggers if t.last < mention.left and t.role in {"states", "nouns", "nominals", "tolls"}
    )
    for trigger in hits:
        if counts(trigger.measure, None, True) or "structure" in all_measures()[trigger.measure].counts:
            return Evidence(trigger.measure, "label of a table", trigger.first, trigger.last)
    return None


def _asked_for(noun: Token) -> bool:
    """ "Called for the release of two": what is asked for has not happened."""
    head = noun.head
    if noun.dep_ == "pobj" and head.lower_ == "for":
        return bool(head.head.lemma_.lower() in words("asking"))
    return bool(noun.dep_ == "dobj" and head.lemma_.lower() in words("asking"))


def nominal(sentence: Sentence, mention: Mention) -> Evidence | None:
    """ "the death of all 33 passengers", "the evacuation of 3,000 people", "the release of 110 prisoners"."""
    doc = sentence.doc
    i = mention.left - 1
    while i > sentence.start and doc[i].lower_ in words("before") - {"of", "to"}:
        i -= 1
    if i <= sentence.start or doc[i].lower_ not in {"of", "to"}:
        return None
    if _asked_for(doc[i - 1]):
        return None
    return pick(
        sentence,
        mention,
        tuple(t for t in sentence.at(i - 1, NOMINALS) if t.last == i - 1),
        "nominal before the number",
    )

"""Which measure a number counts: ordered rules over words and syntax; the first that finds its evidence wins.

Each rule reads one mention in its sentence and returns the evidence, or None. Words decide where they stand next to the number
(headlines, lists, stripped commas: no parser needed); the parse decides over longer distances.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from onrecord import knowledge
from onrecord.extract.counted import Kind
from onrecord.extract.sentences import Mention, Sentence
from onrecord.extract.triggers import Trigger
from onrecord.measures import all_measures

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a number has its measure: the rule, and tokens [first, last] of the words that said so."""

    measure: str
    rule: str
    first: int
    last: int


PATIENT = frozenset({"verbs", "states"})
AFTER = frozenset({"states", "verbs", "subjects"})
SUBJECT = frozenset({"subjects"})
VERBS = frozenset({"verbs"})
NOUNS = frozenset({"nouns"})
STATES = frozenset({"states"})
TOLLS = frozenset({"tolls"})
NOMINALS = frozenset({"nominals"})
VOTES = frozenset({"votes_for", "votes_against", "abstentions"})
BE = frozenset({"be", "remain", "stay", "become", "seem", "lie", "stand", "get", "keep"})
_BETWEEN = frozenset(
    "were was are is have has had been being be also reportedly still feared reported confirmed believed to may might could now already later "
    "others other more people so far left remain remained remains known presumed thought likely seriously critically badly slightly severely "
    "all then who that which were who're apparently said allegedly officially listed considered found as at least either both themselves "
    "will would mostly women children men expected estimated just subsequently initially immediately since not get got".split()
)
_LEFT = frozenset(
    "a an the another about some up to least at more than over nearly almost around approximately as many estimated total of his her their its "
    "roughly only just further additional between only also reportedly another and or no fewer less an at-least well possibly dead".split()
)


@cache
def words(name: str) -> frozenset[str]:
    """A word list of languages/en/figures.toml."""
    return frozenset(knowledge.table("languages/en/figures.toml")[name])


def counts(measure: str, kind: Kind | None, bare: bool) -> bool:
    """Whether a measure counts things of this kind; a bare number may be people where the measure counts people."""
    classes = all_measures()[measure].counts
    if kind is None or bare:
        return "people" in classes or "any" in classes or (kind is not None and kind.name in classes)
    if kind.name == "context":
        return False
    if kind.name == "unknown":
        return bool(classes & {"people", "any", "structure"}) and measure not in {"troops", "protesters", "affected", "returned", "sheltering"}
    if kind.name == "people":
        return bool(classes & {"people", "any"}) or ("military" in classes and kind.status == "military")
    return kind.name in classes or ("vehicle" in classes and kind.object in {"vehicle", "fuel_tanker", "ship", "aircraft"}) or "any" in classes


def _fits(sentence: Sentence, mention: Mention, trigger: Trigger) -> bool:
    noun = mention.noun
    if trigger.measure in VOTES and not any(t.lemma_.lower() in {"vote", "ballot", "resolution", "abstain"} for t in sentence.doc[sentence.start : sentence.stop]):
        return False
    inside = noun is not None and trigger.first <= noun.head <= trigger.last
    if trigger.words == 1 and trigger.role in {"verbs", "subjects"} and sentence.doc[trigger.first].lemma_.lower() in words("weak_verbs"):
        if noun is None or noun.kind.name in {"unknown", "context"}:
            return False
    return counts(trigger.measure, noun.kind if noun and not inside else None, noun is None or inside)


def _pick(sentence: Sentence, mention: Mention, found: tuple[Trigger, ...], rule: str) -> Evidence | None:
    for trigger in found:
        if _fits(sentence, mention, trigger):
            return Evidence(trigger.measure, rule, trigger.first, trigger.last)
    return None


def _passive(token: Token) -> bool:
    """A participle that has no object and no subject of its own: "the killed", "14 wounded", "were killed"."""
    children = {child.dep_ for child in token.children}
    if children & {"auxpass", "nsubjpass"}:
        return True
    if token.tag_ in {"VBN", "JJ", "NN", "NNS"}:
        return True
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    opens_object = following is not None and (following.pos_ in {"NUM", "DET", "PRON"} or following.lower_ in {"at", "more", "up", "as"} and "dobj" in children)
    return token.tag_ == "VBD" and "dobj" not in children and not opens_object


def state_after(sentence: Sentence, mention: Mention) -> Evidence | None:
    """"498 killed", "seven people dead", "12 others were wounded", "dozens who fled"."""
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
        hits = sentence.at(i, AFTER)
        for trigger in hits:
            if trigger.first != i or not _fits(sentence, mention, trigger):
                continue
            if trigger.role == "verbs" and not _passive(token):
                return None
            if trigger.role == "verbs" and trigger.split and trigger.words > 1:
                continue
            return Evidence(trigger.measure, "state after the number", trigger.first, trigger.last)
        if token.lower_ not in _BETWEEN and token.pos_ not in {"ADV", "AUX"}:
            return None
        i += 1
        steps += 1
    return None


def _insertion(sentence: Sentence, comma: int) -> int | None:
    """Where an insertion between commas ends ("twenty more, including a colleague, were injured"), if a verb follows it."""
    for i in range(comma + 2, min(sentence.stop - 1, comma + 14)):
        if sentence.doc[i].text == sentence.doc[comma].text:
            following = sentence.doc[i + 1]
            return i if following.pos_ in {"AUX", "VERB"} or following.lower_ == "among" else None
        if any(m.first <= i <= m.last for m in sentence.mentions):
            return None
    return None


_PHRASE = frozenset({"NOUN", "PROPN", "DET", "ADP", "ADJ", "PRON", "NUM", "PART", "PUNCT"})


def _after_phrase(sentence: Sentence, start: int) -> int | None:
    """Where a prepositional phrase ends in an auxiliary: "150 people from its mission are still missing"."""
    for i in range(start, min(sentence.stop, start + 12)):
        token = sentence.doc[i]
        if token.pos_ == "AUX" and i > start + 1:
            return i
        if token.pos_ not in _PHRASE or token.text in {",", ";", ":"} or any(t.first == i and t.role in AFTER and t.measure != "votes_for" for t in sentence.triggers):
            return None
    return None


def state_inside(sentence: Sentence, mention: Mention) -> Evidence | None:
    """"two dead civilians", "25 wounded people", "15 of the wounded", "35,000 war-damaged structures"."""
    if mention.noun is None:
        return None
    for i in range(mention.right + 1, mention.noun.last + 1):
        for trigger in sentence.at(i, PATIENT):
            at_head = i == mention.noun.head
            if trigger.first == i and trigger.last <= mention.noun.last and counts(trigger.measure, None if at_head else mention.noun.kind, at_head):
                if trigger.role == "verbs" and (at_head or not sentence.doc[i].lower_.endswith(("ed", "en", "wn", "st", "ung"))):
                    continue
                return Evidence(trigger.measure, "state inside the noun phrase", trigger.first, trigger.last)
    return None


def verb_before(sentence: Sentence, mention: Mention) -> Evidence | None:
    """"killed at least 16", "wounding another 40", "injures 25"."""
    doc = sentence.doc
    i = mention.left - 1
    steps = 0
    while i >= sentence.start and steps < 6:
        token = doc[i]
        hits = tuple(t for t in sentence.triggers if t.role == "verbs" and (t.last == i or t.first == i and t.split))
        hits = tuple(sorted(hits, key=lambda t: -t.words))
        if hits:
            if token.tag_ == "VBN" and any(child.dep_ == "auxpass" for child in token.children):
                return None
            return _pick(sentence, mention, hits, "verb before the number")
        if token.lower_ not in _LEFT and token.pos_ not in {"DET", "ADV"}:
            return None
        i -= 1
        steps += 1
    return None


def toll(sentence: Sentence, mention: Mention) -> Evidence | None:
    """"the death toll rose to 22", "number of infections in Canada to 280", "put the toll at 85"."""
    doc = sentence.doc
    before = doc[mention.left - 1].lower_ if mention.left > sentence.start else ""
    opener = any(t.last == mention.left - 1 and t.role == "tolls" for t in sentence.triggers) or before in {"to", "at", "of", "from", "is", "was", ":", "are", "were", "as", "stood", "(", "above", "past", "near", "by"} or doc[mention.left - 1].lemma_.lower() in words("toll_verbs")
    if not opener:
        return None
    others = {m.first for m in sentence.mentions if m.first < mention.first}
    for trigger in sorted(_tolls(sentence), key=lambda t: -t.last):
        if trigger.last >= mention.left or mention.left - trigger.last > 16:
            continue
        between = range(trigger.last + 1, mention.left)
        if any(doc[i].text in {";"} for i in between):
            return None
        if any(i in others for i in between) and before not in {"to", "at", "from"}:
            return None
        if mention.noun is not None and not counts(trigger.measure, mention.noun.kind, False):
            continue
        return Evidence(trigger.measure, "toll before the number", trigger.first, trigger.last)
    return None


def _tolls(sentence: Sentence) -> Iterator[Trigger]:
    doc = sentence.doc
    for trigger in sentence.triggers:
        if trigger.role == "tolls":
            yield trigger
        elif trigger.role in {"nouns", "states"}:
            for i in range(max(sentence.start, trigger.first - 5), trigger.first):
                if doc[i].lower_ in {"number", "count", "tally", "total", "toll"} and doc[min(i + 1, trigger.first)].lower_ in {"of", "for", trigger.last and doc[trigger.first].lower_}:
                    yield Trigger(trigger.measure, "tolls", i, trigger.last, trigger.words)


def strong_noun(sentence: Sentence, mention: Mention) -> Evidence | None:
    """"22 fatalities", "5,667 cases": nouns that are a count by themselves."""
    evidence = noun_itself(sentence, mention)
    if evidence is None or evidence.measure in {"strikes", "attacks", "casualties"} or mention.noun is None:
        return None
    return None if sentence.doc[mention.noun.head].lemma_.lower() in words("weak_nouns") else evidence


def noun_itself(sentence: Sentence, mention: Mention) -> Evidence | None:
    """"22 fatalities", "5,667 cases", "more than 450 air strikes"; one person of a kind is a person, not a count."""
    if mention.noun is None or (mention.number.value == 1 and sentence.doc[mention.noun.head].lemma_.lower() in words("weak_nouns")):
        return None
    for i in range(mention.noun.first, mention.noun.head + 1):
        for trigger in sentence.at(i, NOUNS):
            if trigger.first == i and trigger.last >= mention.noun.head:
                return Evidence(trigger.measure, "the noun itself", trigger.first, trigger.last)
    return None


def nominal(sentence: Sentence, mention: Mention) -> Evidence | None:
    """"the death of all 33 passengers", "the evacuation of 3,000 people", "the release of 110 prisoners"."""
    doc = sentence.doc
    i = mention.left - 1
    while i > sentence.start and doc[i].lower_ in {"all", "the", "some", "about", "at", "least", "its", "their", "another"}:
        i -= 1
    if i <= sentence.start or doc[i].lower_ not in {"of", "to"}:
        return None
    return _pick(sentence, mention, tuple(t for t in sentence.at(i - 1, NOMINALS) if t.last == i - 1), "nominal before the number")


def _carrier(mention: Mention, sentence: Sentence) -> Token:
    """The token by which the counted phrase hangs in the parse."""
    token: Token = sentence.doc[mention.noun.head if mention.noun else mention.last]
    number: Token = sentence.doc[mention.last]
    if mention.noun and number.is_ancestor(token):
        token = number
    for _ in range(4):
        if token.dep_ in {"nummod", "quantmod", "compound", "amod", "nmod", "advmod", "poss"} and token.head.i <= mention.end and token.head.i >= mention.left:
            token = token.head
        elif token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.lemma_.lower() in words("carriers") and token.head.head.i < token.i:
            token = token.head.head
        else:
            break
    return token


def _verb_and_kin(verb: Token, passive: bool) -> Iterator[tuple[Token, bool]]:
    """The verb, the verbs coordinated with it under the same subject, and its open complements."""
    seen = [(verb, passive)]
    while seen:
        token, is_passive = seen.pop(0)
        yield token, is_passive
        for child in token.children:
            if child.i <= token.i:
                continue
            if child.dep_ == "conj" and child.pos_ in {"VERB", "AUX", "ADJ"}:
                own_subject = any(c.dep_ in {"nsubj", "nsubjpass"} for c in child.children)
                if not own_subject:
                    child_passive = child.tag_ == "VBN" and is_passive or any(c.dep_ == "auxpass" for c in child.children)
                    seen.append((child, child_passive))
            elif child.dep_ in {"xcomp", "oprd", "acomp"} or (child.dep_ == "ccomp" and is_passive and not any(c.dep_ == "nsubj" for c in child.children)):
                seen.append((child, any(c.dep_ == "auxpass" for c in child.children) or child.tag_ == "VBN"))


_STRONG = ("killed", "missing", "abducted", "rescued")


def syntax(sentence: Sentence, mention: Mention) -> Evidence | None:
    """Over the parse: the counted phrase as patient of a verb, subject of a state or of an intransitive verb, or head of a clause."""
    token = _carrier(mention, sentence)
    found: list[Evidence] = []
    for _ in range(5):
        found += list(_clauses_below(sentence, mention, token))
        dep, head = token.dep_, token.head
        if found or head is token:
            break
        if dep in {"nsubjpass", "nsubj"}:
            found += list(_subject(sentence, mention, head, dep == "nsubjpass"))
            break
        if dep in {"dobj", "dative", "oprd"}:
            hit = _pick(sentence, mention, sentence.at(head.i, VERBS), "object of the verb")
            found += [hit] if hit else []
            break
        if dep == "attr" and head.lemma_ in BE:
            subject = next((c for c in head.children if c.dep_ == "nsubj"), None)
            if subject is not None:
                hit = _pick(sentence, mention, sentence.at(subject.i, frozenset({"nouns", "tolls"})), "said of the subject")
                found += [hit] if hit else []
            break
        if dep in {"conj", "appos", "nmod", "npadvmod", "dep"} and head.i >= sentence.start:
            if any(m.first <= head.i <= m.end for m in sentence.mentions if m is not mention):
                break
            token = head
            continue
        break
    for measure in _STRONG:
        for evidence in found:
            if evidence.measure == measure:
                return evidence
    return found[0] if found else None


def _subject(sentence: Sentence, mention: Mention, verb: Token, passive: bool) -> Iterator[Evidence]:
    for token, is_passive in _verb_and_kin(verb, passive):
        if is_passive:
            hit = _pick(sentence, mention, sentence.at(token.i, frozenset({"verbs", "states", "subjects"})), "subject of a passive")
        else:
            hit = _pick(sentence, mention, sentence.at(token.i, frozenset({"subjects", "states"})), "subject of the verb")
        if hit:
            yield hit
        if token.lemma_ in BE:
            for child in token.children:
                if child.lower_ == "among":
                    inner = [t for t in child.subtree if t.i > child.i]
                    hits = tuple(t for node in inner for t in sentence.at(node.i, AFTER) if t.first == node.i)
                    hit = _pick(sentence, mention, hits, "among those")
                    if hit:
                        yield hit
                if child.i > token.i and child.dep_ in {"acomp", "attr", "prep", "advmod", "oprd"}:
                    hit = _pick(sentence, mention, sentence.at(child.i, STATES), "state of the subject")
                    if hit:
                        yield hit


def _clauses_below(sentence: Sentence, mention: Mention, token: Token) -> Iterator[Evidence]:
    """"30 people thought to be missing", "the 12 who died", "people displaced by the floods"."""
    nodes = [token] + ([sentence.doc[mention.noun.head]] if mention.noun and mention.noun.head != token.i else [])
    for node in nodes:
        for child in node.children:
            if child.i <= node.i or child.dep_ not in {"acl", "relcl", "amod", "prep"}:
                continue
            if child.dep_ == "prep":
                hit = _pick(sentence, mention, tuple(t for t in sentence.at(child.i, STATES) if t.words > 1 and t.first == child.i), "state in a phrase")
                if hit:
                    yield hit
                continue
            relative = next((c for c in child.children if c.dep_ in {"nsubj", "nsubjpass", "dobj"} and c.tag_ in {"WP", "WDT"}), None)
            if child.dep_ == "relcl" and relative is None:
                continue
            passive = (child.tag_ == "VBN" and relative is None) or (relative is not None and relative.dep_ == "nsubjpass")
            yield from _subject(sentence, mention, child, passive)


Rule = Callable[[Sentence, Mention], Evidence | None]
RULES: tuple[Rule, ...] = (state_inside, state_after, strong_noun, toll, verb_before, nominal, syntax, noun_itself)


def own(sentence: Sentence, mention: Mention) -> Evidence | None:
    """The first rule's evidence for what this number counts."""
    for rule in RULES:
        evidence = rule(sentence, mention)
        if evidence is not None:
            stronger = strong_noun(sentence, mention) if evidence.measure == "other" else None
            return stronger or evidence
    return None

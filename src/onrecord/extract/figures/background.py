"""Numbers that are context in spite of their words: what exists, years, ages, wholes, other settings (section 1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord import clauses
from onrecord.extract.figures import nearby
from onrecord.extract.figures.counted import attackers
from onrecord.extract.figures.evidence import Evidence, words
from onrecord.extract.figures.sentences import Mention, Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token

YEAR = re.compile(r"(?:19|20)\d\d")
DETERMINERS = frozenset({"a", "this", "that", "which", "every", "each", "any"})
LEAST_HELPED = 50


def merely_there(sentence: Sentence, mention: Mention) -> bool:
    """Counts of what exists, attackers as agents, and numbers in "one of the ..." superlatives."""
    noun = mention.noun
    if _dated(sentence, mention) or _year(mention) or _population(sentence, mention):
        return True
    if "compound" in mention.number.rule.split("; ") and mention.number.kind == "count":
        return True
    following = sentence.doc[mention.right + 1 : mention.right + 3].text.lower()
    if following.startswith("-strong") and "crowd" not in sentence.doc[mention.right : mention.right + 5].text.lower():
        return True
    if noun is None:
        return _age(sentence, mention) or _pronoun(sentence, mention)
    if noun.kind.name == "context" or (mention.number.value == 1 and sentence.doc[noun.head].lower_ == "many"):
        return True
    text = sentence.doc[noun.first : noun.head + 1].text.lower()
    if text in attackers() and not _suffered(sentence, mention):
        return True
    following = sentence.doc[noun.last + 1].lower_ if noun.last + 1 < len(sentence.doc) else ""
    return (
        mention.number.value == 1
        and noun.partitive
        and following in {"in", "since", "to", "ever"}
        and sentence.doc[noun.first].tag_ in {"JJS", "RBS"}
    )


def _suffered(sentence: Sentence, mention: Mention) -> bool:
    """Whether attackers are themselves the killed, hurt or caught: "police shot dead two gunmen"."""
    before = nearby.verb_before(sentence, mention)
    caught = before is not None and before.measure in words("attacker_measures")
    return caught or nearby.state_after(sentence, mention) is not None


def whole(sentence: Sentence, mention: Mention, hit: Evidence) -> bool:
    """ "Two of the 12 miners were rescued": the whole is context, unless its own clause says it ("of nine shot")."""
    doc, part = sentence.doc, next((m for m in sentence.mentions if m.right < mention.left <= m.right + 4), None)
    if part is None or doc[part.right + 1].lower_ != "of" or "noun" in hit.rule:
        return False
    between = doc[mention.end + 1 : hit.first + 1]
    return not len(between) or any(
        t.pos_ == "AUX" or (t.tag_ in {"VBD", "VBZ", "VBP"} and t.dep_ != "acl") for t in between
    )


def _dated(sentence: Sentence, mention: Mention) -> bool:
    """ "The September 11 attacks", "19 prior arrests", "if one of them is ill"."""
    doc, noun = sentence.doc, mention.noun
    before = doc[mention.left - 1].lower_ if mention.left > sentence.start else ""
    if noun is not None and doc[noun.first].lower_ == "prior":
        return True
    return before == "if" or (before in words("months") and doc[mention.left - 1].pos_ == "PROPN")


def _year(mention: Mention) -> bool:
    """ "The 2001 attacks"."""
    noun = mention.noun
    named = noun is not None and noun.kind.name in {"act", "munition", "unknown"}
    return named and YEAR.fullmatch(mention.number.text) is not None and mention.number.hedge == "exact"


def _population(sentence: Sentence, mention: Mention) -> bool:
    """ "Karsa's 300,000 people", "rose by a factor of six"."""
    doc, left = sentence.doc, mention.left
    if left - 2 >= sentence.start and doc[left - 2].lower_ == "factor":
        return True
    noun = mention.noun
    inhabitants = noun is not None and doc[noun.head].lemma_.lower() in {"people", "resident", "inhabitant"}
    return inhabitants and left > sentence.start and doc[left - 1].tag_ == "POS" and doc[left - 2].ent_type_ == "GPE"


def _pronoun(sentence: Sentence, mention: Mention) -> bool:
    """ "A difficult one", "this one"."""
    before = sentence.doc[mention.left - 1] if mention.left > sentence.start else None
    return (
        mention.number.text.lower() == "one"
        and before is not None
        and (before.pos_ == "ADJ" or before.lower_ in DETERMINERS)
    )


def _age(sentence: Sentence, mention: Mention) -> bool:
    """Listed ages: "ages 18, 19 and 20", "age 22, 26 and 29"."""
    doc, here = sentence.doc, mention
    if here.left > sentence.start and doc[here.left - 1].lower_ == "both":
        return True
    for earlier in [*reversed(sentence.mentions[: sentence.mentions.index(mention)]), None]:
        if here.number.kind == "age" or (
            here.left > sentence.start and doc[here.left - 1].lemma_.lower() in {"age", "aged"}
        ):
            return True
        if earlier is None or not {t.lower_ for t in doc[earlier.right + 1 : here.left]} <= {",", "and"}:
            return False
        here = earlier
    return False


def _only_meant(verb: Token) -> bool:
    """ "Threatened to kill 20", "planned to kill hundreds": nobody was harmed yet."""
    before = verb.doc[max(0, verb.i - 2) : verb.i]
    headed = len(before) == 2 and before[1].lower_ == "to" and before[0].lemma_.lower() in words("threatening")
    return headed or (verb.dep_ == "xcomp" and verb.head.lemma_ in words("threatening"))


def _unharmed(sentence: Sentence, mention: Mention, hit: Evidence) -> bool:
    """ "Three customers who weren't injured": the words between say that it did not happen to them."""
    if mention.number.value == 0 or hit.first <= mention.end:
        return False
    between = sentence.doc[mention.end + 1 : hit.first]
    return any(token.dep_ == "neg" and token.head.i in {hit.first, hit.last} for token in between)


def out_of_place(sentence: Sentence, mention: Mention, hit: Evidence, told: frozenset[str]) -> bool:
    """Court cases, strikes over pay: "case" needs a disease in the report, a bare "strike" something that strikes."""
    noun, value = mention.noun, mention.number.value
    token = sentence.doc[hit.first]
    if hit.measure == "refugees" and hit.rule == "the noun itself" and token.head.lemma_ in words("carrying"):
        return True
    if hit.measure in words("harming") and (_only_meant(token) or _unharmed(sentence, mention, hit)):
        return True
    verb = sentence.doc[hit.first].lemma_.lower()
    if hit.measure == "affected" and verb in words("small_help") and value is not None and value < LEAST_HELPED:
        return True
    if hit.measure == "protesters" and (hit.rule != "the noun itself" or sentence.doc[hit.first].lemma_ == "crowd"):
        return not told & words("protesting")
    if noun is None or ("noun" not in hit.rule and hit.measure != "strikes"):
        return False
    head, phrase = (
        sentence.doc[noun.head].lemma_.lower(),
        sentence.doc[mention.left : noun.last + 3].text.lower().split(),
    )
    if hit.measure == "infected" and head in {"case", "patient"}:
        return not told & words("diseases") and not set(phrase) & words("confirming")
    return hit.measure == "strikes" and head == "strike" and not told & words("striking")


def opinion(sentence: Sentence, mention: Mention) -> bool:
    """ "Some have estimated", "many say", "in some cases": nobody is counted."""
    token = sentence.doc[mention.last]
    if mention.number.low is not None or mention.number.hedge != "vague":
        return False
    idiom = sentence.doc[max(sentence.start, mention.left - 1) : mention.end + 1].text.lower()
    told = token.dep_ == "nsubj" and token.head.lemma_.lower() in clauses.wording().speech
    return told or idiom.startswith(("in some cases", "in many cases", "in several cases"))


def never_happened(sentence: Sentence, hit: Evidence) -> bool:
    """Whether the verb tells what would have been: "18 would have died without help"."""
    verb = sentence.doc[hit.first]
    helpers = {child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}
    return helpers >= {"would", "have"} and not any(child.dep_ == "neg" for child in verb.children)

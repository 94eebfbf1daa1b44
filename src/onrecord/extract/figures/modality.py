"""Whether a figure is actual, possible, projected, planned or denied (codebook section 2), from the words over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord import clauses
from onrecord.extract.figures import Counted
from onrecord.extract.figures.evidence import words

if TYPE_CHECKING:
    from spacy.tokens import Token

FUTURE = frozenset({"will", "would", "could", "might", "may", "can", "shall", "should"})
LATER = "projected"
ACTS = frozenset({"troops", "aid"})
INTENDED = frozenset({"troops", "aid", "affected", "evacuated", "other", "returned", "rescued", "detained", "strikes"})


def modality(counted: Counted) -> str:
    """Read the verb chain over the figure, then the words close before it."""
    near = [token.lower_ for token in _clause(counted)]
    text = " ".join(near)
    auxiliary = _auxiliary(counted)
    last = len(near) - near[::-1].index(",") if "," in near else 0
    if any(word in near[last:] for word in words("denied")):
        return "denied"
    perfect = "have" in near[near.index(auxiliary) :] if auxiliary in near else False
    if auxiliary in {"may", "might", "can"} or (auxiliary == "could" and (perfect or "be" in near)):
        return "possible"
    if auxiliary in {"could", "would"} and counted.measure not in ACTS:
        return LATER
    if auxiliary in {"will", "shall"}:
        return "planned" if counted.measure in INTENDED else LATER
    if any(phrase in text for phrase in words("foreseen")):
        return "planned" if counted.measure in ACTS else LATER
    noun = counted.mention.noun
    suspects = noun is not None and counted.sentence.doc[noun.head].lemma_.lower() in words("suspects")
    doubts = words("feared") - ({"suspected"} if suspects else set())  # suspected gunmen are dead, not feared so
    if any(word in near for word in doubts) or _supposed(counted):
        return "possible"
    if counted.measure in INTENDED and (_intended(counted) or any(phrase in text for phrase in words("intended"))):
        return "planned"
    return "actual"


def _supposed(counted: Counted) -> bool:
    """ "It is believed the quake killed 9", "9 are likely infected"; not "the toll of 9 is likely to rise"."""
    verb = counted.sentence.doc[counted.evidence.first]
    for word in (verb, *verb.children, *counted.sentence.doc[counted.mention.end + 1 : counted.evidence.first]):
        if word.lower_ == "likely" and word.nbor(1).lower_ != "to":
            return True
    told = verb.head if verb.dep_ == "ccomp" else None
    return told is not None and told.lemma_.lower() in words("supposing") and clauses.passive(told)


def _clause(counted: Counted) -> list[Token]:
    """The words close to the figure and its evidence, cut at a break inside the sentence on either side."""
    sentence, doc = counted.sentence, counted.sentence.doc
    first = min(counted.mention.left, counted.evidence.first)
    last = max(counted.mention.end, counted.evidence.last)
    out: list[Token] = []
    for token in doc[max(sentence.start, first - 5) : min(sentence.stop, last + 2)]:
        if token.i < first and token.text in {";", ":", "—", "–"}:
            out = []
            continue
        if token.i > last and token.text in {",", ";", ":", "."}:
            break
        out.append(token)
    return out


def _intended(counted: Counted) -> bool:
    """Whether the verb of the evidence is only wanted, planned or ordered: "officials plan to evacuate 3,000"."""
    verb = counted.sentence.doc[counted.evidence.first]
    infinitive = verb.tag_ == "VB" and any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)
    return infinitive and verb.pos_ == "VERB" and clauses.outlook(verb) == "planned"


def _auxiliary(counted: Counted) -> str | None:
    """The modal verb of the clause the evidence stands in."""
    token = counted.sentence.doc[counted.evidence.first]
    for _ in range(4):
        for child in token.children:
            if child.dep_ == "aux" and child.lower_ in FUTURE and child.text != "May":
                return str(child.lower_)
        if token.dep_ == "pobj" and token.head.lower_ == "for":  # "will be tried for the killing of 12"
            break
        if token.dep_ in {"ROOT", "ccomp", "advcl", "relcl", "parataxis", "acl"} or token.head is token:
            break
        token = token.head
    return None

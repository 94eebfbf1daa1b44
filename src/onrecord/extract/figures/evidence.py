"""Evidence that a number counts something: what a measure counts, and which wordings fit a number in its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from onrecord import knowledge
from onrecord.extract.figures.counted import Kind, responders
from onrecord.extract.figures.sentences import Mention, Sentence
from onrecord.extract.figures.triggers import Trigger
from onrecord.measures import all_measures

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a number has its measure: the rule, and tokens [first, last] of the words that said so."""

    measure: str
    rule: str
    first: int
    last: int


PATIENT = frozenset({"verbs", "states"})
AFTER = frozenset({"states", "verbs", "subjects"})
VERBS = frozenset({"verbs"})
NOUNS = frozenset({"nouns"})
STATES = frozenset({"states"})
NOMINALS = frozenset({"nominals"})
VOTES = frozenset({"votes_for", "votes_against", "abstentions"})
JOINING = frozenset({"and", "&"})
BE = frozenset({"be", "remain", "stay", "become", "seem", "lie", "stand", "get", "keep"})


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
        return bool(classes & {"people", "any", "structure"}) and measure not in {
            "troops",
            "protesters",
            "affected",
            "returned",
            "sheltering",
            "services_cut",
            "captured",
            "trapped",
            "refugees",
        }
    if kind.name == "people":
        return bool(classes & {"people", "any"}) or ("military" in classes and kind.status == "military")
    return (
        kind.name in classes
        or ("vehicle" in classes and kind.object in {"vehicle", "fuel_tanker", "ship", "aircraft"})
        or "any" in classes
    )


def fits(sentence: Sentence, mention: Mention, trigger: Trigger) -> bool:
    """Whether a wording can be of this number: votes need a vote, weak verbs a known noun, "need" people."""
    doc, noun = sentence.doc, mention.noun
    if trigger.measure in VOTES and not any(
        t.lemma_.lower() in words("voting") for t in doc[sentence.start : sentence.stop]
    ):
        return False
    inside = noun is not None and trigger.first <= noun.head <= trigger.last
    name = noun.kind.name if noun and not inside else None
    verb = doc[trigger.first]
    if trigger.words == 1 and trigger.role in {"verbs", "subjects"}:
        if verb.lemma_.lower() in words("weak_verbs") and name in {None, "unknown", "context"}:
            return False
        if (
            verb.lemma_.lower() in {"shoot", "execute"}
            and noun is not None
            and name == "unknown"
            and doc[noun.head].pos_ != "PROPN"
        ):
            return False
        if verb.lemma_.lower() in words("people_verbs") and name != "people":
            return False
    lemma, following = verb.lemma_.lower(), doc[verb.i + 1].lower_ if verb.i + 1 < len(doc) else ""
    if (lemma == "return" and following == "from") or (lemma == "treat" and verb.tag_ == "VB"):
        return False
    if trigger.role == "states" and verb.lower_ in words("weak_states") and name == "unknown":
        return False
    if trigger.role == "states" and following in JOINING and _takes_another(doc, trigger):
        return False
    if trigger.measure == "troops" and noun is not None and doc[noun.head].lemma_.lower() in responders():
        return True
    if trigger.measure == "affected" and verb.lemma_.lower() in {"cut", "isolate"} and name != "structure":
        return False
    if trigger.measure == "other" and trigger.role == "verbs" and not _acted_on(mention, verb, name):
        return False
    return counts(trigger.measure, noun.kind if noun and not inside else None, noun is None or inside)


def _takes_another(doc: Doc, trigger: Trigger) -> bool:
    """ "Three dead and injured another": the second state is a verb over somebody else."""
    after = doc[trigger.last + 1 : trigger.last + 3]
    if not len(after):
        return False
    return after[0].pos_ in {"NUM", "DET", "PRON"} or after.text.lower() in {"at least", "at most"}


def _acted_on(mention: Mention, verb: Token, name: str | None) -> bool:
    """What a crisis does that no measure names: places targeted, animals culled, people vaccinated, tonnes sent."""
    if verb.lemma_.lower() in words("place_verbs"):
        return name == "structure"
    if verb.lemma_.lower() in words("animal_verbs"):
        return name == "animal"
    noun = mention.noun
    if noun is not None and verb.doc[noun.head].lemma_.lower() in words("cancelled"):
        return True
    return name in {"people", "animal", "structure"} or mention.number.kind == "mass"


def pick(sentence: Sentence, mention: Mention, found: tuple[Trigger, ...], rule: str) -> Evidence | None:
    for trigger in found:
        if fits(sentence, mention, trigger):
            return Evidence(trigger.measure, rule, trigger.first, trigger.last)
    return None


def participle(token: Token) -> bool:
    """A participle that has no object and no subject of its own: "the killed", "14 wounded", "were killed"."""
    children = {child.dep_ for child in token.children}
    if children & {"auxpass", "nsubjpass"}:
        return True
    if token.tag_ in {"JJ", "RB", "IN"} and token.lower_ == token.lemma_.lower():
        return False
    if token.tag_ in {"VBN", "JJ", "NN", "NNS"}:
        return True
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    opens_object = following is not None and (
        following.pos_ in {"NUM", "DET", "PRON"}
        or (following.lower_ in {"at", "more", "up", "as"} and "dobj" in children)
    )
    return token.tag_ == "VBD" and "dobj" not in children and not opens_object

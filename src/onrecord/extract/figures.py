"""Figure mentions: every number that says how much a crisis did, with its measure and what it inherits from the number before it.

First each number is judged on its own evidence (nearby.py, governing.py, money.py). Those without any then inherit from a figure
of the same sentence, or from the sentence before (inherit.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from onrecord import actors
from onrecord.extract import governing, money, nearby
from onrecord.extract.counted import attackers
from onrecord.extract.evidence import Evidence, words
from onrecord.extract.inherit import alone, inherit, partial
from onrecord.extract.mentions import Number, Passage
from onrecord.extract.sentences import Mention, Sentence, sentences
from onrecord.extract.tally import Counted, tally

__all__ = ["Counted", "find"]

Rule = Callable[[Sentence, Mention], Evidence | None]
RULES: tuple[Rule, ...] = (
    nearby.state_inside,
    nearby.state_after,
    nearby.strong_noun,
    nearby.toll,
    nearby.verb_before,
    nearby.inverted,
    nearby.nominal,
    nearby.label,
    governing.syntax,
    nearby.noun_itself,
)
LEAST_HELPED = 50
BARE = frozenset({"killed", "injured", "missing", "displaced", "destroyed"})
ZERO = frozenset({"killed", "injured", "casualties", "missing", "damaged", "destroyed", "detained", "infected"})


def find(passages: Sequence[Passage], numbers: Sequence[Number]) -> tuple[Counted, ...]:
    """The figure mentions of a report, in text order. ``numbers`` carry report offsets."""
    out: list[Counted] = []
    told = frozenset(token.lower_ for passage in passages for token in passage.doc)
    for passage in passages:
        here = [n for n in numbers if passage.start <= n.start < passage.end]
        for sentence in sentences(passage, here):
            for mention in sentence.mentions:
                counted = _judge(sentence, mention, out, told)
                if counted is not None:
                    out += _listed_before(sentence, counted, out)
                    out.append(counted)
    return tuple(out)


def _listed_before(sentence: Sentence, counted: Counted, before: Sequence[Counted]) -> list[Counted]:
    """The head of a list whose verb follows: "ten Brazilians, three Jordanians and one Haitian were killed"."""
    found: list[Counted] = []
    taken = {id(c.mention) for c in before}
    here = counted.mention
    for mention in reversed(sentence.mentions[: sentence.mentions.index(here)]):
        gap = [t.lower_ for t in sentence.doc[mention.end + 1 : here.left]]
        listed = gap and set(gap) <= {",", "and", "&", "or"} and mention.noun is not None and here.noun is not None
        if not listed or id(mention) in taken or mention.number.kind != "count" or counted.evidence.first < here.left:
            break
        if mention.noun.kind.name != here.noun.kind.name or mention.noun.kind.name not in {"people", "structure"}:  # type: ignore[union-attr]
            break
        hit = replace(counted.evidence, rule="coordinated", first=mention.first, last=mention.last)
        found.insert(0, tally(sentence, mention, hit))
        here = mention
    return found


def _judge(sentence: Sentence, mention: Mention, before: list[Counted], told: frozenset[str]) -> Counted | None:
    number = mention.number
    if number.kind == "money" or (
        mention.noun is not None and sentence.doc[mention.noun.head].lower_ in words("currencies")
    ):
        hit = money.measure(sentence, mention)
        return tally(sentence, mention, hit) if hit else None
    if number.kind in {"vote", "score"}:
        return _votes(sentence, mention)
    land = mention.noun is not None and mention.noun.kind.object == "crop"
    if number.kind not in {"count", "mass"} and not (number.kind == "distance" and land):
        return None
    if _merely_there(sentence, mention):
        return None
    hit = _refined(sentence, mention, own(sentence, mention), before)
    if hit is not None and number.kind == "mass" and hit.measure != "other":
        return None
    if hit is not None and _whole(sentence, mention, hit):
        return None
    if hit is not None and _out_of_place(sentence, mention, hit, told):
        return None
    same = [i for i, c in enumerate(before) if c.sentence is sentence]
    inherited = inherit(sentence, mention, before, same, hit)
    if inherited is not None:
        return inherited if _recordable(inherited) else None
    if hit is None:
        return None
    counted = tally(sentence, mention, hit)
    if counted.increment and mention.number.value == 0:
        counted = replace(counted, increment=False)
    if counted.increment and before and before[-1].sentence.passage is sentence.passage:
        counted = replace(counted, increment=before[-1].measure == counted.measure)
    if not _recordable(counted):
        return None
    if partial(sentence, mention) and same:
        return replace(counted, part_of=same[-1])
    return counted


def own(sentence: Sentence, mention: Mention) -> Evidence | None:
    """The first rule's evidence for what this number counts."""
    for rule in RULES:
        evidence = rule(sentence, mention)
        if evidence is not None:
            if evidence.measure == "injured" and evidence.rule.startswith("state inside"):
                before = nearby.verb_before(sentence, mention)
                if before is not None and before.measure in {"evacuated", "rescued", "killed", "hospitalised"}:
                    return before
                later = nearby.state_after(sentence, mention)
                return later if later is not None and later.measure in {"hospitalised", "killed"} else evidence
            stronger = nearby.strong_noun(sentence, mention) if evidence.measure == "other" else None
            return stronger or evidence
    return None


def _recordable(counted: Counted) -> bool:
    """Bare quantifiers count people killed, injured, missing or displaced and structures destroyed; a zero needs its own evidence."""
    number = counted.number
    if number.hedge == "vague" and number.low is None:
        return counted.measure in BARE
    if number.value == 0:
        told = not counted.evidence.rule.startswith("toll")
        return counted.measure in ZERO and counted.part_of is None and told
    return not (
        number.value == 1
        and counted.part_of is not None
        and counted.mention.noun is None
        and counted.evidence.rule.startswith("part of")
    )


def _refined(sentence: Sentence, mention: Mention, hit: Evidence | None, before: list[Counted]) -> Evidence | None:
    """Refugees who fled are refugees; victims in hospital are hospitalised; other victims are what their incident made them."""
    if hit is None:
        return hit
    noun = sentence.doc[mention.noun.head].lemma_.lower() if mention.noun else ""
    last = before[-1] if before else None
    if (
        last is not None
        and last.measure == "hospitalised"
        and hit.measure == "injured"
        and last.sentence.passage is sentence.passage
        and alone(mention)
    ):
        return replace(hit, measure="hospitalised", rule="condition in hospital")
    released = hit.measure == "rescued" and sentence.doc[hit.first].lower_ in {"released", "release"}
    if released and ("treated" in sentence.doc.text or _in_hospital(sentence)):
        treated = any(t.lower_ == "treated" for t in sentence.doc[sentence.start : sentence.stop])
        return replace(hit, measure="injured" if treated else "other", rule="released from care")
    if noun == "survivor" and hit.rule == "the noun itself" and _in_hospital(sentence):
        return replace(hit, measure="hospitalised", rule="survivors in hospital")
    if noun in {"body", "corpse"} and hit.measure in {"injured", "rescued", "destroyed"}:
        return replace(hit, measure="killed", rule="bodies")
    if hit.measure == "displaced" and sentence.doc[hit.first].lemma_ == "flee" and _abroad(sentence, hit.last):
        return replace(hit, measure="refugees", rule="fled abroad")
    if noun == "refugee" and hit.measure == "displaced":
        return replace(hit, measure="refugees")
    if (
        noun in {"victim", "patient"}
        and hit.measure in {"casualties", "injured", "infected"}
        and _in_hospital(sentence)
    ):
        return replace(hit, measure="hospitalised", rule="victims in hospital")
    if noun == "victim" and hit.rule == "the noun itself":
        return _victims(sentence, mention, hit, before)
    return hit


def _abroad(sentence: Sentence, verb: int) -> bool:
    """ "Fled to Poland", "fled into neighbouring Chad": another country follows."""
    after = sentence.doc[verb + 1 : min(sentence.stop, verb + 5)]
    if not len(after) or after[0].lower_ not in {"to", "into", "across"}:
        return False
    return any(
        t.lower_ in words("abroad") or (t.ent_type_ == "GPE" and actors.country_of(t.text) == t.text) for t in after
    )


def _victims(sentence: Sentence, mention: Mention, hit: Evidence, before: list[Counted]) -> Evidence:
    """Victims are what the figure before says of as many: the dead, the hurt, or both together; else the dead where dead are told."""
    value = mention.number.value
    same = next(
        (c for c in reversed(before) if c.number.value == value and c.measure in {"killed", "injured", "casualties"}),
        None,
    )
    if same is not None:
        return replace(hit, measure=same.measure, rule="victims of the figure before")
    dead = [c.number.value for c in before if c.measure == "killed" and c.number.value is not None]
    hurt = [c.number.value for c in before if c.measure in {"injured", "hospitalised"} and c.number.value is not None]
    if value is not None and (value == 0 or (hurt and value > max(dead, default=0))):
        return hit
    text = sentence.doc.text.lower()
    if dead or any(w in text for w in words("deadly")):
        return replace(hit, measure="killed", rule="victims among the dead")
    return hit


def _out_of_place(sentence: Sentence, mention: Mention, hit: Evidence, told: frozenset[str]) -> bool:
    """Court cases and strikes over pay: "case" needs a disease in the report, a bare "strike" something that strikes."""
    noun, value = mention.noun, mention.number.value
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


def _in_hospital(sentence: Sentence) -> bool:
    doc = sentence.doc
    text = doc[max(0, sentence.start - 40) : sentence.stop].text.lower()
    return any(word in text for word in words("hospital"))


def _merely_there(sentence: Sentence, mention: Mention) -> bool:
    """Counts of what exists, attackers as agents, and numbers in "one of the ..." superlatives."""
    noun = mention.noun
    if _year(mention) or _population(sentence, mention):
        return True
    if "compound" in mention.number.rule.split("; ") and mention.number.kind == "count":
        return True
    following = sentence.doc[mention.right + 1 : mention.right + 3].text.lower()
    if following.startswith("-strong") and "crowd" not in sentence.doc[mention.right : mention.right + 5].text.lower():
        return True
    if noun is None:
        return _age(sentence, mention) or _pronoun(sentence, mention)
    if noun.kind.name == "context":
        return True
    text = sentence.doc[noun.first : noun.head + 1].text.lower()
    if text in attackers() and not (nearby.state_after(sentence, mention) or nearby.verb_before(sentence, mention)):
        return True
    following = sentence.doc[noun.last + 1].lower_ if noun.last + 1 < len(sentence.doc) else ""
    return (
        mention.number.value == 1
        and noun.partitive
        and following in {"in", "since", "to", "ever"}
        and sentence.doc[noun.first].tag_ in {"JJS", "RBS"}
    )


def _whole(sentence: Sentence, mention: Mention, hit: Evidence) -> bool:
    """ "Two of the 12 miners were rescued": the whole is context, unless its own clause says it ("one of nine people shot")."""
    doc, part = sentence.doc, next((m for m in sentence.mentions if m.right < mention.left <= m.right + 4), None)
    if part is None or doc[part.right + 1].lower_ != "of" or "noun" in hit.rule:
        return False
    between = doc[mention.end + 1 : hit.first + 1]
    return not len(between) or any(
        t.pos_ == "AUX" or (t.tag_ in {"VBD", "VBZ", "VBP"} and t.dep_ != "acl") for t in between
    )


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
    for earlier in [*reversed(sentence.mentions[: sentence.mentions.index(mention)]), None]:
        if here.number.kind == "age" or (
            here.left > sentence.start and doc[here.left - 1].lemma_.lower() in {"age", "aged"}
        ):
            return True
        if earlier is None or not {t.lower_ for t in doc[earlier.right + 1 : here.left]} <= {",", "and"}:
            return False
        here = earlier
    return False


YEAR = re.compile(r"(?:19|20)\d\d")
DETERMINERS = frozenset({"a", "this", "that", "which", "every", "each", "any"})


def _votes(sentence: Sentence, mention: Mention) -> Counted | None:
    """ "voted 141-5": the first number is for, the second against; only where the sentence speaks of a vote."""
    if not any(
        t.lemma_.lower() in {"vote", "approve", "pass", "reject", "ballot"}
        for t in sentence.doc[sentence.start : sentence.stop]
    ):
        return None
    scores = [m for m in sentence.mentions if m.number.kind in {"vote", "score"}]
    order = scores.index(mention)
    measure = ("votes_for", "votes_against", "abstentions")[min(order, 2)]
    counted = tally(sentence, mention, Evidence(measure, "vote count", mention.first, mention.last))
    base = sentence.passage.start
    first = min(m.left for m in scores)
    start = (
        first - 2
        if first - 2 >= sentence.start and sentence.doc[first - 1].text == ","
        else max(sentence.start, first - 1)
    )
    last = sentence.doc[max(m.right for m in scores)]
    return replace(counted, object=None, start=base + sentence.doc[start].idx, end=base + last.idx + len(last.text))

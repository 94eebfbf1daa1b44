"""Figure mentions: every number that says how much a crisis did, with its measure and what it inherits from the number before it.

First each number is judged on its own evidence (evidence.py, money.py). Those without any then inherit from a figure of the same
sentence, or from the sentence before: coordination, parts, ellipsis, lists, superseded values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.extract import evidence, money
from onrecord.extract.counted import Kind, attackers
from onrecord.extract.evidence import Evidence, words
from onrecord.extract.mentions import Number, Passage
from onrecord.extract.sentences import Mention, Sentence, sentences

OF_THINGS = frozenset({"equipment_lost", "destroyed", "damaged", "strikes", "services_cut", "affected", "other"})


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure mention: number, measure, object, and report offsets [start, end) of its shortest stretch.

    ``part_of`` is the index (in the report's tuple of Counted) of the figure it is a part of, or whose measure it takes.
    """

    number: Number
    sentence: Sentence
    mention: Mention
    measure: str
    object: str | None
    start: int
    end: int
    evidence: Evidence
    part_of: int | None = None
    increment: bool = False
    superseded: bool = False


def find(passages: Sequence[Passage], numbers: Sequence[Number]) -> tuple[Counted, ...]:
    """The figure mentions of a report, in text order. ``numbers`` carry report offsets."""
    out: list[Counted] = []
    for passage in passages:
        here = [n for n in numbers if passage.start <= n.start < passage.end]
        for sentence in sentences(passage, here):
            for mention in sentence.mentions:
                counted = _judge(sentence, mention, out)
                if counted is not None:
                    out.append(counted)
    return tuple(out)


def _judge(sentence: Sentence, mention: Mention, before: list[Counted]) -> Counted | None:
    number = mention.number
    if number.kind == "money" or mention.noun is not None and sentence.doc[mention.noun.head].lower_ in words("currencies"):
        hit = money.measure(sentence, mention)
        return _counted(sentence, mention, hit) if hit else None
    if number.kind in {"vote", "score"}:
        return _votes(sentence, mention)
    if number.kind not in {"count", "mass"} or _merely_there(sentence, mention):
        return None
    hit = _refined(sentence, mention, evidence.own(sentence, mention), before)
    same = [i for i, c in enumerate(before) if c.sentence is sentence]
    inherited = _inherit(sentence, mention, before, same, hit)
    if inherited is not None:
        return inherited if _recordable(inherited) else None
    if hit is None:
        return None
    counted = _counted(sentence, mention, hit)
    if not _recordable(counted):
        return None
    if _part(sentence, mention) and same:
        return replace(counted, part_of=same[-1])
    return counted


BARE = frozenset({"killed", "injured", "missing", "displaced", "destroyed"})
ZERO = frozenset({"killed", "injured", "casualties", "missing", "damaged", "destroyed", "detained", "infected"})


def _recordable(counted: Counted) -> bool:
    """Bare quantifiers count people killed, injured, missing or displaced and structures destroyed; a zero needs its own evidence."""
    number = counted.number
    if number.hedge == "vague" and number.low is None:
        return counted.measure in BARE
    if number.value == 0:
        return counted.measure in ZERO and counted.part_of is None
    return not (number.value == 1 and counted.part_of is not None and counted.mention.noun is None and counted.evidence.rule.startswith("part of"))


def _refined(sentence: Sentence, mention: Mention, hit: Evidence | None, before: list[Counted]) -> Evidence | None:
    """Refugees who fled are refugees; victims in hospital are hospitalised; other victims are what their incident made them."""
    if hit is None:
        return hit
    noun = sentence.doc[mention.noun.head].lemma_.lower() if mention.noun else ""
    last = before[-1] if before else None
    if last is not None and last.measure == "hospitalised" and hit.measure == "injured" and last.sentence.passage is sentence.passage and _alone(mention):
        return replace(hit, measure="hospitalised", rule="condition in hospital")
    if noun == "refugee" and hit.measure == "displaced":
        return replace(hit, measure="refugees")
    if noun in {"victim", "patient"} and hit.measure in {"casualties", "injured", "infected"} and _in_hospital(sentence):
        return replace(hit, measure="hospitalised", rule="victims in hospital")
    if noun == "victim" and hit.rule == "the noun itself":
        same = next((c for c in reversed(before) if c.number.value == mention.number.value and c.measure in {"killed", "injured"}), None)
        text = sentence.doc.text.lower()
        if same is not None:
            return replace(hit, measure=same.measure, rule="victims of the figure before")
        if any(c.measure == "killed" for c in before) or any(w in text for w in ("killed", "slain", "dead", "deceased", "died", "identified", "names of", "funeral")):
            return replace(hit, measure="killed", rule="victims among the dead")
    return hit


def _in_hospital(sentence: Sentence) -> bool:
    doc = sentence.doc
    text = doc[max(0, sentence.start - 40) : sentence.stop].text.lower()
    return any(word in text for word in words("hospital"))


def _merely_there(sentence: Sentence, mention: Mention) -> bool:
    """Counts of what exists, attackers as agents, and numbers in "one of the ..." superlatives."""
    noun = mention.noun
    following = sentence.doc[mention.right + 1 : mention.right + 3].text.lower()
    if following.startswith("-strong") and "crowd" not in sentence.doc[mention.right : mention.right + 5].text.lower():
        return True
    if noun is None:
        return False
    if noun.kind.name == "context":
        return True
    text = sentence.doc[noun.first : noun.head + 1].text.lower()
    if text in attackers() and not evidence.state_after(sentence, mention):
        return True
    following = sentence.doc[noun.last + 1].lower_ if noun.last + 1 < len(sentence.doc) else ""
    return mention.number.value == 1 and noun.partitive and following in {"in", "since", "to", "ever"} and sentence.doc[noun.first].tag_ in {"JJS", "RBS"}


def _object(measure: str, kind: Kind | None) -> str | None:
    if measure not in OF_THINGS or kind is None:
        return None
    if measure in {"affected", "services_cut", "other"}:
        return kind.object if kind.name == "structure" else None
    return kind.object or (None if measure == "strikes" else "other")


def _counted(sentence: Sentence, mention: Mention, hit: Evidence) -> Counted:
    start, end = _stretch(sentence, mention, hit)
    kind = mention.noun.kind if mention.noun else None
    lower = {sentence.doc[i].lower_ for i in range(max(sentence.start, mention.left - 1), mention.end + 1)}
    return Counted(
        number=mention.number,
        sentence=sentence,
        mention=mention,
        measure=hit.measure,
        object=_object(hit.measure, kind),
        start=start,
        end=end,
        evidence=hit,
        increment=_increment(sentence, mention, lower),
        superseded=_superseded(sentence, mention),
    )


def _stretch(sentence: Sentence, mention: Mention, hit: Evidence) -> tuple[int, int]:
    """The shortest stretch with hedge, number and the counted noun or verb."""
    first, last = mention.left, mention.end
    if hit.rule != "coordinated" and hit.first >= sentence.start:
        if hit.last < first and first - hit.last <= 3:
            first = hit.first
        elif hit.first > last and hit.first - last <= 4 and mention.noun is None:
            last = hit.last
    base = sentence.passage.start
    last_token = sentence.doc[last]
    return base + sentence.doc[first].idx, base + last_token.idx + len(last_token.text)


def _increment(sentence: Sentence, mention: Mention, lower: set[str]) -> bool:
    """New since the last count: "another 12 died"; not "another 40" said beside the dead of the same sentence."""
    if not lower & words("increment"):
        return False
    return not any(m.first < mention.first for m in sentence.mentions)


def _superseded(sentence: Sentence, mention: Mention) -> bool:
    """An earlier count that the report itself replaces: "up from 93", "from a previous 93", "an earlier toll of 27"."""
    doc = sentence.doc
    window = doc[max(sentence.start, mention.left - 5) : mention.left].text.lower()
    if any(window.endswith(w) or f"{w} " in f"{window} " for w in words("superseded")):
        return True
    following = doc[mention.end + 1 : min(sentence.stop, mention.end + 3)].text.lower()
    before = doc[mention.left - 1].lower_ if mention.left > sentence.start else ""
    if before == "from" and following.startswith("to "):
        return True
    return before == "from" and any(m.last < mention.first and doc[m.left - 1].lower_ == "to" for m in sentence.mentions if m.left > sentence.start)


def _gap(sentence: Sentence, left: Mention, right: Mention) -> list[str]:
    return [t.lower_ for t in sentence.doc[left.end + 1 : right.left]]


def _part(sentence: Sentence, mention: Mention) -> bool:
    window = sentence.doc[max(sentence.start, mention.left - 3) : mention.left].text.lower()
    after = sentence.doc[mention.right + 1 : mention.right + 3].text.lower()
    return any(window.endswith(w) for w in words("including")) or after in {"of them", "of whom", "of which"}


_JOIN = {",", "and", "or", "&", "plus", "well", "as", "along", "with", "together", ";", "the", "also", "another", "while", "-", "–", "—", ":", "(", "a", "further", "from", "both"}


def _inherit(sentence: Sentence, mention: Mention, before: list[Counted], same: list[int], hit: Evidence | None) -> Counted | None:
    """What a number takes from the figure before it, or None where it stands on its own evidence."""
    noun, doc = mention.noun, sentence.doc
    near = hit is not None and hit.rule in {"state after the number", "verb before the number", "state inside the noun phrase", "toll before the number", "nominal before the number", "victims in hospital"} or (hit is not None and hit.rule == "the noun itself" and evidence.strong_noun(sentence, mention) is not None)
    if hit is None and same and _area_reached(sentence, mention):
        return replace(_counted(sentence, mention, Evidence("other", "areas reached", mention.first, mention.last)), part_of=None)
    if noun is None and doc[mention.left - 1].text == "(" and mention.end + 1 < len(doc) and doc[mention.end + 1].text == ")":
        return _parenthetical(sentence, mention, before)
    if same and not near:
        index = same[-1]
        prior = before[index]
        gap = _gap(sentence, prior.mention, mention)
        compatible = _compatible(prior, mention)
        if _part(sentence, mention) and compatible and (hit is None or hit.rule == "the noun itself"):
            return _take(sentence, mention, prior, index, "part of the figure before", part=True)
        if _superseded(sentence, mention) and (noun is None or compatible):
            return _take(sentence, mention, prior, index, "superseded value")
        joined = bool(gap) and (set(gap) <= _JOIN or (gap[-1] in {"with", "and", "as"} and len(gap) <= 8 and not _verb_in(sentence, prior.mention, mention)))
        if joined and compatible and (hit is None or hit.rule == "the noun itself" or hit.rule == "subject of the verb"):
            return _take(sentence, mention, prior, index, "coordinated")
        if hit is None and noun is None and _place_follows(sentence, mention) and len(gap) <= 12:
            return _take(sentence, mention, prior, index, "ellipsis before a place")
        if hit is None and compatible and gap and gap[0] in {",", "(", "—", "–", "-", ":"} and (noun is not None and noun.kind.name == prior_kind(prior)) and len(gap) <= 10 and not _verb_in(sentence, prior.mention, mention):
            return _take(sentence, mention, prior, index, "apposed part", part=noun.kind.name == "people")
        if hit is None and compatible and noun is not None and noun.kind.name == "people" == prior_kind(prior) and gap and gap[-1] in {",", "—", "–", ":", "("} and len(gap) <= 14:
            return _take(sentence, mention, prior, index, "apposed part", part=True)
        if hit is None and _alone(mention) and _bare_subject(sentence, mention):
            return _take(sentence, mention, prior, index, "continued subject")
    return None


def _area_reached(sentence: Sentence, mention: Mention) -> bool:
    """"infected 4,379 people in 29 countries"."""
    noun, doc = mention.noun, sentence.doc
    if noun is None or doc[noun.head].lower_ not in words("areas") or doc[mention.left - 1].lower_ not in {"in", "across"}:
        return False
    return any(t.measure in {"infected", "affected"} for t in sentence.triggers) or any(m.end < mention.left <= m.end + 4 for m in sentence.mentions)


def prior_kind(prior: Counted) -> str:
    return prior.mention.noun.kind.name if prior.mention.noun else "people"


def _verb_in(sentence: Sentence, left: Mention, right: Mention) -> bool:
    return any(t.pos_ in {"VERB", "AUX"} and t.tag_ != "VBN" for t in sentence.doc[left.end + 1 : right.left])


def _compatible(prior: Counted, mention: Mention) -> bool:
    noun = mention.noun
    if noun is None:
        return True
    if noun.kind.name == "unknown":
        return prior_kind(prior) in {"people", "unknown", "structure"}
    if noun.kind.name == "people" and prior.mention.noun is None:
        return True
    if prior.sentence.doc[prior.evidence.first].lemma_.lower() in words("loss_verbs") or prior.measure == "equipment_lost":
        return noun.kind.name in {"people", "equipment", "structure", "munition", "service"}
    return evidence.counts(prior.measure, noun.kind, False) or noun.kind.name == prior_kind(prior)


def _place_follows(sentence: Sentence, mention: Mention) -> bool:
    doc = sentence.doc
    i = mention.right + 1
    if i < sentence.stop and doc[i].lower_ in words("reach"):
        return True
    return i + 1 < sentence.stop and doc[i].lower_ in {"in", "from", "at", "near", "on", "each"}


def _alone(mention: Mention) -> bool:
    noun = mention.noun
    return noun is None or (noun.first == noun.head and noun.kind.name == "people" and noun.kind.status == "unknown")


def _bare_subject(sentence: Sentence, mention: Mention) -> bool:
    token = sentence.doc[mention.last]
    return token.dep_ in {"nsubj", "nsubjpass"} or token.head.lemma_ in evidence.BE


def _take(sentence: Sentence, mention: Mention, prior: Counted, index: int, rule: str, *, part: bool = False) -> Counted:
    hit = Evidence(prior.measure, rule, prior.evidence.first, prior.evidence.last)
    counted = _counted(sentence, mention, replace(hit, first=mention.first, last=mention.last))
    measure = _thing_measure(prior, mention)
    kind = mention.noun.kind if mention.noun else None
    return replace(counted, measure=measure, object=_object(measure, kind), part_of=index, increment=False, superseded=counted.superseded or rule == "superseded value")


def _thing_measure(prior: Counted, mention: Mention) -> str:
    """A loss list runs over people and things: "lost 5,840 personnel, 30 aircraft": the measure follows what is counted."""
    kind = mention.noun.kind.name if mention.noun else None
    if kind in {"equipment", "munition"} and prior.measure in {"killed", "destroyed"}:
        return "equipment_lost"
    if kind == "structure" and prior.measure == "equipment_lost":
        return "destroyed"
    if kind == "people" and prior.measure == "equipment_lost":
        return "killed"
    return prior.measure


def _parenthetical(sentence: Sentence, mention: Mention, before: list[Counted]) -> Counted | None:
    """A list of places with their counts in brackets: "Spain (93), Britain (39)" after a sentence head that names the measure."""
    head = next((t for t in sentence.triggers if t.role == "nouns" and t.first < mention.first), None)
    if head is not None:
        hit = Evidence(head.measure, "count in brackets", head.first, head.last)
        return _bracketed(_counted(sentence, mention, hit))
    listed = [c for c in before[-1:] if c.evidence.rule == "count in brackets"]
    if listed and listed[0].sentence.passage.end + 400 > sentence.passage.start:
        return _bracketed(_counted(sentence, mention, Evidence(listed[0].measure, "count in brackets", mention.first, mention.last)))
    return None


def _bracketed(counted: Counted) -> Counted:
    """The stretch of a listed count takes in the name before the bracket and the bracket: "Spain (93)"."""
    doc, first = counted.sentence.doc, counted.mention.left - 1
    while first - 1 >= counted.sentence.start and doc[first - 1].pos_ in {"PROPN", "ADJ"}:
        first -= 1
    base, last = counted.sentence.passage.start, doc[counted.mention.right + 1]
    return replace(counted, start=base + doc[first].idx, end=base + last.idx + len(last.text), part_of=None)


def _votes(sentence: Sentence, mention: Mention) -> Counted | None:
    """"voted 141-5": the first number is for, the second against; only where the sentence speaks of a vote."""
    if not any(t.lemma_.lower() in {"vote", "approve", "pass", "reject", "ballot"} for t in sentence.doc[sentence.start : sentence.stop]):
        return None
    scores = [m for m in sentence.mentions if m.number.kind in {"vote", "score"}]
    order = scores.index(mention)
    measure = ("votes_for", "votes_against", "abstentions")[min(order, 2)]
    counted = _counted(sentence, mention, Evidence(measure, "vote count", mention.first, mention.last))
    base = sentence.passage.start
    first = min(m.left for m in scores)
    start = first - 2 if first - 2 >= sentence.start and sentence.doc[first - 1].text == "," else max(sentence.start, first - 1)
    last = sentence.doc[max(m.right for m in scores)]
    return replace(counted, object=None, start=base + sentence.doc[start].idx, end=base + last.idx + len(last.text))

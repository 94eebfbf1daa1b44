"""Figure mentions: every number that says how much a crisis did, with its measure (codebook sections 1 and 4).

First each number is judged on its own evidence (nearby.py, governing.py, money.py); what is context falls out
(background.py). Those without evidence then inherit from a figure before them (inherit.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from onrecord import actors
from onrecord.extract.figures import background, governing, money, nearby
from onrecord.extract.figures.evidence import Evidence, words
from onrecord.extract.figures.inherit import alone, inherit, partial
from onrecord.extract.figures.sentences import Mention, Sentence, sentences
from onrecord.extract.figures.tally import Counted, tally
from onrecord.extract.forms import forms, written
from onrecord.extract.mentions import Number, Passage

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
    nearby.with_munitions,
    nearby.label,
    governing.syntax,
    nearby.noun_itself,
)
BARE = frozenset({"killed", "injured", "missing", "displaced", "destroyed"})
ZERO = frozenset({"killed", "injured", "casualties", "missing", "damaged", "destroyed", "detained", "infected"})


def find(passages: Sequence[Passage], numbers: Sequence[Number]) -> tuple[Counted, ...]:
    """The figure mentions of a report, in text order. ``numbers`` carry report offsets."""
    out: list[Counted] = []
    told = frozenset(word for passage in passages for word in forms(passage.doc)) if numbers else frozenset()
    for passage in passages:
        here = [n for n in numbers if passage.start <= n.start < passage.end]
        if not here:
            continue
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
        listed = gap and set(gap) <= {",", "and", "&", "or"}
        if (
            not listed
            or id(mention) in taken
            or mention.number.kind != "count"
            or counted.evidence.first <= counted.mention.end
        ):
            break
        others = mention.noun is not None and sentence.doc[mention.noun.head].lower_ in {"others", "other"}
        if others or not _alike(mention, here):
            break
        hit = replace(counted.evidence, rule="coordinated", first=mention.first, last=mention.last)
        found.insert(0, tally(sentence, mention, hit))
        here = mention
    return found


def _alike(one: Mention, other: Mention) -> bool:
    """Two numbers of people, or two of structures."""
    kinds = {mention.noun.kind.name if mention.noun else None for mention in (one, other)}
    return kinds in ({"people"}, {"structure"})


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
    if background.merely_there(sentence, mention) or background.opinion(sentence, mention):
        return None
    hit = _refined(sentence, mention, own(sentence, mention), before)
    if hit is not None and number.kind == "mass" and hit.measure != "other":
        return None
    if hit is not None and background.whole(sentence, mention, hit):
        return None
    if hit is not None and background.out_of_place(sentence, mention, hit, told):
        return None
    same = [i for i, c in enumerate(before) if c.sentence is sentence]
    inherited = inherit(sentence, mention, before, same, hit)
    if inherited is not None:
        return inherited if _recordable(inherited) else None
    if hit is None:
        return None
    counted = tally(sentence, mention, hit)
    if background.never_happened(sentence, hit):
        return None
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
                named = mention.noun is not None and evidence.first < mention.noun.head
                if named and before is not None and before.measure in {"evacuated", "rescued", "hospitalised"}:
                    return before
                later = nearby.state_after(sentence, mention)
                return later if later is not None and later.measure in {"hospitalised", "killed"} else evidence
            stronger = nearby.strong_noun(sentence, mention) if evidence.measure == "other" else None
            return stronger or evidence
    return None


def _recordable(counted: Counted) -> bool:
    """Bare quantifiers count the dead, hurt, missing, displaced and destroyed; a zero needs its own evidence."""
    number = counted.number
    if number.hedge == "vague" and number.low is None:
        return counted.measure in BARE
    if number.value == 0:
        told = not counted.evidence.rule.startswith("toll")
        return counted.measure in ZERO and counted.part_of is None and told and _of_what_is_harmed(counted)
    return not (
        number.value == 1
        and counted.part_of is not None
        and counted.mention.noun is None
        and counted.evidence.rule.startswith("part of")
    )


def _of_what_is_harmed(counted: Counted) -> bool:
    """Whether "no" stands before people, things or a word for harm itself: not "no bail", "no motive"."""
    noun = counted.mention.noun
    return noun is None or noun.kind.name != "unknown" or noun.first <= counted.evidence.first <= noun.last


def _refined(sentence: Sentence, mention: Mention, hit: Evidence | None, before: list[Counted]) -> Evidence | None:
    """Refugees who fled are refugees, victims in hospital hospitalised, others what their incident made them."""
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
    if (
        hit.measure in {"casualties", "injured"}
        and sentence.doc[max(sentence.start, hit.first - 1)].lower_ == "fatally"
    ):
        return replace(hit, measure="killed", rule="fatally", first=hit.first - 1)
    released = hit.measure == "rescued" and sentence.doc[hit.first].lower_ in {"released", "release"}
    if released and ("treated" in written(sentence.doc) or _in_hospital(sentence)):
        treated = any(t.lower_ == "treated" for t in sentence.doc[sentence.start : sentence.stop])
        return replace(hit, measure="injured" if treated else "other", rule="released from care")
    if noun == "survivor" and hit.rule == "the noun itself" and _in_hospital(sentence):
        return replace(hit, measure="hospitalised", rule="survivors in hospital")
    if noun in {"body", "corpse"} and hit.measure in {"injured", "rescued", "destroyed"}:
        return replace(hit, measure="killed", rule="bodies")
    if hit.measure == "displaced" and sentence.doc[hit.first].lemma_ == "flee" and _abroad(sentence, hit.last):
        return replace(hit, measure="refugees", rule="fled abroad")
    if noun in {"protester", "protestor", "demonstrator"} and hit.measure in {"returned", "displaced"}:
        return replace(hit, measure="protesters")
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
    """Victims are what the figure before says of as many: dead, hurt or both; else dead where dead are told."""
    number = mention.number
    value = next((v for v in (number.value, number.high, number.low) if v is not None), None)
    same = next(
        (c for c in reversed(before) if c.number.value == value and c.measure in {"killed", "injured", "casualties"}),
        None,
    )
    if same is not None:
        return replace(hit, measure=same.measure, rule="victims of the figure before")
    dead = [c.number.value for c in before if c.measure == "killed" and c.number.value is not None]
    hurt = [c.number.value for c in before if c.measure in {"injured", "hospitalised"} and c.number.value is not None]
    if value is None or value == 0 or (hurt and value > max(dead, default=0)):
        return hit
    text = written(sentence.doc).lower()
    if dead or any(w in text for w in words("deadly")):
        return replace(hit, measure="killed", rule="victims among the dead")
    return hit


def _in_hospital(sentence: Sentence) -> bool:
    doc = sentence.doc
    text = doc[max(0, sentence.start - 40) : sentence.stop].text.lower()
    return any(word in text for word in words("hospital"))


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

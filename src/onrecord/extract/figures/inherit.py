"""What a number takes from the figure before it: coordination, parts, ellipsis, loss lists, counts in brackets."""

from __future__ import annotations

from dataclasses import replace

from onrecord.extract.figures import nearby
from onrecord.extract.figures.evidence import BE, Evidence, counts, words
from onrecord.extract.figures.sentences import Mention, Sentence
from onrecord.extract.figures.tally import Counted, object_of, superseded, tally
from onrecord.extract.figures.triggers import Trigger

_JOIN = {
    ",",
    "and",
    "or",
    "&",
    "plus",
    "well",
    "as",
    "along",
    "with",
    "together",
    ";",
    "the",
    "also",
    "another",
    "while",
    "-",
    "–",
    "—",
    ":",
    "(",
    "a",
    "further",
    "from",
    "both",
}


def inherit(
    sentence: Sentence, mention: Mention, before: list[Counted], same: list[int], hit: Evidence | None
) -> Counted | None:
    """What a number takes from the figure before it, or None where it stands on its own evidence."""
    if hit is None and same and _area_reached(sentence, mention):
        return tally(sentence, mention, Evidence("other", "areas reached", mention.first, mention.last))
    if _in_brackets(sentence, mention):
        return _parenthetical(sentence, mention, before)
    if hit is None and before and (index := _restated(sentence, mention, before)) is not None:
        return _take(sentence, mention, before[index], index, "figure restated")
    if not same or _stands_alone(sentence, mention, hit):
        return None
    rule = _tie(sentence, mention, before[same[-1]], hit)
    return _take(sentence, mention, before[same[-1]], same[-1], rule) if rule else None


def _restated(sentence: Sentence, mention: Mention, before: list[Counted]) -> int | None:
    """Which figure is given anew: "rebels put it at 9,000", "30 cases and 2 deaths, taking totals to 90 and 7"."""
    doc, last = sentence.doc, before[-1]
    here = [i for i, counted in enumerate(before) if counted.sentence.passage is sentence.passage]
    if mention.noun is not None or not here or mention.left - 1 <= sentence.start:
        return None
    opener = doc[mention.left - 1].lower_
    if opener == "and" and last.evidence.rule == "figure restated" and last.mention.right == mention.left - 2:
        following = (last.part_of or 0) + 1
        return following if following < len(before) - 1 else None
    told = {t.lower_ for t in doc[max(sentence.start, mention.left - 4) : mention.left]}
    if opener not in {"at", "to"} or not told & words("restating"):
        return None
    after = [m for m in sentence.mentions if m.left == mention.right + 2 and doc[mention.right + 1].lower_ == "and"]
    return here[-2] if after and len(here) > 1 else here[-1]


def _in_brackets(sentence: Sentence, mention: Mention) -> bool:
    doc, after = sentence.doc, mention.end + 1
    return mention.noun is None and doc[mention.left - 1].text == "(" and after < len(doc) and doc[after].text == ")"


def _stands_alone(sentence: Sentence, mention: Mention, hit: Evidence | None) -> bool:
    """Evidence next to the number holds; a noun or a far verb may give way to the figure before."""
    if hit is None or hit.rule in FAR:
        return False
    if hit.rule == "the noun itself":
        return hit.measure == "casualties" or nearby.strong_noun(sentence, mention) is not None
    return True


def _tie(sentence: Sentence, mention: Mention, prior: Counted, hit: Evidence | None) -> str | None:
    """The rule by which a number continues the figure before it in its sentence, or None."""
    noun, compatible = mention.noun, _compatible(prior, mention)
    start = prior.mention.end + 1
    if start <= prior.evidence.last < mention.left and prior.evidence.last - start < 5:
        start = prior.evidence.last + 1
    gap = [t.lower_ for t in sentence.doc[start : mention.left]]
    while gap and gap[-1] in FILLERS:
        gap = gap[:-1]
    verbless = not any(t.pos_ in {"VERB", "AUX"} and t.tag_ != "VBN" for t in sentence.doc[start : mention.left])
    if partial(sentence, mention) and compatible and (hit is None or hit.rule in FAR or hit.rule == "the noun itself"):
        return PART
    if superseded(sentence, mention) and compatible:
        return "superseded value"
    joined = bool(gap) and (set(gap) <= _JOIN or (gap[-1] in {"with", "and", "as"} and len(gap) <= 8 and verbless))
    held = prior.mention.noun
    if held is not None and noun is not None and prior.mention.right < prior.evidence.first < held.head:
        joined = False
    own_verb = (
        hit is not None and hit.rule == "subject of the verb" and (hit.measure != prior.measure or gap[-1:] == ["with"])
    )
    if (
        joined
        and compatible
        and not own_verb
        and (hit is None or hit.rule in {"the noun itself", "subject of the verb"})
    ):
        return "coordinated"
    if hit is not None:
        return None
    if noun is None and _place_follows(sentence, mention) and len(gap) <= 12:
        return "ellipsis before a place"
    alike = compatible and noun is not None and noun.kind.name == prior_kind(prior)
    if alike and gap and gap[0] in OPENING and len(gap) <= 10 and verbless:
        return "apposed part"
    if alike and noun is not None and noun.kind.name == "people" and gap and gap[-1] in OPENING and len(gap) <= 14:
        return "apposed part"
    if mention.number.low is None and mention.number.hedge == "vague":
        return None  # "since many are staging protests"
    return "continued subject" if alone(mention) and _bare_subject(sentence, mention) else None


def partial(sentence: Sentence, mention: Mention) -> bool:
    """Whether the number is a part of the one before: "including 12 children", "among them a nurse and two guards"."""
    doc = sentence.doc
    after = doc[mention.right + 1 : mention.right + 3].text.lower()
    if after in {"of them", "of whom", "of which"}:
        return True
    for end in range(mention.left, max(sentence.start, mention.left - 6), -1):
        window = doc[max(sentence.start, end - 3) : end].text.lower()
        if any(window.endswith(word) for word in words("including")):
            between = doc[end : mention.left]
            return not len(between) or (between[-1].lower_ in {"and", ","} and between[0].lower_ in {"a", "an", "one"})
        if doc[end - 1].pos_ in {"VERB", "AUX"}:
            return False
    return False


def _area_reached(sentence: Sentence, mention: Mention) -> bool:
    """ "infected 4,379 people in 29 countries"."""
    noun, doc = mention.noun, sentence.doc
    if (
        noun is None
        or doc[noun.head].lower_ not in words("areas")
        or doc[mention.left - 1].lower_ not in {"in", "across"}
    ):
        return False
    return any(t.measure in {"infected", "affected"} for t in sentence.triggers) or any(
        m.end < mention.left <= m.end + 4 for m in sentence.mentions
    )


def prior_kind(prior: Counted) -> str:
    return prior.mention.noun.kind.name if prior.mention.noun else "people"


def _compatible(prior: Counted, mention: Mention) -> bool:
    noun = mention.noun
    if noun is None:
        return True
    if noun.kind.name == "unknown":
        return prior_kind(prior) in {"people", "unknown", "structure"}
    if noun.kind.name == "people" and prior.mention.noun is None:
        return True
    if (
        prior.sentence.doc[prior.evidence.first].lemma_.lower() in words("loss_verbs")
        or prior.measure == "equipment_lost"
    ):
        return noun.kind.name in {"people", "equipment", "structure", "munition", "service"}
    return counts(prior.measure, noun.kind, False) or noun.kind.name == prior_kind(prior)


def _place_follows(sentence: Sentence, mention: Mention) -> bool:
    doc = sentence.doc
    i = mention.right + 1
    if i < sentence.stop and doc[i].lower_ in words("reach"):
        return True
    return i + 1 < sentence.stop and doc[i].lower_ in {"in", "from", "at", "near", "on", "each"}


def alone(mention: Mention) -> bool:
    noun = mention.noun
    return noun is None or (noun.first == noun.head and noun.kind.name == "people" and noun.kind.status == "unknown")


def _bare_subject(sentence: Sentence, mention: Mention) -> bool:
    token = sentence.doc[mention.last]
    return token.dep_ in {"nsubj", "nsubjpass"} or token.head.lemma_ in BE


def _take(sentence: Sentence, mention: Mention, prior: Counted, index: int, rule: str) -> Counted:
    hit = Evidence(prior.measure, rule, prior.evidence.first, prior.evidence.last)
    counted = tally(sentence, mention, replace(hit, first=mention.first, last=mention.last))
    measure = _thing_measure(prior, mention)
    kind = mention.noun.kind if mention.noun else None
    return replace(
        counted,
        measure=measure,
        object=object_of(measure, kind),
        part_of=index,
        increment=False,
        superseded=counted.superseded or rule == "superseded value",
    )


def _thing_measure(prior: Counted, mention: Mention) -> str:
    """A loss list runs over people and things ("lost 12 men, 3 jets"): the measure follows what is counted."""
    noun = mention.noun
    kind = noun.kind.name if noun else None
    if noun is not None and prior.measure == "displaced" and prior.sentence.doc[noun.head].lemma_.lower() == "refugee":
        return "refugees"
    if kind in {"equipment", "munition"} and prior.measure in {"killed", "destroyed"}:
        return "equipment_lost"
    if kind == "structure" and prior.measure == "equipment_lost":
        return "destroyed"
    if kind == "people" and prior.measure == "equipment_lost":
        return "killed"
    return prior.measure


PART = "part of the figure before"
FAR = frozenset({"subject of the verb", "object of the verb", "said of the subject", "among those"})
FAR |= {"state of the subject", "subject of a passive", "state in a phrase", "made to"}
OPENING = frozenset({",", "(", "—", "–", "-", ":"})
FILLERS = frozenset({"another", "also", "a", "further", "then"})
LISTED = frozenset({"infected", "killed", "injured", "missing"})


def _parenthetical(sentence: Sentence, mention: Mention, before: list[Counted]) -> Counted | None:
    """Places with counts in brackets, "Spain (93), Peru (9)", after a noun that names the measure."""
    named = sentence.doc[mention.left - 2] if mention.left - 2 >= sentence.start else None
    if named is None or not (named.ent_type_ in {"GPE", "NORP", "LOC"} or named.is_title) or mention.noun is not None:
        return None
    head = next(
        (t for t in sentence.triggers if t.role == "nouns" and t.first < mention.first and t.measure in LISTED), None
    )
    if head is not None:
        hit = Evidence(head.measure, "count in brackets", head.first, head.last)
        return _bracketed(tally(sentence, mention, hit), _label(sentence, head))
    listed = [c for c in before[-1:] if c.evidence.rule == "count in brackets"]
    if listed and listed[0].sentence.passage.end + 400 > sentence.passage.start:
        hit = Evidence(listed[0].measure, "count in brackets", mention.first, mention.last)
        return _bracketed(tally(sentence, mention, hit), listed[0].listed)
    return None


def _label(sentence: Sentence, head: Trigger) -> str | None:
    """The noun phrase that a list counts: "confirmed cases"."""
    first = head.first
    while first - 1 >= sentence.start and sentence.doc[first - 1].pos_ == "ADJ":
        first -= 1
    return str(sentence.doc[first : head.last + 1].text)


def _bracketed(counted: Counted, listed: str | None) -> Counted:
    """The stretch of a listed count takes in the name before the bracket and the bracket: "Spain (93)"."""
    doc, first = counted.sentence.doc, counted.mention.left - 1
    while first - 1 >= counted.sentence.start and doc[first - 1].pos_ in {"PROPN", "ADJ"}:
        first -= 1
    base, last = counted.sentence.passage.start, doc[counted.mention.right + 1]
    return replace(
        counted, start=base + doc[first].idx, end=base + last.idx + len(last.text), part_of=None, listed=listed
    )

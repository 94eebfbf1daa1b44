"""Sums of money that are figures: aid pledged, given or asked for, and the cost of damage; others are context."""

from __future__ import annotations

from onrecord.extract.figures.evidence import Evidence, words
from onrecord.extract.figures.sentences import Mention, Sentence
from onrecord.extract.figures.triggers import Trigger

REACH = 8
CLOSE = 4
LEAST = 1000


def measure(sentence: Sentence, mention: Mention) -> Evidence | None:
    """Damage first ("$2bn in damage", "rebuilding will cost $300bn"), then aid ("a $10m appeal", "pledged $5m")."""
    if _converted(sentence, mention):
        return None
    damage = [t for t in sentence.triggers if t.measure == "damage_cost" and _is_loss(sentence, mention, t)]
    if damage:
        return _evidence(damage, mention, "money for damage")
    aid = [t for t in sentence.triggers if t.measure == "aid" and _is_aid(sentence, mention, t)]
    return _evidence(aid, mention, "money for aid") if aid else None


def _converted(sentence: Sentence, mention: Mention) -> bool:
    """A sum in brackets after another sum is the same sum in other money."""
    opened = sentence.doc[mention.left - 1].text == "("
    return opened and any(m.end == mention.left - 2 and m.number.kind == "money" for m in sentence.mentions)


def _gap(trigger: Trigger, mention: Mention) -> int:
    """How many tokens lie from the number to the wording."""
    if trigger.first > mention.right:
        return trigger.first - mention.right
    return mention.left - trigger.last if trigger.last < mention.left else 0


def _is_loss(sentence: Sentence, mention: Mention, trigger: Trigger) -> bool:
    """A noun of loss near the sum; "cost", "bill" and "losses" only where the sentence tells of damage."""
    if trigger.role == "verbs" or _gap(trigger, mention) > REACH:
        return False
    own = sentence.doc[trigger.first].lower_
    if trigger.words > 1 or own not in words("weak_costs"):
        return True
    return any(t.lower_ in words("costly") and t.lower_ != own for t in sentence.doc[sentence.start : sentence.stop])


def _is_aid(sentence: Sentence, mention: Mention, trigger: Trigger) -> bool:
    """A noun of giving near the sum, or a verb of giving right before it; weak verbs need relief in the sentence."""
    gap, verb = _gap(trigger, mention), sentence.doc[trigger.first].lemma_.lower()
    amount = mention.number.value or mention.number.low
    if amount is not None and amount < LEAST:
        return False
    if trigger.role != "verbs":
        return gap <= REACH
    after = trigger.first > mention.right and any(c.dep_ == "auxpass" for c in sentence.doc[trigger.first].children)
    if gap > CLOSE or (trigger.last > mention.left and not after):
        return False
    if not after and any(t.tag_ == "VB" for t in sentence.doc[trigger.last + 1 : mention.left]):
        return False
    relief = any(t.lower_ in words("relief") for t in sentence.doc[sentence.start : sentence.stop])
    return relief or verb in words("donor_verbs")


def _evidence(found: list[Trigger], mention: Mention, rule: str) -> Evidence:
    best = min(found, key=lambda t: min(abs(t.first - mention.right), abs(mention.left - t.last)))
    return Evidence(best.measure, rule, best.first, best.last)

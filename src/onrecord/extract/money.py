"""Sums of money that are figure claims: aid pledged, given or asked for, and the cost of damage; all other sums are context."""

from __future__ import annotations

from onrecord.extract.evidence import Evidence
from onrecord.extract.sentences import Mention, Sentence

REACH = 8


def measure(sentence: Sentence, mention: Mention) -> Evidence | None:
    """Damage first ("$2bn in damage", "cost of reconstruction ... at $300bn"), then aid ("a $10m appeal", "pledged $5m")."""
    if sentence.doc[mention.left - 1].text == "(" and any(m.end == mention.left - 2 and m.number.kind == "money" for m in sentence.mentions):
        return None
    for name, roles in (("damage_cost", {"states", "nouns", "tolls", "nominals"}), ("aid", {"states", "nouns", "tolls"})):
        hits = [t for t in sentence.triggers if t.measure == name and t.role in roles and _near(t.first, t.last, mention)]
        if name == "aid" and not hits:
            continue
        if name == "aid" and not any(t.measure == "aid" and t.role in {"verbs", "nouns", "states", "tolls"} for t in sentence.triggers if t not in hits[:1]) and hits[0].role == "verbs":
            continue
        if hits:
            best = min(hits, key=lambda t: min(abs(t.first - mention.right), abs(mention.left - t.last)))
            return Evidence(name, "money for damage" if name == "damage_cost" else "money for aid", best.first, best.last)
    return None


def _near(first: int, last: int, mention: Mention) -> bool:
    return -REACH <= first - mention.right <= REACH or -REACH <= mention.left - last <= REACH

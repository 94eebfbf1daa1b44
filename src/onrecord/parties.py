"""Who is at war in a record, and how a source stands to the loss it counts: its own, its enemy's, or nobody's side."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.model import Claim

LOSSES = frozenset(
    ("killed", "injured", "casualties", "missing", "captured", "abducted", "equipment_lost", "destroyed", "damaged")
)
# Sources that speak for no party whoever is at war.
NEUTRAL = frozenset({"un", "ngo", "monitor", "medical", "emergency", "expert", "media"})


def belligerents(claims: Iterable[Claim]) -> frozenset[str]:
    """The parties at war, as the claims show them.

    They are those whose fighters or equipment are counted as lost, those said to hold places and those who deny it;
    where there is a war, also those whose other people are counted as lost to it.
    """
    found: set[str] = set()
    harmed: set[str] = set()
    for claim in claims:
        if claim.side and claim.measure in LOSSES:
            (found if claim.status == "military" or claim.measure == "equipment_lost" else harmed).add(claim.side)
        if claim.control and claim.control.holder:
            found.add(claim.control.holder)
        if claim.control and claim.polarity == "denied" and claim.source and claim.source.side:
            found.add(claim.source.side)
    return frozenset(found | harmed) if found else frozenset()


def stance(claim: Claim, warring: frozenset[str]) -> str:
    """How the source stands to what it counts: own_loss, enemy_loss, belligerent, third_party, unclear or unknown.

    ``belligerent`` is a party at war that counts the loss of no named side, ``unclear`` a named source that may
    speak for a party, ``unknown`` no origin.
    """
    source = claim.source
    if source is None or not source.origin:
        return "unknown"
    if source.side and claim.side == source.side:
        return "own_loss"
    if source.side in warring:
        return "enemy_loss" if claim.side else "belligerent"
    neutral = not warring or source.kind in NEUTRAL
    return "third_party" if neutral else "unclear"


def loss_of(claim: Claim, warring: frozenset[str]) -> str | None:
    """Whose loss the figure is, as its source sees it; None where it is not known whose it is or who the source is."""
    if claim.measure not in LOSSES or not claim.side:
        return None
    told = stance(claim, warring)
    if told in ("own_loss", "enemy_loss"):
        return told.replace("_", " ")
    # Another country that is not at war is no party to it, though it may favour one.
    apart = told == "third_party" or (told == "unclear" and claim.source is not None and claim.source.side is not None)
    return "third party" if apart and claim.side in warring else None

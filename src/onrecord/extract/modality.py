"""Whether a figure is actual, possible, projected, planned or denied (codebook section 2), from the words that govern it."""

from __future__ import annotations

from onrecord.extract.evidence import words
from onrecord.extract.figures import Counted

FUTURE = frozenset({"will", "would", "could", "might", "may", "can", "shall", "should"})


def modality(counted: Counted) -> str:
    """Read the verb chain over the figure, then the words close before it."""
    sentence, doc = counted.sentence, counted.sentence.doc
    low = max(sentence.start, min(counted.mention.left, counted.evidence.first) - 5)
    high = min(sentence.stop, max(counted.mention.end, counted.evidence.last) + 2)
    near = [doc[i] for i in range(low, high) if not (doc[i].text in {",", ";"} and False)]
    near = _clause(near, counted)
    lowered = [t.lower_ for t in near]
    text = " ".join(lowered)
    auxiliary = _auxiliary(counted)
    if any(w in lowered for w in words("denied")):
        return "denied"
    perfect = "have" in lowered[lowered.index(auxiliary) :] if auxiliary in lowered else False
    if auxiliary in {"may", "might"} or (auxiliary == "could" and (perfect or "be" in lowered)):
        return "possible"
    if auxiliary in {"could", "would"} and counted.measure not in {"troops", "aid"}:
        return "projected"
    if auxiliary in {"will", "shall"}:
        return (
            "planned"
            if counted.measure in {"troops", "aid", "affected", "evacuated", "other", "returned"}
            else "projected"
        )
    if any(
        w in text
        for w in ("expected to", "forecast", "projected", "is likely to", "predicted", "set to rise", "at risk of")
    ):
        return "planned" if counted.measure in {"troops", "aid"} else "projected"
    if any(
        w in lowered for w in ("feared", "believed", "thought", "presumed", "suspected", "possibly", "fears", "fear")
    ):
        return "possible"
    if counted.measure in {"troops", "aid", "affected"} and any(
        w in text for w in (" plans to", " to help", " to send", " intends", "vowed to", "to deploy", "planned ")
    ):
        return "planned"
    return "actual"


def _clause(near: list, counted: Counted) -> list:  # type: ignore[type-arg]
    """Cut the window at a sentence-internal break on either side of the figure."""
    first, last = min(counted.mention.left, counted.evidence.first), max(counted.mention.end, counted.evidence.last)
    out = []
    for token in near:
        if token.i < first and token.text in {";", ":", "—", "–"}:
            out = []
            continue
        if token.i > last and token.text in {",", ";", ":", "."}:
            break
        out.append(token)
    return out


def _auxiliary(counted: Counted) -> str | None:
    """The modal verb of the clause the evidence stands in."""
    doc = counted.sentence.doc
    token = doc[counted.evidence.first]
    for _ in range(4):
        for child in token.children:
            if child.dep_ == "aux" and child.lower_ in FUTURE:
                return str(child.lower_)
        if token.dep_ in {"ROOT", "ccomp", "advcl", "relcl", "parataxis"} or token.head is token:
            break
        token = token.head
    return None

"""A figure mention: number, measure, object, stretch, and whether it adds to or replaces an earlier count."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.extract.figures.counted import Kind
from onrecord.extract.figures.evidence import Evidence, words
from onrecord.extract.figures.sentences import Mention, Sentence
from onrecord.extract.mentions import Number

OF_THINGS = frozenset({"equipment_lost", "destroyed", "damaged", "strikes", "services_cut", "affected", "other"})


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure mention: number, measure, object, and report offsets [start, end) of its shortest stretch.

    ``part_of`` is the index (in the report's Counted) of the figure it is a part of, or whose measure it takes;
    ``listed`` names what a list in brackets counts ("confirmed cases").
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
    listed: str | None = None


def tally(sentence: Sentence, mention: Mention, hit: Evidence) -> Counted:
    start, end = _stretch(sentence, mention, hit)
    kind = mention.noun.kind if mention.noun else None
    near = sentence.doc[max(sentence.start, mention.left - 1) : mention.end + 1]
    lower = {token.lower_ for token in near if token.pos_ != "PROPN"}
    return Counted(
        number=mention.number,
        sentence=sentence,
        mention=mention,
        measure=hit.measure,
        object=object_of(hit.measure, kind),
        start=start,
        end=end,
        evidence=hit,
        increment=_increment(sentence, mention, lower),
        superseded=superseded(sentence, mention),
    )


def object_of(measure: str, kind: Kind | None) -> str | None:
    if measure not in OF_THINGS or kind is None:
        return None
    if measure in {"affected", "services_cut", "other"}:
        return kind.object if kind.name == "structure" else None
    return kind.object or (None if measure == "strikes" else "other")


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
    """New since the last count: "another 12 died", "two more bodies"; not "another 40" beside others counted before."""
    after = [token.lower_ for token in sentence.doc[mention.last + 1 : min(mention.last + 3, sentence.stop)]]
    more = after[:1] == ["more"] and after[1:] != ["than"]
    if not more and not lower & words("increment"):
        return False
    return not any(m.first < mention.first for m in sentence.mentions)


def superseded(sentence: Sentence, mention: Mention) -> bool:
    """An earlier count that the report itself replaces: "up from 93", "from a previous 93", "an earlier toll of 27"."""
    doc = sentence.doc
    if mention.left > sentence.start and doc[mention.left - 1].lower_ == "to":
        return False
    window = doc[max(sentence.start, mention.left - 5) : mention.left].text.lower()
    if any(window.endswith(w) or f"{w} " in f"{window} " for w in words("superseded")):
        return True
    before = doc[mention.left - 1].lower_ if mention.left > sentence.start else ""
    if doc[max(sentence.start, mention.left - 2)].lower_ in words("spread") or before != "from":
        return False
    following = doc[mention.end + 1] if mention.end + 1 < sentence.stop else None
    if following is not None and following.lower_ == "to":
        return any(m.left == following.i + 1 for m in sentence.mentions)
    return any(
        m.last < mention.first and doc[m.left - 1].lower_ == "to" for m in sentence.mentions if m.left > sentence.start
    )

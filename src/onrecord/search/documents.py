"""The words a claim or a report is found by, as one string: each word behind a letter that says where it stands.

``a`` is anywhere, in the order of the text; ``o`` a claim's own words, which tell the best hits; ``p`` a place it lies
in, ``m`` a word of its outlet's name. A "/" parts what does not follow on one another.
"""

from __future__ import annotations

from functools import lru_cache

from onrecord.gazetteer.names import fold as fold_name
from onrecord.measures import all_measures
from onrecord.model import Claim, Report
from onrecord.search.folding import folded

ROOM = 400_000  # letters of the distinct words kept of one report: a search index holds no more of one document


def claim_words(claim: Claim, sentence: str, title: str) -> str:
    """The words of a claim: of its sentence and its report's title, and its own."""
    place, source, figure = claim.place, claim.source, claim.figure
    measure = all_measures().get(claim.measure or "")
    own = [
        claim.span.exact, figure.text if figure else "", claim.group or "", measure.label if measure else "",
        (claim.object or "").replace("_", " "), claim.side or "", place.name if place else "",
        place.text if place else "", (source.name or "") if source else "", *_other(claim),
    ]  # fmt: skip
    parts = filter(None, map(_anywhere, (sentence, title, *own, claim.publisher)))
    told = dict.fromkeys(f"o{word}" for part in own for word in folded(part))
    outlet = dict.fromkeys(f"m{word}" for word in folded(claim.publisher))
    lies = (place.name, place.text, *place.within) if place else ()
    return _joined(" / ".join(parts), "/", *told, *place_words(*lies), *outlet)


def _other(claim: Claim) -> tuple[str, ...]:
    control, event = claim.control, claim.event
    told = (control.holder, control.state.replace("_", " ")) if control else ()
    done = (event.kind.replace("_", " "), event.actor, event.target) if event else ()
    return tuple(word for word in (*told, *done) if word)


def place_words(*names: str) -> tuple[str, ...]:
    """The words that stand for places by name, one each however many words the name has."""
    found = (f"p{''.join(folded(fold_name(name)))}" for name in names)
    return tuple(dict.fromkeys(word for word in found if len(word) > 1))


def report_words(report: Report) -> str:
    """The words of a report: title and text; of a text beyond all measure the first part."""
    told = _anywhere(f"{report.title}\n")
    kept: list[str] = []
    distinct: set[str] = set()
    room = ROOM
    for word in folded(report.text):
        if word not in distinct:
            room -= len(word)
            distinct.add(word)
        if room < 0:
            break
        kept.append(f"a{word}")
    outlet = dict.fromkeys(f"m{word}" for word in folded(report.publisher))
    return _joined(told, "/", *kept, "/", _anywhere(report.publisher), *outlet)


def _joined(*parts: str) -> str:
    """The parts with one space between each: an index of words takes no empty one."""
    return " ".join(filter(None, parts))


@lru_cache(maxsize=1024)
def _anywhere(text: str) -> str:
    return " ".join([f"a{word}" for word in folded(text)])

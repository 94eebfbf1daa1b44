"""Control claims: who captured, retook, holds, contests, encircles, entered or left a place (codebook section 1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord import cast, clauses
from onrecord.clauses import background, lemma
from onrecord.extract.control.cues import TELLING, Reading, Scene, readings
from onrecord.extract.forms import written
from onrecord.extract.marks import marked
from onrecord.extract.mentions import Passage
from onrecord.extract.spots import Ground, named_in, spot_at
from onrecord.model import Report

if TYPE_CHECKING:
    from spacy.tokens import Token


_HOSTILE = frozenset({"captured", "entered", "encircled"})


@dataclass(frozen=True, slots=True)
class Held:
    """One clause that says who holds a place. Offsets are the report's.

    [start, end) is the clause's own words; the place offsets are those of the name, also where only "the city"
    stood and the name was found before (``place_referred``). ``holder`` is the short
    usual name; for withdrawn_from, who left.
    ``speaker`` is set where the same clause says who claims, admits or denies it.
    """

    start: int
    end: int
    place_start: int | None
    place_end: int | None
    place_text: str | None
    place_referred: bool
    holder: str | None
    holder_text: str | None
    state: str
    polarity: str
    modality: str
    speaker_start: int | None
    speaker_end: int | None
    speaker: str | None
    rule: str


def find(passages: Sequence[Passage], report: Report, ground: Ground) -> tuple[Held, ...]:
    """Every control claim of a report, in text order."""
    found: list[Held] = []
    topic, at = None, 0
    for passage in passages:
        doc = passage.doc
        telling = marked(doc, TELLING)
        for sentence in doc.sents if telling else ():
            tokens = [doc[i] for i in telling if sentence.start <= i < sentence.end]
            if not tokens or background(written(sentence), report.published):
                continue
            scene = Scene(passage, ground.spots, ground.people, topic, at)
            local: list[Held] = []
            for token in tokens:
                for reading in readings(scene, token):
                    local.extend(_held(scene, reading))
            merged = _merged(local)
            found.extend(merged)
            told = [h for h in merged if h.place_start is not None and "adjective" not in h.rule]
            if told:
                topic, at = next((s for s in ground.spots if s.start == told[-1].place_start), topic), told[-1].start
    return _remembered(found)


def _held(scene: Scene, reading: Reading) -> Iterator[Held]:
    """The records of a reading, one for each place; attempts are no control."""
    cue = reading.cue
    verbal = cue.pos_ in {"VERB", "AUX"}
    outlook = "actual" if "adjective" in reading.rule else clauses.outlook(cue)
    if outlook == "attempted":
        return
    denier = clauses.denier(cue)
    negated = verbal and clauses.negated(cue)
    if negated and outlook != "actual" and denier is None:
        return
    speaker = clauses.voucher(cue)
    if speaker is None and lemma(cue) in clauses.wording().vouching:
        speaker = clauses.doer_of(cue)
    if denier is not None:
        speaker = clauses.subject_of(denier)
    holder = reading.holder
    words = clauses.phrase_text(holder) if holder is not None else None
    passage = scene.passage
    for spot, noun in reading.places:
        people = replace(scene.cast, home=spot.country) if spot is not None and spot.country else scene.cast
        name = cast.side(holder, people) if holder is not None else None
        if holder is not None and name is None and cast.armed(holder):
            name = words
        ends = [cue.idx + len(cue), *_reach(noun), *(_reach(reading.last) if reading.last is not None else ())]
        starts = [
            clauses.clause_start(cue) if verbal else cue.idx,
            noun.left_edge.idx if noun.dep_ != "conj" else noun.idx,
        ]
        if holder is not None:
            first, last = clauses.phrase(holder)
            starts.append(holder.doc[first].idx)
            ends.append(holder.doc[last - 1].idx + len(holder.doc[last - 1]))
        if spot is not None and cue.sent.start_char + passage.start <= spot.start < cue.sent.end_char + passage.start:
            ends.append(spot.end - passage.start)
        if speaker is not None and 0 <= min(starts) - speaker.idx < 160:
            starts.append(speaker.left_edge.idx)
        span = clauses.phrase(speaker) if speaker is not None else None
        referred = (
            spot is not None
            and not named_in(scene.spots, passage, noun)
            and spot_at(scene.spots, passage, noun) is None
        )
        yield Held(
            start=passage.start + max(min(starts), cue.sent.start_char),
            end=passage.start + min(max(ends), cue.sent.end_char),
            place_start=spot.start if spot else None,
            place_end=spot.end if spot else None,
            place_text=spot.text if spot else None,
            place_referred=referred and reading.rule != "control.admission",
            holder=name,
            holder_text=words,
            state=reading.state,
            polarity="denied" if (denier is not None) != negated else "asserted",
            modality=outlook,
            speaker_start=passage.start + speaker.doc[span[0]].idx if speaker is not None and span else None,
            speaker_end=_end(passage, speaker.doc[span[1] - 1]) if speaker is not None and span else None,
            speaker=(clauses.person(speaker) or speaker.doc[span[0] : span[1]].text)
            if speaker is not None and span
            else None,
            rule=reading.rule,
        )


def _end(passage: Passage, token: Token) -> int:
    return passage.offset(token) + len(token)


def _reach(noun: Token) -> list[int]:
    """Where the words of the place end: the noun, and the name after "of"."""
    last = noun.doc[clauses.phrase(noun)[1] - 1]
    return [noun.idx + len(noun), last.idx + len(last)]


def _merged(found: Sequence[Held]) -> list[Held]:
    """One record for one place, state and polarity in a sentence; clauses before adjectives."""
    merged: dict[tuple[str | None, str, str], Held] = {}
    for held in sorted(found, key=lambda h: ("adjective" in h.rule, h.holder is None, h.start)):
        key = (held.place_text, held.state, held.polarity)
        before = merged.get(key)
        if before is None:
            if "adjective" in held.rule and any(k[0] == held.place_text for k in merged):
                continue
            merged[key] = held
            continue
        if "adjective" in held.rule:
            continue
        merged[key] = replace(
            before,
            start=min(before.start, held.start),
            end=max(before.end, held.end),
            speaker=before.speaker or held.speaker,
            speaker_start=before.speaker_start if before.speaker else held.speaker_start,
            speaker_end=before.speaker_end if before.speaker else held.speaker_end,
        )
    return sorted(merged.values(), key=lambda h: (h.start, h.place_start or 0))


def _remembered(found: Sequence[Held]) -> tuple[Held, ...]:
    """Fills a captor or besieger left out with the one the report names for that place, before or else after."""
    done = []
    for at, held in enumerate(found):
        if held.holder is None and held.state in _HOSTILE and held.place_text is not None:
            others = [
                h for h in (*reversed(found[:at]), *found[at + 1 :]) if h.holder and h.place_text == held.place_text
            ]
            known = next((h for h in others if h.state in _HOSTILE), None)
            if known is not None:
                held = replace(held, holder=known.holder, rule=f"{held.rule}+memory")
        done.append(held)
    return tuple(done)

"""Attribution: who asserts each stretch of a report, by its own cue, as a quotation, or carried over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.extract.forms import written
from onrecord.extract.mentions import Attribution, Passage
from onrecord.extract.sources.carry import carry_over, listed
from onrecord.extract.sources.cues import Saying, channel_in, cues
from onrecord.extract.sources.people import UNNAMED, Voice
from onrecord.extract.sources.quotes import Quote
from onrecord.extract.sources.quotes import find as find_quotes
from onrecord.extract.sources.sayings import find as find_sayings
from onrecord.extract.sources.speakers import Cast
from onrecord.model import Report

_PATIENTS = re.compile(r"\b(?:critical|serious|fair|stable|good) condition\b|\bpatients\b")
RELAY = 400  # characters between an outlet and whom it cites
_TELLING_OF = frozenset({"document", "media", "none", "unnamed"})
COMPILERS = frozenset({"un", "ngo", "monitor"})


def attribute(passages: Sequence[Passage], report: Report) -> tuple[Attribution, ...]:
    """Every attribution of the report, in reading order, by the rules of codebook section 2.

    Kind ``none`` marks the outlet's own reporters and ``unnamed`` a source that is not named; both have an empty name.
    """
    cast = Cast(report, passages)
    quotes = find_quotes(passages)
    found: list[Attribution] = []
    for number, passage in enumerate(passages):
        inside = [quote for quote in quotes if quote.passage == number]
        own: list[Attribution] = []
        for saying in find_sayings(passage.doc):
            made = _attribution(saying, passage, cast, inside, number)
            if made is not None:
                own.append(made)
        own = _relayed(own)
        own.extend(_quoted(inside, own, found, passage, cast))
        found.extend(own)
    found = _told_at_the_end(found, quotes, passages)
    found.extend(listed(passages, found, cast))
    found.extend(carry_over(passages, found))
    return tuple(sorted(found, key=lambda a: (a.content[0][0] if a.content else a.source_start, a.source_start)))


def source_at(attributions: Sequence[Attribution], start: int, end: int) -> Attribution | None:
    """Who asserts report offsets [start, end): the innermost named source; None if it is the outlet itself.

    A body that compiles what countries report is the source of its tally; a carried source yields to one of its own.
    """
    covering = [a for a in attributions if any(s <= start and end <= e for s, e in a.content)]
    if not covering:
        covering = [a for a in attributions if any(s <= start < e for s, e in a.content)]
    own = [a for a in covering if not a.carried] or covering
    named = [a for a in own if a.kind != "unnamed"] or own
    if not named:
        return None
    ranked = sorted(named, key=lambda a: (_width(a, start), -a.source_start))
    best = ranked[0]
    if best.kind == "government" and best.name and _bare_country(best):
        best = next((a for a in (*ranked[1:], *covering) if a.kind in COMPILERS), best)
    return None if best.kind == "none" else best


def _bare_country(attribution: Attribution) -> bool:
    return (
        attribution.side is not None and attribution.name.removeprefix("the ").removeprefix("The ") == attribution.side
    )


def _width(attribution: Attribution, start: int) -> int:
    return min(e - s for s, e in attribution.content if s <= start < e)


def _attribution(
    saying: Saying, passage: Passage, cast: Cast, quotes: Sequence[Quote], number: int
) -> Attribution | None:
    at = passage.start
    quoted_cue = any(at + saying.start in quote for quote in quotes)
    if saying.unnamed:
        voice, source = UNNAMED, (saying.start, saying.start)
    else:
        assert saying.source is not None
        source = saying.source
        words = passage.text[source[0] : source[1]].lower()
        if quoted_cue and words in {"i", "we", "they", "he", "she", "it", "you", "who", "some", "people"}:
            return None
        voice = cast.voice(passage.doc, source[0], source[1], saying.head, number)
        if quoted_cue and voice.kind == "none":
            return None
        said = passage.text[saying.content[0][0] : saying.content[-1][1]] if saying.content else ""
        if (
            voice.kind in {"company", "government"}
            and voice.side is None
            and _PATIENTS.search(said)
            and not voice.person
        ):
            voice = replace(voice, kind="medical") if re.search(r"[A-Z]", voice.name[1:]) else voice
    content = tuple((at + s, at + e) for s, e in saying.content)
    if not content and not re.search(r"[:“\"‘”]", passage.text[max(0, saying.start - 60) : saying.end + 60]):
        return None
    denied = saying.act == "asserts" and cues().denial.match(said) is not None if saying.source is not None else False
    sentence = next((s for s in passage.doc.sents if s.start_char <= saying.start < s.end_char), passage.doc[:])
    return _made(
        voice,
        (at + source[0], at + source[1]),
        saying.cue,
        "denies" if denied else saying.act,
        content,
        quoted=False,
        channel=channel_in(written(sentence)),
        rule=saying.rule,
    )


def _made(
    voice: Voice,
    source: tuple[int, int],
    cue: str,
    act: str,
    content: tuple[tuple[int, int], ...],
    *,
    quoted: bool,
    channel: str | None,
    rule: str,
) -> Attribution:
    return Attribution(
        source[0],
        source[1],
        voice.name,
        voice.kind,
        voice.side,
        cue,
        act,
        content,
        quoted,
        channel,
        (),
        False,
        rule,
        voice.origin,
        voice.described,
    )


def _relayed(own: list[Attribution]) -> list[Attribution]:
    """An outlet that cites somebody stands in the chain of that source, and no longer speaks for its content itself."""
    cited = [a for a in own if a.rule == "citing"]
    outlets = [a for a in own if a.kind == "media" and a.rule != "citing"]
    relaying, told = [], []
    for source in cited:
        outlet = _nearest(source, outlets)
        if outlet is not None and _nearest(outlet, cited) is source:
            relaying.append(outlet)
            more = (o for o in outlet.content if not any(o[0] < end and start < o[1] for start, end in source.content))
            told.append(replace(source, content=(*source.content, *more), chain=(outlet.name,)))
        else:
            told.append(source)
    return [*(a for a in own if a.rule != "citing" and a not in relaying), *told]


def _nearest(to: Attribution, among: Sequence[Attribution]) -> Attribution | None:
    """Who of these is named closest to that one, within about two sentences."""
    near = [a for a in among if abs(a.source_start - to.source_start) < RELAY]
    return min(near, key=lambda a: abs(a.source_start - to.source_start), default=None)


def _quoted(
    quotes: Sequence[Quote], own: Sequence[Attribution], before: Sequence[Attribution], passage: Passage, cast: Cast
) -> list[Attribution]:
    """A speaker for each quotation of a paragraph: its own cue, the one beside it, or whoever was being quoted."""
    made: list[Attribution] = []
    for quote in quotes:
        speaker = _own_speaker(quote, own, passage)
        if speaker is None and quote.continues:
            speaker = _heard_last((*before, *own, *made), quote)
        if speaker is None and made and _near(made[-1], quote, passage):
            speaker = made[-1]
        if speaker is None:
            speaker = _speaker_before(quote, own, before, passage, cast)
        if speaker is None:
            continue
        made.append(
            replace(speaker, content=((quote.start, quote.end),), quoted=True, rule=f"quotation, {speaker.rule}")
        )
    return made


def _heard_last(heard: Sequence[Attribution], quote: Quote) -> Attribution | None:
    """Who was quoted last before a quotation that goes on, or was told of since as saying something."""
    quoted = next((a for a in reversed(heard) if a.quoted and a.content[-1][1] <= quote.start), None)
    since = quoted.content[-1][1] if quoted is not None else 0
    told = (a for a in reversed(heard) if not a.quoted and since <= a.source_start < quote.start and a.name)
    return next((a for a in told if a.kind not in _TELLING_OF and a.rule in {"leading", "trailing"}), quoted)


def _told_at_the_end(
    found: list[Attribution], quotes: Sequence[Quote], passages: Sequence[Passage]
) -> list[Attribution]:
    """A quotation that runs over paragraphs is whose name closes it: “It began at dawn. / It went on,” Ruiz said."""
    for number, last in enumerate(quotes):
        if last.open or not last.continues:
            continue
        pieces = [last]
        for at in range(number - 1, -1, -1):
            if not (pieces[-1].continues and quotes[at].open and quotes[at].passage == pieces[-1].passage - 1):
                break
            pieces.append(quotes[at])
        closing = next((a for a in found if a.quoted and a.content == ((last.start, last.end),)), None)
        if len(pieces) == 1 or closing is None or closing.source_start < last.end:
            continue
        begun = passages[pieces[-1].passage].start
        for piece in pieces[1:]:
            content = ((piece.start, piece.end),)
            found = [a for a in found if not (a.quoted and a.content == content and a.source_start < begun)]
            if not any(a.quoted and a.content == content for a in found):
                found.append(replace(closing, content=content))
    return found


def _own_speaker(quote: Quote, own: Sequence[Attribution], passage: Passage) -> Attribution | None:
    """The cue whose content takes in the quotation, or that stands right beside it."""
    outside = [a for a in own if not (quote.start <= a.source_start < quote.end) and a.kind != "unnamed"]
    covering = [a for a in outside if any(s < quote.end and quote.start < e for s, e in a.content)]
    if covering:
        return min(covering, key=lambda a: min(abs(a.source_start - quote.end), abs(quote.start - a.source_end)))
    text = passage.text
    told = [a for a in own if a.kind == "unnamed" and a.source_start < a.source_end]
    nameless = next((a for a in told if any(s < quote.end and quote.start < e for s, e in a.content)), None)
    if nameless is not None and not quote.start <= nameless.source_start < quote.end:
        return nameless
    for attribution in outside:
        gap = text[max(0, quote.end - passage.start) : max(0, attribution.source_start - passage.start)]
        if attribution.source_start >= quote.end and len(gap) < 25 and "." not in gap[2:]:
            return attribution
        gap = text[max(0, attribution.source_end - passage.start) : max(0, quote.start - passage.start)]
        if attribution.source_end <= quote.start and len(gap) < 40 and ":" in gap:
            return attribution
    return None


def _speaker_before(
    quote: Quote, own: Sequence[Attribution], before: Sequence[Attribution], passage: Passage, cast: Cast
) -> Attribution | None:
    """For a quotation with no cue: who was reported as saying something just before, or is named right before it."""
    near = [a for a in own if a.source_end <= quote.start and not a.quoted]
    begins = not passage.text[: quote.start - passage.start].strip(' “"')
    if begins and cast.lines:
        near = [a for a in before if passage.start - 400 < a.source_start and not a.quoted][-1:]
    words = passage.text[quote.start - passage.start : quote.end - passage.start]
    whole = words.strip()[:1].isupper() and len(words.split()) > 3
    if near and whole and near[-1].name and near[-1].kind not in {"document", "media", "none", "unnamed"}:
        gap = passage.text[max(0, near[-1].source_end - passage.start) : quote.start - passage.start]
        return near[-1] if gap.count(".") < 3 else None
    sentence = next((s for s in passage.doc.sents if s.start_char <= quote.start - passage.start < s.end_char), None)
    if sentence is None or not whole:
        return None
    named = [e for e in sentence.ents if e.label_ == "PERSON" and e.end_char < quote.start - passage.start]
    lead = passage.text[sentence.start_char : quote.start - passage.start].rstrip(' “"')
    if not named or not lead.endswith((",", ":")):
        return None
    voice = cast.voice(passage.doc, named[-1].start_char, named[-1].end_char, named[-1].root.i, quote.passage)
    at = (passage.start + named[-1].start_char, passage.start + named[-1].end_char)
    return _made(voice, at, "", "asserts", (), quoted=True, channel=channel_in(written(sentence)), rule="name before")


def _near(previous: Attribution, quote: Quote, passage: Passage) -> bool:
    """Whether a quotation goes on where the last one stopped: only its own cue, or nothing, stands between."""
    end = previous.content[-1][1]
    between = passage.text[end - passage.start : quote.start - passage.start]
    return len(between) < 140 and between.strip(' ”"“.,').count(".") <= 1

"""Who is counted: the verbatim group, the side it belongs to, and its status (codebook section 2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord import actors, clauses
from onrecord.extract.figures import Counted
from onrecord.extract.figures.counted import Noun, plain_words
from onrecord.extract.figures.evidence import words
from onrecord.extract.forms import forms
from onrecord.extract.marks import marked, rule
from onrecord.extract.mentions import Attribution, Passage

PEOPLE_MEASURES = words("people_measures")


OPENING = 45


@dataclass(frozen=True, slots=True)
class Group:
    """The verbatim group (None for plain people), its side and status."""

    text: str | None
    side: str | None
    status: str


VIOLENT = rule(lambda word: word.lower in words("violence"))
FORCES = rule(lambda word: word.lower in words("forces"))


@dataclass(frozen=True, slots=True)
class Setting:
    """What a report says of its crisis: the two countries at war, if any, whether its victims are civilians, and
    whether it is one of arms, or of a war or a revolt told of."""

    belligerents: frozenset[str]
    civilian: bool
    violent: bool
    contested: bool


def setting(passages: Sequence[Passage]) -> Setting:
    """Two states are at war where both have forces named twice, or once where an invasion is told.

    "Bus" or "hotel" up front make victims civilians.
    """
    named: dict[str, int] = {}
    violent = 0
    opening = {word for p in passages[:2] for word in forms(p.doc)[:OPENING]}
    for passage in passages:
        doc = passage.doc
        violent += len(marked(doc, VIOLENT))
        for at in marked(doc, FORCES):
            if at > 0:
                left = doc[max(0, at - 3) : at + 1].text
                side = actors.side_of(left)
                if side and actors.country_of(side):
                    named[side] = named.get(side, 0) + 1
    civilian = bool(opening & words("civilian_setting"))
    text = " ".join(p.text for p in passages).lower()
    contested = any(word in text for word in words("wars") - {"crisis"})
    enough = 1 if any(word in text for word in ("invasion", "war between", "at war with")) else 2
    fighting = frozenset(side for side, times in named.items() if times >= enough)
    return Setting(fighting if len(fighting) == 2 else frozenset(), civilian and not fighting, violent >= 3, contested)


def counted_noun(counted: Counted) -> Noun | None:
    """What is counted: the number's own noun, or the one it shares with the next: "killed 28 and wounded 30 rebels"."""
    here, doc = counted.mention, counted.sentence.doc
    if here.noun is not None:
        return here.noun
    joined = doc[here.last + 1 : here.last + 3]
    if len(joined) < 2 or joined[0].lower_ != "and" or joined[1].pos_ != "VERB":
        return None
    after = next((m for m in counted.sentence.mentions if m.left == joined.end), None)
    shared = after.noun if after is not None else None
    return shared if shared is not None and shared.kind.name == "people" and not shared.partitive else None


def text_of(counted: Counted) -> str | None:
    """The verbatim noun phrase after the number; None for plain people, and where ``object`` names the thing fully."""
    noun = counted_noun(counted)
    if noun is None or counted.measure in {"aid", "damage_cost"}:
        return None
    doc = counted.sentence.doc
    first = next((i for i in range(noun.first, noun.head) if doc[i].pos_ != "NUM"), noun.head)
    if doc[first].text == "-" and first > noun.first - 2:  # "two 22-year-old women"
        first -= 1
    text = doc[first : noun.last + 1].text.strip(" “”\"'‘’")
    lowered = text.lower()
    if lowered in plain_words() or not lowered:
        return None
    if counted.object and counted.measure != "affected" and first == noun.head:
        return None
    bare = all(doc[i].pos_ == "ADV" for i in range(noun.first, noun.head))  # "hundreds still missing"
    if counted.measure == "equipment_lost" or (
        counted.evidence.rule.startswith("state inside")
        and counted.evidence.first == noun.head
        and bare
        and not noun.partitive
    ):
        return None
    following = doc[noun.last + 1] if noun.last + 1 < len(doc) else None
    if following is not None and following.lower_ == "of" and following.dep_ == "prep":
        inner = [t for t in following.subtree if t.i > noun.last]
        if 1 < len(inner) <= 6:
            text = doc[first : inner[-1].i + 1].text
    return text


def group_of(
    counted: Counted, place_country: str | None, about: Setting, before: Group | None, said: Attribution | None
) -> Group:
    """The group, its side and status; "others" and bare numbers take those of the figure ``before`` them."""
    noun = counted_noun(counted)
    text = text_of(counted)
    status = noun.kind.status if noun else "unknown"
    if counted.listed is not None:
        return Group(counted.listed, None, status)
    if text is None and before is not None and counted.measure in PEOPLE_MEASURES:
        return before
    if text is None and status == "unknown" and _toll_of_civilians(counted):
        text, status = "civilians", "civilian"
    side = _side(counted, text, status, place_country, about)
    if said is not None and said.side and _speakers_own(counted, status):
        side = said.side
    if side is None and counted.measure in {"equipment_lost", "killed", "injured", "casualties", "captured"}:
        side = _foe(counted, about, said)
    if counted.measure in {"equipment_lost", "troops"} or (side and counted.measure in {"strikes", "destroyed"}):
        status = "military"
    if status == "unknown" and noun is not None:
        status = _named_status(counted, noun)
    if (
        status == "unknown"
        and counted.measure in {"refugees", "protesters", "displaced", "sheltering"}
        and about.belligerents
    ):
        status = "civilian"
    if status == "unknown" and text is None and about.civilian and counted.measure in PEOPLE_MEASURES:
        status = "civilian"
    if (
        status == "unknown"
        and side in about.belligerents
        and counted.measure in {"killed", "injured", "casualties", "captured"}
        and _own_losses(counted)
    ):
        status = "military"
    return Group(text, side, status)


def _named_status(counted: Counted, noun: Noun) -> str:
    """ "Kurdish civilian hostages", "military and police personnel": a word of the phrase tells the status."""
    said = {token.lower_ for token in counted.sentence.doc[noun.first : noun.last + 1]}
    if said & {"civilian", "civilians"}:
        return "civilian"
    return "military" if said & {"military", "army", "militant", "rebel", "police"} else "unknown"


def _foe(counted: Counted, about: Setting, said: Attribution | None) -> str | None:
    """Whom a belligerent calls "the enemy" or "the invaders" in the figure's sentence: the other one."""
    text = counted.sentence.doc[counted.sentence.start : counted.mention.left].text.lower()
    if said is None or said.side not in about.belligerents or not any(word in text for word in words("foes")):
        return None
    return next(iter(about.belligerents - {said.side}), None)


def _speakers_own(counted: Counted, status: str) -> bool:
    """ "498 of its soldiers", "one of its own jets": the things of whoever speaks."""
    words_ = set(counted.sentence.doc[counted.mention.left : counted.mention.end + 1].text.lower().split())
    return "own" in words_ or (status == "military" and bool(words_ & {"its", "their", "our"}))


def _toll_of_civilians(counted: Counted) -> bool:
    """ "the civilian death toll": who is counted stands before the toll."""
    first = counted.evidence.first
    if first > counted.mention.left:
        return False
    return "civilian" in counted.sentence.doc[max(counted.sentence.start, first - 3) : first].text.lower()


def _own_losses(counted: Counted) -> bool:
    doc = counted.sentence.doc
    head = doc[counted.sentence.start : counted.mention.left].text.lower()
    return "losses" in head or "lost" in head or "casualties" in head


def _side(counted: Counted, text: str | None, status: str, country: str | None, about: Setting) -> str | None:
    doc = counted.sentence.doc
    noun = counted_noun(counted)
    named = actors.side_of(doc[noun.first : noun.last + 1].text) if noun else None
    if (
        named
        and status != "civilian"
        and (status == "military" or counted.measure in {"equipment_lost", "strikes"} or about.violent)
    ):
        return named
    if named and about.violent and counted.measure in words("loss_measures") and named != country:
        return named
    if counted.measure == "strikes":
        return _striker(counted)
    if noun is not None and status == "military" and country and counted.measure in words("loss_measures"):
        said = {t.lower_ for t in doc[noun.first : noun.last + 1]} | {doc[noun.head].lemma_.lower()}
        if said & words("rebels"):
            return actors.side_of(f"{country} rebels")
        if said & words("home_forces") and about.violent:
            return country
    if counted.measure in {"equipment_lost", "killed", "injured", "troops", "casualties"} and (
        status == "military" or counted.measure == "equipment_lost" or _own_losses(counted)
    ):
        found = _owner(counted)
        if found:
            return found
    if (
        country in about.belligerents
        and counted.measure in PEOPLE_MEASURES
        and (status != "military" or counted.measure == "troops")
    ):
        return country
    return None


def _striker(counted: Counted) -> str | None:
    """Who carried the strikes out: the doer of the verb over them."""
    verb = counted.sentence.doc[counted.evidence.first]
    warded = verb.lemma_.lower() in {"intercept", "shoot"}
    doer = clauses.doer_of(verb) if verb.pos_ == "VERB" and not warded else None
    return actors.side_of(clauses.phrase_text(doer)) if doer is not None else None


def _owner(counted: Counted) -> str | None:
    """Whose losses: who holds the phrase before "losses", the subject of "lose" ("the invaders had lost ...")."""
    sentence, doc = counted.sentence, counted.sentence.doc
    for token in reversed(doc[sentence.start : counted.mention.left]):
        if token.lemma_.lower() not in {"lose", "loss"}:
            continue
        subject = clauses.subject_of(token) if token.pos_ == "VERB" else None
        if subject is not None and subject.pos_ != "PRON":
            return actors.side_of(clauses.phrase_text(subject))
        side = None
        for _, _, words_of, actor in actors.actors_in(doc[sentence.start : token.i].text):
            side = (actor.side if actor else None) or actors.country_of(words_of) or side
        return side
    return None

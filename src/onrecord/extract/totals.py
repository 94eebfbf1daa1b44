"""The total of a war or a revolt where the words name no beginning: "2,000 people have been killed"."""

from __future__ import annotations

from onrecord import actors
from onrecord.extract.figures import Counted
from onrecord.extract.figures.evidence import words
from onrecord.extract.figures.groups import Setting as Crisis
from onrecord.extract.figures.groups import counted_noun
from onrecord.extract.figures.modality import modality
from onrecord.extract.located import Located
from onrecord.extract.scene import Scene
from onrecord.extract.story import Story

MANY = 500  # more than one attack leaves, where no place and no day is told
MANY_SOLDIERS = 100  # said to "have been killed"


def untold(counted: Counted, own: Scene, story: Story, crisis: Crisis) -> bool:
    """Whether a toll is the whole crisis's: too large for one attack, and told without a day, a place in a country, or
    an attack ("the raid killed 1,200")."""
    size = max(counted.number.low or 0, counted.number.high or 0)
    return (
        counted.measure in words("tolled")
        and (crisis.violent or crisis.contested)
        and not story.wide
        and (size >= MANY or (size >= MANY_SOLDIERS and _of_forces(counted)))
        and (own.place is None or own.place.where.feature == "country")
        and (own.day is None or own.day.kind == "month")
        and modality(counted) in {"actual", "possible", "denied"}
        and not _of_an_attack(counted)
    )


def heart(counted: Counted, own: Scene, story: Story) -> Located | None:
    """The country such a total is of: the one beside it, that of the people counted ("thousands of Libyans"), the one
    that the report names by far most, or the story's."""
    return own.place or _of_people(counted, story) or story.named_most or story.country


def _of_forces(counted: Counted) -> bool:
    """ "Soldiers have been killed", over some time."""
    noun, verb = counted_noun(counted), counted.sentence.doc[counted.evidence.first]
    perfect = any(child.dep_ == "aux" and child.lemma_ == "have" for child in verb.children)
    return perfect and noun is not None and noun.kind.status == "military"


def _of_an_attack(counted: Counted) -> bool:
    """One attack told in the sentence before the count: "said the raid was a success, killing 1,200"."""
    doc = counted.sentence.doc
    return any(
        token.tag_ == "NN" and token.lower_ in words("hazards") - words("blows") - words("lasting")
        for token in doc[counted.sentence.start : counted.mention.left]
    )


def _of_people(counted: Counted, story: Story) -> Located | None:
    noun = counted_noun(counted)
    if noun is None:
        return None
    country = actors.country_of(counted.sentence.doc[noun.head].text)
    return next((m for m in story.named if m.where.feature == "country" and m.name == country), None)

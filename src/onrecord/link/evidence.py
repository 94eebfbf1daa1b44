"""How sure it is that two scenes of different reports are one incident: by place, day, kind and what they share."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.link.scenes import CLOSE, Scene, kin, spread
from onrecord.link.texts import Texts
from onrecord.link.wording import thresholds

WIDER = 5
SLIP = 12
UNCOMMON = 5
CHANCE = 10


@dataclass(frozen=True, slots=True)
class Shared:
    """What two scenes share beside place and day: a figure, one that is not common, figures that chance would not
    (three, or one of ten or more), and their reports' names: so many that they tell one story, or a person told with
    an age."""

    figure: bool
    uncommon: bool
    telling: bool
    kindred: bool
    tied: bool


NOTHING = Shared(figure=False, uncommon=False, telling=False, kindred=False, tied=False)
FIGURES = Shared(figure=True, uncommon=True, telling=True, kindred=False, tied=False)
EVERYTHING = Shared(figure=True, uncommon=True, telling=True, kindred=True, tied=True)


def shared(a: Scene, b: Scene, texts: Texts) -> Shared:
    """What the two scenes share."""
    both = a.figures & b.figures
    if not both:
        return NOTHING
    return Shared(
        figure=True,
        uncommon=any(value >= UNCOMMON for *_, value in both),
        telling=len(both) > 2 or any(value >= CHANCE for *_, value in both),
        kindred=texts.kindred(a.report, b.report),
        tied=texts.tied(a.report, b.report),
    )


def rank(a: Scene, b: Scene, close: str, shared: Shared) -> int | None:
    """How sure it is that two scenes are one incident, 0 the surest; None when nothing speaks for it."""
    if a.days is None or b.days is None or not kin(a, b):
        return None
    gap = a.days.gap(b.days)
    tight, one_disaster = a.days.tight and b.days.tight, spread(a, b)
    if not (shared.figure or one_disaster or (tight and gap == 0)):
        return None
    if close == "apart" and not one_disaster:
        return SLIP if shared.kindred and gap <= thresholds().adjacent_days else None
    if one_disaster and 0 < gap <= thresholds().disaster_days:
        return 3
    if gap > thresholds().adjacent_days:
        return _late(a, b, gap, close, shared)
    national = any(p.national for p in (*a.spots, *b.spots)) and not one_disaster
    if tight and gap == 0:
        if close in ("same", "near", "told") and (not national or shared.figure):
            return {"same": 0, "told": 1, "near": 2}[close]
        if one_disaster or (close == "inside" and shared.figure):
            return 3
        if close in CLOSE:
            return None if national else WIDER
        return 4 if shared.telling or shared.kindred else None
    if tight:
        return 7 if (shared.telling or shared.kindred) and close in CLOSE else None
    if gap > 0 or not shared.figure:
        return None
    return 8 if close in ("same", "near") or shared.telling or shared.kindred else None


def _late(a: Scene, b: Scene, gap: int, close: str, shared: Shared) -> int | None:
    """The rank of a later story of one place that repeats a figure and shares names, dated by a slip or publication."""
    told = close == "told" and not (a.spots and b.spots)
    placed = told or close in ("same", "near", "inside")
    if not shared.figure or not placed or any(p.national for p in (*a.spots, *b.spots)):
        return None
    if a.firm and b.firm:
        slip = shared.telling and gap <= thresholds().repeat_days and shared.kindred
        return SLIP if slip else None
    sure = gap <= thresholds().repeat_days or shared.telling or shared.tied
    if sure and gap <= thresholds().story_days and shared.kindred:
        return SLIP
    loose = (told or close == "inside") and (a.firm or b.firm) and gap <= thresholds().late_days
    return SLIP if loose and shared.uncommon else None

"""IDMC-like coding: displaced, evacuated and destroyed housing, as reported, with a quantifier, a unit and a role."""

from __future__ import annotations

import re

from onrecord.profiles.coded import Coded, Figure, Heard, Idmc
from onrecord.profiles.rules import run
from onrecord.profiles.scheme import scheme
from onrecord.profiles.subject import Subject, coded, country_of, location_of, untold

RULES = ("actual", "current", "answered", "as_told", "named", "apart", "latest", "lowest", "single")


def code(subject: Subject) -> Coded | None:
    """The recommended figure of the line and all its figures with their roles; None for other measures.

    One figure is recommended, the others triangulate it; a forecast or a fear is neither.
    """
    own = scheme("idmc")
    words = own.words()
    if subject.measure not in own.measures:
        return None
    if subject.measure == "destroyed" and subject.object not in words["housing"]:
        return None
    steps = run(subject.heard, RULES)
    last = steps[-1]
    chosen = last.kept[0] if last.kept else None
    reason = None
    if chosen is None:
        reason = untold(subject)
    elif subject.increment:
        reason = "an addition to a count, not the count"
    told = [h for step in steps if step.rule == "as_told" for h in step.kept]
    told += [h for h in run(subject.heard, ("actual", "as_told"))[-1].kept if h not in told]
    place = subject.place
    home = subject.measure == "destroyed"
    figures = tuple(_figure(h, h == chosen and reason is None, home=home) for h in told)
    recommended = next((f for f in figures if f.role == "RECOMMENDED"), None)
    return coded(
        own.name,
        subject,
        steps,
        reason,
        terms=Idmc(
            term=words["terms"][subject.measure],
            quantifier=recommended.quantifier if recommended else None,
            unit=recommended.unit if recommended else None,
            household_size=None,
            location=location_of(place),
            country=country_of(place),
            figures=figures,
        ),
        claims=chosen.claims if chosen and not reason else tuple(c for h in subject.heard for c in h.claims),
    )


def _figure(heard: Heard, recommended: bool, *, home: bool) -> Figure:
    words = scheme("idmc").words()
    counted = set(re.findall(r"\w+", heard.phrase.lower()))
    assert heard.coded is not None
    return Figure(
        reported=heard.coded,
        quantifier=words["quantifiers"].get(heard.hedge, "APPROXIMATELY"),
        unit="household" if home or counted & set(words["households"]) else "person",
        role="RECOMMENDED" if recommended else "TRIANGULATION",
        source=heard.source if heard.origin and heard.source else words["unspecified"],
        publishers=heard.outlets,
        date=heard.day,
        claims=heard.claims,
    )

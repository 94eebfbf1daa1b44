"""The brief: one view over a record that tells who says what, side by side, with the claims behind every number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onrecord.brief.content import Brief, Counts
from onrecord.brief.figures import Figures
from onrecord.brief.happenings import happenings
from onrecord.brief.places import places
from onrecord.brief.standing import state_of
from onrecord.brief.voices import speakers
from onrecord.brief.wording import outlets_of, short_ids
from onrecord.model import Claim, Line, Problem, Report

__all__ = ["Brief", "compose"]

EVENTS = 18
SPEAKERS = 16


def compose(
    reports: Iterable[Report],
    claims: Iterable[Claim],
    lines: Iterable[Line],
    problems: Sequence[Problem] = (),
    *,
    limit: bool = True,
) -> Brief:
    """The brief of a record; with ``limit`` long lists are cut, and the brief says by how much."""
    read, made = tuple(reports), tuple(claims)
    short = short_ids(c.id for c in made)
    figures = Figures(read, made, lines, short)
    held = places(made, short)
    everything, voices = happenings(made, short, limit=None), speakers(made, short, limit=False)
    happened = happenings(made, short, limit=EVENTS) if limit else everything
    said = speakers(made, short, limit=True)[:SPEAKERS] if limit else voices
    incidents = figures.incidents(limit=limit)
    states = [state_of(line, figures.of(line.claims), figures.belligerents)[0] for line in figures.lines]
    dates = sorted(r.published for r in read if r.published)
    kinds = [c.type for c in made]
    counts = Counts(
        len(read),
        len({r.publisher or r.id for r in read}),
        dates[0] if dates else None,
        dates[-1] if dates else None,
        kinds.count("figure"),
        kinds.count("control"),
        kinds.count("event"),
        kinds.count("statement"),
        len({c.source.origin for c in made if c.source and c.source.origin}),
        len(figures.lines) + len(held),
        sum(len(outlets_of(figures.of(line.claims))) > 1 for line in figures.lines)
        + sum(place.outlets > 1 for place in held),
        states.count("disputed") + sum(place.state == "disputed" for place in held),
        len(problems),
    )
    return Brief(
        counts,
        incidents,
        held,
        happened,
        said,
        len(everything) - len(happened),
        len(voices) - len(said),
    )

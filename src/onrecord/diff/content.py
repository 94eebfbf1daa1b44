"""What is new in a record since a day, as frozen values: every number with the claims it is from."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.brief.content import Cited, Happening


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as worded, who is behind it, which outlets carry it, the day it is about, and when it was published."""

    figure: str
    source: str
    outlets: tuple[str, ...]
    when: str | None
    published: str | None
    cited: Cited
    note: str | None = None


@dataclass(frozen=True, slots=True)
class OnLine:
    """Something new on a line: the line's id and title, and its incident's title."""

    line: str
    label: str
    incident: str


@dataclass(frozen=True, slots=True)
class NewLine(OnLine):
    """A line that nothing was known of before."""

    readings: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class NewReading(OnLine):
    """A new reading on a known line, how it stands to the ``others`` (codebook section 6)."""

    reading: Told
    relation: str
    others: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Update(OnLine):
    """A figure that changed: old and new, and ``revised``: up, down or changed (where bounds do not tell)."""

    old: Told
    new: Told
    revised: str


@dataclass(frozen=True, slots=True)
class Carried(OnLine):
    """Figures already known that further reports carry."""

    reading: Told


@dataclass(frozen=True, slots=True)
class Dispute(OnLine):
    """A line whose standing readings conflict now and did not."""

    readings: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Settled(Dispute):
    """A line whose standing readings did conflict and do not now."""


@dataclass(frozen=True, slots=True)
class PlaceNews:
    """What is new on who holds a place.

    ``what``: a new state, a new voice on a known one, newly disputed, or no longer disputed.
    """

    name: str
    country: str | None
    what: str
    holder: str | None
    state: str
    since: str | None
    manner: str | None
    who: str | None
    outlets: tuple[str, ...]
    cited: Cited


@dataclass(frozen=True, slots=True)
class Diff:
    """All that reports published on or after ``since`` added to what those before had told.

    ``reports`` and ``outlets`` are of the new reports, ``before`` the reports published earlier, ``undated`` those
    without a publication date, which count as known before; ``last`` is the latest publication date there is.
    """

    since: str
    reports: tuple[str, ...]
    outlets: tuple[str, ...]
    before: int
    undated: tuple[str, ...]
    last: str | None
    lines: tuple[NewLine, ...]
    readings: tuple[NewReading, ...]
    updates: tuple[Update, ...]
    carried: tuple[Carried, ...]
    disputed: tuple[Dispute, ...]
    settled: tuple[Settled, ...]
    places: tuple[PlaceNews, ...]
    events: tuple[Happening, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing is new; figures merely carried by further outlets are no news."""
        return not (
            self.lines or self.readings or self.updates or self.disputed or self.settled or self.places or self.events
        )

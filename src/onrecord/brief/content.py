"""What a brief tells, as frozen values that the renderers print: no layout here, and every number with its claims.

``onrecord brief --json`` writes these values as they are: the object of ``Brief``, with a field for each one here.
Dates are ISO strings of the grain known; ``claims`` hold whole ids, ``short`` the beginnings that the brief prints.
"""

from __future__ import annotations

from dataclasses import dataclass

GLYPHS = {"disputed": "≠", "updated": "→", "agree": "≈", "repeat": "=", "unsourced": "?", "single": "–"}

WORDS = {
    "disputed": "disputed",
    "updated": "updated",
    "agree": "agree",
    "repeat": "repeated",
    "unsourced": "unsourced",
    "single": "one outlet",
}

LOSSES = {"own loss": "●", "enemy loss": "○", "third party": "◐"}


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers that the brief itself computes; the only ones without a claim, and shown only as counts."""

    reports: int
    outlets: int
    first: str | None
    last: str | None
    figures: int
    control: int
    events: int
    statements: int
    origins: int
    lines: int
    shared: int
    disputed: int
    problems: int


@dataclass(frozen=True, slots=True)
class Cited:
    """Claims as a brief cites them: their whole ids, and beginnings that are unique in this record."""

    claims: tuple[str, ...]
    short: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One reading: the figure as worded, who is behind it, whose loss it is, which outlets carry it, when it held.

    ``note`` tells what the figure is not (a forecast, a rounding of the same origin's figure).
    """

    figure: str
    source: str
    side: str | None
    loss: str | None
    outlets: tuple[str, ...]
    when: str | None
    cited: Cited
    note: str | None = None
    updates: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a list: the stretch of the report that counts it."""

    text: str
    cited: Cited


@dataclass(frozen=True, slots=True)
class LineTop:
    """The top of one line of the record: its title, its state, who stands behind it, and its place.

    ``qualifier`` tells what none of its figures is, where the title does not.
    """

    id: str
    label: str
    state: str
    voices: str
    place: str | None
    qualifier: str | None


@dataclass(frozen=True, slots=True)
class LineBrief(LineTop):
    """One line with its readings, the earliest first; ``part_of`` is the title of the line that counts the whole."""

    readings: tuple[Said, ...]
    unseen: int = 0
    part_of: str | None = None


@dataclass(frozen=True, slots=True)
class ListBrief:
    """Several lines that one origin gives in one breath, such as a list of equipment lost."""

    label: str
    state: str
    voices: str
    source: str
    loss: str | None
    when: str | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class IncidentBrief:
    """What is counted about one incident or crisis: where, what happened ("totals" for a crisis), the day or as-of day.

    ``incidents`` are its slugs in the record; ``year`` is the one that all its dates share and its rows need not
    repeat; ``minor`` is one of a single figure in one outlet; ``unseen`` counts the lines left out for length.
    """

    incidents: tuple[str, ...]
    title: str
    what: str | None
    day: str | None
    year: str | None
    outlets: int
    lines: tuple[LineBrief, ...]
    lists: tuple[ListBrief, ...]
    minor: bool = False
    unseen: int = 0


@dataclass(frozen=True, slots=True)
class Stand:
    """One voice on who holds a place: its manner (asserted, claimed, said, admitted, denied), who and when."""

    manner: str
    who: str
    when: str | None
    cited: Cited


@dataclass(frozen=True, slots=True)
class Holding:
    """One claim about a place, "captured by Russia", with all who take a stand on it."""

    state: str
    holder: str | None
    stands: tuple[Stand, ...]


@dataclass(frozen=True, slots=True)
class PlaceBrief:
    """Who holds a place, according to whom."""

    name: str
    country: str | None
    state: str
    outlets: int
    holdings: tuple[Holding, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """An event, told once however many claims tell it: ``words`` are those of the claim that tells it best.

    ``by`` is the actor in a few words where those words do not name it.
    """

    when: str | None
    place: str | None
    kind: str
    actor: str | None
    target: str | None
    by: str | None
    words: str
    source: str | None
    modality: str
    outlets: int
    cited: Cited


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing said: the quotation if there is one, else its content, with channel and date."""

    quote: str | None
    content: str
    act: str
    channel: str | None
    when: str | None
    cited: Cited


@dataclass(frozen=True, slots=True)
class Speaker:
    """One speaker and what they said, the best quotations first; ``unseen`` counts those left out for length."""

    name: str
    side: str | None
    sayings: tuple[Saying, ...]
    unseen: int = 0


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything that a brief tells; ``unseen_*`` count what was left out for length and is in the record."""

    counts: Counts
    incidents: tuple[IncidentBrief, ...]
    places: tuple[PlaceBrief, ...]
    events: tuple[Happening, ...]
    speakers: tuple[Speaker, ...]
    unseen_events: int = 0
    unseen_speakers: int = 0

"""What coding a line gives: its single value with the codebook's own terms, and the steps that give it again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heard:
    """One reading as coding takes it: its bounds and number as said, who stands behind it, and the claims it is from.

    ``words`` are the figure's, ``phrase`` also says what it counts; ``number`` is the figure's own (None where vague),
    ``coded`` what a profile makes of it. ``day`` is when it held, ``overtaken`` whether a later reading updates it,
    ``aside`` why it is no count of what is.
    """

    words: str
    phrase: str
    number: float | None
    low: float | None
    high: float | None
    hedge: str
    origin: str | None
    source: str | None
    stance: str
    outlets: tuple[str, ...]
    day: str | None
    claims: tuple[str, ...]
    published: str = ""
    overtaken: bool = False
    aside: str | None = None
    coded: float | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One rule applied: its name, its sentence, and what stood after it."""

    rule: str
    says: str
    kept: tuple[Heard, ...]
    low: float | None = None
    best: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Acled:
    """Terms of an ACLED-like row; the dispute is told in ``notes``."""

    event_date: str | None
    time_precision: int | None
    location: str | None
    country: str | None
    geo_precision: int | None
    notes: str


@dataclass(frozen=True, slots=True)
class Ucdp:
    """Terms of a UCDP-like row. Deaths are told apart only where lines count them apart; None is not told."""

    event_clarity: int
    date_start: str | None
    date_end: str | None
    date_prec: int | None
    location: str | None
    country: str | None
    where_prec: int | None
    number_of_sources: int
    counted: str
    side: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One IDMC-like figure: the number as reported, its source apart from its publishers, and its role."""

    reported: float
    quantifier: str
    unit: str
    role: str
    source: str
    publishers: tuple[str, ...]
    date: str | None
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Idmc:
    """Terms of an IDMC-like row: the recommended figure's, and every figure with its role.

    ``household_size`` is None: it is never assumed.
    """

    term: str
    quantifier: str | None
    unit: str | None
    household_size: float | None
    location: str | None
    country: str | None
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Coded:
    """A line's single value under a profile; ``left_out`` says why there is none.

    ``claims`` are those behind the value; replaying ``why`` gives low, best and high again. ``value`` is what the
    profile prints: the fatalities, the best estimate, the recommended figure.
    """

    profile: str
    line: str
    label: str
    incident: str
    value: float | None
    low: float | None
    best: float | None
    high: float | None
    terms: Acled | Ucdp | Idmc
    claims: tuple[str, ...]
    why: tuple[Step, ...]
    left_out: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One incident under a profile: its value from its lines, by the rule named, with the lines that were used.

    ``rule`` is whole (one line counts everybody), apart (lines of people that cannot overlap, added) or largest
    (lines that may overlap: the largest alone). ``parts`` are counted in another line and not added. The deaths by
    side are None for ACLED-like rows and where no line counts them apart.
    """

    profile: str
    incident: str
    value: float
    low: float | None
    high: float | None
    rule: str
    says: str
    lines: tuple[Coded, ...]
    parts: tuple[Coded, ...]
    claims: tuple[str, ...]
    sub_event_type: str | None = None
    side_a: str | None = None
    side_b: str | None = None
    deaths_a: float | None = None
    deaths_b: float | None = None
    deaths_civilians: float | None = None
    deaths_unknown: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """All that a profile makes of a record: its rows, and the lines it leaves out, each with the reason."""

    profile: str
    label: str
    rows: tuple[Row, ...]
    left_out: tuple[Coded, ...]

"""A small invented crisis, coded by hand: claims with true spans, for tests of what comes after extraction."""

from __future__ import annotations

from dataclasses import dataclass, replace

from onrecord.model import (
    Claim,
    Control,
    Event,
    Figure,
    LevelHit,
    Line,
    Link,
    Period,
    Place,
    Problem,
    Reading,
    Report,
    RuleHit,
    Segment,
    Source,
    Statement,
    claim_id,
    span_of,
)

KNOWLEDGE = "0123456789abcdef"

ARDOVIA = Source("Ardovia's army", "military", "Ardovia", origin="ardovia-military")
TESSAL = Source("Tessal's defence ministry", "government", "Tessal", origin="tessal-government")
REDLINE = Source("the Redline Observatory", "monitor", None, origin="redline-observatory")
MAYOR = Source("Ilse Maran", "government", "Tessal", channel="radio", origin="ilse-maran")
WAR = "ardovia-tessal-war"

LEDGER_TEXT = """Sorn falls after a night of shelling

Ardovian troops took the river port of Sorn on Tuesday. Ardovia's army said it had lost 212 soldiers so far.

Tessal's defence ministry put the Ardovian dead at 3,450. It denied that Sorn had fallen.

"We will not leave this town," Ilse Maran, the mayor of Sorn, told local radio.

More than 41,000 people have crossed the border.
"""

COURIER_TEXT = """Both sides count their dead

Ardovia's army admits 212 dead soldiers. Nearly 3,500 Ardovian soldiers have died, Tessal's defence ministry said.

The Redline Observatory counted at least 900 Ardovian dead. By Wednesday about 55,000 people had fled abroad.
"""


def report(name: str, text: str, publisher: str, published: str) -> Report:
    """A report whose first line is its headline and whose other paragraphs are its body."""
    end = text.index("\n")
    segments = (Segment("headline", 0, end), Segment("body", end + 2, len(text)))
    return Report(name, text, segments, text[:end], publisher, published)


LEDGER_REPORT = report("ledger.txt", LEDGER_TEXT, "Morning Ledger", "2031-05-07")
COURIER_REPORT = report("courier.txt", COURIER_TEXT, "Border Courier", "2031-05-08")


def place(name: str, country: str) -> Place:
    return Place(name, name, f"made-up:{name}", (country,), 41.5, 12.25, "point", country)


SORN, TESSAL_LAND = place("Sorn", "Tessal"), place("Tessal", "Tessal")


def claim(of: Report, exact: str, kind: str = "figure", number: str = "", **fields: object) -> Claim:
    """A claim anchored where ``exact`` stands in the report."""
    start = of.text.index(exact)
    span = span_of(of.text, start, start + len(exact))
    at = start + exact.index(number) if number else start
    counted = span_of(of.text, at, at + len(number)) if number else None
    anchor = counted or span
    made = Claim(
        claim_id(of.id, kind, anchor.start, anchor.end),
        of.id,
        kind,
        span,
        number=counted,
        knowledge=KNOWLEDGE,
        publisher=of.publisher,
        published=of.published,
        incident=WAR,
        trace=(RuleHit(f"{kind}.by_hand", span.start, span.end),),
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def dead(of: Report, exact: str, figure: Figure, number: str, source: Source | None, day: str = "2031-05-06") -> Claim:
    return claim(
        of, exact, number=number, figure=figure, measure="killed", group="Ardovian soldiers", side="Ardovia",
        status="military", place=TESSAL_LAND, period=Period(day, day, "day"), scope="cumulative", source=source,
    )  # fmt: skip


def fled(of: Report, exact: str, figure: Figure, number: str, day: str) -> Claim:
    return claim(
        of, exact, number=number, figure=figure, measure="refugees", status="civilian", place=TESSAL_LAND,
        period=Period(day, day, "day"), scope="snapshot",
    )  # fmt: skip


L_OWN = dead(LEDGER_REPORT, "lost 212 soldiers", Figure("212", 212, 212, 212, "exact"), "212", ARDOVIA)
L_ENEMY = dead(LEDGER_REPORT, "Ardovian dead at 3,450", Figure("3,450", 3450, 3450, 3450, "exact"), "3,450", TESSAL)
C_OWN = dead(COURIER_REPORT, "212 dead soldiers", Figure("212", 212, 212, 212, "exact"), "212", ARDOVIA)
C_ENEMY = dead(
    COURIER_REPORT,
    "Nearly 3,500 Ardovian soldiers",
    Figure("Nearly 3,500", 3500, None, 3500, "almost"),
    "3,500",
    TESSAL,
)
C_OTHER = dead(
    COURIER_REPORT, "at least 900 Ardovian dead", Figure("at least 900", 900, 900, None, "at_least"), "900", REDLINE
)
L_FLED = fled(
    LEDGER_REPORT,
    "More than 41,000 people",
    Figure("More than 41,000", 41000, 41000, None, "more_than"),
    "41,000",
    "2031-05-06",
)
C_FLED = fled(
    COURIER_REPORT, "about 55,000 people", Figure("about 55,000", 55000, 55000, 55000, "about"), "55,000", "2031-05-07"
)

TUESDAY = Period("2031-05-06", "2031-05-06", "day")
L_TAKEN = claim(
    LEDGER_REPORT, "Ardovian troops took the river port of Sorn on Tuesday", "control",
    control=Control("Ardovia", "captured"), place=SORN, period=TUESDAY,
)  # fmt: skip
L_DENIED = claim(
    LEDGER_REPORT, "It denied that Sorn had fallen", "control", control=Control("Ardovia", "captured"), place=SORN,
    period=TUESDAY, source=TESSAL, polarity="denied",
)  # fmt: skip
L_SHELLED = claim(
    LEDGER_REPORT, "Sorn falls after a night of shelling", "event", event=Event("shelling", "Ardovia", "Sorn"),
    place=SORN, period=TUESDAY, segment="headline",
)  # fmt: skip
L_SAID = claim(
    LEDGER_REPORT, '"We will not leave this town," Ilse Maran, the mayor of Sorn, told local radio', "statement",
    statement=Statement("We will not leave this town,", "We will not leave this town,", "pledges"),
    source=MAYOR, place=SORN, period=TUESDAY,
)  # fmt: skip

LEDGER_CLAIMS = (L_OWN, L_ENEMY, L_FLED, L_TAKEN, L_DENIED, L_SHELLED, L_SAID)
COURIER_CLAIMS = (C_OWN, C_ENEMY, C_OTHER, C_FLED)
CLAIMS = (*LEDGER_CLAIMS, *COURIER_CLAIMS)
REPORTS = (LEDGER_REPORT, COURIER_REPORT)


def reading(first: Claim, *more: Claim) -> Reading:
    """What these claims of one origin say: the first one's bounds, all their outlets."""
    assert first.figure is not None
    group = (first, *more)
    return Reading(
        first.source.origin if first.source else None,
        first.figure.low,
        first.figure.high,
        first.figure.hedge,
        first.period.as_of or first.period.start,
        tuple(c.id for c in group),
        tuple(sorted({c.publisher for c in group})),
    )


def link(left: Claim, right: Claim, relation: str, sentence: str) -> Link:
    return Link(left.id, right.id, relation, (LevelHit("bounds", relation, sentence),), KNOWLEDGE)


KILLED = Line(
    "line-killed",
    (WAR, "killed", "Ardovian soldiers"),
    "Ardovian soldiers killed",
    WAR,
    (reading(L_OWN, C_OWN), reading(L_ENEMY), reading(C_ENEMY), reading(C_OTHER)),
    (
        link(L_OWN, C_OWN, "repeat", "one origin, the same bounds"),
        link(L_ENEMY, C_ENEMY, "repeat", "almost 3,500 holds 3,450"),
        link(L_OWN, L_ENEMY, "conflicts", "212 and 3,450 do not overlap"),
        link(L_ENEMY, C_OTHER, "corroborates", "3,450 lies in at least 900"),
    ),
    (L_OWN.id, L_ENEMY.id, C_OWN.id, C_ENEMY.id, C_OTHER.id),
)
FLED = Line(
    "line-fled",
    (WAR, "refugees"),
    "Refugees abroad",
    WAR,
    (reading(L_FLED), reading(C_FLED)),
    (link(L_FLED, C_FLED, "updates", "7 May is later than 6 May"),),
    (L_FLED.id, C_FLED.id),
)
LINES = (KILLED, FLED)
LINKS = (*KILLED.relations, *FLED.relations)
PROBLEMS = (Problem("courier.txt", "caption_unread", "a caption has no text", 4, 9),)


@dataclass(frozen=True, slots=True)
class HandRecord:
    """What linking gives, made by hand."""

    claims: tuple[Claim, ...] = CLAIMS
    lines: tuple[Line, ...] = LINES
    links: tuple[Link, ...] = LINKS
    parts: tuple[tuple[str, str, LevelHit], ...] = ((FLED.id, KILLED.id, LevelHit("scope", "part", "by hand")),)
    problems: tuple[Problem, ...] = ()


RECORD = HandRecord()

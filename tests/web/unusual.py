"""A record of what is rare: a line of fifty readings, a report written from right to left, problems, reviews astray."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from onrecord.ledger import Ledger
from onrecord.model import Claim, Figure, Period, Problem, Report, Segment, Source
from onrecord.pipeline import relink
from onrecord.reviewing import decide, on_claim
from tests.handmade import SORN, claim

READINGS = 50
FLOOD = "sorn-flood-2031"
ARABIC = (
    "فيضان في سورن\n\nقالت وزارة الداخلية إن 40 شخصًا قُتلوا في فيضان سورن يوم الثلاثاء، وإن أكثر من 900 شخص نزحوا.\n"
)


def make(file: Path) -> None:
    """Make the ledger at this path."""
    told = [_told(n) for n in range(READINGS)]
    arabic = Report(
        "flood-ar.txt", ARABIC, (Segment("headline", 0, 13), Segment("body", 15, len(ARABIC))),
        "فيضان في سورن", "النهر", "2031-06-30", language="ar",
    )  # fmt: skip
    fled = _claim(
        arabic, "أكثر من 900 شخص", "900", Figure("أكثر من 900", 900, 900, None, "more_than"), "displaced", "2031-06-29"
    )
    dead = _claim(arabic, "40 شخصًا", "40", Figure("40", 40, 40, 40, "exact"), "killed", "2031-06-29")
    killed = (*(c for _, c in told), dead)
    with Ledger.open(file) as ledger:
        for report, made in told:
            ledger.add(report, [made])
        ledger.add(arabic, [fled, dead])
        ledger.note([
            Problem("scan.pdf", "unreadable", "the file is a picture without text"),
            Problem("wire.zip", "too_large", "more than 20 MB; nothing of it was read"),
        ])  # fmt: skip
        stale = on_claim(ledger, "accept", killed[3].id, "Ana", note="as the release has it")
        decide(ledger, replace(stale, target_digest="0" * 16))
        gone = on_claim(ledger, "reject", killed[4].id, "Bo", note="gone since")
        decide(ledger, replace(gone, target="feedfacefeed"))
        relink(ledger)


def _told(number: int) -> tuple[Report, Claim]:
    """One report with its count of the dead, of one of twenty origins."""
    dead = 12 + 7 * number % 61
    words = f"{'At least ' if number % 3 == 0 else ''}{dead} people"
    source = f"relief service {number % 20 + 1}"
    text = f"Flood in Sorn\n\n{words} were killed in the flood, {source} said.\n"
    day = f"2031-06-{1 + number // 2:02}"
    segments = (Segment("headline", 0, 13), Segment("body", 15, len(text)))
    report = Report(f"flood-{number:02}.txt", text, segments, "Flood in Sorn", f"Outlet {number % 7 + 1}", day)
    least = number % 3 == 0
    figure = Figure(
        words.removesuffix(" people"), dead, dead, None if least else dead, "at_least" if least else "exact"
    )
    made = _claim(report, words, str(dead), figure, "killed", day)
    return report, replace(made, source=Source(source, "emergency", None, origin=source.replace(" ", "-")))


def _claim(report: Report, words: str, number: str, figure: Figure, measure: str, day: str) -> Claim:
    made = claim(
        report, words, number=number, figure=figure, measure=measure, place=SORN, scope="cumulative",
        period=Period(as_of=day), source=Source("وزارة الداخلية", "government", None, origin="interior-ministry"),
    )  # fmt: skip
    return replace(made, incident=FLOOD)

"""Linking over time: late reports, changing tolls, stories told again, copies and names that do not move."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from onrecord.ledger import Ledger
from onrecord.link import link
from onrecord.link.copies import copies
from onrecord.link.texts import aged
from onrecord.model import Claim, Period, Reading, Report, RuleHit, Segment, Source
from tests.test_link import FARHOLT, MIRAVAL, VELAND, body, claim, line_of, said

# --- late reports count for the day they are about ---

UNTOLD = (RuleHit("date: the day of publication", 0, 5),)


def quake() -> tuple[Claim, ...]:
    """A quake whose day two reports tell, and a later report that never says when it struck."""
    first = claim("a", "40 people dead", 40, day="2031-05-10", published="2031-05-11", before="the quake ")
    second = claim("b", "52 people dead", 52, day="2031-05-10", published="2031-05-12", before="the quake ")
    late = claim("c", "60 people dead", 60, day="2031-05-13", published="2031-05-13", before="the quake, toll rose to ")
    gone = claim(
        "c", "12 people", 12, measure="missing", scope="snapshot", day="2031-05-13", published="2031-05-13", at=50
    )
    own = Period("2031-05-13", "2031-05-13", "day")
    return first, second, replace(late, period=own, trace=UNTOLD), replace(gone, period=own, trace=UNTOLD)


def test_a_report_that_tells_no_day_takes_the_incidents() -> None:
    first, _, late, gone = quake()
    record = link(quake())
    found = {c.id: c for c in record.claims}
    assert found[late.id].period == Period("2031-05-10", "2031-05-10", "day", "2031-05-13")
    assert "date: of the incident, as other reports tell it" in {hit.rule for hit in found[late.id].trace}
    assert found[gone.id].period == gone.period
    assert found[first.id].period == first.period
    assert link(record.claims) == record


def test_what_was_drawn_is_taken_back_where_nothing_tells_it_any_more() -> None:
    late = quake()[2]
    drawn = next(c for c in link(quake()).claims if c.id == late.id)
    alone = link([drawn]).claims[0]
    assert replace(alone, incident=None) == late


def test_reports_that_disagree_on_the_day_move_nobody() -> None:
    first, second, late, gone = quake()
    other = replace(second, period=Period("2031-05-11", None, "day"))
    found = {c.id: c for c in link([first, other, late, gone]).claims}
    assert found[late.id].period == late.period


def _report(one: Claim) -> Report:
    return Report(one.report, "x" * 200, (Segment("body", 0, 200),), published=one.published)


def test_the_drawn_day_is_kept_by_the_ledger_and_follows_the_reports(tmp_path: Path) -> None:
    first, second, late, _ = quake()
    with Ledger.open(tmp_path / "record.sqlite") as ledger:
        for one in (late, first, second):
            ledger.add(_report(one), [one], knowledge="k")
            ledger.replace_record(link(tuple(ledger.claims(coded=True))))
        assert ledger.claim(late.id).period.start == "2031-05-10"
        assert ledger.claim(late.id).period.as_of == "2031-05-13"
        assert next(c for c in ledger.claims(report="c", coded=True)) == late
        kept = tuple(ledger.claims()), tuple(ledger.lines())
        ledger.replace_record(link(tuple(ledger.claims(coded=True))))
        assert (tuple(ledger.claims()), tuple(ledger.lines())) == kept
        ledger.replace_record(link([late]))
        assert ledger.claim(late.id).period == late.period
    with Ledger.open(tmp_path / "other.sqlite") as other:
        for one in (second, late, first):
            other.add(_report(one), [one], knowledge="k")
        other.replace_record(link(tuple(other.claims(coded=True))))
        assert (tuple(other.claims()), tuple(other.lines())) == kept


# --- a line over time ---


def series(*claims: Claim) -> list[tuple[float | None, str]]:
    """The one line's readings in order of day: the low bound and how it follows on the last."""
    (line,) = link(claims).lines
    return [(r.low, r.change) for r in sorted(line.readings, key=lambda r: (r.as_of or "", r.low or 0))]


def total(report: str, words: str, number: int, day: str, before: str, source: Source | None = None) -> Claim:
    """A running total of one office as of a day."""
    return claim(
        report, words, number, source=source or body("Flood"), scope="cumulative", measure="displaced", day=day,
        as_of=day, published=day, place=VELAND, before=before,
    )  # fmt: skip


def test_a_toll_that_grew_and_was_revised_down() -> None:
    office = body("Rescue")
    first = claim("a", "31 dead", 31, source=office, as_of="2031-05-10")
    again = claim("b", "31 dead", 31, source=office, as_of="2031-05-11", published="2031-05-11")
    more = claim("c", "40 dead", 40, source=office, as_of="2031-05-12", published="2031-05-12")
    fewer = claim(
        "d", "36 dead", 36, source=office, as_of="2031-05-13", published="2031-05-13", before="It revised the toll to "
    )
    assert series(fewer, more, again, first) == [(31, ""), (31, "restated"), (40, "grew"), (36, "revised down")]


def test_a_count_that_starts_anew_is_no_correction() -> None:
    first = total("a", "9,000 displaced", 9000, "2031-05-10", "The flood office counted ")
    anew = total("b", "400 displaced", 400, "2031-06-10", "In its new count the flood office gave ")
    fixed = total("c", "300 displaced", 300, "2031-06-12", "The flood office corrected that to ")
    assert series(first, anew, fixed) == [(9000, ""), (400, "restarted"), (300, "revised down")]


def test_another_origin_is_no_step_of_the_series() -> None:
    first = claim("a", "31 dead", 31, source=body("Rescue"), as_of="2031-05-10")
    other = claim("b", "12 dead", 12, source=body("Health"), as_of="2031-05-12", published="2031-05-12")
    assert series(first, other) == [(31, ""), (12, "")]


def test_increments_windows_and_totals_are_never_one_line() -> None:
    whole = claim("a", "40 dead", 40, source=body("Rescue"), as_of="2031-05-12", published="2031-05-12")
    more = claim("b", "12 died", 12, source=body("Rescue"), increment=True, published="2031-05-12")
    record = link([whole, more])
    assert line_of(record, whole) != line_of(record, more)
    changes = {line.readings[0].low: line.readings[0].change for line in record.lines}
    assert changes == {40: "", 12: "increment"}


# --- copies ---

WIRE = (
    "A gas main burst under the covered market of Miraval on Saturday morning and brought down its roof. {said} Crews "
    "with dogs searched the rubble until dusk while shopkeepers waited behind a rope for news of their neighbours."
)


def printing(n: int, said: str = "Seventeen people died, the rescue office said.") -> tuple[Report, Claim]:
    """One outlet's printing of the agency's text, with its own byline."""
    text = f"By our staff {n}. {WIRE.format(said=said)} Copyright agency {n}."
    report = Report(f"p{n:02}", text, (Segment("body", 0, len(text)),), published="2031-05-10")
    source = body("Rescue") if "office" in said else None
    one = claim(f"p{n:02}", "Seventeen people", 17, source=source, before="brought down its roof. ")
    return report, one


def test_fourteen_printings_of_one_text_count_as_one() -> None:
    made = [printing(n) for n in range(14)]
    reports, claims = [r for r, _ in made], [c for _, c in made]
    assert copies(reports) == (tuple(sorted(r.id for r in reports)),)
    (line,) = link(claims, reports).lines
    (reading,) = line.readings
    assert isinstance(reading, Reading)
    assert (len(reading.outlets), reading.texts) == (14, 1)
    own = Report("own", "Our reporter saw the market fall.", (Segment("body", 0, 33),), published="2031-05-10")
    (line,) = link([*claims, claim("own", "17 people", 17, source=body("Rescue"))], [*reports, own]).lines
    (reading,) = line.readings
    assert (len(reading.outlets), reading.texts) == (15, 2)


def test_a_printing_that_lost_its_source_is_the_same_origin() -> None:
    made = [printing(0), printing(1), printing(2, "Seventeen people died.")]
    record = link([c for _, c in made], [r for r, _ in made])
    assert said(record, made[0][1], made[2][1]) == "repeat"
    apart = link([c for _, c in made])
    assert said(apart, made[0][1], made[2][1]) == "unsourced"


# --- stories told again ---

NIGHT = (
    "A gunman opened fire in a bar in Miraval. Orla Fenwick, 34, and Tam Oduya, 51, died, and four people were shot."
)
TRIAL = "Sentence is expected next week. Relatives of Orla Fenwick wept as the shooting of four people was retold."


def test_people_named_with_their_age_are_told_apart_from_dates() -> None:
    assert aged(NIGHT) == {("Orla", "Fenwick"), ("Tam", "Oduya")}
    assert aged("On Saturday, 12 people met. Highway Patrol, 24 cars. A 40-year-old Ben Marsh left.") == {
        ("Ben", "Marsh")
    }


def test_a_trial_is_of_the_incident_whose_victim_it_names() -> None:
    reports = [
        Report("night", NIGHT, (Segment("body", 0, len(NIGHT)),), published="2031-05-11"),
        Report("trial", TRIAL, (Segment("body", 0, len(TRIAL)),), published="2032-03-02"),
        Report("else", TRIAL.replace("Orla Fenwick", "Bo Marsh"), (Segment("body", 0, 80),), published="2032-03-02"),
    ]
    shot = claim("night", "four people", 4, measure="injured", before="opened fire, ")
    late: dict[str, Any] = {"measure": "injured", "place": None, "day": "2032-03-02", "published": "2032-03-02"}
    again = claim("trial", "four people", 4, before="the shooting of ", **late)
    other = claim("else", "four people", 4, before="the shooting of ", **late)
    record = link([shot, again, other], reports)
    assert line_of(record, shot) == line_of(record, again)
    assert line_of(record, other) != line_of(record, again)


def test_what_a_report_recalls_of_the_day_before_is_that_days() -> None:
    office = body("Monitor")
    first = claim("a", "21 killed", 21, source=office, day="2031-05-09", published="2031-05-09")
    today = claim("b", "56 killed", 56, source=office, day="2031-05-10", published="2031-05-10")
    recalled = claim("b", "21 killed", 21, source=office, day="2031-05-10", published="2031-05-10", at=60)
    record = link([first, today, recalled])
    assert said(record, first, recalled) == "repeat"
    assert line_of(record, today) != line_of(record, recalled)


# --- names that do not move ---


def test_a_slug_is_of_no_single_report_and_of_no_order() -> None:
    town = [claim(f"r{n}", "16 killed", 16, published=f"2031-05-1{n}") for n in range(1, 4)]
    before = link(town)
    early = claim("early", "16 killed", 16, place=VELAND, day="2031-05-09", published="2031-05-09")
    after = link([early, *town])
    assert line_of(before, town[0]) == line_of(after, town[0])
    assert {c.incident for c in after.claims if c.id in {t.id for t in town}} == {"miraval-2031-05-10"}


def test_a_second_incident_of_a_place_and_day_renames_nobody() -> None:
    bombing = [claim(f"r{n}", "16 killed", 16) for n in range(3)]
    fire = claim("q", "2 killed", 2, before="The blaze in the warehouse, firemen say, ")
    before, after = link(bombing), link([*bombing, fire])
    assert set(before.lines) <= set(after.lines)
    assert {c.incident for c in after.claims if c.id != fire.id} == {"miraval-2031-05-10"}
    assert next(c.incident for c in after.claims if c.id == fire.id) == f"miraval-2031-05-10-{fire.id[:6]}"


def test_an_unrelated_report_changes_no_line() -> None:
    town = [claim(f"r{n}", "16 killed", 16, source=body("Rescue")) for n in range(3)]
    far = [claim("f1", "5 killed", 5, place=FARHOLT), claim("f2", "7 hurt", 7, measure="injured", place=FARHOLT)]
    before, after = link(town), link([*far, *town])
    assert set(before.lines) <= set(after.lines)
    assert MIRAVAL.name.lower() in before.lines[0].incident

"""Linking over time: late reports, changing tolls, stories told again, copies and names that do not move."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.ledger import Ledger
from onrecord.link import link
from onrecord.model import Claim, Period, Report, RuleHit, Segment
from tests.test_link import claim

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


def test_a_ledger_of_the_first_schema_is_brought_up(tmp_path: Path) -> None:
    import sqlite3

    file = tmp_path / "old.sqlite"
    late = quake()[2]
    with Ledger.open(file) as ledger:
        ledger.add(_report(late), [late], knowledge="k")
    old = sqlite3.connect(file)
    with old:
        old.execute("ALTER TABLE claims DROP COLUMN drawn")
        old.execute("ALTER TABLE readings DROP COLUMN change")
        old.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
    old.close()
    with pytest.raises(Exception, match="older onrecord"):
        Ledger.open(file, read_only=True)
    with Ledger.open(file) as ledger:
        assert ledger.claim(late.id) == late
        ledger.replace_record(link(quake()))
        assert ledger.claim(late.id).period.start == "2031-05-10"
    with Ledger.open(file, read_only=True) as ledger:
        assert ledger.claim(late.id).period.start == "2031-05-10"

"""What lists ask of a ledger is what its claims and lines say, and stays so whatever is added, revised or reviewed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from onrecord import pipeline, reviewing
from onrecord.brief.standing import state_of
from onrecord.ledger import Ledger
from onrecord.ledger.outline import Wanted
from onrecord.parties import belligerents
from onrecord.pipeline import Inputs

EXAMPLES = Path(__file__).parents[1] / "examples"


def add(ledger: Ledger, *paths: Path) -> None:
    pipeline.add(Inputs(paths), ledger, lambda reports, claims: None)


def holds(ledger: Ledger) -> None:
    """Compare every count and head with what reading the whole record gives."""
    reports, claims, lines = list(ledger.reports()), list(ledger.claims()), list(ledger.lines())
    known, warring, totals = {c.id: c for c in claims}, belligerents(claims), ledger.lists.totals()
    states = {line.id: state_of(line, [known[c] for c in line.claims], warring)[0] for line in lines}
    assert (totals.reports, totals.claims, totals.lines) == (len(reports), len(claims), len(lines))
    assert totals.outlets == len({r.publisher or r.id for r in reports})
    assert totals.origins == len({c.source.origin for c in claims if c.source and c.source.origin})
    assert totals.warring == warring
    assert {s: n for s, n in totals.states.items() if n} == dict(Counter(states.values()))
    assert totals.incidents == len({line.incident for line in lines})
    heads = ledger.lists.line_heads(Wanted(), limit=10_000)
    assert {h.id: h.state for h in heads} == states
    assert [h.state == "disputed" for h in heads] == sorted((h.state == "disputed" for h in heads), reverse=True)
    for incident in ledger.lists.incidents(Wanted(), limit=10_000):
        own = ledger.lists.line_heads(Wanted(incident=incident.slug), limit=10_000)
        assert [h.rank for h in own] == list(range(1, incident.lines + 1))
        assert incident.disputed == sum(h.state == "disputed" for h in own)
    told = Counter(c.report for c in claims)
    assert {h.id: h.claims for h in ledger.lists.report_heads(limit=10_000)} == {r.id: told[r.id] for r in reports}


def test_lists_are_what_the_record_says(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "lists.sqlite") as ledger:
        every = sorted(EXAMPLES.iterdir())
        add(ledger, *every[:5])
        holds(ledger)
        add(ledger, *every[5:])
        holds(ledger)
        fighting = next(c for c in ledger.claims(type="figure") if c.side and c.status == "military")
        reviewing.decide(ledger, reviewing.on_claim(ledger, "correct", fighting.id, "Ana", told={"side": "Albania"}))
        assert "Albania" in ledger.lists.totals().warring


def test_a_report_that_is_revised_tells_no_more_of_its_old_version(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Some 40 Russian soldiers were killed in Kharkiv on 2 March 2022, Ukraine’s army said.", "utf-8")
    with Ledger.open(tmp_path / "lists.sqlite") as ledger:
        add(ledger, page)
        assert ledger.lists.totals().warring
        holds(ledger)
        page.write_text("A flood killed 40 people in Orikum on 2 March 2022, the interior ministry said.", "utf-8")
        add(ledger, page)
        assert not ledger.lists.totals().warring
        holds(ledger)


def test_lines_are_narrowed_and_paged(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "lists.sqlite") as ledger:
        add(ledger, *sorted(EXAMPLES.iterdir()))
        lists = ledger.lists
        every = lists.line_heads(Wanted(), limit=10_000)
        assert lists.line_heads(Wanted(), first=3, limit=4) == every[3:7]
        disputed = lists.line_heads(Wanted(states=("disputed",), measure="killed"), limit=99)
        assert disputed == tuple(h for h in every if h.state == "disputed" and h.measure == "killed")
        assert disputed
        found = lists.line_heads(Wanted(text="KHARKIV"), limit=99)
        assert {h.id for h in every if "kharkiv" in f"{h.label} {h.incident}".lower()} <= {h.id for h in found}
        assert 0 < len(found) < len(every)
        soldiers = lists.line_heads(Wanted(text="Russian soldiers", states=("disputed",)), limit=99)
        assert [h.label for h in soldiers if h.incident == "ukraine"] == ["Russia fighters killed, Ukraine"]
        assert lists.line_heads(Wanted(text="100% nowhere"), limit=9) == ()
        slugs = [i.slug for i in lists.incidents(Wanted(text="kharkiv"), limit=99)]
        assert set(slugs) == {h.incident for h in found}
        first, second, third = lists.line_heads(Wanted(incident="ukraine"), limit=3)
        assert lists.around(second) == (first.id, third.id)
        assert lists.around(first)[0] is None

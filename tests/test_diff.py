"""What is new since a day: told by publication, every number with its claims, and nothing where there is nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest

from onrecord.brief.content import Cited
from onrecord.diff import diff, is_new
from onrecord.ledger import Ledger
from onrecord.model import Claim, Control, Event, Line, Link, Report
from tests.handmade import (
    ARDOVIA,
    C_ENEMY,
    C_FLED,
    C_OTHER,
    C_OWN,
    CLAIMS,
    COURIER_CLAIMS,
    COURIER_REPORT,
    FLED,
    L_ENEMY,
    L_FLED,
    L_OWN,
    L_SHELLED,
    L_TAKEN,
    LEDGER_CLAIMS,
    LEDGER_REPORT,
    LINES,
    RECORD,
    REPORTS,
)
from tests.test_cli import onrecord

DAY = "2031-05-08"


def cited(value: object) -> Iterator[Cited]:
    """Every citation anywhere in a value."""
    if isinstance(value, Cited):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from cited(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from cited(getattr(value, field.name))


def test_a_changed_figure_is_told_old_and_new() -> None:
    told = diff(REPORTS, CLAIMS, LINES, DAY)
    (update,) = told.updates
    assert (update.line, update.revised) == (FLED.id, "up")
    assert (update.old.cited.claims, update.new.cited.claims) == ((L_FLED.id,), (C_FLED.id,))
    assert (update.old.figure, update.new.figure) == ("more than 41,000", "about 55,000")
    assert (told.before, told.reports, told.outlets) == (1, ("courier.txt",), ("Border Courier",))
    assert not told.empty


def test_a_toll_that_fell_is_revised_down() -> None:
    assert C_FLED.figure is not None
    fell = replace(C_FLED, figure=replace(C_FLED.figure, value=9000, low=9000, high=9000))
    line = replace(FLED, readings=(FLED.readings[0], replace(FLED.readings[1], low=9000, high=9000)))
    told = diff(REPORTS, (L_FLED, fell), (line,), DAY)
    assert [u.revised for u in told.updates] == ["down"]


def test_new_voices_and_repeats_are_told_apart() -> None:
    told = diff(REPORTS, CLAIMS, LINES, DAY)
    assert [(r.relation, r.reading.cited.claims) for r in told.readings] == [("corroborates", (C_OTHER.id,))]
    assert told.readings[0].others[0].cited.claims == (L_ENEMY.id,)
    carried = {c for x in told.carried for c in x.reading.cited.claims}
    assert carried == {C_OWN.id, C_ENEMY.id}


def test_a_line_of_new_reports_alone_is_new_and_not_news_twice() -> None:
    told = diff(REPORTS, COURIER_CLAIMS, (replace(FLED, readings=FLED.readings[1:], claims=(C_FLED.id,)),), DAY)
    assert [x.line for x in told.lines] == [FLED.id]
    assert (told.updates, told.readings, told.carried) == ((), (), ())


def killed(*claims: Claim, links: tuple[Link, ...]) -> Line:
    from tests.handmade import KILLED, reading

    ids = tuple(c.id for c in claims)
    return replace(KILLED, readings=tuple(reading(c) for c in claims), relations=links, claims=ids)


def test_a_dispute_that_began_and_one_that_ended() -> None:
    began = killed(L_OWN, C_ENEMY, links=(Link(L_OWN.id, C_ENEMY.id, "conflicts"),))
    told = diff(REPORTS, CLAIMS, (began,), DAY)
    assert [d.line for d in told.disputed] == [began.id]
    assert {c for r in told.disputed[0].readings for c in r.cited.claims} == {L_OWN.id, C_ENEMY.id}
    raised = replace(C_OWN, id="raised", figure=L_ENEMY.figure)
    links = (
        Link(L_OWN.id, L_ENEMY.id, "conflicts"),
        Link(L_OWN.id, raised.id, "updates"),
        Link(L_ENEMY.id, raised.id, "corroborates"),
    )
    ended = killed(L_OWN, L_ENEMY, raised, links=links)
    told = diff(REPORTS, (*CLAIMS, raised), (ended,), DAY)
    assert ([d.line for d in told.settled], told.disputed) == ([ended.id], ())


def test_rival_tolls_of_different_days_do_not_end_a_dispute() -> None:
    raised = replace(C_OWN, id="raised", figure=replace(L_OWN.figure, value=300, low=300, high=300))  # type: ignore[type-var]
    links = (
        Link(L_OWN.id, L_ENEMY.id, "conflicts"),
        Link(L_OWN.id, raised.id, "updates"),
        Link(L_ENEMY.id, raised.id, "not_comparable"),
    )
    told = diff(REPORTS, (*CLAIMS, raised), (killed(L_OWN, L_ENEMY, raised, links=links),), DAY)
    assert told.settled == ()
    assert [u.new.cited.claims for u in told.updates] == [("raised",)]


def test_control_and_events() -> None:
    admitted = replace(
        L_TAKEN, id="c1", report="courier.txt", published=DAY, publisher="Border Courier", source=ARDOVIA
    )
    left = replace(admitted, id="c2", control=Control("Ardovia", "withdrawn_from"))
    struck = replace(
        L_SHELLED, id="e1", report="courier.txt", published=DAY, event=Event("airstrike", "Tessal", "Sorn")
    )
    told = diff(REPORTS, (*CLAIMS, admitted, left, struck), LINES, DAY)
    assert {(p.what, p.state, p.manner, p.cited.claims) for p in told.places} >= {
        ("new voice", "captured", "claimed", ("c1",)),
        ("new state", "withdrawn_from", "admitted", ("c2",)),
    }
    assert [e.cited.claims for e in told.events] == [("e1",)]


def test_every_citation_is_a_claim_and_its_short_form_is_unique() -> None:
    known = {c.id for c in CLAIMS}
    found = list(cited(diff(REPORTS, CLAIMS, LINES, DAY)))
    assert found
    for one in found:
        assert set(one.claims) <= known
        assert all(sum(k.startswith(short) for k in known) == 1 for short in one.short)


def test_nothing_new() -> None:
    told = diff(REPORTS, CLAIMS, LINES, "2031-05-09")
    assert told.empty
    assert (told.reports, told.last) == ((), DAY)


def test_since_is_about_publication_and_the_undated_counts_as_known() -> None:
    assert is_new("2031-05-08", DAY)
    assert is_new("2031-05-08T03:00:00Z", DAY)
    assert not is_new("2031-05", DAY)
    assert not is_new(None, DAY)
    undated = replace(COURIER_REPORT, published=None)
    claims = tuple(replace(c, published=None) if c.report == undated.id else c for c in CLAIMS)
    told = diff((LEDGER_REPORT, undated), claims, LINES, DAY)
    assert told.empty
    assert told.undated == ("courier.txt",)
    late = diff(REPORTS, CLAIMS, LINES, DAY).updates[0].new
    assert (late.published, late.when) == (DAY, "2031-05-07")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "crisis.sqlite"
    with Ledger.open(path) as book:
        book.add(LEDGER_REPORT, LEDGER_CLAIMS)
        book.add(COURIER_REPORT, COURIER_CLAIMS)
        book.replace_record(RECORD)
    return path


def test_the_command(ledger: Path) -> None:
    done = onrecord("diff", "--since", DAY, "--ledger", ledger)
    assert done.returncode == 0
    assert done.stdout.startswith("New since 8 May 2031: 1 report from 1 outlet, beside 1 published before.")
    assert f"[{C_FLED.id[:6]}" in done.stdout
    nothing = onrecord("diff", "--since", "2031-06-01", "--ledger", ledger)
    assert " ".join(nothing.stdout.split()) == (
        "Nothing new since 1 June 2031: no report was published on that day or later; the latest is of 8 May 2031."
    )
    told = json.loads(onrecord("diff", "--since", DAY, "--ledger", ledger, "--json").stdout)
    bare = json.loads(onrecord("diff", "--since", DAY.replace("-", ""), "--ledger", ledger, "--json").stdout)
    assert bare == told, "a day without its dashes is the same day"
    assert told["updates"][0]["new"]["cited"]["claims"] == [C_FLED.id]
    assert told["empty"] is False
    bad = onrecord("diff", "--since", "yesterday", "--ledger", ledger)
    assert (bad.returncode, "YYYY-MM-DD" in bad.stderr) == (2, True)


def test_reports_are_told_by_the_record_not_by_order() -> None:
    assert diff(REPORTS[::-1], CLAIMS[::-1], LINES, DAY).updates == diff(REPORTS, CLAIMS, LINES, DAY).updates
    assert isinstance(REPORTS[0], Report)

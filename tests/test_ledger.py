"""The ledger: what is added comes back, again adds nothing, an edit makes a version, a kill loses nothing committed."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError

from onrecord.codec import CodecError, from_json, to_json
from onrecord.ledger import Ledger, LedgerError
from onrecord.ledger.engines import address_of, engine_of
from onrecord.ledger.tables import metadata, reviews
from onrecord.ledger.versions import sha256_of
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
    Span,
    Statement,
    claim_id,
)
from tests.handmade import (
    C_FLED,
    C_OWN,
    CLAIMS,
    COURIER_CLAIMS,
    COURIER_REPORT,
    KILLED,
    L_ENEMY,
    L_FLED,
    L_OWN,
    LEDGER_CLAIMS,
    LEDGER_REPORT,
    LINES,
    LINKS,
    PROBLEMS,
    RECORD,
    HandRecord,
)
from tests.postgres import Server

MODEL = (
    Claim, Control, Event, Figure, LevelHit, Line, Link, Period, Place, Problem, Reading, Report, RuleHit, Segment,
    Source, Span, Statement,
)  # fmt: skip

st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))


@given(st.one_of(*(st.from_type(kind) for kind in MODEL)))
def test_every_model_value_survives_json(value: object) -> None:
    import json

    assert from_json(type(value), json.loads(json.dumps(to_json(value)))) == value


def test_codec_refuses_what_does_not_fit() -> None:
    with pytest.raises(CodecError, match="unknown field"):
        from_json(Period, {"begin": "2031"})
    with pytest.raises(CodecError, match="expected str"):
        from_json(Period, {"start": 2031})
    with pytest.raises(CodecError, match="missing"):
        from_json(Segment, {"kind": "body"})


def raw(address: str) -> Engine:
    """The database behind a ledger, to look at it or change it as nobody should."""
    return engine_of(address_of(address), read_only=False)


def dump(address: str) -> dict[str, list[str]]:
    """Every row of every table."""
    with raw(address).connect() as connection:
        return {table.name: sorted(map(str, connection.execute(table.select()))) for table in metadata.sorted_tables}


def fill(address: str) -> None:
    with Ledger.open(address) as ledger:
        assert ledger.add(LEDGER_REPORT, LEDGER_CLAIMS)
        assert ledger.add(COURIER_REPORT, COURIER_CLAIMS, PROBLEMS)
        ledger.replace_record(RECORD)


def test_what_is_added_comes_back_after_reopening(address: str) -> None:
    fill(address)
    with Ledger.open(address) as ledger:
        assert [r.id for r in ledger.reports()] == ["ledger.txt", "courier.txt"]
        assert next(iter(ledger.reports())) == replace(LEDGER_REPORT, text_sha256=sha256_of(LEDGER_REPORT.text))
        assert {c.id: c for c in ledger.claims()} == {c.id: c for c in CLAIMS}
        assert tuple(ledger.lines()) == LINES
        assert set(ledger.links()) == set(LINKS)
        assert tuple(ledger.problems()) == PROBLEMS
        assert tuple(ledger.parts()) == RECORD.parts


def test_claims_come_in_reading_order_and_narrowed(address: str) -> None:
    fill(address)
    with Ledger.open(address) as ledger:
        everything = list(ledger.claims())
        order = [(c.published, c.report, c.span.start) for c in everything]
        assert order == sorted(order)
        assert {c.id for c in ledger.claims(type="control")} == {c.id for c in CLAIMS if c.type == "control"}
        assert {c.id for c in ledger.claims(line=KILLED.id)} == set(KILLED.claims)
        assert {c.id for c in ledger.claims(measure="killed", report="ledger.txt")} == {L_OWN.id, L_ENEMY.id}
        assert {c.id for c in ledger.claims(origin="ardovia-military")} == {L_OWN.id, C_OWN.id}


def test_every_change_raises_the_revision_that_pages_go_by(address: str) -> None:
    with Ledger.open(address) as ledger:
        seen = [ledger.lists.revision()]
        for write in (
            lambda: ledger.add(LEDGER_REPORT, LEDGER_CLAIMS),
            lambda: ledger.add(COURIER_REPORT, COURIER_CLAIMS),
            lambda: ledger.replace_record(RECORD),
            lambda: ledger.note([Problem("late.txt", "read", "no text")]),
        ):
            write()
            seen.append(ledger.lists.revision())
        assert seen == sorted(set(seen))


def test_adding_again_changes_nothing(address: str) -> None:
    fill(address)
    before = dump(address)
    with Ledger.open(address) as ledger:
        assert ledger.admit(LEDGER_REPORT, knowledge=L_OWN.knowledge) is None
        assert not ledger.add(LEDGER_REPORT, LEDGER_CLAIMS)
        assert not ledger.add(COURIER_REPORT, COURIER_CLAIMS, PROBLEMS)
    assert dump(address) == before


def test_many_reports_are_kept_as_one_by_one(address: str, tmp_path: Path) -> None:
    fill(address)
    together = str(tmp_path / "together.sqlite")
    both = [(LEDGER_REPORT, LEDGER_CLAIMS, ()), (COURIER_REPORT, COURIER_CLAIMS, PROBLEMS)]
    with Ledger.open(together) as ledger, Ledger.open(address) as single:
        assert ledger.add_all(both, at_once=1) == 2
        assert ledger.add_all([*both, (replace(COURIER_REPORT, id="third.txt"), (), ())]) == 1
        assert [c.id for c in ledger.claims()] == [c.id for c in single.claims()]
        assert len(ledger.history.runs()) == 1


def test_claims_are_narrowed_by_place_and_day(address: str) -> None:
    fill(address)
    with Ledger.open(address) as ledger:
        told = {c.id for c in ledger.claims(place="Tessal", days=("2031-05-07", "2031-05-31"))}
        assert told == {C_FLED.id}
        assert len(list(ledger.claims(place="Tessal", days=("2031-05-06", "2031-05-07")))) == 7


def test_newer_knowledge_replaces_claims_by_id(address: str) -> None:
    fill(address)
    changed = replace(L_OWN, knowledge="new", status="unknown")
    same = replace(L_ENEMY, knowledge="new")
    with Ledger.open(address) as ledger:
        assert ledger.admit(LEDGER_REPORT, knowledge="new") is not None
        assert ledger.add(LEDGER_REPORT, (changed, same))
        held = {c.id: c for c in ledger.claims(report="ledger.txt")}
    assert held == {changed.id: changed, same.id: same}
    with raw(address).connect() as connection:
        said = text("SELECT id, count(*) FROM claims WHERE report='ledger.txt' GROUP BY id")
        rows = dict(connection.execute(said).all())
    # The older coding stays in the file, closed; what is coded as before keeps its one row.
    assert (rows[L_OWN.id], rows[L_ENEMY.id], rows[L_FLED.id]) == (2, 1, 1)


def test_another_text_under_a_known_id_is_a_version(address: str) -> None:
    fill(address)
    edited = replace(LEDGER_REPORT, text=LEDGER_REPORT.text.replace("212", "213"), text_sha256="")
    with Ledger.open(address) as ledger:
        kept = ledger.admit(edited)
        assert kept is not None
        assert (kept.id, kept.supersedes) == ("ledger.txt~2", "ledger.txt")
        assert ledger.add(edited, LEDGER_CLAIMS)
        assert [r.id for r in ledger.reports()] == ["ledger.txt~2", "courier.txt"]
        assert [r.id for r in ledger.reports(history=True)] == ["ledger.txt", "ledger.txt~2", "courier.txt"]
        assert ledger.report("ledger.txt").text == LEDGER_REPORT.text
        renamed = {c.id for c in ledger.claims(report="ledger.txt~2")}
        assert claim_id("ledger.txt~2", "figure", L_OWN.number.start, L_OWN.number.end) in renamed
        assert not renamed & {c.id for c in LEDGER_CLAIMS}
        assert {c.report for c in ledger.claims()} == {"ledger.txt~2", "courier.txt"}
        assert len(list(ledger.claims(history=True))) == len(CLAIMS) + len(LEDGER_CLAIMS)
        # The older text again, or the version as admitted, is nothing new.
        assert not ledger.add(LEDGER_REPORT, LEDGER_CLAIMS)
        assert not ledger.add(kept, tuple(replace(c, report=kept.id) for c in LEDGER_CLAIMS))


def test_a_version_admitted_first_is_the_same_version(address: str) -> None:
    fill(address)
    edited = replace(LEDGER_REPORT, text=LEDGER_REPORT.text + "More follows.\n", text_sha256="")
    with Ledger.open(address) as ledger:
        kept = ledger.admit(edited)
        assert kept is not None
        assert ledger.add(kept, ())
        assert next((r.id, r.supersedes) for r in ledger.reports()) == ("ledger.txt~2", "ledger.txt")
        third = replace(edited, text=edited.text + "Corrected.\n")
        assert ledger.add(replace(third, text_sha256=""), ())
        assert ledger.report("ledger.txt~3").supersedes == "ledger.txt~2"


def test_a_claim_is_found_by_a_unique_beginning(address: str) -> None:
    fill(address)
    with Ledger.open(address) as ledger:
        assert ledger.claim(L_OWN.id) == L_OWN
        assert ledger.claim(L_OWN.id[:6]) == L_OWN
        with pytest.raises(LedgerError, match="four characters"):
            ledger.claim(L_OWN.id[:3])
        with pytest.raises(LedgerError, match="no claim's id begins with zzzz"):
            ledger.claim("zzzz")
        with pytest.raises(LedgerError, match="no claim"):
            ledger.claim("%%%%")
        ledger.add(LEDGER_REPORT, (L_OWN, replace(L_FLED, id=L_OWN.id[:8] + "zzzz")), knowledge="again")
        with pytest.raises(LedgerError, match="several claims"):
            ledger.claim(L_OWN.id[:8])


def test_the_record_is_replaced_as_a_whole(address: str) -> None:
    fill(address)
    late = Problem("ledger.txt", "undated", "no date")
    moved = tuple(
        replace(c, incident="another-name", source=c.source and replace(c.source, origin="another")) for c in CLAIMS
    )
    with Ledger.open(address) as ledger:
        ledger.replace_record(HandRecord(claims=moved, lines=LINES[:1], parts=(), problems=(late,)))
        assert tuple(ledger.lines()) == LINES[:1]
        assert {c.incident for c in ledger.claims()} == {"another-name"}
        assert {c.source.origin for c in ledger.claims() if c.source} == {"another"}
        assert tuple(ledger.problems()) == (*PROBLEMS, late)
        assert not ledger.add(LEDGER_REPORT, LEDGER_CLAIMS)
        broken = HandRecord(lines=(LINES[1], LINES[1]))
        with pytest.raises(LedgerError):
            ledger.replace_record(broken)
        assert tuple(ledger.lines()) == LINES[:1]


def test_after_a_write_that_failed_the_next_one_is_of_a_run_that_is_held(address: str) -> None:
    with Ledger.open(address) as ledger:
        with pytest.raises(LedgerError):
            ledger.replace_record(HandRecord(claims=(), lines=(LINES[1], LINES[1])))
        assert ledger.history.runs() == ()
        assert ledger.add(LEDGER_REPORT, LEDGER_CLAIMS)
        assert [run.reports for run in ledger.history.runs()] == [1]


def test_problems_of_unread_inputs_are_noted_once(address: str) -> None:
    unread = Problem("gone.pdf", "unreadable", "the file is encrypted")
    with Ledger.open(address) as ledger:
        assert ledger.note([unread]) == 1
        assert ledger.note([unread, unread]) == 0
        assert tuple(ledger.problems()) == (unread,)


def test_reviews_cannot_be_changed(address: str) -> None:
    fill(address)
    review = {"kind": "claim", "target": "x", "target_digest": "d", "verdict": "accept", "reviewer": "me", "at": "now"}
    engine = raw(address)
    with engine.begin() as connection:
        connection.execute(reviews.insert().values(review))
    for statement in ("UPDATE reviews SET verdict='reject'", "DELETE FROM reviews"):
        with pytest.raises(DatabaseError, match="append-only"), engine.begin() as connection:
            connection.execute(text(statement))


def test_two_reviews_cannot_follow_the_same_one(address: str) -> None:
    fill(address)
    review = {"kind": "claim", "target": "x", "target_digest": "d", "verdict": "accept", "reviewer": "me", "at": "now"}
    engine = raw(address)
    with engine.begin() as connection:
        connection.execute(reviews.insert(), [review, review | {"kind": "lines"}])
        connection.execute(reviews.insert().values(review | {"replaces": 1}))
    for second in (review, review | {"replaces": 1}):
        with pytest.raises(DatabaseError, match=r"(?i)unique"), engine.begin() as connection:
            connection.execute(reviews.insert().values(second))


def test_what_is_in_the_way_is_said_in_one_line(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("not a database at all " * 100)
    foreign = tmp_path / "foreign.sqlite"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE recipes(name)")
    path = tmp_path / "record.sqlite"
    fill(str(path))
    newer = tmp_path / "newer.sqlite"
    newer.write_bytes(path.read_bytes())
    with sqlite3.connect(newer) as connection:
        connection.execute("UPDATE meta SET value='99' WHERE key='schema'")
    for target, reason in (
        (tmp_path / "no" / "such" / "x.sqlite", "there is no folder"),
        (tmp_path, "is a folder"),
        (notes, "not a database file"),
        (foreign, "not an onrecord ledger"),
        (newer, "newer onrecord"),
    ):
        with pytest.raises(LedgerError, match=reason) as caught:
            Ledger.open(target)
        assert "\n" not in str(caught.value)
        assert str(target) in str(caught.value)
    with pytest.raises(LedgerError, match="there is no ledger here"):
        Ledger.open(tmp_path / "absent.sqlite", read_only=True)
    assert not (tmp_path / "absent.sqlite").exists()


def test_what_is_in_the_way_of_a_server_is_said_in_one_line(postgres: Server, database: str) -> None:
    absent = postgres.address("nowhere")
    foreign, newer = postgres.database(), postgres.database()
    with raw(foreign).begin() as connection:
        connection.execute(text("CREATE TABLE recipes(name varchar)"))
    fill(newer)
    with raw(newer).begin() as connection:
        connection.execute(text("UPDATE meta SET value='99' WHERE key='schema'"))
    for target, reason in (
        (absent, 'database "nowhere" does not exist'),
        (foreign, "not an onrecord ledger"),
        (newer, "newer onrecord"),
        ("postgresql://me:secret@127.0.0.1:9/x", "refused"),
        ("postgresql://me@host:port/x", "not an address"),
    ):
        with pytest.raises(LedgerError, match=reason) as caught:
            Ledger.open(target)
        assert "\n" not in str(caught.value)
        assert "secret" not in str(caught.value)
    with pytest.raises(LedgerError, match="not an onrecord ledger"):
        Ledger.open(database, read_only=True)


def test_a_ledger_opened_to_read_is_not_written(address: str) -> None:
    fill(address)
    with Ledger.open(address, read_only=True) as ledger:
        assert len(list(ledger.claims())) == len(CLAIMS)
        with pytest.raises(LedgerError, match="read-only"):
            ledger.note([Problem("a", "b", "c")])


KILLED_WHILE_ADDING = """
import sys
sys.path.insert(0, {tests!r})
from dataclasses import replace
from tests.handmade import LEDGER_CLAIMS, LEDGER_REPORT
from onrecord.ledger import Ledger
with Ledger.open({path!r}) as ledger:
    for n in range({count}):
        name = f"report-{{n:04d}}.txt"
        claims = tuple(replace(c, report=name, id=f"{{n:04d}}{{c.id[:8]}}") for c in LEDGER_CLAIMS)
        if ledger.add(replace(LEDGER_REPORT, id=name), claims):
            print(name, flush=True)
"""


def test_a_kill_loses_no_committed_report_and_doubles_none(address: str) -> None:
    script = KILLED_WHILE_ADDING.format(tests=str(Path(__file__).parent), path=str(address), count=150)
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = [process.stdout.readline().strip() for _ in range(20)]
    process.send_signal(signal.SIGKILL)
    said += process.stdout.read().split()
    process.wait()
    with Ledger.open(address) as ledger:
        held = {r.id for r in ledger.reports()}
        assert set(said) <= held
        assert len(held) < 150, "the process ended before it was killed"
        assert len(held) <= len(said) + 1
        for name in held:
            assert len(list(ledger.claims(report=name))) == len(LEDGER_CLAIMS)
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)
    with Ledger.open(address) as ledger:
        assert len(list(ledger.reports())) == 150
        assert len(list(ledger.claims())) == 150 * len(LEDGER_CLAIMS)


def test_two_writers_wait_for_each_other(address: str) -> None:
    script = KILLED_WHILE_ADDING.format(tests=str(Path(__file__).parent), path=str(address), count=40)
    both = [
        subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    outs = [p.communicate() for p in both]
    assert [p.returncode for p in both] == [0, 0], outs
    added = sorted(name for out, _ in outs for name in out.split())
    assert added == [f"report-{n:04d}.txt" for n in range(40)]

"""Exports: every row of every kind is one JSON object a line, and pairs carry the relation of their readings."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from onrecord.exporters import Takeaway, export, formats, kinds
from tests.handmade import (
    C_ENEMY,
    C_FLED,
    C_OTHER,
    C_OWN,
    CLAIMS,
    KILLED,
    L_DENIED,
    L_ENEMY,
    L_FLED,
    L_OWN,
    L_SAID,
    L_SHELLED,
    LEDGER_TEXT,
    LINES,
    LINKS,
    PROBLEMS,
    REPORTS,
)

TAKEAWAY = Takeaway(REPORTS, CLAIMS, LINES, LINKS, (), PROBLEMS)


def written(kind: str) -> list[dict[str, Any]]:
    out = io.BytesIO()
    count = export(TAKEAWAY, out, format="jsonl", kind=kind)
    rows = [json.loads(line) for line in out.getvalue().decode().splitlines()]
    assert count == len(rows)
    return rows


def test_every_format_is_a_module_with_a_docstring() -> None:
    assert {"jsonl", "csv", "parquet", "geojson", "hxl", "acled", "ucdp", "idmc", "webannotation", "claim", "prov",
            "followthemoney", "markdown", "html"} <= set(formats())  # fmt: skip
    assert all(entry.help.endswith(".") for entry in formats().values())
    assert "rows" not in formats()


def test_unknown_names_are_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="jsonl"):
        export(TAKEAWAY, io.BytesIO(), format="xml")
    with pytest.raises(ValueError, match="claims, lines"):
        export(TAKEAWAY, io.BytesIO(), kind="everything")


def test_a_figure_is_flat_and_its_span_is_true() -> None:
    rows = {row["id"]: row for row in written("claims")}
    row = rows[C_ENEMY.id]
    assert (row["number"], row["value"], row["low"], row["high"], row["hedge"]) == ("3,500", 3500, None, 3500, "almost")
    assert (row["measure"], row["side"], row["scope"], row["date"]) == ("killed", "Ardovia", "cumulative", "2031-05-06")
    assert row["source"] == {
        "name": "Tessal's defence ministry", "kind": "government", "side": "Tessal", "channel": None, "chain": [],
        "origin": "tessal-government",
    }  # fmt: skip
    assert (row["line"], row["publisher"]) == (KILLED.id, "Border Courier")
    assert isinstance(row["low"] or row["high"], int)
    own = rows[L_OWN.id]
    assert LEDGER_TEXT[own["start"] : own["end"]] == own["exact"] == "lost 212 soldiers"
    assert LEDGER_TEXT[own["number_start"] : own["number_end"]] == own["number"] == "212"
    assert own["trace"] == [{"rule": "figure.by_hand", "start": own["start"], "end": own["end"]}]
    assert rows[L_FLED.id]["source"] is None


def test_control_events_and_statements_fill_their_own_fields() -> None:
    rows = {row["id"]: row for row in written("claims")}
    denied, shelled, said = rows[L_DENIED.id], rows[L_SHELLED.id], rows[L_SAID.id]
    assert (denied["type"], denied["holder"], denied["state"], denied["polarity"]) == (
        "control", "Ardovia", "captured", "denied",
    )  # fmt: skip
    assert (shelled["kind"], shelled["actor"], shelled["target"], shelled["segment"]) == (
        "shelling", "Ardovia", "Sorn", "headline",
    )  # fmt: skip
    assert (said["quote"], said["act"], said["source"]["channel"]) == (
        "We will not leave this town,",
        "pledges",
        "radio",
    )
    assert denied["number"] is None
    assert denied["line"] is None


def test_every_claim_row_has_every_field() -> None:
    rows = written("claims")
    assert len(rows) == len(CLAIMS)
    assert len({tuple(row) for row in rows}) == 1
    wanted = (
        "id report publisher published type exact prefix suffix start end number number_start number_end value low "
        "high hedge measure object group side status scope modality polarity place date as_of source line incident "
        "increment superseded holder state actor target kind quote act knowledge segment trace"
    )
    assert set(wanted.split()) <= set(rows[0])


def test_links_expand_to_all_pairs_of_different_reports() -> None:
    assert len(written("links")) == len(LINKS)
    pairs = {frozenset((row["a"], row["b"])): row["relation"] for row in written("pairs")}
    report_of = {c.id: c.report for c in CLAIMS}
    assert all(len({report_of[c] for c in pair}) == 2 for pair in pairs)
    expected = {
        (L_OWN, C_OWN): "repeat",
        (L_OWN, C_ENEMY): "not_comparable",
        (L_OWN, C_OTHER): "not_comparable",
        (L_ENEMY, C_OWN): "conflicts",  # the reading of 212 that both outlets carry conflicts with 3,450
        (L_ENEMY, C_ENEMY): "repeat",
        (L_ENEMY, C_OTHER): "corroborates",
        (L_FLED, C_FLED): "updates",
    }
    assert pairs == {frozenset((a.id, b.id)): relation for (a, b), relation in expected.items()}


@pytest.mark.parametrize("what", kinds("jsonl"))
def test_every_kind_is_written(what: str) -> None:
    assert written(what)


def test_reports_and_problems_keep_their_fields() -> None:
    assert [row["id"] for row in written("reports")] == ["ledger.txt", "courier.txt"]
    assert written("reports")[0]["text"] == LEDGER_TEXT
    assert written("problems") == [
        {"where": "courier.txt", "code": "caption_unread", "message": "a caption has no text", "start": 4, "end": 9}
    ]
    lines = written("lines")
    assert [reading["low"] for reading in lines[0]["readings"]] == [212, 3450, None, 900]

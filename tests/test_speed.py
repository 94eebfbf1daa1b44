"""The short ways of extraction find what the unhurried way finds, claim for claim: every component of the plain model,
and every rule at every word."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
from spacy.tokens import Doc

from onrecord import extract, language, read
from onrecord.extract import control, events
from onrecord.extract.sources import sayings
from onrecord.model import Claim, Report
from tests.shared import GOLD, SHARED, needed

ROOT = Path(__file__).parent.parent


def reports() -> list[Report]:
    ours = read([ROOT / "examples"])
    gold = islice(read(sorted(needed(GOLD).glob("dev-*.reports.jsonl"))), 0, None, 12)
    news = islice(read([needed(SHARED / "data" / "articles.jsonl")]), 0, 400, 100)
    return [one for part in (ours, gold, news) for one in part if isinstance(one, Report)]


def claims(told: list[Report]) -> list[Claim]:
    return [claim for done in extract(told) for claim in done.claims]


def test_short_ways_find_the_same_claims_as_the_unhurried_way(monkeypatch: pytest.MonkeyPatch) -> None:
    told = reports()
    short = claims(told)
    assert len(short) > 300

    def everywhere(doc: Doc, rule: int) -> list[int]:
        return list(range(len(doc)))

    plain = language.plain()
    monkeypatch.setattr(language, "load", lambda name=None: plain)
    monkeypatch.setattr(control, "marked", everywhere)
    monkeypatch.setattr(events, "marked", everywhere)
    monkeypatch.setattr(sayings, "marked", everywhere)
    monkeypatch.setattr(sayings, "aside_in", lambda text: True)
    assert claims(told) == short


def test_reports_of_the_same_words_are_coded_as_each_alone() -> None:
    told = [one for one in read([ROOT / "examples"]) if isinstance(one, Report)]
    copies = [replace(one, id=f"{one.id}~copy", publisher="Copier", published="2001-02-03") for one in told]
    together = claims([*told, *copies])
    assert together == [claim for one in (*told, *copies) for claim in claims([one])]
    assert sum(claim.publisher == "Copier" for claim in together) > 50

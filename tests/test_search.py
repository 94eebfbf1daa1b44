"""Search: the same hits in the same order on both databases, in any spelling, and no query is an error."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord import pipeline, reviewing
from onrecord.findings import Findings, find
from onrecord.ledger import Ledger
from onrecord.ledger.search import Filters
from onrecord.pipeline import Inputs
from onrecord.search import marks, parse, words
from onrecord.search.folding import folded
from onrecord.search.spellings import spellings
from tests.handmade import COURIER_CLAIMS, COURIER_REPORT, L_FLED, L_OWN, LEDGER_CLAIMS, LEDGER_REPORT
from tests.postgres import Server
from tests.test_cli import onrecord

EXAMPLES = Path(__file__).parent.parent / "examples"
HOSTILE = (
    "", " ", '"', '""', "'", "''", "*", "-", "--", "- -", "(", ")", "((", "AND", "OR", "NOT", "OR OR", "a OR", "NEAR(",
    "killed*", "kill* wound*", "*killed", "killed -", "-killed", "-killed -Kyiv", '-"emergency service"', '"killed',
    'a"b"c', "words:killed", "killed^2", "killed & dead", "killed | dead", "!killed", "killed <-> dead", "killed:*",
    "killed:A", "{own}: x", "'; DROP TABLE claims; --", "%", "_", "\\", "\\'", "\x00", "a\x00b", "\ufeff", "\u202e",
    "Київ", "كييف", "基辅", "é", "e\u0301", "ﬁre", "İstanbul", "ß", "😀", "5,840", "5840", "836,000", "1e5", "3.5",
    "Kyiv's", "Kyiv’s", "al-Qaeda", "d'Ivoire", "the", "the of", "Red Cross", '"Red Cross"', "Igor OR Konashenkov dead",
    "x" * 5000, "a " * 3000, '"' * 300, "-" * 300, "(" * 300, "kill OR " * 50, "\ud800", "dead\nKyiv", "Kyiv\tdead",
    "said people", "people said", '"people said"', '"said people"', "general staff", '"general staff" -Friday',
)  # fmt: skip


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, postgres: Server) -> Iterator[tuple[Ledger, Ledger]]:
    """The record of the sample reports, on SQLite and on PostgreSQL."""
    whole = pipeline.gather(Inputs((EXAMPLES,)), lambda reports, claims: None)
    address = postgres.database()
    with Ledger.open(tmp_path_factory.mktemp("search") / "a.sqlite") as here, Ledger.open(address) as there:
        for ledger in (here, there):
            for report in whole.reports:
                ledger.add(report, [claim for claim in whole.claims if claim.report == report.id])
            pipeline.relink(ledger)
        yield here, there
    postgres.drop(address)


def told(found: Findings) -> list[tuple[str, str, str]]:
    return [(hit.claim.id if hit.claim else "", hit.report, hit.sentence) for hit in (*found.claims, *found.reports)]


def same(both: tuple[Ledger, Ledger], query: str, filters: Filters = Filters()) -> list[tuple[str, str, str]]:  # noqa: B008
    """What is found, which must be one and the same on both databases."""
    here, there = (told(find(ledger, query, filters, limit=30)) for ledger in both)
    assert here == there
    return here


def test_any_input_is_a_query_with_the_same_answer_on_both_databases(both: tuple[Ledger, Ledger]) -> None:
    for query in HOSTILE:
        same(both, query)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.one_of(st.text(max_size=40), st.lists(st.sampled_from(HOSTILE), max_size=4).map(" ".join)))
def test_made_up_input_too(both: tuple[Ledger, Ledger], query: str) -> None:
    same(both, query)


@pytest.mark.parametrize(
    ("query", "other"),
    [
        ("Kyiv", "Kiev"),
        ("kharkiv killed", "KHARKOV killed"),
        ("Kherson", "Cherson"),
        ("Red Cross", "ICRC"),
        ('"UN refugee agency"', "UNHCR"),
        ("Kyiv's", "kyiv"),
        ("Vlorë", "Vlore"),
        ("5,840", "5840"),
    ],
)
def test_spellings_of_one_name_find_the_same(both: tuple[Ledger, Ledger], query: str, other: str) -> None:
    found = same(both, query)
    assert found
    assert {hit[:2] for hit in found} == {hit[:2] for hit in same(both, other)}


def test_spellings_known_to_the_gazetteer() -> None:
    assert folded("Odessa") in spellings(folded("Odesa"))
    assert folded("Odesa") in spellings(folded("Odessa"))
    assert folded("Kiev") in spellings(folded("Kyiv"))
    assert folded("Daesh") in spellings(folded("ISIS"))
    assert spellings(("said",)) == (("said",),)


def test_all_words_are_wanted_and_own_words_come_first(both: tuple[Ledger, Ledger]) -> None:
    found = find(both[0], "Kharkiv killed", Filters()).claims
    assert found
    for hit in found:
        text = f"{hit.sentence} {hit.title} {hit.claim}".lower()
        assert "kharkiv" in text
        assert "kill" in text
    own = [all(w in str(hit.claim).lower() for w in ("kharkiv", "killed")) for hit in found]
    assert own == sorted(own, reverse=True)


def test_quoted_words_stand_together_a_minus_leaves_out_and_or_takes_either(both: tuple[Ledger, Ledger]) -> None:
    together = same(both, '"general staff"')
    assert together
    assert all(
        "general staff" in f"{sentence} {both[0].claim(claim)}".lower() for claim, _, sentence in together if claim
    )
    without = same(both, '"general staff" -Friday')
    assert {hit[0] for hit in without if hit[0]} == {hit[0] for hit in together if hit[0] and "Friday" not in hit[2]}
    either = {hit[0] for hit in same(both, "captured OR encircled", Filters(place="Kherson"))}
    one, two = ({hit[0] for hit in same(both, word, Filters(place="Kherson"))} for word in ("captured", "encircled"))
    assert either == one | two
    assert one
    assert two - one
    begun = same(both, "displac*")
    assert {hit[:2] for hit in same(both, "displaced")} <= {hit[:2] for hit in begun}


@pytest.mark.parametrize(
    "filters",
    [
        Filters(place="Ukraine"),
        Filters(place="Kharkov"),
        Filters(place="Albania", measure="killed"),
        Filters(since="2023-06-13"),
        Filters(until="2022-03"),
        Filters(since="2022-03-02", until="2022-03-02"),
        Filters(measure="refugees"),
        Filters(origin="UNHCR"),
        Filters(origin="unhcr"),
        Filters(outlet="harbour post"),
        Filters(relation="conflicts"),
        Filters(relation="conflicts", place="Albania", measure="killed", since="2023-06-13"),
    ],
)
def test_filters_narrow_alike_and_hold_for_every_hit(both: tuple[Ledger, Ledger], filters: Filters) -> None:
    same(both, "", filters)
    same(both, "people", filters)
    found = [hit.claim for hit in find(both[1], "", filters, limit=500).claims if hit.claim]
    assert found
    for claim in found:
        day = claim.period.start or claim.published or ""
        assert filters.since is None or day >= filters.since
        assert filters.until is None or day[: len(filters.until)] <= filters.until
        assert filters.measure in {None, claim.measure}
        assert filters.origin is None or (claim.source is not None and claim.source.origin == "unhcr")
        assert filters.outlet is None or claim.publisher == "Harbour Post"
        if filters.place and claim.place:
            around = {claim.place.name, claim.place.text, *claim.place.within}
            assert around & {filters.place, {"Kharkov": "Kharkiv"}.get(filters.place, filters.place)}
    assert len(found) < len(find(both[1], "", Filters(), limit=500).claims)


@pytest.mark.parametrize("query", ["", "people", '"general staff" -Friday', "Kyiv OR Kherson dead"])
def test_few_claims_looked_through_are_those_that_the_index_gives(
    both: tuple[Ledger, Ledger], query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [Filters(origin="UNHCR"), Filters(measure="killed"), Filters(since="2022-03", until="2022-05")]
    looked_through = [same(both, query, filters) for filters in asked]
    monkeypatch.setattr("onrecord.ledger.search.FEW", 0)
    assert [same(both, query, filters) for filters in asked] == looked_through


def test_marks_stand_on_the_words_that_were_looked_for() -> None:
    text = "In Kiev, officials said 5,840 were killed."
    query = parse('Kyiv "were killed" 5840 -Lviv')
    assert [text[start:end] for start, end in marks(query, text)] == ["Kiev", "5,840", "were killed"]
    assert [(w.folded, text[w.start : w.end]) for w in words(text)][1] == ("kiev", "Kiev")
    decomposed = "Cafe\u0301 Vlore\u0308"
    assert [decomposed[w.start : w.end] for w in words(decomposed)] == ["Cafe\u0301", "Vlore\u0308"]


def test_what_people_decide_and_what_is_read_anew_is_found_as_it_now_is(address: str) -> None:
    with Ledger.open(address) as ledger:
        ledger.add(LEDGER_REPORT, LEDGER_CLAIMS)
        ledger.add(COURIER_REPORT, COURIER_CLAIMS)
        pipeline.relink(ledger)
        assert not find(ledger, "Lviv", Filters()).claims
        reviewing.decide(ledger, reviewing.on_claim(ledger, "correct", L_FLED.id, "Ana", told={"place": "Lviv"}))
        assert [h.claim.id for h in find(ledger, "Lvov", Filters()).claims if h.claim] == [L_FLED.id]
        assert [h.claim.id for h in find(ledger, "", Filters(place="Lviv")).claims if h.claim] == [L_FLED.id]
        reviewing.decide(ledger, reviewing.on_claim(ledger, "reject", L_OWN.id, "Ana"))
        assert L_OWN.id not in {h.claim.id for h in find(ledger, "soldiers", Filters()).claims if h.claim}
        edited = ledger.admit(_edited())
        assert edited is not None
        ledger.add(edited, ())
        pipeline.relink(ledger)
        assert [h.report for h in find(ledger, "zeppelin", Filters()).reports] == [edited.id]
        assert not find(ledger, '"Both sides count their dead" 55,000', Filters()).claims


def _edited() -> pipeline.Report:
    from dataclasses import replace

    return replace(COURIER_REPORT, text=f"{COURIER_REPORT.text}\nA zeppelin was seen.\n", text_sha256="")


def test_the_command_prints_hits_and_json(tmp_path: Path) -> None:
    path = tmp_path / "crisis.sqlite"
    with Ledger.open(path) as book:
        book.add(LEDGER_REPORT, LEDGER_CLAIMS)
        pipeline.relink(book)
    plain = onrecord("search", "border", "crossed", "--ledger", path)
    assert plain.stdout.startswith(f"1 claim\n{L_FLED.id}  More than 41,000 people have crossed the border.")
    rows = json.loads(onrecord("search", "border", "--ledger", path, "--json").stdout)
    (hit,) = rows["claims"]
    assert [hit["sentence"][start:end] for start, end in hit["marks"]] == ["border"]
    assert [row["report"] for row in rows["reports"]] == [LEDGER_REPORT.id]
    assert onrecord("search", "nowhere", "--ledger", path).stdout == "Nothing was found.\n"
    assert onrecord("search", "--ledger", path, "--", "-(\"'").returncode == 0

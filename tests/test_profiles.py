"""Profiles: one value by a codebook's rules, what it leaves out and why, and steps that give the value again."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord import knowledge, profiles
from onrecord.ledger import Ledger
from onrecord.model import Claim, Event, Figure, Line, Link, Period, Place, Source, Span
from onrecord.profiles.coded import Acled, Coded, Idmc, Ucdp
from onrecord.profiles.scheme import vague_number
from tests.handmade import CLAIMS, COURIER_CLAIMS, COURIER_REPORT, FLED, KILLED, LEDGER_CLAIMS, LEDGER_REPORT, RECORD
from tests.handmade import reading as reading_of
from tests.test_cli import onrecord

TOWN = Place("Velm", "Velm", "made-up:velm", ("Tessal",), 41.0, 12.0, "point", "TS")
LAND = Place("Tessal", "Tessal", "made-up:tessal", (), None, None, "country", "TS")
POLICE = Source("police in Velm", "police", None, origin="velm-police")
WATCH = Source("the Redline Observatory", "monitor", None, origin="redline-observatory")
ARMY = Source("Ardovia's army", "military", "Ardovia", origin="ardovia-military")
FOE = Source("Tessal's defence ministry", "government", "Tessal", origin="tessal-government")


def told(
    name: str, value: float | None, source: Source | None = POLICE, hedge: str = "exact", **fields: object
) -> Claim:
    """A figure of people killed at Velm on 6 May 2031, or what ``fields`` say."""
    text = f"{value:g}" if value is not None else str(fields.pop("words"))
    low = None if hedge in ("up_to", "less_than", "almost") else fields.pop("low", value)
    high = None if hedge in ("at_least", "more_than", "vague") else fields.pop("high", value)
    made = Claim(
        name, f"{name}.txt", "figure", Span(0, len(text), text), figure=Figure(text, value, low, high, hedge),  # type: ignore[arg-type]
        measure="killed", place=TOWN, period=Period("2031-05-06", "2031-05-06", "day"), scope="event", source=source,
        incident="velm", publisher=f"{name} post", published="2031-05-07",
    )  # fmt: skip
    return replace(made, **fields)  # type: ignore[arg-type]


def line(*claims: Claim, links: tuple[Link, ...] = (), name: str = "line", part_of: tuple[str, ...] = ()) -> Line:
    """A line with one reading a claim."""
    ids = tuple(c.id for c in claims)
    return Line(name, (), name, "velm", tuple(reading_of(c) for c in claims), links, ids, part_of)


def coded(profile: str, *claims: Claim, links: tuple[Link, ...] = ()) -> Coded:
    found = profiles.code(line(*claims, links=links), claims, profile)
    assert found is not None
    return found


EXAMPLES = knowledge.table("profiles.toml")["examples"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e["words"])
def test_vague_words_have_the_numbers_that_stand_beside_them(example: dict[str, object]) -> None:
    assert vague_number(str(example["words"])) == (None if example.get("none") else example["value"])


def test_acled_like_takes_the_most_conservative_and_tells_the_dispute() -> None:
    found = coded("acled", told("a", 14), told("b", 21, WATCH))
    assert (found.value, found.claims, found.left_out) == (14, ("a",), None)
    assert isinstance(found.terms, Acled)
    assert "14 [a]" in found.terms.notes
    assert "21 [b]" in found.terms.notes
    assert (found.terms.time_precision, found.terms.geo_precision) == (1, 1)
    assert coded("acled", told("a", 14), told("b", 14, WATCH)).terms == replace(found.terms, notes="")


@pytest.mark.parametrize(
    ("words", "low", "value"), [("dozens", 24, 12), ("hundreds", 200, 100), ("tens", 20, 10), ("several", None, None)]
)
def test_acled_like_numbers_for_vague_words(words: str, low: float | None, value: float | None) -> None:
    found = coded("acled", told("a", None, hedge="vague", words=words, low=low))
    assert found.value == value
    assert found.left_out == (None if value else "no number is told")


def test_a_range_counts_by_its_lower_end() -> None:
    ranged = told("a", None, hedge="between", words="50 to 60", low=50, high=60)
    assert coded("acled", ranged).value == 50
    ucdp = coded("ucdp", ranged)
    assert (ucdp.low, ucdp.best, ucdp.high) == (50, 50, 60)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"scope": "cumulative"}, "since the start of the crisis"),
        ({"scope": "period"}, "a stretch of time"),
        ({"place": LAND}, "no place within a country"),
        ({"place": None}, "no place is told"),
        ({"period": Period()}, "no date is told"),
        ({"period": Period("2031", "2031", "year")}, "only a year"),
        ({"increment": True}, "an addition to a count"),
        ({"modality": "possible"}, "possible"),
        ({"superseded": True}, "since overtaken"),
    ],
)
def test_acled_like_leaves_out_what_is_no_dated_placed_incident(fields: dict[str, object], reason: str) -> None:
    found = coded("acled", told("a", 14, **fields))
    assert found.value is None
    assert reason in (found.left_out or "")
    assert found.claims == ("a",)


def test_other_measures_are_none_of_a_profile() -> None:
    assert (
        profiles.code(line(told("a", 14, measure="votes_for")), (told("a", 14, measure="votes_for"),), "acled") is None
    )
    tanks = told("a", 3, measure="destroyed", object="tank")
    assert profiles.code(line(tanks), (tanks,), "idmc") is None


def test_a_later_toll_takes_the_place_of_the_one_it_updates() -> None:
    first, later = told("a", 14), told("b", 21, published="2031-05-08")
    link = Link("a", "b", "updates")
    assert coded("acled", first, later, links=(link,)).value == 21
    overtaken = replace(later, superseded=True)
    assert coded("acled", first, overtaken, links=(link,)).value == 14


def test_an_open_figure_gives_way_to_a_later_number_that_it_allows_not_to_one_of_its_day() -> None:
    opened = told("a", 14, hedge="at_least", period=Period("2031-05-06", "2031-05-06", "day", "2031-05-06"))
    later = told("b", 21, WATCH, period=Period("2031-05-06", "2031-05-06", "day", "2031-05-08"))
    assert coded("acled", opened, later).value == 21
    beside = replace(later, period=opened.period)
    assert coded("acled", opened, beside).value == 14


def test_belligerents_are_never_averaged() -> None:
    loss = {"side": "Ardovia", "status": "military", "group": "Ardovian soldiers"}
    claims = (told("a", 498, ARMY, **loss), told("b", 5840, FOE, **loss), told("c", 900, WATCH, "at_least", **loss))
    assert coded("acled", *claims).value == 498
    best = coded("ucdp", *claims)
    assert (best.low, best.best, best.high) == (498, 900, 5840)
    two = coded("ucdp", *claims[:2])
    assert (two.low, two.best, two.high) == (498, 498, 5840)
    stances = {h.claims[0]: h.stance for h in best.why[0].kept}
    assert stances == {"a": "own_loss", "b": "unclear", "c": "third_party"}


@pytest.mark.parametrize("profile", list(profiles.PROFILES))
def test_steps_give_the_value_again(profile: str) -> None:
    measure = "displaced" if profile == "idmc" else "killed"
    claims = (
        told("a", 498, ARMY, measure=measure),
        told("b", 5840, FOE, measure=measure),
        told("c", None, WATCH, "vague", words="hundreds", low=200, measure=measure),
    )
    found = coded(profile, *claims)
    assert profiles.replay(found.why) == (found.low, found.best, found.high)
    assert found.why[0].rule == "readings"
    assert {c for h in found.why[0].kept for c in h.claims} == {"a", "b", "c"}
    decisive = {h.claims for h in found.why[-1].kept}
    without = replace(found.why[0], kept=tuple(h for h in found.why[0].kept if h.claims not in decisive))
    assert profiles.replay((without, *found.why[1:])) != (found.low, found.best, found.high)


def test_parts_are_not_added_to_their_whole() -> None:
    whole, part = told("a", 14), told("b", 3, group="children", status="civilian")
    lines = (line(whole, name="all"), line(part, name="children", part_of=("all",)))
    (row,) = profiles.tabulate(lines, (whole, part), "acled").rows
    assert (row.value, row.rule, [p.line for p in row.parts]) == (14, "whole", ["children"])
    (deaths,) = profiles.tabulate(lines, (whole, part), "ucdp").rows
    assert (deaths.value, deaths.deaths_civilians, deaths.deaths_unknown) == (14, 3, 11)


def test_lines_add_up_only_where_their_people_cannot_overlap() -> None:
    soldiers = told("a", 5, side="Tessal", status="military")
    civilians = told("b", 3, status="civilian")
    women = told("c", 2, status="civilian", group="women")
    apart = (line(soldiers, name="soldiers"), line(civilians, name="civilians"))
    (row,) = profiles.tabulate(apart, (soldiers, civilians), "ucdp").rows
    assert (row.value, row.rule, row.side_a, row.deaths_a, row.deaths_civilians) == (8, "apart", "Tessal", 5, 3)
    (row,) = profiles.tabulate((*apart, line(women, name="women")), (soldiers, civilians, women), "ucdp").rows
    assert (row.value, row.rule) == (5, "largest")


def test_a_total_and_a_days_count_are_never_one_row() -> None:
    day = told("a", 14, status="civilian")
    total = told("b", 300, status="military", side="Tessal", scope="cumulative")
    lines = (line(day, name="day"), line(total, name="total"))
    assert sorted(r.value for r in profiles.tabulate(lines, (day, total), "ucdp").rows) == [14, 300]
    assert [r.value for r in profiles.tabulate(lines, (day, total), "acled").rows] == [14]


def test_the_dead_of_a_disaster_are_no_political_violence() -> None:
    quake = Claim("q", "a.txt", "event", Span(0, 1, "q"), event=Event("earthquake", None, None), incident="velm")
    victim = told("a", 14)
    for profile in ("acled", "ucdp"):
        found = profiles.code(line(victim), (victim, quake), profile)
        assert found is not None
        assert "earthquake" in (found.left_out or "")
    shelled = replace(quake, id="s", event=Event("shelling", None, None))
    violent = profiles.code(line(victim), (victim, shelled), "acled")
    assert violent is not None
    assert violent.value == 14


def test_ucdp_like_codes_of_date_and_place() -> None:
    found = coded("ucdp", told("a", 14, place=LAND, period=Period("2031-05-04", "2031-05-09", "day"), scope="period"))
    assert isinstance(found.terms, Ucdp)
    assert (found.terms.event_clarity, found.terms.date_prec, found.terms.where_prec) == (2, 2, 6)
    region = replace(TOWN, precision="area", within=("Tessal",))
    terms = coded("ucdp", told("a", 14, place=region)).terms
    assert isinstance(terms, Ucdp)
    assert (terms.event_clarity, terms.date_prec, terms.where_prec) == (1, 1, 4)


@pytest.mark.parametrize(
    ("hedge", "quantifier"),
    [("exact", "EXACT"), ("about", "APPROXIMATELY"), ("more_than", "MORE_THAN"), ("up_to", "LESS_THAN")],
)
def test_idmc_like_quantifiers(hedge: str, quantifier: str) -> None:
    found = coded("idmc", told("a", 400, hedge=hedge, measure="displaced"))
    assert isinstance(found.terms, Idmc)
    assert (found.value, found.terms.quantifier, found.terms.unit) == (400, quantifier, "person")


def test_idmc_like_recommends_one_and_triangulates_the_rest() -> None:
    families = told("a", 400, measure="displaced")
    families = replace(families, span=Span(0, 12, "400 families"))
    outlet = told("b", 90, None, measure="displaced")
    found = coded("idmc", families, outlet)
    assert isinstance(found.terms, Idmc)
    assert [(f.role, f.reported, f.unit, f.source) for f in found.terms.figures] == [
        ("RECOMMENDED", 400, "household", "police in Velm"),
        ("TRIANGULATION", 90, "person", "unspecified"),
    ]
    assert found.terms.figures[1].publishers == ("b post",)
    assert found.terms.household_size is None
    assert coded("idmc", told("a", 400, measure="displaced", modality="projected")).value is None


def test_the_hand_made_crisis_is_a_total_and_so_no_acled_like_row() -> None:
    table = profiles.tabulate((KILLED, FLED), CLAIMS, "acled")
    assert (table.label, table.rows) == ("ACLED-like", ())
    (row,) = profiles.tabulate((KILLED, FLED), CLAIMS, "ucdp").rows
    assert (row.value, row.low, row.high) == (900, 212, 3500)
    assert set(row.claims) <= {c.id for c in CLAIMS}


def test_the_command_prints_rows_whose_ids_resolve(tmp_path: Path) -> None:
    path = tmp_path / "crisis.sqlite"
    with Ledger.open(path) as book:
        book.add(LEDGER_REPORT, LEDGER_CLAIMS)
        book.add(COURIER_REPORT, COURIER_CLAIMS)
        book.replace_record(RECORD)
    done = onrecord("code", "--profile", "ucdp", "--ledger", path)
    assert done.returncode == 0
    assert "best 900, low 212, high 3,500" in done.stdout
    assert "ACLED-like" in onrecord("code", "--profile", "acled", "--ledger", path).stdout
    told_json = json.loads(onrecord("code", "--profile", "ucdp", "--ledger", path, "--json").stdout)
    ids = {c for row in told_json["rows"] for c in row["claims"]}
    assert ids
    assert ids <= {c.id for c in CLAIMS}
    steps = onrecord("code", "--profile", "ucdp", "--ledger", path, "--why").stdout
    assert "nothing is averaged" in steps
    assert onrecord("code", "--profile", "gdelt", "--ledger", path).returncode == 2

"""Linking: incidents, lines, relations, parts and their invariants, over claims written by hand."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from onrecord.knowledge import table
from onrecord.link import Record, link
from onrecord.link.copies import copies
from onrecord.link.origins import shares
from onrecord.link.places import fold, skeleton, spot, stand
from onrecord.link.sighting import families_of, people_of, state_of
from onrecord.model import Claim, Figure, Period, Place, Report, Segment, Source, Span, claim_id

MIRAVAL = Place("Miraval", "Miraval", "g1", ("Costera", "Veland"), 10.0, 20.0, "point", "VE")
OLD_TOWN = Place("Old Quarter", "Old Quarter", None, ("Miraval", "Costera", "Veland"), 10.01, 20.01, "point", "VE")
SANTELLO = Place("Santello", "Santello", "g2", ("Costera", "Veland"), 10.1, 20.1, "point", "VE")
FARHOLT = Place("Farholt", "Farholt", "g3", ("Norden", "Veland"), 14.0, 25.0, "point", "VE")
COSTERA = Place("Costera", "Costera", "g4", ("Veland",), 10.5, 20.5, "area", "VE")
VELAND = Place("Veland", "Veland", "VE", (), 12.0, 22.0, "country", "VE")
UKRAINE = Place("Ukraine", "Ukraine", "UA", (), 49.0, 32.0, "country", "UA")


def claim(
    report: str,
    words: str,
    low: float | None,
    high: float | None = -1,
    *,
    hedge: str = "exact",
    measure: str = "killed",
    place: Place | None = MIRAVAL,
    day: str | None = "2031-05-10",
    as_of: str | None = None,
    source: Source | None = None,
    scope: str = "event",
    published: str = "2031-05-10",
    before: str = "The bombing in the market, officials say, ",
    at: int = 100,
    **more: Any,
) -> Claim:
    """A figure claim; an exact number unless both bounds are given."""
    top = low if high == -1 else high
    value = None if hedge in {"vague", "between"} else (low if low is not None else top)
    number = words.split()[0]
    return Claim(
        id=claim_id(report, "figure", at, at + len(words)),
        report=report,
        type="figure",
        span=Span(at, at + len(words), words, before, "."),
        figure=Figure(number, value, low, top, hedge),
        measure=measure,
        place=place,
        period=Period(day, None, "day", as_of),
        source=source,
        scope=scope,
        publisher=f"outlet-{report}",
        published=published,
        **more,
    )


def body(name: str, side: str | None = None, kind: str = "emergency") -> Source:
    """A source whose origin the extractor has told."""
    return Source(name, kind, side, origin=f"{name.lower().replace(' ', '-')}-office")


def said(record: Record, a: Claim, b: Claim) -> str | None:
    """The relation of two claims of different reports, None if they are on no line together."""
    return next((x.relation for x in record.links if {x.left, x.right} == {a.id, b.id}), None)


def line_of(record: Record, one: Claim) -> str:
    """The id of the claim's line."""
    return next(line.id for line in record.lines if one.id in line.claims)


# --- the war day: rival tolls, a rounded one, an update, a forecast ---

RUSSIA = Source("Russia's Defense Ministry", "military", "Russia", origin="russia-government")
KYIV = Source("Ukrainian officials", "government", "Ukraine", origin="ukraine-government")
TROOPS: dict[str, Any] = {
    "place": UKRAINE,
    "scope": "cumulative",
    "side": "Russia",
    "status": "military",
    "group": "Russian soldiers",
    "day": "2022-03-02",
    "published": "2022-03-03",
    "before": "a week into the invasion, ",
}
OWN = claim("left", "498 killed", 498, source=RUSSIA, at=10, **TROOPS)
OWN_AGAIN = claim("right", "498 troops dead", 498, source=RUSSIA, at=20, **TROOPS)
ENEMY = claim("right", "5,840 personnel", 5840, source=KYIV, at=40, **TROOPS)
ROUNDED = claim("left", "almost 6,000", None, 6000, hedge="almost", source=KYIV, at=60, **TROOPS)
FLED: dict[str, Any] = {"place": UKRAINE, "scope": "cumulative", "measure": "refugees", "published": "2022-03-03"}
UN = Source("United Nations", "un", origin="un")
GRANDI = Source("Filippo Grandi", "un", origin="unhcr")
EARLIER = claim("left", "nearly 836,000", None, 836000, hedge="almost", source=UN, day="2022-03-03", at=80, **FLED)
LATER = claim("right", "one million people", 1_000_000, source=GRANDI, day="2022-03-03", at=90, **FLED)
FORECAST = claim(
    "right",
    "up to 4 million",
    None,
    4_000_000,
    hedge="up_to",
    source=GRANDI,
    day=None,
    modality="projected",
    **FLED,
)
WAR = (OWN, OWN_AGAIN, ENEMY, ROUNDED, EARLIER, LATER, FORECAST)


def test_war_day() -> None:
    record = link(WAR)
    assert said(record, OWN, OWN_AGAIN) == "repeat"
    assert said(record, OWN, ENEMY) == "conflicts"
    assert said(record, ROUNDED, ENEMY) == "repeat"
    assert said(record, ROUNDED, OWN_AGAIN) == "conflicts"
    assert said(record, EARLIER, LATER) == "updates"
    assert line_of(record, FORECAST) not in {line_of(record, LATER), line_of(record, EARLIER)}
    assert not any(FORECAST.id in (x.left, x.right) for x in record.links)


def test_war_day_readings_count_origins_not_outlets() -> None:
    toll = next(line for line in link(WAR).lines if OWN.id in line.claims)
    own = next(reading for reading in toll.readings if reading.low == 498)
    assert own.outlets == ("outlet-left", "outlet-right")
    assert len({reading.origin for reading in toll.readings}) == 2
    assert {x.relation for x in toll.relations} == {"conflicts", "repeat"}


def test_rival_tolls_of_different_days_are_not_comparable() -> None:
    late = replace(ENEMY, period=replace(ENEMY.period, start="2022-03-09"))
    assert said(link([OWN, late]), OWN, late) == "not_comparable"


def test_civilians_and_troops_and_sides_stand_on_their_own_lines() -> None:
    people = claim("right", "2,000 civilians", 2000, group="civilians", place=UKRAINE, scope="cumulative", at=200)
    ours = claim(
        "left", "2,870 soldiers", 2870, source=RUSSIA, at=220, **{**TROOPS, "side": "Ukraine", "group": "soldiers"}
    )
    record = link([OWN, people, ours])
    assert len({line_of(record, one) for one in (OWN, people, ours)}) == 3


# --- incidents ---


def test_several_strikes_of_one_day_stay_apart() -> None:
    here = claim("a", "5 killed", 5, place=MIRAVAL)
    there = claim("b", "9 killed", 9, place=FARHOLT)
    wider = claim("c", "5 killed", 5, place=replace(COSTERA, name="Costera"))
    record = link([here, there, wider])
    assert line_of(record, here) != line_of(record, there)
    assert line_of(record, wider) == line_of(record, here)


def test_a_region_does_not_chain_two_towns() -> None:
    one = claim("a", "5 killed", 5, place=MIRAVAL)
    two = claim("b", "9 killed", 9, place=replace(FARHOLT, within=("Costera", "Veland")))
    region = claim("c", "14 killed", 14, place=COSTERA)
    record = link([one, two, region])
    assert len({line_of(record, x) for x in (one, two, region)}) == 3


def test_one_bombing_over_a_week_of_changing_tolls() -> None:
    days = [("a", 8, "2031-05-10"), ("b", 11, "2031-05-12"), ("c", 14, "2031-05-16")]
    office = body("Rescue")
    tolls = [claim(r, f"{n} dead", n, source=office, as_of=when, published=when) for r, n, when in days]
    record = link(tolls)
    assert len({line_of(record, toll) for toll in tolls}) == 1
    assert [said(record, a, b) for a, b in pairwise(tolls)] == ["updates", "updates"]
    assert {c.incident for c in record.claims} == {"miraval-2031-05-10"}


def test_two_days_that_one_report_tells_apart_stay_two() -> None:
    first = claim("a", "21 killed", 21, day="2031-05-09", published="2031-05-10")
    second = claim("a", "56 killed", 56, day="2031-05-10", at=400)
    other = claim("b", "58 killed", 58, day="2031-05-10")
    record = link([first, second, other])
    assert line_of(record, first) != line_of(record, second)
    assert line_of(record, second) == line_of(record, other)


def test_a_day_off_by_one_joins_where_a_figure_recurs() -> None:
    one = claim("a", "17 killed", 17, day="2031-05-09")
    two = claim("b", "17 dead", 17, day="2031-05-10")
    three = claim("c", "4 dead", 4, day="2031-05-11")
    record = link([one, two, three])
    assert line_of(record, one) == line_of(record, two)
    assert line_of(record, three) != line_of(record, two)


def test_daily_strikes_on_one_town_do_not_chain() -> None:
    days = ["2031-05-10", "2031-05-11", "2031-05-12", "2031-05-14"]
    strikes = [claim(f"r{n}", "5 killed", 5, day=day, published=day) for n, day in enumerate(days)]
    assert len(link(strikes).lines) == 4


def test_a_missing_place_or_day_is_no_difference() -> None:
    full = claim("a", "17 killed", 17)
    placeless = claim("b", "17 dead", 17, place=None)
    dayless = claim("c", "17 dead", 17, day=None)
    record = link([full, placeless, dayless])
    assert len({line_of(record, x) for x in (full, placeless, dayless)}) == 1


def test_different_kinds_of_incident_stay_apart() -> None:
    bomb = claim("a", "12 killed", 12)
    quake = claim("b", "12 killed", 12, before="the magnitude 6 earthquake, rescuers say, left ")
    assert len(link([bomb, quake]).lines) == 2


def test_names_told_together_are_one_scene() -> None:
    hamlet = Place("Dorrel", "Dorrel", None, ("Veland",), None, None, "unresolved", "VE")
    near = claim("a", "30 killed", 30, place=hamlet)
    town = claim("b", "34 killed", 34)
    text = "Shells fell on the hamlet of Dorrel, north of Miraval, at dawn."
    report = Report("a", text, (Segment("body", 0, len(text)),), published="2031-05-10")
    assert len(link([near, town]).lines) == 2
    assert len(link([near, town], [report]).lines) == 1


def test_a_disaster_keeps_a_town_beside_the_country() -> None:
    quake: dict[str, Any] = {"before": "after the earthquake struck, ", "published": "2031-05-11"}
    country = claim("a", "900 dead", 900, place=VELAND, **quake)
    same = claim("b", "950 dead", 950, place=VELAND, **quake)
    town = claim("b", "40 dead", 40, place=SANTELLO, at=300, **quake)
    record = link([country, same, town])
    assert line_of(record, country) == line_of(record, same)
    assert (line_of(record, town), line_of(record, same)) in {(p, w) for p, w, _ in record.parts}
    assert len({c.incident for c in record.claims}) == 1


def test_outbreaks_are_told_apart_by_disease_and_place() -> None:
    words: dict[str, Any] = {"measure": "infected", "scope": "cumulative", "place": VELAND}
    measles = claim("a", "70 cases", 70, before="in the measles outbreak ", **words)
    cholera = claim("b", "75 cases", 75, before="in the cholera outbreak ", **words)
    more = claim("c", "90 cases", 90, before="in the measles outbreak ", day="2031-05-14", **words)
    record = link([measles, cholera, more])
    assert line_of(record, measles) == line_of(record, more) != line_of(record, cholera)


def test_an_unusual_figure_finds_its_total() -> None:
    stray = replace(
        OWN, place=replace(MIRAVAL, name="Moscow", text="Moscow", within=("Russia",), country="RU"), scope="event"
    )
    assert said(link([stray, OWN_AGAIN, ENEMY]), stray, OWN_AGAIN) == "repeat"


# --- wholes and parts ---


def test_children_are_part_of_the_dead() -> None:
    dead = claim("a", "16 killed", 16)
    children = claim("a", "4 children", 4, group="children", at=300)
    record = link([dead, children])
    assert [(p, w) for p, w, _ in record.parts] == [(line_of(record, children), line_of(record, dead))]
    assert record.parts[0][2].label.endswith("people killed")
    assert next(line for line in record.lines if children.id in line.claims).part_of == (line_of(record, dead),)


def test_one_voice_gives_a_whole_and_its_parts() -> None:
    monitor = body("Monitor")
    whole, north, village = (
        claim("a", f"{n} civilians", n, group="civilians", source=monitor, at=100 + n) for n in (21, 15, 6)
    )
    elsewhere = claim("b", "at least 15 killed", 15, None, hedge="at_least")
    record = link([whole, north, village, elsewhere])
    assert line_of(record, north) == line_of(record, elsewhere)
    assert len({line_of(record, x) for x in (whole, north, village)}) == 3
    assert {w for _, w, _ in record.parts} == {line_of(record, whole)}


def test_civilians_and_people_are_one_line_until_a_report_tells_them_apart() -> None:
    people = claim("a", "31 killed", 31)
    civilians = claim("b", "30 civilians", 30, group="civilians")
    soldiers = claim("b", "8 soldiers", 8, group="soldiers", side="Veland", status="military", at=300)
    assert len(link([people, civilians]).lines) == 1
    assert len(link([people, civilians, soldiers]).lines) == 3


def test_the_dead_of_one_force_are_the_dead_until_a_report_tells_them_apart() -> None:
    people = claim("a", "four dead", 4)
    soldiers = claim("b", "four soldiers", 4, group="soldiers", side="Veland", status="military")
    fewer = claim("c", "three soldiers", 3, group="soldiers", side="Veland", status="military")
    civilians = claim("b", "9 civilians", 9, group="civilians", at=300)
    assert len(link([people, soldiers]).lines) == 1
    assert len(link([people, fewer]).lines) == 2
    assert len(link([people, soldiers, civilians]).lines) == 3


def test_deaths_with_and_without_the_gunman_are_two_lines() -> None:
    shooting: dict[str, Any] = {"before": "in the shooting, police said "}
    four = claim("a", "Four dead, including the gunman", 4, **shooting)
    again = claim("b", "four dead", 4, **shooting)
    three = claim("c", "three killed", 3, **shooting)
    record = link([four, again, three])
    assert line_of(record, four) == line_of(record, again) != line_of(record, three)


def test_increments_and_suspected_cases_stand_apart() -> None:
    toll = claim("a", "40 dead", 40)
    added = claim("b", "12 more dead", 12, increment=True)
    cases = claim("a", "70 cases", 70, measure="infected", scope="cumulative", at=300)
    doubt = claim("b", "70 suspected cases", 70, measure="infected", scope="cumulative", modality="possible", at=300)
    record = link([toll, added, cases, doubt])
    assert len({line_of(record, x) for x in (toll, added, cases, doubt)}) == 4


# --- pieces ---


@pytest.mark.parametrize("example", table("linking.toml")["examples"], ids=str)
def test_examples_beside_the_knowledge(example: dict[str, str]) -> None:
    if "family" in example:
        assert families_of(example["text"].lower()) == frozenset(filter(None, [example["family"]]))
    elif "class" in example:
        one = replace(claim("a", "9 dead", 9), group=example["group"])
        assert people_of(one)[0] == (example["class"] or "all")
    else:
        assert state_of(example["words"].lower()) == example["state"]


def test_places() -> None:
    assert fold("the Al-Hazira Governorate") == "hazira"
    assert skeleton("Al-Tukhar") == skeleton("Tokhar")
    assert stand(spot(OLD_TOWN), spot(MIRAVAL)) == "inside"
    assert stand(spot(SANTELLO), spot(MIRAVAL)) == "near"
    assert stand(spot(FARHOLT), spot(MIRAVAL)) == "apart"
    assert stand(spot(FARHOLT), spot(VELAND)) == "inside"
    assert stand(None, spot(MIRAVAL)) == "unknown"


def test_origins_share_members_and_parents() -> None:
    assert shares("a+b", "b")
    assert shares("un", "unhcr")
    assert not shares("unhcr", "who")
    assert not shares(None, None)


def test_the_monitor_is_the_one_the_report_names() -> None:
    text = "Ada Quill, director of the Veland Rights Watch, said 9 died. The monitor said 40 were hurt."
    report = Report("a", text, (Segment("body", 0, len(text)),), published="2031-05-10")
    dead = claim("a", "9 died", 9, source=Source("Veland Rights Watch", "monitor"), at=50)
    hurt = claim("a", "40 were hurt", 40, measure="injured", source=Source("the monitor", "monitor"), at=80)
    origins = {c.source.origin for c in link([dead, hurt], [report]).claims if c.source}
    assert len(origins) == 1
    assert None not in origins


def test_wire_copy_is_found() -> None:
    wire = " ".join(f"word{n}" for n in range(80))
    texts = {
        "a": wire,
        "b": f"Staff report. {wire} Copyright the agency.",
        "c": " ".join(f"other{n}" for n in range(80)),
    }
    reports = [Report(k, v, (Segment("body", 0, len(v)),)) for k, v in texts.items()]
    assert copies(reports) == (("a", "b"),)


def test_a_figure_without_a_measure_is_a_problem_not_a_line() -> None:
    odd = replace(claim("a", "14 somethings", 14), measure=None)
    record = link([odd])
    assert record.lines == ()
    assert [p.code for p in record.problems] == ["no-measure"]


def test_adding_a_report_changes_only_the_lines_it_touches() -> None:
    before = link(WAR)
    new = claim("third", "17 killed", 17)
    more = claim("third", "499 killed", 499, source=RUSSIA, at=30, **TROOPS)
    after = link([*WAR, new, more])
    untouched = {line for line in before.lines if OWN.id not in line.claims}
    assert untouched <= set(after.lines)
    assert line_of(before, OWN) == line_of(after, OWN)

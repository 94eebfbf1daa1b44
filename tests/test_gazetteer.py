"""The gazetteer: what names find, what encloses what, and distances."""

from __future__ import annotations

import csv
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import gazetteer, geography, knowledge
from onrecord.gazetteer import build, fold, likeness
from onrecord.model import Place

BOOK = gazetteer.load()


def rows(name: str) -> list[dict[str, str]]:
    with (knowledge.DATA / "places" / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Al-Hasakah", "al hasakah"),
        ("Deir ez‐Zor", "Deir Ez-Zor"),
        ("São Paulo", "Sao Paulo"),
        ("Sana’a", "Sana'a"),
        ("St. Louis", "Saint Louis"),
        ("U.S.", "US"),
        ("Łódź", "Lodz"),
    ],
)
def test_spellings_of_one_name_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@pytest.mark.parametrize(("one", "other"), [("Hasaka", "al-Hasakeh"), ("Salihiah", "Salihiyeh"), ("Douma", "Duma")])
def test_likeness_joins_romanisations(one: str, other: str) -> None:
    assert likeness(fold(one)) == likeness(fold(other))


def test_a_looser_spelling_is_found_within_a_country_only() -> None:
    assert "Jayrud" in {entry.name for entry in BOOK.like("Jairoud", ["SY"])}
    assert BOOK.like("Jairoud", ["US"]) == ()


@pytest.mark.parametrize(
    ("written", "name", "country"),
    [
        ("Kiev", "Kyiv", "UA"),
        ("Odessa", "Odesa", "UA"),
        ("Mykolayiv", "Mykolaiv", "UA"),
        ("Hasakeh", "Hasakah", "SY"),
        ("al-Hasaka", "Hasakah", "SY"),
        ("Rangoon", "Yangon", "MM"),
        ("U.K.", "United Kingdom", "GB"),
        ("Burma", "Myanmar", "MM"),
        ("Ivory Coast", "Ivory Coast", "CI"),
        ("Dnieper", "Dnipro River", "UA"),
        ("Donbass", "Donbas", "UA"),
        ("Kherson Oblast", "Kherson Oblast", "UA"),
        ("Washington", "Washington", "US"),
    ],
)
def test_usual_names(written: str, name: str, country: str) -> None:
    assert (name, country) in {(entry.name, entry.country) for entry in BOOK.named(written)}


def test_crimea_and_sevastopol_belong_to_ukraine() -> None:
    assert {entry.country for entry in BOOK.named("Crimea")} == {"UA"}
    for name in ("Sevastopol", "Simferopol", "Yalta", "Kerch"):
        best = max(BOOK.named(name), key=lambda entry: entry.population)
        assert best.country == "UA", name
        assert BOOK.enclosing(best)[-1].name == "Ukraine"


def test_every_own_spelling_and_region_is_found() -> None:
    for row in rows("spellings.csv"):
        assert any(e.name == row["name"] and e.country == row["country"] for e in BOOK.named(row["variant"])), row
    for row in rows("regions.csv"):
        assert any(e.name == row["name"] for e in BOOK.named(row["name"])), row


def test_every_country_has_a_point_and_every_subdivision_lies_in_a_country() -> None:
    for row in rows("countries.csv"):
        entry = BOOK.coded(row["iso2"])
        assert entry is not None, row
        assert entry.latitude is not None, row
    kansas = BOOK.coded("US.KS")
    assert kansas is not None
    assert kansas.latitude == pytest.approx(38.5, abs=0.7)
    assert [outer.name for outer in BOOK.enclosing(kansas)] == ["United States"]


def test_enclosing_runs_from_the_nearest_to_the_country() -> None:
    hesston = BOOK.named("Hesston")[0]
    assert [outer.name for outer in BOOK.enclosing(hesston)] == ["Harvey County", "Kansas", "United States"]


def test_demonyms_and_abbreviations() -> None:
    assert BOOK.demonyms()["ukrainian"] == "UA"
    assert BOOK.demonyms()["congolese"] == "CD"
    assert BOOK.abbreviations()["Kan."] == "US.KS"
    assert all(BOOK.coded(code) is not None for code in BOOK.abbreviations().values())


def test_the_file_is_named_after_its_sources() -> None:
    assert build.digest() in BOOK.path.name


def place(name: str, **fields: object) -> Place:
    return Place(text=name, name=name, **fields)  # type: ignore[arg-type]


def test_near_is_in_kilometres_and_none_when_unknown() -> None:
    kyiv = place("Kyiv", latitude=50.45, longitude=30.52)
    lviv = place("Lviv", latitude=49.84, longitude=24.02)
    assert geography.near(kyiv, lviv) == pytest.approx(469, abs=5)
    assert geography.near(kyiv, place("Nowhere")) is None


def test_inside_follows_the_chain_and_the_country() -> None:
    ukraine = place("Ukraine", precision="country", country="UA", gazetteer_id="1")
    oblast = place("Kherson Oblast", within=("Ukraine",), country="UA", gazetteer_id="2")
    town = place("Kherson", within=("Kherson Oblast", "Ukraine"), country="UA", gazetteer_id="3")
    other = place("Kherson Oblast", within=("Elsewhere",), country="XX", gazetteer_id="4")
    assert geography.inside(town, oblast)
    assert geography.inside(town, ukraine)
    assert geography.inside(town, town)
    assert not geography.inside(oblast, town)
    assert not geography.inside(ukraine, oblast)
    assert not geography.inside(town, other)


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180))
def test_distance_is_symmetric_and_bounded(a: float, b: float, c: float, d: float) -> None:
    there, back = geography.kilometres(a, b, c, d), geography.kilometres(c, d, a, b)
    assert there == pytest.approx(back, abs=1e-6)
    assert 0 <= there <= 20_040


class Forgetful(dict[str, tuple[gazetteer.Entry, ...]]):
    """Keeps nothing, so that every look-up asks the file."""

    def __setitem__(self, key: str, value: tuple[gazetteer.Entry, ...]) -> None:
        pass


def test_threads_that_look_places_up_at_once_each_get_theirs() -> None:
    names = [entry.name for code in ("UA", "TR", "AL", "FR") for entry in [gazetteer.load().coded(code)] if entry]
    fresh = gazetteer.Gazetteer(gazetteer.load().path)
    fresh._found = Forgetful()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: [e.name for e in fresh.named(names[n % 4])][:1], range(400)))
    assert found == [[names[n % 4]] for n in range(400)]

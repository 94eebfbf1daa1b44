"""Each export format is read back by a tool of its field, and every figure in it carries its claims and spans."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import geojson
import hxl
import pandas
import pyarrow.parquet
import pytest
from followthemoney import model as schemata
from followthemoney.statement import Statement
from followthemoney.statement.serialize import read_csv_statements
from pyld import jsonld
from rdflib import PROV, Graph, URIRef
from shapely.geometry import shape

from onrecord import pipeline
from onrecord.exporters import Selection, Takeaway, coarsened, export, formats, kinds, nameless, narrowed
from onrecord.ledger import Ledger
from onrecord.model import Claim
from tests.contexts import ANNOTATIONS, annotation_context
from tests.test_cli import onrecord

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
WRITES = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8").split("## What it writes")[1]
SHOWN = dict(re.findall(r"^### (\w+), written\n((?:(?!^##).*\n)*)", WRITES, re.MULTILINE))


@cache
def record() -> Takeaway:
    whole = pipeline.gather(pipeline.Inputs((EXAMPLES,)), lambda reports, claims: None)
    return Takeaway(whole.reports, whole.claims, whole.lines, whole.links, whole.pairs, whole.problems)


def written(format: str, kind: str | None = None, of: Takeaway | None = None) -> bytes:
    out = io.BytesIO()
    export(of or record(), out, format=format, kind=kind)
    return out.getvalue()


def table(format: str, kind: str | None = None, of: Takeaway | None = None) -> pandas.DataFrame:
    return pandas.read_csv(io.BytesIO(written(format, kind, of)))


def spans_hold(spans: str, claims: str) -> bool:
    """Whether each "report:start-end" is where the claim's number or words stand in its report."""
    known = record()
    for name, identity in zip(spans.split("; "), claims.split("; "), strict=True):
        report, _, range_ = name.rpartition(":")
        start, end = map(int, range_.split("-"))
        claim = known.claim_of[identity]
        assert claim.report == report
        assert known.report_of[report].text[start:end] == (claim.number or claim.span).exact
    return True


@pytest.mark.parametrize("kind", kinds("csv"))
def test_csv_and_parquet_hold_the_same_table(kind: str) -> None:
    text = list(csv.DictReader(io.StringIO(written("csv", kind).decode())))
    typed = pyarrow.parquet.read_table(io.BytesIO(written("parquet", kind)))
    assert typed.num_rows == len(text)
    if text:
        assert typed.column_names == list(text[0])
        assert len(table("csv", kind)) == len(text)


def test_parquet_columns_are_typed_and_duckdb_can_ask_them(tmp_path: Path) -> None:
    (tmp_path / "series.parquet").write_bytes(written("parquet", "series"))
    rows = duckdb.sql(
        f"select value, outlets, claims from '{tmp_path}/series.parquet' where value = 498 and len(outlets) > 1"
    ).fetchall()
    assert len(rows) == 1
    assert len(rows[0][1]) == 4
    assert all(claim in record().claim_of for claim in rows[0][2])


def test_no_csv_cell_starts_a_formula() -> None:
    claims = tuple(
        replace(claim, group='=HYPERLINK("http://evil.example")', publisher="@SUM(1)", object="-1+1", side="\tx")
        for claim in record().claims[:3]
    )
    hostile = Takeaway(record().reports, claims, (), (), (), ())
    for row in csv.reader(io.StringIO(written("csv", "claims", hostile).decode())):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_geojson_is_valid_longitude_first_and_draws_no_country_as_a_dot() -> None:
    loaded = geojson.loads(written("geojson"))
    assert loaded.is_valid
    features = loaded["features"]
    kharkiv = [f for f in features if f["properties"].get("place") == "Kharkiv" and f["geometry"]]
    assert kharkiv
    assert all(abs(shape(f["geometry"]).x - 36.25) < 0.3 and abs(shape(f["geometry"]).y - 49.98) < 0.3 for f in kharkiv)
    assert {f["properties"]["precision"] for f in features if f["geometry"]} <= {"point", "area"}
    assert [f for f in features if f["properties"].get("precision") == "country" and f["geometry"] is None]
    assert all(spans_hold("; ".join(f["properties"]["spans"]), "; ".join(f["properties"]["claims"]))
               for f in features if f["properties"]["type"] == "figure")  # fmt: skip


def test_hxl_is_read_with_its_hashtags_and_each_row_has_one_figure() -> None:
    source = hxl.data(io.BytesIO(written("hxl")), hxl.InputOptions(allow_local=True))
    tags = [column.display_tag for column in source.columns]
    assert {"#affected+killed", "#affected+idps+individuals", "#geo+lat", "#meta+source"} & set(tags)
    assert all(hxl.model.TagPattern.parse(tag) for tag in tags)
    rows = list(source)
    assert rows
    killed = {row.get("#affected+killed+military") for row in rows}
    assert "498" in killed
    counts = ("#affected", "#impact", "#value")
    figures = [[v for c, v in zip(row.columns, row.values, strict=True) if v and c.tag in counts]
               for row in rows]  # fmt: skip
    assert max(map(len, figures)) == 1
    assert all(spans_hold(row.get("#meta+spans"), row.get("#meta+claims")) for row in rows)


def test_hxl_validates_against_a_schema_of_its_columns() -> None:
    rules = [["#valid_tag", "#valid_required", "#valid_datatype"], ["#meta+claims", "true", ""],
             ["#geo+lat", "", "number"], ["#date+start", "", "date"], ["#affected", "", "number"]]  # fmt: skip
    source = hxl.data(io.BytesIO(written("hxl")), hxl.InputOptions(allow_local=True))
    found: list[Any] = []
    assert hxl.schema(rules, callback=found.append).validate(source), found[:3]


@pytest.mark.parametrize(("format", "value"), [("acled", "fatalities"), ("ucdp", "best"), ("idmc", "reported")])
def test_coded_tables_have_their_columns_and_each_row_its_claims(format: str, value: str) -> None:
    rows = table(format)
    assert len(rows)
    assert rows[value].notna().all()
    assert all(spans_hold(spans, claims) for spans, claims in zip(rows["spans"], rows["claim_ids"], strict=True))


def test_ucdp_rows_keep_low_best_high_in_order() -> None:
    rows = table("ucdp")
    assert (rows["low"].fillna(rows["best"]) <= rows["best"]).all()
    assert (rows["high"].fillna(rows["best"]) >= rows["best"]).all()


def test_acled_rows_are_dated_placed_and_typed() -> None:
    rows = table("acled")
    assert rows["event_date"].str.match(r"\d{4}-\d{2}-\d{2}$").all()
    assert (rows["year"] == rows["event_date"].str[:4].astype(int)).all()
    assert rows["location"].notna().all()
    assert set(rows["event_type"].dropna()) <= {
        "Battles", "Explosions/Remote violence", "Violence against civilians", "Protests", "Riots",
        "Strategic developments",
    }  # fmt: skip


def test_annotations_expand_without_a_term_lost_and_quote_what_stands_there() -> None:
    document = json.loads(written("webannotation"))
    asked: list[str] = []

    def local(url: str, options: object) -> dict[str, Any]:
        asked.append(url)
        return {"contextUrl": None, "documentUrl": url, "document": annotation_context()}

    expanded = jsonld.expand(document, {"documentLoader": local})
    assert set(asked) == {ANNOTATIONS}
    items = expanded[0]["http://www.w3.org/ns/activitystreams#items"][0]["@list"]
    assert len(items) == len(record().claims)
    assert jsonld.compact(expanded, annotation_context(), {"documentLoader": local})["items"] == document["items"]
    for item, claim in zip(document["items"], record().claims, strict=True):
        position, quote = item["target"]["selector"]
        text = record().report_of[claim.report].text
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert text[: position["start"]].endswith(quote["prefix"])


def test_schema_org_claims_tell_each_appearance_of_a_reading() -> None:
    document = json.loads(written("claim"))
    assert jsonld.expand(document)
    told = [c for c in document["@graph"] if c.get("mainEntity", {}).get("value") == 498]
    own = max(told, key=lambda c: len(c["appearance"]))
    assert len({appearance["@id"] for appearance in own["appearance"]}) == 4
    assert own["author"]["name"]
    assert min(a["datePublished"] for a in own["appearance"]) == own["datePublished"]
    assert not [c for c in document["@graph"] if c["@type"] == "ClaimReview"]


def test_provenance_says_who_quoted_whom_and_what_revised_what() -> None:
    graph = Graph().parse(data=written("prov").decode(), format="json-ld")
    updates = [link for link in record().links if link.relation == "updates"]
    assert updates
    for link in updates:
        revised = (
            URIRef(f"urn:onrecord:claim:{link.right}"),
            PROV.wasRevisionOf,
            URIRef(f"urn:onrecord:claim:{link.left}"),
        )
        assert revised in graph
    assert len(list(graph.triples((None, PROV.wasQuotedFrom, None)))) == len(record().claims)
    origins = {c.source.origin for c in record().claims if c.source and c.source.origin}
    attributed = {str(agent) for agent in graph.objects(None, PROV.wasAttributedTo)}
    assert len([a for a in attributed if a.startswith("urn:onrecord:origin:")]) == len(origins)


def test_followthemoney_reads_the_statements_as_valid_entities() -> None:
    statements = list(read_csv_statements(io.BytesIO(written("followthemoney"))))
    assert statements
    entities: dict[str, dict[str, Any]] = {}
    for statement in statements:
        assert statement.id == Statement.make_key(
            statement.dataset, statement.entity_id, statement.prop, statement.value, statement.external
        )
        assert statement.prop_type == schemata.get(statement.schema).get(statement.prop).type.name
        one = entities.setdefault(
            statement.entity_id, {"id": statement.entity_id, "schema": statement.schema, "properties": {}}
        )
        assert one["schema"] == statement.schema
        one["properties"].setdefault(statement.prop, []).append(statement.value)
    for entity in entities.values():
        proxy = schemata.get_proxy(entity, cleaned=False)
        assert {name: sorted(values) for name, values in entity["properties"].items()} == {
            name: sorted(proxy.get(name)) for name in entity["properties"]
        }, entity
    notes = [e for e in entities.values() if e["schema"] == "Note"]
    assert all(any("claim " in told for told in note["properties"]["description"]) for note in notes)


def test_html_links_every_claim_id_of_the_brief_to_its_sentence_and_runs_nothing() -> None:
    hostile = replace(record().reports[0], title="<script>alert(1)</script>", url="javascript:alert(1)")
    made = replace(record(), reports=(hostile, *record().reports[1:]))
    page = written("html", of=made).decode()
    import lxml.html

    tree = lxml.html.document_fromstring(page)
    named = {element.get("id") for element in tree.iter() if element.get("id")}
    links = [a.get("href") for a in tree.iter("a") if (a.get("href") or "").startswith("#c-")]
    assert len(links) > 100
    assert {link[1:] for link in links} <= named
    assert not list(tree.iter("script"))
    assert "javascript:" not in page
    assert "<mark>498</mark>" in page
    assert not list(tree.iter("link", "img", "iframe"))


def test_markdown_is_the_brief_in_full() -> None:
    text = written("markdown").decode()
    assert text.startswith("# On record")
    assert "--all" not in text


def claims_of(selection: Selection) -> tuple[Claim, ...]:
    return narrowed(record(), selection).claims


def test_a_selection_takes_only_what_it_names() -> None:
    killed = claims_of(Selection(measures=frozenset({"killed"})))
    assert killed
    assert {c.measure for c in killed} == {"killed"}
    here = claims_of(Selection(place="Kharkiv"))
    assert here
    assert all(c.place and "Kharkiv" in (c.place.name, c.place.text, *c.place.within) for c in here)
    late = claims_of(Selection(since="2023-01-01"))
    assert late
    assert all((c.period.as_of or c.period.end or c.period.start or c.published or "") >= "2023" for c in late)
    assert {c.source.origin for c in claims_of(Selection(origin="russia-government")) if c.source} == {
        "russia-government"
    }
    assert claims_of(Selection(crisis="Kharkiv"))
    assert claims_of(Selection(reviewed=True)) == ()


def test_lines_and_links_of_a_selection_hold_only_its_claims() -> None:
    part = narrowed(record(), Selection(place="Ukraine", measures=frozenset({"killed"})))
    kept = {c.id for c in part.claims}
    assert part.lines
    assert {c for line in part.lines for c in line.claims} <= kept
    assert all({link.left, link.right} <= kept for line in part.lines for link in line.relations)
    assert {r.id for r in part.reports} == {c.report for c in part.claims}


@pytest.mark.parametrize("format", sorted(formats()))
@pytest.mark.parametrize("empty", [True, False])
def test_every_format_writes_an_empty_and_a_private_record(format: str, empty: bool) -> None:
    made = Takeaway() if empty else nameless(coarsened(record()))
    for kind in kinds(format):
        assert isinstance(written(format, kind, made), bytes)


@pytest.mark.parametrize("format", sorted(set(formats()) - {"parquet"}))
def test_a_coarse_export_names_no_town(format: str) -> None:
    towns = {c.place.name for c in record().claims if c.place and c.place.precision == "point" and c.place.within}
    areas = {name for c in record().claims if c.place for name in c.place.within}
    outlets = " ".join(r.publisher for r in record().reports)
    hidden = {t for t in towns if not any(t in area for area in areas) and t not in outlets and len(t) > 4}
    assert {"Bucha", "Kharkiv"} & towns
    files = {r.id for r in record().reports}
    for kind in kinds(format):
        text = written(format, kind, coarsened(record())).decode()
        for name in files:
            text = text.replace(name, "")
        sources = " ".join(c.source.name for c in record().claims if c.source and c.source.name)
        assert not [t for t in hidden if t in text and t not in sources], format


@pytest.mark.parametrize("format", sorted(set(formats()) - {"parquet"}))
def test_a_nameless_export_names_no_person(format: str) -> None:
    from onrecord.actors import lookup

    sources = [c.source for c in record().claims if c.source and c.source.name]
    persons = {s.name or "" for s in sources if s.kind in ("witness", "expert") or lookup(s.name or "") is None}
    named = {p for p in persons if p[:1].isupper() and " " in p and not p.lower().startswith(("the ", "un "))}
    assert named
    for kind in kinds(format):
        text = written(format, kind, nameless(record())).decode()
        assert not [p for p in named if p in text]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "examples.sqlite"
    with Ledger.open(path) as book:
        pipeline.add(pipeline.Inputs((EXAMPLES,)), book, lambda reports, claims: None)
    return path


def test_the_help_names_every_format() -> None:
    told = onrecord("export", "--help").stdout
    assert not [name for name in formats() if name not in told]


def test_filters_and_formats_combine_on_the_command_line(ledger: Path, tmp_path: Path) -> None:
    out = tmp_path / "killed.parquet"
    done = onrecord("export", "--ledger", ledger, "--format", "parquet", "--what", "series", "--measure", "killed",
                    "--place", "Ukraine", "--until", "2022-03-31", "--output", out)  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    rows = pyarrow.parquet.read_table(out).to_pylist()
    assert {row["measure"] for row in rows} == {"killed"}
    assert 498 in {row["value"] for row in rows}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "geojson", "--what", "lines"), "geojson holds no lines"),
        (("--since", "March"), "--since March: not a date"),
        (("--format", "xlsx"), "no export format is called xlsx"),
        (("--output", "/nowhere/at/all.csv"), "/nowhere/at/all.csv: cannot be written"),
    ],
)
def test_a_wrong_export_is_one_line_on_stderr(ledger: Path, arguments: tuple[str, ...], said: str) -> None:
    done = onrecord("export", "--ledger", ledger, *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_every_output_format_has_a_row_and_an_example() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", WRITES, re.MULTILINE)) == set(formats()) == set(SHOWN)


@pytest.mark.parametrize("name", SHOWN)
def test_the_example_of_a_format_is_what_is_written(name: str, ledger: Path, tmp_path: Path) -> None:
    command, *lines = [line.removeprefix("    ") for line in SHOWN[name].strip("\n").splitlines()]
    arguments = shlex.split(command.removeprefix("$ onrecord ").replace("crisis.sqlite", str(ledger)))
    done = onrecord(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    out = [line.strip() for line in done.stdout.splitlines()]
    for line in (line.strip() for line in lines):
        start = line.removesuffix("...")
        assert [told for told in out if (told.startswith(start) if line.endswith("...") else told == line)], line
    assert lines or list(tmp_path.iterdir())


def test_what_a_person_settled_can_be_taken_alone_and_is_told_as_their_review(ledger: Path, tmp_path: Path) -> None:
    file = tmp_path / "reviewed.sqlite"
    assert onrecord("copy", ledger, file).returncode == 0
    own = next(c.id for c in record().claims if c.figure and c.figure.value == 498)
    other = next(c.id for c in record().claims if c.figure and c.figure.value == 5840)
    for arguments in (("accept", own), ("unsure", other)):
        done = onrecord("review", *arguments, "--by", "Ana", "--note", "read twice", "--ledger", file)
        assert done.returncode == 0, done.stderr
    taken = [json.loads(line) for line in onrecord("export", "--reviewed", "--ledger", file).stdout.splitlines()]
    assert [row["id"] for row in taken] == [own]
    graph = json.loads(onrecord("export", "--format", "claim", "--ledger", file).stdout)["@graph"]
    verdicts = {c["itemReviewed"]["@id"]: c for c in graph if c["@type"] == "ClaimReview"}
    assert {name.rsplit(":")[-1]: c["reviewRating"]["alternateName"] for name, c in verdicts.items()} == {
        own: "accept", other: "unsure",
    }  # fmt: skip
    assert {c["author"]["name"] for c in verdicts.values()} == {"Ana"}
    private = onrecord("export", "--format", "claim", "--without-names", "--ledger", file).stdout
    assert "ClaimReview" in private
    assert "Ana" not in private

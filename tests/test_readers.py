"""Readers: every format gives the same kind of report, and whatever cannot be read becomes one Problem."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord import registry
from onrecord.model import Problem, Report
from onrecord.readers import formats, read
from onrecord.text.front import day_of, front_matter
from onrecord.text.marks import is_markdown, markdown_blocks

MARKDOWN = """# Shelling **kills** nine in [Kherson](https://a.example/kherson-2022-03-02)

KHERSON, Ukraine—Shells **killed** nine people in [the **port** of Kherson](https://a.example/b), the mayor said\\*.

![A man crosses a *bridge* in Kherson.](https://a.example/i.jpg)

![img](https://a.example/j.jpg)

Women wait for a train in Lviv.PHOTO: ANA BELL/REUTERS

------

## Port closed

3 of 12

<video src="x" style="margin: 0px;"></video>

- Ten are missing
- A *search* goes on

> “We saw nine boats,” he said.
"""


def reports(found: list[Report | Problem]) -> list[Report]:
    assert not [item for item in found if isinstance(item, Problem)]
    return [item for item in found if isinstance(item, Report)]


def problem(found: list[Report | Problem]) -> Problem:
    (only,) = found
    assert isinstance(only, Problem)
    assert "\n" not in only.message
    return only


def kinds(report: Report) -> list[tuple[str, str]]:
    return [(s.kind, report.text[s.start : s.end]) for s in report.segments]


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a"])
def test_markdown_is_told_by_name_or_content(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(MARKDOWN, encoding="utf-8")
    (report,) = reports(list(read([tmp_path / name])))
    assert report.id == name
    assert report.title == "Shelling kills nine in Kherson"
    assert kinds(report) == [
        ("headline", "Shelling kills nine in Kherson"),
        ("dateline", "KHERSON, Ukraine—"),
        ("body", "Shells killed nine people in the port of Kherson, the mayor said*."),
        ("caption", "A man crosses a bridge in Kherson."),
        ("caption", "Women wait for a train in Lviv."),
        ("credit", "PHOTO: ANA BELL/REUTERS"),
        ("subheading", "Port closed"),
        ("boilerplate", "3 of 12"),
        ("subheading", "Ten are missing"),
        ("subheading", "A search goes on"),
        ("body", "“We saw nine boats,” he said."),
    ]
    assert report.published == "2022-03-02"


def test_plain_text_with_metadata_ahead(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(" date 2022-03-03 Nine people died in Izium.\n\nTen fled.\n", encoding="utf-8")
    (report,) = reports(list(read([tmp_path / "b.txt"])))
    assert report.published == "2022-03-03"
    assert [text for kind, text in kinds(report) if kind == "body"] == ["Nine people died in Izium.", "Ten fled."]
    assert report.guessed[0][0] == "published"


@pytest.mark.parametrize("rule", ["---", "+++"])
def test_front_matter(tmp_path: Path, rule: str) -> None:
    sign = ":" if rule == "---" else " ="
    fields = {"title": "Nine dead", "date": "2022-03-03", "source": "Bell News", "desk": "east"}
    head = "\n".join([rule, *(f'{key}{sign} "{value}"' for key, value in fields.items()), rule, ""])
    (tmp_path / "c.md").write_text(head + "\nNine people died.\n", encoding="utf-8")
    (report,) = reports(list(read([tmp_path / "c.md"], published="2020-01-01")))
    assert (report.title, report.published, report.publisher) == ("Nine dead", "2022-03-03", "Bell News")
    assert ("desk", '"east"') in report.extra
    assert report.guessed == ()


def test_header_lines_need_known_names() -> None:
    assert front_matter("Title: Nine dead\nDate: 3 March 2022\n\nNine died.").published == "2022-03-03"
    plain = "Quotes from the mayor: nine died\n\nTen fled."
    assert front_matter(plain).text == plain


def test_json_lines(tmp_path: Path) -> None:
    rows = [
        {
            "id": "x1",
            "title": "Nine dead",
            "published": "2016-07-05",
            "publisher": "nna",
            "text": "Nine died.",
            "tag": 7,
        },
        {"text": "Ten fled the **town** of [Homs](http://a.example). **All** are safe.", "date": "7/15/16"},
    ]
    lines = [json.dumps(rows[0]), "{broken", "", "[1, 2]", json.dumps(rows[1]), json.dumps({"id": "e"})]
    (tmp_path / "r.jsonl").write_text("\n".join(lines), encoding="utf-8")
    found = list(read([tmp_path / "r.jsonl"]))
    first, bad, wrong, last, empty = found
    assert isinstance(first, Report)
    assert (first.id, first.title, first.published, first.publisher) == ("x1", "Nine dead", "2016-07-05", "nna")
    assert first.extra == (("tag", "7"),)
    assert isinstance(bad, Problem)
    assert (bad.where, bad.code) == (f"{tmp_path / 'r.jsonl'}:2", "invalid_json")
    assert isinstance(wrong, Problem)
    assert wrong.code == "not_a_report"
    assert isinstance(last, Report)
    assert (last.id, last.published) == ("r.jsonl:5", "2016-07-15")
    assert last.text == "Ten fled the town of Homs. All are safe."
    assert isinstance(empty, Problem)
    assert empty.where.endswith(":6")


def test_one_json_document_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "r.json").write_text(json.dumps([{"text": "Nine died."}], indent=1), encoding="utf-8")
    assert len(reports(list(read([tmp_path])))) == 1


def test_folders_are_walked_in_order_and_hidden_files_left_out(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", ".hidden.txt", "sub/a.txt", ".git/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"Nine people died, says {name.replace('/', ' ')}.", encoding="utf-8")
    found = reports(list(read([tmp_path])))
    assert [r.id for r in found] == ["a.txt", "b.txt", "a.txt#2"]
    assert found[2].guessed[-1][0] == "id"


def test_a_file_that_explains_its_folder_is_no_report(tmp_path: Path) -> None:
    for name in ("README.md", "readme", "readme-first.txt", "storm.txt"):
        (tmp_path / name).write_text("Storm kills two\n\nTwo people died in a storm on Monday, police said.\n")
    assert [report.id for report in read([tmp_path]) if isinstance(report, Report)] == ["readme-first.txt", "storm.txt"]
    assert [report.id for report in read([tmp_path / "README.md"]) if isinstance(report, Report)] == ["README.md"]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"id": "i", "text": "Nine died."}\n')))
    (report,) = reports(list(read(["-"])))
    assert report.id == "i"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"<p></p>", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 9, "binary"),
        (b"\xff\xd8\xff\xe0 JFIF and so on", "binary"),
        (b"\xff\xfeN", "encoding"),
        (b"Nine \x81\x8d died", "encoding"),
    ],
)
def test_bad_files_are_problems(tmp_path: Path, data: bytes, code: str) -> None:
    (tmp_path / "bad.txt").write_bytes(data)
    found = problem(list(read([tmp_path / "bad.txt"])))
    assert found.code == code
    assert "bad.txt" in found.message


def test_missing_empty_and_unknown(tmp_path: Path) -> None:
    assert problem(list(read([tmp_path / "none.txt"]))).code == "missing"
    assert problem(list(read([tmp_path]))).code == "no_reports"
    (tmp_path / "a.txt").write_text("Nine died.", encoding="utf-8")
    assert problem(list(read([tmp_path / "a.txt"], format="fax"))).code == "format"


def test_a_file_beyond_the_limit_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "big.txt").write_bytes(b"Nine people died. " * 1_200_000)
    assert problem(list(read([tmp_path / "big.txt"]))).code == "too_large"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "e.txt").write_bytes("“Nine” cafés burned.".encode(encoding))
    (report,) = reports(list(read([tmp_path / "e.txt"])))
    assert report.text == "“Nine” cafés burned."
    assert [field for field, _ in report.guessed] == (["encoding"] if encoding == "cp1252" else [])


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300), st.sampled_from(["x.txt", "x.md", "x.jsonl", "x"]))
def test_no_bytes_raise(tmp_path: Path, data: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(data)
    for item in read([tmp_path / name]):
        assert isinstance(item, Report | Problem)


def test_formats_are_the_modules_of_the_folder() -> None:
    folder = Path(str(registry.__file__)).parent / "readers"
    names = {path.stem for path in folder.glob("*.py") if not path.stem.startswith("_")}
    assert set(formats()) == names
    assert all(formats().values())


def test_signs_of_markdown() -> None:
    assert is_markdown("Nine died in [Homs](http://a.example).")
    assert is_markdown("# Nine dead\n\nNine died.")
    assert not is_markdown("Nine * two is 18. # 5 was raised.\nNine_people_died (see [1]).")


def test_a_placeholder_is_no_caption_and_tables_keep_their_words() -> None:
    marked = markdown_blocks("![IMG_1234.jpg](a) ![Nine boats](b)\n\n| Town | Dead |\n|---|---|\n| Homs | 9 |\n")
    assert [b.text for b in marked.blocks if b.kind == "caption"] == ["Nine boats"]
    assert [b.text for b in marked.blocks if not b.kind] == ["Town", "Dead", "Homs", "9"]


def test_stated_dates() -> None:
    assert day_of("2016-07-05T10:00:00Z")[0] == "2016-07-05"
    assert day_of("2016-07")[0] == "2016-07"
    assert day_of("7/5/16") == ("2016-07-05", '"7/5/16" is read as month, day, year')
    assert day_of("25/7/2016") == ("2016-07-25", "")
    assert day_of("soon")[0] is None
    assert [day_of(text)[0] for text in ("2022-02-31", "2022-13", "0000", "2022")] == [None, None, None, "2022"]

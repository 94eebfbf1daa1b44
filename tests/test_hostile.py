"""Hostile and broken input: bombs, bad nesting, passwords and mutations are Problems; what lies beside is read."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterable

import pytest
from bench.mutations import outcome

from onrecord.model import Problem, Report
from onrecord.reading.read import read_documents
from onrecord.text.source import Source
from tests.documents import STORY, documents, docx, eml, mbox, packed, pdf, plain, warc

TEXT = plain(STORY).encode()


def items(name: str, data: bytes) -> list[Report | Problem]:
    return list(read_documents([Source(name, data)]))


def codes(found: Iterable[Report | Problem]) -> list[str]:
    return [item.code if isinstance(item, Problem) else "read" for item in found]


def test_mutated_files_of_every_format_are_read_or_told() -> None:
    told = outcome(200, seed=7)
    assert told.wrong == []
    assert told.read > 50
    assert len(told.problems) > 5


def test_a_zip_bomb_is_told_and_what_lies_beside_it_is_read() -> None:
    bomb = packed({"a.txt": b"0" * 300_000_000, "b.txt": TEXT})
    assert len(bomb) < 1_000_000
    assert codes(items("x.zip", bomb)) == ["too_large", "read"]


def test_archives_in_archives_are_read_so_deep_and_no_deeper() -> None:
    data = {"a.txt": TEXT}
    for depth in range(3):
        data = {f"{depth}.zip": packed(data)}
    assert codes(items("x.zip", packed({"z.txt": TEXT, **data}))) == ["too_deep", "read"]
    assert codes(items("x.zip", next(iter(data.values())))) == ["read"]


def test_a_gzip_bomb_is_told() -> None:
    assert codes(items("x.txt.gz", gzip.compress(b"0" * 300_000_000))) == ["too_large"]
    page = b"<p>x</p>" * 1_000_000
    assert codes(items("x.html.gz", gzip.compress(page))) == ["too_large"]


def test_a_bomb_in_a_crawl_is_told_and_the_next_page_is_read() -> None:
    swollen = gzip.compress(b"0" * 100_000_000)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
    record = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\nContent-Type: application/http\r\n"
        b"Content-Length: %d\r\n\r\n" % len(head + swollen)
    )
    found = items("x.warc", record + head + swollen + b"\r\n\r\n" + warc(STORY, documents()["story.html"]))
    assert codes(found) == ["too_large", "read"]


@pytest.mark.parametrize(
    "data",
    [
        b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss><channel><item>'
        b"<title>&b;</title></item></channel></rss>",
        '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel/></rss>'.encode("utf-16"),
    ],
)
def test_a_feed_that_declares_entities_is_refused(data: bytes) -> None:
    (found,) = items("x.rss", data)
    assert isinstance(found, Problem)
    assert found.code == "entities"


def test_a_document_that_declares_entities_or_swells_is_refused() -> None:
    def altered(name: str, content: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(docx(STORY))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in old.infolist():
                new.writestr(entry.filename, content if entry.filename == name else old.read(entry))
        return out.getvalue()

    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    assert codes(items("x.docx", altered("word/document.xml", bomb))) == ["entities"]
    assert codes(items("x.docx", altered("word/document.xml", b" " * 250_000_000))) == ["too_large"]


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "table><tr><td", "ul><li"])
def test_tags_nested_beyond_sense_are_told(tag: str) -> None:
    page = b"<!doctype html>" + f"<{tag}>".encode() * 50_000 + b"Nine people died in Homs, police said."
    (found,) = items("x.html", page)
    assert isinstance(found, Problem)
    assert "nested" in found.message


def test_brackets_nested_beyond_sense_are_told() -> None:
    assert codes(items("x.json", b"[" * 200_000)) == ["invalid_json"]
    lines = b'{"text": ' * 100_000 + b"\n" + b'{"text": "Nine died."}\n'
    assert codes(items("x.jsonl", lines)) == ["invalid_json", "read"]
    assert codes(items("x.md", b"> " * 20_000 + b"Nine people died."))[0] in ("read", "empty")


@pytest.mark.parametrize("end", [b"", b" Police said nine people died."])
def test_enormous_lines_are_read(end: bytes) -> None:
    (found,) = items("x.txt", b"Nine people died in Homs, police said. " * 10_000 + end)
    assert isinstance(found, Report)
    (page,) = items("x.html", b"<!doctype html><article><p>" + b"nine " * 100_000 + b"</p></article>")
    assert isinstance(page, Report | Problem)


def test_nul_bytes_are_dropped_or_told() -> None:
    (page,) = items("x.html", b"<!doctype html><article><p>Nine peo\x00ple died in Homs on Friday.</p></article>")
    assert isinstance(page, Report)
    assert "Nine people died" in page.text
    assert codes(items("x.txt", b"\x00" * 5000)) == ["binary"]
    (table,) = items("x.csv", b"text,date\nNine peo\x00ple died in Homs.,2016-07-05\n")
    assert isinstance(table, Report)
    assert table.text == "Nine people died in Homs."


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-8-sig"])
def test_wide_text_is_read_with_and_without_its_mark(encoding: str) -> None:
    (found,) = items("x.txt", "Nine people died in Homs on Friday.".encode(encoding))
    assert isinstance(found, Report)
    assert found.text == "Nine people died in Homs on Friday."


def test_text_in_two_encodings_keeps_the_letters_of_both() -> None:
    data = "Погибли девять человек, сообщил мэр Херсона.\n\n".encode() + "“Nine” cafés".encode("cp1252")
    (found,) = items("x.txt", data)
    assert isinstance(found, Report)
    assert "Погибли" in found.text
    assert "“Nine” cafés" in found.text
    assert found.guessed[0][0] == "encoding"


def test_what_needs_a_password_is_told() -> None:
    assert codes(items("x.pdf", pdf(STORY, password="secret"))) == ["encrypted"]
    assert codes(items("x.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)) == ["encrypted"]
    archive = bytearray(packed({"a.txt": TEXT}))
    archive[6] |= 1
    archive[archive.index(b"PK\x01\x02") + 8] |= 1
    assert codes(items("x.zip", bytes(archive))) == ["encrypted"]


def test_truncated_archives_give_what_they_hold_and_say_so() -> None:
    crawl = documents()["story.warc"]
    found = codes(items("x.warc", (crawl + crawl)[: len(crawl) + 900]))
    assert (found[0], found[-1]) == ("read", "truncated")
    found = codes(items("x.warc.gz", gzip.compress(crawl) + gzip.compress(crawl)[:200]))
    assert (found[0], found[-1]) == ("read", "truncated")
    assert codes(items("x.html.gz", gzip.compress(TEXT)[:-9])) == ["damaged"]
    assert codes(items("x.zip", packed({"a.txt": TEXT})[:-30])) == ["damaged"]


def test_a_letter_brings_its_documents() -> None:
    from email import message_from_bytes, policy

    letter = message_from_bytes(eml(STORY, marked=False), policy=policy.default)
    letter.add_attachment(pdf(STORY), maintype="application", subtype="pdf", filename="note.pdf")  # type: ignore[attr-defined]
    letter.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")  # type: ignore[attr-defined]
    found = items("x.mbox", mbox([letter.as_bytes(), eml(STORY)]))
    assert [item.provenance.member for item in found if isinstance(item, Report) and item.provenance] == [
        "1",
        "1/note.pdf",
        "2",
    ]


def test_an_archive_without_documents_is_told() -> None:
    assert codes(items("x.zip", packed({}))) == ["empty"]
    assert codes(items("x.zip", packed({".hidden": b"x", "README.md": b"x"}))) == ["empty"]


def test_a_table_without_rows_is_told() -> None:
    assert codes(items("x.csv", b"text,date\n\n,\n")) == ["empty"]


def test_a_member_with_a_name_of_many_lines_is_told_in_one() -> None:
    name = "a\nb\x1b[31m\u202e" + "c" * 5000 + ".txt"
    (told,) = items("x.zip", packed({name: b" "}))
    assert isinstance(told, Problem)
    assert told.message.isprintable()
    assert len(told.message) < 1200
    crawl = documents()["story.warc"].replace(STORY.url.encode(), STORY.url.replace("-", " ").encode())
    (report,) = items("x.warc", crawl)
    assert isinstance(report, Report)
    assert report.provenance is not None
    assert report.provenance.member == "3"

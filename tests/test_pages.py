"""Web pages: the article, its captions and what the page states are found, and what stands around them is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.model import Problem, Report
from onrecord.pages import decoded, fragment_blocks, parse, statements
from onrecord.reading import read

PAGES = Path(__file__).parent / "pages"


def only(name: str) -> Report:
    (report,) = (item for item in read([PAGES / f"{name}.html"]) if isinstance(item, Report))
    return report


def parts(report: Report) -> list[tuple[str, str]]:
    return [(s.kind, report.text[s.start : s.end]) for s in report.segments]


def texts(report: Report, kind: str) -> list[str]:
    return [text for found, text in parts(report) if found == kind]


def test_a_news_page_gives_its_article_with_lead_and_captions_in_place() -> None:
    report = only("news")
    assert report.title == "Shelling kills nine in Kherson, mayor says"
    assert [kind for kind, _ in parts(report)][:6] == ["headline", "subheading", "caption", "credit", "body", "body"]
    assert texts(report, "caption") == [
        "Smoke rises over the port of Kherson on Wednesday.",
        "Women wait for a train at Lviv station.",
    ]
    assert texts(report, "credit") == ["Photograph: Tom Roy/Wire Pictures"]
    assert len(texts(report, "body")) == 8
    for foreign in ("Java", "bus crash", "My cousin", "cookie", "Share on", "newsletter", "rights reserved", "999"):
        assert foreign not in report.text


def test_a_page_tells_its_date_and_outlet_and_where_it_says_so() -> None:
    report = only("news")
    assert (report.published, report.publisher) == ("2022-03-03", "Harbour Post")
    assert report.url == "https://harbourpost.example/world/2022/mar/03/kherson-port-shelling"
    assert report.provenance is not None
    assert (report.provenance.dated, report.provenance.named) == ("JSON-LD datePublished", "JSON-LD publisher")
    assert (report.provenance.format, len(report.provenance.sha256)) == ("html", 64)
    assert report.guessed == ()


def test_a_blog_is_titled_by_its_entry_and_dated_by_its_words() -> None:
    report = only("blog")
    assert (report.title, report.published) == ("Flood diary, day three", "2016-07-06")
    assert texts(report, "caption") == ["Neighbours carry sacks to the dam at dusk on July 5, 2016."]
    assert "14 people drowned in Balkh" in report.text
    assert "pray for the 14" not in report.text
    assert report.provenance is not None
    assert "July 6, 2016" in report.provenance.dated


def test_a_press_page_laid_out_in_tables_leaves_its_menu() -> None:
    report = only("ministry")
    assert report.title == "On the consequences of the earthquake in the Vlora region"
    assert (report.published, report.publisher) == ("2023-06-13", "Ministry of Emergency Situations")
    assert len(texts(report, "body")) == 2
    assert "Contacts" not in report.text


def test_live_updates_are_reports_of_their_own_days() -> None:
    found = [r for r in read([PAGES / "wire.html"]) if isinstance(r, Report)]
    assert [(r.id, r.published, r.title) for r in found] == [
        ("wire.html:1", "2020-11-02", "Toll rises to 16"),
        ("wire.html:2", "2020-11-01", "Ten dead in Albay"),
        ("wire.html:3", "2020-11-01", "Landfall"),
    ]
    assert {r.publisher for r in found} == {"Meridian Wire"}


def test_a_page_that_is_not_english_keeps_its_words_and_says_its_language() -> None:
    report = only("rtl")
    assert (report.language, report.published, report.publisher) == ("ar", "2020-02-26", "صوت الشمال")
    assert [kind for kind, _ in parts(report)] == ["headline", "caption", "body", "body"]
    assert report.text.startswith("مقتل 12 شخصا")
    (problem,) = (item for item in read([PAGES / "rtl.html"]) if isinstance(item, Problem))
    assert (problem.code, problem.message.split(": ")[1]) == ("language", 'is in "ar"; only en is coded well')


def test_a_page_of_nothing_but_divisions_gives_its_article() -> None:
    report = only("divisions")
    assert (report.title, report.published) == ("Toll in Zenica mine blast rises to 12", "2014-09-05")
    assert [kind for kind, _ in parts(report)] == ["headline", "caption", "credit", *["body"] * 4]
    for foreign in ("Tuzla", "buses", "Weather", "Ltd"):
        assert foreign not in report.text


def test_an_article_behind_a_wall_is_taken_from_what_the_page_states() -> None:
    report = only("walled")
    assert report.url == "https://meridian.example/2019/ghat"
    assert texts(report, "dateline") == ["GHAT, Libya (Meridian) -"]
    assert "20 vehicles" in report.text
    assert "Subscribe" not in report.text


def test_a_field_report_keeps_its_key_figures_and_tables() -> None:
    report = only("agency")
    assert texts(report, "subheading")[:2] == ["Key figures", "25,000 people displaced since 12 June (OCHA)"]
    assert "18,000" in report.text
    assert texts(report, "caption") == ["Families arrive at Rugabo stadium. © Lake Relief / M. Baraka"]
    assert "Thank you" not in report.text


def test_a_page_of_one_line_is_still_an_article() -> None:
    assert texts(only("bare"), "body") == ["Two people died in a landslide near Bundibugyo on Friday, police said."]


@pytest.mark.parametrize(
    ("head", "day", "how"),
    [
        ('<meta name="DC.date.issued" content="2021-05-04">', "2021-05-04", "meta tag dc.date.issued"),
        ('<meta itemprop="datePublished" content="2021-05-04T23:00:00-05:00">', "2021-05-04", "meta tag datepublished"),
        ('<time datetime="2021-05-04">4 May</time>', "2021-05-04", 'time tag "4 May"'),
        ('<meta name="date" content="20210504">', "2021-05-04", "meta tag date"),
        ("<time>4 May 2021</time>", "2021-05-04", 'time tag "4 May 2021"'),
        (
            '<time class="updated" datetime="2021-05-09">x</time><time datetime="2021-05-04">y</time>',
            "2021-05-04",
            "time",
        ),
        ('<aside><time datetime="2021-05-09">x</time></aside>', None, ""),
        ('<span class="date-modified">9 May 2021</span><p class="post-date">4 May 2021</p>', "2021-05-04", "post-date"),
        ('<script type="application/ld+json">{"@type": "Article", "datePublished": "2021-05</script>', None, ""),
        (
            '<script type="application/ld+json">[{"@type": ["NewsArticle"], "headline": "x",'
            ' "datePublished": "2021-05-04T01:00Z"}]</script>',
            "2021-05-04",
            "JSON-LD datePublished",
        ),
    ],
)
def test_dates_are_found_where_pages_state_them(head: str, day: str | None, how: str) -> None:
    found = statements(parse(f"<html><body>{head}<p>Nine people died.</p></body></html>"))
    assert found.published == day
    assert how in found.dated


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ('<meta charset="windows-1251"><p>Погибли 9</p>'.encode("cp1251"), "Погибли 9"),
        ('<meta charset="utf-8"><p>café “nine”</p>'.encode("cp1252"), "café “nine”"),
        ("<p>Погибли девять человек, сообщил мэр</p>".encode() + b" \x93x\x94", "Погибли девять"),
        ("<p>nine died</p>".encode("utf-16"), "nine died"),
        ('<?xml version="1.0" encoding="iso-8859-2"?><p>Łódź</p>'.encode("iso-8859-2"), "Łódź"),
    ],
)
def test_pages_are_read_in_their_encoding(data: bytes, text: str) -> None:
    assert text in decoded(data).text


def test_a_piece_of_html_is_all_article() -> None:
    blocks, links = fragment_blocks(
        "Nine died in Homs.<br>Ten fled. <a href='https://a.example/2016/07/05/x'>more</a><h3>Then</h3><ul><li>One</li></ul>"
        "<figure><figcaption>A boat.</figcaption></figure><script>alert(9)</script>"
    )
    assert [(b.kind, b.text) for b in blocks] == [
        ("", "Nine died in Homs."),
        ("", "Ten fled. more"),
        ("subheading", "Then"),
        ("", "One"),
        ("caption", "A boat."),
    ]
    assert links == ["https://a.example/2016/07/05/x"]


def test_a_page_without_words_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<!doctype html><html><body><nav>Home</nav></body></html>")
    (found,) = read([tmp_path / "a.html"])
    assert isinstance(found, Problem)
    assert found.code == "empty"


def test_a_page_is_told_by_its_bytes_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "story.pdf").write_bytes((PAGES / "news.html").read_bytes())
    (report,) = read([tmp_path / "story.pdf"])
    assert isinstance(report, Report)
    assert report.publisher == "Harbour Post"

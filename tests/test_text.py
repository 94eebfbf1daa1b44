"""Canonical text and segments: nothing is lost, every segment holds its stretch, each kind is told by its words."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.knowledge import table
from onrecord.model import Report, span_of
from onrecord.text import clean, make_report, paragraphs, place_dateline, plain_blocks, reanchor
from onrecord.text.pieces import Block, letters
from onrecord.text.wording import iso_date

KINDS = {"headline", "subheading", "dateline", "body", "caption", "credit", "boilerplate"}


def report_of(text: str, **fields: Any) -> Report:
    return make_report("r", plain_blocks(text), **fields)


def parts(report: Report) -> list[tuple[str, str]]:
    return [(s.kind, report.text[s.start : s.end]) for s in report.segments]


def of_kind(report: Report, kind: str) -> list[str]:
    return [text for found, text in parts(report) if found == kind]


def sound(report: Report) -> None:
    """Segments lie inside the text, in order, apart, trimmed, and cover everything but white space."""
    at = 0
    for segment in report.segments:
        assert segment.kind in KINDS
        assert at <= segment.start < segment.end <= len(report.text)
        assert not report.text[at : segment.start].strip()
        stretch = report.text[segment.start : segment.end]
        assert stretch == stretch.strip()
        at = segment.end
    assert not report.text[at:].strip()


@pytest.mark.parametrize("example", table("languages/en/text.toml")["examples"], ids=lambda e: str(e["text"])[:40])
def test_example_of_the_wordings(example: dict[str, Any]) -> None:
    assert [kind for kind, _ in parts(report_of(example["text"]))] == example["kinds"]


MARKS = """Kyiv, KYIV Ukraine — – - -- (Reuters) (AP) REUTERS/Ana PHOTO: ANA BELL/REUTERS (Photo by Ana Bell) Related
Tags Published July 2 2016 2016-07-02 updated: By the Staff at least 12 people were killed. The “We said ” " ' \\* • |
1 of 10 Get short URL [link](http://a.b/c) **bold** <b> </b> &amp; said.He www.example.com a@b.org"""
WORDS = st.sampled_from([*MARKS.split(), "\n", "\n\n"])


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=60).map(" ".join), st.sampled_from(["", "Twelve people killed in Kyiv", "Kyiv"]))
def test_segments_are_in_order_and_apart(text: str, title: str) -> None:
    sound(report_of(text, title=title))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_segmented(text: str) -> None:
    sound(report_of(text))


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_no_letter_of_clean_text_is_lost(text: str) -> None:
    report = report_of(text)
    assert letters(report.text) == letters(clean(text))


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab c.", min_size=1, max_size=80), st.data(), st.text(alphabet="xyz ", max_size=20))
def test_a_span_is_found_again_behind_new_text(text: str, data: st.DataObject, added: str) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = reanchor(added + text, span_of(text, start, end))
    assert found is not None
    assert (added + text)[found.start : found.end] == text[start:end] == found.exact


def test_reanchor_prefers_the_shared_context() -> None:
    old = "In Homs 12 people died. In Hama 12 people died."
    span = span_of(old, old.rindex("12"), old.rindex("12") + 2)
    new = "Update. In Hama 12 people died. In Homs 12 people died."
    found = reanchor(new, span)
    assert found is not None
    assert found.start == new.index("12")
    assert reanchor("Nobody died.", span) is None


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Nine people are dead.He said so.", "Nine people are dead. He said so."),
        ('"We ran," she said."Then it fell."', '"We ran," she said. "Then it fell."'),
        ('He said "it fell."She agreed.', 'He said "it fell." She agreed.'),
        ('"It fell.""We ran."', '"It fell." "We ran."'),
        ("It began at 3:30 p.m.In the town nobody slept.", "It began at 3:30 p.m. In the town nobody slept."),
        ("See www.example.com/a.Html and ana@example.Org now.", "See www.example.com/a.Html and ana@example.Org now."),
        ("The U.S. and J.K. Bell met.", "The U.S. and J.K. Bell met."),
        ("A “wall” of don’t", "A “wall” of don’t"),
        ("Bell &amp; Sons <video src='x'></video>moved <b>nine</b> people", "Bell & Sons moved nine people"),
        ("caf\u00c3\u00a9 at 5\u00a0pm\u200b", "café at 5 pm"),
        ("<script>alert('nine dead')</script>Ten fled.", "Ten fled."),
        (r"Nine\-year war\/peace \*", "Nine-year war/peace *"),
    ],
)
def test_clean_resolves_leftovers_but_no_words(raw: str, expected: str) -> None:
    assert clean(raw).strip() == expected


def test_bullets_become_lines() -> None:
    assert paragraphs(clean(r"\* Nine died \* Ten fled")) == ["Nine died", "Ten fled"]


def test_wrapped_lines_are_joined_and_separate_lines_are_not() -> None:
    wrapped = (
        "Rescuers pulled nine miners out of the shaft near the town of\n"
        "Zenica on Friday, a day after a tremor buried them, the mine\n"
        "said in a statement that named none of the men.\n\nTen are missing."
    )
    assert len(paragraphs(wrapped)) == 2
    assert len(paragraphs("Nine men died on Friday.\nTen are missing.\nA search goes on.")) == 3


def test_a_repeated_title_is_a_second_headline() -> None:
    title = "Flood kills nine in Balkh"
    report = report_of("Sunday 3 July 2016 Flood kills nine in Balkh AFP A flood killed nine people.", title=title)
    assert parts(report) == [
        ("headline", title),
        ("dateline", "Sunday 3 July 2016"),
        ("headline", title),
        ("credit", "AFP"),
        ("body", "A flood killed nine people."),
    ]
    assert report.published == "2016-07-03"


def test_the_title_is_not_taken_from_a_sentence_that_goes_on() -> None:
    report = report_of("Flood kills nine in Balkhab district.", title="Flood kills nine in Balkh")
    assert of_kind(report, "body") == ["Flood kills nine in Balkhab district."]


def test_glued_summaries_ahead_of_a_dateline() -> None:
    text = (
        "By the XYZ Wire Staff Nine miners are found, an official says The search goes on for 30 others "
        "Ankara, Turkey (XYZ) -- Rescuers found nine miners on Friday. The search goes on."
    )
    report = report_of(text)
    assert of_kind(report, "credit") == ["By the XYZ Wire Staff"]
    assert [k for k, _ in parts(report)] == ["credit", "headline", "subheading", "dateline", "body"]
    assert of_kind(report, "subheading") == ["The search goes on for 30 others"]
    dateline = place_dateline(report)
    assert dateline is not None
    assert (dateline.place, dateline.within) == ("Ankara", "Turkey")
    assert report.text[dateline.start : dateline.end] == "Ankara"


def test_a_sentence_with_a_title_and_a_name_is_not_split() -> None:
    text = "Officials said former President Ali Bell met Prime Minister Ana Roy on Friday in the capital."
    assert parts(report_of(text + "\nThey spoke.")) == [("body", text), ("body", "They spoke.")]


def test_stamped_items_are_told_apart() -> None:
    report = report_of("Nine die in port updated: Wed Aug 10 2011 10:52:00 Shells killed nine people in the port.")
    assert parts(report) == [
        ("subheading", "Nine die in port"),
        ("dateline", "updated: Wed Aug 10 2011 10:52:00"),
        ("body", "Shells killed nine people in the port."),
    ]


def test_a_caption_and_its_credits_around_a_body() -> None:
    text = (
        "Published May 3 2016 A boy walks past a ruin in Homs Syria May 1 2016. (Reuters Photo) Shells killed nine "
        "people on Monday. Ten were hurt. A girl looks on in Hama. (AFP) The army said nothing."
    )
    report = report_of(text)
    assert of_kind(report, "caption") == [
        "A boy walks past a ruin in Homs Syria May 1 2016.",
        "A girl looks on in Hama.",
    ]
    assert "Shells killed nine people on Monday. Ten were hurt." in of_kind(report, "body")
    assert of_kind(report, "credit") == ["(Reuters Photo)", "(AFP)"]


def test_a_repeated_caption_counts_once() -> None:
    caption = "Nine boats lie on the beach at Sfax."
    report = make_report("r", [Block("caption", caption), Block("", "Boats came."), Block("caption", caption)])
    assert [k for k, _ in parts(report)] == ["caption", "body", "boilerplate"]


def test_closing_matter_is_no_body() -> None:
    text = (
        "Nine people died on Friday.\nThe river rose.\nThe bridge fell.\nTen are missing, police said. "
        "(Reporting by Ana J. Bell in Sofia; Editing by Tom Roy) A simpler way to trade Our new platform for banks"
    )
    report = report_of(text)
    assert of_kind(report, "credit") == ["(Reporting by Ana J. Bell in Sofia; Editing by Tom Roy)"]
    assert of_kind(report, "boilerplate") == ["A simpler way to trade Our new platform for banks"]
    assert of_kind(report, "body")[-1] == "Ten are missing, police said."


def test_a_last_sentence_without_a_full_stop_stays() -> None:
    text = "Nine people died.\nThe river rose.\nThe bridge fell.\nAuthorities said the search would go on at dawn"
    assert of_kind(report_of(text), "boilerplate") == []


def test_a_related_headline_keeps_its_claim() -> None:
    report = report_of("Nine people died on Friday.\nRelated: Flood kills 12 in Kunduz, mayor says")
    assert parts(report)[1:] == [("boilerplate", "Related:"), ("subheading", "Flood kills 12 in Kunduz, mayor says")]


def test_an_acronym_with_a_dash_is_no_dateline_later_on() -> None:
    text = "\n".join(["The talks failed on Friday."] * 5 + ["OPEC - which met in Vienna - cut output."])
    assert of_kind(report_of(text), "dateline") == []


def test_publication_date_from_captions_and_outlet_from_mail_addresses() -> None:
    text = (
        "A man waits in Lviv, Ukraine March 1, 2022. REUTERS/Ana Bell\n"
        "A dog sleeps in Lviv, Ukraine March 2, 2022. REUTERS/Ana Bell\n"
        "Shells fell on Kyiv.\nWrite to Ana Bell at ana.bell@thepaper.com"
    )
    report = report_of(text)
    assert (report.published, report.publisher) == ("2022-03-02", "thepaper")
    assert {field for field, _ in report.guessed} == {"published", "publisher"}


def test_an_update_stamp_is_no_publication_date() -> None:
    report = report_of("Shells fell on the port.\nNine die updated: Wed Aug 10 2011 10:52:00 Shells killed nine.")
    assert report.published is None


def test_given_fields_win_over_guesses() -> None:
    report = report_of("Published May 3 2016 Nine people died.", published="2016-05-04", publisher="Bell News")
    assert (report.published, report.publisher, report.guessed) == ("2016-05-04", "Bell News", ())


def test_a_dateline_day_takes_the_year_of_publication() -> None:
    report = report_of("GENEVA, May 10 (Reuters) - Nine people died.", published="2009-05-11")
    dateline = place_dateline(report)
    assert dateline is not None
    assert (dateline.place, dateline.date) == ("GENEVA", "2009-05-10")
    assert place_dateline(report_of("Nine people died in Geneva.")) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("QUETTA: At least nine people were killed.", "QUETTA"),
        ("Manila, Philippines – The toll rose to 375.", "Manila"),
        ("GENEVA/NEW YORK, 3 March 2022 – A million people have fled.", "GENEVA"),
        ("SANTA ROSA, Calif. (AP) — Nine homes burned.", "SANTA ROSA"),
        ("CNN —\n\nNine homes burned.", None),
    ],
)
def test_the_place_of_a_dateline(text: str, place: str | None) -> None:
    found = place_dateline(report_of(text + "\nMore is not known."))
    assert (found.place if found else None) == place


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tue 05 Jul 2016", "2016-07-05"),
        ("July 19, 2016", "2016-07-19"),
        ("Jun 142016", "2016-06-14"),
        ("24.07.2016", "2016-07-24"),
        ("2022-03-03", "2022-03-03"),
        ("31 June 2016", None),
        ("June 2016", None),
    ],
)
def test_dates(text: str, expected: str | None) -> None:
    assert iso_date(text) == expected


@pytest.mark.parametrize("text", ["A " * 40_000, "(" * 20_000, '"a." ' * 20_000, "Tags " * 10_000, "A. B. C-" * 10_000])
def test_odd_input_takes_no_odd_time(text: str) -> None:
    began = time.process_time()
    sound(report_of(text))
    assert time.process_time() - began < 5

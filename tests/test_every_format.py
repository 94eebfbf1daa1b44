"""The same report in every format is the same report: its claims, title, day, outlet and caption."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest

from onrecord import extract
from onrecord.model import Report
from onrecord.reading.read import read_documents
from onrecord.text.source import Source
from tests.documents import STORY, documents


@cache
def files() -> Mapping[str, bytes]:
    return documents()


@cache
def report_of(name: str) -> Report:
    (report,) = read_documents([Source(name, files()[name])])
    assert isinstance(report, Report), report
    return report


@cache
def coded() -> Mapping[str, Counter[tuple[object, ...]]]:
    """For each file what its report claims: value, measure, hedge, source, place, day and kind of segment."""
    done = extract([replace(report_of(name), id=name) for name in files()])
    return {
        name: Counter(
            (
                claim.type,
                claim.measure,
                claim.figure and (claim.figure.low, claim.figure.high, claim.figure.hedge),
                claim.source and claim.source.name,
                claim.place and claim.place.name,
                claim.period.start,
                claim.segment,
            )
            for claim in result.claims
        )
        for name, result in zip(files(), done, strict=True)
    }


@pytest.mark.parametrize("name", list(files()))
def test_a_format_gives_the_claims_that_plain_text_gives(name: str) -> None:
    assert sum(coded()["story.txt"].values()) > 20
    assert coded()[name] == coded()["story.txt"]


@pytest.mark.parametrize("name", list(files()))
def test_title_day_and_caption_are_found_in_every_format(name: str) -> None:
    report = report_of(name)
    assert (report.title, report.published) == (STORY.title, STORY.day)
    captions = [report.text[s.start : s.end] for s in report.segments if s.kind == "caption"]
    assert captions == [STORY.caption]
    assert "Java" not in report.text
    assert report.provenance is not None
    assert report.provenance.dated
    assert len(report.provenance.sha256) == 64


@pytest.mark.parametrize("name", [name for name in files() if not name.endswith((".pdf", ".docx"))])
def test_the_outlet_is_found_where_the_format_tells_it(name: str) -> None:
    assert report_of(name).publisher == STORY.outlet


def test_a_member_of_an_archive_says_where_it_lay() -> None:
    assert report_of("story.zip").provenance is not None
    found = {name: report_of(name).provenance for name in ("story.zip", "story.warc", "story.mbox", "story.atom")}
    assert {n: p and (p.path, p.member, p.format, p.feed) for n, p in found.items()} == {
        "story.zip": ("story.zip", "day1/story.html", "html", ""),
        "story.warc": ("story.warc", STORY.url, "html", ""),
        "story.mbox": ("story.mbox", "1", "eml", ""),
        "story.atom": ("story.atom", "1", "feed", "Crisis search"),
    }
    assert report_of("story.warc").fetched == "2022-03-04"

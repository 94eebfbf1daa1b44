"""Linking against a ledger report by report gives the record that linking everything from nothing gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from bench.synthetic import synthetic

from onrecord import extract, pipeline, read, reviewing
from onrecord.extract import Extracted
from onrecord.ledger import Ledger
from onrecord.link import link
from onrecord.model import Claim, Report, Segment
from onrecord.pipeline import reviewed_state
from onrecord.relinking import redraw
from onrecord.reviews import Decision, ReviewError

LIMIT = 16
EXAMPLES = Path(__file__).parent.parent / "examples"


def invented(count: int) -> tuple[list[Report], dict[str, list[Claim]]]:
    """So many reports of the synthetic world with their claims; the texts are short and partly printed twice."""
    by_report: dict[str, list[Claim]] = {}
    for claim, _ in synthetic(2000):
        by_report.setdefault(claim.report, []).append(claim)
    reports = []
    for n, (name, claims) in enumerate(list(by_report.items())[:count]):
        text = " ".join(f"{c.span.prefix}{c.span.exact}." for c in claims) + f" Paper number {n // 2} has more on this."
        reports.append(Report(name, text, (Segment("body", 0, len(text)),), publisher="Echo", published="2030-01-01"))
    return reports, {report.id: by_report[report.id] for report in reports}


def shown(ledger: Ledger) -> tuple[object, ...]:
    """All that linking drew, in an order of its own."""
    claims = sorted((c.id, c.incident, c.period, c.source) for c in ledger.claims())
    lines = sorted(ledger.lines(), key=lambda line: line.id)
    problems = sorted({p for p in ledger.problems() if p.code != "read"}, key=str)
    return claims, lines, sorted(ledger.parts(), key=str), problems


def in_one(path: Path, reports: Sequence[Report], claims: dict[str, list[Claim]]) -> tuple[object, ...]:
    """What linking from nothing draws of these reports."""
    with Ledger.open(path) as ledger:
        for report in reports:
            ledger.add(report, claims[report.id], knowledge="k")
        redraw(ledger, limit=LIMIT)
        return shown(ledger)


@pytest.mark.parametrize("seed", [1, 2])
def test_reports_added_in_any_order_give_the_record_of_linking_all_from_nothing(tmp_path: Path, seed: int) -> None:
    reports, claims = invented(70)
    expected = in_one(tmp_path / "whole.sqlite", reports, claims)
    order = list(reports)
    Random(seed).shuffle(order)
    rng = Random(seed)
    with Ledger.open(tmp_path / "grown.sqlite") as ledger:
        while order:
            for _ in range(min(len(order), rng.choice([1, 1, 2, 30]))):
                report = order.pop()
                ledger.add(report, claims[report.id], knowledge="k")
            redraw(ledger, limit=LIMIT)
        assert shown(ledger) == expected
        assert len(ledger.drawn(())) > 3


def test_the_ledger_draws_what_linking_in_memory_draws(tmp_path: Path) -> None:
    reports, claims = invented(70)
    record = link([c for row in claims.values() for c in row], reports, limit=LIMIT)
    drawn = in_one(tmp_path / "whole.sqlite", reports, claims)
    assert drawn[1] == sorted(record.lines, key=lambda line: line.id)
    assert drawn[2] == sorted(record.parts, key=str)
    assert drawn[3] == sorted(record.problems, key=str)


def test_a_report_that_changes_leaves_nothing_of_what_it_said_before(tmp_path: Path) -> None:
    reports, claims = invented(40)
    first, rest = reports[0], reports[1:]
    words = "Nothing was counted."
    edited = replace(first, text=words, segments=(Segment("body", 0, len(words)),), text_sha256="")
    with Ledger.open(tmp_path / "grown.sqlite") as ledger:
        for report in reports:
            ledger.add(report, claims[report.id], knowledge="k")
        redraw(ledger, limit=LIMIT)
        ledger.add(edited, [], knowledge="k")
        redraw(ledger, limit=LIMIT)
        grown = shown(ledger)
    assert grown == in_one(tmp_path / "rest.sqlite", rest, claims)


def test_a_partition_that_is_split_is_told_and_one_that_shrinks_is_told_no_more(tmp_path: Path) -> None:
    reports, claims = invented(20)
    with Ledger.open(tmp_path / "grown.sqlite") as ledger:
        for report in reports:
            ledger.add(report, claims[report.id], knowledge="k")
        redraw(ledger, limit=LIMIT)
        assert "split" in {p.code for p in ledger.problems()}
        words = "Nothing was counted."
        for report in reports[4:]:
            gone = replace(report, text=words, segments=(Segment("body", 0, len(words)),), text_sha256="")
            ledger.add(gone, [], knowledge="k")
            redraw(ledger, limit=LIMIT)
        assert "split" not in {p.code for p in ledger.problems()}
        assert ledger.drawn(()) == ((),)


def test_only_the_partitions_that_a_report_touches_are_drawn_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports, claims = invented(70)
    linked: list[int] = []
    with Ledger.open(tmp_path / "grown.sqlite") as ledger:
        for report in reports[1:]:
            ledger.add(report, claims[report.id], knowledge="k")
        redraw(ledger, limit=LIMIT)
        import onrecord.relinking

        real = onrecord.relinking.link_partition
        monkeypatch.setattr(
            onrecord.relinking,
            "link_partition",
            lambda partition, sightings, *a, **k: linked.append(len(sightings)) or real(partition, sightings, *a, **k),
        )
        ledger.add(reports[0], claims[reports[0].id], knowledge="k")
        redraw(ledger, limit=LIMIT)
    assert 0 < sum(linked) < 3 * LIMIT < sum(map(len, claims.values()))


@pytest.fixture(scope="module")
def coded() -> list[Extracted]:
    """The example reports with what extraction finds in them."""
    found = [item for item in read([EXAMPLES]) if isinstance(item, Report)]
    return list(extract(found))


@pytest.mark.parametrize(("seed", "limit"), [(1, 5000), (2, 60)])
def test_the_examples_added_one_by_one_in_any_order_give_one_record(
    tmp_path: Path, coded: list[Extracted], seed: int, limit: int
) -> None:
    record = link([c for done in coded for c in done.claims], [done.report for done in coded], limit=limit)
    order = list(coded)
    Random(seed).shuffle(order)
    with Ledger.open(tmp_path / "grown.sqlite") as ledger:
        for done in order:
            ledger.add(done.report, done.claims)
            redraw(ledger, limit=limit)
        claims, lines, parts, problems = shown(ledger)
    assert lines == sorted(record.lines, key=lambda line: line.id)
    assert claims == sorted((c.id, c.incident, c.period, c.source) for c in record.claims)
    assert parts == sorted(record.parts, key=str)
    assert problems == sorted(record.problems, key=str)


def from_nothing(ledger: Ledger) -> tuple[object, ...]:
    """What linking from nothing draws of all that the ledger holds, as people left it."""
    state = reviewed_state(ledger)
    assert pipeline.decided(ledger) == state.decided
    record = link(state.claims, tuple(ledger.reports()), state.rulings, limit=LIMIT)
    claims = sorted((c.id, c.incident, c.period, c.source) for c in record.claims)
    lines, problems = sorted(record.lines, key=lambda line: line.id), sorted(set(record.problems), key=str)
    return claims, lines, sorted(record.parts, key=str), problems


CORRECTIONS = (
    {"value": "213"}, {"place": "Kyiv"}, {"place": "Lviv", "date": "2030-02"}, {"measure": "injured"},
    {"scope": "cumulative"}, {"source": "the Red Cross"}, {"source": "null"}, {"date": "2031-05-06"},
    {"status": "military"}, {"hedge": "at_least"},
)  # fmt: skip


def decided(ledger: Ledger, rng: Random) -> Decision:
    """A decision that somebody could make about the record as it is."""
    kind = rng.choice(
        ("accept", "reject", "unsure", "correct", "correct", "merge", "merge", "split", "line", "alias", "undo")
    )
    claims, lines = list(ledger.claims()), list(ledger.lines())
    claim, line = rng.choice(claims).id, rng.choice([line for line in lines if len(line.claims) > 1])
    if kind in {"accept", "reject", "unsure"}:
        return reviewing.on_claim(ledger, kind, claim, "Ana")
    if kind == "correct":
        figure = rng.choice([c for c in claims if c.type == "figure"])
        return reviewing.on_claim(ledger, "correct", figure.id, "Ana", told=rng.choice(CORRECTIONS))
    if kind == "merge":
        return reviewing.on_line(ledger, "merge", line.id, "Ana", others=[rng.choice(lines).id for _ in range(2)])
    if kind == "split":
        return reviewing.on_line(ledger, "split", line.id, "Ana", claims=rng.sample(line.claims, len(line.claims) // 2))
    if kind == "line":
        return reviewing.on_line(ledger, "accept", line.id, "Ana")
    if kind == "alias":
        origins = sorted({r.origin for line in lines for r in line.readings if r.origin})
        return reviewing.on_origin(ledger, rng.choice(origins), rng.choice(origins), "Ana")
    made = list(ledger.reviews())
    return reviewing.taken_back(ledger, rng.choice(made).id if made else 0, "Ana")


@pytest.mark.parametrize("seed", range(6))
def test_reviews_and_reports_in_any_order_give_the_record_of_linking_all_from_nothing(
    tmp_path: Path, seed: int
) -> None:
    reports, claims = invented(40)
    rng = Random(seed)
    late = [reports.pop(rng.randrange(len(reports))) for _ in range(6)]
    made = 0
    with Ledger.open(tmp_path / "grown.sqlite") as ledger:
        for report in reports:
            ledger.add(report, claims[report.id], knowledge="k")
        redraw(ledger, limit=LIMIT)
        while made < 24:
            if rng.random() < 0.1 and late:
                report = late.pop()
                ledger.add(report, claims[report.id], knowledge="k")
            elif rng.random() < 0.1:
                changed = rng.choice(reports)
                edited = replace(changed, text=f"{changed.text} Edition {made}.", text_sha256="")
                ledger.add(edited, claims[changed.id], knowledge="k")
            else:
                try:
                    ledger.decide(replace(decided(ledger, rng), seen=ledger.newest_review()))
                except ReviewError:
                    continue  # what was drawn cannot be decided so
            made += 1
            if rng.random() < 0.7:
                with ledger.whole():
                    redraw(ledger, limit=LIMIT)
                assert shown(ledger) == from_nothing(ledger)
        redraw(ledger, limit=LIMIT)
        assert shown(ledger) == from_nothing(ledger)
        assert len({review.verdict for review in ledger.reviews()}) > 4

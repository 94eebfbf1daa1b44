"""Whole reports of our own with one figure looked at, as a reader would fill its fields."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.extract import extract
from onrecord.model import Claim
from onrecord.text import make_report, plain_blocks

PUBLISHED = "2021-06-10"  # a Thursday


@dataclass(frozen=True)
class Case:
    """A report, the number looked at (its n-th mention), and the fields expected; absent ones are not looked at."""

    name: str
    text: str
    number: str
    expected: dict[str, object]
    nth: int = 0
    title: str = ""


def claim_of(case: Case) -> Claim:
    report = make_report("case", plain_blocks(case.text), title=case.title, published=PUBLISHED)
    [done] = extract([report])
    assert not done.problems, done.problems
    found = [c for c in done.claims if c.type == "figure" and c.figure is not None and c.figure.text == case.number]
    assert len(found) > case.nth, [c.span.exact for c in done.claims if c.type == "figure"]
    return found[case.nth]


def _field(claim: Claim, name: str) -> object:
    source = claim.source
    return {
        "place": claim.place.name if claim.place else None,
        "date": claim.period.start,
        "as_of": claim.period.as_of,
        "source": source.name if source else None,
        "source_side": source.side if source else None,
        "hedge": claim.figure.hedge if claim.figure else None,
    }.get(name, getattr(claim, name, None))


def check(case: Case) -> None:
    """Every field that the case expects is as expected; a source may be named longer."""
    claim = claim_of(case)
    said = {name: _field(claim, name) for name in case.expected}
    if isinstance(case.expected.get("source"), str) and isinstance(said["source"], str):
        assert str(case.expected["source"]).lower() in said["source"].lower()
        said["source"] = case.expected["source"]
    assert said == case.expected, [hit.rule for hit in claim.trace]

"""The measured sets that are quick enough stay above their floors, and the page on quality tells of every set."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from bench.quality import SETS, Row, table

from tests.shared import SHARED, needed

ROOT = Path(__file__).parent.parent
FLOORS = tomllib.loads((ROOT / "tests" / "floors.toml").read_text(encoding="utf-8"))["bench"]


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_a_measured_set_reaches_its_floors(name: str) -> None:
    found = {row.what: row.ours for row in SETS[name](needed(SHARED))}
    short = {what: (found.get(what), floor) for what, floor in FLOORS[name].items() if found.get(what, 0) < floor}
    assert not short, f"below the floor (found, floor): {short}"


def test_the_page_tells_of_every_set() -> None:
    page = (ROOT / "docs" / "quality.md").read_text(encoding="utf-8")
    shown, told = page.split("```text")[1].split("```")
    assert [name for name in SETS if f"\n{name} " not in shown] == []
    assert [name for name in SETS if f"| {name} |" not in told] == []


def test_the_table_shows_what_nobody_else_published() -> None:
    rows = [Row("a", "one", 0.5, 0.25, "them"), Row("a", "two", 1.0)]
    head, first, second = table(rows).splitlines()
    assert head.split() == ["set", "measured", "onrecord", "others", "whose"]
    assert first.split() == ["a", "one", "0.500", "0.250", "them"]
    assert second.split() == ["two", "1.000", "-"]

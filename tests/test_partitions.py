"""A record too large for one partition: a war's totals stay together, however long it lasts."""

from __future__ import annotations

from collections import Counter

from bench.synthetic import synthetic

from onrecord.link import link
from onrecord.link.partitions import TOTALS, Partition, leaves, paths
from onrecord.link.telling import tellings

LIMIT = 400


def test_a_wars_totals_of_many_months_are_one_line_where_its_days_are_split() -> None:
    rows = list(synthetic(20_000))
    land = next(c.place.country for c, _ in rows if c.place is not None)
    mine = [(c, line) for c, line in rows if c.place is None or c.place.country == land]
    truth = {c.id: line for c, line in mine if "-war|" in line}
    record = link([c for c, _ in mine], limit=LIMIT)
    assert any(p.code == "split" and "month by month" in p.message for p in record.problems)
    home = {claim: line.id for line in record.lines for claim in line.claims}
    lines = {line: {home[c] for c, own in truth.items() if own == line} for line in set(truth.values())}
    assert len(lines) == 3
    assert all(len(found) == 1 for found in lines.values())


def test_totals_lie_apart_from_incidents_and_are_split_by_what_they_count() -> None:
    claims = [c for c, _ in synthetic(20_000) if c.scope in {"cumulative", "snapshot"}]
    found = [path for t in tellings(claims, ()) for path in paths(t.sightings).values()]
    assert {path[1] for path in found} == {TOTALS}
    homes = set(leaves(Counter(found), 100).values())
    assert {home[2] for home in homes if len(home) > 2} == {"killed", "refugees"}
    assert Partition(("veland", TOTALS, "killed")).place == ("veland",)

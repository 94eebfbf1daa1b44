"""From parts of reports to parts of partitions: each coded claim goes to where the claims that it may meet go.

Only the claims' paths are held for all of the corpus; the claims themselves pass through a bounded number at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby
from pathlib import Path

import pyarrow as arrow
import pyarrow.compute as compute

from onrecord.batch import files
from onrecord.link.partitions import Path as Home
from onrecord.link.partitions import leaves, notice, splits

LINKED = 5000  # claims linked as one part, about
MOVED = 20_000  # claims sorted at a time, about


def plan(output: Path) -> None:
    """Sort the coded claims by partition, into parts of some partitions each, with what their reports tell.

    A part's claims and tellings stand in one file for each load of claims that was moved, in order.
    """
    if (output / "work" / "partitions").exists():
        return
    coded = [output / "work" / "coded" / path.stem for path in sorted((output / "reports").glob("*.parquet"))]
    counts: Counter[Home] = Counter()
    for folder in coded:
        counts.update(_paths(files.read(folder / "claims.parquet", ["path"])))
    home = leaves(counts)
    sizes: Counter[Home] = Counter()
    for path, size in counts.items():
        sizes[home[path]] += size
    part = dict(_parts(sizes))
    with files.folder(output / "work" / "partitions") as beside:
        for load, folders in enumerate(_loads(coded)):
            _move(folders, beside, files.name_of(load), home, part)
        noticed = [("link", p.where, p.code, p.message, p.start, p.end) for p in map(notice, splits(home.values()))]
        files.write(beside / "splits.parquet", files.table(files.PROBLEMS, noticed))


def _paths(claims: arrow.Table) -> list[Home]:
    return list(map(tuple, claims["path"].to_pylist()))


def _parts(sizes: Counter[Home]) -> Iterator[tuple[Home, str]]:
    """The name of the part of each partition; whole partitions, in order, make up a part."""
    part = held = 0
    for home in sorted(sizes):
        if held >= LINKED:
            part, held = part + 1, 0
        held += sizes[home]
        yield home, files.name_of(part)


def _loads(coded: Sequence[Path]) -> Iterator[list[Path]]:
    """The coded parts in order, as many at a time as hold some number of claims together."""
    ends = accumulate(files.rows_in(folder / "claims.parquet") for folder in coded)
    for _, some in groupby(zip(ends, coded, strict=True), key=lambda each: each[0] // MOVED):
        yield [folder for _, folder in some]


def _move(folders: Sequence[Path], to: Path, load: str, home: dict[Home, Home], part: dict[Home, str]) -> None:
    """Write the claims of these coded parts, and what their reports tell, to the parts of their partitions."""
    claims = arrow.concat_tables([files.read(folder / "claims.parquet") for folder in folders])
    tellings = arrow.concat_tables([files.read(folder / "tellings.parquet") for folder in folders])
    homes = [home[path] for path in _paths(claims)]
    claims = claims.set_column(0, files.CODED.field(0), arrow.array(list(map(list, homes)), files.CODED.field(0).type))
    names = [part[one] for one in homes]
    goes = arrow.array(names, arrow.string())
    for name in sorted(set(names)):
        some = claims.filter(compute.equal(goes, name))
        theirs = tellings.filter(compute.is_in(tellings["report"], some["report"].combine_chunks().unique()))
        files.write(to / name / "claims" / f"{load}.parquet", some)
        files.write(to / name / "tellings" / f"{load}.parquet", theirs)

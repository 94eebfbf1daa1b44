"""The two steps of a batch that workers do part by part: coding reports, and linking partitions.

A task names a part and, as JSON, the folder of the batch; its result tells what was done as JSON. What a worker finds
it writes itself, so that nothing large passes through the one who asks.
"""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pyarrow as arrow

from onrecord import settings
from onrecord.batch import files
from onrecord.codec import from_json, to_json
from onrecord.exporters import parquet
from onrecord.exporters.tables import TABLES
from onrecord.exporters.takeaway import Takeaway
from onrecord.link import Record, joined, link_partition
from onrecord.link.kept import packed, unpacked
from onrecord.link.partitions import Partition, paths
from onrecord.link.sighting import Sighting
from onrecord.link.telling import tell
from onrecord.link.texts import Imprint
from onrecord.model import Claim, Problem, Report

KINDS = ("claims", "lines", "links")


def code(task: arrow.RecordBatch) -> arrow.RecordBatch:
    """Code the reports of a part: its claims with their paths, what its reports tell linking, and its problems."""
    from onrecord.extract import extract

    part, place = _task(task)
    rows = files.read(place / "reports" / f"{part}.parquet", ["data"])["data"].to_pylist()
    reports = [from_json(Report, json.loads(row)) for row in rows]
    claims, tellings, problems = [], [], []
    for done in extract(reports, settings=settings.load()):
        telling = tell(done.claims, done.report)
        where = paths(telling.sightings)
        claims += [(list(where[c.id]), c.report, c.id, _line(to_json(c))) for c in done.claims]
        tellings.append((done.report.id, packed(telling)))
        problems += [_problem("extract", p) for p in done.problems] + [_problem("link", p) for p in telling.problems]
    with files.folder(place / "work" / "coded" / part) as beside:
        files.write(beside / "claims.parquet", files.table(files.CODED, claims))
        files.write(beside / "tellings.parquet", files.table(files.TELLINGS, tellings))
        files.write(beside / "problems.parquet", files.table(files.PROBLEMS, problems))
    return _told(part, {"reports": len(reports), "claims": len(claims)})


def link(task: arrow.RecordBatch) -> arrow.RecordBatch:
    """Link the partitions of a part, each by itself, and write its claims, lines and links in order."""
    part, place = _task(task)
    source = place / "work" / "partitions" / part
    rows = sorted(files.read_all(source / "claims").to_pylist(), key=itemgetter("path"))
    told = dict(zip(*files.read_all(source / "tellings").to_pydict().values(), strict=True))
    records = [_record(tuple(home), list(members), told) for home, members in groupby(rows, itemgetter("path"))]
    record = joined(records)
    coded = {row["id"]: row["data"] for row in rows}
    inner = tuple(relation for line in record.lines for relation in line.relations)
    whole = Takeaway(claims=record.claims, lines=record.lines, links=inner)
    for kind in KINDS:
        shape, rows_of = TABLES[kind]
        columns, found = parquet.schema(shape), list(rows_of(whole))
        data = arrow.table({name: [getattr(row, name) for row in found] for name in columns.names}, schema=columns)
        if kind == "claims":
            said = [coded[key] for key in data["id"].to_pylist()]
            data = data.append_column("data", arrow.array(said, arrow.string()))
        files.write(place / kind / f"{part}.parquet", data)
    counts = {"claims": len(record.claims), "lines": len(record.lines), "links": len(inner)}
    files.write(place / "work" / "linked" / f"{part}.parquet", files.table(files.TASKS, [(part, json.dumps(counts))]))
    return _told(part, counts)


def _record(home: tuple[str, ...], rows: list[dict[str, str]], told: dict[str, bytes]) -> Record:
    by_report: dict[str, list[Claim]] = defaultdict(list)
    for row in rows:
        by_report[row["report"]].append(from_json(Claim, json.loads(row["data"])))
    sightings: list[Sighting] = []
    imprints: list[Imprint] = []
    for report, claims in by_report.items():
        seen, imprint = unpacked(told[report], claims)
        sightings += seen
        imprints += [imprint] if imprint is not None else []
    return link_partition(Partition(home), sightings, imprints, pairs=False)


def _task(task: arrow.RecordBatch) -> tuple[str, Path]:
    return task.column("name")[0].as_py(), Path(json.loads(task.column("told")[0].as_py())["output"])


def _told(part: str, counts: dict[str, int]) -> arrow.RecordBatch:
    return files.table(files.TASKS, [(part, json.dumps(counts))]).combine_chunks().to_batches()[0]


def _problem(stage: str, problem: Problem) -> tuple[str, str, str, str, int | None, int | None]:
    return stage, problem.where, problem.code, problem.message, problem.start, problem.end


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

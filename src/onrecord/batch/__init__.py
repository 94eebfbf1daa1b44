"""A corpus to Parquet: read, coded part by part, and linked partition by partition, on any engine with the same bytes.

Every part is written whole or not at all, and a part that is there is not done again: a batch that was killed goes on
where it was. Reading goes on here; coding and linking, which cost nearly all, are done by the engine's workers.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched
from pathlib import Path

import pyarrow as arrow

from onrecord import engine, knowledge
from onrecord.batch import files, steps
from onrecord.batch.plan import plan
from onrecord.codec import to_json
from onrecord.model import Problem
from onrecord.pipeline import Inputs, reports_of

PART = 64  # reports coded as one part
FORM = 1

type Watch = Callable[[str, int, int], None]


class BatchError(Exception):
    """The batch cannot be run; the message is one line that names the folder and the reason."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a batch holds: how many reports, claims, lines and links, and what could not be read or coded."""

    reports: int
    claims: int
    lines: int
    links: int
    problems: tuple[Problem, ...]


def run(
    inputs: Inputs, output: Path, watch: Watch, *, using: str = "local", workers: int = 1, part: int = PART
) -> Done:
    """Run a batch into the folder ``output``, or go on with the one there; ``watch`` hears stage, done and total.

    ``part`` reports are coded as one part: the most that is done again after a kill, by each worker.
    """
    _claim(inputs, output, part)
    held = output / "batch.json"
    if not held.exists():
        _read(inputs, output, watch, part)
        _code(output, watch, using, workers)
        plan(output)
        _link(output, watch, using, workers)
        _finish(output)
    counts = json.loads(held.read_text(encoding="utf-8"))["counts"]
    rows = files.read(output / "problems.parquet").to_pylist()
    told = [row for row in rows if row["stage"] != "link"]
    problems = tuple(Problem(r["where"], r["code"], r["message"], r["start"], r["end"]) for r in told)
    return Done(counts["reports"], counts["claims"], counts["lines"], counts["links"], problems)


def _claim(inputs: Inputs, output: Path, part: int) -> None:
    """Take the folder for these inputs; refuse where it holds something else."""
    asked = {**_asked(inputs), "part": part}
    key = output / "inputs.json"
    if key.exists():
        if json.loads(key.read_text(encoding="utf-8")) != asked:
            raise BatchError(f"{output}: holds a batch of other inputs, or of other rules; choose another folder")
    elif output.exists() and any(output.iterdir()):
        raise BatchError(f"{output}: is not empty and holds no batch; choose another folder")
    else:
        output.mkdir(parents=True, exist_ok=True)
        _write(key, asked)


def _asked(inputs: Inputs) -> dict[str, object]:
    """What tells one batch from another: what is read, as it is now, and the rules it is coded by."""
    places = [Path(path) for path in inputs.paths]
    found = sorted(file for place in places for file in ([place] if place.is_file() else place.rglob("*")))
    stamps = [[str(file), file.stat().st_size, file.stat().st_mtime_ns] for file in found if file.is_file()]
    told = [inputs.published, inputs.publisher, inputs.format, sorted(map(list, inputs.columns))]
    return {"form": FORM, "files": stamps, "told": told, "knowledge": knowledge.digest()}


def _read(inputs: Inputs, output: Path, watch: Watch, size: int) -> None:
    """Read the inputs into parts of reports; what could not be read is kept beside them."""
    if (output / "work" / "unread.parquet").exists():
        return
    from onrecord.reading import read

    problems: list[Problem] = []
    number = 0
    found = read(
        inputs.paths,
        published=inputs.published,
        publisher=inputs.publisher,
        format=inputs.format,
        columns=dict(inputs.columns),
    )
    for part, some in enumerate(batched(reports_of(found, problems), size)):
        rows = [(r.id, r.publisher, r.published, r.title, r.url, _json(to_json(r))) for r in some]
        files.write(output / "reports" / f"{files.name_of(part)}.parquet", files.table(files.REPORTS, rows))
        number += len(some)
        watch("reading", number, 0)
    rows_of = [("read", p.where, p.code, p.message, p.start, p.end) for p in problems]
    files.write(output / "work" / "unread.parquet", files.table(files.PROBLEMS, rows_of))


def _code(output: Path, watch: Watch, using: str, workers: int) -> None:
    parts = _parts(output / "reports")
    total = {part: files.rows_in(output / "reports" / f"{part}.parquet") for part in parts}
    coded = [part for part in parts if (output / "work" / "coded" / part).exists()]
    done = sum(total[part] for part in coded)
    watch("coding", done, sum(total.values()))
    for part in _run(output, steps.code, [p for p in parts if p not in set(coded)], using, workers):
        done += total[part]
        watch("coding", done, sum(total.values()))


def _link(output: Path, watch: Watch, using: str, workers: int) -> None:
    parts = sorted(p.name for p in (output / "work" / "partitions").iterdir() if p.is_dir())
    left = [part for part in parts if not (output / "work" / "linked" / f"{part}.parquet").exists()]
    watch("linking", len(parts) - len(left), len(parts))
    for n, _ in enumerate(_run(output, steps.link, left, using, workers), len(parts) - len(left) + 1):
        watch("linking", n, len(parts))


def _run(output: Path, step: engine.Step, parts: Sequence[str], using: str, workers: int) -> Iterator[str]:
    """Run a step on parts; their names as they are done."""
    if not parts:
        return
    told = _json({"output": str(output.resolve())})
    tasks = files.table(files.TASKS, [(part, told) for part in parts]).combine_chunks().to_batches()[0]
    for done in engine.run(using, step, tasks, workers):
        yield done.column("name")[0].as_py()


def _finish(output: Path) -> None:
    """Gather the problems and the counts, and take away what only the work needed."""
    work = output / "work"
    coded = sorted((work / "coded").glob("*/problems.parquet"))
    places = [work / "unread.parquet", *coded, work / "partitions" / "splits.parquet"]
    problems = arrow.concat_tables([files.read(path) for path in places])
    files.write(output / "problems.parquet", problems)
    counts: Counter[str] = Counter(dict.fromkeys(steps.KINDS, 0))
    for path in sorted((work / "linked").glob("*.parquet")):
        counts.update(json.loads(files.read(path)["told"][0].as_py()))
    reports = sum(files.rows_in(path) for path in (output / "reports").glob("*.parquet"))
    _write(output / "batch.json", {"counts": {"reports": reports, **counts}, "knowledge": knowledge.digest()})
    shutil.rmtree(work)


def _parts(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.parquet"))


def _write(path: Path, value: object) -> None:
    beside = path.with_name(f".{path.name}.part")
    beside.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    beside.replace(path)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

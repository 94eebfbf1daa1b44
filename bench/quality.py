"""Every measured set in one table, beside what others reach: two human coders, or the best published figure.

    python -m bench.quality [--only NAME ...] [--shared FOLDER] [--list] [--page docs/quality.md]

FOLDER holds samples/, gold/ and data/ (default: $ONRECORD_SHARED, else ../shared). Claims are coded anew in every run.
What each row means is told in docs/quality.md, whose table --page renews; tests/test_quality.py holds the quick sets to
their floors.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench import SHARED, attribution, dates, displacement, incidents, places, quantities
from onrecord.link import link

CODERS = "two coders, independently"
PAIR = {
    "f1": 0.986,
    "value": 0.993,
    "measure": 0.986,
    "source": 0.877,
    "place": 0.949,
    "date": 0.949,
    "who_what_f1": 0.850,
    "core_f1": 0.764,
    "link_f1": 0.920,
}
FIGURES = ("f1", "value", "measure", "source", "source_kind", "source_side", "place", "date", "who_what_f1", "core_f1")
LINKS = ("link_precision", "link_recall", "link_f1", "relation")


@dataclass(frozen=True, slots=True)
class Row:
    """One measured number: the set, what is measured, ours, another's on the same task if published, and whose."""

    set: str
    what: str
    ours: float
    other: float | None = None
    whose: str = ""


def _onrecord(*arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", "onrecord", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)


def _exported(sources: list[str], folder: Path) -> tuple[Path, Path]:
    """Claims and links of reports, added to a ledger and exported as a user would."""
    ledger, claims, links = (folder / name for name in ("record.sqlite", "claims.jsonl", "links.jsonl"))
    _onrecord("add", *sources, "--ledger", str(ledger))
    out = ("export", "--format", "jsonl", "--ledger", str(ledger), "--output")
    _onrecord(*out, str(claims))
    _onrecord(*out, str(links), "--what", "links", "--expand")
    return claims, links


def _scored(shared: Path, *arguments: str) -> str:
    script = [sys.executable, str(shared / "gold" / arguments[0]), *arguments[1:]]
    return subprocess.run(script, capture_output=True, text=True, check=True).stdout


def _gold_rows(name: str, found: Mapping[str, float]) -> Iterator[Row]:
    for field in (*FIGURES, *LINKS):
        if field in LINKS and not found.get("link_pairs"):
            continue
        yield Row(name, field, found[field], PAIR.get(field), CODERS if field in PAIR else "")


def gold(shared: Path) -> Iterator[Row]:
    """Every dev set but the samples, in one ledger: figures, fields, links and relations."""
    names = [p.name.removesuffix(".reports.jsonl") for p in sorted((shared / "gold").glob("dev-*.reports.jsonl"))]
    paths = [shared / "gold" / f"{name}.jsonl" for name in names if name != "dev-seeds"]
    with tempfile.TemporaryDirectory() as folder:
        reports = [str(path.with_suffix(".reports.jsonl")) for path in paths]
        claims, links = _exported(reports, Path(folder))
        out = _scored(shared, "score.py", ",".join(map(str, paths)), str(claims), str(links), "--json")
    yield from _gold_rows("gold", json.loads(out))


def samples(shared: Path) -> Iterator[Row]:
    """The two samples: figures, and the control claims, events and statements a reader must find."""
    with tempfile.TemporaryDirectory() as folder:
        claims, links = _exported([str(shared / "samples")], Path(folder))
        path = str(shared / "gold" / "dev-seeds.jsonl")
        yield from _gold_rows(
            "samples", json.loads(_scored(shared, "score.py", path, str(claims), str(links), "--json"))
        )
        others = _scored(shared, "score_others.py", str(shared / "gold" / "dev-seeds.others.jsonl"), str(claims))
    for line in others.splitlines():
        words = line.split()
        yield Row("samples", f"{words[0]} found", float(words[4]))
        yield Row("samples", f"{words[0]} all fields", float(words[-1]))


def numbers(shared: Path) -> Iterator[Row]:
    """Values of quantities in news sentences (NewsQuant)."""
    score = quantities.measure(shared / "data" / "quantities.jsonl")
    yield Row("quantities", "value F1", score.f1, 0.920, "CQE; quantulum3 .730")
    yield Row("quantities", "hedge sign", score.signs / score.right)


def displaced(shared: Path) -> Iterator[Row]:
    """The coded figure of displacement excerpts (IDETECT)."""
    everything = list(displacement.excerpts(shared / "data" / "displacement.jsonl"))
    judged = displacement.score([row for row in everything if displacement.left_out(row) is None], misses=False)
    yield Row("displacement", "quantity F1, audited", judged.f1, 0.755, "internal-displacement, unaudited")
    yield Row("displacement", "quantity F1, all", displacement.score(everything, misses=False).f1, 0.755, "the same")
    yield Row("displacement", "unit", judged.units / max(1, judged.found), 0.86, "the same")
    yield Row("displacement", "term", judged.terms / max(1, judged.found))


def toponyms(shared: Path) -> Iterator[Row]:
    """Places found and placed (LGL, GeoVirus), the articles never read."""
    tallies, _ = places.measure(shared, "unseen")
    yield Row("places", "names F1, unread half", tallies["both", "names"].f1)
    yield Row("places", "LGL within 161 km", tallies["lgl", "names"].accuracy, 0.827, "Mordecai3")
    yield Row("places", "both within 161 km", tallies["both", "names"].accuracy)


def times(shared: Path) -> Iterator[Row]:
    """Dates and times and what they mean (TimeBank), the documents never read."""
    rows = [json.loads(line) for line in (shared / "data" / "dates.jsonl").read_text(encoding="utf-8").splitlines()]
    scores = dates.timebank(rows[1::2], None, [])
    yield Row("dates", "recognised F1, unread half", scores[2])
    yield Row("dates", "value F1, unread half", scores[5], 0.776, "HeidelTime, sister set")


def speech(shared: Path) -> Iterator[Row]:
    """Who says what, in election news (PolNeAR), the documents never read."""
    found = attribution.polnear(shared / "data" / "attribution.jsonl", "even")
    yield Row("attribution", "content and source F1", found["content and source F1"])
    yield Row("attribution", "source right where found", found["source right where found"])
    yield Row("attribution", "characters F1", found["attributed characters F1"])


def shootings(shared: Path) -> Iterator[Row]:
    """Reports of shootings put together by incident, and its final toll (SemEval-2018 task 5)."""
    known, reports = incidents.load(shared / "data" / "incidents.jsonl")
    claims = incidents.coded(reports, fresh=True)
    some = known[len(known) // 2 :]
    ids = {report for incident in some for report in incident.reports}
    own = [report for report in reports if report.id in ids]
    record = link([claim for claim in claims if claim.report in ids], own)
    found = incidents.scores(some, record, own)
    yield Row("incidents", "same incident, B-cubed F1", found.f1, 0.858, "best 2025, CoNLL F1 of events")
    for measure, (right, judged) in found.tolls.items():
        yield Row("incidents", f"final toll {measure}", right / max(1, judged))


SETS: Mapping[str, Callable[[Path], Iterator[Row]]] = {
    "gold": gold,
    "samples": samples,
    "quantities": numbers,
    "displacement": displaced,
    "places": toponyms,
    "dates": times,
    "attribution": speech,
    "incidents": shootings,
}


def table(rows: list[Row]) -> str:
    """The rows as aligned columns: set, what is measured, onrecord, others, whose."""
    lines = [f"{'set':13} {'measured':28} {'onrecord':>8} {'others':>8}  whose"]
    before = ""
    for row in rows:
        other = f"{row.other:8.3f}" if row.other is not None else f"{'-':>8}"
        shown = row.set if row.set != before else ""
        lines.append(f"{shown:13} {row.what:28} {row.ours:8.3f} {other}  {row.whose}".rstrip())
        before = row.set
    return "\n".join(lines)


def main() -> int:
    """Measure the sets asked for, or all, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=SETS, default=list(SETS), metavar="NAME")
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--page", type=Path, help="a page whose ```text block is replaced by the table")
    parser.add_argument("--list", action="store_true", help="name the sets and stop")
    arguments = parser.parse_args()
    if arguments.list:
        print("\n".join(f"{name:13} {(measure.__doc__ or '').splitlines()[0]}" for name, measure in SETS.items()))
        return 0
    rows: list[Row] = []
    for name in arguments.only:
        began = time.perf_counter()
        rows.extend(SETS[name](arguments.shared))
        print(f"{name}: {time.perf_counter() - began:.0f} s", file=sys.stderr)
    print(table(rows))
    if arguments.page is not None:
        block = f"```text\n{table(rows)}\n```"
        page = arguments.page.read_text(encoding="utf-8")
        arguments.page.write_text(re.sub(r"```text\n.*?```", lambda _: block, page, flags=re.S), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

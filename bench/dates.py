"""Dates against TimeBank (recognition and value F1) and against the gold claims (is the coded day in the report).

    python -m bench.dates FOLDER [--misses] [--part odd|even]

FOLDER holds data/dates.jsonl and gold/dev-*.jsonl.
Odd documents were read while the rules were written, even ones never.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

from onrecord.extract.dates import find
from onrecord.extract.mentions import When

PEER = "HeidelTime, on TimeBank's sister set (TempEval-3 platinum): value F1 77.6"


def type_of(mention: When) -> str:
    """The TIMEX3 type of a mention."""
    value = mention.value or ""
    if mention.kind in ("duration", "window") and value.startswith("P"):
        return "DURATION"
    if mention.kind == "set":
        return "SET"
    return (
        "TIME"
        if "T" in value.removeprefix("PAST_REF").removeprefix("PRESENT_REF").removeprefix("FUTURE_REF")
        else "DATE"
    )


def _around(text: str, start: int, end: int) -> str:
    return f"...{text[max(0, start - 45) : start]}[{text[start:end]}]{text[end : end + 30]}".replace("\n", " ")


def timebank(
    rows: list[dict[str, Any]], only: str | None, misses: list[str]
) -> tuple[float, float, float, float, float, float]:
    """Precision, recall and F1 of recognition by overlap, then of strict value equality."""
    wanted = given = met = right = 0
    for row in rows:
        gold = [t for t in row["timex"] if only is None or t["type"] == only]
        found = [w for w in find(row["text"], row["published"]) if only is None or type_of(w) == only]
        wanted, given = wanted + len(gold), given + len(found)
        free = list(found)
        for timex in gold:
            hit = next((w for w in free if w.start < timex["end"] and timex["start"] < w.end), None)
            told = f"{row['published']} {_around(row['text'], timex['start'], timex['end'])}"
            if hit is None:
                misses.append(f"MISS  {timex['type']} {timex['value']}: {told}")
                continue
            free.remove(hit)
            met += 1
            if hit.value == timex["value"]:
                right += 1
            else:
                misses.append(f"VALUE {timex['value']} got {hit.value} ({hit.rule}, {hit.text!r}): {told}")
        misses += [f"EXTRA {w.value} ({w.rule}): {_around(row['text'], w.start, w.end)}" for w in free]
    scores = []
    for hits in (met, right):
        precision, recall = hits / max(given, 1), hits / max(wanted, 1)
        scores += [precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)]
    return tuple(scores)  # type: ignore[return-value]


def covers(mention: When, day: str) -> bool:
    """Whether a mention resolves to the day: is it, ends on it as an as-of day, or starts on it."""
    return day in (mention.period.start, mention.period.end, mention.period.as_of)


def gold_days(folder: Path, misses: list[str]) -> Counter[str]:
    """How many coded days of the gold claims a mention of the report resolves to, or are its publication day."""
    count: Counter[str] = Counter()
    for path in sorted(folder.glob("dev-*.reports.jsonl")):
        reports = {r["id"]: r for r in map(json.loads, path.read_text().splitlines())}
        if path.stem.startswith("dev-seeds"):
            reports |= {
                r["id"].removesuffix(".md") + end: r for r in list(reports.values()) for end in (".md", ".txt", "")
            }
        cache: dict[str, tuple[When, ...]] = {}
        for claim in map(json.loads, path.with_name(path.name.replace(".reports", "")).read_text().splitlines()):
            report = reports.get(claim["report"])
            if report is None:
                count["no report"] += 1
                continue
            text = f"{report.get('title') or ''}\n\n{report['text']}"
            mentions = cache.setdefault(report["id"], find(text, report["published"]))
            for day in (claim.get("date"), claim.get("as_of")):
                if day is None or len(day) != 10:
                    continue
                count["days"] += 1
                said = any(covers(w, day) for w in mentions)
                published = (report["published"] or "")[:10] == day
                count["said"] += said
                count["published"] += published and not said
                if not said and not published:
                    where = f"{path.stem} {claim['report']} published {report['published']}"
                    misses.append(f"GOLD {day} {where}: {claim['exact']!r} {claim.get('note') or ''}")
    return count


def main() -> None:
    """Prints every score."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--part", choices=["odd", "even"])
    options = parser.parse_args()
    rows = [json.loads(line) for line in (options.folder / "data" / "dates.jsonl").read_text().splitlines()]
    misses: list[str] = []
    print("part  type      recognition P R F1   value P R F1")
    for part, chosen in (("odd", rows[0::2]), ("even", rows[1::2])):
        if options.part in (None, part):
            for only in (None, "DATE"):
                scores = timebank(chosen, only, misses if only is None and part == "odd" else [])
                print(f"{part:5} {only or 'all':5}", *(f"{100 * s:6.1f}" for s in scores))
    print(PEER)
    count = gold_days(options.folder / "gold", misses)
    print(
        f"gold days {count['days']}: said in the report {count['said']}, else the publication day {count['published']}",
        end=", ",
    )
    print(f"neither {count['days'] - count['said'] - count['published']}; claims without a report {count['no report']}")
    text = "\n\n".join(row["text"] for row in rows) * 3
    began = time.process_time()
    find(text, "2020-01-01")
    print(f"{len(text) / 1e6 / (time.process_time() - began):.2f} MB/s")
    if options.misses:
        print("\n".join(misses))


if __name__ == "__main__":
    main()

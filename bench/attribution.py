"""Attribution against PolNeAR (who says what, in news) and against the gold's figures (whom is each one laid to).

    python -m bench.attribution FOLDER [--part odd|even]

FOLDER holds data/attribution.jsonl and gold/dev-*.jsonl. A PolNeAR attribution is found when a predicted content
overlaps its content by half or more of both together; its source is right when the source spans overlap as well.
Odd documents may be read while the rules are written; even ones, and every third gold report, never.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.extract.mentions import Attribution, Passage
from onrecord.extract.sources import attribute, source_at
from onrecord.language import analyse
from onrecord.model import Report, Segment

PEER = "PolNeAR's two annotators agree on 92.3 % of its attributions"
WINDOW = ("title", "headline", "lead:")  # notes of figures that the assembler, not attribution, has to source


@dataclass(frozen=True, slots=True)
class Span:
    """An attribution as character sets: what is said, and the words for who says it."""

    content: frozenset[int]
    source: frozenset[int]


def passages_of(text: str) -> tuple[Passage, ...]:
    """The paragraphs of a plain text, parsed."""
    paragraphs = [(m.start(), m.group()) for m in re.finditer(r"[^\n]*\S", text)]
    starts = [(start + len(words) - len(words.lstrip()), words.strip()) for start, words in paragraphs]
    docs = analyse(words for _, words in starts)
    return tuple(
        Passage(Segment("body", start, start + len(words)), start, doc)
        for (start, words), doc in zip(starts, docs, strict=True)
    )


def _chars(spans: Sequence[Sequence[int]]) -> frozenset[int]:
    return frozenset(i for start, end in spans for i in range(start, end))


def _gold_spans(document: dict[str, Any]) -> Iterator[Span]:
    for row in document["attributions"]:
        content = _chars([span for part in row["content"] for span in part["spans"]])
        if content and row["source"]:
            yield Span(content, _chars([span for part in row["source"] for span in part["spans"]]))


def _said_spans(found: Sequence[Attribution]) -> list[Span]:
    """Predicted attributions, each quotation joined to the cue that it came with."""
    merged: dict[tuple[int, int, str], set[int]] = {}
    for attribution in found:
        if attribution.carried or not attribution.content or not attribution.source_end > attribution.source_start:
            continue
        key = (attribution.source_start, attribution.source_end, attribution.cue)
        merged.setdefault(key, set()).update(_chars(attribution.content))
    return [Span(frozenset(content), _chars([key[:2]])) for key, content in merged.items()]


def polnear(path: Path, part: str | None) -> dict[str, float]:
    """Precision, recall and F1 of contents over the documents of one part, and how often the source is right too."""
    tally: Counter[str] = Counter()
    for number, line in enumerate(path.open(encoding="utf-8"), start=1):
        if part and (number % 2 == 1) != (part == "odd"):
            continue
        document = json.loads(line)
        passages = passages_of(document["text"])
        report = Report(id=document["id"], text=document["text"], segments=tuple(p.segment for p in passages))
        gold, said = list(_gold_spans(document)), _said_spans(attribute(passages, report))
        tally["gold"] += len(gold)
        tally["said"] += len(said)
        used: set[int] = set()
        for want in gold:
            best = max(
                (i for i in range(len(said)) if i not in used),
                key=lambda i: _overlap(want.content, said[i].content),
                default=None,
            )
            if best is None or _overlap(want.content, said[best].content) < 0.5:
                continue
            used.add(best)
            tally["found"] += 1
            tally["source"] += bool(want.source & said[best].source)
        every_gold = frozenset[int]().union(*(g.content for g in gold))
        every_said = frozenset[int]().union(*(s.content for s in said))
        tally["chars gold"] += len(every_gold)
        tally["chars said"] += len(every_said)
        tally["chars both"] += len(every_gold & every_said)
    precision, recall = _share(tally["found"], tally["said"]), _share(tally["found"], tally["gold"])
    char_p, char_r = _share(tally["chars both"], tally["chars said"]), _share(tally["chars both"], tally["chars gold"])
    return {
        "attributions": tally["gold"],
        "content precision": precision,
        "content recall": recall,
        "content F1": _f1(precision, recall),
        "content and source F1": _f1(_share(tally["source"], tally["said"]), _share(tally["source"], tally["gold"])),
        "source right where found": _share(tally["source"], tally["found"]),
        "attributed characters F1": _f1(char_p, char_r),
    }


def _overlap(left: frozenset[int], right: frozenset[int]) -> float:
    return _share(len(left & right), len(left | right))


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _f1(precision: float, recall: float) -> float:
    return _share(2 * precision * recall, precision + recall)


def figures(folder: Path, part: str | None) -> dict[str, float]:
    """How often the source, its kind and its side are right at the spot of each gold figure, headlines aside."""
    sys.path.insert(0, str(folder))
    from score import norm, same_name  # type: ignore[import-not-found]

    tally: Counter[str] = Counter()
    for path in sorted(folder.glob("dev-*.reports.jsonl")):
        claims = [json.loads(line) for line in (folder / path.name.replace(".reports", "")).open(encoding="utf-8")]
        for number, line in enumerate(path.open(encoding="utf-8")):
            row = json.loads(line)
            if part and (number % 3 == 2) != (part == "even"):
                continue
            passages = passages_of(row["text"])
            segments = tuple(p.segment for p in passages)
            report = Report(id=row["id"], text=row["text"], segments=segments, publisher=row["publisher"])
            found = attribute(passages, report)
            taken: set[tuple[int, str]] = set()
            for claim in claims:
                at = row["text"].find(claim["exact"])
                while (at, claim["number"]) in taken:
                    at = row["text"].find(claim["exact"], at + 1)
                if claim["report"] != row["id"] or at < 0 or any(w in (claim.get("note") or "") for w in WINDOW):
                    continue
                taken.add((at, claim["number"]))
                start = at + max(0, claim["exact"].find(claim["number"]))
                said = source_at(found, start, start + len(claim["number"]))
                name, kind, side = (said.name, said.kind, said.side) if said else (None, "none", None)
                tally["figures"] += 1
                both = bool(claim["source"] and name and same_name(claim["source"], name))
                tally["source"] += both or (not claim["source"] and not name)
                tally["kind"] += claim["source_kind"] == kind
                tally["side"] += norm(claim["source_side"]) == norm(side)
    shares = {key: _share(tally[key], tally["figures"]) for key in ("source", "kind", "side")}
    return {"gold figures": tally["figures"], **shares}


def main() -> None:
    """Print one table: PolNeAR, then the gold's figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", choices=("odd", "even"))
    arguments = parser.parse_args()
    began = time.perf_counter()
    print(PEER)
    for rows in (
        polnear(arguments.folder / "data" / "attribution.jsonl", arguments.part),
        figures(arguments.folder / "gold", arguments.part),
    ):
        for key, value in rows.items():
            print(f"{key:28} {value:8.3f}" if isinstance(value, float) else f"{key:28} {value:8}")
    print(f"{'seconds':28} {time.perf_counter() - began:8.1f}")


if __name__ == "__main__":
    main()

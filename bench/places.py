"""Measures places: names found and accuracy at 161 km on LGL and GeoVirus, share of gold places mentioned, speed.

    python -m bench.places [--shared ../shared] [--half dev|unseen|all] [--errors N]

Two counts are printed. "all" takes the sets as annotated; LGL marks adjectives and peoples ("Russian", "Gazans") as
toponyms, which onrecord leaves to its actors, so "names" leaves out annotations that are demonyms in our table and
whatever stands over them. Streets, which LGL marks too, count as missed. Accuracy is over annotated toponyms that
were recognised (spans overlap); unresolved is wrong.
Even-numbered articles are for reading errors (dev), odd-numbered ones are not read (unseen).
"""

from __future__ import annotations

import argparse
import collections
import hashlib
import json
import re
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench import SHARED
from onrecord import gazetteer, language
from onrecord.extract import places
from onrecord.extract.mentions import Passage, Where
from onrecord.geography import kilometres
from onrecord.model import Report, Segment
from onrecord.scoring import same_name

KILOMETRES = 161.0


def rows(path: Path) -> list[dict[str, Any]]:
    """The records of a JSON lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def paragraphs(text: str) -> list[tuple[int, str]]:
    """Start and text of each paragraph."""
    return [(m.start(), m.group()) for m in re.finditer(r"[^\n]+", text) if m.group().strip()]


def parsed(texts: dict[str, str], name: str) -> dict[str, tuple[Report, list[Passage]]]:
    """Each text as a report and its parsed passages; the parses are kept in the temporary folder."""
    from spacy.tokens import DocBin

    pieces = [(key, start, piece) for key, text in texts.items() for start, piece in paragraphs(text)]
    mark = hashlib.sha256(json.dumps(pieces).encode()).hexdigest()[:12]
    kept = Path(tempfile.gettempdir()) / f"onrecord-bench-{name}-{mark}.spacy"
    nlp = language.load()
    if kept.exists():
        docs = list(DocBin().from_disk(kept).get_docs(nlp.vocab))
    else:
        began = time.perf_counter()
        docs = list(language.analyse(piece for _, _, piece in pieces))
        print(f"parsed {name}: {sum(map(len, docs)) / (time.perf_counter() - began):,.0f} words/s", file=sys.stderr)
        DocBin(docs=docs, store_user_data=False).to_disk(kept)
    passages: dict[str, list[Passage]] = collections.defaultdict(list)
    for (key, start, piece), doc in zip(pieces, docs, strict=True):
        passages[key].append(Passage(Segment("body", start, start + len(piece)), start, doc))
    return {
        key: (Report(key, text, tuple(p.segment for p in passages[key])), passages[key]) for key, text in texts.items()
    }


class Tally:
    """Counts of one set under one convention."""

    def __init__(self) -> None:
        self.found = self.exact = self.gold = self.said = self.right_said = self.near = self.placed = self.small = (
            self.small_near
        ) = 0
        self.missed: list[str] = []
        self.extra: list[str] = []
        self.far: list[str] = []

    def add(
        self, text: str, gold: Iterable[dict[str, Any]], said: Iterable[Where], ignored: list[tuple[int, int]]
    ) -> None:
        """One article."""
        gold = list(gold)
        said = [w for w in said if not any(w.start < end and start < w.end for start, end in ignored)]
        hit: set[int] = set()
        self.gold += len(gold)
        self.said += len(said)
        for toponym in gold:
            over = [w for w in said if w.start < toponym["end"] and toponym["start"] < w.end]
            context = text[max(0, toponym["start"] - 40) : toponym["end"] + 40].replace("\n", " ")
            if not over:
                self.missed.append(f"{toponym['text']} | {context}")
                continue
            where = max(over, key=lambda w: min(w.end, toponym["end"]) - max(w.start, toponym["start"]))
            hit.update(id(w) for w in over)
            self.found += 1
            self.exact += (where.start, where.end) == (toponym["start"], toponym["end"])
            if toponym["lat"] is None:
                continue
            self.placed += 1
            place = where.place
            small = where.feature not in ("country", "region", "water")
            self.small += small
            if place.latitude is not None and place.longitude is not None:
                off = kilometres(place.latitude, place.longitude, float(toponym["lat"]), float(toponym["lon"]))
            else:
                off = 9e9
            self.near += off <= KILOMETRES
            self.small_near += small and off <= KILOMETRES
            if off > KILOMETRES:
                self.far.append(f"{toponym['text']} -> {place.name}, {place.within} off {off:.0f} | {context}")
        self.right_said += sum(id(w) in hit for w in said)
        for where in said:
            if id(where) not in hit:
                context = text[max(0, where.start - 40) : where.end + 40].replace("\n", " ")
                self.extra.append(f"{where.text} [{where.feature} {where.rule}] | {context}")

    @property
    def f1(self) -> float:
        """F1 of recognition by overlap."""
        precision, recall = self.right_said / max(1, self.said), self.found / max(1, self.gold)
        return 2 * precision * recall / max(1e-9, precision + recall)

    @property
    def accuracy(self) -> float:
        """Share of the recognised toponyms resolved to within 161 km."""
        return self.near / max(1, self.placed)

    def line(self) -> str:
        """Precision, recall, F1 by overlap, exact spans, and accuracy at 161 km."""
        precision, recall = self.right_said / max(1, self.said), self.found / max(1, self.gold)
        return (
            f"gold {self.gold:5} P {precision:.3f} R {recall:.3f} F1 {self.f1:.3f} "
            f"exact {self.exact / max(1, self.gold):.3f} acc@161 {self.accuracy:.3f} "
            f"(without countries and regions {self.small_near / max(1, self.small):.3f})"
        )


def measure(shared: Path, half: str) -> tuple[dict[tuple[str, str], Tally], float]:
    """The LGL and GeoVirus part: a tally for each corpus ("both" too) and convention, and words a second."""
    articles = rows(shared / "data" / "places.jsonl")
    reports = parsed({a["id"]: a["text"] for a in articles}, "places")
    people = gazetteer.load().demonyms()
    places.find(*reversed(reports[articles[0]["id"]]))
    tallies: dict[tuple[str, str], Tally] = collections.defaultdict(Tally)
    spent, words = 0.0, 0
    for number, article in enumerate(articles):
        if half != "all" and (number % 2 == 0) != (half == "dev"):
            continue
        report, passages = reports[article["id"]]
        began = time.perf_counter()
        said = places.find(passages, report)
        spent += time.perf_counter() - began
        words += sum(len(p.doc) for p in passages)
        adjective = [t for t in article["toponyms"] if gazetteer.fold(t["text"]) in people]
        names = [t for t in article["toponyms"] if t not in adjective]
        for corpus in (article["id"].split("-")[0], "both"):
            tallies[corpus, "all"].add(article["text"], article["toponyms"], said, [])
            tallies[corpus, "names"].add(article["text"], names, said, [(t["start"], t["end"]) for t in adjective])
    return tallies, words / spent


def toponyms(shared: Path, half: str, errors: int) -> None:
    """Print the tallies, and samples of the errors."""
    tallies, speed = measure(shared, half)
    for (corpus, convention), tally in sorted(tallies.items()):
        print(f"{corpus:9} {convention:6} {tally.line()}")
    print(f"find(): {speed:,.0f} words/s")
    shown = tallies["both", "names"]
    for title, lines in (("MISSED", shown.missed), ("EXTRA", shown.extra), ("FAR", shown.far)):
        for line in lines[:: max(1, len(lines) // errors)][:errors] if errors else ():
            print(title, line)


def gold(shared: Path, errors: int) -> None:
    """The share of gold claims whose place is among the report's places."""
    texts: dict[str, str] = {}
    claims: list[dict[str, Any]] = []
    for path in sorted((shared / "gold").glob("*.reports.jsonl")):
        for row in rows(path):
            texts[row["id"]] = (row.get("title") or "") + "\n\n" + row["text"]
        claims += rows(path.with_name(path.name.replace(".reports", "")))
    reports = parsed(texts, "gold")
    said = {key: places.find(passages, report) for key, (report, passages) in reports.items()}
    placed = [c for c in claims if c["place"] and c["report"] in said]
    lost = [
        c for c in placed
        if not any(same_name(c["place"], w.text) or same_name(c["place"], w.place.name) for w in said[c["report"]])
    ]  # fmt: skip
    print(f"gold claims with a place: {len(placed)}, mentioned {1 - len(lost) / max(1, len(placed)):.3f}")
    for place, count in collections.Counter((c["report"], c["place"]) for c in lost).most_common(40):
        print("LOST", place, count)
    if errors:
        for key, found in said.items():
            counted = collections.Counter(
                (w.text, w.feature, w.place.name, w.place.country, w.place.within[:1]) for w in found
            )
            print(key, *(f"{v}x{k}" for k, v in counted.most_common()), sep="\n   ")


def main() -> None:
    """Prints every measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--half", choices=("dev", "unseen", "all"), default="dev")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--only", choices=("gold", "toponyms"))
    arguments = parser.parse_args()
    if arguments.only != "gold":
        toponyms(arguments.shared, arguments.half, arguments.errors)
    if arguments.only != "toponyms":
        gold(arguments.shared, arguments.errors)


if __name__ == "__main__":
    main()

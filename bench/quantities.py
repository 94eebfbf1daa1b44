"""Value F1 of the number grammar on NewsQuant (every other sentence), beside the published figures of two peers.

    python -m bench.quantities [PATH/quantities.jsonl] [--misses]

A quantity is right when its value (both ends of a range) is right; hedge is the share of right values whose change sign
(= < > ~) agrees. The set counts ages, sums, shares, distances and durations, leaves out dates, clock times, ordinals,
scores, names and bare quantifiers, and writes "thousands" as 1000-10000 and
"from 5 to 6" as a range: so does this script.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bench import SHARED
from onrecord.extract import numbers
from onrecord.extract.mentions import Number

DATA = SHARED / "data"
LEFT_OUT = ("date", "time", "ordinal", "score", "name")
IDLE = ("bare quantifier", "zero", "idiom", "counter", "pronoun", "list number")
PEERS = (("CQE (published)", 92.0), ("quantulum3 (published by CQE)", 73.0))
VAGUE: dict[float, str] = {20: "10-100", 24: "12", 200: "100-1000", 2000: "1000-10000"}
VAGUE |= {20000: "10000-100000", 2e6: "1000000-10000000", 2e7: "10000000-100000000"}
SIGNS = {"at_least": ">", "more_than": ">", "less_than": "<", "up_to": "<", "about": "~", "almost": "~"}


def plain(value: str) -> str:
    """A stated value in one spelling: numbers to six digits, the ends of a range joined by a dash."""
    ends = re.fullmatch(r"\s*(-?[\d.]+(?:[Ee][-+]?\d+)?)\s*(?:-\s*([\d.]+(?:[Ee][-+]?\d+)?))?\s*", value)
    return "-".join(f"{float(end):.6g}" for end in ends.groups() if end) if ends else value


def said(text: str) -> list[tuple[str, str]]:
    """The values the grammar finds, coded as the set codes them, with their change signs."""
    out: list[tuple[str, str]] = []
    before: Number | None = None
    for number in numbers.find(text):
        if number.kind in LEFT_OUT or number.rule.split(";")[0] in IDLE or (number.value, number.low) == (None, None):
            before = None
            continue
        sign = SIGNS.get(number.hedge, "=")
        if number.hedge == "vague":
            value = VAGUE.get(number.low or 0, "")
        elif number.value is None:
            ends = [end for end in (number.low, number.high) if end is not None]
            value = "-".join(f"{end:.6g}" for end in ends)
        else:
            value = f"{number.value:.6g}"
        gap = text[before.end : number.start] if before else ""
        opened = before and re.search(r"\bfrom\s+\S{0,3}$", text[max(0, before.start - 12) : before.start])
        if opened and len(gap) < 30 and re.search(r"\bto\s+\S{0,3}$", gap) and before and before.value is not None:
            out[-1] = (f"{out[-1][0]}-{value}", "=")
            before = None
            continue
        out.append((plain(value), sign))
        before = number
    return out


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over one file: quantities coded, stated and right, and right ones whose change sign agrees."""

    sentences: int
    wanted: int
    stated: int
    right: int
    signs: int

    @property
    def precision(self) -> float:
        return self.right / self.stated

    @property
    def recall(self) -> float:
        return self.right / self.wanted

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def measure(path: Path, *, misses: bool = False) -> Score:
    """Read every sentence and compare its values; with ``misses`` print the sentences whose values differ."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    right = stated = wanted = signs = 0
    for row in rows:
        gold = [(plain(q["value"]), q["change"]) for q in row["quantities"]]
        found = said(row["text"])
        both = Counter(value for value, _ in gold) & Counter(value for value, _ in found)
        right += both.total()
        signs += sum(dict(gold)[value] in (dict(found)[value], "up", "down") for value in both.elements())
        stated += len(found)
        wanted += len(gold)
        if misses and (len(found) != both.total() or len(gold) != both.total()):
            missed = list((Counter(value for value, _ in gold) - both).elements())
            extra = list((Counter(value for value, _ in found) - both).elements())
            print(f"missed {missed} extra {extra}\n    {row['text']}")
    return Score(len(rows), wanted, stated, right, signs)


def main(arguments: list[str]) -> None:
    """Print the table, and with --misses every sentence whose values differ."""
    paths = [argument for argument in arguments if not argument.startswith("--")]
    path = Path(paths[0]) if paths else DATA / "quantities.jsonl"
    score = measure(path, misses="--misses" in arguments)
    shown = (score.f1, score.precision, score.recall, score.signs / score.right)
    print(f"{'system':<32}{'value F1':>10}{'precision':>11}{'recall':>9}{'sign':>8}")
    print(f"{'onrecord':<32}" + "".join(f"{100 * x:>{w}.1f}" for x, w in zip(shown, (10, 11, 9, 8), strict=True)))
    for name, value in PEERS:
        print(f"{name:<32}{value:>10.1f}{'-':>11}{'-':>9}{'-':>8}")
    print(f"{score.wanted} quantities in {score.sentences} sentences; the peers' figures are for the whole set")
    speed(path.parent / "articles.jsonl")


def speed(path: Path, articles: int = 300) -> None:
    """Print how many megabytes of news a second the grammar reads."""
    if not path.exists():
        return
    with path.open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for _, line in zip(range(articles), lines, strict=False)]
    numbers.find(texts[0])
    begun = time.process_time()
    found = sum(len(numbers.find(text)) for text in texts)
    spent = time.process_time() - begun
    print(f"speed: {sum(map(len, texts)) / 1e6 / spent:.2f} MB/s, {found} numbers in {len(texts)} articles")


if __name__ == "__main__":
    main(sys.argv[1:])

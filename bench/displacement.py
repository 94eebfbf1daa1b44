"""Quantity F1, term and unit accuracy on the displacement excerpts (IDETECT), beside the published figure of a peer.

    python -m bench.displacement [PATH/displacement.jsonl] [--misses]

Each excerpt has one coded figure. It is found when a claim of displacement or housing has its value; F1 weighs the
excerpts found against those where any such claim is made and against all that can be judged. Term and unit are judged
on the claim found. The set's ten terms are read as five measures: homeless and forced to flee are displaced, relocated
is evacuated, in relief camps is sheltered, uninhabitable is destroyed or displaced. Left out by audit, and counted:
excerpts in other languages than English, and coded figures that the excerpt does not state, such as sums.
The last line of the table judges all excerpts, nothing left out.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import SHARED
from onrecord import language
from onrecord.extract import figures, numbers
from onrecord.extract.figures import Counted
from onrecord.extract.mentions import Passage
from onrecord.model import Segment

DATA = SHARED / "data" / "displacement.jsonl"
PEER = ("IDETECT entry (Data4Democracy, published)", 0.755)
TERMS = {
    "Displaced": {"displaced"},
    "Homeless": {"displaced"},
    "Forced to Flee": {"displaced", "evacuated"},
    "Evacuated": {"evacuated"},
    "Relocated": {"evacuated"},
    "Sheltered": {"sheltering"},
    "In Relief Camp": {"sheltering"},
    "Destroyed Housing": {"destroyed"},
    "Uninhabitable Housing": {"destroyed", "displaced"},
    "Partially Destroyed Housing": {"damaged"},
}
TOLD = frozenset().union(*TERMS.values()) | {"affected", "refugees", "rescued", "returned", "trapped"}
HOUSEHOLDS = re.compile(r"famil|household|home|house|dwelling|apartment|building|hut", re.IGNORECASE)
ENGLISH = frozenset(
    {"the", "of", "and", "were", "are", "people", "have", "from", "in", "destroyed", "displaced", "total"}
)
FOREIGN = frozenset(
    {"de", "la", "el", "en", "les", "du", "od", "za", "que", "se", "personas", "familias", "individu", "e"}
)
TEENS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One excerpt with its coded figure, term and unit."""

    text: str
    figure: float
    term: str
    unit: str


def excerpts(path: Path) -> Iterator[Excerpt]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Excerpt(" ".join(row["text"].split()), float(row["figure"]), row["term"], row["unit"])


def left_out(excerpt: Excerpt) -> str | None:
    """Why an excerpt cannot be judged: its language, or a coded figure that it does not state."""
    said = re.findall(r"[a-z]+", excerpt.text.lower())
    if sum(word in FOREIGN for word in said) > sum(word in ENGLISH for word in said):
        return "not in English"
    return None if _stated(excerpt) else "figure not stated"


def _stated(excerpt: Excerpt) -> bool:
    """Whether the figure stands in the text, in digits (however grouped), with a scale, or as a small word."""
    plain = re.sub(r"(?<=\d)[ ,.\u00a0](?=\s?\d{3}\b)\s?", "", excerpt.text)
    figures_there = {float(digits) for digits in re.findall(r"\d+(?:\.\d+)?", plain)}
    scales = {"lakh": 1e5, "million": 1e6, "thousand": 1e3}
    for amount, scale in re.findall(r"([\d.]+|one)\s+(lakh|million|thousand)", excerpt.text.lower()):
        figures_there.add(round((1.0 if amount == "one" else float(amount)) * scales[scale]))
    words = excerpt.text.lower().split()
    figures_there |= {float(value) for value, word in enumerate(TEENS) if word in words}
    return excerpt.figure in figures_there


def unit(counted: Counted) -> str:
    """Households where families or homes are counted, else people."""
    noun = counted.mention.noun
    text = counted.sentence.doc[noun.first : noun.last + 1].text if noun else ""
    return "Households" if counted.object or HOUSEHOLDS.search(text) else "People"


@dataclass(frozen=True, slots=True)
class Score:
    """How many excerpts were judged, answered, found, and found with the coded term and unit."""

    judged: int
    answered: int
    found: int
    terms: int
    units: int

    @property
    def f1(self) -> float:
        precision, recall = self.found / max(self.answered, 1), self.found / max(self.judged, 1)
        return 2 * precision * recall / max(precision + recall, 1e-9)

    def row(self, name: str) -> str:
        return (
            f"{name:45} {self.f1:11.3f} {self.terms / max(self.found, 1):6.3f} {self.units / max(self.found, 1):6.3f}"
        )


def score(rows: list[Excerpt], misses: bool) -> Score:
    """Read every excerpt and hold its best claim against the coded figure, term and unit."""
    answered = found = terms = units = 0
    for row, doc in zip(rows, language.analyse(row.text for row in rows), strict=True):
        passage = Passage(Segment("body", 0, len(row.text)), 0, doc)
        claims = [c for c in figures.find([passage], numbers.find(row.text)) if c.measure in TOLD]
        right = [c for c in claims if row.figure in (c.number.value, c.number.low, c.number.high)]
        best = max(right, key=lambda c: (c.measure in TERMS[row.term], unit(c) == row.unit), default=None)
        answered += bool(claims)
        found += best is not None
        term, counted = (
            best is not None and best.measure in TERMS[row.term],
            best is not None and unit(best) == row.unit,
        )
        terms, units = terms + term, units + counted
        if misses and not (term and counted):
            said = [(c.number.text, c.measure, unit(c)) for c in claims]
            print(f"coded {row.figure:.0f} {row.term}/{row.unit}, said {said}: {row.text}")
    return Score(len(rows), answered, found, terms, units)


def main(path: Path, misses: bool) -> None:
    rows = list(excerpts(path))
    audit = Counter(reason for reason in map(left_out, rows) if reason)
    judged = [row for row in rows if left_out(row) is None]
    left = ", ".join(f"{count} {reason}" for reason, count in audit.items())
    print(f"{len(rows)} excerpts, {len(judged)} judged (left out: {left})")
    print(f"{'':45} quantity F1   term   unit")
    print(score(judged, misses).row("onrecord"))
    print(f"{PEER[0]:45} {PEER[1]:11.3f}      -      -")
    print(score(rows, misses=False).row(f"onrecord, all {len(rows)} excerpts"))


if __name__ == "__main__":
    given = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    main(Path(given[0]) if given else DATA, "--misses" in sys.argv)

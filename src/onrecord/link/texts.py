"""What the reports' texts share: names of people that tell one story, and places told beside one another."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np

from onrecord.alternation import offsets
from onrecord.link.places import Spot
from onrecord.link.wording import thresholds, wording
from onrecord.model import Report

_WORD = re.compile(r"\w+")
USUAL = 6
MANY = 5
MIXER = np.uint64(0x9E3779B97F4A7C15)  # odd, so that every word and its place in the run count
# Each looks behind only once its first character fits, so that a search leaps from one such character to the next.
_CAPITAL = re.compile(r"[A-Z](?<![\w’'-].)[\w’'-]*")
_PAIR = re.compile(r"([A-Z])(?<!\w.)(?=([a-z’']+ [A-Z][a-z’']+)\b)")
_NAME = r"([A-Z](?<!\w.)[\w’'-]+)(?: (?:[A-Z]\.?|[\"“][\w ]+[\"”]))? ([A-Z][\w’'-]+)(?:,? (?:Jr|Sr|I{2,3})\b\.?)?"
_AGED = re.compile(rf"{_NAME}(?:, (?:aged? )?| \()[1-9]?\d(?:\)|,|;|\.| and\b| of\b)")
_YEARS_OLD = re.compile(rf"\d(?<!\w.)\d?-year-old {_NAME}")


def named(text: str) -> frozenset[str]:
    """The pairs of capitalised words that stand together in a text, those of a page's furniture aside."""
    pairs = {first + rest for first, rest in _PAIR.findall(text)}
    return frozenset(pair for pair in pairs if not wording().common & set(pair.lower().split()))


def aged(text: str) -> frozenset[tuple[str, str]]:
    """The people whom a text names with their age: as a rule the victims and suspects of what it tells."""
    found = ((m.group(1), m.group(2)) for pattern in (_AGED, _YEARS_OLD) for m in pattern.finditer(text))
    return frozenset(name for name in found if not wording().calendar & {word.lower() for word in name})


@dataclass(frozen=True, slots=True)
class Imprint:
    """What linking keeps of one report's text, found once: its story, and the names and words to know it by.

    ``names`` are pairs of capitalised words, ``aged`` people told with their age, ``capitals`` words with a capital,
    ``shingles`` the hashes of its runs of words, sorted, eight bytes each.
    """

    report: str
    story: str
    names: frozenset[str] = frozenset()
    aged: frozenset[tuple[str, str]] = frozenset()
    capitals: frozenset[str] = frozenset()
    shingles: bytes = b""


def imprint(report: Report) -> Imprint:
    """The imprint of a report; what a page has beside its story tells nothing but which text it is."""
    kept = [s for s in report.segments if s.kind not in {"boilerplate", "credit"}]
    story = "\n".join([report.title, *(report.text[s.start : s.end] for s in kept)] if kept else [report.text])
    return Imprint(
        report.id, story, named(story), aged(story), frozenset(_CAPITAL.findall(story)), shingles(report.text)
    )


def shingles(text: str) -> bytes:
    """The hashes of every run of five words, case and punctuation aside, sorted, eight bytes each."""
    words = np.fromiter(map(_hash, _WORD.findall(text.lower())), dtype=np.uint64)
    size = thresholds().copy_shingle
    runs = np.zeros(max(0, len(words) - size + 1), dtype=np.uint64)
    for n in range(size):
        runs = runs * MIXER + words[n : n + len(runs)]
    runs.sort()
    return np.delete(runs, np.flatnonzero(runs[1:] == runs[:-1])).tobytes()


@lru_cache(maxsize=65536)
def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest())


def _full(person: tuple[str, str]) -> re.Pattern[str]:
    """First and last name with at most an initial or nickname between them."""
    return re.compile(rf"\b{re.escape(person[0])}(?: \S{{1,12}})? {re.escape(person[1])}\b")


def _people_in(imprints: Sequence[Imprint], usual: float) -> dict[str, frozenset[tuple[str, str]]]:
    """For each report the people it names who are told with their age in any report, those of many reports aside."""
    by_last: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for person in (person for own in imprints for person in own.aged):
        by_last[person[1]].add(person)
    found: dict[str, frozenset[tuple[str, str]]] = {}
    for own in imprints:
        likely = {p for last in by_last.keys() & own.capitals for p in by_last[last] if p[0] in own.capitals}
        found[own.report] = frozenset(p for p in likely if _full(p).search(own.story))
    counts = Counter(person for people in found.values() for person in people)
    return {report: frozenset(p for p in people if counts[p] <= usual) for report, people in found.items()}


class Texts:
    """The reports' texts, and where in them each place and each person is named."""

    def __init__(self, imprints: Iterable[Imprint]) -> None:
        known = sorted(imprints, key=lambda own: own.report)
        self._texts = {own.report: own.story.lower() for own in known}
        self._found: dict[tuple[str, str], tuple[int, ...]] = {}
        counts = Counter(name for own in known for name in own.names)
        usual = max(USUAL, thresholds().usual_share * len(known))
        self._names = {own.report: frozenset(n for n in own.names if counts[n] <= usual) for own in known}
        self._people = _people_in(known, usual)
        self._holders: dict[object, list[str]] = defaultdict(list)
        for report in self._texts:
            for name in (*self._names[report], *self._people[report]):
                self._holders[name].append(report)

    @property
    def empty(self) -> bool:
        """Whether there is no text at all."""
        return not self._texts

    def opening(self, report: str, length: int) -> str:
        """The first stretch of a report's text, in lower case."""
        return self._texts.get(report, "")[:length]

    def told(self, a: Spot, b: Spot, report: str) -> bool:
        """Whether the report names both places close to one another ("the village of A, north of B")."""
        reach = thresholds().told_chars
        there = [y for word in b.words for y in self._where(word, report)]
        text = self._texts.get(report, "")
        return any(
            abs(x - y) <= reach and wording().mark("beside", text[min(x, y) : max(x, y)])
            for word in a.words
            for x in self._where(word, report)
            for y in there
        )

    def kindred(self, a: str, b: str) -> bool:
        """Whether two reports share so many names, those that many reports hold aside, that they tell one story."""
        return self._shared(a, b) >= thresholds().kindred_names

    def kin(self, a: str, b: str, *, surely: bool = False) -> bool:
        """Whether two reports share names enough to be about the same people; ``surely`` asks for more of them."""
        return self._shared(a, b) >= (MANY if surely else thresholds().story_names)

    def tied(self, a: str, b: str) -> bool:
        """Whether two reports name one person who is told with an age: a victim or a suspect of both."""
        return bool(self._people.get(a, frozenset()) & self._people.get(b, frozenset()))

    def _shared(self, a: str, b: str) -> int:
        """How many names two reports share, 0 where that is too small a share of the shorter list."""
        mine, theirs = self._names.get(a, frozenset()), self._names.get(b, frozenset())
        shared = len(mine & theirs)
        return shared if shared >= thresholds().kindred_share * min(len(mine), len(theirs)) else 0

    def kin_pairs(self, reports: Sequence[str]) -> list[tuple[str, str, int]]:
        """Every pair of the reports that is tied or kin, with how surely: people count more than other names."""
        wanted = set(reports)
        return [(a, b, sure) for a in sorted(wanted) for b, sure in self.kin_of(a) if a < b and b in wanted]

    def kin_of(self, report: str) -> list[tuple[str, int]]:
        """The reports that are tied or kin to this one, with how surely: people count more than other names."""
        names = (*self._names.get(report, ()), *self._people.get(report, ()))
        others = {other for name in names for other in self._holders[name]} - {report}
        found = []
        for other in sorted(others):
            people = len(self._people[report] & self._people[other])
            if people or self.kin(report, other):
                found.append((other, 100 * people + self._shared(report, other)))
        return found

    def _where(self, word: str, report: str) -> tuple[int, ...]:
        key = (word, report)
        if key not in self._found:
            text = self._texts.get(report, "")
            self._found[key] = tuple(offsets(text, word.lower())) if text else ()
        return self._found[key]

"""The words, capitalised runs and entity labels of a passage, as the place finder reads them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from onrecord.extract.mentions import Passage

LINKS = frozenset(
    [
        "of",
        "de",
        "del",
        "della",
        "di",
        "da",
        "do",
        "dos",
        "das",
        "du",
        "des",
        "la",
        "le",
        "les",
        "el",
        "al",
        "the",
        "and",
        "au",
        "aux",
        "sur",
        "en",
        "ez",
        "upon",
        "on",
        "van",
        "der",
        "den",
    ]
)
INNER_LINKS = LINKS - {"of", "and", "the", "on", "upon"}
ARABIC = re.compile(r"(?:al|el|ad|ar|as|ash|at|az|an|ed|ez|es|us|ul|bin|umm|abu|tel|deir)[-‐‑'’]\w", re.IGNORECASE)
COMPOUND = re.compile(r"^(.+?)[-‐‑]([a-z]{3,})$")
LOST_APOSTROPHE = re.compile(r"[A-Z]\w{2,}[^\Wsu]s$")
SHORT_STOPS = frozenset(("St", "ST", "Ste", "Mt", "Ft"))


class Word(NamedTuple):
    """A word of a passage, offsets in its text; ``bare`` is without a possessive, ``attached`` for "Kyiv-based".

    ``lost`` tells that the possessive had lost its apostrophe ("Syrias"), which misleads the language model.
    """

    start: int
    end: int
    bare: str
    capital: bool
    attached: bool = False
    lost: bool = False

    @property
    def folded(self) -> str:
        """Lower case, no closing stop."""
        return self.bare.casefold().rstrip(".")


@dataclass(frozen=True, slots=True)
class Labels:
    """The language model's entity labels of one passage, by character."""

    spans: tuple[tuple[int, int, str], ...]

    def over(self, start: int, end: int) -> tuple[str, bool]:
        """The label over a stretch ("" for none), and whether the entity is wider than it by more than an article."""
        for left, right, label in self.spans:
            if left < end and start < right:
                return label, left < start - 4 or right > end + 2
        return "", False

    def boundary(self, start: int, end: int) -> int | None:
        """Where an entity starts or ends inside a stretch, or None."""
        inside = [edge for left, right, _ in self.spans for edge in (left, right) if start + 1 < edge < end - 1]
        return min(inside) if inside else None


def pattern(abbreviations: Iterable[str]) -> re.Pattern[str]:
    """The word pattern: known abbreviations of more than one stop first, then initials, then words."""
    dotted = sorted((one for one in abbreviations if one.count(".") > 1), key=len, reverse=True)
    known = "|".join(re.escape(one) for one in dotted)
    return re.compile(rf"(?:{known})(?!\w)|(?:[A-Z]\.[- ]?){{2,}}(?:[A-Z]\b)?|\w+(?:[-‐‑'’‘ʻ]\w+)*")


def words(
    text: str,
    shape: re.Pattern[str],
    short: Mapping[str, str],
    named: Callable[[str], bool],
    possessive: Callable[[str], bool],
) -> list[Word]:
    """The words of a text; ``named`` knows the gazetteer's names, ``possessive`` words like "Syrias"."""
    found: list[Word] = []
    for match in shape.finditer(text):
        start, end = match.span()
        raw = match.group()
        if raw.islower() and raw.isalpha() and not text.startswith(".", end):
            found.append(Word(start, end, raw, False))
            continue
        raw = raw.rstrip(" -")
        end = start + len(raw)
        attached = lost = False
        if raw[-2:] in ("'s", "’s"):
            raw, end = raw[:-2], end - 2
        elif raw[-1] == "s" and LOST_APOSTROPHE.match(raw) and possessive(raw):
            raw, end, lost = raw[:-1], end - 1, True
        elif raw[0].isupper() and (compound := COMPOUND.match(raw)) and not named(raw):
            raw, attached = compound.group(1), True
            end = start + len(raw)
        if text[end : end + 1] == "." and (raw + "." in short or raw in SHORT_STOPS):
            raw, end = raw + ".", end + 1
        if raw:
            capital = raw[0].isupper() or (not raw.islower() and ARABIC.match(raw) is not None)
            found.append(Word(start, end, raw, capital, attached, lost))
    return found


def run_length(text: str, found: Sequence[Word], index: int) -> int:
    """How many words the capitalised run that starts here holds, linking words allowed inside."""
    best = 1
    for length in range(2, 10):
        if index + length > len(found) or found[index + length - 2].attached:
            break
        word, last = found[index + length - 1], found[index + length - 2]
        gap = text[last.end : word.start]
        if not ((gap.isspace() and "\n" not in gap) or (gap == ", " and word.folded.replace(".", "") == "dc")):
            break
        if word.capital:
            best = length
        elif word.bare not in LINKS:
            break
    return best


def adjoining(text: str, left: Word, right: Word) -> bool:
    """Whether only blanks stand between two words."""
    return text[left.end : right.start].isspace()


@dataclass(frozen=True, slots=True)
class Spot:
    """A name within its passage and the words beside it."""

    passage: Passage
    text: str
    words: Sequence[Word]
    index: int
    length: int
    run: int
    inside: bool

    def over(self, length: int) -> Spot:
        """The same beginning with so many words."""
        if length == self.length:
            return self
        return Spot(self.passage, self.text, self.words, self.index, length, self.run, self.inside)

    @property
    def first(self) -> Word:
        return self.words[self.index]

    @property
    def last(self) -> Word:
        return self.words[self.index + self.length - 1]

    @property
    def name(self) -> str:
        return self.text[self.first.start : self.last.end]

    def before(self, back: int = 1) -> Word | None:
        """The word so many back, if nothing but blanks stands between."""
        for step in range(back):
            at = self.index - step
            if at < 1 or not adjoining(self.text, self.words[at - 1], self.words[at]):
                return None
        return self.words[self.index - back]

    @property
    def after(self) -> Word | None:
        at = self.index + self.length
        if at < len(self.words) and not self.last.attached and adjoining(self.text, self.last, self.words[at]):
            return self.words[at]
        return None

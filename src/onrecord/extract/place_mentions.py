"""Finds the stretches of a passage that name a place, with what the words around them tell of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from onrecord.extract import place_words
from onrecord.extract.mentions import Passage
from onrecord.gazetteer import Entry, Gazetteer

WORD = re.compile(r"(?:[A-Z]\.[- ]?)+(?:[A-Z]\b)?|\w+(?:[-'’‘ʻ]\w+)*")
LINKS = frozenset(
    (
        *(
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
        ),
        *("and", "au", "aux", "sur", "en", "es", "ez", "e", "ou", "upon", "on", "van", "der", "den", "i"),
    )
)
LONGEST = 6
ARABIC = re.compile(r"(?:al|el|ad|ar|as|ash|at|az|an|ed|ez|es|us|ul|bin|umm|abu|tel|deir)[-‐‑]\w", re.IGNORECASE)
CONTINENTAL = frozenset(("country", "region", "water"))


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a passage, offsets in its text; ``bare`` is without a possessive or a closing stop."""

    start: int
    end: int
    bare: str
    capital: bool


@dataclass(frozen=True, slots=True)
class Mention:
    """A possible place: where it stands (report offsets), the name looked up, its candidates and the hints beside it.

    ``hint`` is settlement, area, part, water or facility where a kind noun stands by; ``container`` are the
    candidates of the place named right after it ("Odessa, Texas"); ``evidence`` is the sum that decided that it names a place at all.
    """

    start: int
    end: int
    text: str
    name: str
    candidates: tuple[Entry, ...]
    hint: str | None
    compass: str | None
    container: tuple[Entry, ...]
    evidence: float
    rule: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Labels:
    """The language model's entity labels of one passage, by character."""

    spans: tuple[tuple[int, int, str], ...]

    def over(self, start: int, end: int) -> tuple[str, bool] | None:
        """The label over a stretch, and whether the entity is wider than the stretch by more than an article."""
        for left, right, label in self.spans:
            if left < end and start < right:
                return label, left < start - 4 or right > end + 2
        return None


@cache
def _abbreviations(gazetteer: Gazetteer) -> Mapping[str, str]:
    return gazetteer.abbreviations()


def _words(text: str, short: Mapping[str, str]) -> list[Word]:
    words: list[Word] = []
    for match in WORD.finditer(text):
        start, end = match.span()
        raw = match.group().rstrip(" -")
        end = start + len(raw)
        if raw[-2:] in ("'s", "’s") or raw[-2:] in ("s'", "s’"):
            raw = raw[:-2] if raw[-1] == "s" else raw[:-1]
            end = start + len(raw)
        if text[end : end + 1] == "." and (raw + "." in short or raw in ("St", "Ste", "Mt", "Ft")):
            raw, end = raw + ".", end + 1
        capital = raw[:1].isupper() or bool(ARABIC.match(raw) and any(c.isupper() for c in raw))
        if raw:
            words.append(Word(start, end, raw, capital))
    return words


def surnames(passages: Sequence[Passage]) -> frozenset[str]:
    """The last words of the report's persons of two words or more."""
    return frozenset(
        ent[-1].text.casefold()
        for passage in passages
        for ent in passage.doc.ents
        if ent.label_ == "PERSON" and len(ent) > 1 and ent[-1].text not in ("'s", "’s")
    )


class Finder:
    """Finds mentions in passages of one report; holds what the whole report tells (its persons' surnames)."""

    def __init__(self, gazetteer: Gazetteer, persons: frozenset[str]) -> None:
        self.gazetteer = gazetteer
        self.persons = persons
        self.words = place_words.load()
        self.short = _abbreviations(gazetteer)
        self.people = _demonyms(gazetteer)

    def mentions(self, passage: Passage) -> list[Mention]:
        """The mentions of a passage in text order, not overlapping, each with its evidence."""
        text = passage.doc.text
        words = _words(text, self.short)
        labels = Labels(tuple((e.start_char, e.end_char, e.label_) for e in passage.doc.ents))
        found: list[Mention] = []
        index = 0
        while index < len(words):
            step, mention = self._at(text, words, index, labels, passage)
            if mention is not None:
                found.append(mention)
            index += step
        return list(_plural_areas(_contained(found, text, passage.start), text, passage.start, self.words))

    def _at(
        self, text: str, words: Sequence[Word], index: int, labels: Labels, passage: Passage
    ) -> tuple[int, Mention | None]:
        """The mention that starts at a word, if any, and how many words to step over."""
        word = words[index]
        if not word.capital:
            return 1, None
        run = _run(text, words, index)
        for length in range(min(LONGEST, run), 0, -1):
            last = words[index + length - 1]
            if length > 1 and not last.capital:
                continue
            name = text[word.start : last.end]
            if length == 1 and name in self.words.never and name not in self.short:
                continue
            if name in self.short:
                entry = self.gazetteer.coded(self.short[name])
                after_comma = text[max(0, word.start - 2) : word.start] == ", "
                if entry is not None and (after_comma or (not name.isalpha() and name.count(".") > 1)):
                    return length, self._made(
                        passage, word.start, last.end, name, (entry,), "area", None, 6.0, "abbreviation"
                    )
            found = self.gazetteer.named(name)
            if not found or self.people.get(name.casefold()):
                continue
            if name.isupper() and len(name) <= 4:
                found = tuple(e for e in found if e.rank == 0 and e.kind in ("country", "region", "admin1"))
                if not found:
                    continue
            return self._judged(text, words, index, length, run, name, found, labels, passage)
        return self._unknown(text, words, index, run, labels, passage)

    def _made(self, passage: Passage, start: int, end: int, name: str, found: tuple[Entry, ...], hint: str | None,
              compass: str | None, evidence: float, rule: str) -> Mention:  # fmt: skip
        offset = passage.start
        weight = 1.5 if passage.segment.kind in ("headline", "dateline") or (start < 40 and offset == 0) else 1.0
        return Mention(
            offset + start,
            offset + end,
            passage.doc.text[start:end],
            name,
            found,
            hint,
            compass,
            (),
            evidence,
            rule,
            weight,
        )

    def _judged(self, text: str, words: Sequence[Word], index: int, length: int, run: int, name: str,
                found: tuple[Entry, ...], labels: Labels, passage: Passage) -> tuple[int, Mention | None]:  # fmt: skip
        """Weighs whether a gazetteer match names a place here."""
        lists = self.words
        first, last = words[index], words[index + length - 1]
        before = words[index - 1] if index else None
        after = words[index + length] if index + length < len(words) else None
        adjoining = before is not None and text[before.end : first.start].isspace()
        following = after is not None and text[last.end : after.start].isspace()
        previous = before.bare.casefold() if before is not None and adjoining else ""
        next_ = after.bare.casefold() if after is not None and following else ""
        evidence = _prominence(found, name)
        hint: str | None = None
        compass: str | None = None
        start, end = first.start, last.end
        label = labels.over(start, end)
        if label is not None:
            evidence += _label_worth(label, length)
        if name in lists.doubtful:
            evidence -= 2.5
        if length == 1 and name.casefold() in self.persons:
            evidence -= 3
        if before is not None and not text[before.end : first.start].strip(". "):
            evidence -= 6 if before.bare.rstrip(".").casefold() in lists.titles else 0
        if previous in lists.compass:
            compass = previous
            evidence += 1.5
            if before is not None:
                start = before.start
            lead = words[index - 2].bare.casefold() if index > 1 else ""
            evidence += 1.5 if lead in lists.at else 0
        elif previous in lists.at:
            evidence += 2.5
        elif previous in lists.maybe_at:
            evidence += 1
        elif before is not None and before.capital and adjoining and index > 1 and previous not in LINKS:
            known = self.gazetteer.named(before.bare) if before.bare not in lists.never else ()
            evidence -= 0 if known or previous in lists.settlement_nouns else 2
        noun = _noun_before(text, words, index if compass is None else index - 1)
        if noun in lists.settlement_nouns:
            hint, evidence = "settlement", evidence + 3
        elif noun in lists.area_nouns:
            hint, evidence = "area", evidence + 3
        elif noun in lists.part_nouns:
            hint, evidence = "part", evidence + 3
        if after is not None and following:
            if next_ in lists.administrative_nouns and not _has_word(name, next_):
                hint, end, evidence = "area", after.end, evidence + 4
            elif next_ in lists.part_nouns:
                hint, evidence = "part", evidence + 3
            elif next_ in lists.settlement_nouns or next_ in lists.area_nouns:
                evidence += 2
            elif after.capital:
                tail = [w.bare.casefold().rstrip(".") for w in words[index + length : index + run]]
                kind = _run_kind(tail, lists)
                if kind == "institution":
                    return run, None
                if kind == "facility":
                    return run, self._made(passage, first.start, words[index + run - 1].end,
                                           text[first.start : words[index + run - 1].end], found, "facility", None,
                                           evidence + 1, "facility")  # fmt: skip
                if not _is_place_word(after.bare, self.gazetteer, lists):
                    evidence -= 2.5
        owner = words[index - 2] if previous == "of" and index > 1 else None
        if owner is not None and owner.capital and owner.bare.casefold() in lists.institution_starts:
            return length, None
        if evidence < 2:
            return length, None
        return length, self._made(passage, start, end, name, found, hint, compass, evidence, "gazetteer")

    def _unknown(
        self, text: str, words: Sequence[Word], index: int, run: int, labels: Labels, passage: Passage
    ) -> tuple[int, Mention | None]:
        """A capitalised run that the gazetteer does not hold: a place if its setting or its label says so."""
        lists = self.words
        first = words[index]
        if first.bare in lists.never or first.bare.casefold() in self.people:
            return 1, None
        length = run
        while length > 1 and (not words[index + length - 1].capital or words[index + length - 1].bare in lists.never):
            length -= 1
        joined = [w.bare.casefold().rstrip(".") for w in words[index : index + length]]
        before = words[index - 1] if index else None
        previous = before.bare.casefold() if before is not None and text[before.end : first.start].isspace() else ""
        last = words[index + length - 1]
        after = words[index + length] if index + length < len(words) else None
        next_ = after.bare.casefold() if after is not None and text[last.end : after.start].isspace() else ""
        label = labels.over(first.start, last.end)
        kind = label[0] if label is not None else ""
        name = text[first.start : last.end]
        if (name.isupper() and len(name) <= 5) or any(c.isdigit() for c in name):
            return 1, None
        noun = _noun_before(text, words, index)
        evidence = {"GPE": 2.0, "LOC": 2.0, "FAC": 0.5, "PERSON": -0.5, "ORG": -1.0, "NORP": -2.0}.get(kind, 0.0)
        hint: str | None = None
        end = last.end
        if noun in lists.settlement_nouns:
            hint, evidence = "settlement", evidence + 3
        elif noun in lists.part_nouns:
            hint, evidence = "part", evidence + 3
        elif noun in lists.area_nouns and previous == "of":
            hint, evidence = "area", evidence + 3
        if next_ in lists.part_nouns:
            hint, evidence = "part", evidence + 3
        elif next_ in lists.administrative_nouns and after is not None:
            hint, evidence, end = "area", evidence + 3, after.end
        elif next_ in lists.settlement_nouns or next_ in lists.area_nouns:
            evidence += 2
        if previous in lists.at and previous not in ("within", "across", "above", "beyond"):
            evidence += 2 if kind in ("GPE", "LOC", "FAC", "PERSON", "") else 1
        run_kind = _run_kind(joined[1:], lists) if length > 1 else None
        if run_kind == "institution":
            return length, None
        if joined[-1] in lists.place_facilities and length > 1 and kind != "PERSON":
            evidence, hint = evidence + 2, "part"
        elif run_kind == "facility":
            hint = "facility"
        if previous.rstrip(".") in lists.titles or evidence < 2:
            return 1 if length == 1 or evidence < 0 else length, None
        found = self.gazetteer.named(name) if hint == "area" else ()
        return length, self._made(passage, first.start, end, name, found, hint, None, evidence, "setting")


@cache
def _demonyms(gazetteer: Gazetteer) -> Mapping[str, str]:
    return gazetteer.demonyms()


def _run(text: str, words: Sequence[Word], index: int) -> int:
    """How many words the capitalised run holds, linking words allowed inside."""
    length, best = 1, 1
    while index + length < len(words) and length < 9:
        word, last = words[index + length], words[index + length - 1]
        gap = text[last.end : word.start]
        if not ((gap.isspace() and "\n" not in gap) or (gap == ", " and word.bare in ("D.C.", "DC", "D.C"))):
            break
        length += 1
        if word.capital:
            best = length
        elif word.bare not in LINKS:
            break
    return best


def _prominence(found: Sequence[Entry], name: str) -> float:
    """How likely a name of these candidates is to be a place wherever it stands."""
    best = -1.0
    for entry in found:
        if entry.kind == "country":
            worth = 4.0
        elif entry.kind in CONTINENTAL or entry.kind == "neighbourhood":
            worth = 3.0
        elif entry.kind == "admin1":
            worth = 2.5
        elif entry.kind == "settlement":
            worth = 0.5 + min(2.5, max(0.0, (len(str(entry.population)) - 4) * 0.8))
        else:
            worth = 1.0
        best = max(best, worth - (0, 0.7, 1.5, 1.5)[entry.rank])
    return best - (1.0 if len(name) <= 3 and best < 3 else 0)


def _label_worth(label: tuple[str, bool], length: int) -> float:
    kind, wider = label
    if kind in ("GPE", "LOC"):
        return 2.0
    if kind == "FAC":
        return 0.5
    if kind == "PERSON":
        return -4.0 if wider else (-0.5 if length == 1 else -1.5)
    if kind == "ORG":
        return -3.0 if wider else -0.5
    if kind == "NORP":
        return -1.0
    return -2.0 if wider else -1.0


def _noun_before(text: str, words: Sequence[Word], index: int) -> str:
    """The kind noun that introduces a name: "town of X", "the village X", "the city, X" is not one."""
    if index < 1:
        return ""
    before = words[index - 1]
    if not text[before.end : words[index].start].isspace():
        return ""
    if before.bare.casefold() == "of" and index > 1:
        noun = words[index - 2].bare.casefold()
        return noun[:-1] if noun.endswith("s") and noun not in ("islands",) else noun
    if not before.capital:
        return before.bare
    return ""


def _has_word(name: str, word: str) -> bool:
    return word in name.casefold().split()


def _run_kind(words: Sequence[str], lists: place_words.Words) -> str | None:
    """Whether a capitalised run names an institution or a facility."""
    if not words:
        return None
    if words[-1] in lists.facility_nouns:
        return "facility"
    if any(word in lists.institution_nouns for word in words):
        return "institution"
    return None


def _is_place_word(word: str, gazetteer: Gazetteer, lists: place_words.Words) -> bool:
    folded = word.casefold()
    if folded in lists.area_nouns or folded in lists.settlement_nouns or folded in lists.water_nouns:
        return True
    return bool(gazetteer.named(word))


CONTAINED = re.compile(
    r",? ?(?:\(|,|in|of|near|outside|,? in|,? a (?:\w+ ){0,3}(?:in|of))? ?(?:the )?"
    r"(?:(?:north|south|east|west|central)[\w-]* )?"
    r"(?:(?:part|province|state|region|county|district|island|city) of )?(?:the )?$"
)


def _contained(found: Sequence[Mention], text: str, offset: int) -> Iterator[Mention]:
    """Gives each mention the candidates of the place that follows it ("X, Y", "X in Y") as its container."""
    for mention, following in zip(found, [*found[1:], None], strict=False):
        if following is not None and mention.hint != "facility":
            gap = text[mention.end - offset : following.start - offset]
            if 0 < len(gap) < 40 and CONTAINED.match(gap) and gap.strip():
                yield replace(mention, container=following.candidates)
                continue
        yield mention


def _plural_areas(found: Iterator[Mention], text: str, offset: int, lists: place_words.Words) -> Iterator[Mention]:
    """Marks each of "X, Y and Z provinces" as an area."""
    mentions = list(found)
    for index in range(len(mentions) - 1, -1, -1):
        rest = text[mentions[index].end - offset :]
        match = re.match(r" (\w+)", rest)
        if match and match.group(1).casefold() in lists.area_plurals:
            back = index
            mentions[back] = replace(mentions[back], hint="area")
            while back and re.fullmatch(
                r",? and |, ", text[mentions[back - 1].end - offset : mentions[back].start - offset]
            ):
                back -= 1
                mentions[back] = replace(mentions[back], hint="area")
    return iter(mentions)

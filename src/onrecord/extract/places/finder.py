"""Finds the stretches of a passage that name a place, with what the words around them tell of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from onrecord import actors
from onrecord.extract.forms import written
from onrecord.extract.mentions import Passage
from onrecord.extract.places import words as place_words
from onrecord.extract.places.chains import Mention, contained, plural_areas
from onrecord.extract.places.spots import INNER_LINKS, LINKS, Labels, Spot, Word, pattern, run_length, words
from onrecord.extract.places.worth import prominence, run_kind
from onrecord.gazetteer import Entry, Gazetteer, fold

LONGEST = 6
ENOUGH = 2.0
LABEL_WORTH = {"GPE": 2.0, "LOC": 2.0, "FAC": 0.5, "PERSON": -0.5, "ORG": -1.0, "NORP": -1.0, "": -0.5}
WIDER_WORTH = {"GPE": 0.5, "LOC": 0.5, "FAC": -0.5, "PERSON": -4.0, "ORG": -2.5, "NORP": -1.0}
UNKNOWN_WORTH = {"GPE": 1.5, "LOC": 1.5, "FAC": 0.5, "PERSON": -0.5, "ORG": -1.0, "NORP": -2.0, "": 0.0}
DATELINE = re.compile(r"(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)?)?\s*(?:\([\w ./]+\))?\s*[-–—]+\s")
APPOSITIVE = re.compile(r"(?:, | ?[—–] ?)(?:a|an|the) ((?:[\w-]+ ?){1,4})")


def surnames(passages: Sequence[Passage]) -> frozenset[str]:
    """The last words of the report's persons of two words or more, but for words more often places."""
    entities = [ent for passage in passages for ent in passage.doc.ents]
    persons = Counter(ent[-1].text.casefold() for ent in entities if ent.label_ == "PERSON" and len(ent) > 1)
    towns = Counter(written(ent).casefold() for ent in entities if ent.label_ in ("GPE", "LOC"))
    return frozenset(name for name in persons if persons[name] > towns[name] and name not in ("'s", "’s"))


@cache
def _tables(book: Gazetteer) -> tuple[dict[str, str], dict[str, str], re.Pattern[str]]:
    short = book.abbreviations()
    return short, book.demonyms(), pattern(short)


class Finder:
    """Finds mentions in passages of one report; holds what the whole report tells (its persons' surnames)."""

    def __init__(self, book: Gazetteer, persons: frozenset[str]) -> None:
        self.book = book
        self.persons = persons
        self.lists = place_words.load()
        self.short, self.people, self.shape = _tables(book)

    def mentions(self, passage: Passage) -> list[Mention]:
        """The possible mentions of a passage in text order, not overlapping; weigh ``evidence`` against ENOUGH."""
        text = passage.text
        found_words = words(text, self.shape, self.short, self._compound, self._possessive)
        if not any(word.capital for word in found_words):
            return []
        labels = Labels(tuple((e.start_char, e.end_char, e.label_) for e in passage.doc.ents))
        found: list[Mention] = []
        index = run_end = 0
        while index < len(found_words):
            if not found_words[index].capital:
                index += 1
                continue
            run = run_length(text, found_words, index)
            spot = Spot(passage, text, found_words, index, 1, run, index < run_end)
            step, mention = self._at(spot, labels)
            run_end = max(run_end, index + run)
            if mention is not None:
                found.append(mention)
            index += step
        return list(plural_areas(contained(found, text, passage.start), text, passage.start, self.lists))

    def _compound(self, name: str) -> bool:
        """Whether a hyphenated word is itself a place's name."""
        return bool(self.book.named(name))

    def _possessive(self, name: str) -> bool:
        """Whether a word is a place's possessive whose apostrophe was lost ("Syrias")."""
        if self._strong(name) or fold(name) in self.people:
            return False
        stem = self.book.named(name[:-1])
        country = any(e.kind == "country" and e.rank == 0 for e in stem)
        return country or (self._strong(name[:-1]) and not self.book.named(name))

    def _strong(self, name: str) -> bool:
        return any(e.rank == 0 and (e.kind != "settlement" or e.population > 15_000) for e in self.book.named(name))

    def _at(self, spot: Spot, labels: Labels) -> tuple[int, Mention | None]:
        """The mention that starts at a word, if any, and how many words to step over."""
        for length in range(min(LONGEST, spot.run), 0, -1):
            if not spot.words[spot.index + length - 1].capital:
                continue
            spot = spot.over(length)
            if length > 1 and spot.first.bare == "The" and not self.book.exactly(spot.name):
                continue
            name = spot.name
            if name in self.short:
                entry = self.book.coded(self.short[name])
                after_comma = spot.text[max(0, spot.first.start - 2) : spot.first.start] == ", "
                plain = len(name) > 3 and name not in self.lists.doubtful_abbreviations
                if entry is not None and (after_comma or plain):
                    return length, self._made(spot, (entry,), "area", 6.0, 6.0, "abbreviation")
                return length, None
            if self._never(name) or fold(name) in self.people:
                if length > 1:
                    return length, None
                continue
            if name.isupper() and actors.kind_of(name) == "media":
                return length, None
            found = self.book.named(name)
            if name.isupper() and len(name) <= 4:
                found = tuple(e for e in found if e.rank == 0 and e.kind in ("country", "region", "admin1"))
            if found:
                return self._judged(spot, found, labels)
        return self._unknown(spot.over(spot.run), labels)

    def _never(self, name: str) -> bool:
        """Whether a name is no place, also with a possessive's lost mark ("ISILs")."""
        never = self.lists.never
        return name in never or (name[-1:] == "s" and name[:-1] in never and name[:-1].isupper())

    def _made(
        self,
        spot: Spot,
        found: tuple[Entry, ...],
        hint: str | None,
        evidence: float,
        setting: float,
        rule: str,
        *,
        stretch: tuple[int, int] | None = None,
        compass: str | None = None,
        label: str = "",
    ) -> Mention:
        start, end = stretch or (spot.first.start, spot.last.end)
        offset = spot.passage.start
        head = spot.passage.segment.kind in ("headline", "dateline") or (start < 40 and offset == 0)
        return Mention(
            start=offset + start,
            end=offset + end,
            text=spot.text[start:end],
            name=spot.name,
            candidates=found,
            hint=hint,
            compass=compass,
            evidence=evidence,
            setting=setting,
            rule=rule,
            label=label,
            weight=1.5 if head else 1.0,
        )

    def _judged(self, spot: Spot, found: tuple[Entry, ...], labels: Labels) -> tuple[int, Mention | None]:
        """Weighs whether a gazetteer match names a place here."""
        lists, name = self.lists, spot.name
        label, wider = labels.over(spot.first.start, spot.last.end)
        setting = (WIDER_WORTH if wider else LABEL_WORTH).get(label, -2.0)
        if spot.last.lost or (spot.index and spot.words[spot.index - 1].lost):
            setting = 0.0
        if label == "PERSON" and not wider and spot.length > 1:
            setting -= 1.0
        if name in lists.doubtful:
            setting -= 2.5
        if spot.length == 1 and name.casefold() in self.persons:
            setting -= 3.0
        if spot.first.attached or spot.last.attached:
            return spot.length, None
        compass, hint, start, end = None, None, spot.first.start, spot.last.end
        before, after = spot.before(), spot.after
        behind = before.folded if before is not None else ""
        if behind in lists.titles or self._titled(spot):
            setting -= 6.0
        side = spot
        if behind in lists.compass and before is not None:
            compass, start = behind, before.start
            setting += 1.0
            side = replace(spot, index=spot.index - 1, length=spot.length + 1)
            before = side.before()
            behind = before.folded if before is not None else ""
        if behind in lists.at or behind in lists.taking:
            setting += 3.5 if behind in lists.close_to else 2.5
        elif behind in lists.maybe_at:
            setting += 2.5 if behind == "of" and self._of_place(side, labels) else 1.0
        elif before is not None and before.capital and compass is None and spot.inside and behind not in LINKS:
            led = self._strong(before.bare) or behind in lists.settlement_nouns or behind in lists.quarters
            setting -= 0.0 if led else 2.0
        if after is not None and not after.capital and self._befallen(spot):
            setting += 2.5
        noun, hint = self._noun_before(side)
        setting += 3.0 if noun else 0.0
        if after is not None:
            next_ = after.folded
            if next_ in lists.not_after:
                return spot.length, None
            tail = spot.words[spot.index + spot.length : spot.index + spot.run] if after.capital else ()
            kind = run_kind([w.folded for w in tail], lists)
            area = next_ in lists.administrative_nouns and next_ not in fold(name).split()
            if area and not (after.capital and next_ in ("department", "state", "district", "republic") and kind):
                hint, end, setting = "area", after.end, setting + 4.0
            elif kind is not None and next_ not in lists.titles:
                return self._thing(spot, found, tail, kind, label, setting)
            elif next_ in lists.part_nouns and next_ not in ("suburb", "ward"):
                hint, setting = "part", setting + 3.0
            elif (
                (next_ in lists.residents and not after.capital)
                or next_ in lists.settlement_nouns
                or next_ in lists.area_nouns
            ):
                setting += 2.0
            elif (
                after.capital
                and next_ not in lists.titles
                and not self._strong(after.bare)
                and after.bare not in lists.never
            ):
                setting -= 2.5
        elif self._comma_holder(spot) or self._appositive(spot):
            setting += 3.0
        if spot.text[end : end + 1] == "$":
            return spot.length, None
        owner = spot.before(2) if behind == "of" and compass is None else None
        if owner is not None and owner.capital and owner.folded in lists.institution_starts:
            return spot.length, None
        if self._dateline(spot):
            setting += 3.0
        elif spot.length == 1 and before is None and not label:
            setting -= 0.5
        evidence = setting + prominence(found, name)
        made = self._made(
            spot, found, hint, evidence, setting, "gazetteer", stretch=(start, end), compass=compass, label=label
        )
        return spot.length, made

    def _befallen(self, spot: Spot) -> bool:
        """Whether something happens to it: "Mekelle was bombed", "Derna has been cut off"."""
        following = [w.folded for w in spot.words[spot.index + spot.length : spot.index + spot.length + 3]]
        return (
            bool(following)
            and following[0] in ("was", "were", "is", "has", "had")
            and bool(set(following[1:]) & self.lists.befalling)
        )

    def _thing(
        self, spot: Spot, found: tuple[Entry, ...], tail: Sequence[Word], kind: str, label: str, setting: float
    ) -> tuple[int, Mention | None]:
        """A thing named after its place ("Kharkiv Airport", "Wichita Police"): kept as a facility, or not at all."""
        lists = self.lists
        civic = any(w.folded in lists.civic_nouns for w in tail)
        road = tail[-1].folded in lists.road_nouns
        if road or (kind == "institution" and not civic) or not any(e.rank < 2 for e in found):
            return spot.run, None
        titled = next((place for place, word in enumerate(tail) if word.folded in lists.titles), None)
        tail = tail if titled is None else tail[: titled + 1]
        doubt = 2.5 if spot.name in lists.doubtful or label == "PERSON" else 0.0
        evidence = prominence(found, spot.name) + 1.5 - doubt
        stretch = (spot.first.start, tail[-1].end)
        if tail[-1].folded in lists.place_facilities and kind == "facility" and setting >= 0:
            whole = replace(spot, length=spot.run)
            return spot.run, self._made(whole, (), "part", setting + 2.0, setting + 2.0, "setting", label=label)
        return spot.run, self._made(spot, found, "facility", evidence, 0.0, kind, stretch=stretch, label=label)

    def _unknown(self, spot: Spot, labels: Labels) -> tuple[int, Mention | None]:
        """A capitalised run that the gazetteer does not hold: a place if its setting or its label says so."""
        lists, first = self.lists, spot.first
        if spot.inside or first.attached or self._never(first.bare) or fold(first.bare) in self.people:
            return 1, None
        spot = replace(spot, length=self._own_length(spot, labels))
        name = spot.name
        if (name.isupper() and len(name) <= 5) or any(c.isdigit() for c in name) or name in lists.never:
            return 1, None
        if spot.last.attached or fold(name) in self.people:
            return spot.length, None
        label, wider = labels.over(first.start, spot.last.end)
        setting = UNKNOWN_WORTH.get(label, -2.0) - (1.0 if wider else 0.0)
        before, after = spot.before(), spot.after
        behind = before.folded if before is not None else ""
        next_ = after.folded if after is not None else ""
        noun, hint = self._noun_before(spot)
        setting += 3.0 if noun else 0.0
        end = spot.last.end
        plain = bool(label) and (label != "PERSON" or spot.length == 1)
        if next_ in lists.part_nouns:
            hint, setting = "part", setting + 3.0
        elif next_ in lists.administrative_nouns and after is not None:
            hint, setting, end = "area", setting + 3.0, after.end
        elif (
            next_ in lists.settlement_nouns
            or next_ in lists.area_nouns
            or (after is not None and next_ in lists.residents and not after.capital)
        ):
            setting += 2.0
        elif after is None and (self._comma_holder(spot) or (plain and self._appositive(spot))):
            setting += 3.0
        if behind in lists.taking:
            setting += 2.5
        elif behind in lists.at and behind not in ("within", "across", "above", "beyond", "into"):
            named = label == "PERSON" and spot.length > 1
            setting += 3.0 if spot.length == 1 and label == "ORG" else 2.0 if label != "ORG" and not named else 1.0
        elif behind in lists.maybe_at:
            setting += 2.0 if behind == "of" and self._of_place(spot, labels) else 0.5
        if self._dateline(spot):
            setting += 3.0
        joined = [w.folded for w in spot.words[spot.index : spot.index + spot.length]]
        kind = run_kind(joined[1:], lists)
        if spot.length > 1 and joined[-1] in lists.place_facilities and label != "PERSON":
            hint, setting = "part", setting + 2.0
        elif kind is not None or joined[-1] in lists.facility_nouns or joined[-1] in lists.institution_nouns:
            return spot.length, None
        if behind in lists.titles or self._titled(spot) or joined[0] in lists.institution_starts:
            return spot.length, None
        found = self.book.named(name) if hint == "area" else ()
        made = self._made(spot, found, hint, setting, setting, "setting", stretch=(first.start, end), label=label)
        return spot.length, made

    def _own_length(self, spot: Spot, labels: Labels) -> int:
        """How much of an unknown run is one name: up to a known place, a word like "and", or an entity's edge."""
        length = 1
        edge = labels.boundary(spot.first.start, spot.last.end)
        while length < spot.run:
            word = spot.words[spot.index + length]
            if edge is not None and word.start >= edge:
                break
            if not word.capital and word.bare not in INNER_LINKS:
                break
            if word.bare[0].isupper() and self._strong(word.bare) and spot.first.folded not in self.lists.name_starts:
                break
            length += 1
        while length > 1 and not spot.words[spot.index + length - 1].capital:
            length -= 1
        return length

    def _titled(self, spot: Spot) -> bool:
        """Whether a title with its stop stands before ("Gen. Jordan")."""
        if spot.index < 1:
            return False
        word = spot.words[spot.index - 1]
        return spot.text[word.end : spot.first.start].strip() == "." and word.folded in self.lists.titles

    def _of_place(self, spot: Spot, labels: Labels) -> bool:
        """Whether "of" follows what places have: people, an age, a mayor ("32, of Columbus")."""
        if spot.index < 2:
            return False
        word = spot.words[spot.index - 2]
        if word.folded in self.lists.of_nouns or word.bare.isdigit():
            return True
        return labels.over(word.start, word.end)[0] == "PERSON"

    def _dateline(self, spot: Spot) -> bool:
        """Whether the name opens a report ("HARTFORD, Conn. (AP) -")."""
        opens = spot.first.start < 3 or (spot.name.isupper() and len(spot.name) > 3)
        return opens and bool(DATELINE.match(spot.text, spot.last.end))

    def _appositive(self, spot: Spot) -> bool:
        """Whether ", a town ..." or "—a northern city" follows."""
        match = APPOSITIVE.match(spot.text, spot.last.end)
        nouns = self.lists.settlement_nouns | self.lists.part_nouns | self.lists.administrative_nouns
        return match is not None and not nouns.isdisjoint(match.group(1).casefold().split())

    def _noun_before(self, spot: Spot) -> tuple[str, str | None]:
        """The kind noun that introduces a name ("town of X", "the village X") and the hint it gives."""
        lists = self.lists
        before = spot.before()
        if before is None or before.capital:
            return "", None
        if before.folded == "of":
            word, behind = spot.before(2), spot.before(3)
            if word is None or (behind is not None and behind.capital and behind.bare != "The"):
                return "", None
            noun = word.folded
            noun = noun[:-1] if noun.endswith("s") and noun != "islands" else noun
            noun = noun[:-2] + "y" if noun.endswith("ie") else noun
        else:
            noun = before.folded
        if noun in lists.part_nouns and noun not in ("suburb", "borough"):
            return noun, "part"
        if noun in lists.settlement_nouns:
            return noun, "settlement"
        if noun in lists.area_nouns:
            return noun, "area"
        return "", None

    def _comma_holder(self, spot: Spot) -> bool:
        """Whether ", Kan." or ", Ukraine" follows."""
        at = spot.index + spot.length
        if at >= len(spot.words) or spot.text[spot.last.end : spot.words[at].start] != ", ":
            return False
        word = spot.words[at]
        if word.bare in self.short:
            return True
        if spot.text[word.end : word.end + 2] in ("'s", "’s") or fold(word.bare) in self.people:
            return False
        two = spot.text[word.start : spot.words[at + 1].end] if at + 1 < len(spot.words) else ""
        return any(
            e.rank == 0 and e.kind in ("country", "admin1") for n in (word.bare, two) if n for e in self.book.named(n)
        )

"""What a number is of: a count, or an age, a date, a distance, a sum, a name ... by the words right beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from onrecord.extract.numbers.context import Context, context
from onrecord.extract.numbers.words import Amount

YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
UNDER = re.compile(r"\b(?:under|over)-$", re.IGNORECASE)
ALL_BUT = re.compile(r"\ball\s+but\s+$", re.IGNORECASE)
AIRCRAFT = re.compile("7[0-8]7")
CLOCK = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d")
OPENING = re.compile(r"(?:^|\n|[.!?”\"]\s)\s*$")
ENTRY = re.compile(r"\s+(?![A-Z]\w*(?:an|ese|ish|i|ic|ch|s)\s+[a-z])[A-Z]\w*")
OLDEST = 115


@dataclass(frozen=True, slots=True)
class Kind:
    """The kind of a number, the unit that told it (verbatim, or None), and the rule."""

    name: str
    unit: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class Sight:
    """One number in its place: from ``first`` to ``last`` (the same amount unless a range), with the text on its left.

    ``outer`` ends where the hedge begins, ``left`` where the number does.
    """

    text: str
    first: Amount
    last: Amount
    left: str
    outer: str
    hedged: bool

    @property
    def end(self) -> int:
        return self.last.end

    @property
    def words(self) -> str:
        return self.text[self.first.start : self.last.end]

    @property
    def single(self) -> bool:
        return self.first is self.last

    def below(self, limit: float) -> bool:
        """Whether the whole number lies between 0 and ``limit``."""
        return self.first.value is not None and self.last.value is not None and 0 < self.last.value < limit


def _zero(sight: Sight, told: Context) -> Kind | None:
    if sight.first.form != "zero":
        return None
    idle = sight.words.lower() == "no" and told.idle_no.match(sight.text, sight.end)
    return Kind("other", None, "idiom") if idle else Kind("count", None, "zero")


def _money_sign(sight: Sight, told: Context) -> Kind | None:
    money = told.money_before.search(sight.left)
    return Kind("money", money.group("unit"), "currency sign") if money else None


def _age_after(sight: Sight, told: Context) -> Kind | None:
    age = told.age_after.match(sight.text, sight.end)
    return Kind("age", age.group().strip(" -"), "age after") if age else None


def _unit(sight: Sight, told: Context) -> Kind | None:
    unit = told.unit.match(sight.text, sight.end)
    if unit is None or unit.lastgroup is None:
        return None
    name, shown = unit.lastgroup, unit.group(unit.lastgroup)
    if told.never_unit.match(sight.text, sight.end):
        return None
    if sight.first.form == "quantifier" and name not in ("duration", "distance"):
        return None
    if name == "name" and sight.first.value != 911:
        return None
    if len(shown) == 1 and shown.isalpha():
        written = shown in "mgW" or (shown in "CF" and sight.text[unit.end() : unit.end() + 1] != "-")
        if sight.first.form != "digits" or not written:
            return None
    return Kind(name, shown, f"{name} unit")


def _money_word(sight: Sight, told: Context) -> Kind | None:
    money = told.money_after.match(sight.text, sight.end)
    if money is None:
        return None
    name = "mass" if money.group().endswith("-pound") else "money"
    return Kind(name, money.group("unit"), "currency word" if name == "money" else "mass unit")


def _vague(sight: Sight, told: Context) -> Kind | None:
    """A vague plural or a bare quantifier: a count unless an idiom or a population."""
    word = sight.words.lower()
    if sight.first.form not in ("vague", "quantifier"):
        return None
    if word == "scores" and (told.scores_before.search(sight.left) or told.scores_after.match(sight.text, sight.end)):
        return Kind("other", None, "idiom")
    if sight.first.form == "quantifier":
        idle = word in ("many", "few") and told.idle_many.search(sight.left)
        return Kind("other", None, "idiom") if idle else Kind("count", None, "bare quantifier")
    return _population(sight, told) or Kind("count", None, "vague plural")


def _magnitude(sight: Sight, told: Context) -> Kind | None:
    if told.magnitude_before.search(sight.left) or told.magnitude_after.match(sight.text, sight.end):
        return Kind("magnitude", None, "magnitude")
    shaken = told.quake_before.search(sight.left) or told.quake_after.match(sight.text, sight.end)
    return (
        Kind("magnitude", None, "magnitude of a quake") if shaken and sight.below(10) and "." in sight.words else None
    )


def _glued(sight: Sight, told: Context) -> Kind | None:
    """Su-35, COVID-19, 8chan, 747s: digits that are part of a word."""
    if sight.first.form != "digits":
        return None
    if UNDER.search(sight.left) and sight.below(OLDEST):
        return Kind("age", None, "under or over an age")
    if told.glued_before.search(sight.left):
        return Kind("date", None, "year") if YEAR.fullmatch(sight.words) else Kind("name", None, "glued to a word")
    if told.glued_after.match(sight.text, sight.end):
        return Kind("name", None, "glued to letters")
    return None


def _clock(sight: Sight, told: Context) -> Kind | None:
    """0830, and the 1345 that opens a live report's entry ("1345 The minister ...")."""
    if sight.first.form != "digits" or not sight.single or not CLOCK.fullmatch(sight.words):
        return Kind("name", None, "leading zero") if re.fullmatch(r"0\d+", sight.words) else None
    opens = OPENING.search(sight.left) and ENTRY.match(sight.text, sight.end)
    return Kind("time", None, "clock") if opens or sight.words[0] == "0" else None


def _year(sight: Sight, told: Context) -> Kind | None:
    """A bare four-digit number of 1500 to 2099 is a year unless what follows or stands before it is counted."""
    ends = (sight.first, sight.last)
    if not all(end.form == "digits" and YEAR.fullmatch(sight.text[end.start : end.end]) for end in ends):
        return None
    noun = told.noun.match(sight.text, sight.end)
    described = told.described_noun.match(sight.text, sight.end)
    if told.temporal.search(sight.left):
        counted = False
    elif described and (sight.first.value or 0) < 1800:
        counted = True
    elif sight.hedged:
        counted = bool(noun or described or re.match(r"\s+[a-z]+s\b", sight.text[sight.end : sight.end + 24]))
    elif told.perhaps_temporal.search(sight.left):
        counted = bool(noun)
    else:
        counted = bool(noun or described or told.transitive.search(sight.left))
    return None if counted else Kind("date", None, "year")


def _label(sight: Sight, told: Context) -> Kind | None:
    """Resolution 2254, Phase 5, Group of Seven, 8286 Adams St., the 707: a number as a name."""
    if not sight.single or sight.hedged:
        return None
    after = told.noun.match(sight.text, sight.end)
    capital = told.capital_label.search(sight.left)
    spelt = sight.first.form == "words"
    if not after and (capital or (not spelt and told.label.search(sight.left))):
        return Kind("name", None, "label before")
    if sight.first.form == "digits" and told.address.match(sight.text, sight.end):
        return Kind("name", None, "address")
    model = told.aircraft.search(sight.left) or re.match(r"\s[A-Z]", sight.text[sight.end : sight.end + 2])
    if AIRCRAFT.fullmatch(sight.words) and not after and model:
        return Kind("name", None, "aircraft")
    return None


def _counter(sight: Sight, told: Context) -> Kind | None:
    line = sight.text.rfind("\n", 0, sight.first.start) + 1
    if told.reference.search(sight.left) and sight.text.startswith("]", sight.end):
        return Kind("other", None, "reference")
    if sight.first.form == "digits" and (
        told.counter.match(sight.text, line, sight.end + 40) or told.counter_label.search(sight.left)
    ):
        return Kind("other", None, "counter")
    if not sight.text[line : sight.first.start].strip() and len(sight.words) < 3 and sight.words.isdigit():
        return (
            Kind("other", None, "list number") if re.match(r"[.)]\s", sight.text[sight.end : sight.end + 2]) else None
        )
    return None


def _all_but(sight: Sight, told: Context) -> Kind | None:
    """ "All but three died" counts the rest, which is not said."""
    return Kind("other", None, "all but") if ALL_BUT.search(sight.left) else None


def _population(sight: Sight, told: Context) -> Kind | None:
    home = told.population_before.search(sight.outer) or told.population.search(sight.outer)
    found = home or told.inhabitants.match(sight.text, sight.end)
    return Kind("population", None, "population") if found else None


def _fraction(sight: Sight, told: Context) -> Kind | None:
    """A share; "the first half" and "this half" are parts of a match or a year, not shares."""
    if sight.first.form != "fraction":
        return None
    idle = sight.words.lower() == "half" and told.idle_half.search(sight.left)
    return Kind("other", None, "idiom") if idle else Kind("fraction", None, "fraction")


def _age(sight: Sight, told: Context) -> Kind | None:
    """Aged 38; children under 5; "Ford, 38," after a name; "a woman, 38,"; "his son was 16."."""
    if not sight.below(OLDEST):
        return None
    if told.age_before.search(sight.left) or told.age_before.search(sight.outer):
        return Kind("age", None, "age before")
    followed = re.match(
        r"\s+(?!(?:and|or|who|were|was|are|have|in|from|with|at)\b)[a-z]", sight.text[sight.end : sight.end + 8]
    )
    if not followed and (told.age_people.search(sight.left) or told.age_people.search(sight.outer + "under ")):
        return Kind("age", None, "people of an age")
    if sight.single and sight.first.form == "digits":
        if told.age_comma_before.search(sight.left):
            return Kind("age", None, "name, age") if told.age_comma_after.match(sight.text, sight.end) else None
        if told.age_told_before.search(sight.left) and told.age_told_after.match(sight.text, sight.end):
            return Kind("age", None, "somebody is an age")
    return None


def _one(sight: Sight, told: Context) -> Kind | None:
    """The word "one": a count, or a pronoun."""
    if sight.first.value != 1 or sight.first.form != "words" or not sight.single:
        return None
    if told.pronoun_after.match(sight.text, sight.end) or told.superlative.match(sight.text, sight.end):
        return Kind("other", None, "pronoun")
    if told.pronoun_before.search(sight.left):
        return Kind("other", None, "pronoun")
    of = re.match(r"\s+of\b", sight.text[sight.end : sight.end + 6])
    return Kind("count", None, "one of") if of else None


RULES: tuple[Callable[[Sight, Context], Kind | None], ...] = (
    _zero,
    _money_sign,
    _age_after,
    _unit,
    _money_word,
    _vague,
    _magnitude,
    _glued,
    _clock,
    _year,
    _label,
    _counter,
    _all_but,
    _population,
    _fraction,
    _age,
    _one,
)


def classify(text: str, first: Amount, last: Amount, phrase_start: int, hedged: bool) -> Kind:
    """The kind of a number by the first rule that fits; a count where none does."""
    told = context()
    left, outer = text[max(0, first.start - 60) : first.start], text[max(0, phrase_start - 60) : phrase_start]
    sight = Sight(text, first, last, left, outer, hedged)
    for rule in RULES:
        kind = rule(sight, told)
        if kind is not None:
            return kind
    return Kind("count", None, "")


def votes_near(text: str, start: int, end: int) -> bool:
    """Whether the words around [start, end) speak of a vote."""
    vote = context().vote
    return bool(vote.search(text, max(0, start - 70), start) or vote.search(text, end, min(len(text), end + 30)))

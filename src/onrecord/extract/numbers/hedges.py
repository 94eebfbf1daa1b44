"""Hedges before and after a number, and the bounds they allow (codebook section 3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from onrecord.extract.numbers.pattern import BLANK, FILE, either, spaced
from onrecord.extract.numbers.words import words
from onrecord.knowledge import table

REACH = 90


@dataclass(frozen=True, slots=True)
class Hedge:
    """A hedge, the words that carry it, and where the phrase they make with the number starts and ends."""

    name: str
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Patterns:
    """The compiled hedge patterns and the lists that guard them."""

    before: re.Pattern[str]
    word: re.Pattern[str]
    after: re.Pattern[str]
    after_noun: re.Pattern[str]
    brings: re.Pattern[str]
    names: Mapping[str, str]
    later: Mapping[str, str]
    loose: Mapping[str, float]
    never_over_after: frozenset[str]


def _edged(words: list[str]) -> str:
    """An alternation in which every word that begins or ends with a letter does so at a word's edge."""
    letters = either(word for word in words if word[-1].isalnum())
    signs = either(word for word in words if not word[-1].isalnum())
    return rf"(?:(?:{letters})\b|(?:{signs}))" if signs else rf"(?:(?:{letters})\b)"


@cache
def patterns() -> Patterns:
    """The hedge patterns, built once from numbers.toml."""
    data = table(FILE)["hedges"]
    before: dict[str, list[str]] = data["before"]
    names = {word.lower(): name for name, group in before.items() for word in group}
    hedge = _edged(list(names))
    filler = rf"(?:{either(data['fillers'])})\b"
    adverb = rf"(?:{either(data['adverbs'])})\b"
    signs = either(table(FILE)["currency"]["signs"])
    later = {word: name for name, group in data["after"].items() for word in group}
    glued = [word for word in later if not word[0].isalnum()]
    loose = [word for word in later if word[0].isalnum()]
    number = either((*words().small, *words().plurals))
    unless = rf"(?! (?:than|of|a|an|the|one|some|{number}|[$€£]?\d))"
    return Patterns(
        before=re.compile(
            rf"(?<!\w)(?:{adverb}{BLANK}+)*{hedge}(?:{BLANK}+(?:{hedge}|{filler}|{adverb}))*{BLANK}*(?:(?:{signs}){BLANK}?)?[“\"‘']?$",
            re.IGNORECASE,
        ),
        word=re.compile(rf"(?<!\w){hedge}", re.IGNORECASE),
        after=re.compile(
            spaced(rf"(?:{either(glued)})(?![^\W\d_])|,?{BLANK}*[“\"‘']?(?:{either(loose)})\b{unless}"), re.IGNORECASE
        ),
        after_noun=re.compile(
            spaced(rf" [^\W\d_]+(?: [^\W\d_]+)?,? (?P<hedge>{either(data['after_noun'])})\b{unless}"),
            re.IGNORECASE,
        ),
        brings=re.compile(
            spaced(
                rf"\b(?:{either(data['brings'])})\b[^.;]{{0,20}}\b(?:{either(data['tallies'])})\b"
                r"[^.;]{0,30}\bup to$"
            ),
            re.IGNORECASE,
        ),
        names=names,
        later=later,
        loose=data["loose"],
        never_over_after=frozenset(data["never_over_after"]),
    )


def _plain(said: str) -> str:
    return re.sub(r"\s+", " ", said.lower())


def before(text: str, start: int, value: float | None) -> Hedge | None:
    """The hedge that stands before a number starting at ``start``: the closest one with a direction, else "about"."""
    rules = patterns()
    offset = max(0, start - REACH)
    left = text[offset:start]
    match = rules.before.search(left)
    if match is None:
        return None
    found = [(_plain(hit.group()), hit) for hit in rules.word.finditer(left, match.start())]
    kept = [(said, hit) for said, hit in found if _holds(said, left, hit.start(), value, rules)]
    if not kept:
        return None
    directed = [(said, hit) for said, hit in kept if rules.names[said] not in ("about", "exact")]
    about = [(said, hit) for said, hit in kept if rules.names[said] == "about"]
    said, _ = (directed or about or kept)[-1]
    first = kept[0][1].start() if kept[0][1].start() != found[0][1].start() else match.start()
    if said in ("up to", "upto") and rules.brings.search(left[: kept[-1][1].end()]):
        return Hedge("exact", "brought up to", offset + kept[-1][1].start(), start)
    return Hedge(rules.names[said], said, offset + first, start)


def _holds(said: str, left: str, start: int, value: float | None, rules: Patterns) -> bool:
    least = rules.loose.get(said)
    if least is not None and value is not None and value < least:
        return False
    if said == "over":
        previous = re.findall(r"[\w']+", left[:start].lower())[-1:]
        return not previous or previous[0] not in rules.never_over_after
    return True


def after(text: str, end: int) -> Hedge | None:
    """The hedge that stands right after a number, or after its noun ("20 people or more")."""
    rules = patterns()
    match = rules.after.match(text, end)
    if match and match.group().strip():
        said = _plain(match.group().strip(" ,\n\t“\"‘'"))
        if said in rules.later:
            return Hedge(rules.later[said], said, end, match.end())
    match = rules.after_noun.match(text, end)
    if match:
        said = _plain(match.group("hedge"))
        return Hedge(rules.later[said], said, end, match.end())
    return None


def bounds(hedge: str, first: float | None, last: float | None) -> tuple[float | None, float | None]:
    """Inclusive bounds for a hedge over one value (first == last) or a range; None is open."""
    if hedge in ("almost", "less_than", "up_to"):
        return None, last
    if hedge in ("more_than", "at_least"):
        return first, None
    if hedge == "vague":
        return first, None
    return first, last

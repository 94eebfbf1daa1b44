"""Words of time by class, and patterns over those classes: a regular expression over one character a token."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from onrecord.knowledge import table

OTHER = "~"  # a word no pattern knows
PLURAL = "s"  # such a word with a lower-case plural's ending
MARK = "^"  # punctuation no pattern knows
BREAK = "\n"  # the end of a paragraph
CONTEXT = 2  # tokens that a pattern may look back at

TOKEN = re.compile(
    r"(?P<numeric>\d{4}([-/])\d{1,2}\2\d{1,2}(?:T\d[\d:.]*Z?)?(?![\d-])|(?<![\d.])\d{1,2}([./-])\d{1,2}\3\d{4}(?!\.?\d))"
    r"|(?P<clock>\d{1,2}:\d\d(?::\d\d)?(?!\d)|\d{1,2}\.\d\d(?=\s?[ap]\.?m\b))"
    r"|(?P<decade>(?:\d\d|['’])\d0'?s\b)"
    r"|(?P<nth>\d{1,2}(?:st|nd|rd|th)\b)"
    r"|(?P<ampm>(?i:[ap](?:m\b|\. ?m\b\.?)))"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<mark>[^\w\s]|_)"
    r"|(?P<break>\n[^\S\n]*\n\s*|(?<=[.!?])\n\s*)"
)
MARKS = {
    ",": "comma",
    ".": "dot",
    "-": "dash",
    "–": "dash",
    "—": "dash",
    "‑": "dash",
    "'": "apostrophe",
    "’": "apostrophe",
}
MARKS |= {"(": "bracket", ")": "bracket", "[": "bracket", "]": "bracket"}
ELEMENT = re.compile(
    r"(?P<raw>\(\?(?:<?[=!]|P<\w+>|:))|<(?P<name>\w+):(?P<named>\w+)>|<(?P<plain>\w+)>|\{(?P<macro>\w+)\}|(?P<word>[a-z]+)|(?P<space>\s+)|(?P<sign>.)"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d\d")
HALVES = frozenset({"am", "pm", "m"})  # of the day, as words of letters show them
UNIONS = {
    "any_month": ("month", "month_or_word"),
    "any_weekday": ("weekday", "weekday_or_word"),
    "any_season": ("season", "season_or_word"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to write a time: its compiled pattern over kinds, and the name of the arithmetic that reads it."""

    name: str
    means: str
    pattern: re.Pattern[str]
    value: str | None


@dataclass(frozen=True, slots=True)
class Tense:
    """Words that tell whether a sentence looks ahead; some only before "to" or "for"; ``stative`` ones never do.

    After ``raising`` words and ``ranks`` an infinitive tells no time: "unable to", "the latest to be".
    """

    ahead: frozenset[str]
    ahead_with: frozenset[str]
    after_ahead_with: frozenset[str]
    intent: frozenset[str]
    copula: frozenset[str]
    onset: frozenset[str]
    behind: frozenset[str]
    stative: frozenset[str]
    titles: frozenset[str]
    raising: frozenset[str]
    ranks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled grammar of one language: kinds of words, rules, and the numbers that words stand for."""

    kinds: Mapping[str, str]
    shapes: Mapping[frozenset[str], str]
    rules: tuple[Rule, ...]
    values: Mapping[str, Mapping[str, Any]]
    holidays: Mapping[str, str]
    easter: Mapping[str, int]
    tense: Tense
    carriers: frozenset[str]
    stretch: re.Pattern[str]
    core: re.Pattern[str]
    telling: frozenset[str]
    leads: tuple[tuple[tuple[str, ...], str], ...]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text: where each starts and ends, and one character a token for its kind."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    kinds: str

    def word(self, index: int) -> str:
        """The token as written, lower-case; empty outside the text."""
        return self.text[self.starts[index] : self.ends[index]].lower() if 0 <= index < len(self.starts) else ""


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern met at tokens [first, last); ``parts`` are its named parts as written, in lower case."""

    rule: Rule
    first: int
    last: int
    parts: Mapping[str, str]


def _shapes_of(token: str, group: str) -> frozenset[str]:
    """The classes of a token of digits, which no list of words can hold."""
    if group == "number":
        classes = {"number"} if token.isdigit() or "," in token or "." in token else set()
        if token.isdigit():
            value = int(token[:6])
            if len(token) == 4 and 1000 <= value <= 2199:
                classes.add("year")
                if value >= 1800:
                    classes.add("modern_year")
            if len(token) == 4 and value // 100 < 24 and value % 100 < 60:
                classes.add("hhmm")
            if len(token) <= 2:
                classes |= {"dom"} if 1 <= value <= 31 else set()
                classes |= {"hour"} if value <= 24 else set()
                classes |= {"two_digits"} if len(token) == 2 else set()
        return frozenset(classes)
    if group == "nth":
        return frozenset({"nth", "dom"} if 1 <= int(token[:-2]) <= 31 else {"nth"})
    return frozenset({{"numeric": "numeric_date"}.get(group, group)})


NUMERIC_SHAPES = (
    *(
        _shapes_of(n, "number")
        for n in (
            "0",
            "1",
            "10",
            "30",
            "32",
            "99",
            "1000",
            "1130",
            "1870",
            "1810",
            "0330",
            "1070",
            "3000",
            "100000",
            "1,5",
            "05",
            "00",
        )
    ),
    *(_shapes_of("1st", "nth") for _ in (0,)),
    _shapes_of("99th", "nth"),
    *(_shapes_of("", g) for g in ("clock", "decade", "ampm", "numeric")),
)


def _pattern(source: str, macros: Mapping[str, str], sets: Mapping[str, str]) -> str:
    out: list[str] = []
    for element in ELEMENT.finditer(source):
        kind, word = element.lastgroup, element.group(element.lastgroup or 0)
        if kind == "named":
            out.append(f"(?P<{element['name']}__{element.start()}>{sets[word]})")
        elif kind == "plain":
            out.append(sets[word])
        elif kind == "word":
            out.append(sets["=" + word])
        elif kind == "macro":
            out.append(f"(?P<{word}__{element.start()}>{_pattern(macros[word], macros, sets)})")
        elif kind == "sign":
            out.append("(?:" if word == "(" else word)
        elif kind == "raw":
            out.append(word)
    return "".join(out)


def _words_in(source: str) -> Iterator[str]:
    for element in ELEMENT.finditer(source):
        if element.lastgroup == "word":
            yield element["word"]


@cache
def grammar(language: str = "en") -> Grammar:
    """The grammar of times of a language, compiled once from its dates.toml."""
    data = table(f"languages/{language}/dates.toml")
    classes: dict[str, dict[str, Any]] = {name: dict(words) for name, words in data["classes"].items()}
    capital_only = set(data["capitalised"]["classes"])
    member: dict[tuple[str, bool], set[str]] = {}
    for name, words in classes.items():
        for word in words:
            member.setdefault((word, name in capital_only), set()).add(name)
    literal = {w for r in data["rules"] for w in _words_in(r["pattern"])} | {
        w for m in data["macros"].values() for w in _words_in(m)
    }
    for word in literal | set(data["prepositions"]["all"]):
        member.setdefault((word, False), set()).add("=" + word)
    for name, words in data["prepositions"].items():
        for word in words:
            member[(word, False)].add(name)

    shapes: dict[frozenset[str], str] = {}

    def char(classes: frozenset[str]) -> str:
        return shapes.setdefault(classes, chr(0xE000 + len(shapes)))

    kinds: dict[str, str] = {}
    for word in {w for w, _ in member}:
        lower = frozenset(member.get((word, False), set()))
        capital = lower | frozenset(member.get((word, True), set()))
        if lower:
            kinds[word] = char(lower)
        kinds[word.capitalize()] = kinds[word.upper()] = char(capital)
    for shape in NUMERIC_SHAPES:
        char(shape)
    for sign, name in MARKS.items():
        kinds[sign] = char(frozenset({name}))

    sets: dict[str, str] = {"other_word": f"[{OTHER}]"}
    for classes_, symbol in shapes.items():
        for name in classes_:
            sets[name] = sets.get(name, "") + symbol
    for name, parts in UNIONS.items():
        sets[name] = "".join(sets[p] for p in parts)
    sets["counted"] += PLURAL
    sets["stop"] = sets["dot"] + sets["comma"] + re.escape(MARK) + BREAK
    sets = {name: body if body.startswith("[") else f"[{body}]" for name, body in sets.items()}
    rules = tuple(
        Rule(r["name"], r["means"], re.compile(_pattern(r["pattern"], data["macros"], sets)), r.get("value"))
        for r in data["rules"]
    )
    for name, parts in UNIONS.items():
        classes[name] = {word: value for part in parts for word, value in classes[part].items()}
    quiet = OTHER + PLURAL + re.escape(MARK) + BREAK
    cores = "".join(
        c
        for names, c in shapes.items()
        if names & (set(data["cores"]["classes"]) | {"=" + w for w in data["cores"]["words"]})
    )
    return Grammar(
        kinds,
        shapes,
        rules,
        classes,
        dict(data["holidays"]),
        dict(data["easter"]),
        Tense(**{name: frozenset(words) for name, words in data["tense"].items()}),
        frozenset(data["carriers"]["words"]),
        re.compile(f"[^{quiet}]+"),
        re.compile(f"[{cores}]"),
        frozenset(word for word, kind in kinds.items() if kind in cores),
        tuple(
            (tuple(words.split()), name)
            for name, leads in data["leads"].items()
            for words in sorted(leads, key=len, reverse=True)
        ),
    )


def may_tell(text: str, rules: Grammar) -> bool:
    """Whether a text can hold a time: a word that tells one, half of a day, or digits enough for a year or a clock."""
    words = set(_LETTERS.findall(text))
    if not rules.telling.isdisjoint(words) or _DIGITS.search(text):
        return True
    return not HALVES.isdisjoint(map(str.lower, words))


def tokens(text: str, rules: Grammar) -> Tokens:
    """The tokens of a text; nothing is lost but white space."""
    starts, ends, kinds = [], [], []
    known, shapes = rules.kinds, rules.shapes
    for match in TOKEN.finditer(text):
        group, token = match.lastgroup, match.group()
        if group == "word":
            kind = known.get(token)
            if kind is None:
                kind = PLURAL if token[-1] == "s" and token.islower() and len(token) > 3 else OTHER
        elif group == "mark":
            kind = known.get(token, MARK)
        elif group == "break":
            kind = BREAK
        else:
            kind = shapes.get(_shapes_of(token, group or ""), OTHER)
        starts.append(match.start())
        ends.append(match.end())
        kinds.append(kind)
    return Tokens(text, tuple(starts), tuple(ends), "".join(kinds))


def matches(found: Tokens, rules: Grammar) -> Iterator[Found]:
    """Every match of every rule, in the order of the rules, overlaps and all."""
    near, where = _near_cores(found.kinds, rules)
    for rule in rules.rules if near else ():
        for match in rule.pattern.finditer(near):
            first, last = match.span()
            if first < last:
                parts = {
                    name.partition("__")[0]: _written(found, where[match.start(name)], where[match.end(name) - 1])
                    for name in rule.pattern.groupindex
                    if match[name]
                }
                yield Found(rule, where[first], where[last - 1] + 1, parts)


def _near_cores(kinds: str, rules: Grammar) -> tuple[str, list[int]]:
    """Only the stretches that can hold a time, and the token that each of their characters stands for."""
    where: list[int] = []
    pieces: list[str] = []
    done = 0
    for stretch in rules.stretch.finditer(kinds):
        if not rules.core.search(kinds, *stretch.span()):
            continue
        first, last = max(done, stretch.start() - CONTEXT), min(len(kinds), stretch.end() + 1)
        if first > done:
            pieces.append(BREAK)
            where.append(first)
        pieces.append(kinds[first:last])
        where.extend(range(first, last))
        done = last
    return "".join(pieces), where


def _written(found: Tokens, first: int, last: int) -> str:
    return found.text[found.starts[first] : found.ends[last]].lower()

"""What a number is of: a count, or an age, a date, a distance, a sum, a name ... by the words right beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from onrecord.extract.number_words import FILE, GAP, SPACE, Amount, either
from onrecord.knowledge import table


@dataclass(frozen=True, slots=True)
class Kind:
    """The kind of a number, the unit that told it (verbatim, or None), and the rule."""

    name: str
    unit: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class Patterns:
    """The compiled context patterns."""

    unit: re.Pattern[str]
    money_before: re.Pattern[str]
    money_after: re.Pattern[str]
    label: re.Pattern[str]
    label_capital: re.Pattern[str]
    population_before: re.Pattern[str]
    inhabitants: re.Pattern[str]
    year_after: re.Pattern[str]
    counted: re.Pattern[str]
    age_before: re.Pattern[str]
    age_people: re.Pattern[str]
    quake_left: re.Pattern[str]
    quake_right: re.Pattern[str]
    pronoun_before: re.Pattern[str]
    pronoun_after: re.Pattern[str]
    superlative: re.Pattern[str]
    vote: re.Pattern[str]
    zero_idiom: re.Pattern[str]
    never_quantifier: re.Pattern[str]
    not_scores_before: re.Pattern[str]
    not_scores_after: re.Pattern[str]


AGE_AFTER = re.compile(
    r"(?:[\s-]*(?:and a half)?[\s-]*(?:year|month|week|day)s?[\s-]*olds?\b|[\s-]years?\s+of\s+age\b|-?y(?:ea)?r-olds?\b)",
    re.IGNORECASE,
)
AGE_COMMA_LEFT = re.compile(r"[A-Z][\w’'-]*\.?(?:\s(?:Jr|Sr)\.?)?,\s$")
AGE_COMMA_RIGHT = re.compile(r",(?!\d)|[;)]|\.(?:\s|$|[”\"])|\s*$|\s(?:of|from)\s[A-Z]|\s(?:who|was|is|told|said)\b")
MAGNITUDE_LEFT = re.compile(
    r"\bmagnitudes?[\s-](?:of\s|at\s|was\s)?(?:about\s|around\s)?(?:a\s)?$|\b(?:measuring|measured|registered|registering)\s(?:at\s)?(?:a\s)?$",
    re.IGNORECASE,
)
MAGNITUDE_RIGHT = re.compile(
    r"[\s-]magnitude\b|\s+on\s+the\s+(?:Richter|open)|\s+Richter\b|\s+(?:on\s+the\s+)?moment\s+magnitude", re.IGNORECASE
)
COUNTER = re.compile(r"(?:^|\n)[^\S\n]*\d+ (?:of|/) \d+[^\S\n]*(?:\n|$)")
LISTED = re.compile(r"(?:^|\n)[^\S\n]*$")
NAME_LEFT = re.compile(r"[^\W\d_]-$")
NOT_NAME_LEFT = re.compile(
    r"\b(?:mid|pre|post|about|around|early|late|nearly|over|than|least|some|all|another|an|a|of)-$", re.IGNORECASE
)


def _after(words: list[str]) -> str:
    """Units that may follow at once, after a hyphen or after a blank; those that end in a letter end at its edge."""
    letters = either(word for word in words if word[-1].isalnum())
    signs = either(word for word in words if not word[-1].isalnum())
    return rf"(?:(?:{letters})(?![\w])|(?:{signs}))" if signs else rf"(?:{letters})(?![\w])"


def _before(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{either(words)}){SPACE}+$", re.IGNORECASE)


@cache
def patterns() -> Patterns:
    """The context patterns, built once from numbers.toml."""
    data = table(FILE)
    units, context, currency, one = data["units"], data["context"], data["currency"], data["one"]
    order = ("percent", "rate", "mass", "distance", "duration", "other", "name")
    unit = "|".join(f"(?P<{name}>{_after(units[name])})" for name in order)
    between = either(units["between"])
    capital = set(context["labels_lower_only_capital"])
    return Patterns(
        unit=re.compile(rf"(?:{SPACE}?-?{SPACE}?)(?:(?:{between}){SPACE}+)?(?:{unit})", re.IGNORECASE),
        money_before=re.compile(rf"(?P<unit>(?<![^\W\d_])(?:{either(currency['signs'])})){SPACE}?$"),
        money_after=re.compile(rf"(?:{SPACE}|-)?(?:more{SPACE}+)?(?P<unit>{_after(currency['words'])})"),
        label=re.compile(
            rf"(?<![\w-])(?:{either(word for word in context['labels'] if word not in capital)}){SPACE}*#?$",
            re.IGNORECASE,
        ),
        label_capital=re.compile(rf"(?<![\w-])(?:{either(word.capitalize() for word in capital)}){SPACE}+$"),
        population_before=_before(context["population_before"]),
        inhabitants=re.compile(rf"{SPACE}+(?:{either(context['inhabitants'])})\b", re.IGNORECASE),
        year_after=_before(context["year_after"]),
        counted=re.compile(rf"{SPACE}+(?:[^\W\d_]+{SPACE}+)?(?:{either(context['counted'])})\b", re.IGNORECASE),
        age_before=re.compile(rf"(?<![\w-])(?:{either(context['age_before'])})[\s-]+$", re.IGNORECASE),
        age_people=re.compile(
            rf"\b(?:{either(context['age_people'])})(?:{SPACE}+(?:aged|who{SPACE}+are|who{SPACE}+were))?{SPACE}+(?:under|over|between|from|below|above)(?:{SPACE}+the{SPACE}+age{SPACE}+of)?{SPACE}+$",
            re.IGNORECASE,
        ),
        quake_left=re.compile(
            rf"\b(?:{either(context['quakes'])})s?,?{SPACE}+(?:at|of|measuring){SPACE}+(?:a{SPACE}+)?$", re.IGNORECASE
        ),
        quake_right=re.compile(rf"{SPACE}+(?:{either(context['quakes'])})s?\b", re.IGNORECASE),
        pronoun_before=_before(one["pronoun_before"]),
        pronoun_after=re.compile(
            rf"{SPACE}+(?:{either(one['pronoun_after'])})\b|['’]s\b|-(?:way|on|time|off|sided|stop|third|half|man|woman|day|day)\b",
            re.IGNORECASE,
        ),
        superlative=re.compile(
            rf"{SPACE}+of{SPACE}+(?:the|its|their|his|her|our|those|these|them|us|you)(?:{SPACE}+[\w’'-]+)?(?:{SPACE}+(?:{either(one['superlative'])})\b|{SPACE}+\w{{3,}}est\b|{SPACE}+\w+['’]s{SPACE}+(?:most|\w+est)\b)|{SPACE}+of{SPACE}+(?:them|us|you)\b",
            re.IGNORECASE,
        ),
        vote=re.compile(rf"\b(?:{either(context['votes'])})\b", re.IGNORECASE),
        zero_idiom=re.compile(rf"{SPACE}+(?:{either(data['zero']['no_idioms'])})\b", re.IGNORECASE),
        never_quantifier=_before(data["vague"]["never_after"]),
        not_scores_before=_before(data["vague"]["not_scores_after"]),
        not_scores_after=re.compile(
            rf"{SPACE}+(?:{either(data['vague']['not_scores_before'])})\b|{SPACE}+\d", re.IGNORECASE
        ),
    )


def is_year(amount: Amount, text: str) -> bool:
    """Whether the amount is written like a year of 1500 to 2099: four bare digits."""
    return (
        amount.form == "digits"
        and amount.end - amount.start == 4
        and bool(re.fullmatch(r"(?:1[5-9]|20)\d\d", text[amount.start : amount.end]))
    )


def classify(text: str, first: Amount, last: Amount, phrase_start: int, hedged: bool) -> Kind:
    """The kind of the number from ``first`` to ``last`` (the same amount unless a range) by the words beside it."""
    rules = patterns()
    start, end = first.start, last.end
    left = text[max(0, start - 60) : start]
    outer = text[max(0, phrase_start - 60) : phrase_start]
    if first.form == "zero":
        word = text[start:end].lower()
        idle = word == "no" and rules.zero_idiom.match(text, end)
        return Kind("other", None, "idiom") if idle else Kind("count", None, "zero")
    money = rules.money_before.search(left)
    if money:
        return Kind("money", money.group("unit"), "currency sign")
    age = AGE_AFTER.match(text, end)
    if age:
        return Kind("age", age.group().strip(" -"), "age after")
    unit = rules.unit.match(text, end)
    if (unit and first.form != "quantifier") or (unit and unit.lastgroup in ("duration", "distance")):
        assert unit is not None and unit.lastgroup is not None
        shown = unit.group(unit.lastgroup)
        if not (unit.lastgroup == "name" and first.value != 911) and not (
            shown == "F" or (shown == "C" and " " in unit.group())
        ):
            return Kind(unit.lastgroup, shown, f"{unit.lastgroup} unit")
    money = rules.money_after.match(text, end)
    if money:
        return Kind("money", money.group("unit"), "currency word")
    if first.form in ("vague", "quantifier"):
        return _of_vague(text, first, left, outer, rules)
    if MAGNITUDE_LEFT.search(left[-40:]) or MAGNITUDE_RIGHT.match(text, end):
        return Kind("magnitude", None, "magnitude")
    if (
        first.value is not None
        and first.value < 10
        and "." in text[start:end]
        and (rules.quake_left.search(left) or rules.quake_right.match(text, end))
    ):
        return Kind("magnitude", None, "magnitude of a quake")
    named = _named(text, first, last, left, hedged, rules)
    if named:
        return named
    if rules.population_before.search(outer) or rules.inhabitants.match(text, end):
        return Kind("population", None, "population")
    if first.form == "fraction":
        return Kind("fraction", None, "fraction")
    if rules.age_before.search(left[-30:]) and (first.value or 0) < 120:
        return Kind("age", None, "age before")
    if (
        (rules.age_people.search(left) or rules.age_people.search(outer + "under "))
        and (last.value or 0) < 120
        and not re.match(r"\s+[a-z]", text[end : end + 3])
    ):
        return Kind("age", None, "people of an age")
    if (
        first is last
        and first.form == "digits"
        and 0 < (first.value or 0) < 115
        and AGE_COMMA_LEFT.search(left[-25:])
        and AGE_COMMA_RIGHT.match(text, end)
    ):
        return Kind("age", None, "name, age")
    if first.value == 1 and first.form == "words" and first is last:
        return _of_one(text, end, left, rules)
    if (
        LISTED.search(left)
        and re.match(r"[.)]\s", text[end : end + 2])
        and first.form == "digits"
        and (first.value or 0) < 100
        and end - start <= 2
    ):
        return Kind("other", None, "list number")
    return Kind("count", None, "")


def _of_vague(text: str, first: Amount, left: str, outer: str, rules: Patterns) -> Kind:
    """A vague plural or a bare quantifier: a count unless an idiom or a population."""
    word = text[first.start : first.end].lower()
    if word == "scores" and (rules.not_scores_before.search(left) or rules.not_scores_after.match(text, first.end)):
        return Kind("other", None, "verb or result")
    if first.form == "quantifier":
        if rules.never_quantifier.search(left) and word in ("many", "few", "some"):
            return Kind("other", None, "idiom")
        return Kind("count", None, "bare quantifier")
    if rules.population_before.search(outer):
        return Kind("population", None, "population")
    return Kind("count", None, "vague plural")


def _named(text: str, first: Amount, last: Amount, left: str, hedged: bool, rules: Patterns) -> Kind | None:
    """A number that is part of a name, a label, a year or a counter."""
    start, end = first.start, last.end
    if NAME_LEFT.search(left) and not NOT_NAME_LEFT.search(left):
        return Kind("name", None, "glued to a word") if not is_year(first, text) else Kind("date", None, "year")
    if re.match(r"[^\W\d_]|-[A-Z]\w*\d|['’]s\b", text[end : end + 12]) and first.form == "digits":
        return Kind("name", None, "glued to letters")
    if (first is last and is_year(first, text)) or (first is not last and is_year(first, text) and is_year(last, text)):
        follows = rules.counted.match(text, end)
        dated = rules.year_after.search(left)
        if not (hedged and follows) and (
            not follows
            or (dated and not re.match(r"\s+(?:people|civilians|were|had|dead|killed)", text[end : end + 12]))
        ):
            return Kind("date", None, "year")
    if (
        first.form == "digits"
        and first is last
        and not hedged
        and text[start - 1 : start] != "("
        and start
        and (rules.label.search(left) or rules.label_capital.search(left))
    ):
        return Kind("name", None, "label before")
    if (
        first.form == "words"
        and first is last
        and re.search(r"\b(?:Group of|Phase|Chapter|Article|Section|Level|Category|Act|Terminal|Platform)\s+$", left)
    ):
        return Kind("name", None, "label before")
    line = text[max(0, text.rfind("\n", 0, start)) : end + 12]
    if COUNTER.match(line) or re.search(r"\b(?:image|photo|slide|picture|page)\s+$", left, re.IGNORECASE):
        return Kind("other", None, "counter")
    return None


def _of_one(text: str, end: int, left: str, rules: Patterns) -> Kind:
    """The word "one": a count, or a pronoun."""
    if rules.pronoun_after.match(text, end) or rules.superlative.match(text, end):
        return Kind("other", None, "pronoun")
    if rules.pronoun_before.search(left) and not re.match(rf"{SPACE}+[a-z]+", text[end : end + 20]):
        return Kind("other", None, "pronoun")
    if re.search(r"\b(?:each|any|every|number|day|square|like the|the|this|that|which)\s+$", left, re.IGNORECASE):
        return Kind("other", None, "pronoun")
    return Kind("count", None, "one of" if re.match(rf"{SPACE}+of\b", text[end : end + 6]) else "")


def votes_near(text: str, start: int, end: int) -> bool:
    """Whether the words around [start, end) speak of a vote."""
    return bool(
        patterns().vote.search(text, max(0, start - 70), start)
        or patterns().vote.search(text, end, min(len(text), end + 30))
    )


METRES = re.compile(
    rf"{GAP}*\(\d|-?{GAP}?(?:of{GAP}+(?:rubble|water|snow|mud|debris|concrete|earth)|high|deep|tall|long|wide|below|above|away|from{GAP}+the|thick|waves?|tsunami|apart|sprint|freestyle)\b|(?:-|{GAP})(?:high|deep|tall|long|wide|thick)\b",
    re.IGNORECASE,
)

"""The words beside a number that tell what it is of, compiled once from numbers.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from onrecord.extract.numbers.pattern import BLANK, FILE, either, spaced
from onrecord.knowledge import table

UNITS = ("percent", "rate", "mass", "distance", "duration", "other", "name")


@dataclass(frozen=True, slots=True)
class Context:
    """Patterns for the right side are matched at the number's end, those for the left side searched up to its start."""

    unit: re.Pattern[str]
    never_unit: re.Pattern[str]
    money_before: re.Pattern[str]
    money_after: re.Pattern[str]
    age_after: re.Pattern[str]
    age_before: re.Pattern[str]
    age_people: re.Pattern[str]
    age_comma_before: re.Pattern[str]
    age_comma_after: re.Pattern[str]
    age_told_before: re.Pattern[str]
    age_told_after: re.Pattern[str]
    magnitude_before: re.Pattern[str]
    magnitude_after: re.Pattern[str]
    quake_before: re.Pattern[str]
    quake_after: re.Pattern[str]
    metres: re.Pattern[str]
    waters: re.Pattern[str]
    label: re.Pattern[str]
    capital_label: re.Pattern[str]
    glued_before: re.Pattern[str]
    glued_after: re.Pattern[str]
    address: re.Pattern[str]
    aircraft: re.Pattern[str]
    population_before: re.Pattern[str]
    population: re.Pattern[str]
    inhabitants: re.Pattern[str]
    temporal: re.Pattern[str]
    perhaps_temporal: re.Pattern[str]
    transitive: re.Pattern[str]
    noun: re.Pattern[str]
    described_noun: re.Pattern[str]
    pronoun_before: re.Pattern[str]
    pronoun_after: re.Pattern[str]
    superlative: re.Pattern[str]
    vote: re.Pattern[str]
    idle_no: re.Pattern[str]
    idle_half: re.Pattern[str]
    idle_many: re.Pattern[str]
    scores_before: re.Pattern[str]
    scores_after: re.Pattern[str]
    counter: re.Pattern[str]
    counter_label: re.Pattern[str]
    reference: re.Pattern[str]


def _before(words: Iterable[str], tail: str = " $") -> re.Pattern[str]:
    return re.compile(spaced(rf"(?<![\w-])(?:{either(words)}){tail}"), re.IGNORECASE)


def _after(words: Iterable[str], lead: str = " ") -> re.Pattern[str]:
    return re.compile(spaced(rf"{lead}(?:{either(words)})\b"), re.IGNORECASE)


def _measured(words: list[str]) -> str:
    """Units: those that end in a letter end at its edge."""
    letters = either(word for word in words if word[-1].isalnum())
    signs = either(word for word in words if not word[-1].isalnum())
    return rf"(?:(?:{letters})(?!\w)|(?:{signs}))"


@cache
def context() -> Context:
    """The context patterns of English."""
    data = table(FILE)
    units, words, currency, one, vague = data["units"], data["context"], data["currency"], data["one"], data["vague"]
    unit = "|".join(f"(?P<{name}>{_measured(units[name])})" for name in UNITS)
    quake = either(words["quakes"])
    gap = rf"{BLANK}?-?{BLANK}?"
    return Context(
        unit=re.compile(
            spaced(rf"{gap}(?:(?:{either(units['between'])})[\s-]+)?(?:of )?(?:{unit})"),
            re.IGNORECASE,
        ),
        never_unit=_after(units["never"], r"[\s-]"),
        money_before=re.compile(rf"(?P<unit>(?<![^\W\d_])(?:{either(currency['signs'])})){BLANK}?$"),
        money_after=re.compile(
            spaced(rf"[\s-]?(?:more )?(?:of )?(?:[A-Z][a-z]+ ){{0,2}}(?P<unit>{_measured(currency['words'])})")
        ),
        age_after=re.compile(
            r"[\s-]*(?:and a half)?[\s-]*(?:year|month|week|day)s?[\s-]*olds?\b|[\s-]years?\s+of\s+age\b"
            r"|[\s-]?y(?:ea)?r[\s-]olds?\b|[\s-]?y/?o\b",
            re.IGNORECASE,
        ),
        age_before=_before(words["age_before"], r"[\s-]+$"),
        age_people=re.compile(
            spaced(
                rf"\b(?:{either(words['age_people'])})(?: aged| who are| who were)?"
                r" (?:under|over|between|from|below|above)(?: the age of)? $"
            ),
            re.IGNORECASE,
        ),
        age_comma_before=re.compile(
            rf"(?:[A-Z][\w’'-]*\.?(?:\s(?:Jr|Sr)\.?)?|\b(?:{either(words['age_person'])})),\s$"
        ),
        age_comma_after=re.compile(
            r",(?!\d)|[;)]|\.(?:\s|$|[”\"])|\s*$|\s*\n|\s+[-–—(]|\s(?:of|from)\s[A-Z]|\s(?:who|was|is|told|said)\b"
            r"|\sand\s(?:\d{1,2},|originally\b|from\s[A-Z])"
        ),
        age_told_before=re.compile(
            rf"\b(?:{either(words['age_person'])}|he|she),?\s(?:is|are|was|were)\s$", re.IGNORECASE
        ),
        age_told_after=re.compile(r"(?:\sand\s\d{1,2})?[.,;]"),
        magnitude_before=re.compile(
            r"\bmagnitudes?[\s-](?:of\s|at\s|was\s)?(?:about\s|around\s)?(?:a\s)?$"
            r"|\b(?:measuring|measured|registered|registering)\s(?:at\s)?(?:a\s)?$",
            re.IGNORECASE,
        ),
        magnitude_after=re.compile(
            spaced(r"[\s-]magnitude\b| on the (?:open-ended )?Richter| Richter\b| (?:on the )?moment magnitude"),
            re.IGNORECASE,
        ),
        quake_before=re.compile(spaced(rf"\b(?:{quake})s?,? (?:at|of|measuring) (?:a )?$"), re.IGNORECASE),
        quake_after=re.compile(rf"{BLANK}+(?:{quake})s?\b", re.IGNORECASE),
        metres=re.compile(
            spaced(rf"{BLANK}*\(\d|[\s-]?(?:of (?:{either(words['depths'])})|{either(words['dimensions'])})\b"),
            re.IGNORECASE,
        ),
        waters=re.compile(rf"\b(?:{either(words['waters'])})\b[^.;]{{0,25}}$", re.IGNORECASE),
        label=_before(words["labels"], rf"{BLANK}*#?$"),
        capital_label=re.compile(rf"(?<![\w-])(?:{either(words['capital_labels'])}){BLANK}+$"),
        glued_before=re.compile(
            rf"(?<![^\W_])(?!(?:{either(words['open_prefixes'])})-$)[^\W_]*[^\W\d_]-$", re.IGNORECASE
        ),
        glued_after=re.compile(r"[^\W\d_]|-[A-Z]\w*\d|['’]s\b"),
        address=re.compile(
            rf"[\s-](?:hundred{BLANK})?block\b|{BLANK}(?:(?:[NSEW]|North|South|East|West)\.?{BLANK})?(?:[A-Z0-9][\w.]*{BLANK}){{0,3}}"
            rf"(?:(?:{either(words['streets'])})\b\.?|(?:North|South|East|West)\b)"
            rf"(?=[,;)]|{BLANK}(?:in|at|near|on|and|just)\b|\s*$|\.?\s*\n|\.\s|{BLANK}\d|{BLANK}\()"
        ),
        aircraft=re.compile(spaced(r"\b(?:the|a|an|this|that|its|their|of|and|or) $"), re.IGNORECASE),
        population_before=_before(words["population_before"]),
        population=re.compile(
            spaced(
                r"\bpopulations?(?: (?:is|was|of|has|had|being|at|stood|stands|estimated|put|to|grown|reached)){0,4} $"
            ),
            re.IGNORECASE,
        ),
        inhabitants=_after(words["inhabitants"]),
        temporal=_before(words["temporal"]),
        perhaps_temporal=_before(words["perhaps_temporal"]),
        transitive=_before(words["transitive"]),
        noun=_after(words["counted"]),
        described_noun=re.compile(
            spaced(rf" (?:[^\W\d_]+ (?:{either(words['counted'])})|{either(words['counting_verbs'])})\b"), re.IGNORECASE
        ),
        pronoun_before=_before(one["pronoun_before"]),
        pronoun_after=re.compile(
            rf"{BLANK}+(?:{either(one['pronoun_after'])})\b|['’]s\b|-(?:{either(one['compounds'])})\b", re.IGNORECASE
        ),
        superlative=re.compile(
            spaced(
                r" of (?:the|its|their|his|her|our|those|these|them|us|you)(?: [\w’'-]+)?"
                rf"(?: (?:{either(one['superlative'])})\b| \w{{3,}}est\b)| of (?:them|us|you)\b"
            ),
            re.IGNORECASE,
        ),
        vote=re.compile(rf"\b(?:{either(words['votes'])})\b", re.IGNORECASE),
        idle_no=_after(data["zero"]["no_idioms"]),
        idle_half=_before(words["halves_of"]),
        idle_many=_before(vague["never_after"]),
        scores_before=_before(vague["not_scores_after"]),
        scores_after=_after(vague["not_scores_before"]),
        counter=re.compile(r"\n?[^\S\n]*\d+ (?:of|/) \d+[^\S\n]*(?:\n|$)"),
        counter_label=_before(("image", "photo", "slide", "picture"), r"s?(?: \d+ (?:of|/))? $"),
        reference=re.compile(r"\S\[$"),
    )

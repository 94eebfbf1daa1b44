"""The pattern that finds every amount in English text, and the composites that would otherwise read as amounts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from onrecord import alternation
from onrecord.knowledge import table

FILE = "languages/en/numbers.toml"
BLANK = r"[\s\u00a0\u2009\u202f]"
DIGITS = (
    r"(?:\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})+(?!\d)(?:\.\d+)?|\d{1,3}(?:\x20000)+(?!\d)"
    r"|\d{1,3}(?:\.\d{3}){2,}(?!\d)|\d+(?:\.\d+)?|\.\d+)"
)


def spaced(source: str) -> str:
    """A pattern written with plain blanks, each standing for any run of white space (write \\x20 for a real one)."""
    return source.replace(" ", BLANK + "+")


def either(words: Iterable[str]) -> str:
    """The alternation of words, longest first, in which a blank stands for any run of white space."""
    return alternation.either(words, literal=_literal)


def _literal(character: str) -> str:
    return BLANK + "+" if character == " " else re.escape(character)


def _caseless(character: str) -> str:
    """A lower-case letter that matches in either case without the case-folding flag, and so is quick to reject."""
    return f"[{character.upper()}{character}]" if character.isalpha() else _literal(character)


def _cardinal(section: dict[str, Any]) -> str:
    """A cardinal in words: "one hundred and twenty", "thirty-four thousand two hundred"."""
    join = rf"(?:{BLANK}|-)"
    units, teens, tens = either(section["units"]), either(section["teens"]), either(section["tens"])
    scale = either(word for word in section["scales"] if len(word) > 3 and word != "hundred")
    below = rf"(?:(?:{tens})(?:{join}(?:{units})\b)?|(?:{teens})|(?:{units}))\b"
    group = rf"(?:{below}{join}hundred\b(?:{join}(?:and{join})?{below})?|{below})"
    link = rf"(?:{join}(?:and{join})?|,{BLANK}(?={below}{join}hundred\b(?!{join}(?:{scale})\b)))"
    scaled = rf"{join}(?:{scale})\b"
    return rf"{group}(?:{scaled}(?:{scaled})?(?:{link}{group}(?:{scaled})?)*)?"


def _dates(context: dict[str, Any]) -> str:
    """Dates with a month's name, in figures, decades and seasons of two years."""
    month, counted = rf"(?-i:{either(context['months'])})\b\.?", either(context["counted"])
    day = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\w)(?![,.]\d)"
    year = r"(?:1[5-9]|20)\d\d(?!\d)(?![,.]\d)"
    link = rf"(?:{BLANK}*(?:,|-|–|to|and|or|&))+{BLANK}*"
    free = rf"(?! (?:{counted})\b)"
    return spaced(
        rf"{month} {day}(?:{link}{day})*(?:,? {year})?{free}"
        rf"|{day}(?:{BLANK}*(?:-|–|to|and){BLANK}*{day})?(?: of)? {month}(?:,? {year})?"
        rf"|{month},? (?:of )?{year}{free}"
        r"|(?:1[89]|20)\d\d[-/]\d{1,2}[-/]\d{1,2}(?!\d)|\d{1,2}(?P<mark>[./-])\d{1,2}(?P=mark)(?:\d\d)?\d\d(?!\d)"
        r"|(?<!\d)(?:1[89]|20)\d\d[-–/]\d\d(?!\d)(?![,.]\d)|(?:1[89]|20)\d0s\b|9\\?/11\b|24\\?/7\b"
    )


def _times(context: dict[str, Any]) -> str:
    """Clock times: 4:40 p.m., 7am, 15:00, 0300 GMT, 2053 Wednesday."""
    zone, weekday = rf"(?-i:{either(context['zones'])})\b", rf"(?-i:{either(context['weekdays'])})\b"
    blank = f"{BLANK}?"
    return (
        rf"\d{{1,2}}(?:[:.]\d\d)?(?::\d\d)?{blank}(?:[ap]m\b|[ap]\.m\b\.?|o['’]clock)"
        rf"|\d{{1,2}}\.\d\d{blank}{zone}"
        rf"|\d{{1,2}}:\d\d(?::\d\d)?(?:{blank}{zone})?"
        rf"|\d{{4}}(?={blank}(?:\(\d{{4}}{blank}(?-i:GMT|UTC)|{zone}|hours\b|{weekday}))"
        rf"|\d{{4}}(?={blank}(?:on{blank})?\d\d?\.\d\d?\.\d{{4}})"
    )


def _fractions(section: dict[str, Any], cardinal: str) -> str:
    """Shares of a whole: two thirds, a quarter of, half, 1/3, one in five, nine out of ten."""
    part = either(word for word in section["fractions"] if word != "half")
    small = "one|two|three|four|five|six|seven|eight|nine"
    never = r"(?:(?:day|week|month|year|hour|minute)s?|cities|countries|states|provinces|districts|villages|towns)\b"
    return spaced(
        rf"(?:one|two|three|four|five|nine|\d+)[\s-](?:{part})\b(?! (?:person|man|woman|case|time|day))"
        rf"|an? (?:{part})(?= of\b)|half\b(?!-)|\d+/\d+(?!/)|\d+⁄\d+|[½¼¾⅓⅔]"
        rf"|(?:(?:one|1) in(?: every)? (?:{cardinal}|an? (?:hundred|thousand|million)|{DIGITS})"
        r"|(?:two|three|four|five|six|seven|eight|nine|[2-9]) (?:in|out of)(?: every)? (?:ten|10)"
        rf"|(?:{small}|\d) out of(?: every)? (?:three|four|five|six|seven|eight|nine|ten|[3-9]|10))"
        rf"\b(?![,.:/-]\d)(?! {never})"
    )


def _branches() -> tuple[tuple[str, str], ...]:
    """Each form of an amount with its source, in the order in which they are tried."""
    data = table(FILE)
    section, vague, context = data["words"], data["vague"], data["context"]
    scale = either(word for word in section["scales"] if len(word) > 3)
    short = either(word for word in section["scales"] if len(word) <= 3)
    plural = either(vague["plurals"])
    alone = either(word for word in vague["plurals"] if word != "tens")
    big = either(("hundred", "thousand", "million", "billion", "dozen", "score"))
    cardinal = _cardinal(section)
    part = either(word for word in section["fractions"] if word != "half")
    portion = rf"(?:half|(?:an?|one|two|three|four|five)[\s-](?:{part})|\d+/\d+)"
    return (
        ("skip", r"https?://\S+|www\.\S+"),
        ("date", _dates(context)),
        ("time", _times(context)),
        (
            "phone",
            r"\+\d[\d\x20().-]{7,}\d|\d{3}[-.\x20]\d{3}[-.\x20]\d{4}(?!\d)|\d{3}-\d{4}(?!\d)|\d{3}-\d{3}-(?-i:[A-Z]{4})\b",
        ),
        (
            "allbut",
            spaced(
                rf"all but (?:{cardinal}|\d+) of (?:the|its|their|his|her|our)(?: estimated)? (?:{cardinal}|{DIGITS})"
            ),
        ),
        ("portion_of_scale", spaced(rf"(?:{cardinal} and )?{portion}(?: of)? an? (?:{scale})\b")),
        (
            "mixed",
            rf"(?:{cardinal}|\d+)[\s-]and[\s-](?:a[\s-]half|three[\s-]quarters|a[\s-]quarter)\b(?:[\s-](?:{scale})\b)?"
            + spaced(rf"|\d+(?: \d/\d+|[½¼¾⅓⅔])(?: (?:{scale})\b)?"),
        ),
        ("dozen", rf"(?:half{BLANK}+an?|an?|{cardinal}|\d+)(?:{BLANK}|-)dozen\b"),
        ("fraction", _fractions(section, cardinal)),
        (
            "ordinal",
            rf"\d+(?:,\d{{3}})*(?:st|nd|rd|th)\b"
            rf"|(?:(?:{either(section['tens'])})-)?(?:{either(section['ordinals'])})\b",
        ),
        (
            "vague_scale",
            spaced(rf"(?:several|an? few|few|many|some few) (?:tens of )?(?:{big})s?\b(?:(?: of)? (?:{scale})s?\b)?"),
        ),
        ("vague", spaced(rf"(?:tens of (?:{plural})|(?:{alone}))(?: (?:upon|of) (?:{plural}))*\b")),
        (
            "couple",
            spaced(r"an? couple(?: of)? (?:hundred|thousand|million|dozen)\b|an? couple(?= (?:of|more)\b)")
            + spaced(r"|an? pair(?= of\b)|twin(?=[\s-])|couple(?= of (?:days|hours|weeks|months|years|minutes)\b)"),
        ),
        ("quantifier", rf"(?:{either(vague['quantifiers'])})\b"),
        ("zero", rf"(?:{either(data['zero']['words'])})\b|no(?={BLANK}+[a-z])"),
        ("words", spaced(rf"(?:an? (?:{scale})\b(?: (?:{scale})\b)?(?: and {cardinal})?|{cardinal})")),
        (
            "digits",
            rf"(?:minus[\s-])?{DIGITS}(?:(?:{BLANK}|-)?(?:{scale})\b(?:{BLANK}(?:{scale})\b)?"
            rf"|{BLANK}?(?:{short})\b|{BLANK}?dozen\b|(?:{either(section['suffixes'])})\b)?",
        ),
    )


def _first() -> str:
    """What any branch may begin with, so that most words of a text are passed over at once."""
    data = table(FILE)
    section, vague = data["words"], data["vague"]
    after_a = ("few", "couple", "pair", "handful", "lot", "number", "large", "dozen", *section["scales"])
    words = {
        *section["units"],
        *section["teens"],
        *section["tens"],
        *section["ordinals"],
        *vague["plurals"],
        *vague["quantifiers"],
        *vague["openers"],
        *data["zero"]["words"],
        *("minus", "no ", "twin", "half", "couple", "all but", "http", "www"),
        *(f"{article} {word}" for article in ("a", "an") for word in (*after_a, *section["fractions"])),
    }
    begun = {word[:4].lower() for word in words} | {month[:3].lower() for month in data["context"]["months"]}
    return rf"[\d.+½¼¾⅓⅔]|{alternation.either(sorted(begun), literal=_caseless)}"


@cache
def pattern() -> re.Pattern[str]:
    """The one pattern; the name of the group that matched is the form of the amount."""
    body = "|".join(f"(?P<{name}>{source})" for name, source in _branches())
    codes = table(FILE)["currency"]["codes"]
    code = rf"(?:{either(codes)})(?=\d)|(?<=\$)[A-Z]{{1,2}}(?=\d)"
    return re.compile(rf"(?<!\w)(?<!\d[.,])(?-i:{code}|(?={_first()}))(?:{body})", re.IGNORECASE)

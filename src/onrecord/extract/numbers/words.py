"""The arithmetic of amounts: what digits, words, multipliers, fractions and vague plurals are worth."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from onrecord.extract.numbers.pattern import FILE
from onrecord.knowledge import table


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount as written, before ranges, hedges and kinds: ``form`` names the branch of the pattern that read it.

    ``coefficient`` and ``scale`` are the parts of a value such as 1.9 million; ``floor`` is what a vague plural
    allows at least.
    """

    start: int
    end: int
    form: str
    value: float | None
    coefficient: float | None = None
    scale: float = 1.0
    floor: float | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """The number words of a language, lower case, with their values."""

    small: Mapping[str, float]
    scales: Mapping[str, float]
    suffixes: Mapping[str, float]
    ordinals: Mapping[str, float]
    fractions: Mapping[str, float]
    glyphs: Mapping[str, float]
    plurals: Mapping[str, float]
    vague_scales: Mapping[str, float]


@cache
def words() -> Words:
    """The number words, read once from numbers.toml."""
    data = table(FILE)
    section, vague = data["words"], data["vague"]
    return Words(
        small={**section["units"], **section["teens"], **section["tens"]},
        scales=section["scales"],
        suffixes=section["suffixes"],
        ordinals=section["ordinals"],
        fractions=section["fractions"],
        glyphs=section["glyphs"],
        plurals=vague["plurals"],
        vague_scales=vague["scales"],
    )


def of_digits(text: str) -> float:
    """The value of digits with separators: "5,840", "1 200", "1.28", "1.234.567"."""
    bare = re.sub(r"[,\s\u00a0\u2009\u202f]", "", text)
    if bare.count(".") > 1:
        bare = bare.replace(".", "")
    return float(bare)


def of_words(text: str) -> float:
    """The value of a cardinal in words: "one hundred and twenty" is 120; KeyError for a word that is no number."""
    lexicon = words()
    total = group = 0.0
    for word in re.split(r"[\s\u00a0\u2009\u202f,-]+", text.lower().strip()):
        if word == "and":
            continue
        if word in ("a", "an"):
            group += 1
        elif word in lexicon.small:
            group += lexicon.small[word]
        elif word == "hundred":
            group = (group or 1) * 100
        elif word == "dozen":
            group = (group or 1) * 12
        else:
            scale = lexicon.scales[word]
            if group:
                total, group = total + group * scale, 0.0
            else:
                total = (total or 1) * scale
    return total + group


def to_words(value: int) -> str:
    """A whole number below 10**15 in English words, the inverse of of_words."""
    section = table(FILE)["words"]
    small: dict[int, str] = {number: word for name in ("units", "teens") for word, number in section[name].items()}
    tens: dict[int, str] = {number: word for word, number in reversed(section["tens"].items())}
    if value == 0:
        return "zero"
    for scale, word in (
        (10**12, "trillion"),
        (10**9, "billion"),
        (10**6, "million"),
        (1000, "thousand"),
        (100, "hundred"),
    ):
        if value >= scale:
            head, rest = divmod(value, scale)
            joint = " and " if scale == 100 else " "
            return f"{to_words(head)} {word}" + (joint + to_words(rest) if rest else "")
    if value in small:
        return small[value]
    ten, rest = value - value % 10, value % 10
    return tens[ten] + (f"-{small[rest]}" if rest else "")


_DIGITS = re.compile(r"(?:[\d]|\.\d)[\d,.\u00a0\u2009\u202f]*(?: 000)*")
_LETTERS = re.compile(r"[^\W\d_]+")


def read(form: str, text: str, start: int) -> Amount:
    """The amount that the branch ``form`` of the pattern matched as ``text`` at offset ``start``."""
    end = start + len(text)
    low = text.lower()
    if form == "digits":
        return _digits(low, start, end)
    if form in ("words", "dozen"):
        return _worded(form, low, start, end)
    if form in ("portion_of_scale", "mixed"):
        return Amount(start, end, "words", _portioned(low))
    if form == "allbut":
        first, last = re.findall(r"but\s+(.+?)\s+of\s+(?:\w+\s+)(?:estimated\s+)?(.+)", low, re.S)[0]
        return Amount(start, end, "allbut", _either_value(last) - _either_value(first))
    if form == "couple":
        scale = words().scales.get(low.split()[-1], 12.0 if low.endswith("dozen") else 1.0)
        return Amount(start, end, "words", 2 * scale)
    if form == "vague":
        parts = [part for part in re.split(r"\W+", low) if part not in ("of", "upon")]
        if low.startswith(("tens", "dozens", "scores")) or len(parts) > 1:
            first = {"tens": 20.0, "dozens": 24.0, "scores": 40.0}.get(
                parts[0], 2 * words().vague_scales.get(parts[0], 1.0)
            )
            floor = first
            for part in parts[1:]:
                floor *= words().vague_scales.get(part, 1.0)
        else:
            floor = float(words().plurals[parts[0]])
        return Amount(start, end, "vague", None, floor=floor)
    if form == "vague_scale":
        return _vague_scale(low, start, end)
    if form == "zero":
        return Amount(start, end, "zero", 0.0)
    if form == "fraction":
        return Amount(start, end, "fraction", _fraction(low))
    if form == "ordinal":
        return Amount(start, end, "ordinal", _ordinal(low))
    return Amount(start, end, form, None)


def _digits(low: str, start: int, end: int) -> Amount:
    sign = -1.0 if low.startswith("minus") else 1.0
    low = low.removeprefix("minus").lstrip(" \t\n\r\x0b\x0c\u00a0-") if sign < 0 else low
    match = _DIGITS.match(low)
    head = match.group().rstrip(".,\u00a0\u2009\u202f") if match else low
    coefficient, scale = of_digits(head), 1.0
    lexicon = words()
    for word in _LETTERS.findall(low[len(head) :]):
        scale *= 12.0 if word == "dozen" else lexicon.scales.get(word) or lexicon.suffixes[word]
    return Amount(start, end, "digits", round(sign * coefficient * scale, 6), coefficient, scale)


def _worded(form: str, low: str, start: int, end: int) -> Amount:
    if low.startswith("half"):
        return Amount(start, end, form, 6.0)
    if form == "dozen":
        head = re.sub(r"[\s-]dozen$", "", low)
        return Amount(start, end, form, 12 * _either_value(head), _either_value(head), 12.0)
    value = of_words(low)
    tail = low.split()[-1].split("-")[-1]
    scale = words().scales.get(tail, 1.0)
    return Amount(start, end, form, value, value / scale, scale)


def _either_value(text: str) -> float:
    return of_digits(text) if text[0].isdigit() else of_words(text)


def _fraction(low: str) -> float | None:
    if low in words().glyphs:
        return words().glyphs[low]
    if "/" in low or "⁄" in low:
        top, bottom = re.split(r"[/⁄]", low)
        return float(top) / float(bottom) if float(bottom) else None
    among = re.split(r"\s+(?:out\s+of|in)(?:\s+every)?\s+", low)
    if len(among) == 2:
        return _either_value(among[0]) / _either_value(among[1])
    parts = re.split(r"[\s-]+", low)
    share = words().fractions[parts[-1]]
    return share * (_either_value(parts[0]) if len(parts) > 1 and parts[0] not in ("a", "an") else 1.0)


def _portioned(low: str) -> float | None:
    glyph = re.match(r"(\d+)(?:\s(\d+)/(\d+)|([½¼¾⅓⅔]))\s*(\w*)$", low)
    if glyph:
        whole, top, bottom, sign, scale = glyph.groups()
        share = words().glyphs[sign] if sign else float(top) / (float(bottom) or 1.0)
        return (float(whole) + share) * words().scales.get(scale, 1.0)
    parts = [part for part in re.split(r"[\s\u00a0\u2009\u202f-]+", low) if part not in ("of",)]
    scale = 12.0 if parts[-1] == "dozen" else words().scales.get(parts[-1], 0.0)
    if scale:
        parts = parts[:-1]
        if parts[-1] in ("a", "an"):
            parts = parts[:-1]
    whole = 0.0
    if "and" in parts:
        cut = len(parts) - 1 - parts[::-1].index("and")
        whole, parts = _either_value(" ".join(parts[:cut])), parts[cut + 1 :]
    return round((whole + (_fraction(" ".join(parts)) or 0.0)) * (scale or 1.0), 6)


def _vague_scale(low: str, start: int, end: int) -> Amount:
    """Twice the scale: "several hundred" is 200 or more; of "many thousands" the number is "thousands" alone."""
    parts = re.findall(r"\w+", low)
    scales = [part for part in parts if part not in ("several", "a", "an", "some", "few", "many", "of")]
    floor = 2.0
    for part in scales:
        name = part.rstrip("s")
        floor *= {"dozen": 12.0, "score": 20.0, "ten": 10.0}.get(name) or words().scales[name]
    if parts[0] == "many" and scales[0].endswith("s"):
        start += low.index(scales[0])
    return Amount(start, end, "vague", None, floor=floor)


def _ordinal(low: str) -> float | None:
    if low[0].isdigit():
        return of_digits(low[:-2])
    lexicon = words()
    tens, _, unit = low.rpartition("-")
    return lexicon.ordinals[unit] + (lexicon.small.get(tens, 0.0) if tens else 0.0)

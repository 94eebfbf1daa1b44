"""Every number of a text, as worded: value, bounds and hedge (codebook section 3), and the kind of thing it is of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from onrecord.extract.mentions import Number
from onrecord.extract.numbers import hedges, ranges
from onrecord.extract.numbers.context import context
from onrecord.extract.numbers.kinds import Kind, classify, votes_near
from onrecord.extract.numbers.pattern import pattern
from onrecord.extract.numbers.words import Amount, read

COMPOSITE = {"date": "date", "time": "time", "phone": "name", "ordinal": "ordinal"}
UNHEDGED = ("quantifier", "zero", "allbut")
SCORED = ("count", "date", "name", "mass")
EACH = re.compile(r"(?:\s+[^\W\d_]+)?\s+each\b", re.IGNORECASE)
COMPOUND = re.compile(r"-(?!strong|odd|plus|ish)[a-z]")
LISTED = re.compile(r"(?:,|,?\s+and|,?\s+or|;\s+and)\s+")


def find(text: str) -> tuple[Number, ...]:
    """Every number of ``text`` in order, none overlapping; offsets are code points of ``text``. Never raises."""
    return tuple(_alike(text, _outside_phrases(list(_numbers(text, list(_amounts(text)))))))


def _amounts(text: str) -> Iterator[Amount]:
    """The amounts of the text, each by the first branch of the pattern that fits."""
    for match in pattern().finditer(text):
        form = match.lastgroup
        if form is None or form == "skip":
            continue
        amount = read(form, match.group(form), match.start(form))
        yield _metres(text, amount) if form == "digits" and amount.scale == 1e6 else amount


def _metres(text: str, amount: Amount) -> Amount:
    """The amount 4 where "4m" means metres ("4m of rubble"); behind a currency sign it is always million."""
    if text[amount.end - 1] not in "mM":
        return amount
    told, left = context(), text[max(0, amount.start - 40) : amount.start]
    deep = told.waters.search(left) and re.match(
        r"[,.;)]|\s+(?:and|in|at|on|was|were)\b|\s*$", text[amount.end : amount.end + 8]
    )
    if not deep and not told.metres.match(text, amount.end):
        return amount
    if context().money_before.search(text[max(0, amount.start - 6) : amount.start]):
        return amount
    end = amount.start + len(text[amount.start : amount.end - 1].rstrip())
    return replace(amount, end=end, value=amount.coefficient, scale=1.0)


def _numbers(text: str, amounts: list[Amount]) -> Iterator[Number]:
    """The numbers that the amounts make, alone or as the ends of a range or a score."""
    at = floor = 0
    while at < len(amounts):
        first = amounts[at]
        second = amounts[at + 1] if at + 1 < len(amounts) else None
        at += 1
        if second is not None and ranges.is_range(text, first, second):
            at += 1
            number = _number(text, first, second, floor)
        elif second is not None and ranges.is_score(text, first, second):
            left, right = _number(text, first, first, floor), _number(text, second, second, first.end)
            if left.kind not in SCORED or right.kind not in SCORED:
                yield left
                floor = left.end
                continue
            at += 1
            rule = "vote" if votes_near(text, first.start, second.end) else "score"
            yield replace(left, kind="score", rule=rule)
            number = replace(right, kind="score", rule=rule)
        else:
            number = _number(text, first, first, floor)
        if second is None or not _is_hedge_of(text, number, second):
            yield number
            floor = floor if number.rule == "idiom" else number.end


def _is_hedge_of(text: str, number: Number, following: Amount) -> bool:
    """Whether a bare "some" or "few" stands right before a number, and so is no number of its own."""
    if number.rule != "bare quantifier" or number.text.lower() not in ("some", "few", "a few"):
        return False
    return not re.sub(r"[\s$€£¥]|US|an? estimated|estimated", "", text[number.end : following.start])


def _number(text: str, first: Amount, last: Amount, floor: int) -> Number:
    """The number from ``first`` to ``last`` (the same unless a range); its phrase does not reach before ``floor``."""
    start, end = first.start, last.end
    if first.form in COMPOSITE:
        value, name = first.value, COMPOSITE[first.form]
        return Number(start, end, text[start:end], value, value, value, "exact", start, end, name, None, first.form)
    left = start
    money = context().money_before.search(text[max(0, start - 6) : start])
    if money:
        left -= len(money.group())
    if first is not last:
        opened = ranges.opening(text, start)
        left = start - len(opened.group()) if opened else left
    before = hedges.before(text, left, last.value) if first.form not in UNHEDGED else None
    if before is not None and before.start < floor:
        before = None
    left = before.start if before else left
    kind = classify(text, first, last, left, before is not None)
    right = end
    if kind.unit is not None and kind.rule in ("currency word", "percent unit"):
        found = text.find(kind.unit, end, end + len(kind.unit) + 3)
        right = found + len(kind.unit) if found >= 0 else end
    after = hedges.after(text, end) if first.form not in UNHEDGED else None
    right = max(right, after.end) if after else right
    hedge = after if after and (before is None or before.name in ("about", "exact")) else before
    return _bounded(text, (first, last), (left, right), hedge, kind)


def _bounded(
    text: str, ends: tuple[Amount, Amount], phrase: tuple[int, int], hedge: hedges.Hedge | None, kind: Kind
) -> Number:
    """The number with the value and the bounds that its hedge allows."""
    first, last = ends
    ranged = first is not last
    name = hedge.name if hedge else "exact"
    value, low = first.value, first.value
    if first.form in ("vague", "quantifier"):
        name, value, low = "vague", None, first.floor
    elif ranged:
        name = "between" if name in ("about", "exact") else name
        value, low = None, ranges.low_end(text, first, last)
    low, high = hedges.bounds(name, low, last.value)
    parts = [kind.rule or first.form, "range" if ranged else "", hedge.words if hedge else ""]
    parts.append("compound" if COMPOUND.match(text, last.end) else "")
    parts.append("each" if EACH.match(text, last.end) else "")
    rule = kind.rule if kind.rule in ("zero", "bare quantifier") else "; ".join(part for part in parts if part)
    start, end = first.start, last.end
    return Number(start, end, text[start:end], value, low, high, name, *phrase, kind.name, kind.unit, rule)


def _outside_phrases(numbers: list[Number]) -> list[Number]:
    """The numbers without the idle words inside the next one's hedge ("as many as 20", "no fewer than 12")."""
    kept = [one for one, after in pairwise(numbers) if one.rule != "idiom" or one.end <= after.phrase_start]
    return kept + numbers[-1:]


def _alike(text: str, numbers: list[Number]) -> Iterator[Number]:
    """Numbers listed with a magnitude or an age are of that kind too ("5.9 and 5.5 on the Richter scale")."""
    for at, number in enumerate(numbers):
        value = number.value
        if number.kind == "count" and value is not None and number.rule == "digits":
            after = numbers[at + 1] if at + 1 < len(numbers) else None
            before = numbers[at - 1] if at else None
            if after and after.kind in ("magnitude", "age") and LISTED.fullmatch(text[number.end : after.start]):
                number = replace(number, kind=after.kind, rule=f"listed with {after.kind}")
            elif before and before.kind == "age" and _pair_of_ages(text, before, number):
                number = replace(number, kind="age", rule="listed with age")
            elif before and before.kind == "magnitude" and "." in number.text and 0 < value < 10:
                number = replace(number, kind="magnitude", rule="listed with magnitude")
        yield number


def _pair_of_ages(text: str, before: Number, number: Number) -> bool:
    """Whether two ages are told of two people: "two men, 25 and 30, were hurt", "the victims are 16 and 17."."""
    return text[before.end : number.start] == " and " and text[number.end : number.end + 1] in set(",.;)")

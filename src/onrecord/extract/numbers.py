"""Every number of a text, as worded: value, bounds and hedge (codebook section 3), and whether it counts or is of another kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from onrecord.extract import number_hedges as hedges
from onrecord.extract import number_kinds as kinds
from onrecord.extract.mentions import Number
from onrecord.extract.number_words import FILE, GAP, SPACE, Amount, either, pattern, read
from onrecord.knowledge import table

PLAIN = ("digits", "words", "dozen")
COMPOSITE = {"date": "date", "time": "time", "phone": "name", "ordinal": "ordinal"}
EACH = re.compile(rf"(?:{SPACE}+[^\W\d_]+)?{SPACE}+each\b", re.IGNORECASE)


def find(text: str) -> tuple[Number, ...]:
    """Every number of ``text`` in order, none overlapping; offsets are code points of ``text``. Never raises."""
    return tuple(_numbers(text, list(_amounts(text))))


def _amounts(text: str) -> Iterator[Amount]:
    """The amounts of the text, each by the first branch of the pattern that fits."""
    for match in pattern().finditer(text):
        form = match.lastgroup
        if form is None or form == "skip":
            continue
        amount = read(form, match.group(form), match.start(form))
        if (
            form == "digits"
            and amount.scale == 1e6
            and text[amount.end - 1] in "mM"
            and not text[amount.end - 2].isalpha()
        ):
            amount = _metres(text, amount)
        yield amount


def _metres(text: str, amount: Amount) -> Amount:
    """ "4m" is four million, unless metres are meant ("4m of rubble"); a currency sign before always means million."""
    if not kinds.METRES.match(text, amount.end) or kinds.patterns().money_before.search(
        text[max(0, amount.start - 6) : amount.start]
    ):
        return amount
    end = amount.end - 1
    while text[end - 1].isspace():
        end -= 1
    return replace(amount, end=end, value=amount.coefficient, scale=1.0)


@cache
def _gap() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What may stand between the two ends of a range, and what tells "from 5 to 6" of a change."""
    data = table(FILE)
    signs = either(data["currency"]["signs"])
    percent = rf"(?:{SPACE}?(?:%|percent|per{SPACE}cent))?"
    maybe = either(data["ranges"]["maybe"])
    between = re.compile(rf"{percent}{SPACE}+(?:and|to){SPACE}+(?:{signs})?{SPACE}?", re.IGNORECASE)
    span = re.compile(
        rf"{percent}(?:{GAP}*[-–—‒−]{GAP}*|{SPACE}+(?:to|or){SPACE}+|,?{SPACE}+(?:{maybe}){SPACE}+)(?:{signs})?{SPACE}?(?:as{SPACE}+many{SPACE}+as{SPACE}+)?",
        re.IGNORECASE,
    )
    change = re.compile(
        rf"\b(?:{either(data['ranges']['change'])})\b[^.;]{{0,60}}\bfrom{SPACE}+(?:\w+{SPACE}+)?(?:{signs})?$",
        re.IGNORECASE,
    )
    opened = re.compile(rf"\b(?:between|from){SPACE}+(?:\w+{SPACE}+){{0,2}}(?:{signs})?{SPACE}?$", re.IGNORECASE)
    return between, span, change, opened


def _numbers(text: str, amounts: list[Amount]) -> Iterator[Number]:
    at, limit = 0, len(amounts)
    floor = 0
    while at < limit:
        first = amounts[at]
        last = _range_end(text, first, amounts[at + 1]) if at + 1 < limit else None
        if last is not None:
            at += 1
        number = _number(text, first, last, floor)
        if last is None and at + 1 < limit and _is_score(text, first, amounts[at + 1]):
            rule = "vote" if kinds.votes_near(text, first.start, amounts[at + 1].end) else "score"
            other = _number(text, amounts[at + 1], None, first.end)
            if number.kind in ("count", "date") and other.kind in ("count", "name", "date"):
                yield replace(number, kind="score", rule=rule)
                number = replace(
                    other,
                    kind="score",
                    rule=rule,
                    hedge="exact",
                    low=other.value,
                    high=other.value,
                    phrase_start=other.start,
                )
                at += 1
        if not _is_idle(text, number, amounts, at):
            yield number
            floor = floor if number.rule == "idiom" else number.end
        at += 1


def _is_idle(text: str, number: Number, amounts: list[Amount], at: int) -> bool:
    """ "some" before a number is its hedge, no number of its own."""
    if number.rule != "bare quantifier" or at + 1 >= len(amounts):
        return False
    following = amounts[at + 1]
    return number.text.lower() in ("some", "few", "a few") and not text[number.end : following.start].strip(
        " \n\t$€£\u00a0"
    )


def _is_score(text: str, first: Amount, second: Amount) -> bool:
    """Whether two plain numbers stand as "141-5" or "14 to 2": the larger first."""
    if (
        first.form not in ("digits", "words")
        or second.form not in ("digits", "words")
        or first.value is None
        or second.value is None
    ):
        return False
    gap = text[first.end : second.start]
    if gap in ("-", "–", "—"):
        return first.form == second.form == "digits" and (
            first.value >= second.value or kinds.votes_near(text, first.start, second.end)
        )
    return (
        gap.strip().lower() in ("to", "votes to")
        and kinds.votes_near(text, first.start, second.end)
        and first.value >= second.value
    )


def _range_end(text: str, first: Amount, second: Amount) -> Amount | None:
    """The second amount where the two make one range, else None."""
    if first.form not in PLAIN or second.form not in PLAIN or second.start - first.end > 24:
        return None
    between, span, change, opened = _gap()
    gap = text[first.end : second.start]
    left = text[max(0, first.start - 90) : first.start]
    opening = opened.search(left)
    joined = span.fullmatch(gap) is not None
    if not joined and not (opening and opening.group().lower().startswith("between") and between.fullmatch(gap)):
        return None
    low, high = _shared(text, first, second), second.value
    if low is None or high is None or low >= high:
        return None
    if (
        gap in ("-", "–")
        and first.scale == 1
        and second.scale == 1
        and kinds.votes_near(text, first.start, second.end)
        and high < 700
        and re.search(r"\b(?:vote[sd]?|voted,?)\s+(?:\w+\s+)?$", left)
    ):
        return None
    if "to" in gap.lower().split() and change.search(left):
        return None
    if " or " in gap.lower() and high > 10 * low:
        return None
    return second


def _shared(text: str, first: Amount, second: Amount) -> float | None:
    """The lower end of a range with the multiplier it shares with the upper ("10-15 million", "20-30,000")."""
    low = first.value
    if low is None or first.scale != 1 or second.value is None or second.coefficient is None:
        return low
    if second.scale > 1 and low < second.coefficient:
        return low * second.scale
    if "," in text[second.start : second.end] and low < 1000 and low * 1000 < second.value and second.value / low > 100:
        return low * 1000
    return low


def _number(text: str, first: Amount, last: Amount | None, floor: int) -> Number:
    """The number from one amount, or from the two ends of a range; its phrase does not reach before ``floor``."""
    end = last.end if last else first.end
    start = first.start
    if first.form in COMPOSITE:
        kind, value = COMPOSITE[first.form], first.value
        return Number(start, end, text[start:end], value, value, value, "exact", start, end, kind, None, first.form)
    money = kinds.patterns().money_before.search(text[max(0, start - 6) : start])
    phrase_start = start - len(money.group()) if money else start
    before = hedges.before(text, start, first.value) if first.form not in ("quantifier", "zero", "allbut") else None
    if before is not None and before.start < floor:
        before = None
    opened = (
        re.search(
            rf"\b(?:between|from){SPACE}+(?:an?{SPACE}+estimated{SPACE}+)?$",
            text[max(0, phrase_start - 24) : phrase_start],
            re.IGNORECASE,
        )
        if last
        else None
    )
    if opened is not None:
        phrase_start -= len(opened.group())
        before = hedges.before(text, phrase_start, first.value)
        if before is not None and before.start < floor:
            before = None
    if before is not None:
        phrase_start = min(phrase_start, before.start)
    kind = kinds.classify(text, first, last or first, phrase_start, before is not None)
    phrase_end = end
    if kind.unit is not None and kind.name in ("money", "percent"):
        found = text.find(kind.unit, end, end + len(kind.unit) + 3)
        phrase_end = found + len(kind.unit) if found >= 0 else end
    after = hedges.after(text, end) if first.form not in ("quantifier", "zero") else None
    if after is not None:
        phrase_end = max(phrase_end, after.end)
    return _bounded(text, first, last, (phrase_start, phrase_end), before, after, kind)


def _bounded(
    text: str,
    first: Amount,
    last: Amount | None,
    phrase: tuple[int, int],
    before: hedges.Hedge | None,
    after: hedges.Hedge | None,
    kind: kinds.Kind,
) -> Number:
    """The number with its hedge and the bounds that the hedge allows."""
    end = last.end if last else first.end
    hedge = before or after
    if before is not None and after is not None and before.name in ("about", "exact"):
        hedge = after
    name = hedge.name if hedge else "exact"
    value: float | None = first.value
    low: float | None
    high: float | None
    if first.form in ("vague", "quantifier"):
        value, name, low, high = None, "vague", first.floor, None
    elif last is not None:
        value = None
        name = "between" if name in ("about", "exact") else name
        low, high = hedges.bounds(name, _shared(text, first, last), last.value)
    else:
        low, high = hedges.bounds(name, value, value)
    rules = [kind.rule or first.form]
    if last is not None:
        rules.append("range")
    if hedge is not None:
        rules.append(hedge.words)
    if EACH.match(text, end):
        rules.append("each")
    rule = kind.rule if kind.rule in ("zero", "bare quantifier") else "; ".join(rules)
    return Number(
        first.start,
        end,
        text[first.start : end],
        value,
        low,
        high,
        name,
        phrase[0],
        phrase[1],
        kind.name,
        kind.unit,
        rule,
    )

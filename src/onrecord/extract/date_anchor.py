"""Whether a date without a year or a bare weekday lies ahead of the report or behind it: the nearest verb tells."""

from __future__ import annotations

from onrecord.extract.date_grammar import BREAK, OTHER, Grammar, Tokens

REACH = 25


def lies_ahead(found: Tokens, first: int, last: int, rules: Grammar) -> bool | None:
    """True if the words around tokens [first, last) speak of the future, False if of the past, None if neither."""
    back = _backward(found, first, rules)
    return back if back is not None else _forward(found, last, rules)


def _backward(found: Tokens, first: int, rules: Grammar) -> bool | None:
    for index in range(first - 1, max(-1, first - REACH), -1):
        word = found.word(index)
        if _ends_sentence(found, index, rules):
            return None
        if word in rules.ahead:
            return not (found.word(index - 1) == "been" and found.word(index - 2) == "had")
        if _is_past(word, rules):
            if found.word(index - 1) == "be" or found.word(index - 2) == "be":
                continue
            return False
        if word == "be" and found.word(index - 1) == "to":
            return True
        if (
            word == "to"
            and first - index <= 4
            and found.word(index + 1) not in {"the", "a", "an"}
            and first - index > 1
        ):
            before = _backward(found, index, rules)
            return True if before is None else before
    return None


def _forward(found: Tokens, last: int, rules: Grammar) -> bool | None:
    for index in range(last, min(len(found.starts), last + REACH)):
        word = found.word(index)
        if _ends_sentence(found, index, rules):
            return None
        if word in rules.ahead:
            return True
        if _is_past(word, rules):
            return False
    return None


def _is_past(word: str, rules: Grammar) -> bool:
    return word in rules.behind or (len(word) > 3 and word.endswith("ed") and word not in rules.stative)


def _ends_sentence(found: Tokens, index: int, rules: Grammar) -> bool:
    if found.kinds[index] == BREAK:
        return True
    word = found.word(index)
    if word not in {".", "!", "?"} or index + 1 >= len(found.starts):
        return word in {"!", "?"}
    following = found.text[found.starts[index + 1]]
    before = found.word(index - 1)
    short = (
        len(before) < 3
        or before in rules.values["any_month"]
        or before in {"gen", "col", "sen", "rep", "gov", "rev", "mrs"}
    )
    return word != "." or (not short and not following.islower() and not following.isdigit())


def _lower(found: Tokens, index: int) -> bool:
    return found.text[found.starts[index]].islower()

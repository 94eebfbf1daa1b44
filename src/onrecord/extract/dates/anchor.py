"""Whether a date without a year or a bare weekday lies ahead of the report or behind it: the nearest verb tells."""

from __future__ import annotations

from onrecord.extract.dates.grammar import BREAK, OTHER, Grammar, Tokens

REACH = 25
INFINITIVE_REACH = 5
ONSET_REACH = 12
RANK_REACH = 5
OPENING = ("On", "In")  # a sentence opens with the time, though its full stop before be lost


def lies_ahead(found: Tokens, first: int, last: int, rules: Grammar) -> bool | None:
    """True if the words around tokens [first, last) speak of the future, False if of the past, None if neither."""
    opens = first > 0 and found.text[found.starts[first - 1] : found.ends[first - 1]] in OPENING
    back = None if opens or found.word(first - 1) == "that" else _backward(found, first, max(-1, first - REACH), rules)
    return back if back is not None else _forward(found, last, rules)


def _backward(found: Tokens, first: int, limit: int, rules: Grammar) -> bool | None:
    for index in range(first - 1, limit, -1):
        if _ends_sentence(found, index, rules):
            return None
        told = _tells(found, index, rules)
        if told is not None:
            return told
        if (
            found.word(index) == "to"
            and 1 < first - index <= INFINITIVE_REACH
            and _may_be_verb(found, index + 1)
            and not _timeless(found, index, rules)
        ):
            if found.word(index - 1) in rules.tense.intent:
                return True
            before = _backward(found, index, limit, rules)
            return True if before is None else before
    return None


def _forward(found: Tokens, last: int, rules: Grammar) -> bool | None:
    for index in range(last, min(len(found.starts), last + REACH)):
        if _ends_sentence(found, index, rules):
            return None
        told = _tells(found, index, rules)
        if told is not None:
            return told
    return None


def _tells(found: Tokens, index: int, rules: Grammar) -> bool | None:
    """What one word says: True ahead, False behind, None nothing."""
    word, tense = found.word(index), rules.tense
    if not word or not found.text[found.starts[index]].islower():
        return None
    if word in tense.ahead:
        return not (found.word(index - 1) == "been" and found.word(index - 2) == "had")
    if word in tense.ahead_with and found.word(index + 1) in rules.tense.after_ahead_with:
        return word != "due" or found.word(index + 1) != "to" or found.word(index - 1) in tense.copula or None
    if word in tense.behind or (len(word) > 3 and word.endswith("ed") and word not in tense.stative):
        return None if "be" in (found.word(index - 1), found.word(index - 2)) else False
    if word == "be" and found.word(index - 1) == "to" and not _timeless(found, index - 1, rules):
        return True
    return None


def _timeless(found: Tokens, index: int, rules: Grammar) -> bool:
    """Whether the infinitive of a "to" has the time of what it hangs on: "unable to", "the latest guard to be shot"."""
    if found.word(index - 1) in rules.tense.raising:
        return True
    return any(found.word(i) in rules.tense.ranks for i in range(max(0, index - RANK_REACH), index))


def _may_be_verb(found: Tokens, index: int) -> bool:
    """Whether the word after "to" can be an infinitive: a plain lower-case word."""
    word = found.text[found.starts[index] : found.ends[index]]
    return found.kinds[index] == OTHER and word.islower() and not word.endswith(("ing", "s"))


def _ends_sentence(found: Tokens, index: int, rules: Grammar) -> bool:
    word = found.word(index)
    if found.kinds[index] == BREAK or word in {"!", "?"}:
        return True
    if word != "." or index + 1 >= len(found.starts):
        return False
    before, following = found.word(index - 1), found.text[found.starts[index + 1]]
    short = len(before) < 3 or before in rules.values["any_month"] or before in rules.tense.titles
    return not short and not following.islower() and not following.isdigit()


def onset_since(found: Tokens, first: int, floor: int, rules: Grammar) -> int | None:
    """Where "since" stands when it governs a later time by an onset ("since the war began on 24 February")."""
    seen = False
    for index in range(first - 1, max(floor - 1, first - ONSET_REACH), -1):
        word = found.word(index)
        if not word[:1].isalpha() or word in ("and", "but", "said"):
            return None
        if word == "since":
            return index if seen else None
        seen = seen or word in rules.tense.onset
    return None

"""Which words of a doc may trigger which rules, so that each rule looks only at those: a rule says by the word alone
(lemma, form, tag, label) what it can be told by, and each kind of word is asked once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from spacy.strings import StringStore
    from spacy.tokens import Doc

    from onrecord.language.kept import Kept, Keys

KEPT = 200_000  # words, each with a tag and a label
LOOKED_AT: list[int | str] = ["LEMMA", "LOWER", "POS", "TAG", "DEP"]
DEPS = ("amod", "aux", "compound", "conj", "nmod", "poss")  # the labels that rules ask for
_STORED = "onrecord.marks"


class Word(NamedTuple):
    """What a rule may ask of a word: strings as spaCy names them; lemma and form in lower case; ``dep`` one of DEPS
    or empty."""

    lemma: str
    lower: str
    pos: str
    tag: str
    dep: str


_rules: list[Callable[[Word], bool]] = []


def rule(may_trigger: Callable[[Word], bool]) -> int:
    """Registers what can trigger a rule; gives the rule's number for ``marked``."""
    _rules.append(may_trigger)
    return len(_rules) - 1


def marked(doc: Doc, number: int) -> list[int]:
    """The indices of the doc's words that may trigger the rule, in order."""
    stored: tuple[list[int], ...] | None = doc.user_data.get(_STORED)
    if stored is None or len(stored) != len(_rules):
        mark([doc])
        stored = doc.user_data[_STORED]
    return stored[number]


def mark(docs: Sequence[Doc]) -> None:
    """Find at one go what ``marked`` gives for each of these docs."""
    import numpy as np

    strings = docs[0].vocab.strings
    words: Keys = np.concatenate([doc.to_array(LOOKED_AT) for doc in docs])
    words[:, -1] *= np.isin(words[:, -1], [strings[label] for label in DEPS])
    bits = _kept(strings, len(_rules))(words)[:, 0]
    found = np.flatnonzero(bits)
    told = zip(found.tolist(), bits[found].tolist(), strict=True)
    at, of = next(told, (len(bits), 0))
    end = 0
    for doc in docs:
        start, end = end, end + len(doc)
        stored: tuple[list[int], ...] = tuple([] for _ in _rules)
        while at < end:
            for each in _numbers(of):
                stored[each].append(at - start)
            at, of = next(told, (len(bits), 0))
        doc.user_data[_STORED] = stored


@cache
def _numbers(bits: int) -> tuple[int, ...]:
    """The rules whose bits are set."""
    return tuple(number for number in range(bits.bit_length()) if bits >> number & 1)


@cache
def _kept(strings: StringStore, rules: int) -> Kept[np.uint64]:
    """The marks of each kind of word met so far, one bit for each of the first ``rules`` rules."""
    import numpy as np

    from onrecord.language.kept import Kept

    def learn(words: Keys) -> Keys:
        rows = np.zeros((len(words), 1), dtype=np.uint64)
        for row, keys in enumerate(words.tolist()):
            lemma, lower, pos, tag, dep = (strings[key] for key in keys)
            word = Word((lemma or lower).lower(), lower, pos, tag, dep)
            rows[row] = sum(1 << number for number, may in enumerate(_rules[:rules]) if may(word))
        return rows

    return Kept(len(LOOKED_AT), learn, KEPT)

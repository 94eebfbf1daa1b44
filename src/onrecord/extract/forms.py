"""The words of a doc as written, in lower case, spelled out once for all rules that ask for them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Doc

_STORED = "onrecord.forms"


def forms(doc: Doc) -> tuple[str, ...]:
    """The form of each word in lower case, in order."""
    stored: tuple[str, ...] | None = doc.user_data.get(_STORED)
    if stored is None:
        keys: list[int] = doc.to_array("LOWER").tolist()
        stored = doc.user_data[_STORED] = tuple(map(_spelled(doc.vocab.strings), keys))
    return stored


@cache
def _spelled(strings: StringStore) -> Callable[[int], str]:
    """The string of a key, looked up once."""
    known: dict[int, str] = {}

    def spelled(key: int) -> str:
        word = known.get(key)
        if word is None:
            word = known[key] = strings[key]
        return word

    return spelled

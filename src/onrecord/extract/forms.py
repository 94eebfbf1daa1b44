"""The text of a doc and its words as written, in lower case, put together once for all rules that ask for them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, cast

from onrecord.language import TEXT

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Doc, Span

_STORED = "onrecord.forms"


def written(words: Doc | Span) -> str:
    """What ``.text`` of a doc or a span gives."""
    doc = words.doc
    text: str | None = doc.user_data.get(TEXT)
    if text is None:
        text = doc.user_data[TEXT] = doc.text
    if words is doc:
        return text
    span = cast("Span", words)
    return text[span.start_char : span.end_char]


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

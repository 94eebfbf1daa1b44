"""The text of a doc and its words as written, in lower case, put together once for all rules that ask for them."""

from __future__ import annotations

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
        stored = doc.user_data[_STORED] = tuple(map(_spelled(doc.vocab.strings).__getitem__, keys))
    return stored


class _Spelled(dict[int, str]):
    """The strings of keys, each looked up once."""

    def __init__(self, strings: StringStore) -> None:
        super().__init__()
        self._strings = strings

    def __missing__(self, key: int) -> str:
        word = self[key] = self._strings[key]
        return word


_spelled = cache(_Spelled)

"""What no honest text has and hostile text may: words as long as pages, sentences as long as books.

The tokenizer and the rules of sentences take time with the square of either, so both are cut before they come to them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spacy.language import Language

if TYPE_CHECKING:
    from spacy.tokens import Doc

WORD = 400  # characters
SENTENCE = 400  # tokens without a full stop, a question or an exclamation mark
_ENDS = frozenset({".", "!", "?", "…", ";", ":"})
_LONG = re.compile(rf"\S{{{WORD + 1},}}")
NAME = "bounds"


def readable(text: str) -> str:
    """The text with every overlong word as one of the same length that says nothing."""
    return _LONG.sub(lambda word: "x" * len(word[0]), text)


@Language.component(NAME)
def bounded(doc: Doc) -> Doc:
    """A sentence begins at the latest where the one before is overlong; stands before the parser, which heeds it."""
    since = 0
    for token in doc if len(doc) > SENTENCE else ():
        if token.text in _ENDS:
            since = token.i + 1
        elif token.i - since >= SENTENCE:
            token.is_sent_start = True
            since = token.i
    return doc

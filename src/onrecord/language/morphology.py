"""A model's attribute ruler and lemmatizer by a shorter way: what they make of a word depends on the word, its tag and
its dependency label alone, but for a few patterns of two words, so it is worked out once for each such word, and for
each run of words in which such a pattern may begin.

Labels between which no pattern tells are one. Grammatical features (case, tense) are left out: no rule asks for them.
A doc in which a tag or a label is changed is left to the model's own components.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import batched
from typing import Any

import numpy as np
from spacy.attrs import DEP, LEMMA, ORTH, POS, TAG
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler, DependencyParser, Lemmatizer
from spacy.tokens import Doc

from onrecord.language.kept import Kept, Keys

KEPT = 200_000  # words, each with a tag and a label
RUNS = 20_000  # runs of such words
GIVEN = [ORTH, TAG, DEP]
NAME, RULER, LEMMATIZER = "onrecord_morphology", "attribute_ruler", "lemmatizer"
MADE = [POS, LEMMA]
OPENS, CHANGES = 1, 2  # what keeps a word from being decided alone: a pattern of two may begin, a tag or label changes


def shorten(nlp: Language) -> None:
    """Put the shorter way in place of the pipeline's ruler and lemmatizer, if they follow its parser."""
    names = nlp.pipe_names
    if not {RULER, LEMMATIZER, "tagger", "parser"} <= set(names):
        return
    lemmatizer = nlp.get_pipe(LEMMATIZER)
    if isinstance(lemmatizer, Lemmatizer):
        _index(lemmatizer)
        nlp.add_pipe(NAME, after=max(RULER, LEMMATIZER, key=names.index))
        nlp.select_pipes(disable=[RULER, LEMMATIZER])


def _index(lemmatizer: Lemmatizer) -> None:
    """Put sets in place of the lists of known words, in which the lemmatizer looks each of its guesses up."""
    known = lemmatizer.lookups.get_table("lemma_index", {})
    for pos in list(known):
        known[pos] = frozenset(known[pos])


class Morphology:
    """Part of speech and lemma for docs that are tagged and parsed."""

    def __init__(self, nlp: Language) -> None:
        ruler = nlp.get_pipe(RULER)
        assert isinstance(ruler, AttributeRuler)
        self._vocab = nlp.vocab
        self._components = (ruler, nlp.get_pipe(LEMMATIZER))
        self._openers = Matcher(nlp.vocab)
        patterns: list[dict[str, Any]] = ruler.patterns
        openers = [[pattern[0]] for rule in patterns for pattern in rule["patterns"] if len(pattern) > 1]
        if openers:
            self._openers.add("opener", openers)
        self._labels, self._alike = _alike(nlp, patterns)
        self._kept = Kept(len(GIVEN), self._learnt, KEPT)
        self._run = lru_cache(RUNS)(self._learnt_together)

    def __call__(self, doc: Doc) -> Doc:
        """The doc with its words' attributes set."""
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Each doc with its words' attributes set."""
        for batch in batched(docs, batch_size):
            words = np.concatenate([doc.to_array(GIVEN) for doc in batch])
            words[:, -1] = self._alike[np.searchsorted(self._labels, words[:, -1])]
            made = self._kept(words)
            at = 0
            for doc in batch:
                start, at = at, at + len(doc)
                rows = made[start:at]
                if rows[:, -1].any():
                    self._join(words[start:at], rows)
                if (rows[:, -1] == CHANGES).any():
                    for component in self._components:
                        component(doc)
                elif len(doc):
                    doc.from_array(MADE, rows[:, :-1])  # type: ignore[arg-type]
                yield doc

    def _join(self, words: Keys, rows: Keys) -> None:
        """Decide the words of a doc in which patterns may begin together with the word that follows them."""
        opening = np.flatnonzero(rows[:, -1] == OPENS)
        for run in np.split(opening, np.flatnonzero(np.diff(opening) > 1) + 1) if len(opening) else ():
            first, last = run[0], min(run[-1] + 2, len(words))
            rows[first:last] = self._run(words[first:last].tobytes())

    def _learnt_together(self, run: bytes) -> Keys:
        """What is made of words that stand one after the other."""
        return self._made(np.frombuffer(run, dtype=np.uint64).reshape(-1, len(GIVEN)))

    def _made(self, words: Keys) -> Keys:
        """What the components make of words in this order, and whether they change what is given."""
        doc = self._doc(words)
        for component in self._components:
            component(doc)
        changed = (doc.to_array(GIVEN) != words).any(axis=1).astype(np.uint64)
        return np.column_stack([doc.to_array(MADE), changed * np.uint64(CHANGES)])

    def _learnt(self, words: Keys) -> Keys:
        """What is made of each word; the last number is OPENS or CHANGES where the word alone does not decide it."""
        made = np.full((len(words), len(MADE) + 1), OPENS, dtype=np.uint64)
        opening = {start for _, start, _ in self._openers(self._doc(words), allow_missing=True)}
        alone = [at for at in range(len(words)) if at not in opening]
        made[alone] = self._made(words[alone])
        return made

    def _doc(self, words: Keys) -> Doc:
        """Words with their tags and labels that hang on nothing, as a doc."""
        orths, tags, deps = ([self._vocab.strings[one] for one in column] for column in words.T.tolist())
        return Doc(self._vocab, words=orths, tags=tags, deps=deps, heads=list(range(len(words))))


def _alike(nlp: Language, patterns: list[dict[str, Any]]) -> tuple[Keys, Keys]:
    """The parser's labels in order, and for each the first of those that no pattern tells from it."""
    asked = [word["DEP"] for rule in patterns for pattern in rule["patterns"] for word in pattern if "DEP" in word]
    parser = nlp.get_pipe("parser")
    assert isinstance(parser, DependencyParser)
    labels = sorted({"", "dep", "ROOT", *parser.labels}, key=nlp.vocab.strings.add)
    first: dict[tuple[bool, ...], str] = {}
    alike = [first.setdefault(tuple(_meets(label, one) for one in asked), label) for label in labels]
    keys = (np.array([nlp.vocab.strings[label] for label in each], dtype=np.uint64) for each in (labels, alike))
    return next(keys), next(keys)


def _meets(label: str, asked: str | dict[str, list[str]]) -> bool:
    """Whether a label is what a pattern asks for."""
    if isinstance(asked, str):
        return label == asked
    return all(label in given if how == "IN" else label not in given for how, given in asked.items())


@Language.factory(NAME)
def _made(nlp: Language, name: str) -> Morphology:
    """What spaCy calls to make the component."""
    return Morphology(nlp)

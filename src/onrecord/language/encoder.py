"""A model's word vectors by a shorter way: what a word is on its own is worked out once for each word, not for each
token, and the layers above run over stretches that stay in the processor's cache.

The arithmetic is the model's own, so the vectors are the same but for rounding in the last bits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray
from spacy.attrs import intify_attr
from thinc.api import Model

from onrecord.language.kept import Kept, Keys, Rows

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

type Floats = NDArray[np.float32]

WINDOW = ["expand_window", "maxout", "layernorm", "dropout"]
KEPT = 60_000  # words; their vectors are 23 MB a model
STRETCH = 1024  # tokens that go through the layers together


@dataclass(frozen=True, slots=True)
class Layer:
    """One window layer. ``weights`` is (3 * width, pieces * width), piece after piece, for rows of three words."""

    weights: Floats
    bias: Floats
    gain: Floats
    shift: Floats


@dataclass(frozen=True, slots=True)
class Words:
    """Words without a text, which the model's own embedding takes for a document."""

    vocab: Vocab
    attributes: tuple[int, ...]
    values: Keys

    def __len__(self) -> int:
        return len(self.values)

    def to_array(self, wanted: int | str | Sequence[int | str]) -> Keys:
        """The attributes asked for: (words,) for one, (words, attributes) for several."""
        if isinstance(wanted, int | str):
            return self.values[:, self.attributes.index(intify_attr(wanted))]
        return np.ascontiguousarray(self.values[:, [self.attributes.index(intify_attr(w)) for w in wanted]])


type Embed = Callable[[Sequence[Doc]], tuple[Rows, Floats]]


def embedding(model: Model[Any, Any], vocab: Vocab) -> Embed:
    """The model's embedding of words on their own: from docs to a row number for each token of all, and the rows."""
    columns = next(node.attrs["columns"] for node in model.walk() if node.name == "extract_features")
    attributes = tuple(dict.fromkeys(intify_attr(name) for name in ("ORTH", *columns)))

    def learnt(words: Keys) -> Floats:
        (vectors,) = model.predict([Words(vocab, attributes, words)])
        return np.asarray(vectors)

    kept = Kept(len(attributes), learnt, KEPT)
    return lambda docs: kept.at(np.concatenate([doc.to_array(list(attributes)) for doc in docs]))


def shorten(nlp: Language) -> None:
    """Put the shorter way in place of each token-to-vector model of the pipeline that is built as we know it."""
    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        if not isinstance(model, Model):
            continue
        for node in list(model.walk()):
            short = quick(node, nlp.vocab)
            if short is None:
                continue
            if node is model:
                component.model = short  # type: ignore[attr-defined]
            else:
                model.replace_node(node, short)


def quick(model: Model[Any, Any], vocab: Vocab) -> Model[Any, Any] | None:
    """A model that gives what this token-to-vector model gives, or None where that is not built as we know it."""
    if len(model.layers) != 2 or not any(node.name == "extract_features" for node in model.layers[0].walk()):
        return None
    leaves = [node for node in model.layers[1].walk(order="dfs_pre") if not node.layers]
    if [node.name for node in leaves] != WINDOW * (len(leaves) // len(WINDOW)) or any(
        node.attrs.get("window_size", 1) != 1 for node in leaves
    ):
        return None
    layers = tuple(_layer(maxout, norm) for _, maxout, norm, _ in batched(leaves, len(WINDOW)))
    embed = embedding(model.layers[0], vocab)

    def forward(_: Model[Any, Any], docs: Sequence[Doc], is_train: bool) -> tuple[list[Floats], Callable[[Any], Any]]:
        return list(_encoded(docs, embed, layers)), _no_training

    return Model("quick", forward, dims={"nO": model.get_dim("nO")})


def _layer(maxout: Model[Any, Any], norm: Model[Any, Any]) -> Layer:
    weights = np.asarray(maxout.get_param("W"))
    width, pieces, window = weights.shape
    return Layer(
        np.ascontiguousarray(weights.transpose(1, 0, 2).reshape(pieces * width, window).T),
        np.ascontiguousarray(np.asarray(maxout.get_param("b")).T).reshape(pieces * width),
        np.asarray(norm.get_param("G")),
        np.asarray(norm.get_param("b")),
    )


def _encoded(docs: Sequence[Doc], embed: Embed, layers: Sequence[Layer]) -> Iterator[Floats]:
    """One (tokens, width) array for each doc; between docs stand as many empty rows as there are layers."""
    gap = len(layers)
    rows, table = embed(docs)
    begun = 0
    for stretch in _stretches(docs):
        lengths = np.array([len(doc) for doc in stretch])
        starts = np.cumsum(lengths + gap) - lengths
        spans = list(zip(starts, starts + lengths, strict=True))
        tokens = np.concatenate([np.arange(*span) for span in spans])
        words = np.zeros(starts[-1] + lengths[-1] + gap, dtype=np.intp)
        kinds, words[tokens] = np.unique(rows[begun : begun + len(tokens)], return_inverse=True)
        begun += len(tokens)
        words[tokens] += 1
        known = np.concatenate([np.zeros((1, table.shape[1]), dtype=np.float32), table[kinds]])
        vectors = known[words]
        needed = np.zeros((gap, len(words)), dtype=bool)
        needed[-1, tokens] = True
        for number in range(gap - 1, 0, -1):
            needed[number - 1] = needed[number]
            needed[number - 1, 1:] |= needed[number, :-1]
            needed[number - 1, :-1] |= needed[number, 1:]
        for number, layer in enumerate(layers):
            at = np.flatnonzero(needed[number])
            pieces = _first(layer, known, words, at) if number == 0 else _windows(vectors)[at - 1] @ layer.weights
            vectors[at] += _settled(layer, pieces)
        yield from (vectors[start:end] for start, end in spans)


def _first(layer: Layer, known: Floats, words: NDArray[np.intp], at: NDArray[np.intp]) -> Floats:
    """The windows around these tokens through the weights, each kind of word multiplied once."""
    width = known.shape[1]
    before, here, after = (known @ layer.weights[side : side + width] for side in range(0, 3 * width, width))
    pieces = before[words[at - 1]]
    pieces += here[words[at]]
    pieces += after[words[at + 1]]
    return pieces


def _windows(vectors: Floats) -> Floats:
    """(tokens - 2, 3 * width), as a view: each token but the first and last between its neighbours."""
    count, width = vectors.shape
    return as_strided(vectors, (count - 2, 3 * width), vectors.strides, writeable=False)


def _settled(layer: Layer, pieces: Floats) -> Floats:
    """Maxout over the pieces, then the layer's norm."""
    width = len(layer.gain)
    pieces += layer.bias
    best = pieces[:, :width]
    for piece in range(width, pieces.shape[1], width):
        best = np.maximum(best, pieces[:, piece : piece + width])
    best -= best @ np.full((width, 1), 1 / width, dtype=np.float32)
    best *= (np.einsum("ij,ij->i", best, best)[:, None] / width + np.float32(1e-8)) ** np.float32(-0.5)
    best *= layer.gain
    best += layer.shift
    return best


def _stretches(docs: Sequence[Doc]) -> Iterator[list[Doc]]:
    """Runs of docs of about STRETCH tokens in all."""
    run: list[Doc] = []
    size = 0
    for doc in docs:
        run.append(doc)
        size += len(doc)
        if size >= STRETCH:
            yield run
            run, size = [], 0
    if run:
        yield run


def _no_training(_: Any) -> Any:
    raise NotImplementedError("this model only predicts")

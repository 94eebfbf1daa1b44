"""Rows of numbers worked out once for each kind of word and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

type Keys = NDArray[np.uint64]
type Rows = NDArray[np.intp]


class Kept[Number: np.generic]:
    """A table that fills as it is asked: (words, attributes) in, the (words, numbers) that ``learn`` made of each out.

    It holds at most about ``most`` words, then begins anew; its room doubles as it fills.
    """

    def __init__(self, attributes: int, learn: Callable[[Keys], NDArray[Number]], most: int) -> None:
        self._learn = learn
        self._most = most
        self._mixer = np.random.default_rng(0).integers(1, 2**63, attributes, dtype=np.uint64) | np.uint64(1)
        self._rows: dict[int, int] = {}
        self._table: NDArray[Number] | None = None

    def __call__(self, words: Keys) -> NDArray[Number]:
        """One row for each word."""
        rows, table = self.at(words)
        return table[rows]

    def at(self, words: Keys) -> tuple[Rows, NDArray[Number]]:
        """The row number of each word, and the table."""
        keys = (words * self._mixer).sum(axis=1, dtype=np.uint64).tolist()
        rows = self._known(keys)
        missing = np.flatnonzero(rows < 0)
        new = {keys[at]: at for at in missing.tolist()}
        if new and len(self._rows) + len(new) > self._most:
            self._rows.clear()
            self._table = None
            new = dict(zip(keys, range(len(keys)), strict=True))
            missing = np.arange(len(keys))
        if new or self._table is None:
            self._add(new, self._learn(words[list(new.values())]))
            rows[missing] = self._known([keys[at] for at in missing.tolist()])
        assert self._table is not None
        return rows, self._table

    def _known(self, keys: Sequence[int]) -> Rows:
        """The row number of each key, -1 for one that is not known."""
        return np.fromiter(map(self._rows.get, keys, repeat(-1)), dtype=np.intp, count=len(keys))

    def _add(self, keys: Iterable[int], learnt: NDArray[Number]) -> None:
        held = len(self._rows)
        self._rows.update(zip(keys, range(held, held + len(learnt)), strict=True))
        if self._table is None or len(self._table) < len(self._rows):
            wider = np.empty((max(len(self._rows), 2 * held), *learnt.shape[1:]), dtype=learnt.dtype)
            if self._table is not None:
                wider[:held] = self._table[:held]
            self._table = wider
        self._table[held : len(self._rows)] = learnt

"""Rows of numbers worked out once for each kind of word and kept."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

type Keys = NDArray[np.uint64]


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

    def at(self, words: Keys) -> tuple[list[int], NDArray[Number]]:
        """The row number of each word, and the table."""
        keys = (words * self._mixer).sum(axis=1, dtype=np.uint64).tolist()
        rows = self._rows
        new = {key: at for at, key in enumerate(keys) if key not in rows}
        if new and len(rows) + len(new) > self._most:
            rows.clear()
            self._table = None
            new = dict(zip(keys, range(len(keys)), strict=True))
        if new or self._table is None:
            learnt, held = self._learn(words[list(new.values())]), len(rows)
            rows.update(zip(new, range(held, held + len(new)), strict=True))
            if self._table is None or len(self._table) < len(rows):
                wider = np.empty((max(len(rows), 2 * held), *learnt.shape[1:]), dtype=learnt.dtype)
                if self._table is not None:
                    wider[:held] = self._table[:held]
                self._table = wider
            self._table[held : len(rows)] = learnt
        return [rows[key] for key in keys], self._table

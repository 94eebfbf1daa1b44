"""Rows of numbers worked out once for each kind of word and kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

type Keys = NDArray[np.uint64]
type Rows = NDArray[np.intp]


SLOTS = 17  # bits of a key by which a word is looked for first


class Kept[Number: np.generic]:
    """A table that fills as it is asked: (words, attributes) in, the (words, numbers) that ``learn`` made of each out.

    It holds at most about ``most`` words, then begins anew; its room doubles as it fills.
    """

    def __init__(self, attributes: int, learn: Callable[[Keys], NDArray[Number]], most: int) -> None:
        self._learn = learn
        self._most = most
        self._mixer = np.random.default_rng(0).integers(1, 2**63, attributes, dtype=np.uint64) | np.uint64(1)
        self._rows: dict[int, int] = {}
        self._keys: Keys = np.zeros(1, dtype=np.uint64)
        self._slots: Rows = np.zeros(2**SLOTS, dtype=np.intp)
        self._table: NDArray[Number] | None = None

    def __call__(self, words: Keys) -> NDArray[Number]:
        """One row for each word."""
        rows, table = self.at(words)
        return table[rows]

    def at(self, words: Keys) -> tuple[Rows, NDArray[Number]]:
        """The row number of each word, and the table."""
        keys: Keys = (words * self._mixer).sum(axis=1, dtype=np.uint64)
        slots = (keys >> np.uint64(64 - SLOTS)).astype(np.intp)
        rows = self._slots[slots]
        sought = np.flatnonzero(self._keys[rows] != keys)
        if len(sought) or self._table is None:
            rows[sought] = self._found(keys[sought].tolist(), words[sought])
            if (rows < 0).any():
                self._begin_anew()
                return self.at(words)
            self._slots[slots[sought]] = rows[sought]
        assert self._table is not None
        return rows, self._table

    def _found(self, keys: Sequence[int], words: Keys) -> Rows:
        """The row number of each word, learnt where it is new; -1 where the table has no room for the new."""
        new = {key: at for at, key in enumerate(keys) if key not in self._rows}
        room = not self._rows or len(self._rows) + len(new) <= self._most
        if room and (new or self._table is None):
            self._add(list(new), self._learn(words[list(new.values())]))
        return np.fromiter(map(self._rows.get, keys, repeat(-1)), dtype=np.intp, count=len(keys))

    def _begin_anew(self) -> None:
        self._rows.clear()
        self._keys, self._table = np.zeros(1, dtype=np.uint64), None
        self._slots[:] = 0

    def _add(self, keys: Sequence[int], learnt: NDArray[Number]) -> None:
        held, holds = len(self._rows), len(self._rows) + len(keys)
        self._rows.update(zip(keys, range(held, holds), strict=True))
        if self._table is None or len(self._table) < holds:
            room = max(holds, 2 * held, 1)
            wider, names = np.empty((room, *learnt.shape[1:]), dtype=learnt.dtype), np.zeros(room, dtype=np.uint64)
            if self._table is not None:
                wider[:held], names[:held] = self._table[:held], self._keys[:held]
            self._table, self._keys = wider, names
        self._table[held:holds] = learnt
        self._keys[held:holds] = keys

"""How often a password may be tried: a few failures, then a wait; other names and other machines are not held up."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from threading import BoundedSemaphore, Lock

WINDOW = 15 * 60.0
PAIR, ADDRESS, NAME = 5, 30, 60
MOST = 10_000
AT_ONCE = 4


class Throttle:
    """Failures of the last quarter of an hour: by name from one address, by address, and by name from anywhere."""

    def __init__(self) -> None:
        self._failed: dict[tuple[str, str], deque[float]] = defaultdict(deque)
        self._lock = Lock()
        # Checking a password takes 64 MB for a moment: no more than these at once, however many ask.
        self.checking = BoundedSemaphore(AT_ONCE)

    def wait(self, name: str, address: str, now: float | None = None) -> int:
        """Seconds until this may be tried again; 0 for now."""
        moment = time.monotonic() if now is None else now
        with self._lock:
            return max(self._left(key, limit, moment) for key, limit in _keys(name, address))

    def failed(self, name: str, address: str, now: float | None = None) -> None:
        """Note a failure."""
        moment = time.monotonic() if now is None else now
        with self._lock:
            if len(self._failed) > MOST:
                self._forget(moment)
            for key, _ in _keys(name, address):
                self._failed[key].append(moment)

    def succeeded(self, name: str, address: str) -> None:
        """Forget this name's failures from this address."""
        with self._lock:
            self._failed.pop((name, address), None)

    def _left(self, key: tuple[str, str], limit: int, now: float) -> int:
        times = self._failed.get(key)
        if times is None:
            return 0
        while times and times[0] <= now - WINDOW:
            times.popleft()
        return int(times[-limit] + WINDOW - now) + 1 if len(times) >= limit else 0

    def _forget(self, now: float) -> None:
        for key in [k for k, times in self._failed.items() if not times or times[-1] <= now - WINDOW]:
            del self._failed[key]


def _keys(name: str, address: str) -> tuple[tuple[tuple[str, str], int], ...]:
    return (((name, address), PAIR), (("", address), ADDRESS), ((name, ""), NAME))

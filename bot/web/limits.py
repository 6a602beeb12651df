"""How often somebody may knock: sliding windows, in this process."""

from __future__ import annotations

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable

__all__ = ["Window"]

TIDY_AT = 10_000


class Window:
    """At most `count` events of a key in `seconds`; a count of 0 is no limit."""

    def __init__(
        self, count: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._count = count
        self._seconds = seconds
        self._clock = clock
        self._events: dict[str, deque[float]] = defaultdict(deque)
        self._tidy_at = TIDY_AT

    def wait(self, key: str) -> int:
        """Count one event; returns 0 if it may pass, else after how many seconds to try again."""
        if not self._count:
            return 0
        now = self._clock()
        events = self._events[key]
        while events and events[0] <= now - self._seconds:
            events.popleft()
        if len(events) >= self._count:
            return max(1, math.ceil(events[0] + self._seconds - now))
        events.append(now)
        if len(self._events) > self._tidy_at:
            self._forget(now)
        return 0

    def _forget(self, now: float) -> None:
        old = [k for k, e in self._events.items() if not e or e[-1] <= now - self._seconds]
        for key in old:
            del self._events[key]
        # With many live keys: not again at every event.
        self._tidy_at = max(TIDY_AT, 2 * len(self._events))

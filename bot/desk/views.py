"""Which pages are open: one that looks at itself anew is one view, and one row of the audit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

__all__ = ["Views"]

# A page looks at itself every 30 seconds, in the background of a browser every minute.
LASTS = timedelta(minutes=2)
# Above this the views that are over are forgotten.
MANY = 1000

View = tuple[str, ...]


class Views:
    """The views of one process; after a restart an open page is a view of its own."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._seen: dict[View, datetime] = {}

    def is_open(self, view: View) -> bool:
        """Was it seen a moment ago?"""
        seen = self._seen.get(view)
        return seen is not None and self._clock() - seen < LASTS

    def seen(self, view: View) -> None:
        """It is seen now."""
        if len(self._seen) >= MANY:
            self._seen = {one: at for one, at in self._seen.items() if self.is_open(one)}
        self._seen[view] = self._clock()

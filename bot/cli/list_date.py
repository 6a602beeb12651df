"""Of which day a serial list is, where nobody says it."""

from __future__ import annotations

import os
import stat
from datetime import date
from typing import BinaryIO

__all__ = ["date_of"]


def date_of(file: BinaryIO, today: date) -> tuple[date, str]:
    """The day, and in words where it comes from.

    A list is never newer than its file: where that was last changed before today, it is of that
    day. Of what comes through a pipe nothing is known; it is taken for today's.
    """
    try:
        found = os.fstat(file.fileno())
    except (OSError, ValueError):
        return today, "today, as nothing else is known"
    if not stat.S_ISREG(found.st_mode):
        return today, "today, as nothing else is known"
    return min(date.fromtimestamp(found.st_mtime), today), "the day its file was last changed"

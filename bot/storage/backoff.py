"""How long to wait before something that failed is tried again. Pure but for the dice."""

from __future__ import annotations

import random
from datetime import timedelta

__all__ = ["pause_after"]


def pause_after(tries: int, first: timedelta, longest: timedelta) -> timedelta:
    """Doubled with each try, and spread: many that failed together shall not return together."""
    pause: timedelta = min(first * 2 ** min(tries, 20), longest)
    spread = random.uniform(0.5, 1.5)  # noqa: S311 - only spreads the load
    return timedelta(seconds=pause.total_seconds() * spread)

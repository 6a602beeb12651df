"""What speaks against a serial list, before it is loaded or decides."""

from __future__ import annotations

from bot.recalls.lists import Changes, ListError
from bot.recalls.model import ListInfo, Recall

__all__ = ["refuse_shrinking", "refuse_unused", "shrinks"]

# A recall grows or is corrected here and there; a list that lacks more is cut off or another one.
MOST_GONE = 0.05
# Shorter lists are read through, and made-up ones are to be loaded one after the other.
SHORT = 20


def refuse_unused(recall: Recall) -> None:
    """Raises ListError where the recall's rule asks no list: a loaded one would be ignored."""
    if not recall.identification.rule.asks_list():
        raise ListError(
            f"Recall {recall.number} is not decided by a serial list: its identification rule asks "
            "none, so the list would be ignored. Nothing was loaded. If the firm's list decides, "
            "first write `kind: serial_list` (or `or_list: true` beside its maker's tool) into the "
            "rule in the recall's file and check it with `recall-assistant recalls lint`."
        )


def shrinks(before: ListInfo, changes: Changes) -> bool:
    """Does so much of the list that decides go that somebody must say that this is meant?"""
    if before.demo or before.serials < SHORT:
        return False
    return changes.removed > before.serials * MOST_GONE


def refuse_shrinking(before: ListInfo, changes: Changes, otherwise: str) -> None:
    """Raises ListError where `shrinks`; otherwise: what to do if it is meant."""
    if shrinks(before, changes):
        raise ListError(
            f"{changes.removed:,} of the {before.serials:,} serials of list {before.version} "
            f"({changes.removed / before.serials:.0%}) are not on the new one and would be "
            f"called not listed. Nothing was changed. Is the new list whole? {otherwise}"
        )

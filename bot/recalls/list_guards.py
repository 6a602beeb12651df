"""What speaks against a serial list, before it is loaded or decides."""

from __future__ import annotations

from bot.recalls.lists import Changes, ListError, SerialLists
from bot.recalls.model import ListInfo, Recall

__all__ = ["refuse_shrinking", "refuse_unused", "shrinks", "what_shrinks"]

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
    """Does so much of a list go that somebody must say that this is meant?"""
    if before.demo or before.serials < SHORT:
        return False
    return changes.removed > before.serials * MOST_GONE


async def what_shrinks(lists: SerialLists, chosen: ListInfo) -> tuple[ListInfo, Changes] | None:
    """The version of which the chosen one lacks too many, and what changes; None: of none."""
    for before in await lists.to_compare_with(chosen.recall):
        if before.id == chosen.id:
            continue
        changes = await lists.compare(before, chosen)
        if shrinks(before, changes):
            return before, changes
    return None


async def refuse_shrinking(lists: SerialLists, recall: str, version: int, otherwise: str) -> None:
    """Raises ListError where this version lacks too many; otherwise: what to do if it is meant."""
    versions = await lists.versions(recall)
    chosen = next((info for info in versions if info.version == version), None)
    if chosen and (found := await what_shrinks(lists, chosen)):
        before, changes = found
        raise ListError(
            f"{changes.removed:,} of the {before.serials:,} serials of list {before.version} "
            f"({changes.removed / before.serials:.0%}) are not on list {version} and would be "
            f"called not listed. Nothing was changed. Is list {version} whole? {otherwise}"
        )

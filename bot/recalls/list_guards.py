"""What speaks against a serial list, before it is loaded or decides."""

from __future__ import annotations

from bot.recalls.lists import ListError
from bot.recalls.model import Recall

__all__ = ["refuse_unused"]


def refuse_unused(recall: Recall) -> None:
    """Raises ListError where the recall's rule asks no list: a loaded one would be ignored."""
    if not recall.identification.rule.asks_list():
        raise ListError(
            f"Recall {recall.number} is not decided by a serial list: its identification rule asks "
            "none, so the list would be ignored. Nothing was loaded. If the firm's list decides, "
            "first write `kind: serial_list` (or `or_list: true` beside its maker's tool) into the "
            "rule in the recall's file and check it with `recall-assistant recalls lint`."
        )

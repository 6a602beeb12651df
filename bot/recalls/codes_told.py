"""A code told beside its model, in whatever shape that recall's codes have. Pure."""

from __future__ import annotations

import re

from bot.recalls.model import Recall
from bot.recalls.rules.rule import Reading, Unit

__all__ = ["code_told"]

SHORTEST = 5
_WORD = re.compile(r"(?<![\w.@/-])[A-Za-z0-9][A-Za-z0-9.-]*[A-Za-z0-9](?![\w@/-])")


def code_told(text: str, unit: Unit, recall: Recall) -> tuple[str, str] | None:
    """What the recall lists one by one and the message holds: (serial, 000G21), (lot, 0124AA).

    Only a listed code is taken without being asked for; any other word may be anything.
    """
    rule = recall.identification.rule
    names = {name for leaf in rule.leaves() if leaf.listed for name in leaf.reads()}
    for word in _WORD.findall(text):
        if len(word) < SHORTEST or not any(c.isdigit() for c in word):
            continue
        for name in sorted(names):
            told = unit.with_value(name, word).folded(recall.serial)
            if rule.check(told, Reading()).match:
                return name, word
    return None

"""A code told beside its model or maker, in whatever shape that recall's codes have. Pure."""

from __future__ import annotations

import re

from bot.recalls.model import Recall
from bot.recalls.patterns import clean
from bot.recalls.rules.rule import Reading, Slips, Unit

__all__ = ["code_of_maker", "code_told"]

SHORTEST = 5
# "Lot 0124AA", "batch code: 35-22": called by its name, so any such code is taken.
_CALLED = re.compile(
    r"\b(?:lot|batch)\b(?:\s+(?:code|number|num|no|nr|is|says|reads))*\.?\s*[:#=]?\s*"
    r"(?=[\w/.-]*\d)([A-Za-z0-9][\w/.-]*\w)(?![\w@-])",
    re.IGNORECASE,
)
_WORD = re.compile(r"(?<![\w.@/-])[A-Za-z0-9][A-Za-z0-9.-]*[A-Za-z0-9](?![\w@/-])")


def code_told(text: str, unit: Unit, recall: Recall) -> tuple[str, str] | None:
    """What the recall lists one by one and the message holds: (serial, 000G21), (lot, 0124AA).

    Only a listed code, or a lot that is called one, is taken without being asked for; any other
    word may be anything.
    """
    rule = recall.identification.rule
    names = {name for leaf in rule.leaves() if leaf.slips is Slips.ANY for name in leaf.reads()}
    for word in _WORD.findall(text):
        if len(word) < SHORTEST or not any(c.isdigit() for c in word):
            continue
        for name in sorted(names):
            told = unit.with_value(name, word).folded(recall.serial)
            if rule.check(told, Reading()).match:
                return name, word
    called = _CALLED.search(text)
    return ("lot", called[1]) if called and "lot" in names else None


def code_of_maker(text: str, recall: Recall) -> tuple[str, str] | None:
    """The same where the maker was told, but not which of the recall's models it is."""
    models = [model for product in recall.products for model in product.models]
    told = [code_told(text, Unit(clean(model)), recall) for model in models]
    return next(filter(None, told), None)

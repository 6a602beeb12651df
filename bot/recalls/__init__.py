"""What is recalled, and is this unit one of them: all that needs no database.

The lists in it are `bot.recalls.lists`, and `bot.recalls.check` asks them.
"""

from bot.recalls.demo import DEMO_NOTE, demo_serials
from bot.recalls.loading import Problem, RecallFileError, lint, load_recall, load_recalls
from bot.recalls.model import ListInfo, Recall, Recalls
from bot.recalls.rules.rule import Reading, Unit
from bot.recalls.serials import fold, groups_of_four
from bot.recalls.verdict import (
    AFFECTED,
    CHECK_AGAIN,
    NOT_LISTED,
    POSSIBLY_AFFECTED,
    UNKNOWN_PRODUCT,
    RecallVerdict,
    judge,
    overall,
)

__all__ = [
    "AFFECTED",
    "CHECK_AGAIN",
    "DEMO_NOTE",
    "NOT_LISTED",
    "POSSIBLY_AFFECTED",
    "UNKNOWN_PRODUCT",
    "ListInfo",
    "Problem",
    "Reading",
    "Recall",
    "RecallFileError",
    "RecallVerdict",
    "Recalls",
    "Unit",
    "demo_serials",
    "fold",
    "groups_of_four",
    "judge",
    "lint",
    "load_recall",
    "load_recalls",
    "overall",
]

"""What is recalled, and is this unit one of them."""

from bot.recalls.check import Check, CheckFailed, UnitChecks
from bot.recalls.demo import DEMO_NOTE, demo_serials
from bot.recalls.import_file import MOST_BAD, ImportRefused, RejectedRow, SerialRows
from bot.recalls.lists import Changes, ListError, SerialLists
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
    "MOST_BAD",
    "NOT_LISTED",
    "POSSIBLY_AFFECTED",
    "UNKNOWN_PRODUCT",
    "Changes",
    "Check",
    "CheckFailed",
    "ImportRefused",
    "ListError",
    "ListInfo",
    "Problem",
    "Reading",
    "Recall",
    "RecallFileError",
    "RecallVerdict",
    "Recalls",
    "RejectedRow",
    "SerialLists",
    "SerialRows",
    "Unit",
    "UnitChecks",
    "demo_serials",
    "fold",
    "groups_of_four",
    "judge",
    "lint",
    "load_recall",
    "load_recalls",
    "overall",
]

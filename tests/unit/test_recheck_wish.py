"""What is kept of the wish to hear of a later list."""

from pathlib import Path
from unittest.mock import Mock

from bot.conversations.verdict_words import offer_recheck
from bot.recalls import NOT_LISTED, RecallVerdict, load_recalls
from bot.recalls.check import Check
from bot.recalls.intake import AskedUnit

RECALLS = load_recalls(Path(__file__).parents[2] / "data" / "recalls")
UNIT = AskedUnit("A1263", serial="7K3M9P2R4T6W8X0Y")


def not_listed(recall, version):
    held = {"version": version, "date": "2026-11-20", "demo": False} if version else None
    return RecallVerdict(recall, NOT_LISTED, "serial_list", "It is not on it.", held, {})


def test_a_model_in_two_recalls_waits_for_the_lists_of_both():
    verdicts = (not_listed("25-338", 3), not_listed("25-466", 1), not_listed("25-011", 0))
    wishes = offer_recheck(Mock(), [(UNIT, Check(verdicts, NOT_LISTED))], RECALLS)
    assert [(wish["recall"], wish["version"]) for wish in wishes] == [("25-338", 3), ("25-466", 1)]

"""What a customer is told when the firm has decided."""

from pathlib import Path

import pytest

from bot.claims.life import STATES
from bot.claims.notices import notice
from bot.recalls import load_recall

RECALL = load_recall(Path(__file__).parents[2] / "data" / "recalls" / "25-338.yml")
SILENT = {"draft", "submitted", "disposal_confirmed", "withdrawn", "expired"}


@pytest.mark.parametrize("state", STATES)
def test_each_decision_of_the_firm_is_told_with_number_and_reason(state):
    told = notice("RC-1", state, "the label can't be read", RECALL)
    if state in SILENT:
        assert told is None
        return
    assert "RC-1" in told.text
    assert ("the label can't be read" in told.text) == (
        state in ("needs_information", "rejected", "fulfilled")
    )


def test_disposal_is_told_with_the_steps_and_what_never_to_do():
    text = notice("RC-1", "awaiting_disposal", "", RECALL).text
    assert "Call your household hazardous waste" in text
    assert "not put it in the trash" in text


@pytest.mark.parametrize("state", STATES)
def test_only_awaiting_disposal_says_to_dispose(state):
    told = notice("RC-1", state, "", RECALL)
    assert ("please dispose" in (told.text if told else "")) == (state == "awaiting_disposal")


def test_a_disposal_sent_back_does_not_say_to_dispose_again():
    text = notice("RC-1", "awaiting_disposal", "When was it?", RECALL, "disposal_confirmed").text
    assert "When was it?" in text and "RC-1" in text
    assert "confirmed. Now please dispose" not in text and "household" not in text


def test_a_reason_is_said_as_it_is_also_with_braces():
    assert "{steps}" in notice("RC-1", "rejected", "{steps}", RECALL).text


def test_a_recall_whose_file_is_gone_still_gives_a_notice():
    assert "RC-1" in notice("RC-1", "awaiting_disposal", "", None).text

"""A serial after a verdict on another model is acknowledged, and its model asked once."""

import pytest

from tests.conversations.conftest import LISTED, Talk


@pytest.mark.parametrize("words", [LISTED, f"my serial number is {LISTED}"])
async def test_it_is_noted_and_the_model_asked_in_one_answer(talk: Talk, words: str) -> None:
    await talk.say("is my A1647 recalled?")
    answer = await talk.say(words)
    assert "AKFF 1Y0E 1234 5678" in answer
    assert answer.count("model number of your power bank") == 1
    await talk.say("A1263")
    assert talk.verdicts == ["affected"]

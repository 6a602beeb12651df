"""A yes to the one model that the question named means it."""

import pytest

from tests.conversations.conftest import LISTED, Talk


@pytest.mark.parametrize("words", ["yes", "yep that's the one"])
async def test_yes_to_the_one_model_that_was_named_means_it(talk: Talk, words: str) -> None:
    assert "For this recall it is A1263" in await talk.say("is my power bank recalled?")
    assert "serial number" in await talk.say(words)
    await talk.say(LISTED)
    assert talk.verdicts == ["affected"]


@pytest.mark.parametrize("words", ["no", "yes?", "maybe", "ok", "sure", "yes it's a Baseus"])
async def test_no_or_a_doubtful_yes_does_not(talk: Talk, words: str) -> None:
    await talk.say("is my power bank recalled?")
    await talk.say(words)
    await talk.say(LISTED)
    assert talk.verdicts != ["affected"]

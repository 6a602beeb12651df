"""A stopped claim goes on with what is missing."""

import pytest

from tests.conversations.conftest import ANSWERS, Talk


@pytest.mark.parametrize(
    "words", ["continue my claim", "start a claim", "I want to go on with my claim"]
)
async def test_a_stopped_claim_goes_on_with_what_is_missing(claiming: Talk, words: str) -> None:
    await claiming.say_all(*ANSWERS[:3], "stop")
    number = (await claiming.claim()).number
    assert number in await claiming.say(words)
    assert "remedy" in claiming.answers[-1].text
    await claiming.say_all(*ANSWERS[3:])
    assert "filed" in await claiming.say("yes")
    assert (await claiming.claim()).number == number

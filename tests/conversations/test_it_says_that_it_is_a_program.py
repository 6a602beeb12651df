"""It says that it is a program."""

import pytest

from tests.conversations.conftest import Talk


@pytest.mark.parametrize("words", ["are you a bot?", "am I talking to a real person?"])
async def test_it_says_that_it_is_a_program(talk: Talk, words: str) -> None:
    assert "computer program" in await talk.say(words)

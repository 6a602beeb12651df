"""A field named wrong is asked again."""

import pytest

from tests.conversations.conftest import Talk


@pytest.mark.parametrize("words", ["my email is wrong", "change my e-mail", "wrong email"])
async def test_a_field_named_wrong_is_asked_again(read_back: Talk, words: str) -> None:
    assert "What is your e-mail address" in await read_back.say(words)
    assert "janet@example.org" in await read_back.say("janet@example.org")
    assert "filed" in await read_back.press("Yes")

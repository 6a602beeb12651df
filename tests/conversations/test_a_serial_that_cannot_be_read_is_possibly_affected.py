"""A serial that cannot be read is possibly affected."""

import pytest

from tests.conversations.conftest import Talk


@pytest.mark.parametrize(
    "words", ["I can't read it", "the number is worn off", ">I can't read it", "skip"]
)
async def test_a_serial_that_cannot_be_read_is_possibly_affected(talk: Talk, words: str) -> None:
    await talk.say("is my A1263 recalled?")
    await (talk.press(words[1:]) if words.startswith(">") else talk.say(words))
    assert talk.verdicts == ["possibly_affected"]
    assert "treat it as recalled" in talk.text
    assert "Unplug it" in talk.text
    assert "start your claim" in talk.text
    await talk.press("Yes")
    assert (await talk.claim()).units[0].serial is None

"""A serial that cannot be read is possibly affected."""

import pytest

from tests.conversations.conftest import LISTED, Talk
from tests.conversations.helpers import send_photo


@pytest.mark.parametrize("words", ["I can't read it", "the number is worn off", ">I can't read it"])
async def test_a_serial_that_cannot_be_read_is_possibly_affected(talk: Talk, words: str) -> None:
    await talk.say("is my A1263 recalled?")
    await (talk.press(words[1:]) if words.startswith(">") else talk.say(words))
    # First how to read it, or a photo of it, or where else it may stand.
    assert talk.verdicts == [] and talk.asks_photo
    assert "zoom in" in talk.text and "your order" in talk.text
    await talk.press("I still can't read it")
    assert "someone from the support team" in talk.text
    assert "Ask for a person" in [b["title"] for b in talk.buttons]
    assert talk.verdicts == ["possibly_affected"]
    assert "treat it as recalled" in talk.text
    assert "Unplug it" in talk.text
    assert "start your claim" in talk.text
    await talk.press("Yes")
    assert (await talk.claim()).units[0].serial is None


async def test_who_skips_the_number_gets_the_verdict_at_once(talk: Talk) -> None:
    await talk.say_all("is my A1263 recalled?", "skip")
    assert talk.verdicts == ["possibly_affected"]


async def test_a_number_found_after_the_help_is_judged(talk: Talk) -> None:
    await talk.say_all("is my A1263 recalled?", "I can't read it", LISTED)
    assert talk.verdicts == ["affected"]


async def test_a_photo_instead_of_typing_is_welcome(talk: Talk) -> None:
    await talk.say("is my A1263 recalled?")
    await talk.say("can I send a photo instead of typing the serial?")
    assert "photo of the label" in talk.text and talk.asks_photo
    assert "serial number" in talk.text
    await send_photo(talk, "Model: A1263", f"SN: {LISTED}")
    assert "AKFF 1Y0E 1234 5678" in talk.text

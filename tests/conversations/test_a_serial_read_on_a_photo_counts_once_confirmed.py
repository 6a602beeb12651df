"""A serial that was never typed is read on the photo, and counts once it is confirmed."""

from tests.conversations.conftest import LISTED, Talk
from tests.conversations.helpers import UNLISTED, send_photo

GROUPS = "AKFF 1Y0E 1234 5678"


async def test_a_serial_on_a_photo_is_read_back(talk: Talk) -> None:
    await talk.say("is my A1263 recalled?")
    answer = await send_photo(talk, "Model: A1263", f"SN: {LISTED}")
    assert "I have your photo" in answer and GROUPS in answer
    assert talk.verdicts == []
    await talk.say("yes")
    assert talk.verdicts == ["affected"]


async def test_one_that_was_read_wrongly_is_typed(talk: Talk) -> None:
    await talk.say("is my A1263 recalled?")
    await send_photo(talk, f"SN: {UNLISTED}")
    assert "serial number" in await talk.say("no")
    assert talk.verdicts == []
    await talk.say(LISTED)
    assert talk.verdicts == ["affected"]


async def test_not_listed_only_after_the_confirmation(talk: Talk) -> None:
    await talk.say("is my A1263 recalled?")
    await send_photo(talk, f"SN: {UNLISTED}")
    assert talk.verdicts == []
    await talk.say("yes")
    assert talk.verdicts == ["not_listed"]


async def test_a_photo_that_opens_the_conversation_offers_the_check(talk: Talk) -> None:
    answer = await send_photo(talk, "Model: A1263", f"SN: {LISTED}")
    assert "A1263" in answer and GROUPS in answer
    await talk.press("Yes, check it")
    assert talk.verdicts == ["affected"]


async def test_model_and_serial_are_both_taken_where_the_model_is_asked(talk: Talk) -> None:
    await talk.say("is my power bank recalled?")
    assert GROUPS in await send_photo(talk, "Model: A1263", f"SN: {LISTED}")
    await talk.say("yes")
    assert talk.verdicts == ["affected"]

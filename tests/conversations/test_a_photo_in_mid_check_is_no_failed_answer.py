"""A photo in mid-check is no failed answer."""

from tests.conversations.conftest import Talk
from tests.conversations.helpers import send_photo, slot_of


async def test_a_photo_in_mid_check_is_kept_and_the_question_stays(talk: Talk) -> None:
    await talk.say("is my A1263 recalled?")
    await send_photo(talk)
    assert "I have your photo" in talk.text
    assert "serial number" in talk.answers[-1].text
    assert not await slot_of(talk, "check_attempts")

"""Photos may be sent later."""

from tests.conversations.conftest import Talk
from tests.conversations.helpers import send_photo


async def test_photos_may_be_sent_later(read_back: Talk) -> None:
    await read_back.say("yes")
    assert "photos" in read_back.text and read_back.asks_photo
    number = (await read_back.claim()).number
    assert number in await send_photo(read_back)
    assert len((await read_back.claim()).photos) == 1
    await read_back.say("how does my claim stand?")
    assert read_back.asks_photo, "one is still missing"
    await send_photo(read_back)
    await read_back.say("how does my claim stand?")
    assert not read_back.asks_photo

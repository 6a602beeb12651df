"""Photos are asked for and counted."""

from tests.conversations.conftest import ANSWERS, Talk
from tests.conversations.helpers import send_photo


async def test_photos_are_asked_for_and_counted(claiming: Talk) -> None:
    await claiming.say_all(*ANSWERS[:7])
    assert "Photo 1 of 2" in claiming.text and claiming.asks_photo
    assert "Photo 2 of 2" in await send_photo(claiming)
    assert "Do you agree" in await send_photo(claiming)
    await claiming.say("yes")
    assert "2 of 2" in claiming.text
    assert "photos" not in (await claiming.say("yes")).split("What happens next")[0].lower()
    assert len((await claiming.claim()).photos) == 2

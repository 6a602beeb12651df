"""A photo no machine could look at is taken, told so, and marked for a person."""

from tests.conversations.conftest import ANSWERS, Talk
from tests.conversations.helpers import handovers_of, send_photo


async def test_in_mid_claim(claiming: Talk) -> None:
    await claiming.say_all(*ANSWERS[:7])
    assert "a person will" in await send_photo(claiming, unread=True)
    assert "Photo 2" in claiming.answers[-1].text
    assert await handovers_of(claiming) == ["photo_unread"]


async def test_before_any_claim(talk: Talk) -> None:
    assert "a person will" in await send_photo(talk, unread=True)
    assert await handovers_of(talk) == ["photo_unread"]

"""A photo before any claim becomes part of it."""

from tests.conversations.conftest import LISTED, Talk
from tests.conversations.helpers import send_photo


async def test_a_photo_before_any_claim_becomes_part_of_it(talk: Talk) -> None:
    assert "have your photo" in await send_photo(talk)
    await talk.say(f"A1263 {LISTED}")
    await talk.press("Yes")
    assert len((await talk.claim()).photos) == 1

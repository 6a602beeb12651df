"""A not listed unit cannot be claimed."""

from tests.conversations.conftest import Talk
from tests.conversations.helpers import UNLISTED


async def test_a_not_listed_unit_cannot_be_claimed(talk: Talk) -> None:
    await talk.say_all(f"A1263 {UNLISTED}", "yes", "yes")
    await talk.say("start a claim")
    assert "First I need to check" in talk.text
    assert await talk.claims.of_conversation(talk.id) == []

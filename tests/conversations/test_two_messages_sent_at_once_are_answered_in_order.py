"""Two messages sent at once are answered in order."""

import asyncio

from bot.conversations import Inbound
from tests.conversations.conftest import LISTED, Talk


async def test_two_messages_sent_at_once_are_answered_in_order(talk: Talk) -> None:
    first, second = await asyncio.gather(
        talk.loop.take(talk.id, Inbound("a", "A1263")),
        talk.loop.take(talk.id, Inbound("b", LISTED)),
    )
    assert "serial number" in first[0].text
    assert second[0].extras["card"]["verdict"] == "affected"
    assert max(m.seq for m in first) < min(m.seq for m in second)

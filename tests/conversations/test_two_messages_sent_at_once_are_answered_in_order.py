"""Two messages sent at once are answered in order."""

import asyncio

from bot.conversations import Inbound
from tests.conversations.conftest import LISTED, Talk


async def test_two_messages_sent_at_once_are_answered_in_order(talk: Talk) -> None:
    stored = [
        await talk.transcript.accept(talk.id, Inbound(id, text))
        for id, text in (("a", "A1263"), ("b", LISTED))
    ]
    second, first = await asyncio.gather(
        *(talk.loop.answer_to(talk.id, message) for message in reversed(stored))
    )
    assert "serial number" in first[0].text
    assert second[0].extras["card"]["verdict"] == "affected"
    assert max(m.seq for m in first) < min(m.seq for m in second)

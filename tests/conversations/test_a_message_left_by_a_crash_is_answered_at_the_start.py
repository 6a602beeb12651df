"""A message left by a crash is answered at the start."""

from bot.conversations import Inbound
from bot.recalls import Recall
from tests.conversations.conftest import LISTED, Talk
from tests.conversations.helpers import restart


async def test_a_message_left_by_a_crash_is_answered_at_the_start(
    talk: Talk, recall: Recall
) -> None:
    await talk.say("A1263")
    accepted = await talk.transcript.accept(talk.id, Inbound("left", LISTED))
    await restart(talk, recall)
    assert await talk.loop.recover() >= 1
    talk.answers = await talk.loop.answer_to(talk.id, accepted)
    assert talk.verdicts == ["affected"]

"""A dialogue goes on after a restart."""

from bot.recalls import Recall
from tests.conversations.conftest import ANSWERS, LISTED, Talk
from tests.conversations.helpers import restart


async def test_a_dialogue_goes_on_after_a_restart(claiming: Talk, recall: Recall) -> None:
    await claiming.say_all(*ANSWERS[:4])
    await restart(claiming, recall)
    assert "buy" in await claiming.say(ANSWERS[4])
    await claiming.say_all(*ANSWERS[5:])
    await restart(claiming, recall)
    assert "filed" in await claiming.say("yes")


async def test_a_check_goes_on_too(talk: Talk, recall: Recall) -> None:
    await talk.say("A1263")
    await restart(talk, recall)
    await talk.say(LISTED)
    assert talk.verdicts == ["affected"]

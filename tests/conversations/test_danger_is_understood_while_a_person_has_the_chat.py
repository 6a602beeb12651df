"""Danger is understood while a person has the chat."""

from bot.conversations import Keepers
from bot.safety import find_hazard
from tests.conversations.conftest import Talk
from tests.conversations.helpers import ALARM

NO_RULE = "the battery just went whoosh and the curtain is gone"


async def test_danger_is_understood_while_a_person_has_the_chat(talk: Talk) -> None:
    assert find_hazard(NO_RULE) is None
    await Keepers(talk.database).take_over(talk.id, "Ann")
    assert ALARM in await talk.say(NO_RULE)

"""The same message twice has no second effect."""

from tests.conversations.conftest import Talk
from tests.conversations.helpers import incidents_of


async def test_the_same_message_twice_has_no_second_effect(read_back: Talk) -> None:
    first = await read_back.say("yes", id="file")
    again = await read_back.say("yes", id="file")
    assert again == first
    number = (await read_back.claim()).number
    history = await read_back.claims.history(number)
    assert [c.to_state for c in history] == ["draft", "submitted"]


async def test_the_same_alarm_twice_is_one_incident(talk: Talk) -> None:
    for _ in range(2):
        await talk.say("it is smoking", id="alarm")
    assert len(await incidents_of(talk)) == 1

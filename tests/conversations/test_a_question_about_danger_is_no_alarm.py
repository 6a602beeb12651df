"""A question about danger is no alarm."""

from tests.conversations.conftest import Talk
from tests.conversations.helpers import ALARM, incidents_of


async def test_a_question_about_danger_is_no_alarm(talk: Talk) -> None:
    assert "Unplug" in await talk.say("what should I do if it starts to smoke?")
    assert await incidents_of(talk) == []


async def test_denied_danger_is_no_alarm(talk: Talk) -> None:
    await talk.say("it is not hot, not swollen and not smoking")
    assert ALARM not in talk.answers[0].text
    assert await incidents_of(talk) == []

"""A question about danger is no alarm."""

from tests.conversations.conftest import Talk
from tests.conversations.helpers import ALARM, incidents_of


async def test_a_question_about_danger_is_no_alarm(talk: Talk) -> None:
    assert "Unplug" in await talk.say("what should I do if it starts to smoke?")
    assert talk.text.index(ALARM) < talk.text.index("Unplug")
    assert await incidents_of(talk) == []


async def test_in_mid_check_it_is_answered_too(talk: Talk) -> None:
    await talk.say("A1263")
    assert "Unplug" in await talk.say("what should I do if it starts to smoke?")
    assert "serial number" in talk.answers[-1].text

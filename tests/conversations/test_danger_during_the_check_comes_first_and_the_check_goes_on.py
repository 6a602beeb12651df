"""Danger during the check comes first and the check goes on."""

from tests.conversations.conftest import LISTED, Talk
from tests.conversations.helpers import ALARM


async def test_danger_during_the_check_comes_first_and_the_check_goes_on(talk: Talk) -> None:
    await talk.say("A1263")
    await talk.say("oh no, it is smoking")
    assert ALARM in talk.answers[0].text
    assert "Now I need the serial number" in talk.answers[-1].text
    await talk.say(LISTED)
    assert talk.verdicts == ["affected"]

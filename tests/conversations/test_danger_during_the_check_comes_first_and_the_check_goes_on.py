"""Danger during the check comes first and the check goes on."""

from tests.conversations.conftest import LISTED, Talk
from tests.conversations.helpers import ALARM, UNLISTED, incidents_of


async def test_danger_during_the_check_comes_first_and_the_check_goes_on(talk: Talk) -> None:
    await talk.say("A1263")
    await talk.say("oh no, it is smoking")
    assert ALARM in talk.answers[0].text
    assert "Now I need the serial number" in talk.answers[-1].text
    await talk.say(LISTED)
    assert talk.verdicts == ["affected"]


async def test_danger_told_together_with_a_number_comes_first_too(talk: Talk) -> None:
    await talk.say("is my A1263 recalled?")
    assert ALARM in await talk.say(f"the serial is {UNLISTED} and it is smoking right now")
    assert [i.tense for i in await incidents_of(talk)] == ["now"]
    await talk.say(f"the serial is {UNLISTED}")
    await talk.say("yes")
    assert talk.verdicts != ["not_listed"]

"""The check can be stopped and begun again."""

from tests.conversations.conftest import LISTED, Talk


async def test_the_check_can_be_stopped_and_begun_again(talk: Talk) -> None:
    await talk.say("A1263")
    assert "don't use or charge" in await talk.say("stop")
    assert "model number" in await talk.say("check my power bank")
    await talk.say(f"A1263 {LISTED}")
    assert talk.verdicts == ["affected"]

"""Model and serial asked one by one."""

from tests.conversations.conftest import LISTED, Talk


async def test_model_and_serial_asked_one_by_one(talk: Talk) -> None:
    assert "model number" in await talk.say("is my power bank part of the recall?")
    assert "serial number" in await talk.say("it says A1263")
    await talk.say(LISTED.lower())
    assert talk.verdicts == ["affected"]

"""Model then serial in two messages."""

from tests.conversations.conftest import LISTED, Talk


async def test_model_then_serial_in_two_messages(talk: Talk) -> None:
    assert "serial number" in await talk.say("I have an Anker A1263")
    await talk.say(f"{LISTED[:4]} {LISTED[4:8]} {LISTED[8:12]} {LISTED[12:]}")
    assert talk.verdicts == ["affected"]

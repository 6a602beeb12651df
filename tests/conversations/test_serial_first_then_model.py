"""Serial first then model."""

from tests.conversations.conftest import LISTED, Talk


async def test_serial_first_then_model(talk: Talk) -> None:
    assert "model number" in await talk.say(f"my serial number is {LISTED}")
    await talk.say("A1263")
    assert talk.verdicts == ["affected"]

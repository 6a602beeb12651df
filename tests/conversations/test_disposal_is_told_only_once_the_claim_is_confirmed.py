"""Disposal is told only once the claim is confirmed."""

from tests.conversations.conftest import Talk
from tests.conversations.helpers import decide


async def test_disposal_is_told_only_once_the_claim_is_confirmed(read_back: Talk) -> None:
    await read_back.say("yes")
    assert "Do not dispose of it before" in await read_back.say("how do I dispose of it?")
    await decide(read_back, "approved")
    assert "Do not dispose of it before" in await read_back.say("how do I dispose of it?")
    await decide(read_back, "awaiting_disposal")
    assert "the power bank in it can now be disposed of" in await read_back.say(
        "how do I dispose of it?"
    )
    for never in ("trash", "curbside", "battery box"):
        assert never in read_back.text

"""A confirmation of disposal can be stopped."""

from tests.conversations.conftest import Talk
from tests.conversations.helpers import decide


async def test_a_confirmation_of_disposal_can_be_stopped(read_back: Talk) -> None:
    await read_back.say("yes")
    await decide(read_back, "approved", "awaiting_disposal")
    await read_back.say_all("I have disposed of it", "stop")
    assert (await read_back.claim()).state == "awaiting_disposal"
    assert "which day" in await read_back.say("I have disposed of it")

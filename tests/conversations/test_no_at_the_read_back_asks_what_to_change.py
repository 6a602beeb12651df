"""No at the read back asks what to change."""

from tests.conversations.conftest import Talk


async def test_no_at_the_read_back_asks_what_to_change(read_back: Talk) -> None:
    assert "What should I change" in await read_back.press("No")
    assert (await read_back.claim()).state == "draft"
    await read_back.say("change my name to Janet Porter")
    assert "filed" in await read_back.say("yes")
